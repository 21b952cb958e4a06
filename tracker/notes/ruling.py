"""Make verdicts of matches: which kind, which numbers, and one sentence for an editor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.notes.broad import told_without_naming
from tracker.notes.case import Case
from tracker.notes.edit import Edit
from tracker.notes.literals import Literal, key
from tracker.notes.matching import Match
from tracker.notes.model import Claim, Place, Verdict, VerdictKind
from tracker.notes.reading import ADDING, Reading
from tracker.notes.reasons import numbered, quoted, ranged

_RECAST = 3  # a text is recast where one paragraph in so many changed
_BODY_FACTS = frozenset({"number", "name", "negation", "quote"})
_OWN_FACTS = frozenset({"number", "name", "negation", "date"})
_WITHDRAWN = (" withdrawn ", " withdrew ", " kill ", " killed ", " retracted ")
_UNCOUNTED = "the paragraphs of this text cannot be counted"


def bears_out(reading: Reading, match: Match, case: Case, told: Iterable[int]) -> Verdict:
    """The verdict on a claim that a match bears out; `told` are the edits of it that the claim tells of."""
    edits = [case.edits[place] for place in match.edits]
    kind: VerdictKind = "supported"
    if match.where == "elsewhere":
        kind = "elsewhere"
    elif match.doubt or match.missed or _is_partial(reading, case):
        kind = "partly"
    return Verdict(
        claim=reading.claim,
        kind=kind,
        reason=_reason(reading, match, _shown(reading, match, case), kind),
        found=tuple(sorted({case.edits[place].change for place in told})),
        where=_numbers(edits),
    )


def told_of(reading: Reading, match: Match, case: Case) -> list[int]:
    """The edits of a match that the claim tells of: not all by which it is borne out are named by it."""
    if match.by_value:
        return [place for place in match.edits if not _is_residue(case.edits[place], reading)]
    return told_without_naming(reading, case, match.edits)


def _shown(reading: Reading, match: Match, case: Case) -> list[Edit]:
    """The edits that the sentence is about: those at the claim's place, where there are any."""
    if match.where == "at" and not match.by_value:
        return [case.edits[place] for place in match.edits]
    here = [p for p in match.edits if any(case.distance(p, spot) == 0 for spot in reading.spots)]
    return [case.edits[place] for place in (here or match.edits)]


def _is_partial(reading: Reading, case: Case) -> bool:
    """Whether a recast of the whole text left the lead, and most of the text, as they were."""
    places = reading.claim.places
    if reading.claim.verb != "recast" or any(place.part != "throughout" for place in places):
        return False
    changed = {number for edit in case.edits if edit.part == "paragraph" and _weighs(edit) for number in edit.new}
    removed = {number for edit in case.edits if edit.kind == "removed" for number in edit.old}
    few = (len(changed) + len(removed)) * _RECAST < case.comparison.new_count
    return few and (bool(places) or 1 not in changed)


def _weighs(edit: Edit) -> bool:
    return edit.weight == "substantive"


def _is_addition(edit: Edit) -> bool:
    return bool(edit.new_text) and not edit.old_text and (_weighs(edit) or edit.part != "paragraph")


def _numbers(edits: Sequence[Edit]) -> tuple[int, ...]:
    return tuple(sorted({number for edit in edits if edit.part == "paragraph" for number in (edit.new or edit.old)}))


def _reason(reading: Reading, match: Match, edits: Sequence[Edit], kind: VerdictKind) -> str:
    uncounted = f"; {_UNCOUNTED}" if reading.stated and not reading.spots else ""
    if not edits:
        return f"{(match.doubt or 'Something changed').capitalize()}{uncounted}."
    where = _named(edits)
    if kind == "elsewhere":
        gone = all(edit.kind == "removed" for edit in edits)
        found = f"{_done(edits, where)}" if gone else f"Found in {where}"
        return f"{found}; the note says {_spots(reading.spots, plain=gone)}."
    said = _said(reading, edits, where) if match.by_value else _done(edits, where)
    if match.doubt:
        return f"{said}, but {match.doubt}."
    if match.missed:
        return f"{said}; nothing of it in {_spots(match.missed)}."
    return f"{said}{uncounted}."


def _named(edits: Sequence[Edit]) -> str:
    numbers = _numbers(edits)
    parts = dict.fromkeys(edit.part for edit in edits if edit.part != "paragraph")
    names = [f"the {part.replace('-', ' ')}" for part in parts]
    return " and ".join([*names, *([numbered(numbers)] if numbers else [])])


def _spots(spots: Sequence[Place], *, plain: bool = False) -> str:
    names = [
        ranged(spot.first, spot.last or spot.first) + (" of the earlier text" if spot.of == "old" and not plain else "")
        if spot.part == "paragraph" and spot.first
        else "throughout"
        if spot.part == "throughout"
        else f"the {spot.part}"
        for spot in spots
    ]
    return " and ".join(names)


def _said(reading: Reading, edits: Sequence[Edit], where: str) -> str:
    new, old = reading.new, reading.old
    if new is None:
        return f"{quoted(old.text if old else '')} is gone from {where}"
    was = f", no longer {quoted(old.text)}" if old and any(edit.old_text for edit in edits) else ""
    says = "say" if _is_several(where) else "says"
    return f"{_start(where)} now {says} {quoted(new.text)}{was}"


def _done(edits: Sequence[Edit], where: str) -> str:
    """What happened, in a few words."""
    edit, verb = edits[0], "are" if _is_several(where) else "is"
    if edit.kind == "added":
        return f"{_start(where)} {verb} new"
    if edit.kind == "removed":
        return f"{_start(where)} of the earlier text {verb} gone"
    if edit.old_text and edit.new_text:
        return f"{_start(where)} changed: {quoted(edit.old_text)} became {quoted(edit.new_text)}"
    if edit.new_text:
        return f"{quoted(edit.new_text)} came into {where}"
    return f"{quoted(edit.old_text or '')} is gone from {where}"


def _is_several(where: str) -> bool:
    return " and " in where or " more" in where


def _start(where: str) -> str:
    return where[:1].upper() + where[1:]


def _is_residue(edit: Edit, reading: Reading) -> bool:
    """Whether an edit changes facts of which a claim's values say nothing: a number told covers no other number."""
    facts = [fact for fact in edit.facts if fact.fact in _OWN_FACTS]
    if len(facts) < 2 or edit.whole:
        return False
    told = {word for value in (reading.new, reading.old) if value for word in value.key.split()}
    return any(told.isdisjoint(key(f"{fact.old or ''} {fact.new or ''}").split()) for fact in facts)


def whole_text(claim: Claim, case: Case) -> Verdict:
    """The verdict on a claim about the text as a whole: that it is repeated as it was, or withdrawn."""
    heavy = [edit for edit in case.edits if _weighs(edit)]
    if claim.verb == "withdraw":
        return _withdrawn(claim, case)
    if claim.verb == "repeat" and not heavy:
        return Verdict(claim=claim, kind="supported", reason="Nothing of weight changed.")
    if claim.verb == "repeat" and any(fact.fact in _BODY_FACTS for edit in heavy for fact in edit.facts):
        reason = f"The text was not repeated as it was: {_named(heavy)} changed."
        return Verdict(claim=claim, kind="contradicted", reason=reason, where=_numbers(heavy))
    return Verdict(claim=claim, kind="unverifiable", reason="The note does not say what changed.")


def _withdrawn(claim: Claim, case: Case) -> Verdict:
    new = case.new
    told = key(f"{new.headline or ''} {' '.join(new.paragraphs[:2])}") if new else ""
    if new is not None and (
        not new.paragraphs or any(f" {word} " in told for word in ("withdrawn", "withdrew", "kill"))
    ):
        found = tuple(sorted({edit.change for edit in case.edits}))
        return Verdict(claim=claim, kind="supported", reason="The text says that it is withdrawn.", found=found)
    return Verdict(claim=claim, kind="unverifiable", reason="A text cannot show that another was withdrawn.")


def tells_too_little(reading: Reading, case: Case) -> Verdict | None:
    """The verdict on a claim that nothing could bear out; None where something could."""
    claim, topic = reading.claim, reading.topic
    values: list[Literal] = [value for value in (reading.new, reading.old) if value]
    if "outside" in topic.kinds and not values:
        return Verdict(claim=claim, kind="unverifiable", reason="That is no part of the text.")
    if claim.earlier:
        return Verdict(claim=claim, kind="unverifiable", reason="The note speaks of an earlier version.")
    if claim.verb in ADDING and not values and not any(map(_is_addition, case.edits)):
        return Verdict(claim=claim, kind="not_found", reason="Nothing was added in this revision.")
    is_vague = topic.vague and not values and not claim.places and claim.anchor is None
    if is_vague and any(_weighs(edit) for edit in case.edits):
        return Verdict(claim=claim, kind="unverifiable", reason="The note does not say what changed.")
    return None
