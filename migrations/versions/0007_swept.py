"""When the files of the database were rid of what an erasure took; null while they may still hold its bytes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.ledger.guards import install_guards

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    # Of erasures before this nobody knows: `tracker erase --sweep` settles them.
    op.add_column("erasures", sa.Column("swept_at", BIG))
    install_guards(op.get_bind())


def downgrade() -> None:
    raise RuntimeError("the ledger only moves forward: restore a backup instead")
