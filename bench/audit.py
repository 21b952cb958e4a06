"""The queue of findings over 100,000 recorded changes: how long `tracker audit` takes to answer.

The rows of the read models are put straight into their tables, as folding would leave them: to record and audit so many
revisions takes long and is no part of this. One finding in ten is closed, one revision in ten comes from an archive; of
the revisions with findings the given share is signed off. What is timed is the whole use case on an open ledger: the
first hundred findings, the counts of those that are not shown, and the text. `BENCH_POSTGRES` names a PostgreSQL
database to measure on as well: an empty one, for its lists are replaced.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, insert

from bench.ledgers import fresh
from bench.measure import Figure, Samples, percentile, timed
from tracker.audit.catalogue import RULES
from tracker.audit.findings import Severity
from tracker.audit.signoff import WHOLE
from tracker.clock import system_clock
from tracker.config import Config, Setting
from tracker.desk.audit import AuditAsked, audit
from tracker.desk.workspace import Workspace, open_workspace
from tracker.ledger.migrate import upgrade
from tracker.projections.reviews import shown_as
from tracker.projections.schema import examinations, findings, projections, reviews, stories
from tracker.views import audit as view
from tracker.views.style import Style

TARGET_S = 1.0
REVISIONS, QUICK_REVISIONS = 100_000, 10_000
PER_STORY = 8
SHARES = (0.0, 0.5, 0.95)
SHOWN = 100
MINUTE = 60_000_000
START = 1_700_000_000_000_000
_TABLES: tuple[Table, ...] = (examinations, findings, reviews, stories)
Row = dict[str, Any]


def run(*, quick: bool) -> list[Figure]:
    """Median and slowest answers, for several shares of findings that are signed off, on each database."""
    count = QUICK_REVISIONS if quick else REVISIONS
    figures: list[Figure] = []
    with fresh() as workspace:
        figures += _measured(workspace, "SQLite", count)
    if os.environ.get("BENCH_POSTGRES"):
        with _postgresql(os.environ["BENCH_POSTGRES"]) as workspace:
            figures += _measured(workspace, "PostgreSQL", count)
    return figures


def _measured(workspace: Workspace, name: str, count: int) -> Iterator[Figure]:
    for share in SHARES:
        fill(workspace, count, reviewed=share)
        for what, asked in (
            ("the queue", AuditAsked(limit=SHOWN)),
            ("of severity high", AuditAsked(limit=SHOWN, least=Severity.HIGH)),
            ("of the last day", AuditAsked(limit=SHOWN, since=_last_day(count))),
        ):
            samples = Samples()
            for _ in range(5):
                samples.add(timed(partial(_answer, workspace, asked)))
            half = percentile(samples.wall, 0.5)
            yield Figure(
                what=f"{name}, {count:,} changes, {share:.0%} signed off: {what}",
                value=f"{half:.2f} s, slowest {max(samples.wall):.2f} s",
                target=f"< {TARGET_S} s",
                met=half < TARGET_S,
            )


def _answer(workspace: Workspace, asked: AuditAsked) -> str:
    style = Style(width=100, colour=False, zone=UTC, now=START)
    return view.text(audit(workspace, None, asked), style)


def _last_day(count: int) -> str:
    return datetime.fromtimestamp((START + count * MINUTE) / 1e6 - 86_400, UTC).isoformat()


def fill(workspace: Workspace, count: int, *, reviewed: float) -> None:
    """Put `count` examined revisions with their findings and reviews into the read models, and nothing else."""
    rng = random.Random(20)
    made = _revisions(rng, count, reviewed)
    with workspace.database.write() as connection:
        for table in (*_TABLES, projections):
            connection.execute(delete(table))
        for name in ("stories", "revisions"):
            connection.execute(insert(projections), {"name": name, "generation": 1})
    while batch := list(islice(made, 2_000)):
        with workspace.database.write() as connection:
            _insert(connection, batch)
    with workspace.database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")


def _insert(connection: Connection, batch: Sequence[Sequence[tuple[Table, Row]]]) -> None:
    for table in _TABLES:
        rows = [row for group in batch for owner, row in group if owner is table]
        if rows:
            connection.execute(insert(table), rows)


def _revisions(rng: random.Random, count: int, reviewed: float) -> Iterator[list[tuple[Table, Row]]]:
    """Each revision's rows: its examination, its findings, their reviews, and its story with the first one."""
    for index in range(count):
        story, revision = divmod(index, PER_STORY)
        stream_id = f"{story:022d}"
        source = f"source-{story % 5}"
        position, when = index * 2, START + index * MINUTE
        backfill = int(rng.random() < 0.1)
        rows = [(examinations, _examination(stream_id, revision + 1, position, when, backfill))]
        if revision == 0:
            rows.append((stories, _story(stream_id, story, source, when)))
        found = [
            _finding(rng, stream_id, revision + 1, number + 1, source, position, when, backfill)
            for number in range(rng.choice((0, 1, 1, 2)) if revision else 0)
        ]
        rows += [(findings, row) for row in found]
        if found and rng.random() < reviewed:
            rows += [(reviews, row) for row in _reviews(found, position + 1, when)]
        yield rows


def _examination(stream_id: str, revision: int, position: int, when: int, backfill: int) -> Row:
    return {
        "generation": 1, "stream_id": stream_id, "revision": revision, "shard": 0, "position": position,
        "recorded_at": when, "published_at": when - MINUTE, "previous": revision - 1 or None,
        "previous_position": position - 2 if revision > 1 else None, "backfill": backfill, "changes": 3,
        "substantive": 2, "undisclosed": 1, "claims": "[]", "content": b"\0" * 8, "sentences": b"\0" * 160,
    }  # fmt: skip


def _story(stream_id: str, number: int, source: str, when: int) -> Row:
    return {
        "generation": 1, "stream_id": stream_id, "shard": 0, "source": source, "key_id": str(number),
        "slug": f"story-of-the-day-{number}", "url": None, "headline": f"Story of the day {number}",
        "revisions": PER_STORY, "latest_revision": PER_STORY, "latest_position": 0, "latest_version": -1,
        "first_published": when, "latest_published": when, "opened_at": when, "changed_at": when, "withdrawn_at": None,
    }  # fmt: skip


def _finding(
    rng: random.Random, stream_id: str, revision: int, number: int, source: str, position: int, when: int, backfill: int
) -> Row:
    rule = rng.choice(RULES)
    closed = rng.random() < 0.1
    return {
        "generation": 1, "stream_id": stream_id, "revision": revision, "number": number, "source": source,
        "rule": rule.code, "severity": int(rule.severity), "key": f"{rule.code}:p{number}:1", "change": 1,
        "place": f"¶{number}", "old_words": "14 people", "new_words": "41 people",
        "message": "number changed and the note says only “Adds background, quotes from the mayor in paragraphs 3-6”",
        "noted": int(rng.random() < 0.5), "backfill": backfill, "previous_position": position - 2,
        "published_at": when - MINUTE, "opened_position": position, "opened_at": when,
        "closed_position": position + 1 if closed else None, "closed_at": when if closed else None,
        "cause": "disclosed in r9" if closed else None,
    }  # fmt: skip


def _reviews(found: Sequence[Row], position: int, when: int) -> Iterator[Row]:
    """One person's approval of the change as a whole and of each finding."""
    first = found[0]
    shared = {
        "generation": 1, "stream_id": first["stream_id"], "position": position, "revision": first["revision"],
        "previous_position": first["previous_position"], "verdict": "accept", "name": "Mara Ilic", "comment": None,
        "recorded_at": when, "withdrawn_position": None,
    }  # fmt: skip
    yield {**shared, "key": WHOLE, "shown": None}
    for row in found:
        shown = shown_as(row["severity"], row["old_words"], row["new_words"])
        yield {**shared, "key": row["key"], "shown": shown}


@contextmanager
def _postgresql(url: str) -> Iterator[Workspace]:
    setting = Setting(value=url, origin="bench")
    config = Config(database=setting, timezone=Setting(value="UTC", origin="bench"))
    workspace = open_workspace(url, config=config, clock=system_clock, zone=UTC, read_only=False)
    upgrade(workspace.database, clock=system_clock)
    try:
        yield workspace
    finally:
        with workspace.database.write() as connection:
            for table in (*_TABLES, projections):
                connection.execute(delete(table))
        workspace.close()
