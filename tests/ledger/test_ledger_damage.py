"""`verify` on what no schema would allow, on damaged files, and on PostgreSQL: faults, never a traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from backends import SQLite
from builders import FakeClock, opened
from test_ledger_verify import BODIES, EVENTS, faults_of, fill, unguarded

from tracker.errors import DatabaseStateError, IntegrityError, StorageError
from tracker.ledger.store import Ledger
from tracker.story.article import Article

STRANGE = [None, "x", "", b"\xff\xfe", 77, -1, 1.5, 2**62]


@pytest.fixture
def lawless(sqlite_ledger: Ledger, sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """A small ledger whose schema was rewritten so that every column takes any value, with a raw connection to it."""
    fill(sqlite_ledger)
    sqlite_ledger.database.close()
    with_schema = unguarded(sqlite_url)
    with_schema.execute("PRAGMA writable_schema = ON")
    with_schema.execute(
        "UPDATE sqlite_schema SET sql = replace(replace(sql, 'NOT NULL', ''), 'STRICT', '') WHERE type = 'table'"
    )
    with_schema.close()
    connection = sqlite3.connect(sqlite_url, isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.parametrize("column", ["shard", "position", *EVENTS, *(f"bodies.{name}" for name in BODIES)])
def test_values_that_no_column_can_hold(sqlite_ledger: Ledger, lawless: sqlite3.Connection, column: str) -> None:
    """NULLs, texts, blobs, fractions and wild numbers in any column are faults."""
    table, _, name = column.rpartition(".")
    table = table or "events"
    place = "position = 2" + (" AND slot = 'article'" if table == "bodies" else "")
    (rowid, before) = lawless.execute(f"SELECT rowid, {name} FROM {table} WHERE {place}").fetchone()
    for value in STRANGE:
        lawless.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (value, rowid))
        assert faults_of(sqlite_ledger), value
        lawless.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (before, rowid))


@pytest.mark.parametrize("column", ["size", "recorded_at", "frontier"])
def test_heads_that_no_column_can_hold(sqlite_ledger: Ledger, lawless: sqlite3.Connection, column: str) -> None:
    """The head row may hold anything too."""
    for value in STRANGE:
        lawless.execute(f"UPDATE shards SET {column} = ?", (value,))
        assert faults_of(sqlite_ledger), value


@pytest.mark.parametrize("position", [None, "x", b"x", 1.5, -7])
def test_events_nowhere_are_found(sqlite_ledger: Ledger, lawless: sqlite3.Connection, position: Any) -> None:
    """An event added at a place that is no position is found."""
    lawless.execute("INSERT INTO events (shard, position, stream_id) VALUES (0, ?, 'new')", (position,))
    assert faults_of(sqlite_ledger)


@pytest.mark.parametrize(
    "data",
    [
        "null",
        "[]",
        '"text"',
        "{",
        '{"bodies":null}',
        '{"bodies":[]}',
        '{"bodies":{"article":null}}',
        '{"bodies":{"article":{}}}',
        '{"bodies":{"article":["x"]}}',
        '{"bodies":{"article":["x","y"]}}',
        '{"bodies":{"article":["x",-5]}}',
        '{"bodies":{"article":["x",1e400]}}',
        '{"bodies":{"article":["x",NaN]}}',
        '{"bodies":{"article":["x",9223372036854775807]}}',
        '{"bodies":{"article":["x",1,null,1,1]}}',
        '{"bodies":{"article":["\\ud800",23]}}',
        '{"bodies":{"article":["x",' + "9" * 5_000 + "]}}",
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
    ids=lambda data: data[:40],
)
def test_hostile_data(sqlite_ledger: Ledger, sqlite_url: str, data: str) -> None:
    """Whatever an event's data was replaced with, `verify` says so at its position, and reading it is an integrity
    error."""
    fill(sqlite_ledger)
    connection = unguarded(sqlite_url)
    connection.execute("UPDATE events SET data = ? WHERE position = 1", (data,))
    connection.close()
    assert faults_of(sqlite_ledger)[0].position == 1
    with pytest.raises(IntegrityError, match="position 1"):
        _first_article(sqlite_ledger)


def _first_article(ledger: Ledger) -> Article:
    with ledger.view() as view:
        recorded = view.event(0, 1)
        assert recorded is not None
        return view.article(recorded)


def test_a_damaged_file_is_an_integrity_error(sqlite: SQLite, clock: FakeClock, tmp_path: Path) -> None:
    """With any stretch of the file overwritten, `verify` gives faults or says that the file is damaged or no
    database; nothing else, and never that all is well."""
    url = sqlite.fresh()
    with opened(url, clock) as ledger:
        fill(ledger)
    with sqlite.raw(url) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        rows = connection.execute("SELECT leaf_hash FROM events UNION ALL SELECT bytes FROM bodies").fetchall()
    whole = Path(url).read_bytes()
    places = {whole.index(content) for (content,) in rows}
    damaged = tmp_path / "damaged.db"
    for start in sorted(places | {place // size * size for place in places}):  # rows, and heads of their pages
        for length in (1, 16, 512):
            rest = whole[start + length :]
            damaged.write_bytes(whole[:start] + bytes(b ^ 0xA5 for b in whole[start : start + length]) + rest)
            with suppress(IntegrityError, DatabaseStateError, StorageError), opened(str(damaged), clock) as ledger:
                assert faults_of(ledger), (start, length)


POSTGRESQL_CHANGES = [
    ("UPDATE events SET data = replace(data, 'wire', 'fire') WHERE position = 2", 2),
    ("UPDATE events SET published_at = published_at + 1 WHERE position = 3", 3),
    ("UPDATE events SET published_at = NULL WHERE position = 2", 2),
    ("UPDATE events SET published_at = 0 WHERE position = 0", 0),
    ("UPDATE events SET recorded_at = recorded_at - 1 WHERE position = 1", 1),
    ("UPDATE events SET version = version + 9 WHERE position = 4", 4),
    ("UPDATE events SET type = 'story.opened' WHERE position = 1", 1),
    ("UPDATE events SET schema_version = 2 WHERE position = 1", 1),
    ("UPDATE events SET event_id = '\\x00' WHERE position = 6", 6),
    ("UPDATE events SET stream_id = 'x' WHERE position = 6", 6),
    ("UPDATE events SET leaf_hash = '\\x00' WHERE position = 0", 0),
    ("UPDATE bodies SET bytes = set_byte(bytes, 3, get_byte(bytes, 3) # 1) WHERE position = 1 AND slot = 'article'", 1),
    ("UPDATE bodies SET salt = set_byte(salt, 15, get_byte(salt, 15) # 128) WHERE position = 4", 4),
    ("UPDATE bodies SET base = NULL WHERE position = 2 AND slot = 'article'", 2),
    ("UPDATE bodies SET codec = 0 WHERE position = 2 AND slot = 'article'", 2),
    ("UPDATE bodies SET slot = 'aside' WHERE position = 2 AND slot = 'article'", 2),
    ("DELETE FROM bodies WHERE position = 2 AND slot = 'capture'", 2),
    ("DELETE FROM bodies WHERE position = 3; DELETE FROM events WHERE position = 3", 4),
    ("UPDATE shards SET size = 4611686018427387904", None),
    ("UPDATE shards SET frontier = set_byte(frontier, 40, get_byte(frontier, 40) # 1)", None),
    ("UPDATE shards SET recorded_at = 0", None),
    ("DELETE FROM shards", None),
]


@pytest.mark.parametrize(("sql", "position"), POSTGRESQL_CHANGES)
def test_postgresql_hides_nothing(postgresql_url: str, clock: FakeClock, sql: str, position: int | None) -> None:
    """What an owner of the database changes with the triggers disabled is found on PostgreSQL as on SQLite."""
    with opened(postgresql_url, clock) as ledger:
        fill(ledger)
        assert faults_of(ledger) == []
        with psycopg.connect(postgresql_url, autocommit=True) as connection:
            connection.execute("ALTER TABLE events DISABLE TRIGGER USER")
            connection.execute(sql.encode())
        assert faults_of(ledger)[0].position == position
