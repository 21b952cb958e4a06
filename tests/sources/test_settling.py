"""Files of a folder that wait for the next run: changed a moment ago, or named as unfinished."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tracker.sources import Deferred, Input, Settling, gather

NOW = 1_700_000_000


def _aged(path: Path, age: float) -> Path:
    path.write_text("text")
    os.utime(path, (NOW - age, NOW - age))
    return path


def _gathered(path: Path, seconds: float) -> dict[str, str | None]:
    """For each name why it waits, None where it is taken."""
    settling = Settling(now=NOW * 1_000_000, seconds=seconds)
    found: dict[str, str | None] = {}
    for item in gather([str(path)], settling=settling):
        assert isinstance(item, Input | Deferred)
        found[item.name] = item.reason if isinstance(item, Deferred) else None
    return found


@pytest.mark.parametrize(
    ("age", "waits"), [(0, True), (4.9, True), (5, False), (3600, False), (-4, True), (-60, False)]
)
def test_a_file_that_changed_a_moment_ago_waits(tmp_path: Path, age: float, *, waits: bool) -> None:
    """Within the given seconds on either side of the clock; a change far ahead of it tells nothing."""
    _aged(tmp_path / "a.txt", age)
    assert _gathered(tmp_path, 5) == {"a.txt": "it changed less than 5 s ago" if waits else None}


def test_without_settling_time_every_file_is_taken(tmp_path: Path) -> None:
    """`--settle 0` takes what was written this very moment."""
    _aged(tmp_path / "a.txt", 0)
    assert _gathered(tmp_path, 0) == {"a.txt": None}


def test_unfinished_files_say_why_they_wait(tmp_path: Path) -> None:
    """Each with its reason, in the place where its name puts it; the folder below is walked."""
    for name in (".hidden", "a.txt.part", "b.tmp", "c~", "d.txt"):
        _aged(tmp_path / name, 60)
    (tmp_path / "sub").mkdir()
    _aged(tmp_path / "sub" / "e.part", 60)
    assert _gathered(tmp_path, 5) == {
        ".hidden": "its name starts with a dot",
        "a.txt.part": "its name ends in .part",
        "b.tmp": "its name ends in .tmp",
        "c~": "its name ends in ~",
        "d.txt": None,
        "sub/e.part": "its name ends in .part",
    }


def test_a_file_named_on_the_command_line_is_taken(tmp_path: Path) -> None:
    """Whoever names it answers for it."""
    path = _aged(tmp_path / "a.txt", 0)
    assert _gathered(path, 5) == {"a.txt": None}
