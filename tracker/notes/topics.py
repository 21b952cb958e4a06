"""What a claim is about: the kinds of fact its object names ("price", "spelling"), and its other words.

Read from the object of a claim alone; what in the text is about the same is found in `matching`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from tracker.notes.edit import Edit
from tracker.notes.literals import folded
from tracker.notes.model import Claim

Kind = Literal[
    "number", "date", "name", "spelling", "quote", "speech", "attribution", "typo", "code", "byline", "outside"
]

Unit = Literal["money", "percent"]

_UNITS: dict[Unit, frozenset[str]] = {
    "percent": frozenset({"percentage", "percentages", "percent"}),
    "money": frozenset({"price", "prices", "cost", "costs", "salary", "sum", "dividend"}),
}
_SIGNS: dict[Unit, tuple[str, ...]] = {
    "percent": ("%", "percent", "per cent", "pct"),
    "money": ("$", "€", "£", "¥", "dollar", "euro", "pound", "yen", "cents", "franc", "yuan", "rupee", "crown"),
}
_ADDING = frozenset({"add", "insert", "restore"})
_LONGEST = 400  # characters of an object that are read
_READ = 20_000  # characters of an edit in which signs of its kind are looked for
_MOST_WORDS = 16  # words that are looked for
_WHOLE_WORD = 4  # letters; a shorter word is looked for as a whole one
_SLIP = 30  # characters; a longer rewording is no typing error


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Heads that say which kind of fact is meant. Where one of these is named, another kind is something else.
_PLAIN_KINDS: dict[Kind, frozenset[str]] = {
    "number": _set(
        "figure figures number numbers amount amounts percentage percentages percent pct price prices total totals toll"
        " age ages sum ratio count digit digits decimal numeral statistic statistics"
    ),
    "date": _set("date dates day days weekday month months year years"),
    "name": _set("name names surname"),
    "spelling": _set("spelling spellings misspelling misspelled misspelt spelled"),
    "quote": _set("quote quotes quotation quotations"),
    "speech": _set("comment comments statement statements remark remarks reaction reactions reax response denial"),
    "typo": _set(
        "typo typos typographical grammar grammatical punctuation syntax apostrophe formatting format garble garbled"
        " comma hyphen capitalization"
    ),
    "code": _set("ric rics ticker tickers symbol symbols"),
    "byline": _set("byline bylines"),
    "outside": _set(
        "photo photos picture pictures graphic graphics video link links keyword keywords tag tags slug hyperlink"
        " contribution signoff logo attachment"
    ),
}
# Words that go with a kind more often than not; another kind is not ruled out.
_LIKELY_KINDS: dict[Kind, frozenset[str]] = {
    "number": _set(
        "value values size growth profit loss losses sales revenue earnings forecast estimate estimates rate rates"
        " share shares stake stakes cost costs target dividend salary income deficit surplus gain gains rise fall"
        " drop increase decrease decline capacity production output volume weight height distance length score"
        " casualties deaths dead injured wounded victims votes margin valuation budget yield gdp inflation conversion"
        " billion million trillion thousand tally market"
    ),
    "date": _set("time timing period deadline quarter anniversary timeframe when"),
    "attribution": _set("attribution source sources sourcing"),
}
_NO_SLIPS = frozenset({"number", "date", "negation"})  # who calls a change of these a typing error hides it
_SAID = frozenset({"quote", "attribution"})  # of these, one that changed is none that was added
_MARKETS = _set("market markets stock stocks price prices closing share shares opening")
# Figures that change wherever they stand, and more often than once.
_MOVING = _set(
    "toll tolls figures numbers totals percentages amounts statistics casualties deaths dead injured wounded victims"
    " prices price rates yields votes scores tally levels"
)
# Words of notes that say nothing of what changed.
_EMPTY = _set(
    "a an the and or of in on at to from for with by as is are was were be been that which who whose its his her their"
    " this these those it he she they into after before about over under than not no but if when while where how what"
    " details detail background context information info more fresh new latest further additional updated update other"
    " earlier story stories item version paragraph graf para line headline lead reference references word words dropped"
    " missing extraneous repeated duplicate extra error errors mistake incorrect erroneous correct wrong first second"
    " third last final say says said show shows make makes clear clarify reflect read state states indicate title text"
    " quote quotes comment comments figure figures number numbers name names spelling date dates amount one two three"
    " also some more throughout mr mrs ms instead sted rather proper properly reporting material elements edits changes"
    " s t will would has have had"
)
_DEATHS = (" kill", " dead ", " died ", " die ", " dies ", " dying ")
_ALSO = {
    "ceo": (" chief executive",),
    "cfo": (" chief financial",),
    "pm": (" prime minister", " premier"),
    "govt": (" government",),
    "reax": (" reaction",),
    "stock": (" share",),
    "share": (" stock",),
    "closing": (" close",),
    "u.s": (" us ",),
    "analyst": (" economist", " strategist"),
    "toll": _DEATHS,
    "death": _DEATHS,
    "deaths": _DEATHS,
    "dead": _DEATHS,
    "victims": _DEATHS,
    "casualties": (*_DEATHS, " wounded ", " injured "),
    "injured": (" hurt ", " wounded "),
    "profit": (" earn", " net "),
    "sales": (" revenue",),
    "revenue": (" sales ",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a claim is about.

    `kinds` are the kinds of fact that it names; `strict` says that it names them outright, so that a change without
    them is something else. `words` are the beginnings of its other words, as they are looked up in folded text, one
    tuple of alternatives for each; `names` of those that are names. `plural` speaks of several, `adding` of what
    was not there before. `unit` is that of the numbers that it speaks of, `headed`
    says that it names kinds and nothing else. `moving` are figures that change all over a text, `market` those of one.
    """

    kinds: frozenset[Kind]
    strict: bool
    words: tuple[tuple[str, ...], ...]
    names: tuple[tuple[str, ...], ...]
    plural: bool
    adding: bool = False
    unit: Unit | None = None
    headed: bool = False
    moving: bool = False
    market: bool = False

    @property
    def vague(self) -> bool:
        """Whether there is nothing to look for: "details"."""
        return not self.kinds and not self.words


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\W_]+(?:[.&'’][^\W_]+)*")


def topic_of(claim: Claim) -> Topic:
    """What a claim is about, read from its object; nothing where it has none."""
    return _topic_of((claim.object or "")[:_LONGEST], adding=claim.verb in _ADDING)


# A claim is held against every earlier pair of the story, and its rules ask as well.
@lru_cache(maxsize=256)
def _topic_of(text: str, *, adding: bool) -> Topic:
    words = _word().findall(text)
    lows = [word.casefold().removesuffix("'s").removesuffix("’s") for word in words]
    kinds, strict = _kinds(lows)
    found: list[tuple[str, ...]] = []
    headed = True
    names: list[tuple[str, ...]] = []
    for word, low in zip(words, lows, strict=True):
        looked_up = tuple(_looked_up(low, word))
        if looked_up and looked_up not in found and len(found) < _MOST_WORDS:
            found.append(looked_up)
            headed = headed and low in _kind_words()
            if word[0].isupper():
                names.append(looked_up)
    market = "number" in kinds and not _MARKETS.isdisjoint(lows)
    return Topic(
        kinds=kinds,
        strict=strict,
        words=tuple(found),
        names=tuple(names),
        plural=any(low.endswith("s") and low in _kind_words() for low in lows),
        adding=adding,
        unit=_unit(lows),
        headed=headed,
        moving=market or not _MOVING.isdisjoint(lows),
        market=market,
    )


def _kinds(lows: Collection[str]) -> tuple[frozenset[Kind], bool]:
    known = _kind_words()
    plain = {kind for low in lows if low in known for kind in known[low][0]}
    likely = {kind for low in lows if low in known for kind in known[low][1]}
    if "quote" in plain and not _MARKETS.isdisjoint(lows):
        plain = plain - {"quote"} | {"number"}
    return frozenset(plain | likely), bool(plain) and likely <= plain


@cache
def _kind_words() -> dict[str, tuple[tuple[Kind, ...], tuple[Kind, ...]]]:
    """For every head the kinds that it names outright, and those that it makes likely."""
    heads = frozenset().union(*_PLAIN_KINDS.values(), *_LIKELY_KINDS.values())
    return {
        head: (
            tuple(kind for kind, words in _PLAIN_KINDS.items() if head in words),
            tuple(kind for kind, words in _LIKELY_KINDS.items() if head in words),
        )
        for head in heads
    }


def _unit(lows: Collection[str]) -> Unit | None:
    return next((unit for unit, heads in _UNITS.items() if not heads.isdisjoint(lows)), None)


def has_unit(topic: Topic, edit: Edit) -> bool:
    """Whether a number of an edit has the unit that the topic speaks of."""
    values = [value for fact in edit.facts if fact.fact == "number" for value in (fact.old, fact.new) if value]
    signs = _SIGNS[topic.unit] if topic.unit else ()
    return any(sign in value.lower() for value in values for sign in signs)


def _looked_up(low: str, word: str) -> Iterator[str]:
    """The beginnings by which a word is looked up; none for a word that says nothing."""
    if low in _EMPTY or (len(low) < 3 and not word.isupper()):
        return
    plain = folded(low).strip()
    stem = _stem(plain)
    if not stem:
        return
    if len(stem) >= _WHOLE_WORD:
        yield f" {stem}"
    else:
        yield from (f" {stem} ", f" {stem}s ")
    yield from _ALSO.get(low, ())


def _stem(word: str) -> str:
    """A word without the ending that its other forms do not share."""
    for ending, least in (("ings", 4), ("ing", 4), ("ies", 3), ("ed", 4), ("s", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def shared(words: tuple[tuple[str, ...], ...], text: str) -> int:
    """How many of the words stand in a folded text."""
    return sum(any(beginning in text for beginning in alternatives) for alternatives in words)


def fits_kind(topic: Topic, edit: Edit) -> int:
    """1 where an edit touches a kind of fact that the topic names, -1 where it names others outright, else 0.

    A number of another unit than the topic's is neither.
    """
    if not topic.kinds:
        return 0
    if topic.unit and topic.kinds == {"number"} and edit.facts and not has_unit(topic, edit):
        return 0
    facts = {fact.fact for fact in edit.facts if not topic.adding or fact.old is None or fact.fact not in _SAID}
    if facts & topic.kinds or any(_fits(kind, edit, facts) for kind in topic.kinds):
        return 1
    return -1 if topic.strict else 0


def _fits(kind: Kind, edit: Edit, facts: Collection[str]) -> bool:
    text = (edit.new_text or edit.old_text or "")[:_READ]
    if kind == "quote":
        return _has_quote(text)
    if kind == "speech":
        return "attribution" in facts or "quote" in facts or _has_quote(text) or _says().search(text) is not None
    if kind == "spelling":
        return bool(edit.old_text and edit.new_text) and (
            any(fact.fact == "name" and fact.old and fact.new for fact in edit.facts)
            or (_NO_SLIPS.isdisjoint(facts) and _is_respelt(edit))
        )
    if kind == "typo":
        short = max(len(edit.old_text or ""), len(edit.new_text or "")) <= _SLIP
        return edit.weight == "trivial" or (short and _NO_SLIPS.isdisjoint(facts))
    if kind == "code":
        return edit.weight == "trivial" and _code().search(text) is not None
    if kind == "byline":
        return edit.part == "byline" or text.startswith(("By ", "BY "))
    return kind == "outside" and edit.part in {"keywords", "extra", "version-tag", "credits", "contacts"}


def _is_respelt(edit: Edit) -> bool:
    """Whether most of a word or name stayed: its beginning and end."""
    old, new = (edit.old_text or "").casefold(), (edit.new_text or "").casefold()
    if max(len(old), len(new)) > _SLIP or len(old.split()) != len(new.split()):
        return False
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return (head + tail) * 2 >= max(len(old), len(new)) - 1


def _has_quote(text: str) -> bool:
    return any(mark in text for mark in ("“", "”", '"', "``", "''", "«", "„"))


@cache
def _says() -> re.Pattern[str]:
    return re.compile(r"\b(?:said|says|told|saying|according to|added|tweeted|wrote|declined|denied)\b")


@cache
def _code() -> re.Pattern[str]:
    return re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,3}\b|<[A-Z.]+>|\.[A-Z]{2,6}\b")
