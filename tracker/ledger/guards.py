"""Triggers that hold the log to its promise whoever writes: nothing changed, nothing deleted, no position forged.

`install_guards` ends every migration: Alembic's batch mode was seen to drop triggers without a word. Nothing here
stops the owner of the database file; `verify` and checkpoints do.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

REFUSAL = "the log is append-only"
LOCK_FUNCTION = "tracker_lock_shard(integer)"
"""The function by which a writer locks a shard on PostgreSQL, as GRANT names it."""

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
    LANGUAGE sql SECURITY DEFINER SET search_path = @path@ AS $$
      SELECT s.size, s.recorded_at, s.frontier FROM shards s WHERE s.shard = which FOR UPDATE
    $$""",
    # Positions must continue the shard and times must not go back; the right edge of the tree (RFC 6962) moves here.
    """
    CREATE OR REPLACE FUNCTION tracker_extend_shard() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = @path@ AS $$
    DECLARE
      head shards%ROWTYPE;
      fresh record;
      hashes bytea[];
      node bytea;
      low bigint;
    BEGIN
      SELECT a.shard, a.position INTO fresh FROM added a WHERE a.shard NOT IN (SELECT s.shard FROM shards s) LIMIT 1;
      IF FOUND THEN
        RAISE EXCEPTION 'position % is of shard %, which there is not', fresh.position, fresh.shard;
      END IF;
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


# A statement that names a partition fires the partition's own triggers; the one for each row comes from its parent.
_ON_PARTITIONS = ("events_no_truncate", "events_extend")
# What runs with the owner's rights finds the ledger's tables, and no temporary ones of the same names.
_SAFE_PATH = text("SELECT 'pg_catalog, ' || quote_ident(current_schema()) || ', pg_temp'")
_PARTITIONS = text(
    "SELECT CAST(CAST(inhrelid AS regclass) AS text) FROM pg_inherits WHERE inhparent = 'events'::regclass ORDER BY 1"
)


def event_partitions(connection: Connection) -> list[str]:
    """The tables that hold the rows of `events` where it is partitioned, by name; none where it is not."""
    return [] if connection.dialect.name == "sqlite" else list(connection.scalars(_PARTITIONS))


def install_guards(connection: Connection) -> None:
    """Make the ledger's triggers anew; to be called at the end of every migration."""
    if connection.dialect.name == "sqlite":
        for name, body in _SQLITE.items():
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")
        return
    path = connection.scalars(_SAFE_PATH).one()
    for function in _POSTGRESQL_FUNCTIONS:
        # The driver reads % as its own.
        connection.exec_driver_sql(function.replace("@path@", path).replace("%", "%%"))
    # Locking is for who may write (`roles`). A trigger needs no right to run; who could make one of the function on a
    # table of his own could move the shards.
    for function in (LOCK_FUNCTION, "tracker_extend_shard()"):
        connection.exec_driver_sql(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
    for name, body in _POSTGRESQL_TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE OR REPLACE TRIGGER {name} {body}")
    for partition in event_partitions(connection):
        for name in _ON_PARTITIONS:
            body = _POSTGRESQL_TRIGGERS[name].replace(" ON events ", f" ON {partition} ")
            connection.exec_driver_sql(f"CREATE OR REPLACE TRIGGER {name} {body}")
