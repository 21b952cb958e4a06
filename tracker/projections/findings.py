"""Reading the audit's findings: those of one revision, and the queue over all stories, now or as it once stood."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from tracker.audit.findings import Severity
from tracker.projections.reviews import shown_digest
from tracker.projections.schema import examinations, findings, projections, stories

NAME = "revisions"


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
        return shown_digest(self.severity, self.old_words, self.new_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which findings are asked for; None: any. Times are micros UTC, `until` and `published_until` are included.

    `position` asks for the queue as it stood when the ledger had come so far. `silent` are the sources whose findings
    on revisions without a note weigh least.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What a queue was taken from: revisions compared with a text before them, their changes, and the last of them."""

    revisions: int
    changes: int
    last_recorded: int | None


def find_findings(connection: Connection, wanted: Wanted, *, limit: int | None = None) -> list[FindingRow]:
    """The findings that were open, most serious first, then newest."""
    severity = _severity(wanted.silent)
    statement = (
        select(findings, stories.c.slug, severity.label("weighed"))
        .join_from(findings, stories, findings.c.stream_id == stories.c.stream_id)
        .where(findings.c.generation == _live(NAME), stories.c.generation == _live("stories"), *_open(wanted))
        .where(severity >= int(wanted.least), *_bounds(wanted))
        .order_by(severity.desc(), findings.c.opened_at.desc(), findings.c.stream_id, findings.c.number)
    )
    return [_row(row) for row in connection.execute(statement.limit(limit))]


def covered(connection: Connection, wanted: Wanted) -> Covered:
    """How many recorded changes the same bounds take in."""
    table = examinations.c
    where: list[ColumnElement[bool]] = [table.generation == _live(NAME), table.previous.is_not(None)]
    where += _within(wanted, table.stream_id, table.revision, recorded=table.recorded_at, published=table.published_at)
    if wanted.position is not None:
        where.append(table.position <= wanted.position)
    if not wanted.backfill:
        where.append(table.backfill == 0)
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(table.changes), 0), func.max(table.recorded_at)).where(*where)
    ).one()
    return Covered(revisions=row[0], changes=int(row[1]), last_recorded=row[2])


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
