"""Make claims of the clauses of a note: verb, places, object, values, anchor.

Clauses are read in order, since a later one may share the places of the one before it. What each part of a clause
means is for `purpose`, `meant`, `details` and `telegraph`.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from tracker.notes import contrast, details, meant, mistakes, purpose, telegraph
from tracker.notes.clauses import Clause
from tracker.notes.counting import is_paragraph, number
from tracker.notes.model import Claim, Place, Verb
from tracker.notes.places import Spot
from tracker.notes.tokens import Line

_TELEGRAMS: frozenset[Verb] = frozenset({"lead", "insert", "pickup"})
_REPLACING: frozenset[Verb] = frozenset({"correct", "substitute", "update", "clarify", "recast"})
_NO_DETAILS = details.Details(None, None, None, 0)


class _Draft(NamedTuple):
    """A claim in the making; `shared` are its places that stand before its purpose, which the next one may share."""

    start: int
    text: str
    verb: Verb
    places: tuple[Place, ...]
    anchor: str | None
    earlier: bool
    shared: tuple[Place, ...]
    details: details.Details = _NO_DETAILS
    mistake: bool = False

    def claim(self) -> Claim:
        found = self.details
        return Claim(
            text=self.text,
            verb=self.verb,
            object=found.object,
            places=self.places,
            new_value=found.new_value,
            old_value=found.old_value,
            anchor=self.anchor,
            earlier=self.earlier,
        )


class Reader:
    """Reads the clauses of one note, whose places are `spots`."""

    def __init__(self, line: Line, spots: list[Spot]) -> None:
        self._line = line
        self._spots = spots
        self._starts = [spot.start for spot in spots]
        self._at = {spot.start: spot for spot in spots}

    def read(self, clauses: list[Clause]) -> tuple[Claim, ...]:
        """The claims of the clauses, in order; explaining sentences only lend their values to the claim before."""
        drafts: list[_Draft] = []
        for clause in clauses:
            verb = clause.verb
            if verb is None or (clause.mistake and drafts and drafts[-1].verb != "update"):
                if drafts and (clause.form == "none" or clause.mistake):
                    drafts[-1] = self._explained(drafts[-1], clause)
                continue
            before = drafts[-1] if drafts else None
            if before is not None and self._goes_on(before, clause):
                clause = clause._replace(start=before.start)
                drafts.pop()
            drafts.extend(self._drafts(clause, verb, before))
        return tuple(draft.claim() for draft in drafts)

    def _goes_on(self, before: _Draft, clause: Clause) -> bool:
        """Whether a claim only names the place of the next: "is corrected in 2nd paragraph, corrects name"."""
        same = before.verb == "refile" or before.verb == clause.verb == "correct"
        return same and before.details[:3] == (None, None, None) and self._line.word(clause.start - 1) == ","

    def _explained(self, draft: _Draft, clause: Clause) -> _Draft:
        """A correction with the values that a sentence after it gives."""
        found = draft.details
        if found.new_value or draft.verb not in ("correct", "clarify") or (found.old_value and not draft.mistake):
            return draft
        line, old = self._line, found.old_value
        values = contrast.read(line, clause.start, clause.end, {}, said=clause.start, replacing=False)
        if values is not None:
            return draft._replace(details=found._replace(new_value=values.new, old_value=values.old or old))
        if clause.mistake:
            new, old = mistakes.wrong(line, clause.body, clause.end)
        else:
            new = mistakes.right(line, clause.start, clause.end) if old else None
        return draft._replace(details=found._replace(new_value=new, old_value=old), mistake=clause.mistake)

    def _drafts(self, clause: Clause, verb: Verb, before: _Draft | None) -> list[_Draft]:
        line, body = self._line, clause.body
        counted = verb == "add" and is_paragraph(line.word(body + 1)) and number(line.word(body))
        if verb in _TELEGRAMS or counted or (verb == "substitute" and line.word(body - 1).startswith("sub")):
            return self._telegram(clause, verb, before)
        return self._plain(clause, verb, before)

    def _plain(self, clause: Clause, verb: Verb, before: _Draft | None) -> list[_Draft]:
        line = self._line
        spots, anchor = self._anchored(clause)
        ends = {spot.start: spot.end for spot in spots}
        aim = purpose.resolve(line, verb, clause.body, clause.end, ends)
        spots = meant.without_things(line, aim.verb, aim.direct, clause.end, spots)
        places = meant.places_of(line, clause, aim.verb, aim.direct, spots)
        if not places and clause.form == "inf" and before is not None:
            places = before.shared
        shared = tuple(place for spot in spots if spot.start < aim.start for place in spot.places)
        draft = _Draft(clause.start, self._text(clause), aim.verb, places, anchor, clause.earlier, shared)
        replacing = aim.verb in _REPLACING and not clause.mistake and line.word(aim.start) != "with"
        kind: details.Aim = "tell" if aim.told else "replace" if replacing else "other"
        drafts = self._detailed(draft, aim.start, clause.end, spots, aim=kind)
        if clause.mistake and drafts[0].details[1:3] == (None, None):
            new, old = mistakes.wrong(line, clause.body, clause.end)
            named = drafts[0].details._replace(new_value=new, old_value=old)
            drafts[0] = drafts[0]._replace(details=named, mistake=True)
        if clause.form == "passive" and drafts[0].details.object is None:
            about = details.subject(line, clause.start, clause.body - 1, spots)
            drafts[0] = drafts[0]._replace(details=drafts[0].details._replace(object=about))
        return drafts

    def _telegram(self, clause: Clause, verb: Verb, before: _Draft | None) -> list[_Draft]:
        told = telegraph.read(self._line, clause, self._at, before.places if before else ())
        draft = _Draft(clause.start, self._text(clause), verb, told.places, told.anchor, clause.earlier, told.places)
        if verb == "pickup":
            return [draft]
        spots = {spot.start: spot for spot in (*self._within(clause), *told.spots)}
        kind: details.Aim = "replace" if told.replacing else "other"
        return self._detailed(draft, told.start, told.end, [spots[at] for at in sorted(spots)], aim=kind)

    def _detailed(self, draft: _Draft, start: int, end: int, spots: list[Spot], *, aim: details.Aim) -> list[_Draft]:
        """The claim with its object and values, and one more for each further pair of values after a semicolon."""
        line = self._line
        found = details.describe(line, draft.verb, start, end, [s for s in spots if s.start >= start], aim=aim)
        if draft.verb == "add" and (found.object or "").startswith(("earlier correction", "previous correction")):
            draft = draft._replace(verb="correct", earlier=True)
        drafts = [draft._replace(details=found)]
        for at in range(found.after, end - 2):
            if line.words[at] != ";":
                continue
            stop = next((j for j in range(at + 1, min(end, at + 40)) if line.words[j] == ";"), end)
            pair = contrast.read(line, at + 1, stop, {}, said=end, replacing=False)
            if pair is not None and pair.new and pair.old:
                drafts.append(draft._replace(details=found._replace(new_value=pair.new, old_value=pair.old)))
        return drafts

    def _anchored(self, clause: Clause) -> tuple[list[Spot], str | None]:
        """The places of a clause, and the opening words that follow the last one, if it gives them."""
        spots = self._within(clause)
        if not spots or "graf" not in self._line.original(spots[-1].start, spots[-1].end).lower():
            return spots, None
        anchor, after = telegraph.anchor_at(self._line, spots[-1].end, clause.end)
        return ([*spots[:-1], spots[-1]._replace(end=after)], anchor) if anchor else (spots, None)

    def _within(self, clause: Clause) -> list[Spot]:
        return self._spots[bisect_left(self._starts, clause.start) : bisect_left(self._starts, clause.end)]

    def _text(self, clause: Clause) -> str:
        text = self._line.original(clause.start, clause.end).strip(" ,;.:–—(")
        return text.rstrip(" ,;.:)") if "(" not in text else text
