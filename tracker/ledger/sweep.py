"""Sweeping a database after an erasure, so that no page of it keeps what was erased.

An SQLite file is written anew and its WAL cut to nothing; on PostgreSQL the tables are. The disk's own free blocks,
backups, PostgreSQL's WAL and its replicas are out of reach.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tracker.ledger.database import BUSY_TIMEOUT_S, Database

_FILENODE = text("SELECT pg_relation_filenode(CAST(:name AS regclass))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """Whether the database was swept; where it was not, `reason` says in words what stood in the way."""

    done: bool
    reason: str | None = None


def sweep(database: Database, tables: Sequence[str]) -> Swept:
    """Write the database anew where erased bytes may still stand: on PostgreSQL `tables`, on SQLite the whole file."""
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
    before = {name: _filenode(connection, name) for name in tables}
    try:
        connection.execute(text(f"SET lock_timeout = '{BUSY_TIMEOUT_S}s'"))
        for name in tables:
            connection.execute(text(f"VACUUM (FULL, ANALYZE) {name}"))
    except DBAPIError as error:
        return Swept(done=False, reason=str(error.orig).strip().splitlines()[0])
    # Who does not own a table is only warned by the server.
    left = [name for name in tables if _filenode(connection, name) == before[name]]
    if left:
        return Swept(done=False, reason=f"this database account does not own {', '.join(left)}")
    return Swept(done=True)


def _filenode(connection: Connection, name: str) -> int:
    return int(connection.execute(_FILENODE, {"name": name}).scalar_one())
