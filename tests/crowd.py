"""What the processes of the tests do, each called in one of its own (`processes`), and whether a ledger bore it.

What a function returns goes through JSON. One whose first parameter is `pause` says a word and waits there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from builders import not_reread, observed, opened, stream_of, workspace

from tracker.clock import system_clock
from tracker.desk.link import link
from tracker.desk.record import record
from tracker.errors import TrackerError
from tracker.ledger.copy import transfer
from tracker.ledger.database import Database
from tracker.ledger.locks import job_lock
from tracker.ledger.migrate import upgrade
from tracker.ledger.store import Ledger
from tracker.ledger.verify import verify_shard, verify_whole
from tracker.projections import runner


def append_and_record(url: str, name: str, count: int, every: int) -> list[tuple[str, int | None, int | None]]:
    """Append so many events to a stream of this writer's own, each in a transaction of its own, and after every so many
    of them record a text of the one story that all writers share; what became of the texts: outcome, revision,
    position."""
    told = []
    with opened(url, system_clock) as ledger:
        for number in range(1, count + 1):
            ledger.append(stream_of(name, 1, start=number - 1))
            if number % every == 0:
                text = f"Report {number} of desk {name}."
                (receipt,) = record(ledger, [observed(text, name=f"{name}-{number}")], reread=not_reread)
                told.append((str(receipt.outcome), receipt.revision, receipt.position))
    return told


def record_receipts(url: str, receipts: Path, count: int) -> None:
    """Record three texts at a time, and write a line for each to a file once it is told that they are on disk."""
    with opened(url, system_clock) as ledger, receipts.open("a") as file:
        for number in range(0, count, 3):
            numbers = range(number, number + 3)
            batch = [observed(f"Report {n}.", n, name=f"{n}.txt", key=f"wire:{n % 2}") for n in numbers]
            for receipt in record(ledger, batch, reread=not_reread):
                file.write(f"{receipt.name} {receipt.outcome} {receipt.position}\n")
            file.flush()
            os.fsync(file.fileno())


def link_keys(url: str, story: str, count: int) -> list[str]:
    """Link keys to a story, one after the other; what came of each: "linked" and where, or what was said
    against it."""
    told = []
    with opened(url, system_clock) as ledger:
        for number in range(count):
            try:
                (done,) = link(workspace(ledger), story, f"wire:new-{number}", by="worker")
                told.append(f"linked {done.position}")
            except TrackerError as error:
                told.append(str(error))
    return told


def follow(url: str, size: int) -> list[int]:
    """Ask for what comes after the last position seen, until `size` events were seen; their positions, in the order
    in which they were met, with a -1 wherever it asked again."""
    met: list[int] = []
    seen = 0
    with opened(url, system_clock) as ledger:
        while seen < size:
            with ledger.view() as view:
                found = [row.position for row in view.rows(0, seen, size)]
            met += [*found, -1]
            seen += len(found)
    return met


def project(url: str, size: int) -> int:
    """Bring the read models up to date again and again until they have seen `size` events; how often they had come
    further."""
    steps, seen = 0, 0
    with opened(url, system_clock) as ledger:
        while seen < size:
            runner.catch_up(ledger, budget_s=0)  # one step
            with ledger.view() as view:
                reached = min(one.position for one in runner.standings(view))
            steps += reached > seen
            seen = reached
    return steps


def project_by_steps(url: str, batch: int) -> bool:
    """Bring the read models up to date in steps of so many events; whether they are."""
    runner.BATCH = batch
    with opened(url, system_clock) as ledger:
        return runner.catch_up(ledger)


def hold_job(pause: Callable[[str], None], url: str, job: str) -> None:
    """Hold the lock of a job, and say so."""
    with opened(url, system_clock) as ledger, job_lock(ledger.database, job, timeout_s=60):
        pause("held")


def take_turns(url: str, job: str, times: int, log: Path, name: str) -> None:
    """Take a job's lock again and again; each time write to a file that it is held, and that it is given back."""
    with opened(url, system_clock) as ledger, log.open("a") as file:
        for number in range(times):
            with job_lock(ledger.database, job, timeout_s=60):
                for sign in "+-":
                    file.write(f"{sign}{name}{number}\n")
                    file.flush()
                    time.sleep(0.002)


def make(url: str) -> tuple[str | None, str]:
    """Bring a database up to date, making it if there is none; the revisions before and after."""
    database = Database(url)
    try:
        return upgrade(database, clock=system_clock)
    finally:
        database.close()


def copy_to(url: str, target: str) -> str:
    """Copy a ledger into another database: "copied", or the name of the error."""
    database = Database(target)
    try:
        with opened(url, system_clock) as ledger, ledger.view() as view:
            transfer(view, url, database, clock=system_clock, progress=lambda *_: None)
        return "copied"
    except TrackerError as error:
        return type(error).__name__
    finally:
        database.close()


def faults(ledger: Ledger) -> list[str]:
    """What `verify` finds in a ledger."""
    with ledger.view() as view:
        found = [fault for shard in range(view.shards) for fault in verify_shard(view, shard).faults]
        return [fault.what for fault in (*found, *verify_whole(view))]
