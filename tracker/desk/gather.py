"""What one story looks like to observations about to be recorded: the ledger's answer plus what this batch adds to it.

Neighbours are found by seeks; a whole stream is never read. A batch reads a story's newest point once and keeps it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from tracker.errors import Erased
from tracker.ledger.append import Base
from tracker.ledger.asof import before, standing
from tracker.ledger.bodies import FULL_COPY_EVERY
from tracker.ledger.identity import desk_stream
from tracker.ledger.read import EVERYTHING, LedgerView, Recorded, read_article
from tracker.story.article import Article
from tracker.story.decide import Standing
from tracker.story.events import ARTICLE, CAPTURE, RevisionRecorded
from tracker.story.moments import NOW, Order, Point

PROVISIONAL = EVERYTHING // 2
"""Positions from here on are provisional: the place in its batch of an event that has no position yet."""

Reread = Callable[[RevisionRecorded, Callable[[], bytes]], Article | None]
"""Reads a stored capture again with today's reader if its version moved since that event; None if it did not."""


@dataclass(slots=True)
class Revision:
    """One revision's content at hand. `place` is its position in the ledger, provisional while its batch is not.

    What was erased has no article and no bodies: nothing equals it, and nothing is compressed against it.
    """

    version: int
    article: Article | None
    bodies: dict[str, bytes]
    place: int


@dataclass(slots=True)
class StoryInBatch:
    """One story as a batch sees it; `pending` holds the points the batch adds, in publication order."""

    view: LedgerView
    stream_id: str
    reread: Reread
    last_version: int | None = None
    desk_version: int = -1
    top: Point | None = None
    pending: list[Point] = field(default_factory=list)
    _known: dict[int, Revision] = field(default_factory=dict)

    @classmethod
    def load(cls, view: LedgerView, stream_id: str, reread: Reread) -> StoryInBatch:
        """The story as the ledger has it now."""
        last = view.last(stream_id)
        story = cls(view, stream_id, reread)
        if last is not None:
            story.last_version = last.row.version
            story.top = standing(view, stream_id, NOW)
            desk = view.last(desk_stream(stream_id))
            story.desk_version = -1 if desk is None else desk.row.version
        return story

    def neighbours(self, order: Order) -> tuple[Standing | None, Point | None]:
        """What stands just before a place in publication order, and what stands ahead of it at the same publish
        time."""
        stored, ahead = self._stored_before(order)
        index = bisect_left(self.pending, order, key=lambda point: point.order)
        if index and (stored is None or self.pending[index - 1].order > stored.order):
            stored = self.pending[index - 1]
        for point in self.pending[index:]:
            if point.published_at == order.published_at and (ahead is None or point.order > ahead.order):
                ahead = point
        if stored is None:
            return None, ahead
        return Standing(point=stored, article=self._revision(stored.revision).article), ahead

    def add_point(self, point: Point) -> None:
        """Keep a point that the batch adds."""
        insort(self.pending, point, key=lambda item: item.order)

    def add_revision(self, revision: Revision) -> None:
        """Keep a revision that the batch adds; it is the newest version from here on."""
        self.last_version = revision.version
        # Only the newest is needed as a base; an older one is read again in the rare case that a late arrival asks.
        self._known = {v: r for v, r in self._known.items() if r.place >= PROVISIONAL}
        self._known[revision.version] = revision

    def place(self, version: int) -> int:
        """Where a revision stands in the ledger, or will stand."""
        return self._revision(version).place

    def bases(self, version: int, slots: Iterable[str]) -> dict[str, Base]:
        """What a new revision's bodies may be compressed against: none when it is the turn of a full copy."""
        if (version - 1) % FULL_COPY_EVERY == 0:
            return {}
        previous = self._revision(version - 1)
        if previous.article is None:
            return {}
        position = previous.place if previous.place < PROVISIONAL else None
        return {
            slot: Base(content=self._body(previous, slot), version=previous.version, position=position)
            for slot in slots
        }

    def _stored_before(self, order: Order) -> tuple[Point | None, Point | None]:
        if self.top is None or self.top.order < order:
            return self.top, None
        return before(self.view, self.stream_id, order)

    def _revision(self, version: int) -> Revision:
        found = self._known.get(version)
        if found is None:
            recorded = self.view.version(self.stream_id, version)
            assert recorded is not None
            found = self._known[version] = self._read(recorded)
        return found

    def _read(self, recorded: Recorded) -> Revision:
        version, position = recorded.row.version, recorded.row.position
        try:
            body = self.view.body(recorded, ARTICLE)
        except Erased:
            return Revision(version, None, {}, position)
        # A better parser must never look like an edit: compare with what today's reader makes of the old bytes.
        moved = self.reread(recorded.event, partial(self.view.body, recorded, CAPTURE))
        return Revision(version, moved or read_article(body, position), {ARTICLE: body}, position)

    def _body(self, revision: Revision, slot: str) -> bytes:
        if slot not in revision.bodies:
            recorded = self.view.version(self.stream_id, revision.version)
            assert recorded is not None
            revision.bodies[slot] = self.view.body(recorded, slot)
        return revision.bodies[slot]
