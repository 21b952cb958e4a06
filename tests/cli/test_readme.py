"""The README is true: its tour is run, and what it prints is what the README shows."""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from terminal import Cli

from tracker import __version__
from tracker.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```console\n\$ tracker ([^\n]*)\n(.*?)^```$", re.M | re.S)
# What differs from one run to the next: ages, the time of recording, random ids.
AGE = re.compile(r"\((?:now|in )?[^()]*ago\)|\(now\)")
# The stories were published before 2026: a later year is that of the run.
RECORDED = re.compile(r"(?:recorded )?\d+ \w{3} 20(?:2[6-9]|[3-9]\d) \d\d:\d\d(?::\d\d)? \w+")
FOUND = re.compile(r"\bfound (?:\d+ \w{3} \d{4} )?\d\d:\d\d(?::\d\d)?(?: UTC)?")
RANDOM = re.compile(r"\b[0-9a-f]{32,64}\b")


def masked(text: str) -> str:
    text = AGE.sub("(AGO)", " ".join(text.split()))
    return RANDOM.sub("ID", RECORDED.sub("recorded TIME", FOUND.sub("found TIME", text)))


@pytest.fixture
def tour(cli: Cli, demo_database: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line on a copy of the demo's ledger, since the tour signs a change off."""
    with closing(sqlite3.connect(demo_database)) as demo, closing(sqlite3.connect(cli.folder / "tour.db")) as copy:
        demo.backup(copy)
    monkeypatch.setenv("TRACKER_DATABASE", str(cli.folder / "tour.db"))
    return cli


def test_the_tour_prints_what_the_readme_shows(tour: Cli) -> None:
    """Each command of the tour gives the text below it, in order, but for ages, recorded times and random ids."""
    blocks = BLOCK.findall(README)
    assert len(blocks) >= 5
    for arguments, shown in blocks:
        assert masked(tour.ok(*shlex.split(arguments)).out) == masked(shown), arguments


@pytest.mark.parametrize(
    "told",
    [
        "Undisclosed: ¶1 number",
        "HIGH  flood-toll@r4:n1",
        "accept by Mara Ilic",
        "(1 signed off)",
        "undisclosed-number  high",
    ],
)
def test_the_tour_shows_what_nothing_else_tells(told: str) -> None:
    """A change that no note told of is shown, queued, explained and signed off in the tour."""
    assert any(told in shown for _, shown in BLOCK.findall(README))


def test_the_demo_tells_its_whole_story(cli: Cli) -> None:
    """It records, lists, shows, diffs, replays at two instants, verifies and audits; a second run records nothing."""
    first = cli.ok("demo").out
    steps = (
        *("45 recorded, 1 confirmed, 1 withdrawn by a notice", "! withdrawn 5 Mar 2025", "late: recorded"),
        *("r1  rebuilt", "r3  rebuilt", "sound:", "¶5  added", "Nothing undisclosed"),
        *("[-41-]{+38+}", "Undisclosed: ¶1 number", "HIGH  flood-toll@r4:n1"),
    )
    places = [first.find(expected) for expected in steps]
    assert -1 not in places
    assert places == sorted(places), "the change that no note told of comes last"
    again = cli.ok("demo", "--json").json
    assert again["schema"] == "tracker.demo/1"
    assert again["ingested"]["outcomes"]["recorded"] == again["ingested"]["outcomes"]["withdrawn"] == 0
    assert again["verified"]["sound"] is True


def test_the_two_commands_stand_on_lines_of_their_own() -> None:
    """The gate finds them by their beginning and end."""
    commands = re.findall(r"^python3 -m venv .*$", README, re.M)
    assert [command.rsplit("/", 1)[-1] for command in commands] == ["tracker demo", "pytest"]


def test_the_changelog_knows_this_version() -> None:
    """The newest entry is the version of the package."""
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_linked_file_exists() -> None:
    """Links of the README and the docs lead somewhere."""
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_command_named_in_the_readme_exists() -> None:
    """No example names a command that is not there."""
    named = set(re.findall(r"(?:^|`|\$ )tracker ([a-z-]+)\b", README, re.M))
    assert named <= set(COMMANDS) | {"keeps"}
