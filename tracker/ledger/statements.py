"""The statements of appending, once for each database where they differ.

PostgreSQL takes a batch as arrays in one INSERT, so that its statement trigger sees the batch as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, select, text, tuple_

from tracker.ledger.schema import erasures, events


@dataclass(frozen=True, slots=True)
class Rows:
    """A table that batches go into: its columns in order, each with its type on PostgreSQL."""

    table: str
    columns: dict[str, str]

    @property
    def sqlite(self) -> str:
        """One INSERT for `executemany`."""
        marks = ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.table} ({', '.join(self.columns)}) VALUES ({marks})"

    @property
    def postgresql(self) -> str:
        """One INSERT for the whole batch, each column an array."""
        arrays = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in self.columns.items())
        return f"INSERT INTO {self.table} ({', '.join(self.columns)}) SELECT * FROM unnest({arrays})"


EVENTS = Rows(
    "events",
    {
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
    },
)
BODIES = Rows(
    "bodies",
    {
        "shard": "int",
        "position": "bigint",
        "slot": "text",
        "salt": "bytea",
        "codec": "int",
        "base": "bigint",
        "bytes": "bytea",
    },
)


def existing_versions(connection: Connection, shard: int, pairs: Collection[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of these (stream, version) pairs that the log has."""
    if not pairs:
        return set()
    pair = tuple_(events.c.stream_id, events.c.version)
    found = connection.execute(
        select(events.c.stream_id, events.c.version).where(events.c.shard == shard, pair.in_(sorted(pairs)))
    )
    return {(row.stream_id, row.version) for row in found}


def existing_ids(connection: Connection, shard: int, event_ids: Collection[bytes]) -> set[bytes]:
    """Those of these event ids that a shard has."""
    if not event_ids:
        return set()
    found = connection.execute(
        select(events.c.event_id).where(events.c.shard == shard, events.c.event_id.in_(sorted(event_ids)))
    )
    return {bytes(row.event_id) for row in found}


def something_erased(connection: Connection) -> bool:
    """Whether anything was ever erased from the ledger: mostly nothing was, and no more need be asked."""
    return connection.execute(_SOMETHING_ERASED).first() is not None


def erased_among(connection: Connection, shard: int, positions: Collection[int]) -> bool:
    """Whether any body at these positions of a shard was erased."""
    if not positions:
        return False
    mine = select(erasures.c.slot).where(erasures.c.shard == shard, erasures.c.position.in_(sorted(positions)))
    return connection.execute(mine.limit(1)).first() is not None


def erased_digests(connection: Connection, digests: Collection[bytes]) -> bool:
    """Whether any of these keyed digests is that of something erased."""
    if not digests:
        return False
    again = select(erasures.c.slot).where(erasures.c.digest.in_(sorted(digests)))
    return connection.execute(again.limit(1)).first() is not None


def insert_rows(connection: Connection, into: Rows, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert a batch of rows, their values in the order of the table's columns."""
    if connection.dialect.name == "sqlite":
        # Straight to the driver: a batch binds thousands of values, and there is nothing about them to convert.
        connection.exec_driver_sql(into.sqlite, list(rows))
    else:
        arrays = dict(zip(into.columns, map(list, zip(*rows, strict=True)), strict=True))
        connection.execute(text(into.postgresql), arrays)


_SOMETHING_ERASED = text("SELECT 1 FROM erasures LIMIT 1")
LOCK_SHARD: dict[str, Executable] = {
    "sqlite": text("SELECT size, recorded_at, frontier FROM shards WHERE shard = :shard"),
    "postgresql": text("SELECT size, recorded_at, frontier FROM tracker_lock_shard(:shard)"),
}
MOVE_SHARD = text(
    "UPDATE shards SET size = :size, recorded_at = :recorded_at, frontier = :frontier WHERE shard = :shard"
)
SIGHT = text(
    "INSERT INTO sightings (shard, observation_id, stream_id, position, digest, first_seen, last_seen, times)"
    " VALUES (:shard, :observation_id, :stream_id, :position, :digest, :seen, :seen, 1)"
    " ON CONFLICT (shard, observation_id) DO UPDATE"
    " SET last_seen = excluded.last_seen, times = sightings.times + 1, position = excluded.position"
)
