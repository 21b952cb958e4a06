"""What operators corrected in a story, as known at a moment: which revisions were voided, restored or redated, by whom.

What that does to the story's moments is the ledger's matter (`ledger.asof`); correcting is that of `desk.corrections`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracker.desk.erased import remark_of
from tracker.desk.find import FoundStory
from tracker.ledger.asof import corrections_of
from tracker.ledger.read import LedgerView, Recorded
from tracker.story.events import RevisionRedated, RevisionRestored, RevisionVoided
from tracker.story.moments import Moment


class Kind(StrEnum):
    """What a correction does to a revision."""

    VOIDED = "voided"
    RESTORED = "restored"
    REDATED = "redated"


_KINDS: dict[type, Kind] = {
    RevisionVoided: Kind.VOIDED,
    RevisionRestored: Kind.RESTORED,
    RevisionRedated: Kind.REDATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRef:
    """One correction of a revision: what was done, by whom and why.

    `published_at` is the publish time of the revision from then on, `published_from` the one before a redate.
    `belongs_to` is the key of the story that a voided text belongs to, if that was said.
    """

    kind: Kind
    revision: int
    published_at: int
    recorded_at: int
    position: int
    by: str
    reason: str
    published_from: int | None = None
    belongs_to: str | None = None


def corrections_at(view: LedgerView, story: FoundStory, moment: Moment) -> tuple[CorrectionRef, ...]:
    """The corrections of a story as known at the moment, in the order they were recorded."""
    found = []
    times: dict[int, int] = {}
    for recorded in corrections_of(view, story.stream_id, until=moment.position):
        number = recorded.event.revision
        if number not in times:
            times[number] = _recorded_with(view, story, number)
        found.append(_ref(view, recorded, before=times[number]))
        times[number] = found[-1].published_at
    return tuple(found)


def voided(corrections: Iterable[CorrectionRef]) -> dict[int, CorrectionRef]:
    """The revisions that are voided after these corrections, each with the one that did it."""
    last = {item.revision: item for item in corrections if item.kind is not Kind.REDATED}
    return {number: item for number, item in last.items() if item.kind is Kind.VOIDED}


def redated(corrections: Iterable[CorrectionRef]) -> dict[int, CorrectionRef]:
    """The last redate of each revision that was redated."""
    return {item.revision: item for item in corrections if item.kind is Kind.REDATED}


def _recorded_with(view: LedgerView, story: FoundStory, number: int) -> int:
    recorded = view.version(story.stream_id, number)
    return 0 if recorded is None or recorded.row.published_at is None else recorded.row.published_at


def _ref(view: LedgerView, recorded: Recorded, *, before: int) -> CorrectionRef:
    remark = remark_of(view, recorded)
    row, kind = recorded.row, _KINDS[type(recorded.event)]
    return CorrectionRef(
        kind=kind,
        revision=recorded.event.revision,
        published_at=before if row.published_at is None else row.published_at,
        recorded_at=row.recorded_at,
        position=row.position,
        by=remark.get("by", ""),
        reason=remark.get("reason", ""),
        published_from=before if kind is Kind.REDATED else None,
        belongs_to=remark.get("belongs_to"),
    )
