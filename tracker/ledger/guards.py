"""Triggers that hold the log to its promise whoever writes: nothing changed, nothing deleted, no position forged.

`install_guards` ends every migration: Alembic's batch mode was seen to drop triggers without a word. Nothing here
stops the owner of the database file; `verify` and checkpoints do.
"""

from __future__ import annotations

from sqlalchemy import Connection

REFUSAL = "the log is append-only"

_SQLITE = {
    "events_no_update": f"BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, '{REFUSAL}: no update'); END",
    "events_no_delete": f"BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, '{REFUSAL}: no delete'); END",
    # INSERT OR REPLACE fires neither of the two above.
    "events_no_replace": f"""BEFORE INSERT ON events
        WHEN EXISTS (SELECT 1 FROM events WHERE shard = NEW.shard AND position = NEW.position)
          OR EXISTS (SELECT 1 FROM events
                     WHERE shard = NEW.shard AND stream_id = NEW.stream_id AND version = NEW.version)
          OR EXISTS (SELECT 1 FROM events WHERE shard = NEW.shard AND event_id = NEW.event_id)
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}: this key exists'); END""",
}

_POSTGRESQL_FUNCTIONS = (
    f"""
    CREATE OR REPLACE FUNCTION tracker_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '{REFUSAL}: no %', lower(TG_OP);
    END $$""",
    # A writer without UPDATE on shards cannot lock a row itself; this does it for him and gives him nothing more.
    """
    CREATE OR REPLACE FUNCTION tracker_lock_shard(which integer)
    RETURNS TABLE (size bigint, recorded_at bigint, frontier bytea)
    LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
      SELECT s.size, s.recorded_at, s.frontier FROM shards s WHERE s.shard = which FOR UPDATE
    $$""",
    # Positions must continue the shard and times must not go back; the right edge of the tree (RFC 6962) moves here.
    """
    CREATE OR REPLACE FUNCTION tracker_extend_shard() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    DECLARE
      head shards%ROWTYPE;
      fresh record;
      hashes bytea[];
      node bytea;
      low bigint;
    BEGIN
      FOR head IN SELECT s.* FROM shards s WHERE s.shard IN (SELECT a.shard FROM added a) ORDER BY s.shard FOR UPDATE
      LOOP
        SELECT coalesce(array_agg(substring(head.frontier FROM i * 32 + 1 FOR 32) ORDER BY i), '{}') INTO hashes
          FROM generate_series(0, length(head.frontier) / 32 - 1) AS i;
        FOR fresh IN
          SELECT a.position, a.recorded_at, a.leaf_hash FROM added a WHERE a.shard = head.shard ORDER BY a.position
        LOOP
          IF fresh.position <> head.size THEN
            RAISE EXCEPTION 'position % does not continue shard % at %', fresh.position, head.shard, head.size;
          END IF;
          IF fresh.recorded_at < head.recorded_at THEN
            RAISE EXCEPTION 'position % was recorded before its predecessor', fresh.position;
          END IF;
          node := fresh.leaf_hash;
          low := head.size;
          WHILE low % 2 = 1 LOOP
            node := sha256('\\x01'::bytea || hashes[cardinality(hashes)] || node);
            hashes := hashes[1:cardinality(hashes) - 1];
            low := low / 2;
          END LOOP;
          hashes := array_append(hashes, node);
          head.size := head.size + 1;
          head.recorded_at := fresh.recorded_at;
        END LOOP;
        UPDATE shards SET size = head.size, recorded_at = head.recorded_at,
            frontier = (SELECT string_agg(t.h, ''::bytea ORDER BY t.i) FROM unnest(hashes) WITH ORDINALITY AS t(h, i))
          WHERE shard = head.shard;
      END LOOP;
      RETURN NULL;
    END $$""",
)

_POSTGRESQL_TRIGGERS = {
    "events_no_change": "BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION tracker_refuse()",
    "events_no_truncate": "BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION tracker_refuse()",
    "events_extend": "AFTER INSERT ON events REFERENCING NEW TABLE AS added FOR EACH STATEMENT"
    " EXECUTE FUNCTION tracker_extend_shard()",
}


def guard_names(dialect: str) -> frozenset[str]:
    """The names of the triggers that must stand on a ledger of that SQLAlchemy dialect."""
    return frozenset(_SQLITE if dialect == "sqlite" else _POSTGRESQL_TRIGGERS)


def install_guards(connection: Connection) -> None:
    """Make the ledger's triggers anew; to be called at the end of every migration."""
    if connection.dialect.name == "sqlite":
        for name, body in _SQLITE.items():
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")
        return
    for function in _POSTGRESQL_FUNCTIONS:
        connection.exec_driver_sql(function.replace("%", "%%"))  # the driver reads % as its own
    for name, body in _POSTGRESQL_TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE OR REPLACE TRIGGER {name} {body}")
