"""The statements of appending, once for each database where they differ.

PostgreSQL takes a batch as arrays in one INSERT, so that its statement trigger sees the batch as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable, insert, text

from tracker.ledger.schema import bodies, events

_EVENT_TYPES = {
    "shard": "int",
    "position": "bigint",
    "stream_id": "text",
    "version": "bigint",
    "event_id": "bytea",
    "type": "text",
    "schema_version": "int",
    "published_at": "bigint",
    "recorded_at": "bigint",
    "data": "text",
    "leaf_hash": "bytea",
}
_BODY_TYPES = {
    "shard": "int",
    "position": "bigint",
    "slot": "text",
    "salt": "bytea",
    "codec": "int",
    "base": "bigint",
    "bytes": "bytea",
}


def _insert_arrays(table: str, columns: dict[str, str]) -> Executable:
    names = ", ".join(columns)
    arrays = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in columns.items())
    return text(f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays})")


INSERT_EVENTS: dict[str, Executable] = {
    "sqlite": insert(events),
    "postgresql": _insert_arrays("events", _EVENT_TYPES),
}
INSERT_BODIES: dict[str, Executable] = {
    "sqlite": insert(bodies),
    "postgresql": _insert_arrays("bodies", _BODY_TYPES),
}
LOCK_SHARD: dict[str, Executable] = {
    "sqlite": text("SELECT size, recorded_at, frontier FROM shards WHERE shard = :shard"),
    "postgresql": text("SELECT size, recorded_at, frontier FROM tracker_lock_shard(:shard)"),
}
MOVE_SHARD = text(
    "UPDATE shards SET size = :size, recorded_at = :recorded_at, frontier = :frontier WHERE shard = :shard"
)
VERSIONS = text("SELECT 1 FROM events WHERE shard = :shard AND stream_id = :stream_id AND version = :version")
SIGHT = text(
    "INSERT INTO sightings (shard, observation_id, stream_id, position, digest, first_seen, last_seen, times)"
    " VALUES (:shard, :observation_id, :stream_id, :position, :digest, :seen, :seen, 1)"
    " ON CONFLICT (shard, observation_id) DO UPDATE"
    " SET last_seen = excluded.last_seen, times = sightings.times + 1, position = excluded.position"
)


def rows_for(dialect: str, rows: Sequence[dict[str, Any]]) -> Any:
    """The rows of a batch in the form that this dialect's insert takes."""
    if dialect == "sqlite":
        return rows
    return {name: [row[name] for row in rows] for name in rows[0]}
