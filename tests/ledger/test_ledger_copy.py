"""Moving a ledger from either kind of database to either: every byte, or nothing at all."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from backends import Backend, SQLite, migrated
from builders import FakeClock, events_of, not_reread, observed, opened, revision_event, stream_of, take
from crowd import copy_to
from processes import started
from sqlalchemy import Connection
from test_ledger_verify import fill

from tracker.desk.record import record
from tracker.errors import ClockBehind, DatabaseStateError, IntegrityError, StorageError, UsageError
from tracker.ledger import copy as copying
from tracker.ledger import empty
from tracker.ledger.copy import Mark, Transferred, transfer
from tracker.ledger.database import Database
from tracker.ledger.health import problems
from tracker.ledger.store import Ledger
from tracker.ledger.tree import Frontier
from tracker.ledger.verify import verify_shard, verify_whole

TABLES = {
    "ledger": "log_id, secret, shards, created_at",
    "shards": "shard, size, recorded_at, frontier",
    "events": "shard, position, stream_id, version, event_id, type, schema_version, published_at, recorded_at, data,"
    " leaf_hash",
    "bodies": "shard, position, slot, salt, codec, base, bytes",
    "sightings": "shard, observation_id, stream_id, position, digest, first_seen, last_seen, times",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest) -> Backend:
    """The kind of database that is copied into."""
    made: Backend = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def target(other: Backend) -> Iterator[str]:
    """A database without a ledger; on SQLite not even a file."""
    url = other.empty()
    yield url
    other.drop(url)


def carry(ledger: Ledger, target: str, **options: Any) -> Transferred:
    """Copy a ledger to a database."""
    database = Database(target)
    reported = options.pop("progress", lambda *_: None)
    try:
        with ledger.view() as view:
            return transfer(view, "the source", database, clock=ledger.clock, progress=reported, **options)
    finally:
        database.close()


def content(backend: Backend, url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the ledger's tables, read past the program."""
    return {
        table: sorted(backend.run(url, f"SELECT {columns} FROM {table}"), key=repr) for table, columns in TABLES.items()
    }


def holds_nothing(backend: Backend, url: str) -> bool:
    """Whether a database has no event, and on SQLite whether there is not even a file."""
    if isinstance(backend, SQLite):
        return not list(Path(url).parent.glob(f"*{Path(url).name}*"))
    (found,) = backend.run(url, "SELECT to_regclass('events')")
    return found == (None,)


def test_a_copy_is_the_same_byte_for_byte(
    backend: Backend, ledger: Ledger, url: str, other: Backend, target: str
) -> None:
    """Log id, secret, heads, events, bodies with their salts, and sightings are the same; the copy verifies, its
    guards stand, and its root is the source's."""
    fill(ledger)
    take(ledger, observed("Ferries stay in port.", key="wire:ferries", name="a.txt"))
    done = carry(ledger, target)
    assert content(other, target) == content(backend, url)
    with opened(target, ledger.clock) as copied, copied.view() as view:
        check = verify_shard(view, 0)
        assert (check.faults, verify_whole(view), list(problems(view.connection))) == ([], [], [])
        assert [check.root for check in done.checks] == [check.root]


def test_a_copy_goes_on_like_its_source(ledger: Ledger, target: str) -> None:
    """What the source knew the copy knows: the same input is seen before, a new one continues the positions."""
    fill(ledger)
    carry(ledger, target)
    with opened(target, ledger.clock) as copied:
        size = len(events_of(copied))
        again, fresh = take(copied, observed("The dyke fails.", "12:15"), observed("The dyke is mended.", "13:00"))
        assert again.revision == 3
        assert fresh.position == size
        with copied.view() as view:
            assert verify_shard(view, 0).faults == []


def test_an_empty_ledger_is_copied_too(backend: Backend, ledger: Ledger, url: str, other: Backend, target: str) -> None:
    """A ledger without events keeps its log id and secret."""
    carry(ledger, target)
    assert content(other, target) == content(backend, url)


def test_shards_are_kept(backend: Backend, other: Backend, target: str, clock: FakeClock) -> None:
    """A ledger of three shards has three in the copy, each with its own tree, also one without events."""
    url = migrated(backend.empty(), shards=3)
    with opened(url, clock) as ledger:
        ledger.append([revision_event(f"stream {number}", 0) for number in range(2)])
        carry(ledger, target)
        assert content(other, target) == content(backend, url)
    backend.drop(url)


def test_more_rows_than_go_at_a_time(
    sqlite_ledger: Ledger, sqlite_url: str, sqlite: SQLite, other: Backend, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows are carried at a time, none is lost or doubled, and progress ends at its total."""
    sqlite_ledger.append(stream_of("s", 21))
    for number in range(8):
        record(sqlite_ledger, [observed(f"Report {number}.", key="wire:x", name=f"{number}")], reread=not_reread)
    reported: list[tuple[int, int]] = []
    monkeypatch.setattr(copying, "CHUNK", 7)
    carry(sqlite_ledger, target, progress=lambda done, size: reported.append((done, size)))
    assert content(other, target) == content(sqlite, sqlite_url)
    size = len(events_of(sqlite_ledger))
    assert reported[-1] == (3 * size, 3 * size)
    assert reported == sorted(reported)


def test_an_existing_empty_ledger_is_filled(backend: Backend, ledger: Ledger, url: str, other: Backend) -> None:
    """A database that `db upgrade` made and nobody used gives up its own log id for the one that comes."""
    fill(ledger)
    ready = other.fresh()
    carry(ledger, ready)
    assert content(other, ready) == content(backend, url)
    with opened(ready, ledger.clock) as copied, copied.view() as view:
        assert list(problems(view.connection)) == []
    other.drop(ready)


def test_an_empty_file_is_filled(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """A file of no bytes, as `mktemp` leaves it, is as good as none."""
    fill(sqlite_ledger)
    (tmp_path / "made.db").touch()
    carry(sqlite_ledger, str(tmp_path / "made.db"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["made.db"]
    with opened(str(tmp_path / "made.db"), sqlite_ledger.clock) as copied:
        assert len(events_of(copied)) == len(events_of(sqlite_ledger))


def test_a_ledger_with_events_is_never_replaced(sqlite_ledger: Ledger, other: Backend) -> None:
    """A target that holds a single event is refused, and stays as it is; the ledger itself too."""
    fill(sqlite_ledger)
    used = other.fresh()
    with opened(used, sqlite_ledger.clock) as there:
        take(there, observed("Mine.", key="wire:mine"))
    before = content(other, used)
    with pytest.raises(UsageError, match="holds a ledger with events"):
        carry(sqlite_ledger, used)
    assert content(other, used) == before
    other.drop(used)


def test_an_empty_ledger_that_somebody_has_open_is_refused(
    sqlite_ledger: Ledger, other: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who opened the empty ledger knows it by its old log id, and would record under it: the copy waits for nobody."""
    monkeypatch.setattr(empty, "WAIT_S", 0)
    fill(sqlite_ledger)
    ready = other.fresh()
    with opened(ready, sqlite_ledger.clock) as there:
        take(there)
        assert events_of(there) == []
        with pytest.raises(StorageError, match="in use"):
            carry(sqlite_ledger, ready)
        take(there, observed("Mine.", key="wire:mine"))
        with there.view() as view:
            assert verify_shard(view, 0).faults == []
    other.drop(ready)


def test_a_file_of_another_program_is_left_alone(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """A letter and another program's database are refused by name and not touched."""
    fill(sqlite_ledger)
    letter, foreign = tmp_path / "letter.txt", tmp_path / "mail.db"
    letter.write_bytes(b"Dear editor,\n" * 100)
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE mail (subject)")
    connection.close()
    for path in (letter, foreign):
        before = path.read_bytes()
        with pytest.raises(DatabaseStateError, match=path.name):
            carry(sqlite_ledger, str(path))
        assert path.read_bytes() == before


DAMAGES = [
    ("UPDATE events SET recorded_at = recorded_at - 1 WHERE position = 3", "position 3"),
    ("DELETE FROM bodies WHERE position = 2 AND slot = 'capture'", "position 2"),
    ("UPDATE shards SET recorded_at = recorded_at + 1", "last time"),
    ("DELETE FROM shards", "no head row"),
]


@pytest.mark.parametrize(("sql", "said"), DAMAGES)
def test_a_damaged_ledger_is_not_copied(
    backend: Backend, ledger: Ledger, url: str, other: Backend, target: str, sql: str, said: str
) -> None:
    """What does not verify is not carried on: the first fault is named, and nothing is left at the target."""
    fill(ledger)
    tamper(backend, url, sql)
    with pytest.raises(IntegrityError, match=said):
        carry(ledger, target)
    assert holds_nothing(other, target)


def tamper(backend: Backend, url: str, sql: str) -> None:
    """Change a ledger behind its guards."""
    if isinstance(backend, SQLite):
        backend.run(url, "DROP TRIGGER events_no_update")
    else:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER TABLE events DISABLE TRIGGER USER")
    backend.run(url, sql)


def lost_sighting(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE sightings SET times = times + 1")


def other_salt(connection: Connection) -> None:
    connection.exec_driver_sql("DELETE FROM bodies WHERE slot = 'capture' AND position = 1")


@pytest.mark.parametrize("harm", [lost_sighting, other_salt])
def test_a_copy_that_differs_is_undone(
    sqlite_ledger: Ledger,
    other: Backend,
    target: str,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Connection], None],
) -> None:
    """Rows that do not arrive as they were are found before anything is committed."""
    fill(sqlite_ledger)
    take(sqlite_ledger, observed("Named.", name="a.txt", key="wire:named"))
    whole = copying.copy_rows

    def harmed(source: Connection, into: Connection, **options: Any) -> None:
        whole(source, into, **options)
        harm(into)

    monkeypatch.setattr(copying, "copy_rows", harmed)
    with pytest.raises(IntegrityError, match="differs from its source"):
        carry(sqlite_ledger, target)
    assert holds_nothing(other, target)


def test_a_mark_is_the_event_after_the_last(sqlite_ledger: Ledger, target: str) -> None:
    """With a mark the copy ends with one event more, under a later time; all before it is the source's."""
    fill(sqlite_ledger)
    done = carry(sqlite_ledger, target, mark=Mark(make=lambda _: revision_event("mark", 0)))
    size = len(events_of(sqlite_ledger))
    assert done.mark is not None
    assert done.mark.position == size
    with opened(target, sqlite_ledger.clock) as copied, copied.view() as view:
        check = verify_shard(view, 0)
        assert (check.events, check.faults) == (size + 1, [])
        rows = view.connection.exec_driver_sql("SELECT leaf_hash FROM events ORDER BY position").scalars().all()
    assert Frontier().extended(rows[:size]).root() == done.checks[0].root
    assert Frontier().extended(rows).root() == check.root


def test_no_mark_under_a_clock_that_is_a_day_behind(
    sqlite_ledger: Ledger, other: Backend, target: str, clock: FakeClock
) -> None:
    """A mark under a false time is refused before anything is copied, unless the clock is vouched for."""
    fill(sqlite_ledger)
    clock.now -= 25 * 3_600_000_000
    with pytest.raises(ClockBehind):
        carry(sqlite_ledger, target, mark=Mark(make=lambda _: revision_event("mark", 0)))
    assert holds_nothing(other, target)
    carry(sqlite_ledger, target, mark=Mark(make=lambda _: revision_event("mark", 0), accept_clock=True))


@pytest.mark.slow
def test_a_killed_copy_leaves_nothing(sqlite: SQLite, clock: FakeClock, tmp_path: Path, other: Backend) -> None:
    """A process that is killed while it copies leaves a target that is whole or holds nothing, and the same copy
    again is whole."""
    url = sqlite.fresh()
    with opened(url, clock) as ledger:
        ledger.append(stream_of("s", 1_500))
        for _ in range(2):
            target = other.empty()
            with started(tmp_path, {}, [{"call": (copy_to, url, target)}]) as (worker,):
                time.sleep(random.uniform(0.02, 0.4))
                worker.kill()
                assert worker.process.exitcode in (-signal.SIGKILL, 0)
            # On SQLite the half-written file is left under its temporary name, which no command takes.
            if not Path(target).exists() if isinstance(other, SQLite) else holds_nothing(other, target):
                carry(ledger, target)
            assert content(other, target) == content(sqlite, url)
            other.drop(target)


@pytest.mark.slow
def test_two_copies_into_one_target(sqlite: SQLite, clock: FakeClock, tmp_path: Path, other: Backend) -> None:
    """Of two processes that copy two ledgers into one database, one does and the other is told so."""
    urls = [sqlite.fresh(), sqlite.fresh()]
    for number, url in enumerate(urls):
        with opened(url, clock) as ledger:
            ledger.append(stream_of(f"s{number}", 300))
    target = other.empty()
    with started(tmp_path, {}, [{"call": (copy_to, url, target)} for url in urls]) as workers:
        told = sorted(worker.returned() for worker in workers)
    assert told[1] == "copied"
    assert told[0] in ("StorageError", "UsageError")
    assert content(other, target) in [content(sqlite, url) for url in urls]
    other.drop(target)
