"""What the audit found, what reviewers said of it, and which stories were withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracker.ledger.guards import install_guards

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("stories", sa.Column("withdrawn_at", BIG))
    op.create_table(
        "examinations",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("stream_id", TEXT, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("recorded_at", BIG, nullable=False),
        sa.Column("published_at", BIG, nullable=False),
        sa.Column("previous", BIG),
        sa.Column("previous_position", BIG),
        sa.Column("backfill", sa.Integer, nullable=False),
        sa.Column("changes", BIG, nullable=False),
        sa.Column("substantive", BIG, nullable=False),
        sa.Column("undisclosed", BIG, nullable=False),
        sa.Column("claims", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("sentences", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("generation", "stream_id", "revision", name="examinations_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "findings",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("stream_id", TEXT, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("severity", sa.Integer, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("change", BIG),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("old_words", sa.Text),
        sa.Column("new_words", sa.Text),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("noted", sa.Integer, nullable=False),
        sa.Column("backfill", sa.Integer, nullable=False),
        sa.Column("previous_position", BIG),
        sa.Column("published_at", BIG, nullable=False),
        sa.Column("opened_position", BIG, nullable=False),
        sa.Column("opened_at", BIG, nullable=False),
        sa.Column("closed_position", BIG),
        sa.Column("closed_at", BIG),
        sa.Column("cause", sa.Text),
        sa.PrimaryKeyConstraint("generation", "stream_id", "revision", "number", name="findings_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "reviews",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("stream_id", TEXT, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("previous_position", BIG),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("comment", sa.Text),
        sa.Column("shown", sa.LargeBinary),
        sa.Column("recorded_at", BIG, nullable=False),
        sa.Column("withdrawn_position", BIG),
        sa.PrimaryKeyConstraint("generation", "stream_id", "position", "key", name="reviews_pkey"),
        sqlite_strict=True,
    )
    op.create_index("examinations_recorded", "examinations", ["generation", "recorded_at"])
    op.create_index("findings_queue", "findings", ["generation", "closed_position", "severity", "opened_at"])
    install_guards(op.get_bind())


def downgrade() -> None:
    raise RuntimeError("the ledger only moves forward: restore a backup instead")
