"""`tracker status` as a scheduler meets it: silence, lines, exit codes, and the files it leaves."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest
from terminal import Cli, story

from tracker.cli import session
from tracker.clock import system_clock
from tracker.errors import ExitCode

HOUR = 3_600_000_000
TEXT = "The ferry Aurora left Marby an hour late on Tuesday, its owner said."


@pytest.fixture
def fed(cli: Cli) -> Cli:
    """A job brought one story of `wire`, now."""
    cli.write("in/a.txt", story(TEXT, key="wire:ferry", headline="Ferry leaves late"))
    cli.ok("ingest", "in", "--job", "ferries", "--settle", "0")
    return cli


@pytest.fixture
def later(fed: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The same, two hours later."""
    monkeypatch.setattr(session, "system_clock", lambda: system_clock() + 2 * HOUR)
    return fed


def test_all_is_well_and_nothing_is_printed(fed: Cli) -> None:
    """A check that finds nothing prints nothing, on either stream, and ends with 0."""
    result = fed.ok("status", "--check", "--max-age", "1h")
    assert (result.out, result.err) == ("", "")


def test_a_silent_source_is_one_line_and_exit_1(later: Cli) -> None:
    """The line says which source, since when, what was expected, and who looked; only it is printed."""
    result = later("status", "--check", "--max-age", "1h")
    assert result.code == ExitCode.DIFFERENCES
    line = r"wire: no input since [^()]+ \(expected every 1h\); job ferries last looked [^()\n]+\n"
    assert re.fullmatch(line, result.out)
    assert result.err == ""


def test_without_check_the_same_is_shown_and_exit_0(later: Cli) -> None:
    """To look is no failure, whatever there is to see."""
    out = later.ok("status", "--max-age", "1h").out
    assert out.startswith("! wire: no input since ")
    assert "ferries" in out.partition("Jobs")[2]


def test_settings_say_what_is_expected(later: Cli) -> None:
    """`expect_every` of the source comes before `--max-age`."""
    later.write("tracker.toml", '[sources.wire]\nexpect_every = "1d"\n[sources.fog]\nexpect_every = "15m"\n')
    result = later("status", "--check", "--max-age", "1h")
    assert result.code == ExitCode.DIFFERENCES
    assert result.out == "fog: no input yet (expected every 15m); no job has looked\n"


def test_json_tells_the_same(later: Cli) -> None:
    """With --json there is always an object, with the exit code of the check."""
    result = later("status", "--check", "--max-age", "1h", "--json")
    assert result.code == ExitCode.DIFFERENCES
    assert result.json["well"] is False
    assert [(reason["kind"], reason["subject"]) for reason in result.json["reasons"]] == [("silent", "wire")]
    (job,) = result.json["jobs"]
    assert (job["name"], job["runs"], job["last_run"]["recorded"], job["sources"]) == ("ferries", 1, 1, ["wire"])


def test_rejects_stand_and_are_no_alarm(fed: Cli) -> None:
    """A bad file is told of by the run that met it; `status` lists it, and the check has nothing to add."""
    fed.write("in/bad.txt", "")
    assert fed("ingest", "in", "--job", "ferries", "--settle", "0").code == ExitCode.SOME_REJECTED
    assert fed.ok("status", "--check").out == ""
    assert "! rejected bad.txt: " in fed.ok("status").out
    (job,) = fed.ok("status", "--json").json["jobs"]
    assert [reject["name"] for reject in job["rejects"]] == ["bad.txt"]


def test_a_problem_that_lasts_is_mailed_once(later: Cli) -> None:
    """With --remember the same silence is printed by the first check only, though each ends with 1; when something came
    and it is silent again, that is another silence."""
    check = ("status", "--check", "--max-age", "1h", "--remember", "told.json")
    first, second = later(*check), later(*check)
    assert (first.code, second.code) == (1, 1)
    assert first.out.startswith("wire: no input since ")
    assert second.out == ""
    later.write("in/b.txt", story(TEXT + " Nobody slept.", key="wire:ferry", published="2024-03-01T11:00:00Z"))
    assert later.ok("status", "--check", "--max-age", "3h", "--remember", "told.json").out == ""
    assert later(*check).out.startswith("wire: no input since ")


def test_what_was_remembered_is_never_guessed(fed: Cli) -> None:
    """A file that no check wrote is not overwritten, and --remember alone means nothing."""
    fed.write("notes.txt", "Call the harbour master.")
    result = fed("status", "--check", "--remember", "notes.txt")
    assert result.code == ExitCode.USAGE
    assert "notes.txt was not written by a check" in result.err
    assert (fed.folder / "notes.txt").read_text() == "Call the harbour master."
    assert fed("status", "--remember", "told.json").code == ExitCode.USAGE


def test_metrics_go_with_the_check(later: Cli) -> None:
    """The metrics are written whatever the check finds, readable for the collector, and nothing is left beside them."""
    before = os.umask(0o022)
    try:
        result = later("status", "--check", "--max-age", "1h", "--metrics-file", "tracker.prom")
    finally:
        os.umask(before)
    assert result.code == ExitCode.DIFFERENCES
    path = later.folder / "tracker.prom"
    assert 'tracker_source_late{source="wire"} 1\n' in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert sorted(entry.name for entry in later.folder.iterdir()) == ["in", "tracker.prom"]


def test_metrics_are_replaced_whole(fed: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the old metrics stand as they were, nothing is left beside them, and the exit code is 9."""
    fed.write("tracker.prom", "old\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = fed("status", "--metrics-file", "tracker.prom")
    monkeypatch.undo()
    assert result.code == ExitCode.STORAGE
    assert "cannot write tracker.prom: No space left on device; what stood there stands as it was" in result.err
    assert (fed.folder / "tracker.prom").read_text() == "old\n"
    assert sorted(entry.name for entry in fed.folder.iterdir()) == ["in", "tracker.prom"]


def test_metrics_go_through_a_link(fed: Cli) -> None:
    """A link stays a link, and what it points at is replaced; a folder or a device is never replaced."""
    (fed.folder / "real.prom").write_text("old\n")
    (fed.folder / "tracker.prom").symlink_to("real.prom")
    fed.ok("status", "--metrics-file", "tracker.prom")
    assert (fed.folder / "tracker.prom").is_symlink()
    assert "tracker_job_runs_total" in (fed.folder / "real.prom").read_text()
    result = fed("status", "--metrics-file", "/dev/null")
    assert result.code == ExitCode.USAGE
    assert "/dev/null is no file that could be replaced" in result.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--max-age", "soon"], ExitCode.USAGE, "--max-age: 'soon' is no duration"),
        (["--min-free", "2"], ExitCode.USAGE, "--min-free: '2' is no size"),
        (["--source", "sea"], ExitCode.NOT_FOUND, "nothing came from a source 'sea'"),
        (["--metrics-file", "no/such/tracker.prom"], ExitCode.STORAGE, "cannot write"),
        (["--database", "missing.db"], ExitCode.DATABASE_STATE, "no database at missing.db"),
        (["--database", "postgresql://x@/y?host=nowhere"], ExitCode.STORAGE, "may be run again"),
    ],
)
def test_what_cannot_be_checked_is_said(fed: Cli, arguments: list[str], code: ExitCode, said: str) -> None:
    """No check passes in silence that could not be made."""
    result = fed("status", "--check", *arguments)
    assert result.code == code
    assert said in result.err
    assert result.out == ""


def test_too_little_room(fed: Cli) -> None:
    """No disk has a thousand terabytes free."""
    result = fed("status", "--check", "--min-free", "1000TB")
    assert result.code == ExitCode.DIFFERENCES
    assert re.fullmatch(r"disk: .+ free where .+news\.db lies \(at least 1,000 TB wanted\)\n", result.out)


def test_show_says_who_confirmed_a_text(fed: Cli) -> None:
    """After another run met the same file, `show` names the run; with --known-at, which asks of the past, it names
    none."""
    assert fed.ok("show", "wire:ferry", "--json").json["looked"] is None
    fed.ok("ingest", "in", "--job", "ferries", "--settle", "0")
    looked = fed.ok("show", "wire:ferry", "--json").json["looked"]
    assert (looked["job"], looked["shard"]) == ("ferries", 0)
    shown = " ".join(fed.ok("show", "wire:ferry").out.split())
    assert re.search(rf"last confirmed [^()]+, unchanged \(job ferries, #{looked['position']}\)", shown)
    past = fed.ok("show", "wire:ferry", "--known-at", f"#{looked['position']}", "--json").json
    assert past["looked"] is None


def test_messages_as_json(fed: Cli) -> None:
    """With --log-format json each message is an object on a line, also what is rejected and warned of; data stays on
    standard output."""
    fed.write("in/bad.txt", "")
    result = fed("ingest", "in", "--job", "ferries", "--settle", "0", "-v", "--json", "--log-format", "json")
    assert result.code == ExitCode.SOME_REJECTED
    assert result.json["schema"] == "tracker.ingest/1"
    entries = [json.loads(line) for line in result.err.splitlines()]
    assert all(entry.keys() == {"time", "level", "message"} for entry in entries)
    assert [entry["level"] for entry in entries if "rejected bad.txt: " in entry["message"]] == ["error"]
    assert any(entry["level"] == "info" and "a.txt: seen before" in entry["message"] for entry in entries)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "nothing", "--log-format", "json"], ExitCode.NOT_FOUND),
        (["show", "--log-format=json", "nothing"], ExitCode.NOT_FOUND),
        (["shwo", "--log-format", "json"], ExitCode.USAGE),
        (["show", "--log-format", "json", "--no-such-option"], ExitCode.USAGE),
        (["stories", "--database", "missing.db", "--log-format", "json"], ExitCode.DATABASE_STATE),
    ],
)
def test_errors_as_json(fed: Cli, arguments: list[str], code: ExitCode) -> None:
    """An error is one object too, wherever the option stands and however early it is."""
    result = fed(*arguments)
    assert result.code == code
    (line,) = result.err.splitlines()
    entry = json.loads(line)
    assert entry["level"] == "error"
    assert entry["message"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", entry["time"])


def test_messages_are_text_unless_asked(fed: Cli) -> None:
    """Without the option, and after `--`, messages are lines for people; another format is refused."""
    assert fed("show", "nothing").err.startswith("tracker: ")
    assert fed("show", "--", "--log-format", "json").err.startswith("tracker: ")
    result = fed("stories", "--log-format", "xml")
    assert result.code == ExitCode.USAGE
    assert result.err.startswith("tracker: ")


@pytest.mark.parametrize("as_json", [False, True])
def test_the_log_takes_the_same_way(fed: Cli, as_json: bool) -> None:
    """What a module logs is a message like any other."""
    import sqlite3

    with sqlite3.connect(fed.folder.parent / "news.db") as connection:
        connection.execute("UPDATE projection_cursors SET version = 'older' WHERE name = 'runs'")
    connection.close()
    result = fed.ok("projections", "catch-up", *(["--log-format", "json"] if as_json else []))
    (line,) = {*result.err.splitlines()}
    said = "runs was made by another version: run `tracker projections rebuild`"
    if as_json:
        entry = json.loads(line)
        assert (entry["level"], entry["message"]) == ("warning", said)
    else:
        assert line == f"tracker: {said}"
