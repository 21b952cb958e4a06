"""Lists: the stories there are, and the revisions of one. They come from the read models and say when those lag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.desk.audited import Audited, StoryAudit
from tracker.desk.corrected import CorrectionRef, corrections_at, redated, voided
from tracker.desk.erased import ErasedRef, erased_of, newest_erased
from tracker.desk.find import FoundStory, find_whole_story, refuse_unlinked, revision
from tracker.desk.lifetime import keys, reinstatements, withdrawals
from tracker.desk.moment import Asked, bounds, resolve
from tracker.desk.values import AskedMoment, KeyedRef, ReinstatedRef, RevisionRef, StoryRef, WithdrawnRef
from tracker.desk.workspace import Workspace
from tracker.ledger.asof import course_of, timeline
from tracker.ledger.read import LedgerView, Recorded
from tracker.projections.revisions import NAME as REVISIONS
from tracker.projections.revisions import LoggedPoint, LoggedRevision, logged_points, logged_revisions
from tracker.projections.runner import standings
from tracker.projections.stories import NAME as STORIES
from tracker.projections.stories import list_stories
from tracker.story.course import Course
from tracker.story.events import Basis
from tracker.story.moments import NO_VERSION, Order, Point
from tracker.story.times import Bound, parse_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How far the list's read model is behind the ledger: events not seen yet or set aside, and whether it is of
    another version."""

    lag: int
    errors: int
    stale: bool

    @property
    def complete(self) -> bool:
        """Whether the list tells all that the ledger knows."""
        return self.lag == 0 and self.errors == 0 and not self.stale


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One story in the list; times are micros UTC. `erased` is set where its newest text was erased."""

    story: StoryRef
    headline: str | None
    revisions: int
    latest_revision: int
    first_published: int
    latest_published: int
    changed_at: int
    withdrawn_at: int | None = None
    erased: ErasedRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """The stories in the ledger, newest publish time first; `since` is the bound that was asked for, resolved."""

    stories: tuple[StoryLine, ...]
    freshness: Freshness
    now: int
    since: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One point of a story: a revision (with what changed against the text before it) or a confirmation of one.

    `late` tells that it was recorded after a point that follows it. `reverts_to` is an earlier revision with the same
    content. Counts are None where there is nothing to compare with. `audited` is None
    where the same pair was not examined. `voided` is set where the revision counts no more: it is compared with
    nothing. `redated` is set where its publish time was corrected, `erased` where its text was erased. `unavailable`
    tells that what changed is not known, for its text or the one before was erased.
    """

    revision: RevisionRef
    confirmed: bool
    late: bool
    headline: str | None = None
    note: str | None = None
    paragraphs: int = 0
    words: int = 0
    previous: int | None = None
    words_added: int | None = None
    words_removed: int | None = None
    changes: int | None = None
    coarse: bool = False
    reverts_to: int | None = None
    audited: Audited | None = None
    voided: CorrectionRef | None = None
    redated: CorrectionRef | None = None
    erased: ErasedRef | None = None
    unavailable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLog:
    """A story's points in publication order, or in the order they were recorded; when it was withdrawn and
    reinstated, and which keys it got beside its own.

    `voided` is how many revisions count no more; only the whole log has their lines, and the `corrections`.
    """

    story: StoryRef
    lines: tuple[LogLine, ...]
    recorded_order: bool
    moment: AskedMoment
    freshness: Freshness
    withdrawals: tuple[WithdrawnRef, ...] = ()
    reinstatements: tuple[ReinstatedRef, ...] = ()
    keys: tuple[KeyedRef, ...] = ()
    voided: int = 0
    corrections: tuple[CorrectionRef, ...] = ()


def stories(
    workspace: Workspace, *, since: str | None = None, source: str | None = None, limit: int | None = None
) -> Stories:
    """The stories there are, optionally those recorded or changed since a time, or of one source.

    UsageError when `since` is no time that can be meant.
    """
    now = workspace.clock()
    start = None if since is None else parse_instant(since, now=now, zone=workspace.zone, bound=Bound.START)
    with workspace.ledger.view() as view:
        rows = list_stories(view.connection, since=start, source=source, limit=limit)
        lines = tuple(
            StoryLine(
                story=StoryRef(key=f"{row.source}:{row.key_id}", slug=row.slug, source=row.source, url=row.url),
                headline=row.headline,
                revisions=row.revisions,
                latest_revision=row.latest_revision,
                first_published=row.first_published,
                latest_published=row.latest_published,
                changed_at=row.changed_at,
                withdrawn_at=row.withdrawn_at,
                erased=newest_erased(view, row),
            )
            for row in rows
        )
        return Stories(stories=lines, freshness=freshness(view, STORIES), now=now, since=start)


def log(
    workspace: Workspace, name: str, asked: Asked, *, recorded_order: bool = False, everything: bool = False
) -> StoryLog:
    """The history of one story as known at the asked moment; `everything`: also what was voided, and every correction.

    NotFound or Ambiguous when the name does not say which story.
    """
    with workspace.ledger.view() as view:
        story = find_whole_story(view, name)
        moment = resolve(view, story.shard, asked, now=workspace.clock(), zone=workspace.zone)
        refuse_unlinked(story, moment)
        rows = _rows(view, story)
        course = course_of(view, story.stream_id, moment.position)
        corrections = () if course is None else corrections_at(view, story, bounds(moment))
        points = _points(view, story, moment)
        required = workspace.config.reviews_required.value
        audit = StoryAudit(view, story.stream_id, required=required, until=moment.position)
        lines = list(_examined(_lines(points, rows, redated(corrections)), audit))
        gone = [] if course is None else _voided(view, story, course, voided(corrections), moment, rows)
        lines += gone if everything else []
        erased = erased_of(view, story)
        lines = [_without(line, erased) for line in lines] if erased else lines
        lines.sort(key=lambda line: _order(line.revision))
        if recorded_order:
            lines.sort(key=lambda line: line.revision.position)
        return StoryLog(
            story=story.ref,
            lines=tuple(lines),
            recorded_order=recorded_order,
            moment=moment,
            freshness=freshness(view, REVISIONS),
            voided=len(gone),
            corrections=corrections if everything else (),
            withdrawals=withdrawals(view, story, bounds(moment)),
            reinstatements=reinstatements(view, story, bounds(moment)),
            keys=keys(view, story, bounds(moment)),
        )


def _points(view: LedgerView, story: FoundStory, moment: AskedMoment) -> list[LoggedPoint]:
    """The points that count, from the list; from the events where they were corrected, as the list has only the
    present."""
    logged = logged_points(view.connection, story.stream_id)
    if course_of(view, story.stream_id, None) is not None:
        told = timeline(view, story.stream_id, moment.position)
        logged = [
            LoggedPoint(point=point, recorded_at=recorded.row.recorded_at, late=_late(point, told))
            for point, recorded in told
        ]
    return [item for item in logged if bounds(moment).admits(item.point)]


def _rows(view: LedgerView, story: FoundStory) -> dict[int, LoggedRevision]:
    """What the list knows of each revision; where some were redated, with the bases that they were recorded with."""
    rows = logged_revisions(view.connection, story.stream_id)
    if course_of(view, story.stream_id, None) is None:
        return rows
    recorded = {item.event.revision: item.event.basis for item in view.stream(story.stream_id, start=1)}
    return {number: replace(row, basis=recorded[number]) for number, row in rows.items()}


def _late(point: Point, told: Sequence[tuple[Point, Recorded]]) -> bool:
    """Whether it came after a later one; who was redated says nothing of that."""
    others = (other for other, _ in told if point.redated_from is None and other.redated_from is None)
    return any(other.order > point.order and other.position < point.position for other in others)


def _voided(
    view: LedgerView,
    story: FoundStory,
    course: Course,
    gone: Mapping[int, CorrectionRef],
    moment: AskedMoment,
    rows: Mapping[int, LoggedRevision],
) -> list[LogLine]:
    """A line for each voided revision that the moment admits."""
    found = []
    for number in sorted(course.voided):
        if number in rows and number in gone and bounds(moment).admits(course.own[number]):
            recorded = revision(view, story, number)
            own = LoggedPoint(point=course.own[number], recorded_at=recorded.row.recorded_at, late=False)
            line = _line(own, replace(rows[number], previous=None, words_added=None, words_removed=None), None)
            found.append(replace(line, changes=None, coarse=False, voided=gone[number]))
    return found


def _without(line: LogLine, erased: Mapping[int, ErasedRef]) -> LogLine:
    """The line with what was erased of it, and whether that leaves nothing to compare."""
    compared = line.previous is not None and not line.confirmed and line.voided is None
    lost = compared and bool({line.previous, line.revision.number} & erased.keys())
    return replace(line, erased=erased.get(line.revision.number), unavailable=lost)


def _order(ref: RevisionRef) -> Order:
    return Order(ref.published_at, NO_VERSION if ref.source_version is None else ref.source_version, ref.position)


def _lines(
    points: list[LoggedPoint], rows: dict[int, LoggedRevision], moved: Mapping[int, CorrectionRef]
) -> list[LogLine]:
    lines: list[LogLine] = []
    met: dict[bytes, int] = {}
    stood: int | None = None
    for logged in points:
        if logged.point.revision not in rows:
            continue  # the list is behind, and says so
        row = rows[logged.point.revision]
        if logged.point.confirmed:
            lines.append(LogLine(revision=_ref(logged, row), confirmed=True, late=logged.late, headline=row.headline))
        else:
            # As known at an earlier moment the text before it may have been another one: then nothing was compared.
            compared = (
                row if row.previous == stood else replace(row, words_added=None, words_removed=None, changes=None)
            )
            same = None if row.erased is not None else met.get(row.fingerprint)
            line = _line(logged, replace(compared, previous=stood), same)
            lines.append(line if logged.point.redated_from is None else replace(line, redated=moved.get(row.revision)))
        met.setdefault(row.fingerprint, row.revision)
        stood = row.revision
    return lines


def _examined(lines: Sequence[LogLine], audit: StoryAudit) -> Iterator[LogLine]:
    """The lines with what the audit says of each, where it examined the same pair, and who signed it off."""
    for line in lines:
        found = None if line.confirmed else audit.of(line.revision.number, line.previous)
        yield replace(line, audited=found) if found else line


def _ref(logged: LoggedPoint, row: LoggedRevision) -> RevisionRef:
    point = logged.point
    return RevisionRef(
        number=point.revision,
        published_at=point.published_at,
        basis=Basis.STATED if point.confirmed or point.redated_from is not None else row.basis,
        recorded_at=logged.recorded_at,
        position=point.position,
        source_version=point.source_version,
    )


def _line(logged: LoggedPoint, row: LoggedRevision, reverts_to: int | None) -> LogLine:
    return LogLine(
        revision=_ref(logged, row),
        confirmed=False,
        late=logged.late,
        headline=row.headline,
        note=row.note,
        paragraphs=row.paragraphs,
        words=row.words,
        previous=row.previous,
        words_added=row.words_added,
        words_removed=row.words_removed,
        changes=row.changes,
        coarse=row.coarse,
        reverts_to=reverts_to,
    )


def freshness(view: LedgerView, *names: str) -> Freshness:
    """How far the read models of these names are behind the ledger; the one furthest behind counts."""
    mine = [standing for standing in standings(view) if standing.name in names]
    return Freshness(
        lag=max((sum(standing.lag for standing in mine if standing.name == name) for name in names), default=0),
        errors=sum(standing.errors for standing in mine),
        stale=any(standing.stale for standing in mine),
    )
