"""Sweeping a database after an erasure, so that no page of it keeps what was erased.

An SQLite file is written anew and its WAL cut to nothing; on PostgreSQL the tables are. The disk's own free blocks,
backups, PostgreSQL's WAL and its replicas are out of reach. An erasure waits for its sweep from the transaction that
made it on, so that one which a crash kept from being swept is known.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DBAPIError

from tracker.clock import Clock
from tracker.ledger.database import BUSY_TIMEOUT_S, ERASER, Database
from tracker.ledger.schema import erasures, events

_FILENODES = text(
    "SELECT pg_relation_filenode(oid) FROM pg_class WHERE relkind = 'r' AND (oid = CAST(:name AS regclass)"
    " OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = CAST(:name AS regclass)))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """Whether the database was swept; where it was not, `reason` says in words what stood in the way."""

    done: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unswept:
    """An erasure whose bytes may still stand in the files of the database: where its event is, and when it was
    recorded (micros UTC)."""

    shard: int
    position: int
    recorded_at: int


def unswept(connection: Connection) -> list[Unswept]:
    """The erasures that wait for a sweep, in ledger order."""
    by = (erasures.c.by_shard == events.c.shard) & (erasures.c.by_position == events.c.position)
    columns = (events.c.shard, events.c.position, events.c.recorded_at)
    waiting = select(*columns).join_from(erasures, events, by).where(erasures.c.swept_at.is_(None)).distinct()
    rows = connection.execute(waiting.order_by(events.c.shard, events.c.position))
    return [Unswept(shard=row.shard, position=row.position, recorded_at=row.recorded_at) for row in rows]


def sweep(database: Database, tables: Sequence[str], *, clock: Clock) -> Swept:
    """Write the database anew where erased bytes may still stand: on PostgreSQL `tables`, on SQLite the whole file.

    Then no erasure that was there before waits for it any longer.
    """
    with database.read() as connection:
        waiting = unswept(connection)
    swept = _sweep(database, tables)
    if swept.done and waiting:
        with database.write(needs=ERASER) as connection:
            for erasure in waiting:
                mine = (erasures.c.by_shard == erasure.shard, erasures.c.by_position == erasure.position)
                connection.execute(update(erasures).where(*mine).values(swept_at=clock()))
    return swept


def _sweep(database: Database, tables: Sequence[str]) -> Swept:
    if database.path is not None:
        return _sweep_file(database.path)
    with database.unbound() as connection:
        return _sweep_tables(connection, tables)


def _sweep_file(path: Path) -> Swept:
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_S)
    try:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        return Swept(done=False, reason=str(error))
    finally:
        connection.close()
    return Swept(done=False, reason="another program is reading the file") if busy else Swept(done=True)


def _sweep_tables(connection: Connection, tables: Sequence[str]) -> Swept:
    before = {name: _filenodes(connection, name) for name in tables}
    try:
        connection.execute(text(f"SET lock_timeout = '{BUSY_TIMEOUT_S}s'"))
        for name in tables:
            connection.execute(text(f"VACUUM (FULL, ANALYZE) {name}"))
    except DBAPIError as error:
        return Swept(done=False, reason=str(error.orig).strip().splitlines()[0])
    # Who may not do it is only warned by the server.
    left = [name for name in tables if _filenodes(connection, name) & before[name]]
    if left:
        return Swept(done=False, reason=f"this database account may not write {', '.join(left)} anew")
    return Swept(done=True)


def _filenodes(connection: Connection, name: str) -> set[int]:
    """The files of a table, or of its partitions."""
    return set(connection.scalars(_FILENODES, {"name": name}))
