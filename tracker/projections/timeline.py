"""The points of one story in publication order, as the read model has them plus what the batch at hand adds or
corrects."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, select, tuple_

from tracker.projections.schema import points
from tracker.story.moments import NO_VERSION, Order, Point

_ORDER = (points.c.published_at, points.c.source_version, points.c.position)


class Timeline:
    """One story's points that count; the newest stored one is read once, others only when a late arrival asks for them.

    A correction takes all of them into memory: what is stored then no longer tells which points count.
    """

    def __init__(self, connection: Connection, generation: int, stream_id: str) -> None:
        self._connection = connection
        self._all = select(points).where(points.c.generation == generation, points.c.stream_id == stream_id)
        self._stored = self._all.where(points.c.counted == 1)
        self._whole = False
        self._newest = self._one(self._stored.order_by(*(column.desc() for column in _ORDER)))
        self._added: list[Point] = []
        self._gone: list[Point] = []

    def before(self, order: Order) -> Point | None:
        """The point just before a place in publication order."""
        index = bisect_left(self._added, order, key=lambda point: point.order)
        added = self._added[index - 1] if index else None
        return max((p for p in (self._stored_before(order), added) if p), key=lambda p: p.order, default=None)

    def after(self, order: Order) -> Point | None:
        """The point just after a place in publication order."""
        index = bisect_left(self._added, order, key=lambda point: point.order)
        index += index < len(self._added) and self._added[index].order == order
        added = self._added[index] if index < len(self._added) else None
        return min((p for p in (self._stored_after(order), added) if p), key=lambda p: p.order, default=None)

    def stood(self, published_at: int, position: int) -> Point | None:
        """The point that stood when something happened at a publish time, recorded at `position`.

        Of the points of that same publish time only those count that were recorded before it.
        """
        tied = [item for item in self._added if item.published_at == published_at and item.position < position]
        if self._newest is not None and self._newest.published_at >= published_at:
            same = self._stored.where(points.c.published_at == published_at, points.c.position < position)
            stored = self._one(same.order_by(*(column.desc() for column in _ORDER)))
            tied += [stored] if stored else []
        return max(tied, key=lambda item: item.order, default=None) or self.before(Order(published_at, NO_VERSION, -1))

    def recorded_before(self, order: Order, limit: int) -> list[Point]:
        """The points of recorded revisions before a place in publication order, nearest first, at most `limit`."""
        return self._recorded(order, limit, later=False)

    def recorded_after(self, order: Order, limit: int) -> list[Point]:
        """The points of recorded revisions after a place in publication order, nearest first, at most `limit`."""
        return self._recorded(order, limit, later=True)

    def confirmations(self, revision: int) -> tuple[int, ...]:
        """The publish times under which a revision was given again, ascending."""
        stored = self._stored.where(points.c.confirmed == 1, points.c.revision == revision)
        rows = () if self._whole else self._connection.execute(stored)
        added = [point.published_at for point in self._added if point.confirmed and point.revision == revision]
        return tuple(sorted([*added, *(row.published_at for row in rows)]))

    @contextmanager
    def adding(self, point: Point) -> Iterator[None]:
        """Keep a point that the batch adds, unless what is done with it fails."""
        insort(self._added, point, key=lambda item: item.order)
        try:
            yield
        except Exception:
            self._added.remove(point)
            raise

    def of_revision(self, revision: int) -> tuple[Point, ...]:
        """The points of a revision that count: its own, and those at which it was given again."""
        stored = () if self._whole else self._connection.execute(self._stored.where(points.c.revision == revision))
        return (*map(point_from, stored), *(point for point in self._added if point.revision == revision))

    def uncounted(self, revision: int, at: int) -> tuple[Point, ...]:
        """The points of a voided revision: its own at publish time `at`, and those at which it was given again."""
        rows = self._connection.execute(self._all.where(points.c.revision == revision))
        found = {point.order: point for point in (*map(point_from, rows), *self._gone) if point.revision == revision}
        return tuple(point for point in found.values() if point.confirmed or point.published_at == at)

    @contextmanager
    def correcting(self, gone: Sequence[Point], come: Sequence[Point]) -> Iterator[None]:
        """Take points out and put others in, unless what is done with it fails."""
        self._take_whole()
        before, gone_before = list(self._added), list(self._gone)
        without = {point.order for point in gone}
        kept = [point for point in self._added if point.order not in without]
        self._added = sorted([*kept, *come], key=lambda point: point.order)
        self._gone += gone
        try:
            yield
        except Exception:
            self._added, self._gone = before, gone_before
            raise

    def _take_whole(self) -> None:
        if not self._whole:
            stored = map(point_from, self._connection.execute(self._stored))
            self._added = sorted([*stored, *self._added], key=lambda point: point.order)
            self._newest, self._whole = None, True

    def _recorded(self, order: Order, limit: int, *, later: bool) -> list[Point]:
        added = [p for p in self._added if not p.confirmed and (p.order > order if later else p.order < order)]
        place = tuple_(*_ORDER)
        stored = self._stored.where(points.c.confirmed == 0, place > order if later else place < order)
        by = _ORDER if later else tuple(column.desc() for column in _ORDER)
        if self._whole or (later and (self._newest is None or self._newest.order <= order)):
            found = added
        else:
            rows = self._connection.execute(stored.order_by(*by).limit(limit))
            found = [*added, *map(point_from, rows)]
        return sorted(found, key=lambda point: point.order, reverse=not later)[:limit]

    def _stored_before(self, order: Order) -> Point | None:
        if self._newest is None or self._newest.order < order:
            return self._newest
        return self._one(self._stored.where(tuple_(*_ORDER) < order).order_by(*(column.desc() for column in _ORDER)))

    def _stored_after(self, order: Order) -> Point | None:
        if self._newest is None or self._newest.order <= order:
            return None
        return self._one(self._stored.where(tuple_(*_ORDER) > order).order_by(*_ORDER))

    def _one(self, statement: Select[Any]) -> Point | None:
        row = self._connection.execute(statement.limit(1)).one_or_none()
        return None if row is None else point_from(row)


def point_from(row: Any) -> Point:
    """The point that a row of the points table holds; `behind` is not kept there."""
    return Point(
        revision=row.revision,
        published_at=row.published_at,
        position=row.position,
        source_version=None if row.source_version == NO_VERSION else row.source_version,
        confirmed=bool(row.confirmed),
        redated_from=row.redated_from,
    )
