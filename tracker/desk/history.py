"""Lists: the stories there are, and the revisions of one. They come from the read models and say when those lag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.desk.audited import Audited, StoryAudit
from tracker.desk.find import find_whole_story, withdrawals
from tracker.desk.moment import Asked, bounds, resolve
from tracker.desk.values import AskedMoment, RevisionRef, StoryRef, WithdrawnRef
from tracker.desk.workspace import Workspace
from tracker.ledger.read import LedgerView
from tracker.projections.revisions import NAME as REVISIONS
from tracker.projections.revisions import LoggedPoint, LoggedRevision, logged_points, logged_revisions
from tracker.projections.runner import standings
from tracker.projections.stories import NAME as STORIES
from tracker.projections.stories import list_stories
from tracker.story.events import Basis
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
    """One story in the list; times are micros UTC."""

    story: StoryRef
    headline: str | None
    revisions: int
    latest_revision: int
    first_published: int
    latest_published: int
    changed_at: int
    withdrawn_at: int | None = None


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
    where the same pair was not examined.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLog:
    """A story's points in publication order, or in the order they were recorded, and when it was withdrawn."""

    story: StoryRef
    lines: tuple[LogLine, ...]
    recorded_order: bool
    moment: AskedMoment
    freshness: Freshness
    withdrawals: tuple[WithdrawnRef, ...] = ()


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
            )
            for row in rows
        )
        return Stories(stories=lines, freshness=freshness(view, STORIES), now=now, since=start)


def log(workspace: Workspace, name: str, asked: Asked, *, recorded_order: bool = False) -> StoryLog:
    """The history of one story as known at the asked moment; NotFound or Ambiguous when the name does not say which."""
    with workspace.ledger.view() as view:
        story = find_whole_story(view, name)
        moment = resolve(view, story.shard, asked, now=workspace.clock(), zone=workspace.zone)
        rows = logged_revisions(view.connection, story.stream_id)
        points = [
            logged
            for logged in logged_points(view.connection, story.stream_id)
            if (moment.position is None or logged.point.position <= moment.position)
            and (moment.published is None or logged.point.published_at <= moment.published)
        ]
        required = workspace.config.reviews_required.value
        audit = StoryAudit(view, story.stream_id, required=required, until=moment.position)
        lines = list(_examined(_lines(points, rows), audit))
        if recorded_order:
            lines.sort(key=lambda line: line.revision.position)
        return StoryLog(
            story=story.ref,
            lines=tuple(lines),
            recorded_order=recorded_order,
            moment=moment,
            freshness=freshness(view, REVISIONS),
            withdrawals=tuple(withdrawals(view, story, bounds(moment))),
        )


def _lines(points: list[LoggedPoint], rows: dict[int, LoggedRevision]) -> list[LogLine]:
    lines: list[LogLine] = []
    met: dict[bytes, int] = {}
    stood: int | None = None
    for logged in points:
        row = rows[logged.point.revision]
        if logged.point.confirmed:
            lines.append(LogLine(revision=_ref(logged, row), confirmed=True, late=logged.late, headline=row.headline))
        else:
            # As known at an earlier moment the text before it may have been another one: then nothing was compared.
            compared = (
                row if row.previous == stood else replace(row, words_added=None, words_removed=None, changes=None)
            )
            lines.append(_line(logged, replace(compared, previous=stood), met.get(row.fingerprint)))
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
        basis=Basis.STATED if point.confirmed else row.basis,
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
