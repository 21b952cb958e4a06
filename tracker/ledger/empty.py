"""A database that a whole ledger is put into: it must hold no event, nobody else may use it, and it is filled in one
transaction.

Whoever opened the empty ledger before knows it by its old name: events that such a process appended later would be
hashed under the wrong log id. So an SQLite file is taken for this process alone, and a PostgreSQL database with a
ledger must have no other session. A file that is not there yet is made under a temporary name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from tracker.clock import Clock
from tracker.errors import DatabaseStateError, IntegrityError, StorageError, UsageError
from tracker.ledger.database import OWNER, RETRY_IS_SAFE, Database, explained
from tracker.ledger.files import make_folder, place_new, sync_file, temporary_beside
from tracker.ledger.migrate import current_revision, migrate

Result = TypeVar("Result")
Fill = Callable[[Connection], Result]

WAIT_S = 5
"""How long whoever still uses the target may take to leave."""
_LOCK_TIMED_OUT = "55P03"
_SESSIONS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'"
)


def filled(target: Database, fill: Fill[Result], *, clock: Clock) -> Result:
    """What `fill` gives for a connection to the empty ledger in `target`, in one transaction; when this returns, all
    is on disk.

    UsageError when there are events already, StorageError when another process is there or it cannot be written.
    """
    if target.path is None:
        return _filled_server(target, fill, clock)
    if target.path.exists():
        return _filled_file(target.path, target.shown, fill, clock)
    return _filled_new_file(target, fill, clock)


def require_empty(target: Database) -> None:
    """UsageError when the target holds events: a look ahead, before anything takes long. What is not there is empty."""
    if target.path is not None and (not target.path.exists() or target.path.stat().st_size == 0):
        return
    with target.read() as connection:
        _require_no_events(connection, target.shown)
    target.close()


def _require_no_events(connection: Connection, shown: str) -> None:
    tables = set(inspect(connection).get_table_names())
    if "events" in tables and connection.execute(text("SELECT EXISTS (SELECT 1 FROM events)")).scalar():
        raise UsageError(f"{shown} holds a ledger with events; give a database that does not exist, or an empty one")
    if tables and "alembic_version" not in tables and connection.dialect.name == "sqlite":
        raise DatabaseStateError(f"{shown} is not a tracker database: it holds tables of another program")


def _filled_new_file(target: Database, fill: Fill[Result], clock: Clock) -> Result:
    path = target.path
    assert path is not None
    try:
        make_folder(path.parent)
    except OSError as error:
        raise StorageError(f"cannot make {target.shown}: {error.strerror}") from None
    with temporary_beside(path) as temporary:
        result = _filled_file(temporary, target.shown, fill, clock)
        sync_file(temporary)
        if not place_new(temporary, path):
            raise UsageError(f"another process made {target.shown} meanwhile; it stands, and nothing was put into it")
    return result


def _filled_file(path: Path, shown: str, fill: Fill[Result], clock: Clock) -> Result:
    with explained(shown), _alone(path, shown) as connection:
        with connection.begin():
            _require_no_events(connection, shown)
            migrate(connection, shown, clock=clock)
            result = fill(connection)
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        with explained_file(shown):
            for pragma in ("locking_mode = NORMAL", "journal_mode = WAL"):
                driver.execute(f"PRAGMA {pragma}")
    return result


@contextmanager
def _alone(path: Path, shown: str) -> Iterator[Connection]:
    """The only connection there is to an SQLite file; StorageError when there are others."""
    driver = sqlite3.connect(path, isolation_level=None, timeout=WAIT_S, check_same_thread=False)
    engine = create_engine("sqlite://", creator=lambda: driver, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")

    try:
        with explained_file(shown):
            _take(driver, shown)
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
        driver.close()


def _take(driver: sqlite3.Connection, shown: str) -> None:
    try:
        # Leaving WAL mode takes a lock that no other connection may be open beside; exclusive locking keeps it.
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = DELETE", "synchronous = FULL"):
            driver.execute(f"PRAGMA {pragma}")
        for pragma in ("foreign_keys = ON", "recursive_triggers = ON", "cache_size = -16000"):
            driver.execute(f"PRAGMA {pragma}")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise _in_use(shown) from None
        raise


def _filled_server(target: Database, fill: Fill[Result], clock: Clock) -> Result:
    with target.write(needs=OWNER) as connection:
        before = _lock(connection, target.shown, clock)
        _require_no_events(connection, target.shown)
        # A process that opened the empty ledger keeps its session; one that opens it now waits for the lock, and then
        # finds a table without rows: TRUNCATE, unlike DELETE, empties it for older snapshots too.
        if before is not None and connection.execute(_SESSIONS).scalar():
            raise _in_use(target.shown)
        connection.execute(text("TRUNCATE ledger"))
        result = fill(connection)
        connection.execute(text("ANALYZE events, bodies, sightings"))
    target.close()
    return result


def _lock(connection: Connection, shown: str, clock: Clock) -> str | None:
    """Bring the schema up to date and lock everybody out; the schema revision before, None if there was no ledger."""
    try:
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_S}s'"))
        before = current_revision(connection)
        migrate(connection, shown, clock=clock)
        connection.execute(text("LOCK TABLE ledger, shards, events IN ACCESS EXCLUSIVE MODE"))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _LOCK_TIMED_OUT:
            raise _in_use(shown) from None
        raise
    return before


@contextmanager
def explained_file(shown: str) -> Iterator[None]:
    """As `explained`, for what is said to SQLite's driver without SQLAlchemy between."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(f"{shown}: {error}{RETRY_IS_SAFE}") from error
    except sqlite3.DatabaseError as error:
        if "malformed" in str(error):
            raise IntegrityError(f"{shown}: the file is damaged: {error}") from error
        raise DatabaseStateError(f"{shown} is not a tracker database: {error}") from error


def _in_use(shown: str) -> StorageError:
    return StorageError(f"{shown} is in use by another process; nothing was put into it: close that, and run it again")
