"""The schema check: tables and guards as every version's migrations leave them pass; whatever is dropped, altered or
switched off is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from backends import Backend, PostgreSQL, SQLite
from builders import FakeClock, opened
from oldledgers import OLD_REVISIONS, configuration

from tracker.ledger.database import Database
from tracker.ledger.migrate import upgrade
from tracker.ledger.schemacheck import schema_faults


def found(url: str) -> list[str]:
    """What the check says of a database."""
    with opened(url, FakeClock()) as ledger, ledger.view() as view:
        return list(schema_faults(view.connection))


@pytest.fixture
def empty(backend: Backend) -> Iterator[str]:
    """A database without a ledger, of each kind in turn."""
    url = backend.empty()
    yield url
    backend.drop(url)


def test_a_new_ledger_is_as_it_should_be(url: str) -> None:
    """Nothing is said of tables and guards that this version made."""
    assert found(url) == []


@pytest.mark.parametrize("revision", OLD_REVISIONS)
def test_an_upgraded_ledger_is_as_it_should_be(backend: Backend, empty: str, clock: FakeClock, revision: str) -> None:
    """Nothing is said of a ledger that came from any older version by its migrations."""
    if backend.name == "sqlite":
        Path(empty).touch()
    database = Database(empty)
    with database.write() as connection:
        command.upgrade(configuration(connection), revision)
    upgrade(database, clock=clock)
    database.close()
    assert found(empty) == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DROP TRIGGER events_no_update", ["the guard events_no_update of events is missing"]),
        ("DROP TRIGGER events_no_delete", ["the guard events_no_delete of events is missing"]),
        ("DROP TRIGGER events_no_replace", ["the guard events_no_replace of events is missing"]),
        (
            "DROP TRIGGER events_no_update;"
            " CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT 1; END",
            ["the guard events_no_update of events was altered"],
        ),
        (
            "DROP TRIGGER events_no_delete;"
            " CREATE TRIGGER events_no_delete BEFORE DELETE ON events WHEN OLD.position < 0"
            " BEGIN SELECT RAISE(ABORT, 'the log is append-only: no delete'); END",
            ["the guard events_no_delete of events was altered"],
        ),
        (
            "DROP TRIGGER events_no_delete; CREATE TRIGGER events_no_delete BEFORE DELETE ON bodies"
            " BEGIN SELECT RAISE(ABORT, 'the log is append-only: no delete'); END",
            ["the guard events_no_delete of events is missing", "the table bodies has a trigger events_no_delete"],
        ),
        (
            "CREATE TRIGGER sneak AFTER INSERT ON bodies BEGIN DELETE FROM bodies; END",
            ["the table bodies has a trigger sneak"],
        ),
        ("ALTER TABLE events ADD COLUMN aside TEXT", ["the table events has a column aside"]),
        ("DROP TABLE erasures", ["the table erasures is missing: restore a backup"]),
        ("CREATE INDEX mine ON events (recorded_at)", []),
        ("CREATE VIEW mine AS SELECT * FROM events", []),
    ],
)
def test_what_was_changed_by_statements(sqlite: SQLite, sqlite_url: str, sql: str, said: list[str]) -> None:
    """A guard that was dropped, emptied, narrowed or moved, and a table with more or less than it had, are named; an
    index or a view of one's own is nobody's business."""
    with sqlite.raw(sqlite_url) as connection:
        connection.executescript(sql)
    told = found(sqlite_url)
    assert [one[: len(start)] for one, start in zip(told, said, strict=True)] == said


def rewrite(url: str, table: str, old: str, new: str) -> None:
    """Change a table's text in the schema itself, as an editor of the file can."""
    connection = sqlite3.connect(url, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    changed = connection.execute(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ? AND instr(sql, ?)",
        (old, new, table, old),
    )
    assert changed.rowcount == 1
    connection.close()


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("events", "STRICT", "", "the table events has lost its strictness about types (STRICT)"),
        ("events", "data TEXT", "data BLOB", "the column events.data was altered: it is BLOB, not TEXT"),
        ("events", "data TEXT NOT NULL", "data TEXT", "the column events.data was altered: it may be empty"),
        (
            "events",
            "published_at INTEGER",
            "published_at INTEGER NOT NULL",
            "the column events.published_at was altered",
        ),
        ("events", "stream_id TEXT", "stream_id TEXT COLLATE NOCASE", "the table events has COLLATE NOCASE"),
        ("bodies", "slot TEXT", "slot TEXT DEFAULT 'x'", "the table bodies has DEFAULT"),
        ("bodies", "codec INTEGER", "codec INTEGER CHECK (codec < 9)", "the table bodies has CHECK"),
    ],
)
def test_a_table_whose_text_was_rewritten(sqlite_url: str, table: str, old: str, new: str, said: str) -> None:
    """Types, collations, what may be empty and clauses that never were there are compared one by one."""
    rewrite(sqlite_url, table, old, new)
    assert any(one.startswith(said) for one in found(sqlite_url))


def test_a_table_that_lost_its_keys(sqlite: SQLite, sqlite_url: str) -> None:
    """A table made anew without its keys and references gives each of them away, whatever indexes stand there."""
    with sqlite.raw(sqlite_url) as connection:
        connection.executescript(
            "DROP TABLE bodies; CREATE TABLE bodies (shard INTEGER NOT NULL, position INTEGER NOT NULL,"
            " slot TEXT NOT NULL, salt BLOB NOT NULL, codec INTEGER NOT NULL, base INTEGER,"
            " bytes BLOB NOT NULL) STRICT;"
            "CREATE INDEX bodies_pkey ON bodies (shard, position, slot);"
            "CREATE UNIQUE INDEX some ON bodies (shard, position, slot) WHERE position > 5;"
            "CREATE UNIQUE INDEX other ON bodies (shard, position, slot COLLATE NOCASE)"
        )
    assert [one.split(":")[0].split(";")[0] for one in found(sqlite_url)] == [
        "the key of bodies over shard, position, slot is missing",
        "the table bodies has lost its reference to events (shard, position)",
    ]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DROP TRIGGER events_no_change ON events", ["the guard events_no_change of events is missing"]),
        (
            "ALTER TABLE events DISABLE TRIGGER events_no_truncate",
            ["the guard events_no_truncate of events is switched"],
        ),
        (
            "ALTER TABLE events ENABLE REPLICA TRIGGER events_extend",
            ["the guard events_extend of events is switched off"],
        ),
        ("ALTER TABLE events ENABLE ALWAYS TRIGGER events_extend", []),
        ("ALTER TABLE bodies DISABLE TRIGGER ALL", ["the check of references of bodies is switched off"]),
        (
            "CREATE OR REPLACE TRIGGER events_no_change BEFORE DELETE ON events FOR EACH ROW"
            " EXECUTE FUNCTION tracker_refuse()",
            ["the guard events_no_change of events was altered"],
        ),
        (
            "CREATE OR REPLACE FUNCTION tracker_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            ["the function tracker_refuse was altered"],
        ),
        ("ALTER FUNCTION tracker_extend_shard() SECURITY INVOKER", ["the function tracker_extend_shard was altered"]),
        (
            "ALTER FUNCTION tracker_lock_shard(integer) SET search_path = elsewhere",
            ["the function tracker_lock_shard was altered"],
        ),
        ("ALTER TABLE events DROP CONSTRAINT events_event_id", ["the key of events over shard, event_id is missing"]),
        ("ALTER TABLE bodies DROP CONSTRAINT bodies_event", ["the table bodies has lost its reference to events"]),
        (
            'ALTER TABLE events ALTER COLUMN data TYPE text COLLATE "POSIX"',
            ["the column events.data was altered: it is TEXT COLLATE"],
        ),
        (
            "ALTER TABLE sightings ALTER COLUMN times TYPE integer",
            ["the column sightings.times was altered: it is INTEGER, not BIGINT"],
        ),
        ("ALTER TABLE bodies ALTER COLUMN salt DROP NOT NULL", ["the column bodies.salt was altered: it may be empty"]),
        ("CREATE RULE quiet AS ON INSERT TO bodies DO INSTEAD NOTHING", ["the table bodies has a rule quiet"]),
        ("ALTER TABLE events ENABLE ROW LEVEL SECURITY", ["the table events has row security"]),
        ("CREATE INDEX mine ON events (recorded_at)", []),
    ],
)
def test_what_was_changed_on_a_server(postgresql_url: str, sql: str, said: list[str]) -> None:
    """On PostgreSQL also triggers that are switched off or fire for replicas only, functions with another body, rights
    or path, rules and row security."""
    database = Database(postgresql_url)
    with database.write() as connection:
        connection.exec_driver_sql(sql)
        told = list(schema_faults(connection))
        connection.get_transaction().rollback()  # the next test gets the database as it was
    database.close()
    assert [one[: len(start)] for one, start in zip(told, said, strict=True)] == said


def test_upgrading_puts_guards_right(backend: Backend, url: str, clock: FakeClock) -> None:
    """What the check says of a missing guard is true: `db upgrade` puts it back."""
    on = "" if backend.name == "sqlite" else " ON events"
    name = "events_no_update" if backend.name == "sqlite" else "events_no_change"
    backend.run(url, f"DROP TRIGGER {name}{on}")
    (fault,) = found(url)
    assert fault.endswith("`tracker db upgrade` puts it back")
    database = Database(url)
    upgrade(database, clock=clock)
    database.close()
    assert found(url) == []


def test_partitions_are_no_alteration(sharded_postgresql: PostgreSQL) -> None:
    """Tables in partitions are as they should be; a guard that one partition lost is named with it."""
    url = sharded_postgresql.fresh()
    assert found(url) == []
    database = Database(url)
    with database.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_no_truncate ON events_p5")
        connection.exec_driver_sql("ALTER TABLE events_p2 DISABLE TRIGGER events_no_change")
        told = [one.partition(":")[0] for one in schema_faults(connection)]
        connection.get_transaction().rollback()
    database.close()
    sharded_postgresql.drop(url)
    assert told == [
        "the guard events_no_truncate of events_p5 is missing",
        "the guard events_no_change of events_p2 is switched off",
    ]
