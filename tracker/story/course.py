"""The course of a story whose revisions were corrected: which points count, in publication order, folded in one pass.

A story that nobody corrected needs none of this: the ledger answers it by seeks. What the slow and obvious fold says of
the same events is `evolve`'s matter; replay holds the two against each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.story.events import RevisionRedated, RevisionRestored, RevisionVoided
from tracker.story.evolve import Happened, point_of
from tracker.story.moments import Order, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The points of a story as corrected: those that count in publication order, and all revisions' own by number.

    A voided revision has its own point, but neither that nor a confirmation of it is among `points`.
    """

    points: tuple[Point, ...]
    own: dict[int, Point]
    voided: frozenset[int]

    def standing(self, published: int | None) -> Point | None:
        """The last point up to a publish time, None without a bound; None before the first."""
        if published is None:
            return self.points[-1] if self.points else None
        index = bisect_left(self.points, published + 1, key=lambda point: point.published_at)
        return self.points[index - 1] if index else None

    def before(self, order: Order) -> tuple[Point | None, Point | None]:
        """The point just before a place, and the highest of the same publish time after it, if any."""
        index = bisect_left(self.points, order, key=lambda point: point.order)
        top = self.standing(order.published_at)
        ahead = top if top is not None and top.order >= order else None
        return (self.points[index - 1] if index else None), ahead

    def after(self, order: Order) -> Point | None:
        """The next revision after a place that says something else: confirmations are left out."""
        return next((point for point in self.points if point.order > order and not point.confirmed), None)

    def last_confirmation(self, published: int | None) -> Point | None:
        """The last confirmation up to a publish time, None without a bound; None if there is none."""
        found = (point for point in reversed(self.points) if point.confirmed)
        return next((point for point in found if published is None or point.published_at <= published), None)


def course(history: Iterable[Happened]) -> Course:
    """The course that these events of one story give; they must come in ledger order."""
    own: dict[int, Point] = {}
    confirmed: list[Point] = []
    voided: set[int] = set()
    for happened in history:
        match happened.event:
            case RevisionVoided(revision=revision):
                voided.add(revision)
            case RevisionRestored(revision=revision):
                voided.discard(revision)
            case RevisionRedated(revision=revision):
                if revision in own and happened.published_at is not None:
                    own[revision] = own[revision].redated(happened.published_at)
            case _:
                point = point_of(happened)
                if point is not None and point.confirmed:
                    confirmed.append(point)
                elif point is not None:
                    own[point.revision] = point
    counted = (point for point in (*own.values(), *confirmed) if point.revision not in voided)
    return Course(points=tuple(sorted(counted, key=lambda point: point.order)), own=own, voided=frozenset(voided))
