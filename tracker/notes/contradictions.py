"""Find what speaks against a claim: the old value still stands, another came in its place, the opposite happened.

Asked only where the edits bear a claim out nowhere. In doubt nothing speaks against it: a value may be paraphrased.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.diff.model import FactChange
from tracker.notes.anchors import opens
from tracker.notes.case import Case
from tracker.notes.literals import Literal, key
from tracker.notes.reading import REMOVING, Reading
from tracker.notes.reasons import numbered, quoted
from tracker.notes.topics import shared

_VALUES = frozenset({"number", "date", "name"})


def against(reading: Reading, case: Case) -> str | None:
    """What speaks against a claim, as a sentence; None where nothing does."""
    new, old = _usable(reading.new), _usable(reading.old)
    return (
        _opposite(new, old, case)
        or (_other_value(reading, new, old, case) if new else None)
        or (_still_stands(reading, new, old, case) if old else None)
        or _still_named(reading, case)
    )


def already(reading: Reading, case: Case) -> str | None:
    """That the text said before what the claim brings, as a sentence; None where it did not."""
    new = reading.new
    if new is None or not new.exact or not new.distinct or case.old is None:
        return None
    numbers = case.stands(new, None, new=False)
    if not numbers or not case.stands(new, None, new=True):
        return None
    return f"The earlier text already said {quoted(new.text)} ({numbered(numbers)})."


def _usable(value: Literal | None) -> Literal | None:
    return value if value is not None and value.exact and value.distinct else None


def _opposite(new: Literal | None, old: Literal | None, case: Case) -> str | None:
    for place in case.looked_at():
        edit = case.edits[place]
        if new and old and new.key != old.key:
            if case.came(place, old, new) and case.went(place, new, old):
                return f"The opposite happened in {_where(case, place)}: {quoted(new.text)} became {quoted(old.text)}."
        elif new and not old and edit.old_text and not edit.new_text and case.went(place, new) and not edit.whole:
            if any(case.came(other, new) for other in case.looked_at()):
                continue
            return f"The opposite happened in {_where(case, place)}: {quoted(new.text)} was taken out."
    return None


def _other_value(reading: Reading, new: Literal, old: Literal | None, case: Case) -> str | None:
    """A value took the old one's place, or came at the stated place, and it is another one than the note says."""
    for place in case.looked_at():
        for fact in case.edits[place].facts:
            if fact.fact not in _VALUES or not fact.old or not fact.new or not _is_alike(fact, new):
                continue
            came = key(fact.new)
            if set(new.key.split()) & set(came.split()) and "#" not in new.key:
                continue  # a part of the name is there
            if old is not None:
                meant = old.key in key(fact.old) and (old.key not in came or old.key == new.key)
            else:
                meant = any(case.distance(place, spot) == 0 for spot in reading.spots)
            if meant and new.key not in came and not _stands(new, case, case.edits[place].new):
                where = _where(case, place)
                return f"{quoted(fact.old)} became {quoted(fact.new)} in {where}, not {quoted(new.text)}."
    return None


def _is_alike(fact: FactChange, value: Literal) -> bool:
    """Whether a value is of a fact's kind, so that one can be said instead of the other."""
    if fact.fact == "number":
        return "#" in value.key
    return fact.fact == "date" or "#" not in value.key


def _stands(value: Literal, case: Case, numbers: Sequence[int]) -> bool:
    return case.new is None or bool(case.stands(value, numbers, new=True))


def _still_stands(reading: Reading, new: Literal | None, old: Literal, case: Case) -> str | None:
    if case.new is None or (new is not None and (new.key in old.key or case.stands(new, None, new=True))):
        return None
    numbers: list[int] | None = None
    if reading.spots:
        numbers = [
            number
            for spot in reading.spots
            if spot.part == "paragraph" and spot.of == "new" and spot.first and spot.last
            for number in range(spot.first, min(spot.last, spot.first + 40) + 1)
        ]
    elif new is None:
        return None  # without a place, the same words may well stand elsewhere
    found = case.stands(old, numbers, new=True) if numbers != [] else []
    return f"{numbered(found).capitalize()} still says {quoted(old.text)}." if found else None


def _still_named(reading: Reading, case: Case) -> str | None:
    """A paragraph, or a name in one, that the note says is gone, and which is there."""
    if reading.claim.verb not in REMOVING:
        return None
    anchor, names = reading.claim.anchor, reading.topic.names
    if anchor and (numbers := opens(anchor, case.new)):
        return f"{quoted(anchor)} still opens {numbered(numbers)}."
    if not names:
        return None
    for spot in reading.spots:
        if spot.part != "paragraph" or spot.of != "new" or not spot.first or spot.first != spot.last:
            continue
        if shared(names, case.paragraph_text(spot.first)) == len(names):
            return f"¶{spot.first} still names {names[0][0].strip().title()}."
    return None


def _where(case: Case, place: int) -> str:
    edit = case.edits[place]
    numbers = edit.new or edit.old
    return numbered(numbers) if numbers else f"the {edit.part}"
