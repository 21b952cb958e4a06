"""Ledgers as older versions of the program left them, made by the migrations up to theirs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from backends import FOUNDED_AT
from builders import FakeClock, stream_of
from sqlalchemy import Connection

from tracker.config import packaged
from tracker.ledger import schema
from tracker.ledger.append import append, pack_event
from tracker.ledger.database import Database, parse_url


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings for the program's migrations, on a connection."""
    made = Config()
    made.set_main_option("script_location", str(packaged("migrations")))
    made.attributes["connection"] = connection
    return made


OLD_REVISIONS = [
    script.revision
    for script in ScriptDirectory.from_config(configuration()).walk_revisions()
    if script.revision != schema.SCHEMA_REVISION
]


def old_ledger(url: str, revision: str, clock: FakeClock) -> None:
    """A ledger of an older version with three events in it."""
    if parse_url(url).get_backend_name() == "sqlite":
        Path(url).touch()
    database = Database(url)
    with database.write() as connection:
        command.upgrade(configuration(connection), revision)
        founding = {"log_id": "old", "secret": bytes(32), "shards": 1, "created_at": FOUNDED_AT}
        connection.execute(schema.ledger.insert(), founding)
        connection.execute(schema.shards.insert(), {"shard": 0, "size": 0, "recorded_at": 0, "frontier": b""})
        append(connection, [pack_event(new) for new in stream_of("s", 3)], log_id="old", shards=1, clock=clock)
    database.close()
