"""Which changes of an earlier pair a claim tells of, and whether that revision's own note kept them quiet.

Late disclosure rests on both. What is reported of it is left to `noterules`.
"""

from __future__ import annotations

from tracker.audit.model import Past
from tracker.notes.case import Case
from tracker.notes.matching import made
from tracker.notes.model import Claim
from tracker.notes.parse import parse
from tracker.notes.reading import read


def quiet_until_now(claim: Claim, past: Past) -> tuple[int, ...]:
    """The 1-based numbers of the changes of an earlier comparison that the claim tells of and its own note did not."""
    if past.comparison is None:
        return ()
    case = Case(past.comparison)
    told = _told(claim, case)
    if told and past.note:
        for said in parse(past.note).claims:
            told -= _told(said, case)
    return tuple(sorted(told))


def _told(claim: Claim, case: Case) -> set[int]:
    """The changes of weight that a claim tells of by its values or at its place: a guess closes nothing."""
    if claim.verb in ("unparsed", "pickup"):
        return set()
    match = made(read(claim, case), case)
    return {case.edits[place].change for place in match.edits} if match else set()
