"""Which bodies were erased; and no samples of texts in the database's own statistics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracker.ledger.guards import install_guards

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_TOLD = {
    "bodies": ("salt", "bytes"),
    "stories": ("url", "headline"),
    "revisions": ("fingerprint", "headline", "note"),
    "examinations": ("claims", "content", "sentences"),
    "findings": ("place", "old_words", "new_words", "message", "cause"),
    "reviews": ("comment", "shown"),
    "run_jobs": ("rejects",),
    "projection_errors": ("message",),
}


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("slot", TEXT, nullable=False),
        sa.Column("by_shard", sa.Integer, nullable=False),
        sa.Column("by_position", BIG, nullable=False),
        sa.Column("digest", sa.LargeBinary),
        sa.PrimaryKeyConstraint("shard", "position", "slot", name="erasures_pkey"),
        sqlite_strict=True,
    )
    op.add_column("revisions", sa.Column("erased", BIG))
    op.add_column("stories", sa.Column("erased", BIG))
    if op.get_bind().dialect.name == "postgresql":
        # ANALYZE would keep samples of them in pg_statistic, where no erasure finds them.
        for table, columns in _TOLD.items():
            for column in columns:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
    install_guards(op.get_bind())


def downgrade() -> None:
    raise RuntimeError("the ledger only moves forward: restore a backup instead")
