"""Help: complete, quick, with examples; and what must not be imported for it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from terminal import Cli

from tracker.cli.main import COMMANDS, SECTIONS

SUBCOMMANDS = [
    ["db", "upgrade"], ["db", "current"], ["db", "check"], ["db", "backup"], ["db", "restore"], ["db", "copy"],
    ["db", "roles"],
    ["projections", "list"], ["projections", "rebuild"], ["projections", "check"], ["projections", "catch-up"],
    ["key", "new"],
]  # fmt: skip
COMMON = ("--database", "--json", "--tz", "--quiet", "--verbose", "--color", "--no-pager", "--log-format")


def test_every_command_has_its_section() -> None:
    """The root help lists each command once."""
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(COMMANDS)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_shows_two_runnable_examples(cli: Cli, name: str) -> None:
    """`-h` ends with at least two lines that start with the program's name."""
    shown = cli.ok(name, "-h").out
    examples = shown.partition("Examples:")[2].strip().splitlines()
    assert len(examples) >= 2
    assert all(line.strip().startswith("tracker ") for line in examples)


@pytest.mark.parametrize(
    "words", [[name] for name in COMMANDS if name not in ("db", "key", "projections")] + SUBCOMMANDS, ids=" ".join
)
def test_every_command_takes_the_common_options(cli: Cli, words: list[str]) -> None:
    """Database, JSON, zone, quiet, verbose, colour and pager are the same everywhere."""
    shown = cli.ok(*words, "-h").out
    assert all(option in shown for option in COMMON)


@pytest.mark.parametrize(
    ("arguments", "forbidden"),
    [
        ("['--help']", "sqlalchemy alembic deepdiff rapidfuzz numpy rich.console"),
        ("['show', 'x', '--database', 'none.db']", "alembic deepdiff rapidfuzz numpy rich.console"),
    ],
    ids=["help", "show"],
)
def test_a_command_imports_only_what_it_needs(arguments: str, forbidden: str) -> None:
    """Start-up time is imports: help needs no database, show neither migrations nor the diff's metadata engine."""
    program = (
        f"import sys; from tracker.cli.main import run; run({arguments});"
        f"print([name for name in '{forbidden}'.split() if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
