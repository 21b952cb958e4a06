"""The withdrawals of the stories of one batch, as the log knew them at each of its events."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.audit.model import Withdrawn
from tracker.ledger.asof import withdrawals_of
from tracker.ledger.read import LedgerView, Recorded
from tracker.story import canonical
from tracker.story.events import REMARK


@dataclass(frozen=True, slots=True)
class _Known:
    position: int
    published: int
    reason: str | None


class Withdrawals:
    """Looks up a story's withdrawals once a batch; nothing beyond the event at hand is told."""

    def __init__(self, view: LedgerView) -> None:
        self._view = view
        self._known: dict[str, list[_Known]] = {}

    def standing(self, stream_id: str, published: int, until: int) -> Withdrawn | None:
        """The last withdrawal up to a publish time, as known at ledger position `until`."""
        found = [item for item in self._of(stream_id) if item.published <= published and item.position <= until]
        return _withdrawn(found[-1]) if found else None

    def between(self, stream_id: str, first: int, last: int | None, until: int) -> Withdrawn | None:
        """The first withdrawal after one publish time and before another (None: ever), as known at `until`."""
        for item in self._of(stream_id):
            if item.position <= until and item.published > first and (last is None or item.published < last):
                return _withdrawn(item)
        return None

    def _of(self, stream_id: str) -> list[_Known]:
        if stream_id not in self._known:
            events = withdrawals_of(self._view, stream_id)
            self._known[stream_id] = [self._read(recorded) for recorded in events]
        return self._known[stream_id]

    def _read(self, recorded: Recorded) -> _Known:
        remark = canonical.decode(self._view.body(recorded, REMARK))
        published = recorded.row.published_at
        assert published is not None
        return _Known(recorded.row.position, published, remark.get("reason"))


def _withdrawn(known: _Known) -> Withdrawn:
    return Withdrawn(published=known.published, reason=known.reason)
