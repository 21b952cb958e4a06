"""The README is true: its tour is run, and what it prints is what the README shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from terminal import Cli

from tracker import __version__
from tracker.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```console\n\$ tracker ([^\n]*)\n(.*?)^```$", re.M | re.S)
# What differs from one run to the next: ages, the time of recording, random ids.
AGE = re.compile(r"\((?:now|in )?[^()]*ago\)|\(now\)")
RECORDED = re.compile(r"recorded(\s+)\d+ \w{3} \d{4}\s+\d\d:\d\d(?::\d\d)? \w+")
RANDOM = re.compile(r"\b[0-9a-f]{32,64}\b")


def masked(text: str) -> str:
    text = AGE.sub("(AGO)", " ".join(text.split()))
    return RANDOM.sub("ID", RECORDED.sub("recorded TIME", text))


def test_the_tour_prints_what_the_readme_shows(desk: Cli) -> None:
    """Each command of the tour gives the text below it, but for ages, recorded times and random ids."""
    blocks = BLOCK.findall(README)
    assert len(blocks) >= 5
    for arguments, shown in blocks:
        assert masked(desk.ok(*shlex.split(arguments)).out) == masked(shown), arguments


def test_the_demo_tells_its_whole_story(cli: Cli) -> None:
    """It records, lists, shows, diffs, replays at two instants and verifies; a second run records nothing new."""
    first = cli.ok("demo").out
    for expected in ("42 recorded, 1 confirmed", "late: recorded", "¶5  added", "r1  rebuilt", "r3  rebuilt", "sound:"):
        assert expected in first
    again = cli.ok("demo", "--json").json
    assert again["schema"] == "tracker.demo/1"
    assert again["ingested"]["outcomes"]["recorded"] == 0
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
