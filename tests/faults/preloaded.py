"""A process that has imported the program and forks a copy of itself for each command: `python preloaded.py`.

It reads plans from standard input, a list of them as JSON on each line, runs those of a line at the same time, and
answers with how each ended. To start Python anew for each of some hundred runs would take minutes. With `shim.c`
preloaded, a plan says what befalls the files of a folder. `launcher` is its other end.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import select
import signal
import sys
import time
import traceback
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Plan = dict[str, Any]
PATIENCE_S = 60.0
NEEDED = (
    "alembic.command",
    "alembic.config",
    "tracker.__main__",
    "tracker.cli.db",
    "tracker.cli.erase",
    "tracker.desk.database",
    "tracker.desk.erase",
    "tracker.desk.erase_plan",
    "tracker.views.database",
    "tracker.views.erase",
)
TEXT = """+++
story = "wire:warm"
headline = "Kettle boils"
note = "Adds number of cups"
published = 2024-03-01T10:0{0}:00Z
+++
The kettle boiled {0} times on Friday, the cook said.

Nobody was scalded.
"""


def main() -> None:
    """Serve until standard input ends."""
    _warm()
    gc.freeze()  # or each copy would touch, and so copy, every page
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(_together(json.loads(line))), flush=True)


def _warm() -> None:
    """Import and compile what the first run of a process would."""
    for name in NEEDED:
        import_module(name)
    from tracker.cli.main import run

    with TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        for number in (1, 2):
            (Path(folder) / f"{number}.txt").write_text(TEXT.format(number))
        database = f"{folder}/news.db"
        assert run(["ingest", folder, "--settle", "0", "--database", database]) == 0
        who = ["--by", "Mara Ilic", "--authority", "the court", "--reason", "privacy", "--dry-run"]
        assert run(["erase", "kettle-boils@r2", *who, "--database", database]) == 0


def _together(plans: list[Plan]) -> list[dict[str, Any]]:
    """Run plans from one starting line; how each ended."""
    waiting, go = os.pipe()
    running = {}
    for number, plan in enumerate(plans):
        pid, line = _forked(plan, waiting, go)
        running[line] = (number, pid, plan.get("kill_after", PATIENCE_S))
    started = time.monotonic()
    os.close(go)
    os.close(waiting)
    ended: list[dict[str, Any]] = [{} for _ in plans]
    while running:
        soonest = min(after for _, _, after in running.values())
        closed, _, _ = select.select(list(running), [], [], max(0.0, started + soonest - time.monotonic()))
        for line, (number, pid, after) in list(running.items()):
            if line not in closed:
                if time.monotonic() < started + after:
                    continue
                os.kill(pid, signal.SIGKILL)  # it may have ended, but nobody has waited for it yet
            _, status = os.waitpid(pid, 0)
            count = os.read(line, 100).decode()
            os.close(line)
            del running[line]
            seconds = time.monotonic() - started
            code = os.waitstatus_to_exitcode(status)
            ended[number] = {"code": code, "seconds": seconds, "changes": int(count) if count else None}
    return ended


def _forked(plan: Plan, waiting: int, go: int) -> tuple[int, int]:
    """A copy of this process that does what the plan says once `waiting` is closed; its id, and a pipe that ends when
    it does."""
    line, its_end = os.pipe()
    pid = os.fork()
    if pid:
        os.close(its_end)
        return pid, line
    os.close(go)
    os.close(line)
    code = 99
    try:
        code = _run(plan, waiting, its_end)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _run(plan: Plan, waiting: int, line: int) -> int:
    from tracker.__main__ import main as tracker
    from tracker.desk import order

    _settle(plan)
    order.BATCH = plan.get("batch", order.BATCH)
    if "checkpoint_every" in plan:
        _checkpoint_every(plan["checkpoint_every"])
    if "busy_timeout_s" in plan:
        _wait_for_locks(plan["busy_timeout_s"])
    sys.argv = ["tracker", *plan["argv"]]
    os.read(waiting, 1)
    changes = _shimmed(plan["shim"]) if "shim" in plan else None
    try:
        tracker()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        if changes is not None:
            os.write(line, str(changes()).encode())
        return int(end.code or 0)
    raise AssertionError("the command line ends with an exit code")


def _settle(plan: Plan) -> None:
    """Move into the folder, with streams and settings of its own."""
    os.chdir(plan["folder"])
    os.environ.pop("TRACKER_DATABASE", None)
    os.environ.update(XDG_CONFIG_HOME=plan["folder"], TZ="UTC", COLUMNS="200")
    for number, path, mode in ((0, os.devnull, "r"), (1, plan["out"], "w"), (2, plan["err"], "w")):
        with Path(path).open(mode) as file:
            os.dup2(file.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")


def _checkpoint_every(pages: int) -> None:
    """Let SQLite move its WAL into the file after so few pages that a small run sees it happen."""
    from tracker.ledger import database

    pragmas = database._pragmas
    database._pragmas = lambda mode: (*pragmas(mode), f"wal_autocheckpoint = {pages}")


def _wait_for_locks(seconds: int) -> None:
    """Let the program give up on a lock that another one holds after so long."""
    from tracker.ledger import database, migrate, sweep

    database.BUSY_TIMEOUT_S = migrate.BUSY_TIMEOUT_S = sweep.BUSY_TIMEOUT_S = seconds


def _shimmed(shim: dict[str, Any]) -> Any:
    """Set the shim to work; what counts the changes that it has seen."""
    library = ctypes.CDLL(None)
    library.shim_count.restype = ctypes.c_long
    texts = [shim[name].encode() if name in shim else None for name in ("folder", "log")]
    numbers = [ctypes.c_long(shim.get(name, 0)) for name in ("kill_at", "fail_from", "fail_every")]
    library.shim_start(*map(ctypes.c_char_p, texts), *numbers, ctypes.c_int(shim.get("errno", 0)))
    return library.shim_count


if __name__ == "__main__":
    main()
