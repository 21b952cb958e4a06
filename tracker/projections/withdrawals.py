"""The withdrawals and reinstatements of the stories of one batch, as the log knew them at each of its events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.audit.model import Withdrawn
from tracker.errors import Erased
from tracker.ledger.life import life_of
from tracker.ledger.read import LedgerView, Recorded
from tracker.story import canonical
from tracker.story.events import REMARK, StoryWithdrawn
from tracker.story.moments import Point


@dataclass(frozen=True, slots=True)
class _Known:
    recorded: Recorded
    position: int
    published: int
    withdrawn: bool


class Withdrawals:
    """Looks up a story's withdrawals once a batch; nothing beyond the event at hand is told.

    Of a text and a withdrawal of one publish time, that comes first which was recorded first.
    """

    def __init__(self, view: LedgerView) -> None:
        self._view = view
        self._known: dict[str, list[_Known]] = {}

    def before(self, stream_id: str, point: Point, until: int) -> Withdrawn | None:
        """The withdrawal that a point came after, as known at ledger position `until`; None if the story stood then."""
        place = (point.published_at, point.position)
        known = (item for item in self._of(stream_id) if item.position <= until)
        found = [item for item in known if (item.published, item.position) < place]
        return self._told(found[-1]) if found and found[-1].withdrawn else None

    def first(self, stream_id: str, wanted: Callable[[int, int], bool], until: int) -> Withdrawn | None:
        """The first withdrawal whose publish time and position are `wanted`, as known at ledger position `until`."""
        for item in self._of(stream_id):
            if item.withdrawn and item.position <= until and wanted(item.published, item.position):
                return self._told(item)
        return None

    def places(self, stream_id: str, until: int) -> list[tuple[int, int]]:
        """The publish times and positions of the withdrawals that are known at ledger position `until`."""
        known = (item for item in self._of(stream_id) if item.position <= until)
        return [(item.published, item.position) for item in known if item.withdrawn]

    def _of(self, stream_id: str) -> list[_Known]:
        if stream_id not in self._known:
            self._known[stream_id] = [_known(recorded) for recorded in life_of(self._view, stream_id)]
        return self._known[stream_id]

    def _told(self, known: _Known) -> Withdrawn:
        # Read no sooner than it is told: one that cannot be read is no fault of the events before it.
        try:
            remark = canonical.decode(self._view.body(known.recorded, REMARK))
        except Erased:
            remark = {}
        return Withdrawn(published=known.published, reason=remark.get("reason"))


def _known(recorded: Recorded) -> _Known:
    published = recorded.row.published_at
    assert published is not None
    return _Known(recorded, recorded.row.position, published, isinstance(recorded.event, StoryWithdrawn))
