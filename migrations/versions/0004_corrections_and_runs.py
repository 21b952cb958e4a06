"""When somebody last looked: the runs of each job, the inputs of each source, the looks at each story."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracker.ledger.guards import install_guards

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "run_jobs",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("stream_id", TEXT, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("job", TEXT, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("started_at", BIG, nullable=False),
        sa.Column("finished_at", BIG, nullable=False),
        sa.Column("runs", BIG, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("sources", sa.Text, nullable=False),
        sa.Column("rejects", sa.Text, nullable=False),
        sa.Column("last_input_at", BIG),
        sa.Column("last_change_at", BIG),
        sa.PrimaryKeyConstraint("generation", "stream_id", name="run_jobs_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "run_sources",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("last_run_at", BIG),
        sa.Column("last_run_job", TEXT),
        sa.Column("last_input_at", BIG),
        sa.Column("last_change_at", BIG),
        sa.PrimaryKeyConstraint("generation", "shard", "source", name="run_sources_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "run_looks",
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("stream_id", TEXT, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("looked_at", BIG, nullable=False),
        sa.Column("job", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("generation", "stream_id", "revision", "shard", name="run_looks_pkey"),
        sqlite_strict=True,
    )
    op.add_column("points", sa.Column("counted", sa.Integer, nullable=False, server_default="1"))
    op.add_column("points", sa.Column("redated_from", BIG))
    op.add_column("examinations", sa.Column("counted", sa.Integer, nullable=False, server_default="1"))
    install_guards(op.get_bind())


def downgrade() -> None:
    raise RuntimeError("the ledger only moves forward: restore a backup instead")
