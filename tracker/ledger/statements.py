"""The statements of appending, once for each database where they differ.

PostgreSQL takes a batch by COPY: its statement trigger sees the batch as a whole, and nothing is quicker.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, select, text, tuple_
from sqlalchemy.exc import DBAPIError

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
        """One COPY for the whole batch, its rows in the binary format."""
        return f"COPY {self.table} ({', '.join(self.columns)}) FROM STDIN (FORMAT BINARY)"


EVENTS = Rows(
    "events",
    {
        "shard": "int4",
        "position": "int8",
        "stream_id": "text",
        "version": "int8",
        "event_id": "bytea",
        "type": "text",
        "schema_version": "int4",
        "published_at": "int8",
        "recorded_at": "int8",
        "data": "text",
        "leaf_hash": "bytea",
    },
)
BODIES = Rows(
    "bodies",
    {
        "shard": "int4",
        "position": "int8",
        "slot": "text",
        "salt": "bytea",
        "codec": "int4",
        "base": "int8",
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


def missing_versions(connection: Connection, shard: int, pairs: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of these (stream, version) pairs that the log does not have: mostly none."""
    if not pairs or connection.dialect.name == "sqlite":
        return pairs - existing_versions(connection, shard, pairs)
    streams, versions = zip(*pairs, strict=True)
    given = {"shard": shard, "streams": "\n".join(streams), "versions": ",".join(map(str, versions))}
    return {(row.stream_id, row.version) for row in connection.execute(_MISSING, given)}


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
    # Straight to the driver: a batch has thousands of values, and there is nothing about them to convert.
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(into.sqlite, list(rows))
    else:
        _copy_rows(connection, into, rows)


def _copy_rows(connection: Connection, into: Rows, rows: Sequence[tuple[Any, ...]]) -> None:
    """As `insert_rows`, on PostgreSQL; the driver's errors come out as SQLAlchemy's, as they do everywhere else."""
    from psycopg.types.string import BytesBinaryDumper

    driver: Any = connection.connection.driver_connection
    base = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor:
            # By the type's name psycopg finds a dumper written in Python; this one takes half the time for a row.
            cursor.adapters.register_dumper(bytes, BytesBinaryDumper)
            with cursor.copy(into.postgresql) as copy:
                copy.set_types(list(into.columns.values()))
                for row in rows:
                    copy.write_row(row)
    except base as error:
        if connection.dialect.is_disconnect(error, driver, None):
            connection.invalidate(error)
        raise DBAPIError.instance(into.postgresql, None, error, base, dialect=connection.dialect) from error


# Hundreds of pairs in an IN cost the server more than the whole batch to insert, and arrays the driver.
_MISSING = text(
    "SELECT stream_id, version FROM unnest(string_to_array(:streams, chr(10)),"
    " CAST(string_to_array(:versions, ',') AS bigint[])) AS wanted(stream_id, version)"
    " WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.shard = :shard"
    " AND e.stream_id = wanted.stream_id AND e.version = wanted.version)"
)
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
