"""The read models: what lists and searches answer from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracker.ledger.guards import install_guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "points",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("stream_id", TEXT, nullable=False),
        sa.Column("published_at", BIG, nullable=False),
        sa.Column("source_version", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("confirmed", sa.Integer, nullable=False),
        sa.Column("late", sa.Integer, nullable=False),
        sa.Column("recorded_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint(
            "generation", "stream_id", "published_at", "source_version", "position", name="points_pkey"
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "projection_cursors",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", "generation", "shard", name="projection_cursors_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "projection_errors",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", "generation", "shard", "position", name="projection_errors_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "projections",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("generation", sa.Integer, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "revisions",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("stream_id", TEXT, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("basis", TEXT, nullable=False),
        sa.Column("previous", BIG),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("headline", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("paragraphs", BIG, nullable=False),
        sa.Column("words", BIG, nullable=False),
        sa.Column("words_added", BIG),
        sa.Column("words_removed", BIG),
        sa.Column("changes", BIG),
        sa.Column("coarse", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("generation", "stream_id", "revision", name="revisions_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "stories",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("stream_id", TEXT, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("key_id", TEXT, nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("url", TEXT),
        sa.Column("headline", sa.Text),
        sa.Column("revisions", BIG, nullable=False),
        sa.Column("latest_revision", BIG, nullable=False),
        sa.Column("latest_position", BIG, nullable=False),
        sa.Column("latest_version", BIG, nullable=False),
        sa.Column("first_published", BIG, nullable=False),
        sa.Column("latest_published", BIG, nullable=False),
        sa.Column("opened_at", BIG, nullable=False),
        sa.Column("changed_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("generation", "stream_id", name="stories_pkey"),
        sqlite_strict=True,
    )
    op.create_index("stories_published", "stories", ["generation", "latest_published"])
    op.create_index("stories_slug", "stories", ["generation", "slug"])
    op.create_index("stories_url", "stories", ["generation", "url"])
    install_guards(op.get_bind())


def downgrade() -> None:
    raise RuntimeError("the ledger only moves forward: restore a backup instead")
