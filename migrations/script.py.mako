"""${message}"""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa

from tracker.ledger.guards import install_guards

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
    install_guards(op.get_bind())


def downgrade() -> None:
    raise RuntimeError("the ledger only moves forward: restore a backup instead")
