"""What the audit's read model says of single revisions, and who signed each off, as known at a moment."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.audit.signoff import NOBODY, WHOLE, SignOff, sign_off
from tracker.ledger.read import LedgerView
from tracker.projections.examinations import ClaimLine, LoggedExamination, examinations_of
from tracker.projections.findings import live_generation
from tracker.projections.reviews import ReviewRow, reviews_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """The claims of a revision's note with their verdicts, the changes of weight that none tells of, and its reviews.

    `undisclosed` is None for a first revision.
    """

    claims: tuple[ClaimLine, ...] = ()
    undisclosed: int | None = None
    signed: SignOff = NOBODY


class StoryAudit:
    """The audit of one story, read once. `until` is the last ledger position known, None for all of them."""

    def __init__(self, view: LedgerView, stream_id: str, *, required: int, until: int | None = None) -> None:
        self._found = examinations_of(view.connection, live_generation(), stream_id)
        self._reviews = reviews_of(view.connection, live_generation(), [stream_id]).get(stream_id, [])
        self._required = required
        self._until = until

    def of(self, revision: int, previous: int | None) -> Audited | None:
        """The audit of a revision; None where it was examined against another text before it, or not yet."""
        examined = self._found.get(revision)
        if examined is None or examined.previous != previous:
            return None
        return Audited(
            claims=examined.claims,
            undisclosed=None if previous is None else examined.undisclosed,
            signed=sign_off([review.opinion for review in self._whole(examined)], required=self._required),
        )

    def _whole(self, examined: LoggedExamination) -> list[ReviewRow]:
        return [
            review
            for review in self._reviews
            if (review.revision, review.key) == (examined.revision, WHOLE)
            and review.counts(previous_position=examined.previous_position, shown=None, until=self._until)
        ]
