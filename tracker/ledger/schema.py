"""The ledger's tables as SQLAlchemy sees them; `migrations/` makes them, a test compares the two.

The indexes stand in `indexes`. One schema serves SQLite and PostgreSQL. Every key starts with `shard`:
hash-partitioned databases demand it. Times are microseconds since the epoch, UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_REVISION = "0007"
"""The newest migration this program knows; a test compares it with Alembic's head."""

metadata = MetaData()

BIG = BigInteger().with_variant(Integer, "sqlite")
KEY_TEXT = Text().with_variant(Text(collation="C"), "postgresql")

ledger = Table(
    "ledger",
    metadata,
    Column("log_id", KEY_TEXT, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    Column("shards", Integer, nullable=False),
    Column("created_at", BIG, nullable=False),
    sqlite_strict=True,
)

shards = Table(
    "shards",
    metadata,
    Column("shard", Integer, primary_key=True, autoincrement=False),
    Column("size", BIG, nullable=False),
    Column("recorded_at", BIG, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    sqlite_strict=True,
)

events = Table(
    "events",
    metadata,
    Column("shard", Integer, nullable=False),
    Column("position", BIG, nullable=False),
    Column("stream_id", KEY_TEXT, nullable=False),
    Column("version", BIG, nullable=False),
    Column("event_id", LargeBinary, nullable=False),
    Column("type", KEY_TEXT, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("published_at", BIG),
    Column("recorded_at", BIG, nullable=False),
    Column("data", KEY_TEXT, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("shard", "position", name="events_pkey"),
    UniqueConstraint("shard", "stream_id", "version", name="events_stream_version"),
    UniqueConstraint("shard", "event_id", name="events_event_id"),
    sqlite_strict=True,
)

bodies = Table(
    "bodies",
    metadata,
    Column("shard", Integer, nullable=False),
    Column("position", BIG, nullable=False),
    Column("slot", KEY_TEXT, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("codec", Integer, nullable=False),
    Column("base", BIG),
    Column("bytes", LargeBinary, nullable=False),
    PrimaryKeyConstraint("shard", "position", "slot", name="bodies_pkey"),
    ForeignKeyConstraint(["shard", "position"], ["events.shard", "events.position"], name="bodies_event"),
    sqlite_strict=True,
)

sightings = Table(
    "sightings",
    metadata,
    Column("shard", Integer, nullable=False),
    Column("observation_id", LargeBinary, nullable=False),
    Column("stream_id", KEY_TEXT, nullable=False),
    Column("position", BIG, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("first_seen", BIG, nullable=False),
    Column("last_seen", BIG, nullable=False),
    Column("times", BIG, nullable=False),
    PrimaryKeyConstraint("shard", "observation_id", name="sightings_pkey"),
    sqlite_strict=True,
)

# Which bodies an event `body.erased` took away, and keyed digests of what they held: it is not recorded again. Until
# `swept_at` the files of the database may still hold the bytes.
erasures = Table(
    "erasures",
    metadata,
    Column("shard", Integer, nullable=False),
    Column("position", BIG, nullable=False),
    Column("slot", KEY_TEXT, nullable=False),
    Column("by_shard", Integer, nullable=False),
    Column("by_position", BIG, nullable=False),
    Column("digest", LargeBinary),
    Column("swept_at", BIG),
    PrimaryKeyConstraint("shard", "position", "slot", name="erasures_pkey"),
    sqlite_strict=True,
)

# Derived from the leaf hashes: level k has a node for every 256**k of them.
subtrees = Table(
    "subtrees",
    metadata,
    Column("shard", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("place", BIG, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("shard", "level", "place", name="subtrees_pkey"),
    sqlite_strict=True,
)
