"""`tracker ingest` as a scheduled job: what it prints where nobody reads, its exit codes, its options."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from pathlib import Path

import pytest
from builders import HOUR, opened
from crowd import hold_job
from processes import started
from terminal import Cli, story

from tracker.clock import system_clock
from tracker.errors import ExitCode
from tracker.story.events import RunFinished

TEXT = "The ferry Aurora left Marby an hour late on Tuesday, its owner said."


@pytest.fixture
def feed(cli: Cli) -> Cli:
    """A folder with a good file and a bad one."""
    cli.write("in/a.txt", story(TEXT, key="wire:ferry", headline="Ferry leaves late"))
    cli.write("in/bad.txt", "no story\n")
    return cli


def _database(cli: Cli) -> Path:
    return cli.folder.parent / "news.db"


def _ahead(cli: Cli, micros: int) -> None:
    """Let the ledger's last time lie ahead of the machine's clock."""
    connection = sqlite3.connect(_database(cli))
    connection.execute("UPDATE shards SET recorded_at = ?", (system_clock() + micros,))
    connection.commit()
    connection.close()


def test_what_cron_would_mail(feed: Cli) -> None:
    """Off a terminal: one message for a new reject, with 3; nothing at all while it lies there, with 0; nothing when it
    is gone; one message again when another comes."""
    first = feed("ingest", "in")
    assert first.code == ExitCode.SOME_REJECTED
    assert first.err.count("\n") == 1
    assert "rejected bad.txt" in first.err
    assert first.out == "1 recorded, 1 rejected\n"
    for _ in range(2):
        again = feed("ingest", "in")
        assert (again.code, again.out, again.err) == (0, "", "")
    (feed.folder / "in" / "bad.txt").unlink()
    gone = feed("ingest", "in")
    assert (gone.code, gone.out, gone.err) == (0, "", "")
    feed.write("in/worse.txt", "no story\n")
    assert "worse.txt" in feed("ingest", "in").err


def test_strict_repeats_what_is_known(feed: Cli) -> None:
    """Every reject is said and counts for the exit code."""
    feed("ingest", "in")
    again = feed("ingest", "in", "--strict")
    assert again.code == ExitCode.SOME_REJECTED
    assert "rejected bad.txt" in again.err
    assert again.out == "1 seen before, 1 rejected as in the run before\n"


def test_verbose_and_json_always_print(feed: Cli) -> None:
    """-v says what became of each input, --json gives the counts, whoever reads."""
    feed("ingest", "in")
    told = feed.ok("ingest", "in", "-v")
    assert told.out == "1 seen before, 1 rejected as in the run before\n"
    assert "a.txt: seen before, wire:ferry@r1" in told.err
    assert "rejected again: bad.txt" in told.err
    data = feed.ok("ingest", "in", "--json").json
    assert (data["rejected"], data["rejected_again"]) == (1, 1)
    assert data["job"] == str(feed.folder / "in")
    assert data["run"] == 4


@pytest.mark.parametrize("terminal", ["stdout", "stderr"])
def test_a_person_at_a_terminal_is_told(feed: Cli, monkeypatch: pytest.MonkeyPatch, terminal: str) -> None:
    """Where either stream is a terminal the summary is printed, and what waits for the next run is said."""
    feed.write("in/c.txt.part", "half a text")
    feed("ingest", "in")
    monkeypatch.setattr(getattr(sys, terminal), "isatty", lambda: True)
    told = feed.ok("ingest", "in", "--no-pager", "--color", "never")
    assert told.out == "1 seen before, 1 rejected as in the run before, 1 left for the next run\n"
    assert "left for the next run: c.txt.part: its name ends in .part" in told.err


def test_of_many_that_wait_the_first_are_named(feed: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five lines will do; the summary has the number."""
    for number in range(8):
        feed.write(f"in/{number}.part", "half a text")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    told = feed("ingest", "in")
    assert told.err.count("left for the next run") == 5
    assert "8 left for the next run" in told.out


def test_quiet_keeps_rejects(feed: Cli) -> None:
    """-q leaves out messages, never errors."""
    assert "rejected bad.txt" in feed("ingest", "in", "-q").err


def test_a_warning_is_mailed_by_nobody(cli: Cli) -> None:
    """It is in the receipts; off a terminal it is not said."""
    more = "Passengers were told to wait on the quay.", "Another crew took over on Wednesday morning, he added."
    cli.write("a.txt", story(TEXT, *more, headline="Ferry leaves late"))
    other = "Parliament voted late Thursday against raising pensions, dealing ministers their third defeat in a month."
    cli.write("b.txt", story(other, published="2024-03-01T11:00:00Z", headline="Pension vote fails"))
    cli.ok("ingest", "a.txt")
    warned = cli.ok("ingest", "b.txt", "--receipts", "receipts.jsonl")
    assert (warned.out, warned.err) == ("", "")
    assert "same story" in json.loads((cli.folder / "receipts.jsonl").read_text())["warnings"][0]


def test_a_file_that_just_changed_waits(feed: Cli) -> None:
    """By default for five seconds; --settle 0 takes it at once; a file named outright is taken."""
    feed.ok("ingest", "in/a.txt", "--job", "poll")
    fresh = feed.folder / "in" / "fresh.txt"
    fresh.write_text(story(TEXT, key="wire:fresh", headline="Ferry sails"))
    told = feed("ingest", "in", "--json").json
    assert (told["deferred"], told["outcomes"]["recorded"]) == (1, 0)
    told = feed("ingest", "in", "--settle", "0", "--json").json
    assert (told["deferred"], told["outcomes"]["recorded"]) == (0, 1)
    os.utime(fresh, (time.time(), time.time()))
    assert feed.ok("ingest", "in/fresh.txt", "--json").json["outcomes"]["seen_before"] == 1


def test_a_job_runs_once_at_a_time(feed: Cli, tmp_path: Path) -> None:
    """While another process is at the job: 7, at once with --no-wait and after --lock-timeout, naming it; another job
    goes on; afterwards the same command goes through."""
    feed("ingest", "in", "--job", "poll wire")
    with started(tmp_path, {}, [{"pausing": (hold_job, str(_database(feed)), "poll wire")}]) as (holder,):
        holder.expect("held")
        for wait in (("--no-wait",), ("--lock-timeout", "0.2")):
            result = feed("ingest", "in", "--job", "poll wire", *wait)
            assert (result.code, result.out) == (ExitCode.JOB_RUNNING, "")
            assert "“poll wire”" in result.err
        assert feed("ingest", "in", "--job", "poll ap", "--no-wait").code == ExitCode.SOME_REJECTED
        assert feed("ingest", "in", "--job", "poll wire", "--no-wait", "--dry-run").code == ExitCode.SOME_REJECTED
    feed.ok("ingest", "in", "--job", "poll wire", "--no-wait")


def test_a_clock_far_behind_is_refused_until_it_is_accepted(feed: Cli) -> None:
    """9 and both times, nothing recorded; with --accept-clock, or accept_clock in the settings, the run goes on."""
    feed("ingest", "in")
    _ahead(feed, 48 * HOUR)
    refused = feed("ingest", "in", "--job", "poll")
    assert refused.code == ExitCode.STORAGE
    assert "more than 24 hours behind" in refused.err
    assert _runs(feed) == 1
    feed("ingest", "in", "--job", "poll", "--accept-clock")
    assert _runs(feed) == 2
    feed.write("tracker.toml", "accept_clock = true\n")
    feed.ok("ingest", "in", "--job", "poll")
    assert "accept_clock = true" in feed.ok("config").out
    feed.write("tracker.toml", 'accept_clock = "yes"\n')
    assert "accept_clock must be true or false" in feed("ingest", "in").err


def _runs(cli: Cli) -> int:
    with opened(str(_database(cli)), system_clock) as ledger, ledger.view() as view:
        return sum(isinstance(recorded.event, RunFinished) for recorded in view.range(0, 0))


def test_names_carry_the_facts(cli: Cli) -> None:
    """Plain copy named by the desk's system is filed without a word of front matter."""
    cli.write("in/ferry_20240301T1000_v1.txt", TEXT)
    cli.write("in/ferry_20240301T1100_v2.txt", TEXT.replace("an hour", "two hours"))
    pattern = r"(?P<story>[a-z]+)_(?P<published>[0-9T]+)_v(?P<version>[0-9]+)"
    cli.ok("ingest", "in", "--name-pattern", pattern, "--source", "AP", "--published-tz", "America/New_York")
    lines = cli.ok("log", "ap:ferry", "--json").json["lines"]
    assert [line["revision"]["published_at"] for line in lines] == ["2024-03-01T15:00:00Z", "2024-03-01T16:00:00Z"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--name-pattern", "["], "no regular expression"),
        (["--name-pattern", "flood"], "no named group"),
        (["--source", "a b"], "--source"),
        (["--job", " "], "--job"),
        (["--settle", "-1"], "--settle"),
        (["--lock-timeout", "soon"], "--lock-timeout"),
        (["--spool", "spool"], "--spool"),
    ],
)
def test_an_option_that_makes_no_sense_is_2(feed: Cli, options: list[str], said: str) -> None:
    """Named in the message, before anything is recorded."""
    result = feed("ingest", "in", *options)
    assert result.code == ExitCode.USAGE, result.err
    assert said in result.err


def test_standard_input_is_kept_until_it_is_recorded(cli: Cli) -> None:
    """What is recorded leaves the spool; what is rejected is kept, and the message says where."""
    cli.ok("ingest", "-", "--spool", "spool", "--story", "ap:ferry", stdin=TEXT.encode())
    refused = cli("ingest", "-", "--spool", "spool", stdin=b"no story")
    assert refused.code == ExitCode.SOME_REJECTED
    place = refused.err.splitlines()[-1].rpartition(" ")[2]
    assert (cli.folder / place).read_bytes() == b"no story"
    assert [path.name for path in (cli.folder / "spool").iterdir()] == ["rejected"]
