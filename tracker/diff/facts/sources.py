"""Attributions in a stretch of text: who says, and with which verb: "police said", "according to the bank".

The key is the verb's kind: "said", "told" and "added" say the same, "confirmed" and "admitted" do not. The words of
the source stand beside it, so that "a company spokesman" and "a spokesman for the company" can be found alike.
"""

from __future__ import annotations

from tracker.diff.facts import lexicon
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, DIGITS, SAYING, SIGN, WORD
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens, bare
from tracker.diff.facts.wordlist import word_set

_MOST = 6  # words of a source that are read
_AUXILIARIES = word_set(
    "also later had has have who then already earlier repeatedly previously initially again only first still publicly"
    " privately separately reportedly flatly strongly has do does did not never will would"
)
_ENDS = word_set(
    "that and but because as when while after before if what how which said where whether since until though although"
    " in on at during by from to into"
)
_EMPTY = word_set(
    "he she it they i we you who the a an his her its their this of for one as was were is be been being are what so"
    " there here not also mr mrs ms dr"
)
_CLAUSE = 16  # words between a source and its verb
_WHERE = frozenset({"in", "at", "from"})
_CLAIMED = word_set("victory responsibility credit lives life the")
_OPINIONS = frozenset({"expect", "believe", "predict"})
_WEAK = _OPINIONS | {"urge", "conclude", "indicate", "signal", "counter"}
_MANY = word_set("police government company bank army military ministry")
_STATING = frozenset({"say", "confirm", "claim", "announce", "warn", "argue", "insist"})
_BE = word_set("is was were are be been being am get got")
_NOUN_AFTER = word_set("a an the no any of and")
_ONLY_WITH_SOURCE = word_set(
    "claim confirm report estimate allege suggest note state expect believe predict urge conclude indicate signal"
    " counter"
)
_PEOPLE = word_set(
    "a an the one two three some several police officials authorities sources witnesses residents prosecutors analysts"
    " traders investigators state local senior government company his her its their military hospital city"
)


_SHORT = tuple(
    (frozenset(long.split()), short)
    for long, short in (("united states", "us"), ("united nations", "un"), ("european union", "eu"))
)


def sources(tokens: Tokens) -> list[Mention]:
    """Every attribution in the stretch, in order."""
    found = []
    for place in tokens.where(SAYING):
        low = tokens.lowers[place]
        key = lexicon.SAID.get(low)
        if key is None or _is_noun(tokens, place, low):
            continue
        if low in {"according", "citing", "segundo"}:
            found.append(_forward(tokens, place, place + (2 if tokens.lowers[place + 1] == "to" else 1), key))
        else:
            mention = _subject(tokens, place, key)
            found += [mention] if mention else []
    return found


def _is_noun(tokens: Tokens, place: int, low: str) -> bool:
    """ "The warning", "confirmed cases", "to report", "as reported": no one speaks."""
    before = tokens.lowers[place - 1]
    if low == "according":
        return tokens.lowers[place + 1] != "to"
    if low.startswith("claim") and tokens.lowers[place + 1] in _CLAIMED:
        return True
    if low == "told" and before == "all":
        return True
    if low in {"confirm", "tell", "admit", "deny"}:
        return before == "to"
    if before in _BE or before in _NOUN_AFTER:
        return low not in {"said", "told", "says"}
    return low == "claims" and not (place and tokens.flags[place - 1] & CAPITAL)


def _subject(tokens: Tokens, place: int, key: str) -> Mention | None:
    """The attribution of a verb: its subject stands before it, or after it where a quotation or comma comes first."""
    lowers = tokens.lowers
    end = place - 1
    while end >= 0 and lowers[end] in _AUXILIARIES:
        end -= 1
    first = _first_of_source(tokens, end)
    if first == end:
        if lowers[end] == "," and place == end + 1 and not tokens.flags[place + 1] & CAPITAL:
            first = _before_clause(tokens, end)
        if first == end and _may_follow(tokens, place + 1):
            return _forward(tokens, place, place + 1, key)
        if first == end and key in _ONLY_WITH_SOURCE:
            return None
    start = tokens.starts[first + 1] if first < end else tokens.starts[place]
    words = _source_words(tokens, first + 1, end + 1)
    if key in _WEAK and not (words and (key not in _OPINIONS or _is_many(lowers[end]))):
        return None
    return Mention(start, tokens.ends[place], key, False, words)


def _before_clause(tokens: Tokens, comma: int) -> int:
    """The place before a source whose verb follows a clause: "an official, speaking on background, said"."""
    at, low = comma - 1, max(0, comma - _CLAUSE)
    while at > low and not tokens.flags[at] & SIGN:
        at -= 1
    if at <= low or tokens.lowers[at] != ",":
        return comma
    return _first_of_source(tokens, at - 1)


def _first_of_source(tokens: Tokens, end: int) -> int:
    """The place before the source that ends at a place: "police", "a spokesman for the bank", "police in Boston"."""
    first = end
    while first >= 0 and end - first < _MOST and _belongs(tokens, first):
        first -= 1
    placed = first > 0 and first < end and tokens.lowers[first] in _WHERE
    if not placed or not all(flag & CAPITAL for flag in tokens.flags[first + 1 : end + 1]):
        return first
    first -= 1
    while first >= 0 and end - first < _MOST and _belongs(tokens, first):
        first -= 1
    return first


def _is_many(word: str) -> bool:
    """Whether a noun is one of those whose opinion is news: "analysts expect", "police believe"."""
    return word.endswith("s") or word in _MANY


def _belongs(tokens: Tokens, place: int) -> bool:
    flag = tokens.flags[place]
    if flag & SIGN:
        return tokens.words[place] in HYPHENS and tokens.touch(place - 1) and tokens.touch(place)
    if flag & CALENDAR and flag & CAPITAL:
        return False
    return tokens.lowers[place] not in _ENDS


def _may_follow(tokens: Tokens, place: int) -> bool:
    flag = tokens.flags[place]
    if flag & (SIGN | CALENDAR):
        return False
    return bool(flag & CAPITAL) or tokens.lowers[place] in _PEOPLE


def _forward(tokens: Tokens, place: int, first: int, key: str) -> Mention:
    last, limit = first, min(first + _MOST, tokens.size)
    while last < limit and _belongs(tokens, last):
        last += 1
    if key in _STATING and tokens.flags[last] & WORD and not tokens.flags[last - 1] & CAPITAL and last == limit:
        last = first  # "said the tax does not interfere with": a statement, and no one's name
    end = tokens.ends[last - 1] if last > first else tokens.ends[place]
    return Mention(tokens.starts[place], end, key, False, _source_words(tokens, first, last))


def _source_words(tokens: Tokens, first: int, last: int) -> frozenset[str]:
    words = frozenset(
        [
            bare(word).replace(".", "")
            for word, flag in zip(tokens.lowers[first:last], tokens.flags[first:last], strict=True)
            if word not in _EMPTY and not flag & (SIGN | DIGITS)
        ]
    )
    if "united" in words or "european" in words:
        for long, short in _SHORT:
            if long <= words:
                words = words - long | {short}
    return words


def same_source(one: Mention, other: Mention) -> bool:
    """Whether two attributions may name one source: a pronoun stands for anyone, a part of a name for the whole."""
    return one.key == other.key and not differ(one, other)


def differ(one: Mention, other: Mention) -> bool:
    """Whether two attributions name different sources."""
    return bool(one.words and other.words) and not (one.words <= other.words or other.words <= one.words)
