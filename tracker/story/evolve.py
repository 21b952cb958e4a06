"""A story rebuilt from its events alone, one by one: the slow and obvious way, for replay and for checking the fast
one."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.story.events import (
    Correction,
    RevisionConfirmed,
    RevisionRecorded,
    RevisionRedated,
    RevisionRestored,
    RevisionVoided,
    StoryEvent,
    StoryOpened,
    StoryReinstated,
    StoryWithdrawn,
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
    """What is known of a story: whether it was opened, how many revisions it has, its points as they were recorded, in
    publication order, what was corrected since, and the turns at which it was withdrawn or reinstated, both in ledger
    order."""

    opened: bool = False
    revisions: int = 0
    points: tuple[Point, ...] = ()
    corrections: tuple[Happened, ...] = ()
    turns: tuple[Happened, ...] = ()

    def standing(self, moment: Moment) -> Point | None:
        """The point that the story stands at, at this moment; None where it has none."""
        counted = reversed(self.counted(moment.position))
        return next((point for point in counted if moment.admits(point)), None)

    def counted(self, position: int | None = None) -> tuple[Point, ...]:
        """The points that count with all that is known at a ledger position (None: now), in publication order."""
        known = [point for point in self.points if position is None or point.position <= position]
        since = [happened for happened in self.corrections if position is None or happened.position <= position]
        if not since:
            return tuple(known)
        corrected = [_corrected(point, since) for point in known]
        return tuple(sorted((point for point in corrected if point is not None), key=lambda point: point.order))

    def withdrawal(self, moment: Moment) -> Happened | None:
        """The withdrawal that stood at a moment; None where the story stood."""
        last: Happened | None = None
        for turn in self.turns:
            at = turn.published_at
            if at is None:
                raise ValueError(f"position {turn.position} is a {turn.event.type} without a publish time")
            known = moment.position is None or turn.position <= moment.position
            if known and (moment.published is None or at <= moment.published):
                last = turn if last is None or (last.published_at or 0) <= at else last
        return last if last is not None and isinstance(last.event, StoryWithdrawn) else None

    def voided(self, revision: int) -> bool:
        """Whether a revision counts no more."""
        return _voided(revision, self.corrections)


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
        case RevisionVoided() | RevisionRestored() | RevisionRedated():
            _refuse_impossible(state, happened, happened.event)
            return replace(state, corrections=(*state.corrections, happened))
        case StoryWithdrawn() | StoryReinstated() if state.opened:
            return replace(state, turns=(*state.turns, happened))
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
    """The point on the published clock that the event adds, None if it adds none. Corrections are another matter."""
    return _point(happened) if isinstance(happened.event, RevisionRecorded | RevisionConfirmed) else None


def _corrected(point: Point, corrections: Iterable[Happened]) -> Point | None:
    """A point with what was corrected since; None where its revision counts no more."""
    mine = [happened for happened in corrections if _revision(happened) == point.revision]
    if _voided(point.revision, mine):
        return None
    times = [happened.published_at for happened in mine if isinstance(happened.event, RevisionRedated)]
    if point.confirmed or not times:
        return point  # a confirmation has a time of its own, which the outlet stated
    assert times[-1] is not None
    return point.redated(times[-1])


def _voided(revision: int, corrections: Iterable[Happened]) -> bool:
    mine = [happened.event for happened in corrections if _revision(happened) == revision]
    said = [event for event in mine if not isinstance(event, RevisionRedated)]
    return bool(said) and isinstance(said[-1], RevisionVoided)


def _revision(happened: Happened) -> int:
    event = happened.event
    assert isinstance(event, RevisionVoided | RevisionRestored | RevisionRedated)
    return event.revision


def _refuse_impossible(state: StoryState, happened: Happened, event: Correction) -> None:
    name = f"position {happened.position} is a {event.type} of r{event.revision}"
    if not 1 <= event.revision <= state.revisions:
        raise ValueError(f"{name}, but only r{state.revisions} exists")
    if isinstance(event, RevisionVoided) and state.voided(event.revision):
        raise ValueError(f"{name}, which is voided already")
    if isinstance(event, RevisionRestored) and not state.voided(event.revision):
        raise ValueError(f"{name}, which is not voided")
    if isinstance(event, RevisionRedated) and state.voided(event.revision):
        raise ValueError(f"{name}, which is voided")
    if happened.published_at is None:
        raise ValueError(f"{name} without a publish time")


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
