"""The tests' end of `preloaded`: real command lines, each in a process of its own, with what befalls it.

Also builds `shim.c`, which makes writes fail, tells of them, or ends the process at one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KILLED = -9


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended: its exit code, -9 when it was killed; what it printed; how long it took; how many changes of
    files the shim saw, None when it was killed or had none."""

    code: int
    out: str
    err: str
    seconds: float
    changes: int | None

    @property
    def killed(self) -> bool:
        """Whether it was killed before it ended by itself."""
        return self.code == KILLED


class Launcher:
    """Runs command lines in copies of one process."""

    def __init__(self, process: subprocess.Popen[str], *, has_shim: bool) -> None:
        self._process = process
        self.has_shim = has_shim

    def __call__(self, folder: Path, *argv: object, **plan: Any) -> Ended:
        """Run one command in `folder`. `kill_after` seconds it is killed; `shim` says what it finds when it writes:
        `kill_at`, `fail_from`, `fail_every`, `errno`, `log`; `batch` inputs are a transaction; `checkpoint_every` pages
        the WAL is emptied; after `busy_timeout_s` it gives up on a lock."""
        return self.together(folder, [{"argv": argv, **plan}])[0]

    def together(self, folder: Path, plans: Sequence[Mapping[str, Any]]) -> list[Ended]:
        """Run commands in `folder`, all at the same time; how each ended, in their order."""
        said = [(folder / f".{number}.out", folder / f".{number}.err") for number in range(len(plans))]
        for path in (path for both in said for path in both):
            path.write_bytes(b"")  # who is killed at once has opened none
        made = [_made(folder, plan, *paths) for plan, paths in zip(plans, said, strict=True)]
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(made) + "\n")
        self._process.stdin.flush()
        answers = json.loads(self._process.stdout.readline())
        return [
            Ended(out=out.read_text(), err=err.read_text(), **answer)
            for (out, err), answer in zip(said, answers, strict=True)
        ]


def _made(folder: Path, plan: Mapping[str, Any], out: Path, err: Path) -> dict[str, Any]:
    made = {**plan, "argv": [str(one) for one in plan["argv"]], "folder": str(folder), "out": str(out), "err": str(err)}
    if "shim" in plan:
        made["shim"] = {"folder": str(folder), **{name: _plain(value) for name, value in plan["shim"].items()}}
    return made


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


@contextmanager
def launched(shim: Path | None) -> Iterator[Launcher]:
    """A launcher, with the shim in its processes if there is one."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # a process with threads is not forked safely
    if shim is not None:
        environment["LD_PRELOAD"] = str(shim)
    command = [sys.executable, str(HERE / "preloaded.py")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Launcher(process, has_shim=shim is not None)
        assert process.stdin is not None
        process.stdin.close()


def built_shim(folder: Path) -> Path | None:
    """The shim, compiled into `folder`; None where there is no C compiler, or no preloading."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    built = folder / "shim.so"
    command = [compiler, "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o", built, HERE / "shim.c", "-ldl"]
    subprocess.run(command, check=True)
    return built
