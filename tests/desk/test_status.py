"""How the tracker itself is doing: what is late, what lags, what room is left, what the clocks say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from backends import Backend
from builders import HOUR, MINUTE, FakeClock, at, observed, opened, take, workspace
from jobruns import ran

from tracker.config import SourceSettings
from tracker.desk import status as module
from tracker.desk.status import Bounds, Reason, ReasonKind, Status, status
from tracker.errors import DatabaseStateError, NotFound, StorageError, UsageError
from tracker.ledger.store import Ledger
from tracker.projections.runner import catch_up
from tracker.story.decide import Outcome

EVERY_15M = {"wire": SourceSettings(expect_every="15m")}


class Usage(NamedTuple):
    """What the operating system says of a disk."""

    total: int
    used: int
    free: int


def asked(ledger: Ledger, sources: Mapping[str, Any] | None = None, **bounds: Any) -> Status:
    """How everything stands, after the read models caught up."""
    assert catch_up(ledger)
    return status(workspace(ledger, sources=sources), Bounds(**bounds))


@contextmanager
def disk(monkeypatch: pytest.MonkeyPatch, free: int) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(module.shutil, "disk_usage", lambda _: Usage(20_000, 20_000 - free, free))
        yield


@pytest.fixture
def polled(ledger: Ledger, clock: FakeClock) -> Ledger:
    """r1 of `wire:flood` was recorded at 12:00, and a job that brings it met it again at 12:10."""
    take(ledger, observed("The river rose.", "11:30"))
    clock.now = at("12:10")
    ran(ledger, "poll", ("wire:flood", 1, Outcome.UNCHANGED))
    return ledger


def test_an_empty_ledger_is_well(ledger: Ledger) -> None:
    """Nothing was ever recorded and nothing is expected: nothing is amiss."""
    found = asked(ledger)
    assert (found.sources, found.jobs, found.reasons, found.clock_behind) == ((), (), (), 0)
    assert [(shard.events, shard.last_recorded_at) for shard in found.shards] == [(0, None)]


def test_a_source_is_late_once_its_time_is_over(polled: Ledger, clock: FakeClock) -> None:
    """Expected every 15 minutes, a source may be silent for exactly so long; then the reason names its last input and
    who looked last."""
    clock.now = at("12:25")
    assert asked(polled, EVERY_15M).reasons == ()
    clock.now += 1
    assert asked(polled, EVERY_15M).reasons == (
        Reason(
            kind=ReasonKind.SILENT,
            subject="wire",
            since=at("12:10"),
            bound=15 * MINUTE,
            last_run_at=at("12:10"),
            detail="poll",
        ),
    )


def test_a_folder_read_again_does_not_hide_a_dead_feed(polled: Ledger, clock: FakeClock) -> None:
    """Runs that only meet what they have seen before look, but bring nothing."""
    for minutes in (15, 30, 45):
        clock.now = at("12:10") + minutes * MINUTE
        ran(polled, "poll", ("wire:flood", 1, Outcome.SEEN))
    (reason,) = asked(polled, EVERY_15M).reasons
    assert (reason.since, reason.last_run_at) == (at("12:10"), at("12:55"))


def test_a_source_from_which_nothing_ever_came(ledger: Ledger) -> None:
    """A misspelt or dead source that the settings expect something from is late from the start."""
    found = asked(ledger, {"fog": SourceSettings(expect_every="1d"), "sea": SourceSettings()})
    assert [(source.runs.source, source.late) for source in found.sources] == [("fog", True)]
    assert found.reasons == (Reason(kind=ReasonKind.SILENT, subject="fog", bound=24 * HOUR),)


def test_without_expectation_a_source_may_be_silent(polled: Ledger, clock: FakeClock) -> None:
    """A source that nobody expects anything of, an archive say, is never late; `max_age` bounds all those, and the
    settings of a source come before it."""
    clock.now = at("18:00")
    assert asked(polled).reasons == ()
    assert [reason.bound for reason in asked(polled, max_age=HOUR).reasons] == [HOUR]
    assert [reason.bound for reason in asked(polled, EVERY_15M, max_age=HOUR).reasons] == [15 * MINUTE]
    assert asked(polled, {"wire": SourceSettings(expect_every="1w")}, max_age=HOUR).reasons == ()


def test_one_source(polled: Ledger, clock: FakeClock) -> None:
    """Only the source that was asked for is judged, with the jobs that bring it; an unknown one is named, with those
    there are."""
    take(polled, observed("Fog.", "12:05", key="fog:1"))
    ran(polled, "fogs", ("fog:1", 1, Outcome.UNCHANGED))
    clock.now = at("18:00")
    found = asked(polled, source="fog", max_age=HOUR)
    assert [source.runs.source for source in found.sources] == ["fog"]
    assert [job.job for job in found.jobs] == ["fogs"]
    assert [reason.subject for reason in found.reasons] == ["fog"]
    with pytest.raises(NotFound, match="source 'sea', and no settings name it; known are fog, wire"):
        asked(polled, source="sea")
    assert asked(polled, {"sea": SourceSettings()}, source="sea").reasons == ()


def test_a_read_model_may_be_a_little_behind(polled: Ledger, clock: FakeClock) -> None:
    """`ingest` leaves a long tail for later: an event may wait a quarter of an hour; then the reason tells since when
    how many wait."""
    catch_up(polled)
    clock.now = at("13:00")
    take(polled, observed("Higher.", "12:40"), observed("Lower.", "12:50"))
    clock.now = at("13:15")
    assert status(workspace(polled), Bounds()).reasons == ()
    clock.now += MINUTE
    assert [
        (reason.kind, reason.subject, reason.since, reason.amount)
        for reason in status(workspace(polled), Bounds()).reasons
    ] == [(ReasonKind.LAG, name, at("13:00"), 2) for name in ("stories", "revisions", "runs")]


def test_silence_judged_by_a_list_that_lags_says_so(polled: Ledger, clock: FakeClock) -> None:
    """Where a source seems silent, any lag of the list of runs is a reason: it may be the whole cause."""
    catch_up(polled)
    clock.now = at("12:30")
    take(polled, observed("Higher.", "12:29"))
    found = status(workspace(polled, sources=EVERY_15M), Bounds())
    assert [(reason.kind, reason.subject) for reason in found.reasons] == [
        (ReasonKind.SILENT, "wire"),
        (ReasonKind.LAG, "runs"),
    ]


def test_events_that_were_left_out(polled: Ledger, backend: Backend, url: str) -> None:
    """An event that a read model could not take is a reason until the list is made anew, with its position and what
    was wrong."""
    catch_up(polled)
    backend.run(url, "INSERT INTO projection_errors VALUES ('revisions', 1, 0, 1, 'the article is gone')")
    found = asked(polled)
    assert [model.errors for model in found.models] == [(), ((1, "the article is gone"),), ()]
    assert found.reasons == (
        Reason(kind=ReasonKind.ERRORS, subject="revisions", amount=1, bound=1, detail="the article is gone"),
    )


def test_a_read_model_of_another_version(polled: Ledger, backend: Backend, url: str) -> None:
    """A list that another version made is a reason of its own; how far it is behind is then no further one."""
    catch_up(polled)
    backend.run(url, "UPDATE projection_cursors SET version = 'older', position = 0 WHERE name = 'stories'")
    assert asked(polled).reasons == (Reason(kind=ReasonKind.STALE, subject="stories"),)


def test_the_clock_may_not_be_behind_the_ledger(polled: Ledger, clock: FakeClock) -> None:
    """A machine whose clock says a time before the ledger's last event is wrong by at least that much; a minute is
    allowed."""
    clock.now = at("12:09")
    assert asked(polled).clock_behind == MINUTE
    assert asked(polled).reasons == ()
    clock.now = at("10:10")
    found = asked(polled)
    assert found.clock_behind == 2 * HOUR
    assert found.reasons == (Reason(kind=ReasonKind.CLOCK, subject="clock", amount=2 * HOUR, since=at("12:10")),)


def test_free_disk_of_a_file(sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the database is a file, the room beside it is told, and too little is a reason; nothing was asked, nothing
    is too little."""
    with disk(monkeypatch, 1_000):
        found = asked(sqlite_ledger, min_free=1_000)
        assert found.disk is not None
        assert (found.disk.free, found.disk.total, found.reasons) == (1_000, 20_000, ())
    with disk(monkeypatch, 999):
        assert asked(sqlite_ledger).reasons == ()
        (reason,) = asked(sqlite_ledger, min_free=1_000).reasons
    assert (reason.kind, reason.amount, reason.bound) == (ReasonKind.DISK, 999, 1_000)
    assert reason.subject.endswith(".db")


def test_the_disk_of_this_machine(sqlite_ledger: Ledger) -> None:
    """What the operating system says is passed on."""
    found = asked(sqlite_ledger).disk
    assert found is not None
    assert 0 <= found.free <= found.total


def test_the_disk_of_a_server_is_not_known(postgresql_url: str, clock: FakeClock) -> None:
    """A server's disk is not told, and a check that cannot be made is refused, never passed in silence."""
    with opened(postgresql_url, clock) as ledger:
        assert asked(ledger).disk is None
        with pytest.raises(UsageError, match="--min-free: the database is on a server"):
            asked(ledger, min_free=1)


def test_a_database_that_is_not_there(sqlite_url: str, clock: FakeClock) -> None:
    """No database, or no server, is said as such: nothing is known of any source then."""
    with (
        opened(f"{sqlite_url}-missing", clock, read_only=True) as ledger,
        pytest.raises(DatabaseStateError, match="no database at"),
    ):
        status(workspace(ledger), Bounds())
    with (
        opened("postgresql://desk@/news?host=/no/such/socket", clock, read_only=True) as ledger,
        pytest.raises(StorageError, match="may be run again"),
    ):
        status(workspace(ledger), Bounds())
