"""`verify`: a sound ledger passes, and whatever is changed behind its back is found, at the right place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from builders import FakeClock, observed, opened, stream_of, take

from tracker.errors import IntegrityError
from tracker.ledger.store import Ledger
from tracker.ledger.tree import Frontier
from tracker.ledger.verify import Fault, verify_shard, verify_whole

EVENTS = [
    *("stream_id", "version", "event_id", "type", "schema_version", "published_at", "recorded_at", "data"),
    "leaf_hash",
]
BODIES = ["slot", "salt", "codec", "base", "bytes"]


def faults_of(ledger: Ledger) -> list[Fault]:
    """Everything that `verify` finds."""
    with ledger.view() as view:
        found = [fault for shard in range(view.shards) for fault in verify_shard(view, shard).faults]
        return found or verify_whole(view)


def fill(ledger: Ledger) -> None:
    """Two stories: one with a late revision, a confirmation and a chain of bodies, one with a single revision."""
    take(
        ledger,
        observed("The dyke holds for now.", "12:00"),
        observed("The dyke holds for now, says the mayor.", "12:30", source_version=2),
        observed("The dyke holds for now, says the mayor.", "12:45"),
        observed("The dyke fails.", "12:15"),
        observed("Ferries stay in port.", key="wire:ferries"),
    )


def unguarded(url: str) -> sqlite3.Connection:
    """A raw connection, as who owns the file can make it: without the log's triggers."""
    connection = sqlite3.connect(url, isolation_level=None)
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    return connection


@pytest.fixture
def tampered(sqlite_ledger: Ledger, sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """A raw connection to the small ledger, without its triggers."""
    fill(sqlite_ledger)
    connection = unguarded(sqlite_url)
    yield connection
    connection.close()


def test_a_sound_ledger_passes(ledger: Ledger) -> None:
    """Nothing is found in an empty ledger nor in a small one; what was checked is counted, with the tree's head."""
    with ledger.view() as view:
        empty = verify_shard(view, 0)
    assert (empty.events, empty.bodies, empty.faults, empty.root) == (0, 0, [], Frontier().root())
    fill(ledger)
    told: list[tuple[int, int]] = []
    with ledger.view() as view:
        check = verify_shard(view, 0, progress=lambda done, size: told.append((done, size)))
        assert verify_whole(view) == []
        kept = view.connection.exec_driver_sql("SELECT size, frontier FROM shards").one()
    # 2 openings with one body each, 4 revisions with two, 1 confirmation with none.
    assert (check.events, check.bodies, check.faults) == (7, 10, [])
    assert check.root == Frontier.from_bytes(kept.size, bytes(kept.frontier)).root()
    assert told[-1] == (7, 7)


@pytest.mark.parametrize("size", [499, 500, 501])
def test_a_sound_ledger_passes_where_chunks_end(sqlite_ledger: Ledger, size: int) -> None:
    """One event more or less than a chunk makes no difference."""
    sqlite_ledger.append(stream_of("s", size))
    with sqlite_ledger.view() as view:
        assert (verify_shard(view, 0).events, verify_shard(view, 0).faults) == (size, [])


def test_every_byte_of_every_column_counts(sqlite_ledger: Ledger, sqlite_url: str) -> None:
    """For every row of events and bodies and each of its columns, every single byte of a text or blob flipped, every
    number moved by one, every value that may be missing removed or put there: each is found at that row's position,
    also where SQLite cannot even decode the text, and put back again all is well."""
    take(sqlite_ledger, *(observed(text, when) for text, when in (("It holds", "12:00"), ("It fails", "12:30"))))
    take(sqlite_ledger, observed("It fails", "12:45"))
    tampered, cases = unguarded(sqlite_url), 0
    for table, columns in (("events", EVENTS), ("bodies", BODIES)):
        rowids = tampered.execute(f"SELECT rowid, position FROM {table}").fetchall()
        for rowid, position in rowids:
            for column in columns:
                for value in _variants(tampered, table, column, rowid):
                    fault = _changed(sqlite_ledger, tampered, table, column, rowid, value)
                    assert fault is not None, (table, position, column, value)
                    assert fault.position == position, (table, position, column, value, fault)
                    cases += 1
    tampered.close()
    assert cases > 1_000
    assert faults_of(sqlite_ledger) == []


def _variants(connection: sqlite3.Connection, table: str, column: str, rowid: int) -> Iterator[Any]:
    ((value, kind),) = connection.execute(
        f"SELECT {column}, typeof({column}) FROM {table} WHERE rowid = ?", (rowid,)
    ).fetchall()
    if kind == "integer":
        step = 90 if column == "version" else 1  # its neighbours are taken, which the unique key would say
        yield from (value + step, value - step)
    if column in ("published_at", "base"):
        yield 1 if value is None else None
    if kind in ("text", "blob"):
        data = value.encode() if kind == "text" else value
        for at in range(len(data)):
            yield bytes([*data[:at], data[at] ^ (1 << at % 8), *data[at + 1 :]])
        yield from (data[:-1], data + b"\0")


def _changed(
    ledger: Ledger, connection: sqlite3.Connection, table: str, column: str, rowid: int, value: Any
) -> Fault | None:
    """What is found first with one value changed; it is put back afterwards."""
    update = f"UPDATE {table} SET {column} = {{}} WHERE rowid = ?"
    (kind,) = connection.execute(f"SELECT typeof({column}) FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
    placed = update.format("CAST(? AS TEXT)" if kind == "text" and isinstance(value, bytes) else "?")
    before = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (rowid,)).fetchone()[0]
    connection.execute(placed, (value, rowid))
    found = faults_of(ledger)
    connection.execute(update.format("?"), (before, rowid))
    return found[0] if found else None


@pytest.mark.parametrize("bump", [-1, 1, 2**40])
@pytest.mark.parametrize("column", ["shard", "position"])
@pytest.mark.parametrize("table", ["events", "bodies"])
def test_a_row_that_moved_is_missed(
    sqlite_ledger: Ledger, tampered: sqlite3.Connection, table: str, column: str, bump: int
) -> None:
    """A row that went to another shard or position leaves a gap, or bodies that are lost."""
    place = "WHERE position = 6" + (" AND slot = 'article'" if table == "bodies" else "")
    if bump == -1 and column == "position":
        place = place.replace("6", "0").replace("article", "story")  # 5 is taken, -1 is not
    tampered.execute(f"UPDATE {table} SET {column} = {column} + ? {place}", (bump,))
    assert faults_of(sqlite_ledger)


@pytest.mark.parametrize("position", range(7))
def test_a_deleted_row_is_missed(sqlite_ledger: Ledger, tampered: sqlite3.Connection, position: int) -> None:
    """Any event deleted, with or without its bodies, shows at the place where it stood."""
    tampered.execute("DELETE FROM events WHERE position = ?", (position,))
    found = faults_of(sqlite_ledger)
    # The last one leaves no gap behind it: the head's count is what misses it.
    assert found[0].position == (position + 1 if position < 6 else None)
    tampered.execute("DELETE FROM bodies WHERE position = ?", (position,))
    assert faults_of(sqlite_ledger)


def test_each_deleted_body_is_missed(sqlite_ledger: Ledger, tampered: sqlite3.Connection) -> None:
    """Any body deleted is missed at its event's position."""
    for row in tampered.execute("SELECT shard, position, slot, salt, codec, base, bytes FROM bodies").fetchall():
        tampered.execute("DELETE FROM bodies WHERE position = ? AND slot = ?", row[1:3])
        first = faults_of(sqlite_ledger)[0]
        assert (first.position, first.what) == (row[1], f"the event at position {row[1]} has lost its {row[2]}")
        tampered.execute("INSERT INTO bodies VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    assert faults_of(sqlite_ledger) == []


@pytest.mark.parametrize("position", [-1, 7, 8, 506, 100_000, 2**63 - 1])
def test_an_added_event_is_found(sqlite_ledger: Ledger, tampered: sqlite3.Connection, position: int) -> None:
    """An event added after the end, far beyond it or before the start is found, however well it was made."""
    tampered.execute(
        "INSERT INTO events SELECT shard, ?, 'new', 0, x'00', type, schema_version, published_at, recorded_at, data,"
        " leaf_hash FROM events WHERE position = 6",
        (position,),
    )
    found = faults_of(sqlite_ledger)
    assert found[0].position == (None if position < 0 else position)


@pytest.mark.parametrize(("position", "slot"), [(1, "remark"), (3, "article"), (7, "article"), (-1, "story")])
def test_an_added_body_is_found(sqlite_ledger: Ledger, tampered: sqlite3.Connection, position: int, slot: str) -> None:
    """A body that no event knows is found, under an event or beside all of them."""
    tampered.execute("INSERT INTO bodies VALUES (0, ?, ?, x'00', 0, NULL, x'00')", (position, slot))
    found = faults_of(sqlite_ledger)
    assert found[0].position == (position if 0 <= position < 7 else None)


@pytest.mark.parametrize("columns", [EVENTS[:-1], EVENTS, ["data"], ["recorded_at"], ["published_at"], ["leaf_hash"]])
def test_two_swapped_events_are_found(sqlite_ledger: Ledger, tampered: sqlite3.Connection, columns: list[str]) -> None:
    """Two events that changed places, whole or in one column, with their leaves or without, are found at the first."""
    names = ", ".join(columns)
    rows = {p: tampered.execute(f"SELECT {names} FROM events WHERE position = ?", (p,)).fetchone() for p in (1, 2)}
    tampered.execute("UPDATE events SET stream_id = 'aside', event_id = x'ff' WHERE position = 2")
    settings = ", ".join(f"{name} = ?" for name in columns)
    tampered.execute(f"UPDATE events SET {settings} WHERE position = 1", rows[2])
    tampered.execute(f"UPDATE events SET {settings} WHERE position = 2", rows[1])
    assert faults_of(sqlite_ledger)[0].position == 1


def test_two_swapped_bodies_are_found(sqlite_ledger: Ledger, tampered: sqlite3.Connection) -> None:
    """Two revisions' articles that changed places are found at the first."""
    tampered.execute("UPDATE bodies SET position = 99 WHERE position = 1 AND slot = 'article'")
    tampered.execute("UPDATE bodies SET position = 1 WHERE position = 2 AND slot = 'article'")
    tampered.execute("UPDATE bodies SET position = 2 WHERE position = 99")
    assert faults_of(sqlite_ledger)[0].position == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE shards SET size = size + 1",
        "UPDATE shards SET size = size - 1",
        "UPDATE shards SET size = 4611686018427387904",
        "UPDATE shards SET recorded_at = recorded_at + 1",
        "UPDATE shards SET frontier = zeroblob(length(frontier))",
        "UPDATE shards SET frontier = x''",
        "UPDATE shards SET shard = 1",
        "DELETE FROM shards",
        "UPDATE ledger SET log_id = 'another'",
        "UPDATE ledger SET shards = 2",
    ],
)
def test_heads_and_founding_count(tampered: sqlite3.Connection, sqlite_url: str, sql: str) -> None:
    """The head row and what founded the log are checked too, and a wild size makes nobody wait."""
    tampered.execute(sql)
    with opened(sqlite_url, FakeClock()) as again:
        assert faults_of(again)


def test_each_byte_of_the_frontier_counts(sqlite_ledger: Ledger, tampered: sqlite3.Connection) -> None:
    """Every byte of the kept right edge of the tree is compared."""
    (frontier,) = tampered.execute("SELECT frontier FROM shards").fetchone()
    assert len(frontier) == 3 * 32  # 7 leaves: 4 + 2 + 1
    for at in range(len(frontier)):
        changed = bytes([*frontier[:at], frontier[at] ^ 1, *frontier[at + 1 :]])
        tampered.execute("UPDATE shards SET frontier = ?", (changed,))
        (fault,) = faults_of(sqlite_ledger)
        assert "tree" in fault.what


@pytest.mark.parametrize("sql", ["DELETE FROM ledger", "UPDATE ledger SET shards = 0"])
def test_a_ledger_that_lost_its_founding_is_refused(tampered: sqlite3.Connection, sqlite_url: str, sql: str) -> None:
    """Without its founding row a log cannot be read: an integrity error, not a traceback."""
    tampered.execute(sql)
    with opened(sqlite_url, FakeClock()) as again, pytest.raises(IntegrityError, match="which log"):
        faults_of(again)
