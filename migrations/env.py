"""Alembic's entry: runs the migrations on the connection that `tracker.ledger.migrate` hands over.

Run by hand (`alembic upgrade head` in a checkout) it opens the database named by TRACKER_DATABASE itself.
"""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection

from tracker.ledger import indexes, schema
from tracker.ledger.database import Database
from tracker.projections.schema import metadata as projections

assert indexes.AS_OF.table is schema.events  # importing it completes the metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=[schema.metadata, projections],
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = Database(os.environ["TRACKER_DATABASE"])
    with database.write() as own:
        run(own)
    database.close()
