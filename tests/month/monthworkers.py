"""Real processes for the month: the command line under a clock that stands where it is told, to be raced and killed.

A plan says what one does: `argv` at `clock` (micros UTC) with `stdin`, in batches of `batch`. With `hold` it stops at a
place, says so, and does no more until it is killed. They are forked from one server that has imported what takes long.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE_S = 100.0
_SERVER = get_context("forkserver")
_SERVER.set_forkserver_preload(
    [
        "psycopg",
        "sqlalchemy.dialects.postgresql.psycopg",
        "tracker.cli.ingest",
        "tracker.cli.listening",
        "tracker.cli.main",
        "tracker.cli.void",
        "tracker.desk.corrections",
        "tracker.desk.ingest",
    ]
)


class Ended(NamedTuple):
    """How a process ended, and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Worker:
    """One process, and how to talk to it."""

    process: BaseProcess
    line: Connection
    out: Path
    err: Path

    def expect(self, said: str) -> None:
        """Wait until it says something."""
        assert self.line.poll(PATIENCE_S), self.err.read_text()
        assert self.line.recv() == said

    def kill(self) -> None:
        """End it with SIGKILL, wherever it is."""
        self.process.kill()
        self.process.join()

    def ended(self) -> Ended:
        """Wait for its end."""
        self.process.join(PATIENCE_S)
        assert self.process.exitcode is not None
        return Ended(self.process.exitcode, self.out.read_text(), self.err.read_text())


@contextmanager
def started(folder: Path, environment: Mapping[str, str], plans: Sequence[Mapping[str, Any]]) -> Iterator[list[Worker]]:
    """Processes on one starting line, gone at the end whatever happened."""
    workers = [_start(folder, environment, number, plan) for number, plan in enumerate(plans)]
    try:
        for worker in workers:
            worker.expect("ready")
        for worker in workers:
            worker.line.send("go")
        yield workers
    finally:
        for worker in workers:
            worker.kill()
            worker.line.close()
            worker.process.close()


def _start(folder: Path, environment: Mapping[str, str], number: int, plan: Mapping[str, Any]) -> Worker:
    mine, its = _SERVER.Pipe()
    out, err = folder / f"{number}.out", folder / f"{number}.err"
    process = _SERVER.Process(target=_work, args=(str(folder), dict(environment), dict(plan), str(out), str(err), its))
    process.start()
    its.close()
    return Worker(process, mine, out, err)


def _work(
    folder: str, environment: Mapping[str, str], plan: Mapping[str, Any], out: str, err: str, line: Connection
) -> None:
    """What a process does."""
    os.chdir(folder)
    os.environ.update(environment)
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    from tracker.cli import session
    from tracker.cli.main import run
    from tracker.desk import ingest, order

    sys.stdin = io.TextIOWrapper(io.BytesIO(plan.get("stdin", b"")))
    session.system_clock = lambda: plan["clock"]
    ingest.CATCH_UP_S = PATIENCE_S  # however busy the machine is
    order.BATCH = plan.get("batch", order.BATCH)
    if "hold" in plan:
        place, number = plan["hold"]
        _PLACES[place](number, line)
    line.send("ready")
    line.recv()
    sys.exit(run(plan["argv"]))


def _hold(line: Connection) -> None:
    line.send("held")
    time.sleep(PATIENCE_S)


def _before_commit(number: int, line: Connection) -> None:
    """Hold in a transaction, after its events were written: the sightings come last."""
    from sqlalchemy import Engine, event

    met = 0

    def watch(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal met
        met += statement.startswith("INSERT INTO sightings")
        if met == number:
            _hold(line)

    event.listen(Engine, "before_cursor_execute", watch)


def _before_receipts(number: int, line: Connection) -> None:
    """Hold after a commit, before anybody is told of it."""
    from tracker.cli.listening import Telling

    met, told = 0, Telling.receipts

    def receipts(self: Telling, *args: Any) -> None:
        nonlocal met
        met += 1
        if met == number:
            _hold(line)
        told(self, *args)

    Telling.receipts = receipts  # type: ignore[method-assign]


_PLACES = {"before commit": _before_commit, "before receipts": _before_receipts}
