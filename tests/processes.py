"""Real processes for the tests, to be raced, held and killed: the command line, or a function of a module.

A plan says what one does: `argv` at `clock` (micros UTC; else the machine's) with `stdin`, in batches of `batch`; or
`call`, a function and its arguments, whose result it prints as JSON; or `pausing`, the same for a function whose first
argument is its way to stop: `pause("held")`. With `hold` it stops at a place of the program. One that stops says so,
and goes no further until it is killed or `released`. They are forked from one server that has imported what takes long,
and have the environment of whoever starts them. `crowd` has functions for them.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE_S = 100.0
_SERVER = get_context("forkserver")
_SERVER.set_forkserver_preload(
    [
        "alembic.command",
        "alembic.config",
        "platformdirs.unix",
        "psycopg",
        "rapidfuzz.process",
        "rich.cells",
        "sqlalchemy.dialects.postgresql.psycopg",
        "tracker.cli.ingest",
        "tracker.cli.listening",
        "tracker.cli.main",
        "tracker.cli.void",
        "tracker.desk.corrections",
        "tracker.desk.ingest",
        "tracker.desk.link",
        "tracker.ledger.copy",
        "tracker.ledger.verify",
        "tracker.views.ingest",
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

    def released(self) -> None:
        """Let it go on from where it is held."""
        self.line.send("go on")

    def kill(self) -> None:
        """End it with SIGKILL, wherever it is."""
        self.process.kill()
        self.process.join()

    def ended(self) -> Ended:
        """Wait for its end."""
        self.process.join(PATIENCE_S)
        assert self.process.exitcode is not None
        return Ended(self.process.exitcode, self.out.read_text(), self.err.read_text())

    def returned(self) -> Any:
        """Wait for its end, which must be a good one; what the function that it called returned."""
        ended = self.ended()
        assert (ended.code, ended.err) == (0, "")
        return json.loads(ended.out)


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
    whole = {**os.environ, **environment}  # the server has that of whoever needed it first
    process = _SERVER.Process(target=_work, args=(str(folder), whole, dict(plan), str(out), str(err), its))
    process.start()
    its.close()
    return Worker(process, mine, out, err)


def _work(
    folder: str, environment: Mapping[str, str], plan: Mapping[str, Any], out: str, err: str, line: Connection
) -> None:
    """What a process does."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    from tracker.cli import session
    from tracker.cli.main import run
    from tracker.desk import ingest, order

    sys.stdin = io.TextIOWrapper(io.BytesIO(plan.get("stdin", b"")))
    if "clock" in plan:
        session.system_clock = lambda: plan["clock"]
    ingest.CATCH_UP_S = PATIENCE_S  # however busy the machine is
    order.BATCH = plan.get("batch", order.BATCH)
    if "hold" in plan:
        place, number = plan["hold"]
        _PLACES[place](number, line)
    line.send("ready")
    line.recv()
    if "argv" in plan:
        sys.exit(run(plan["argv"]))
    print(json.dumps(_called(plan, line)))


def _called(plan: Mapping[str, Any], line: Connection) -> Any:
    if "pausing" in plan:
        function, *arguments = plan["pausing"]
        return function(partial(_pause, line), *arguments)
    function, *arguments = plan["call"]
    return function(*arguments)


def _pause(line: Connection, said: str = "held") -> None:
    line.send(said)
    if line.poll(PATIENCE_S):
        line.recv()


def _before_commit(number: int, line: Connection) -> None:
    """Hold in a transaction, after its events were written: the sightings come last."""
    from sqlalchemy import Engine, event

    met = 0

    def watch(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal met
        if statement.startswith("INSERT INTO sightings"):
            met += 1
            if met == number:
                _pause(line)

    event.listen(Engine, "before_cursor_execute", watch)


def _before_receipts(number: int, line: Connection) -> None:
    """Hold after a commit, before anybody is told of it."""
    from tracker.cli.listening import Telling

    met, told = 0, Telling.receipts

    def receipts(self: Telling, *args: Any) -> None:
        nonlocal met
        met += 1
        if met == number:
            _pause(line)
        told(self, *args)

    Telling.receipts = receipts  # type: ignore[method-assign]


_PLACES = {"before commit": _before_commit, "before receipts": _before_receipts}
