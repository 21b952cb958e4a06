"""The ledger's indexes, apart from its tables: a partial index names its database and so loads that dialect.
dialect.

A twentieth of a second is too much for a command that only reads. Migrations and their tests import this module.
"""

from __future__ import annotations

from sqlalchemy import Index, text

from tracker.ledger.schema import events, sightings

_published = text("published_at IS NOT NULL")

AS_OF = Index(
    "events_as_of",
    events.c.shard,
    events.c.stream_id,
    events.c.type,
    events.c.published_at,
    events.c.position,
    sqlite_where=_published,
    postgresql_where=_published,
)
RECORDED = Index("events_recorded", events.c.shard, events.c.recorded_at, events.c.position)
SIGHTED = Index("sightings_position", sightings.c.shard, sightings.c.position)
