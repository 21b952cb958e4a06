"""A machine's clock that is far behind the ledger: nothing is recorded under a false time unless somebody says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import HOUR, FakeClock, events_of, workspace
from intake import folder, run, wire

from tracker.desk.audit import AuditAsked, audit
from tracker.desk.remarks import Deed, append_deeds
from tracker.errors import ClockBehind, ExitCode
from tracker.ledger.store import Ledger
from tracker.story.events import ReviewWithdrawn

FIRST, SECOND = "The river rose in the night.", "The river fell overnight."


def test_a_clock_more_than_a_day_behind_is_refused(ledger: Ledger, clock: FakeClock, tmp_path: Path) -> None:
    """Nothing is written, not even that a run was; the message says both times and what to do; the code is 9."""
    run(ledger, folder(tmp_path, a__txt=wire(FIRST, "13:00")))
    before = events_of(ledger)
    clock.now -= 24 * HOUR + 1_000_000
    with pytest.raises(ClockBehind) as refused:
        run(ledger, folder(tmp_path, b__txt=wire(SECOND, "14:00")))
    assert refused.value.exit_code == ExitCode.STORAGE
    for said in ("2023-01-20T11:59:59Z", "2023-01-21T12:00:00", "--accept-clock", "accept_clock = true"):
        assert said in str(refused.value)
    assert events_of(ledger) == before


def test_an_empty_run_is_refused_too(sqlite_ledger: Ledger, clock: FakeClock, tmp_path: Path) -> None:
    """That somebody looked must not stand under a false time either."""
    run(sqlite_ledger, folder(tmp_path))
    clock.now -= 25 * HOUR
    with pytest.raises(ClockBehind):
        run(sqlite_ledger, folder(tmp_path))


def test_a_clock_a_little_behind_is_ordinary(ledger: Ledger, clock: FakeClock, tmp_path: Path) -> None:
    """The log goes on a microsecond after its last time."""
    run(ledger, folder(tmp_path, a__txt=wire(FIRST, "13:00")))
    last = events_of(ledger)[-1].row.recorded_at
    clock.now -= 23 * HOUR
    run(ledger, folder(tmp_path, b__txt=wire(SECOND, "14:00")))
    assert [recorded.row.recorded_at for recorded in events_of(ledger)[3:]] == [last + 1, last + 2]


def test_a_clock_that_is_said_to_be_right_is_accepted(ledger: Ledger, clock: FakeClock, tmp_path: Path) -> None:
    """The run goes on, for itself alone: the next one is refused again."""
    run(ledger, folder(tmp_path, a__txt=wire(FIRST, "13:00")))
    last = events_of(ledger)[-1].row.recorded_at
    clock.now -= 400 * 24 * HOUR
    run(ledger, folder(tmp_path, b__txt=wire(SECOND, "14:00")), accept_clock=True)
    assert [recorded.row.recorded_at for recorded in events_of(ledger)[3:]] == [last + 1, last + 2]
    with pytest.raises(ClockBehind):
        run(ledger, tmp_path / "in")


def test_whatever_is_appended_passes_here(sqlite_ledger: Ledger, clock: FakeClock, tmp_path: Path) -> None:
    """What people do is refused as well; reading goes on."""
    run(sqlite_ledger, folder(tmp_path, a__txt=wire(FIRST, "13:00")))
    stream = sqlite_ledger.identities.stream("wire:flood")
    deed = Deed(stream_id=stream, event=ReviewWithdrawn(review=1, tool="test"), remark={"by": "Mara Ilic"})
    clock.now -= 48 * HOUR
    with pytest.raises(ClockBehind):
        append_deeds(sqlite_ledger, lambda _: [deed])
    audit(workspace(sqlite_ledger), None, AuditAsked())
    assert len(append_deeds(sqlite_ledger.accepting_clock(), lambda _: [deed])) == 1
