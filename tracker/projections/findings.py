"""Reading the audit's findings: those of one revision, and the queue over all stories, now or as it once stood."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, FromClause, Select, and_, case, func, or_, select, true

from tracker.audit.findings import Severity
from tracker.projections.reviews import shown_as
from tracker.projections.schema import examinations, findings, projections, stories
from tracker.projections.signed import lacking, settled

NAME = "revisions"
_KEY = ("generation", "stream_id", "revision", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding as the list knows it; times are micros UTC. `severity` may be less than was found at first, for a
    source that never carries notes. `closed_position`, `closed_at` and `cause` are None while it is open."""

    stream_id: str
    slug: str
    revision: int
    number: int
    source: str
    rule: str
    severity: Severity
    key: str
    place: str
    old_words: str | None
    new_words: str | None
    message: str
    backfill: bool
    previous_position: int | None
    published_at: int
    opened_position: int
    opened_at: int
    closed_position: int | None
    closed_at: int | None
    cause: str | None

    @property
    def shown(self) -> bytes:
        """What tells whether it still says what a reviewer was shown."""
        return shown_as(self.severity, self.old_words, self.new_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which findings are asked for; None: any. Times are micros UTC, `until` and `published_until` are included.

    `position` asks for the queue as it stood when the ledger had come so far. `silent` are the sources whose findings
    on revisions without a note weigh least. A page of the queue leaves out those that as many names accept as are
    `required`; with `lacking`, also those that somebody objects to.
    """

    stream_id: str | None = None
    revision: int | None = None
    since: int | None = None
    until: int | None = None
    published_since: int | None = None
    published_until: int | None = None
    rules: Collection[str] = ()
    without_rules: Collection[str] = ()
    least: Severity = Severity.LOW
    backfill: bool = False
    position: int | None = None
    silent: Collection[str] = ()
    required: int = 1
    lacking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The first findings of a queue, how many it lists in all, and how many within the same bounds are signed off."""

    rows: tuple[FindingRow, ...]
    listed: int
    settled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What a queue was taken from: revisions compared with a text before them, their changes, and the last of them."""

    revisions: int
    changes: int
    last_recorded: int | None


def find_findings(connection: Connection, wanted: Wanted) -> list[FindingRow]:
    """The findings that were open, most serious first, then newest, whoever signed them off."""
    return [_row(row) for row in connection.execute(open_query(wanted))]


def queue_page(connection: Connection, wanted: Wanted, *, limit: int | None = None) -> Page:
    """The first of those that are not signed off, or that only lack names, and how many there are of each.

    Who signed what off is asked once for every finding: the page and both numbers come from one statement.
    """
    rows = connection.execute(page_query(wanted, limit=limit)).all()
    if rows:
        return Page(rows=tuple(map(_row, rows)), listed=int(rows[0].listed), settled=int(rows[0].settled))
    settled_too = connection.execute(_numbers(_weighed(wanted))).one()
    return Page(rows=(), listed=0, settled=int(settled_too.settled))


def open_query(wanted: Wanted) -> Select[Any]:
    """The findings that were open with the slugs of their stories, most serious first, then newest."""
    severity = _severity(wanted.silent)
    return (
        select(findings, stories.c.slug, severity.label("weighed"))
        .join_from(findings, stories, findings.c.stream_id == stories.c.stream_id)
        .where(stories.c.generation == _live("stories"), *_wanted(wanted))
        .order_by(severity.desc(), *_newest(findings))
    )


def page_query(wanted: Wanted, *, limit: int | None) -> Select[Any]:
    """The same for those that are listed, each row with the numbers of all."""
    weighed = _weighed(wanted)
    numbers = _numbers(weighed).subquery()
    same = and_(*(findings.c[name] == weighed.c[name] for name in _KEY))
    return (
        select(findings, stories.c.slug, weighed.c.severity.label("weighed"), numbers.c.listed, numbers.c.settled)
        .select_from(weighed.join(findings, same).join(stories, findings.c.stream_id == stories.c.stream_id))
        .join(numbers, true())
        .where(stories.c.generation == _live("stories"), _listed(weighed) == 1)
        .order_by(weighed.c.severity.desc(), *_newest(weighed))
        .limit(limit)
    )


def _weighed(wanted: Wanted) -> CTE:
    """A narrow row for each open finding: its place in the queue, and where it stands with its reviewers."""
    severity = _severity(wanted.silent)
    done = settled(severity, required=wanted.required, until=wanted.position)
    states = [case((done, 1), else_=0).label("settled")]
    if wanted.lacking:
        short = lacking(severity, required=wanted.required, until=wanted.position)
        states.append(case((short, 1), else_=0).label("lacking"))
    columns = [*(findings.c[name] for name in _KEY), findings.c.opened_at, findings.c.opened_position]
    return select(*columns, severity.label("severity"), *states).where(*_wanted(wanted)).cte("weighed")


def _listed(weighed: CTE) -> ColumnElement[int]:
    return weighed.c.lacking if "lacking" in weighed.c else 1 - weighed.c.settled


def _numbers(weighed: CTE) -> Select[Any]:
    counted = {"listed": _listed(weighed), "settled": weighed.c.settled}
    return select(*(func.coalesce(func.sum(value), 0).label(name) for name, value in counted.items()))


def _newest(table: FromClause) -> tuple[ColumnElement[Any], ...]:
    newest = (table.c.opened_at.desc(), table.c.opened_position.desc())
    return (*newest, table.c.stream_id, table.c.revision, table.c.number)


def covered(connection: Connection, wanted: Wanted) -> Covered:
    """How many recorded changes the same bounds take in."""
    table = examinations.c
    where: list[ColumnElement[bool]] = [table.generation == _live(NAME), table.counted == 1]
    where.append(table.previous.is_not(None))
    where += _within(wanted, table.stream_id, table.revision, recorded=table.recorded_at, published=table.published_at)
    if wanted.position is not None:
        where.append(table.position <= wanted.position)
    if not wanted.backfill:
        where.append(table.backfill == 0)
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(table.changes), 0), func.max(table.recorded_at)).where(*where)
    ).one()
    return Covered(revisions=row[0], changes=int(row[1]), last_recorded=row[2])


def _wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    severity = _severity(wanted.silent)
    return [findings.c.generation == _live(NAME), *_open(wanted), severity >= int(wanted.least), *_bounds(wanted)]


def _open(wanted: Wanted) -> list[ColumnElement[bool]]:
    if wanted.position is None:
        return [findings.c.closed_position.is_(None)]
    later = or_(findings.c.closed_position.is_(None), findings.c.closed_position > wanted.position)
    return [findings.c.opened_position <= wanted.position, later]


def _bounds(wanted: Wanted) -> list[ColumnElement[bool]]:
    table = findings.c
    where = _within(wanted, table.stream_id, table.revision, recorded=table.opened_at, published=table.published_at)
    if wanted.rules:
        where.append(table.rule.in_(sorted(wanted.rules)))
    if wanted.without_rules and wanted.silent:
        where.append(~and_(table.source.in_(sorted(wanted.silent)), table.rule.in_(sorted(wanted.without_rules))))
    if not wanted.backfill:
        where.append(table.backfill == 0)
    return where


def _within(
    wanted: Wanted,
    stream_id: ColumnElement[str],
    revision: ColumnElement[int],
    *,
    recorded: ColumnElement[int],
    published: ColumnElement[int],
) -> list[ColumnElement[bool]]:
    """The story, the revision and the bounds on both clocks, on the columns of one table."""
    asked: tuple[tuple[object, Callable[[Any], ColumnElement[bool]]], ...] = (
        (wanted.stream_id, stream_id.__eq__),
        (wanted.revision, revision.__eq__),
        (wanted.since, recorded.__ge__),
        (wanted.until, recorded.__le__),
        (wanted.published_since, published.__ge__),
        (wanted.published_until, published.__le__),
    )
    return [condition(value) for value, condition in asked if value is not None]


def _severity(silent: Collection[str]) -> ColumnElement[int]:
    if not silent:
        return findings.c.severity
    unnoted = and_(findings.c.source.in_(sorted(silent)), findings.c.noted == 0)
    return case((unnoted, int(Severity.LOW)), else_=findings.c.severity)


def live_generation() -> Any:
    """The generation that answers, as an SQL expression."""
    return _live(NAME)


def _live(name: str) -> Any:
    return select(projections.c.generation).where(projections.c.name == name).scalar_subquery()


def _row(row: Any) -> FindingRow:
    return FindingRow(
        stream_id=row.stream_id,
        slug=row.slug,
        revision=row.revision,
        number=row.number,
        source=row.source,
        rule=row.rule,
        severity=Severity(row.weighed),
        key=row.key,
        place=row.place,
        old_words=row.old_words,
        new_words=row.new_words,
        message=row.message,
        backfill=bool(row.backfill),
        previous_position=row.previous_position,
        published_at=row.published_at,
        opened_position=row.opened_position,
        opened_at=row.opened_at,
        closed_position=row.closed_position,
        closed_at=row.closed_at,
        cause=row.cause,
    )
