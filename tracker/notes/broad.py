"""Claims that speak of all the text, of figures all over it, or of nothing in particular, and the edits they tell of.

"Updates throughout" tells of everything; "updates prices" of prices wherever they stand; "recasts" and "updates with
details" of what is new or reworded, but of no number or name that became another one in a sentence that stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.notes.case import Case
from tracker.notes.edit import Edit
from tracker.notes.literals import key
from tracker.notes.reading import ADDING, BROAD, Reading, does
from tracker.notes.topics import fits_kind, shared

_ALL_OVER = frozenset({"update", "recast", "lead", "substitute", "other"})
_FRESH = frozenset({"update", "add", "insert", "substitute", "recast", "lead"})
_HARD = frozenset({"number", "name", "negation", "quote"})
_STOOD = 0.5  # share of a paragraph that is kept where it was edited and not rewritten
_FEW = 8  # words that went; where more did, a sentence was rewritten
_SHORT = 200  # characters of them
# Beginnings of words in sentences whose numbers are a market's.
_OF_MARKETS = (
    " share", " stock", " index", " indices", " price", " trad", " clos", " open", " point", " barrel", " ounce",
    " bond", " yield", " futures", " currenc", " dollar", " euro", " yen ", " pound", " benchmark", " crude",
    " market", " rall",
)  # fmt: skip
_SIGNS = ("$", "€", "£", "¥", "%", "percent", "per cent", "pct", "point", "cents", "bps")


def is_about_everything(reading: Reading) -> bool:
    """Whether a claim says that the text changed all over, with whatever: "Updates throughout with closing prices".

    In "Updates prices throughout" it is prices that changed all over.
    """
    claim = reading.claim
    if claim.verb not in _ALL_OVER or all(place.part != "throughout" for place in claim.places):
        return False
    if claim.verb in BROAD or reading.topic.vague:
        return True
    text, thing = claim.text.casefold(), (claim.object or "").casefold().split(" ", 1)[0]
    at = max(text.find("throughout"), text.find("thruout"))
    return 0 <= at < text.find(thing)


def is_about_figures(reading: Reading) -> bool:
    """Whether a claim speaks of figures that move, wherever they stand: "updates prices", "adds toll"."""
    topic, verb = reading.topic, reading.claim.verb
    if not topic.moving or "number" not in topic.kinds or verb not in _FRESH:
        return False
    return verb not in ADDING or topic.market or bool(topic.words)  # "adds figures" means others than stood there


def all_over(reading: Reading, case: Case, places: Iterable[int]) -> list[int]:
    """Those of the edits at `places` that are of the claim's kind or have its words: all of them, as all are meant.

    Those count that stand in a sentence with the claim's words, and the same figures and names elsewhere; where none
    does, every one. A market's figures are known by their units and sentences.
    """
    topic, fitting, others = reading.topic, [], []
    for place in places:
        edit = case.edits[place]
        if edit.weight != "substantive" or not does(reading.claim.verb, edit):
            continue
        kind = _kind(reading, case, place)
        if kind == 1 and (not topic.names or _shares(case, place, topic.names)):
            fitting.append(place)
        elif (kind >= 0 or (topic.market and not edit.whole)) and shared(topic.words, case.own(place)):
            others.append(place)
    if not topic.market and topic.words:
        named = {place for place in fitting if _shares(case, place, topic.words)}
        same = {value for place in named for value in _swaps(case.edits[place])}
        fitting = [p for p in fitting if p in named or not same.isdisjoint(_swaps(case.edits[p]))] if named else fitting
    return sorted([*fitting, *others])


def _kind(reading: Reading, case: Case, place: int) -> int:
    """As `fits_kind`; a market's numbers have all its units."""
    edit = case.edits[place]
    if not reading.topic.market or all(fact.fact != "number" for fact in edit.facts):
        return fits_kind(reading.topic, edit)
    values = [value for fact in edit.facts for value in (fact.old, fact.new) if value]
    if any(sign in value.casefold() for value in values for sign in _SIGNS):
        return 1
    return int(any(word in case.around(place) for word in _OF_MARKETS))


def _shares(case: Case, place: int, words: tuple[tuple[str, ...], ...]) -> bool:
    return shared(words, case.own(place)) > 0 or shared(words, case.around(place)) > 0


def _swaps(edit: Edit) -> set[tuple[str, str]]:
    """The numbers that became others, as values, and the surnames."""
    return {
        (_short(fact.old), _short(fact.new))
        for fact in edit.facts
        if fact.fact in ("number", "name") and fact.old is not None and fact.new is not None
    }


def _short(value: str) -> str:
    words = key(value).split()
    return next((word for word in words if word[0] == "#"), words[-1] if words else "")


def is_placeless(reading: Reading) -> bool:
    """Whether a claim says neither where nor what: "Recasts", "Updates with details, background"."""
    return not reading.claim.places and (reading.claim.verb in BROAD or reading.topic.vague)


def told_without_naming(reading: Reading, case: Case, places: Sequence[int]) -> list[int]:
    """Those of the edits at `places` that a claim tells of which may say neither where nor what.

    It tells of new and reworded text, not of a fact that became another one in a sentence that otherwise stood.
    """
    if not is_placeless(reading):
        return list(places)
    named = set(all_over(reading, case, places)) if "number" in reading.topic.kinds else set()
    return [place for place in places if place in named or not _is_swapped(case, place)]


def _is_swapped(case: Case, place: int) -> bool:
    """Whether a fact became another one in text that otherwise stood, or a "not" came or went."""
    edit = case.edits[place]
    gone = edit.old_text or ""
    if edit.whole or len(gone) > _SHORT or len(gone.split()) > _FEW:
        return False
    if not edit.sentence and case.comparison.changes[edit.change - 1].similarity < _STOOD:
        return False  # a paragraph that was written anew; a sentence that moved stood
    return any(
        fact.fact in _HARD and (fact.fact == "negation" or (fact.old is not None and fact.new is not None))
        for fact in edit.facts
    )
