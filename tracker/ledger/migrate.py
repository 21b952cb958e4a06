"""Making a ledger and bringing it up to date: the only code here that needs Alembic, imported when it is called.

An SQLite file is made under a temporary name, put into WAL mode and linked into place: nobody ever opens half a
ledger. Migrations run in one transaction that reads the version again once it holds the lock.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from tracker.clock import Clock
from tracker.config import packaged
from tracker.errors import DatabaseStateError, StorageError
from tracker.ledger.database import BUSY_TIMEOUT_S, Database
from tracker.ledger.files import place_new, sync_file, temporary_beside
from tracker.ledger.guards import install_guards
from tracker.ledger.schema import SCHEMA_REVISION, ledger, shards

SECRET_SIZE = 32
_ADVISORY_LOCK = 0x7472_6163_6B65_72  # "tracker"


def current_revision(connection: Connection) -> str | None:
    """The schema revision of a database, None when it holds no ledger."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)


def check_revision(connection: Connection, shown: str) -> None:
    """DatabaseStateError when the database holds no ledger, or one older or newer than this program."""
    revision = current_revision(connection)
    if revision is None:
        raise DatabaseStateError(f"{shown} holds no ledger; `tracker db upgrade` makes one")
    if revision < SCHEMA_REVISION:
        raise DatabaseStateError(
            f"{shown} is at schema {revision}, this program needs {SCHEMA_REVISION}: run `tracker db upgrade`"
        )
    if revision > SCHEMA_REVISION:
        raise DatabaseStateError(
            f"{shown} is at schema {revision}, newer than this program's {SCHEMA_REVISION}: upgrade tracker"
        )


def upgrade(database: Database, *, clock: Clock, shard_count: int = 1) -> tuple[str | None, str]:
    """Bring a database to this program's schema, making it if there is none; the revisions before and after."""
    if database.path is not None and not database.path.exists():
        _create_sqlite(database, clock=clock, shard_count=shard_count)
        return None, SCHEMA_REVISION
    with database.write() as connection:
        done = migrate(connection, database.shown, clock=clock, shard_count=shard_count)
    if database.path is not None:
        _put_into_wal_mode(database.path)
    return done


def migrate(connection: Connection, shown: str, *, clock: Clock, shard_count: int) -> tuple[str | None, str]:
    """As `upgrade`, inside the write transaction of `connection`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    before = current_revision(connection)
    if before is not None and before > SCHEMA_REVISION:
        check_revision(connection, shown)
    if before != SCHEMA_REVISION:
        _run_alembic(connection)
    else:
        install_guards(connection)  # also puts back one that somebody dropped
    if connection.execute(ledger.select()).first() is None:
        _found(connection, clock=clock, shard_count=shard_count)
    return before, SCHEMA_REVISION


def _found(connection: Connection, *, clock: Clock, shard_count: int) -> None:
    connection.execute(
        ledger.insert(),
        {
            "log_id": secrets.token_hex(16),
            "secret": secrets.token_bytes(SECRET_SIZE),
            "shards": shard_count,
            "created_at": clock(),
        },
    )
    connection.execute(
        shards.insert(),
        [{"shard": shard, "size": 0, "recorded_at": 0, "frontier": b""} for shard in range(shard_count)],
    )


def _run_alembic(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(packaged("migrations")).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")


def _create_sqlite(database: Database, *, clock: Clock, shard_count: int) -> None:
    path = database.path
    assert path is not None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make {database.shown}: {error.strerror}") from None
    with temporary_beside(path) as temporary:
        _fill(temporary, clock=clock, shard_count=shard_count)
        sync_file(temporary)
        place_new(temporary, path)  # when another process was first, its file stands and ours goes


def _fill(path: Path, *, clock: Clock, shard_count: int) -> None:
    _put_into_wal_mode(path)
    fresh = Database(path)
    with fresh.write() as transaction:
        migrate(transaction, str(path), clock=clock, shard_count=shard_count)
    fresh.close()


def _put_into_wal_mode(path: Path) -> None:
    """A file made elsewhere, or restored from a backup, need not be in it. The page size counts for new ones."""
    import sqlite3

    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        raise StorageError(f"cannot put {path} into WAL mode: {error}; the same command may be run again") from None
    finally:
        connection.close()
