"""A story rebuilt from its events alone, one by one: the slow and obvious way, for replay and for checking the fast
one."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.story.events import (
    RevisionConfirmed,
    RevisionRecorded,
    StoryEvent,
    StoryOpened,
)
from tracker.story.moments import Moment, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event of a story with its two times and its place in the ledger."""

    event: StoryEvent
    position: int
    recorded_at: int
    published_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryState:
    """What is known of a story: whether it was opened, how many revisions it has, its points in publication order."""

    opened: bool = False
    revisions: int = 0
    points: tuple[Point, ...] = ()

    def standing(self, moment: Moment) -> Point | None:
        """The point that the story stands at, at this moment; None before its first."""
        return next((point for point in reversed(self.points) if moment.admits(point)), None)


EMPTY = StoryState()


def evolve(state: StoryState, happened: Happened) -> StoryState:
    """The state after one more event; ValueError when the event cannot follow that state."""
    match happened.event:
        case StoryOpened():
            if state.opened:
                raise ValueError(f"position {happened.position} opens a story that is open already")
            return replace(state, opened=True)
        case RevisionRecorded(revision=revision):
            if not state.opened or revision != state.revisions + 1:
                raise ValueError(f"position {happened.position} records r{revision} after r{state.revisions}")
            return replace(state, revisions=revision, points=_with(state.points, _point(happened)))
        case RevisionConfirmed(revision=revision):
            if revision > state.revisions:
                raise ValueError(
                    f"position {happened.position} confirms r{revision}, but only r{state.revisions} exists"
                )
            return replace(state, points=_with(state.points, _point(happened)))
        case _:
            if not state.opened:
                raise ValueError(f"position {happened.position} speaks of a story that was never opened")
            return state  # what readers were given stands as it stood


def fold(history: Iterable[Happened]) -> StoryState:
    """The state after all these events, in ledger order."""
    state = EMPTY
    for happened in history:
        state = evolve(state, happened)
    return state


def point_of(happened: Happened) -> Point | None:
    """The point on the published clock that the event adds, None if it adds none."""
    return _point(happened) if isinstance(happened.event, RevisionRecorded | RevisionConfirmed) else None


def _point(happened: Happened) -> Point:
    event = happened.event
    assert isinstance(event, RevisionRecorded | RevisionConfirmed)
    if happened.published_at is None:
        raise ValueError(f"position {happened.position} is a {event.type} without a publish time")
    return Point(
        revision=event.revision,
        published_at=happened.published_at,
        position=happened.position,
        source_version=event.source_version,
        behind=event.behind,
        confirmed=isinstance(event, RevisionConfirmed),
    )


def _with(points: tuple[Point, ...], point: Point) -> tuple[Point, ...]:
    if not points or points[-1].order < point.order:
        return (*points, point)
    ordered = list(points)
    insort(ordered, point, key=lambda item: item.order)
    return tuple(ordered)
