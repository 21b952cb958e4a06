"""A story rebuilt from its events alone, one by one, and the result held against the seek and the read model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.desk.erased import ErasedRef, article_or_erased
from tracker.desk.find import find_whole_story, refuse_unlinked, revision, revision_ref
from tracker.desk.lifetime import withdrawn_at
from tracker.desk.moment import Asked, bounds, resolve
from tracker.desk.show import stands_at
from tracker.desk.values import AskedMoment, RevisionRef, StoryRef, WithdrawnRef
from tracker.desk.workspace import Workspace
from tracker.errors import IntegrityError
from tracker.ledger.asof import happened
from tracker.ledger.identity import desk_stream
from tracker.ledger.read import LedgerView, Recorded
from tracker.projections.revisions import points_of
from tracker.story.article import Article
from tracker.story.evolve import EMPTY, StoryState, evolve
from tracker.story.moments import NOW, Moment, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event folded, and the revision the story stood at after it at the asked moment (None: none yet)."""

    position: int
    type: str
    revision: int | None
    published_at: int | None
    recorded_at: int
    stands_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Whether the read model says the same; `lag` counts the events it has not seen yet, `differences` say what
    differs."""

    agrees: bool
    lag: int
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """The story as its events alone give it at the asked moment; without article where that was erased since."""

    story: StoryRef
    revision: RevisionRef
    article: Article | None
    moment: AskedMoment
    events: int
    points: int
    projection: Agreement
    trace: tuple[Step, ...] = ()
    withdrawn: WithdrawnRef | None = None
    erased: ErasedRef | None = None


def replay(workspace: Workspace, name: str, asked: Asked, *, trace: bool = False) -> Replayed:
    """Rebuild a story from its events at the asked moment, on request with every step; NotFound before its first
    revision.

    IntegrityError when the events contradict each other or the seek that `show` uses.
    """
    with workspace.ledger.view() as view:
        story = find_whole_story(view, name)
        moment = resolve(view, story.shard, asked, now=workspace.clock(), zone=workspace.zone)
        refuse_unlinked(story, moment)
        events = _events(view, story.stream_id, moment.position)
        state, steps = _fold(events, bounds(moment), trace=trace)
        sought = stands_at(view, story, moment)
        point = state.standing(bounds(moment))
        if point is None or point != sought:
            raise IntegrityError(
                f"replay of {story.ref.slug} stands at {point}, but the index says {sought}: run `tracker verify`"
            )
        gone, found = state.withdrawal(bounds(moment)), withdrawn_at(view, story, bounds(moment))
        if (gone and gone.position) != (found and found.position):
            raise IntegrityError(
                f"replay of {story.ref.slug} is withdrawn by {gone}, but the index says {found}: run `tracker verify`"
            )
        recorded = revision(view, story, point.revision)
        article, erased = article_or_erased(view, story, recorded)
        return Replayed(
            withdrawn=found,
            erased=erased,
            story=story.ref,
            revision=revision_ref(view, recorded, bounds(moment)),
            article=article,
            moment=moment,
            events=len(events),
            points=len(state.counted()),
            projection=_compare(view, story.shard, story.stream_id),
            trace=steps,
        )


def _events(view: LedgerView, stream_id: str, until: int | None) -> list[Recorded]:
    """The events of both of the story's streams in ledger order."""
    both = [*view.stream(stream_id, until=until), *view.stream(desk_stream(stream_id), until=until)]
    return sorted(both, key=lambda recorded: recorded.row.position)


def _fold(events: Sequence[Recorded], moment: Moment, *, trace: bool) -> tuple[StoryState, tuple[Step, ...]]:
    state, steps = EMPTY, []
    for recorded in events:
        try:
            state = evolve(state, happened(recorded))
        except ValueError as error:
            raise IntegrityError(str(error)) from None
        if trace:
            steps.append(_step(recorded, state.standing(moment)))
    return state, tuple(steps)


def _step(recorded: Recorded, standing: Point | None) -> Step:
    row = recorded.row
    return Step(
        position=row.position,
        type=row.type,
        revision=getattr(recorded.event, "revision", None),
        published_at=row.published_at,
        recorded_at=row.recorded_at,
        stands_at=standing.revision if standing else None,
    )


def _compare(view: LedgerView, shard: int, stream_id: str) -> Agreement:
    """Hold the points of the events that the read model has seen against its own."""
    projected, position = points_of(view.connection, shard, stream_id)
    lag = max(0, view.head(shard).size - position)
    state, _ = _fold(_events(view, stream_id, position - 1), NOW, trace=False)
    known = {replace(point, behind=None) for point in state.counted()}
    shown = set(projected)
    differences = tuple(
        f"r{point.revision} of position {point.position} is only in {where}"
        for where, points in (("the events", known - shown), ("the read model", shown - known))
        for point in sorted(points, key=lambda item: item.position)
    )
    return Agreement(agrees=not differences, lag=lag, differences=differences)
