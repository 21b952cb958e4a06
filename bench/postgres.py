"""Appending to PostgreSQL, 500 revisions a transaction: the ledger against raw psycopg putting in the same rows.

`BENCH_POSTGRES` names a database on a server where others may be made: each round of each contestant gets an empty one
of its own. The rows that the rivals insert are those that the ledger wrote, events and bodies, read back beforehand.

- append: `Ledger.append` of finished events: encoding, two keyed commitments and two compressions a revision, the tree,
  and what follows.
- append, packed: the same from the lock on, as a writer holds up others: versions, names and erasures checked under it,
  positions, entries and leaves made, everything inserted. What the rivals are handed ready was made before the clock.
- psycopg: `executemany` (which pipelines) or binary COPY into the same tables with the same keys, indexes and foreign
  key, with the guards' triggers on and without them. Nothing is looked up, checked, encoded or hashed.

Times are the wall clock's, and processor time of this process and of its server process together where the server
runs on this machine under Linux.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from bench.ledgers import events_of, observed
from bench.measure import Figure, Samples, Took, alternating, ratio, spread
from bench.stories import arrivals, stories
from tracker.clock import system_clock
from tracker.ledger.append import NewEvent, Packed, append, pack_event
from tracker.ledger.database import Database
from tracker.ledger.migrate import upgrade
from tracker.ledger.statements import BODIES, EVENTS, Rows
from tracker.ledger.store import Ledger
from tracker.story.decide import Observation

TARGET = 0.8
_GUARDS = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'events'::regclass AND NOT tgisinternal"
_WHOLE, _PACKED = "append", "append, packed"
_numbers = count(1)
Batch = list[tuple[Rows, list[tuple[Any, ...]]]]
"""What goes in with one transaction: for each table its rows."""


def run(*, quick: bool) -> list[Figure]:
    """Rates of all contestants, and how both forms of `append` compare with each rival."""
    server = os.environ.get("BENCH_POSTGRES")
    if not server:
        return [Figure(what="PostgreSQL", value="left out: BENCH_POSTGRES names no database")]
    observations = [observed(revision) for revision in arrivals(stories(60 if quick else 200, 10))]
    rows = _rows(server, observations)
    contestants: dict[str, Callable[[], Took]] = {
        _WHOLE: lambda: _append(server, observations),
        _PACKED: lambda: _append_packed(server, observations),
    }
    for guarded in (True, False):
        for how, put in (("COPY", _copy), ("executemany", _executemany)):
            name = f"psycopg, {how}, {'the same guards' if guarded else 'no guards'}"
            contestants[name] = _raw(server, rows, put, guarded=guarded)
    for once in contestants.values():  # what is loaded on first use is no part of appending
        once()
    samples = alternating(contestants, 3 if quick else 9)
    return [*_rates(samples, len(observations)), *_ratios(samples)]


def _rates(samples: dict[str, Samples], revisions: int) -> Iterator[Figure]:
    for name, taken in samples.items():
        wall, cpu = sorted(taken.wall)[len(taken.wall) // 2], sorted(taken.cpu)[len(taken.cpu) // 2]
        by_processor = f", {revisions / cpu:,.0f} by processor time" if cpu else ""
        yield Figure(what=name, value=f"{revisions / wall:,.0f} revisions/s wall{by_processor}")


def _ratios(samples: dict[str, Samples]) -> Iterator[Figure]:
    """Of all that are guarded as the ledger is, the quickest is what the target means."""
    for ours in (_PACKED, _WHOLE):
        for name in samples:
            if name in (_WHOLE, _PACKED):
                continue
            found = ratio(samples[ours].wall, samples[name].wall)
            each = [b / a for a, b in zip(samples[ours].wall, samples[name].wall, strict=True)]
            aimed = ours == _PACKED and "the same guards" in name
            cpu = (
                f", {ratio(samples[ours].cpu, samples[name].cpu):.2f} by processor time" if samples[ours].cpu[0] else ""
            )
            yield Figure(
                what=f"{ours} : {name}",
                value=f"{found:.2f} wall ({spread(each)}){cpu}",
                target=f">= {TARGET}" if aimed else "",
                met=found >= TARGET if aimed else None,
            )


def _append(server: str, observations: Sequence[Observation]) -> Took:
    with _fresh(server) as ledger:
        batches = events_of(observations, ledger.identities)
        return _timed(ledger.database, lambda: _each(batches, ledger.append))


def _append_packed(server: str, observations: Sequence[Observation]) -> Took:
    with _fresh(server) as ledger:
        batches = [_packed(batch) for batch in events_of(observations, ledger.identities)]
        return _timed(ledger.database, lambda: _each(batches, lambda batch: _under_the_lock(ledger, batch)))


def _packed(batch: Sequence[NewEvent]) -> list[Packed]:
    return [pack_event(new) for new in batch]


def _under_the_lock(ledger: Ledger, batch: Sequence[Packed]) -> None:
    with ledger.database.write() as connection:
        append(connection, batch, log_id=ledger.log_id, shards=ledger.shards, clock=ledger.clock)


def _each(batches: Sequence[Any], work: Callable[[Any], object]) -> None:
    for batch in batches:
        work(batch)


def _timed(database: Database, work: Callable[[], object]) -> Took:
    with database.write() as connection:  # the one that the work will get from the pool
        driver: Any = connection.connection.driver_connection
        pid = driver.info.backend_pid
    return _both(pid, work)


def _both(pid: int, work: Callable[[], object]) -> Took:
    """How long it took, in processor time of this process and of that server process; 0 of it where one is not seen."""
    before, ours, wall = _spent(pid), time.process_time(), time.perf_counter()
    work()
    wall, ours, after = time.perf_counter() - wall, time.process_time() - ours, _spent(pid)
    return Took(wall=wall, cpu=0.0 if before is None or after is None else ours + after - before)


def _spent(pid: int) -> float | None:
    """Seconds of processor time that a process of this machine has used; None where that is not to be seen."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _rows(server: str, observations: Sequence[Observation]) -> list[Batch]:
    """The rows that the ledger writes, batch by batch."""
    batches: list[Batch] = []
    with _fresh(server) as ledger:
        for batch in events_of(observations, ledger.identities):
            stored = ledger.append(batch).events
            span = (stored[0].position, stored[-1].position)
            with ledger.database.read() as connection:
                found: Batch = []
                for into in (EVENTS, BODIES):
                    sql = f"SELECT {', '.join(into.columns)} FROM {into.table} WHERE position BETWEEN %s AND %s"
                    found.append(
                        (into, [tuple(row) for row in connection.exec_driver_sql(f"{sql} ORDER BY 1, 2, 3", span)])
                    )
            batches.append(found)
    return batches


Put = Callable[[psycopg.Cursor[Any], Rows, list[tuple[Any, ...]]], None]


def _raw(server: str, batches: Sequence[Batch], put: Put, *, guarded: bool) -> Callable[[], Took]:
    def once() -> Took:
        with _fresh(server) as ledger:
            url = ledger.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(url) as connection, connection.cursor() as cursor:
                if not guarded:
                    cursor.execute(_GUARDS)
                    for (name,) in cursor.fetchall():
                        cursor.execute(f"DROP TRIGGER {name} ON events")
                connection.commit()
                return _both(connection.info.backend_pid, lambda: _insert(connection, cursor, batches, put))

    return once


def _insert(
    connection: psycopg.Connection[Any], cursor: psycopg.Cursor[Any], batches: Sequence[Batch], put: Put
) -> None:
    for batch in batches:
        for into, rows in batch:
            put(cursor, into, rows)
        connection.commit()


def _copy(cursor: psycopg.Cursor[Any], into: Rows, rows: list[tuple[Any, ...]]) -> None:
    with cursor.copy(into.postgresql) as copy:
        copy.set_types(list(into.columns.values()))
        for row in rows:
            copy.write_row(row)


def _executemany(cursor: psycopg.Cursor[Any], into: Rows, rows: list[tuple[Any, ...]]) -> None:
    marks = ", ".join(["%s"] * len(into.columns))
    cursor.executemany(f"INSERT INTO {into.table} ({', '.join(into.columns)}) VALUES ({marks})", rows)


@contextmanager
def _fresh(server: str) -> Iterator[Ledger]:
    """An empty ledger in a database of its own."""
    name = f"tracker_bench_{os.getpid()}_{next(_numbers)}"
    plain = make_url(server).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        database = Database(plain.set(database=name).render_as_string(hide_password=False))
        try:
            upgrade(database, clock=system_clock)
            ledger = Ledger(database, clock=system_clock)
            assert ledger.shards == 1
            yield ledger
        finally:
            database.close()
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
