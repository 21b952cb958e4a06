"""The operations manual and the units in contrib are true: what they tell people to run is run here."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from terminal import Cli, Result, story

from tracker.cli.main import COMMANDS, root
from tracker.config import load
from tracker.errors import ExitCode

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
CONTRIB = ROOT / "contrib"
UNITS = sorted(path.name for path in CONTRIB.iterdir())
PROGRAM = "/usr/local/bin/tracker"
FOLDERS = ("/var/lib/tracker", "/srv/tracker", "/mnt/backup")
TEXT = "The ferry Aurora left Marby an hour late on Tuesday, its owner said."


def fenced(kind: str) -> list[str]:
    """The blocks of the page that are marked as of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.M | re.S)


def section(title: str) -> str:
    """What stands under one heading of the page."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def console(text: str) -> list[list[str]]:
    """The command lines of the console blocks, without the prompt and the program's name."""
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S)
    return [shlex.split(line)[2:] for block in blocks for line in block.splitlines() if line.startswith("$ tracker ")]


def crontab() -> list[list[str]]:
    """The commands of the crontab, as the shell would give them to the program."""
    (block,) = fenced("crontab")
    lines = [line for line in block.splitlines() if line and "=" not in line.split(" ", 1)[0]]
    commands = [line.split(None, 5)[5].removesuffix(" > /dev/null") for line in lines]
    assert all(command.startswith(f"{PROGRAM} ") for command in commands)
    return [shlex.split(command)[1:] for command in commands]


def unit(name: str) -> configparser.ConfigParser:
    """A unit file, read as strictly as can be: no key twice, no line outside a section."""
    parser = configparser.ConfigParser(strict=True, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((CONTRIB / name).read_text("utf-8"))
    return parser


def started(name: str) -> list[str]:
    """The command that a service starts, for the source `ap`."""
    words = shlex.split(unit(name)["Service"]["ExecStart"].replace("%i", "ap"))
    assert words[0] == PROGRAM
    return words[1:]


@pytest.fixture
def machine(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs a command of the manual on a machine of its own: its folders are there, with a file of `ap` that arrived a
    while ago."""
    for folder in FOLDERS:
        (tmp_path / folder.lstrip("/")).mkdir(parents=True)

    def here(text: str) -> str:
        for folder in FOLDERS:
            text = text.replace(folder, str(tmp_path / folder.lstrip("/")))
        return text

    monkeypatch.setenv("TRACKER_DATABASE", here("/var/lib/tracker/news.db"))
    (settings,) = fenced("toml")
    cli.write("tracker.toml", here(settings))
    arrived = Path(here("/srv/tracker/incoming/ap")) / "ferry.txt"
    arrived.parent.mkdir(parents=True)
    arrived.write_text(story(TEXT, key="ap:ferry", headline="Ferry leaves late"))
    before = time.time() - 60
    os.utime(arrived, (before, before))
    piped = story(TEXT, key="courier:ferry", headline="Aurora late").encode()
    return lambda arguments: cli(*map(here, arguments), stdin=piped if "-" in arguments else b"")


def test_every_command_of_the_manual_runs(machine: Callable[..., Result]) -> None:
    """All console lines in their order, after the first line of the crontab: none fails, and the last check finds all
    well, once something came from each source that is expected."""
    assert machine(crontab()[0]).code == 0
    lines = console(PAGE)
    assert len(lines) > 12
    for arguments in lines:
        result = machine(arguments)
        assert result.code == ExitCode.FINE, (arguments, result.out, result.err)


def test_the_crontab_mails_nothing_when_all_is_well(machine: Callable[..., Result]) -> None:
    """A day of its lines: no output, but what goes to /dev/null, and nothing on standard error."""
    (piped,) = console(section("A scheduled job"))
    assert machine(piped).code == 0  # the other source that is expected
    for _ in range(2):
        for arguments in crontab():
            result = machine(arguments)
            assert (result.code, result.err) == (0, ""), arguments
            assert not result.out or "--json" in arguments


def test_the_services_do_what_the_crontab_does(machine: Callable[..., Result]) -> None:
    """What the units start runs, and the check says what is amiss: nothing came from one of the sources."""
    assert machine(started("tracker-ingest@.service")).code == 0
    result = machine(started("tracker-check.service"))
    assert result.code == ExitCode.DIFFERENCES
    assert result.out == "courier: no input yet (expected every 1d); no job has looked\n"


def test_the_settings_of_the_manual_are_read(tmp_path: Path) -> None:
    """The example is complete and correct as it stands."""
    (settings,) = fenced("toml")
    (tmp_path / "tracker.toml").write_text(settings)
    read = load({}, tmp_path)
    assert read.database.value == "/var/lib/tracker/news.db"
    assert {name: source.expected_micros for name, source in read.sources.items()} == {
        "ap": 900_000_000,
        "courier": 86_400_000_000,
    }


def test_every_exit_code_is_explained() -> None:
    """The table has each code that the program ends with, once and in order."""
    rows = re.findall(r"^\| (\d+) \| [^|]+ \| [^|]+ \|$", section("What an exit code means to a scheduler"), re.M)
    assert list(map(int, rows)) == sorted(ExitCode)


def test_what_the_manual_calls_by_name_is_there() -> None:
    """Every command and option that the text names exists, and so does every unit; each unit is named."""
    for words in re.findall(r"`tracker ([a-z -]+?)(?= [A-Z]|`| --)", PAGE):
        context = click.Context(root)
        command: click.Command | None = root
        for word in words.split():
            if isinstance(command, click.Group):  # else it is an argument, as in `config show`
                command = command.get_command(context, word)
            assert command is not None, words
    commands = [root.get_command(click.Context(root), name) for name in COMMANDS]
    every = [
        *commands,
        *(sub for group in commands if isinstance(group, click.Group) for sub in group.commands.values()),
    ]
    known = {option for command in every if command for parameter in command.params for option in parameter.opts}
    prose = re.sub(r"^```sh\n.*?^```$|`systemctl [^`]*`", "", PAGE, flags=re.M | re.S)
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", prose)) <= known
    for name in UNITS:
        assert name.replace("@", "@NAME") in PAGE or name.partition(".")[0].replace("@", "@NAME") in PAGE


@pytest.mark.parametrize("name", UNITS)
def test_units_have_what_they_need(name: str) -> None:
    """A service is of one run and started by a timer of its name; a timer is wanted by the timers' target."""
    read = unit(name)
    assert read["Unit"]["Description"]
    if name.endswith(".timer"):
        assert name.replace(".timer", ".service") in UNITS
        assert read["Install"]["WantedBy"] == "timers.target"
        assert set(read["Timer"]) & {"OnCalendar", "OnUnitActiveSec"}
    else:
        assert name.replace(".service", ".timer") in UNITS
        assert read["Service"]["Type"] == "oneshot"
        assert read["Service"]["User"] == "tracker"
        assert "Install" not in read


def test_a_run_that_found_its_job_running_is_no_failure() -> None:
    """Exit 7 is a success to systemd, since the units do not wait; no other code is."""
    for name in UNITS:
        if name.endswith(".service"):
            allowed = unit(name)["Service"].get("SuccessExitStatus")
            assert allowed == (str(int(ExitCode.JOB_RUNNING)) if "--no-wait" in started(name) else None)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units in a folder, with a program that is there in the place of the one that they start."""
    for name in UNITS:
        text = (CONTRIB / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace(PROGRAM, sys.executable))
    return tmp_path


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_takes_the_units(installed: Path, name: str) -> None:
    """`systemd-analyze verify` has nothing to say about a unit, nor about the template with a name put in."""
    names = [name, name.replace("@", "@ap")]
    command = ["systemd-analyze", "verify", *(str(installed / each) for each in dict.fromkeys(names))]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    said = [line for line in found.stderr.splitlines() if "tracker-" in line]
    assert (found.returncode, said) == (0, [])
