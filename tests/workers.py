"""Processes of their own for the tests: `python workers.py TASK GO URL …` does TASK once the file GO exists.

Waiting for GO puts several of them on the same starting line; what takes long to import is imported before it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from subprocess import PIPE, Popen

from builders import not_reread, observed, opened, stream_of, workspace

from tracker.clock import system_clock
from tracker.desk.record import record
from tracker.errors import TrackerError
from tracker.ledger.database import Database
from tracker.ledger.locks import job_lock
from tracker.ledger.migrate import upgrade


def start(task: str, go: Path, url: str, *arguments: object) -> Popen[str]:
    """Start a worker that waits for the file `go`."""
    command = [sys.executable, __file__, task, str(go), url, *map(str, arguments)]
    return Popen(command, stdout=PIPE, stderr=PIPE, text=True)


def finish(workers: Sequence[Popen[str]]) -> list[str]:
    """Wait for workers that must all succeed; what each printed."""
    results = [(worker.communicate(timeout=60), worker.returncode) for worker in workers]
    for (_, errors), code in results:
        assert (code, errors) == (0, "")
    return [printed for (printed, _), _ in results]


@contextmanager
def race(tmp_path: Path, commands: Sequence[Sequence[object]]) -> Iterator[list[Popen[str]]]:
    """Workers started on one line; `commands` are (task, url, …). They are gone at the end, whatever happened."""
    go = tmp_path / "go"
    workers = [start(str(task), go, str(url), *rest) for task, url, *rest in commands]
    try:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n", worker.communicate()[1]
        go.touch()
        yield workers
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()


def append_and_record(url: str, name: str, count: str) -> None:
    """By turns, append an event to a stream of this worker's own and record a text of the one story that all workers
    share; print what became of each text."""
    with opened(url, system_clock) as ledger:
        for number in range(int(count)):
            ledger.append(stream_of(name, 1, start=number))
            text = f"Report {number} of desk {name}."
            (receipt,) = record(ledger, [observed(text, name=f"{name}-{number}")], reread=not_reread)
            print(receipt.outcome, receipt.revision, receipt.position)


def record_receipts(url: str, receipts: str, count: str) -> None:
    """Record three texts at a time, and write a line for each to a file once it is told that they are on disk."""
    with opened(url, system_clock) as ledger, Path(receipts).open("a") as file:
        for number in range(0, int(count), 3):
            numbers = range(number, number + 3)
            batch = [observed(f"Report {n}.", n, name=f"{n}.txt", key=f"wire:{n % 2}") for n in numbers]
            for receipt in record(ledger, batch, reread=not_reread):
                file.write(f"{receipt.name} {receipt.outcome} {receipt.position}\n")
            file.flush()
            os.fsync(file.fileno())


def hold(url: str, job: str, seconds: str) -> None:
    """Hold the lock of a job for so long, and say when it is held."""
    with opened(url, system_clock) as ledger, job_lock(ledger.database, job, timeout_s=60):
        print("held", flush=True)
        time.sleep(float(seconds))


def take_turns(url: str, job: str, times: str, log: str, name: str) -> None:
    """Take a job's lock again and again; each time write to a file that it is held, and that it is given back."""
    with opened(url, system_clock) as ledger, Path(log).open("a") as file:
        for number in range(int(times)):
            with job_lock(ledger.database, job, timeout_s=60):
                for sign in "+-":
                    file.write(f"{sign}{name}{number}\n")
                    file.flush()
                    time.sleep(0.002)


def make(url: str) -> None:
    """Bring a database up to date, making it if there is none."""
    database = Database(url)
    print(upgrade(database, clock=system_clock))
    database.close()


def project(url: str, batch: str) -> None:
    """Bring the read models up to date in steps of a few events."""
    from tracker.projections import runner

    runner.BATCH = int(batch)
    with opened(url, system_clock) as ledger:
        runner.catch_up(ledger)


def link_keys(url: str, story: str, count: str) -> None:
    """Link keys to a story, one after the other; print what came of each."""
    from tracker.desk.link import link

    with opened(url, system_clock) as ledger:
        for number in range(int(count)):
            try:
                (done,) = link(workspace(ledger), story, f"wire:new-{number}", by="worker")
                print("linked", done.position)
            except TrackerError as error:
                print(error)


def copy_to(url: str, target: str) -> None:
    """Copy a ledger into another database; print what came of it."""
    from tracker.ledger.copy import transfer

    database = Database(target)
    with opened(url, system_clock) as ledger, ledger.view() as view:
        try:
            transfer(view, url, database, clock=system_clock, progress=lambda *_: None)
            print("copied")
        except TrackerError as error:
            print(type(error).__name__)
    database.close()


SLOW = {
    "copy_to": ("alembic.command", "alembic.config", "tracker.ledger.copy", "psycopg"),
    "link_keys": ("tracker.desk.link",),
    "make": ("alembic.command", "alembic.config"),
    "project": ("tracker.projections.runner",),
}
TASKS: dict[str, Callable[..., None]] = {
    task.__name__: task
    for task in (append_and_record, record_receipts, hold, take_turns, make, project, copy_to, link_keys)
}

if __name__ == "__main__":
    for module in (*SLOW.get(sys.argv[1], ()), *(["psycopg"] if "://" in sys.argv[3] else [])):
        import_module(module)
    print("ready", flush=True)
    while not Path(sys.argv[2]).exists():
        time.sleep(0.001)
    TASKS[sys.argv[1]](*sys.argv[3:])
