"""The heads of the tree's full subtrees, so that a proof need not hash the whole log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.ledger.guards import install_guards

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "subtrees",
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("place", BIG, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("shard", "level", "place", name="subtrees_pkey"),
        sqlite_strict=True,
    )
    install_guards(op.get_bind())


def downgrade() -> None:
    raise RuntimeError("the ledger only moves forward: restore a backup instead")
