"""How long a command takes from nothing to its last byte: whole processes, run with `python -m tracker`.

Each is run once before, so that its modules are compiled and in memory, then nine times. The bare interpreter stands
beside them: nothing written in Python is faster.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.ledgers import fresh, record_all
from bench.measure import Figure, Samples, Took, spread
from bench.stories import story
from tracker.projections.runner import catch_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command line and the most seconds it may take."""

    what: str
    arguments: tuple[str, ...]
    target: float | None = None


def run(*, quick: bool) -> list[Figure]:
    """Middle and extremes of nine runs of each command."""
    with fresh() as workspace, tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        record_all(workspace, list(story(0, 20)))
        while not catch_up(workspace.ledger):
            pass
        with workspace.ledger.view() as view:
            assert view.head().size == 21
        place = ("--database", str(workspace.database.path))
        commands = (
            Command(what="the bare interpreter", arguments=("-c", "pass")),
            Command(what="tracker --help", arguments=("-m", "tracker", "--help"), target=0.2),
            Command(what="tracker show", arguments=("-m", "tracker", "show", "bench:story-0000", *place), target=0.8),
            Command(what="tracker diff", arguments=("-m", "tracker", "diff", "bench:story-0000", *place)),
            Command(what="tracker stories", arguments=("-m", "tracker", "stories", *place)),
        )
        return [_figure(command, 3 if quick else 9, Path(folder)) for command in commands]


def _figure(command: Command, times: int, folder: Path) -> Figure:
    samples = Samples()
    process(command.arguments, folder)
    for _ in range(times):
        samples.add(process(command.arguments, folder))
    middle = statistics.median(samples.wall)
    return Figure(
        what=command.what,
        value=f"{middle:.3f} s wall ({spread(samples.wall, 3)}), {statistics.median(samples.cpu):.3f} s processor",
        target="" if command.target is None else f"< {command.target} s",
        met=None if command.target is None else middle < command.target,
    )


def process(arguments: Sequence[str], folder: Path) -> Took:
    """One process from its start to its end; its output goes to files and must not be an error's."""
    output, errors = folder / "output", folder / "errors"
    opening = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    start = time.perf_counter()
    process = os.posix_spawn(
        sys.executable,
        [sys.executable, *arguments],
        dict(os.environ),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, str(output), opening, 0o600),
            (os.POSIX_SPAWN_OPEN, 2, str(errors), opening, 0o600),
        ],
    )
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"{' '.join(arguments)}: {errors.read_text().strip()}")
    return Took(wall=wall, cpu=usage.ru_utime + usage.ru_stime)
