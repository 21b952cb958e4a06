"""Connections to SQLite and PostgreSQL: how each is opened, how its transactions begin, what its errors mean here.

SQLite runs in WAL mode with synchronous=FULL: what is acknowledged is on disk. A write is BEGIN IMMEDIATE, so that it
waits for other writers before it reads anything. PostgreSQL appends under READ COMMITTED with the shard row locked,
and reads under REPEATABLE READ READ ONLY.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import StaticPool

from tracker.errors import DatabaseStateError, IntegrityError, NotAllowed, StorageError, UsageError

BUSY_TIMEOUT_S = 60
RETRIES = 5
RETRY_IS_SAFE = "; nothing was half-written, the same command may be run again"
_DAMAGED = re.compile("malformed|Could not decode|no such (column|table)")
"""What SQLite says of a file whose schema version is this program's, and that cannot be what this program wrote."""
_MISSING_DATABASE = re.compile(r'database "[^"]*" does not exist')
_RETRY_STATES = frozenset({"40001", "40P01"})
NOT_ALLOWED = "42501"
"""What PostgreSQL calls a right that is missing (SQLSTATE)."""
READER, WRITER, ERASER, OWNER = "reader", "writer", "eraser", "owner"
"""Who may do what on a server: the roles that `tracker db roles` prints, and the account that made the tables."""

Result = TypeVar("Result")


class Database:
    """One database and how to talk to it: `read()` and `write()` give a connection inside a transaction.

    `url` is an SQLAlchemy URL or a path to an SQLite file. With `read_only` nothing can be written. `notice` is set
    when the file lies on read-only media and is read as immutable.
    """

    def __init__(self, url: str | Path, *, read_only: bool = False) -> None:
        self.url = parse_url(url)
        self.read_only = read_only
        self.notice: str | None = None
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._reader: Engine | None = None
        self._writer: Engine | None = None

    @property
    def path(self) -> Path | None:
        """The SQLite file, None for a server."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @property
    def shown(self) -> str:
        """The database's name for messages, without a password."""
        if self.path:
            return str(self.path)
        return unquote(self.url.set(drivername="postgresql").render_as_string(hide_password=True))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection in a read transaction: one consistent view of the database throughout."""
        if self._reader is None:
            self._reader = self._open_reader()
        with explained(self.shown, needs=READER), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, needs: str = WRITER) -> Iterator[Connection]:
        """A connection in a write transaction; it commits at the end of the block, or rolls back on an error.

        `needs` is the role that may do what the block does: NotAllowed names it.
        """
        if self.read_only:
            raise UsageError(f"{self.shown} was opened for reading only")
        if self._writer is None:
            self._writer = self._open_writer()
        with explained(self.shown, needs=needs), self._writer.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def unbound(self) -> Iterator[Connection]:
        """A connection of PostgreSQL on which each statement is a transaction of its own, as VACUUM demands."""
        engine = _postgresql_engine(self.url, "AUTOCOMMIT")
        try:
            with explained(self.shown), engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def retried(self, work: Callable[[], Result]) -> Result:
        """The result of `work`, run again from its start when PostgreSQL found it in conflict with another
        transaction."""
        for attempt in range(RETRIES):
            try:
                return work()
            except DBAPIError as error:
                if attempt == RETRIES - 1 or getattr(error.orig, "sqlstate", None) not in _RETRY_STATES:
                    raise
                time.sleep(0.01 * 2**attempt)
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Give all connections back; an SQLite file is then whole without its -wal."""
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
        self._reader = self._writer = None

    def _open_reader(self) -> Engine:
        if not self.is_sqlite:
            return _postgresql_engine(self.url, "REPEATABLE READ", execution_options={"postgresql_readonly": True})
        if self.path is None or not self.path.is_file():
            raise DatabaseStateError(f"no database at {self.shown}; `tracker ingest` or `tracker db upgrade` makes one")
        try:
            _probe(self.path, "mode=ro")
        except sqlite3.OperationalError as error:
            if self.path.with_name(self.path.name + "-wal").exists():
                raise StorageError(f"cannot read {self.shown}: {error}") from None
            _explain_probe(self.path, self.shown)
            self.notice = f"{self.shown} lies on read-only media: read as immutable"
            return _sqlite_engine(self.path, "mode=ro&immutable=1")
        except sqlite3.DatabaseError as error:
            raise DatabaseStateError(f"{self.shown} is not a tracker database: {error}") from None
        except UnicodeDecodeError as error:  # in what SQLite says of a damaged schema
            raise _damaged(self.shown, f"its schema holds a text that is none ({error.reason})") from None
        return _sqlite_engine(self.path, "mode=ro")

    def _open_writer(self) -> Engine:
        if not self.is_sqlite:
            return _postgresql_engine(self.url, "READ COMMITTED")
        if self.path is None or not self.path.is_file():
            raise DatabaseStateError(f"no database at {self.shown}; `tracker db upgrade` makes one")
        return _sqlite_engine(self.path, "mode=rw", begin="BEGIN IMMEDIATE")


def parse_url(url: str | Path) -> URL:
    """The SQLAlchemy URL of a database URL or a plain path; UsageError names what is not supported."""
    text = str(url)
    if "://" not in text:
        if not text.strip():
            raise UsageError("the database path is empty")
        return URL.create("sqlite", database=text)
    try:
        parsed = make_url(text)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise UsageError(f"{text!r} is not a database URL; give a file path or postgresql://user@host/name") from None
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise UsageError(f"{backend} databases are not supported; give a file path or postgresql://user@host/name")
    if not parsed.database or parsed.database == ":memory:":
        raise UsageError("an SQLite ledger needs a file: what is recorded must reach a disk")
    return parsed


@contextmanager
def explained(shown: str, *, needs: str = WRITER) -> Iterator[None]:
    """Turn what a driver says about storage into an error that says what to do; conflicts pass through."""
    try:
        yield
    except DatabaseError as error:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
        if isinstance(error.orig, sqlite3.DatabaseError) and _DAMAGED.search(reason):
            raise _damaged(shown, reason) from error
        if isinstance(error.orig, sqlite3.DatabaseError) and "not a database" in reason:
            raise DatabaseStateError(f"{shown} is not a tracker database: {reason}") from error
        state = getattr(error.orig, "sqlstate", None)
        if state == NOT_ALLOWED:
            raise NotAllowed(f"{shown}: {reason}; {_who(needs)}") from error
        if not isinstance(error, OperationalError) or state in _RETRY_STATES:
            raise
        if _MISSING_DATABASE.search(reason):
            raise DatabaseStateError(f"{shown}: {reason}; the server's `createdb` makes one") from error
        raise StorageError(f"{shown}: {reason}{RETRY_IS_SAFE}") from error
    except UnicodeDecodeError as error:
        raise _damaged(shown, f"it holds a text that is none ({error.reason})") from error


def _damaged(shown: str, reason: str) -> IntegrityError:
    return IntegrityError(f"{shown}: the file is damaged: {reason}; restore it from a backup")


def _who(needs: str) -> str:
    if needs == OWNER:
        return "this needs the account that owns the tables"
    return f"this needs the rights of the {needs} role (`tracker db roles` prints them)"


def _postgresql_engine(url: URL, isolation: IsolationLevel, **options: Any) -> Engine:
    try:
        return create_engine(url, isolation_level=isolation, **options)
    except ModuleNotFoundError:
        raise UsageError("PostgreSQL needs the driver psycopg: pip install 'news-update-tracker[postgres]'") from None


def _sqlite_engine(path: Path, mode: str, *, begin: str = "BEGIN") -> Engine:
    def connect() -> sqlite3.Connection:
        return _connect(path, mode)

    # One connection a process for reading and one for writing: its statements stay prepared from one use to the next.
    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(_file_uri(path, mode), uri=True, isolation_level=None, check_same_thread=False)
    try:
        for pragma in _pragmas(mode):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _pragmas(mode: str) -> tuple[str, ...]:
    common = (f"busy_timeout = {BUSY_TIMEOUT_S * 1000}", "cache_size = -16000")
    if mode != "mode=rw":
        return common
    return (*common, "synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON")


def _file_uri(path: Path, mode: str) -> str:
    return f"file:{quote(os.fsencode(path))}?{mode}"


def _probe(path: Path, mode: str) -> None:
    connection = sqlite3.connect(_file_uri(path, mode), uri=True, timeout=BUSY_TIMEOUT_S)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        connection.close()


def _explain_probe(path: Path, shown: str) -> None:
    try:
        _probe(path, "mode=ro&immutable=1")
    except sqlite3.Error as error:
        raise StorageError(f"cannot read {shown}: {error}") from None


def scalar(connection: Connection, sql: Any, **parameters: Any) -> Any:
    """The one value that a statement gives."""
    return connection.execute(sql, parameters).scalar()
