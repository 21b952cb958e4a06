"""Making a ledger and bringing it up to date: the only code here that needs Alembic, imported when it is called.

An SQLite file is made under a temporary name, put into WAL mode and linked into place: nobody ever opens half a
ledger. Migrations run in one transaction that reads the version again once it holds the lock.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text

from tracker.clock import Clock
from tracker.config import packaged
from tracker.errors import DatabaseStateError, StorageError, UsageError
from tracker.ledger.database import BUSY_TIMEOUT_S, OWNER, Database
from tracker.ledger.files import make_folder, place_new, sync_file, temporary_beside
from tracker.ledger.guards import event_partitions, install_guards
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


def upgrade(
    database: Database, *, clock: Clock, shard_count: int | None = None, partitioned: bool = False
) -> tuple[str | None, str]:
    """Bring a database to this program's schema, making it if there is none; the revisions before and after.

    A new ledger gets `shard_count` shards (1 where nothing is said), and with `partitioned`, on PostgreSQL, as many
    hash partitions of its largest tables. UsageError where one was made otherwise: then nothing is changed.
    """
    missing = database.path is not None and not database.path.exists()
    if missing and _create_sqlite(database, clock=clock, shard_count=shard_count):
        return None, SCHEMA_REVISION
    with database.write(needs=OWNER) as connection:
        done = migrate(
            connection,
            database.shown,
            clock=clock,
            shard_count=shard_count,
            partitions=(shard_count or 1) if partitioned else 0,
        )
    if database.path is not None:
        _put_into_wal_mode(database.path)
    return done


def migrate(
    connection: Connection, shown: str, *, clock: Clock, shard_count: int | None = None, partitions: int = 0
) -> tuple[str | None, str]:
    """As `upgrade`, inside the write transaction of `connection`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    before = current_revision(connection)
    if before is not None and before > SCHEMA_REVISION:
        check_revision(connection, shown)
    if before != SCHEMA_REVISION:
        _run_alembic(connection, partitions)
    else:
        install_guards(connection)  # also puts back one that somebody dropped
    if connection.execute(ledger.select()).first() is None:
        _found(connection, clock=clock, shard_count=shard_count or 1)
    _require_made_so(connection, shown, shard_count, partitions)
    return before, SCHEMA_REVISION


def _require_made_so(connection: Connection, shown: str, shard_count: int | None, partitions: int) -> None:
    """UsageError when shards or partitions were asked for that the ledger was made without."""
    made = connection.scalars(select(ledger.c.shards)).first()
    settled = "that is settled when a ledger is made, and `tracker db copy` keeps it"
    if shard_count not in (None, made):
        raise UsageError(f"{shown} was made with {made} {'shard' if made == 1 else 'shards'}: {settled}")
    parts = len(event_partitions(connection))
    if partitions and partitions != parts:
        raise UsageError(f"{shown} was made with {parts or 'no'} partitions: {settled}")


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


def _run_alembic(connection: Connection, partitions: int) -> None:
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(packaged("migrations")).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    configuration.attributes["partitions"] = partitions
    command.upgrade(configuration, "head")


def _create_sqlite(database: Database, *, clock: Clock, shard_count: int | None) -> bool:
    """False when another process was first."""
    path = database.path
    assert path is not None
    try:
        make_folder(path.parent)
        with temporary_beside(path) as temporary:
            _fill(temporary, clock=clock, shard_count=shard_count)
            sync_file(temporary)
            return place_new(temporary, path)  # when another process was first, its file stands and ours goes
    except OSError as error:
        raise StorageError(f"cannot make {database.shown}: {error.strerror}") from None


def _fill(path: Path, *, clock: Clock, shard_count: int | None) -> None:
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
