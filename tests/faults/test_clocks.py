"""Clocks set back and forward, between runs and within one, and two machines whose clocks differ: times in the ledger
never go back, answers stay what they were, and what is wrong is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from backends import SQLite
from builders import HOUR, KEY, MINUTE, FakeClock, at, events_of, observed, opened, take, workspace
from crowd import faults
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.cli.main import run
from tracker.desk import order
from tracker.desk.moment import Asked
from tracker.desk.show import show
from tracker.errors import ExitCode, UsageError
from tracker.ledger.append import Appended
from tracker.ledger.store import Ledger
from tracker.story.times import rfc3339

pytestmark = [pytest.mark.faults]

AHEAD = 3 * HOUR
TEXT = "Bulletin {} of the harbour office was read to the boats."


def test_two_machines_with_different_clocks(ledger: Ledger, url: str, clock: FakeClock) -> None:
    """One machine is three hours ahead; they record by turns, a minute apart. Each event is recorded after the one
    before it, the slow machine's a microsecond after the fast one's; each machine may ask for every time that the
    ledger has, and both get the same text for it."""
    fast = FakeClock(clock.now + AHEAD)
    with opened(url, fast) as other:
        for number, machine in enumerate([ledger, other, ledger, other, ledger]):
            take(machine, observed(TEXT.format(number), f"11:0{number}"))
            clock.now += MINUTE
            fast.now += MINUTE
        times = [event.row.recorded_at for event in events_of(ledger)[1:]]
        first, ahead = at("12:00"), at("15:00")
        assert times == [first, ahead + MINUTE, ahead + MINUTE + 1, ahead + 3 * MINUTE, ahead + 3 * MINUTE + 1]
        for number, time in enumerate(times):
            for machine in (ledger, other):
                assert _known(machine, rfc3339(time)) == (f"r{number + 1}", TEXT.format(number))
        assert faults(ledger) == []


def test_what_neither_clock_nor_ledger_has_reached_is_refused(ledger: Ledger, url: str, clock: FakeClock) -> None:
    """A moment after both the machine's clock and the ledger's last event lies ahead, whoever asks."""
    with opened(url, FakeClock(clock.now + AHEAD)) as other:
        take(other, observed(TEXT.format(1), "11:00"))
    _known(ledger, rfc3339(clock.now + AHEAD))
    with pytest.raises(UsageError, match=r"2023-01-21T15:00:00\.000001Z lies ahead"):
        _known(ledger, rfc3339(clock.now + AHEAD + 1))


def _known(ledger: Ledger, known_at: str) -> tuple[str, str]:
    """Which revision the story stood at, and its text."""
    shown = show(workspace(ledger), KEY, Asked(known_at=known_at))
    assert shown.article is not None
    return f"r{shown.revision.number}", shown.article.paragraphs[0]


STEPS = st.lists(st.integers(-20 * HOUR, 20 * HOUR), min_size=2, max_size=5)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_however_the_clock_jumps_answers_stay(sqlite: SQLite, steps: list[int]) -> None:
    """After any steps of the clock, back or forward, the times of the log rise, and what was known at each of them is
    what was recorded then."""
    url, clock = sqlite.fresh(), FakeClock()
    with opened(url, clock) as made:
        ledger = made.accepting_clock()
        for number, step in enumerate(steps):
            clock.now += step
            take(ledger, observed(TEXT.format(number), f"1{number}:00"))
        times = [event.row.recorded_at for event in events_of(ledger)][1:]
        assert times == sorted(set(times))
        assert [_known(ledger, rfc3339(time)) for time in times] == [
            (f"r{number + 1}", TEXT.format(number)) for number in range(len(steps))
        ]
    sqlite.drop(url)


class Desk:
    """`desk(clock, "show", …)` is a command on a machine with that clock: its exit code, what it printed, what it
    said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.folder = Path.cwd()

    def __call__(self, clock: Callable[[], int], *argv: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        self._monkeypatch.setattr("tracker.cli.session.system_clock", clock)
        code = int(run(list(argv)))
        return code, *self._capsys.readouterr()

    def steps(self, clock: FakeClock, steps: Sequence[int]) -> None:
        """Let the clock be set by so much after each transaction."""
        append, left = Ledger.append, iter(steps)

        def appending(self: Ledger, *batch: Any) -> Appended:
            appended = append(self, *batch)
            clock.now += next(left, 0)
            return appended

        self._monkeypatch.setattr(Ledger, "append", appending)


@pytest.fixture
def desk(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command line on a database of each kind, in a folder with six texts of one story."""
    for name, value in {"TRACKER_DATABASE": url, "TZ": "UTC", "XDG_CONFIG_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(order, "BATCH", 2)
    (tmp_path / "in").mkdir()
    for number in range(6):
        front = f'story = "{KEY}"\nheadline = "Harbour"\npublished = 2023-01-21T0{number}:00:00Z'
        (tmp_path / "in" / f"{number}.txt").write_text(f"+++\n{front}\n+++\n{TEXT.format(number)}\n")
    return Desk(monkeypatch, capsys)


def test_a_clock_that_is_set_within_a_run(desk: Desk, ledger: Ledger, clock: FakeClock) -> None:
    """It is set back by two hours after the first transaction of a run and forward by nine after the second: all is
    recorded without a word, and each time is the clock's where that is later than the one before, else a microsecond
    after it. The run is told to have ended no earlier than it started."""
    desk.steps(clock, [-2 * HOUR, 9 * HOUR])
    assert desk(clock, "ingest", "in", "--settle", "0") == (0, "", "")
    noon, night = at("12:00"), at("19:00")
    times = [event.row.recorded_at for event in events_of(ledger)]
    assert times == [noon] * 3 + [noon + 1] * 2 + [night] * 2 + [night + 1]
    (job,) = json.loads(desk(clock, "status", "--json")[1])["jobs"]
    assert (job["last_run"]["started_at"], job["last_run"]["finished_at"]) == (rfc3339(noon), rfc3339(night + 1))
    assert faults(ledger) == []


def test_a_run_that_starts_on_a_clock_that_is_then_set_back(desk: Desk, clock: FakeClock) -> None:
    """A run that recorded nothing before the clock went back ends, by the ledger, before it started; it is shown
    without a negative span."""
    (desk.folder / "empty").mkdir()
    desk.steps(clock, [])
    started = iter([clock.now + 2 * HOUR])
    assert desk(lambda: next(started, clock.now), "ingest", "empty") == (0, "", "")
    said = desk(clock, "status")[1]
    assert "took under 1s" in " ".join(said.split())


def test_a_clock_that_is_set_far_back_within_a_run(desk: Desk, ledger: Ledger, clock: FakeClock) -> None:
    """Set back by two days after the first transaction of a run, nothing more is recorded: the code is 9, both times
    are said, what to do, and how far the run came. With the clock set right, the same command completes it."""
    desk.steps(clock, [-48 * HOUR])
    code, _, said = desk(clock, "ingest", "in", "--settle", "0")
    assert code == ExitCode.STORAGE
    for words in ("2023-01-19T12:00:00Z", "2023-01-21T12:00:00Z", "--accept-clock", "recorded 2 of 6 inputs, the same"):
        assert words in said
    assert len(events_of(ledger)) == 3
    clock.now += 48 * HOUR
    assert desk(clock, "ingest", "in", "--settle", "0") == (0, "", "")
    assert len(events_of(ledger)) == 1 + 6 + 1
    assert faults(ledger) == []


def test_a_machine_that_is_days_ahead_is_told_of(desk: Desk, ledger: Ledger, clock: FakeClock) -> None:
    """One of two machines is 40 hours ahead and records. The other's next run is refused with code 9 and both times;
    its check names the clock; its questions are answered, for the future time that the ledger has too. Told that its
    clock is right, it goes on a microsecond later, and the position of an answer gives the same answer again."""
    fast = FakeClock(clock.now + 40 * HOUR)
    assert desk(fast, "ingest", "in/0.txt", "--settle", "0") == (0, "", "")
    code, _, said = desk(clock, "ingest", "in/1.txt", "--settle", "0")
    assert (code, "2023-01-21T12:00:00Z" in said, "2023-01-23T04:00:00" in said) == (ExitCode.STORAGE, True, True)
    code, told, _ = desk(clock, "status", "--check")
    assert (code, told) == (
        ExitCode.DIFFERENCES,
        "clock: the machine is 1d 16h behind the ledger, whose last event is of 23 Jan 2023 04:00 UTC\n",
    )
    first = rfc3339(fast.now)
    before = desk(clock, "show", KEY, "--known-at", first)
    assert (before[0], TEXT.format(0) in before[1]) == (0, True)
    assert desk(clock, "ingest", "in/1.txt", "--settle", "0", "--accept-clock") == (0, "", "")
    assert [event.row.recorded_at - fast.now for event in events_of(ledger)] == [0, 0, 1, 2, 3]
    for known_at in (first, "#1"):
        assert TEXT.format(0) in desk(clock, "show", KEY, "--known-at", known_at)[1]
    assert TEXT.format(1) in desk(clock, "show", KEY, "--known-at", "#3")[1]
    assert faults(ledger) == []
