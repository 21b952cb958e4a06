"""The ledger: log id and secret, shards, events, bodies, sightings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracker.ledger.guards import install_guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
PARTITIONED = ("events", "bodies", "sightings")


def _partitions() -> int:
    """How many partitions the tables with a row for each event are to have; 0 for none, as ever on SQLite."""
    config = op.get_context().config
    return 0 if config is None else int(config.attributes.get("partitions", 0))


def upgrade() -> None:
    _make_heads()
    _make_events()
    _make_bodies()
    _make_sightings()
    for table in PARTITIONED:
        _make_partitions(table)
    install_guards(op.get_bind())


def downgrade() -> None:
    raise RuntimeError("the ledger only moves forward: restore a backup instead")


def _partitioning() -> dict[str, str]:
    return {"postgresql_partition_by": "HASH (shard)"} if _partitions() else {}


def _make_partitions(table: str) -> None:
    count = _partitions()
    for remainder in range(count):
        op.execute(
            f"CREATE TABLE {table}_p{remainder} PARTITION OF {table}"
            f" FOR VALUES WITH (MODULUS {count}, REMAINDER {remainder})"
        )


def _make_heads() -> None:
    op.create_table(
        "ledger",
        sa.Column("log_id", TEXT, primary_key=True),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("shards", sa.Integer, nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "shards",
        sa.Column("shard", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("recorded_at", BIG, nullable=False),
        sa.Column("frontier", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
        # Every append rewrites this row: free room on its page keeps the rewrite in place.
        postgresql_with={"fillfactor": 10},
    )


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("stream_id", TEXT, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("event_id", sa.LargeBinary, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("published_at", BIG),
        sa.Column("recorded_at", BIG, nullable=False),
        sa.Column("data", TEXT, nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("shard", "position", name="events_pkey"),
        sa.UniqueConstraint("shard", "stream_id", "version", name="events_stream_version"),
        sa.UniqueConstraint("shard", "event_id", name="events_event_id"),
        sqlite_strict=True,
        **_partitioning(),
    )
    published = sa.text("published_at IS NOT NULL")
    op.create_index(
        "events_as_of",
        "events",
        ["shard", "stream_id", "type", "published_at", "position"],
        sqlite_where=published,
        postgresql_where=published,
    )
    op.create_index("events_recorded", "events", ["shard", "recorded_at", "position"])


def _make_bodies() -> None:
    op.create_table(
        "bodies",
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("slot", TEXT, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("codec", sa.Integer, nullable=False),
        sa.Column("base", BIG),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("shard", "position", "slot", name="bodies_pkey"),
        sa.ForeignKeyConstraint(["shard", "position"], ["events.shard", "events.position"], name="bodies_event"),
        sqlite_strict=True,
        **_partitioning(),
    )
    if op.get_bind().dialect.name == "postgresql":
        # The bytes are compressed already.
        op.execute("ALTER TABLE bodies ALTER COLUMN bytes SET STORAGE EXTERNAL")


def _make_sightings() -> None:
    op.create_table(
        "sightings",
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("observation_id", sa.LargeBinary, nullable=False),
        sa.Column("stream_id", TEXT, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("first_seen", BIG, nullable=False),
        sa.Column("last_seen", BIG, nullable=False),
        sa.Column("times", BIG, nullable=False),
        sa.PrimaryKeyConstraint("shard", "observation_id", name="sightings_pkey"),
        sqlite_strict=True,
        **_partitioning(),
    )
    op.create_index("sightings_position", "sightings", ["shard", "position"])
