"""What the database itself refuses, whoever asks: everything here goes past the program, through the driver."""

from __future__ import annotations

import sqlite3
from typing import Any

import psycopg
import pytest
from backends import Backend, PostgreSQL, SQLite
from builders import FakeClock, opened, stream_of

from tracker.ledger.health import problems
from tracker.ledger.store import Ledger

COLUMNS = (
    "shard, position, stream_id, version, event_id, type, schema_version, published_at, recorded_at, data, leaf_hash"
)
REFUSED = (sqlite3.IntegrityError, psycopg.errors.RaiseException)


@pytest.fixture
def filled(ledger: Ledger, url: str) -> str:
    """A ledger with three events of one stream."""
    ledger.append(stream_of("s", 3))
    return url


def _row(**changed: Any) -> tuple[Any, ...]:
    row = {
        "shard": 0,
        "position": 3,
        "stream_id": "s",
        "version": 3,
        "event_id": b"forged",
        "type": "revision.recorded",
        "schema_version": 1,
        "published_at": None,
        "recorded_at": 2**50,
        "data": "{}",
        "leaf_hash": bytes(32),
    }
    return tuple({**row, **changed}.values())


def _insert(verb: str, tail: str = "") -> str:
    return f"{verb} INTO events ({COLUMNS}) VALUES ({', '.join('?' * 11)}) {tail}"


def _unchanged(backend: Backend, url: str, before: list[tuple[Any, ...]]) -> None:
    assert backend.run(url, "SELECT * FROM events ORDER BY position") == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events SET data = '{}'",
        "UPDATE events SET published_at = 0 WHERE position = 1",
        "UPDATE events SET position = position + 10",
        "DELETE FROM events",
        "DELETE FROM events WHERE position = 2",
    ],
)
def test_events_are_neither_changed_nor_deleted(backend: Backend, filled: str, sql: str) -> None:
    """UPDATE and DELETE on events are refused, for one row as for all."""
    before = backend.run(filled, "SELECT * FROM events ORDER BY position")
    with pytest.raises(REFUSED, match="append-only"):
        backend.run(filled, sql)
    _unchanged(backend, filled, before)


@pytest.mark.parametrize(
    "taken", [{"position": 1, "version": 9}, {"position": 9, "version": 1}, {"position": 9, "event_id": b"s 1"}]
)
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT", "INSERT OR IGNORE"])
def test_sqlite_replaces_no_row(sqlite: SQLite, sqlite_ledger: Ledger, sqlite_url: str, verb: str, taken: Any) -> None:
    """INSERT OR REPLACE fires no delete trigger, so inserting over any of the three keys is refused by itself."""
    sqlite_ledger.append(stream_of("s", 3))
    before = sqlite.run(sqlite_url, "SELECT * FROM events ORDER BY position")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sqlite.run(sqlite_url, _insert(verb), *_row(**taken))
    _unchanged(sqlite, sqlite_url, before)


@pytest.mark.parametrize("conflict", ["(shard, position)", "(shard, event_id)", "(shard, stream_id, version)"])
def test_an_upsert_changes_no_row(backend: Backend, filled: str, conflict: str) -> None:
    """INSERT … ON CONFLICT DO UPDATE is refused, whichever key it names."""
    before = backend.run(filled, "SELECT * FROM events ORDER BY position")
    sql = _insert("INSERT", f"ON CONFLICT {conflict} DO UPDATE SET data = 'forged'")
    with pytest.raises(REFUSED, match="append-only"):
        backend.run(filled, sql, *_row(position=1, version=1, event_id=b"s 1"))
    _unchanged(backend, filled, before)


@pytest.mark.parametrize("sql", ["TRUNCATE events CASCADE", "TRUNCATE bodies, events", "TRUNCATE ONLY events, bodies"])
def test_postgresql_truncates_nothing(postgresql: PostgreSQL, postgresql_url: str, clock: FakeClock, sql: str) -> None:
    """TRUNCATE of events is refused."""
    with opened(postgresql_url, clock) as ledger:
        ledger.append(stream_of("s", 3))
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        postgresql.run(postgresql_url, sql)
    assert postgresql.run(postgresql_url, "SELECT count(*) FROM events") == [(3,)]


@pytest.mark.parametrize("position", [-1, 2, 4, 2**40])
def test_postgresql_takes_no_forged_position(
    postgresql: PostgreSQL, postgresql_url: str, clock: FakeClock, position: int
) -> None:
    """A position that does not continue the shard is refused, and so is one before the last recorded time."""
    with opened(postgresql_url, clock) as ledger:
        ledger.append(stream_of("s", 3))
    with pytest.raises(psycopg.Error, match=r"does not continue shard|duplicate key"):
        postgresql.run(postgresql_url, _insert("INSERT"), *_row(position=position))
    with pytest.raises(psycopg.errors.RaiseException, match="recorded before its predecessor"):
        postgresql.run(postgresql_url, _insert("INSERT"), *_row(recorded_at=5))
    with pytest.raises(psycopg.errors.RaiseException, match="of shard 7, which there is not"):
        postgresql.run(postgresql_url, _insert("INSERT"), *_row(shard=7, position=0))
    assert postgresql.run(postgresql_url, "SELECT size FROM shards") == [(3,)]


def test_postgresql_refuses_a_gap_within_one_statement(postgresql: PostgreSQL, postgresql_url: str) -> None:
    """Many rows in one INSERT must continue the shard one by one, in whatever order they are written."""
    rows = [_row(position=p, version=p, event_id=bytes([p])) for p in (1, 0, 3)]
    values = ", ".join(f"({', '.join('?' * 11)})" for _ in rows)
    with pytest.raises(psycopg.errors.RaiseException, match="position 3 does not continue shard 0 at 2"):
        postgresql.run(postgresql_url, f"INSERT INTO events ({COLUMNS}) VALUES {values}", *sum(rows, ()))
    assert postgresql.run(postgresql_url, "SELECT count(*) FROM events") == [(0,)]


@pytest.mark.parametrize(
    ("kind", "guard"),
    [
        ("sqlite", "events_no_update"),
        ("sqlite", "events_no_delete"),
        ("sqlite", "events_no_replace"),
        ("postgresql", "events_no_change"),
        ("postgresql", "events_no_truncate"),
        ("postgresql", "events_extend"),
    ],
)
def test_a_missing_guard_is_noticed(request: pytest.FixtureRequest, clock: FakeClock, kind: str, guard: str) -> None:
    """A look at the database's health names a guard that was dropped, and nothing while all stand."""
    backend: Backend = request.getfixturevalue(kind)
    url = request.getfixturevalue(f"{kind}_url")
    with opened(url, clock) as ledger, ledger.view() as view:
        assert list(problems(view.connection)) == []
    backend.run(url, f"DROP TRIGGER {guard}" + (" ON events" if kind == "postgresql" else ""))
    with opened(url, clock) as ledger, ledger.view() as view:
        (problem,) = problems(view.connection)
    assert guard in problem
    assert "tracker db upgrade" in problem


def test_a_disabled_guard_is_noticed(postgresql: PostgreSQL, postgresql_url: str, clock: FakeClock) -> None:
    """A PostgreSQL trigger that was disabled counts as missing."""
    postgresql.run(postgresql_url, "ALTER TABLE events DISABLE TRIGGER events_no_change")
    with opened(postgresql_url, clock) as ledger, ledger.view() as view:
        (problem,) = problems(view.connection)
    assert "events_no_change" in problem
