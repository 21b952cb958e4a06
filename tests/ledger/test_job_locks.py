"""The lock of a job: one run at a time, on both databases, between real processes; other jobs run beside it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from builders import FakeClock, opened
from crowd import hold_job, take_turns
from processes import started

from tracker.errors import ExitCode, JobRunning, StorageError
from tracker.ledger.locks import job_lock, lock_file


def test_a_job_that_runs_elsewhere_is_refused_at_once_or_after_the_wait(
    url: str, clock: FakeClock, tmp_path: Path
) -> None:
    """While another process holds a job's lock, a second run of it is refused with exit code 7 and the job's name, at
    once without a timeout and after it with one; a job of another name goes on."""
    with started(tmp_path, {}, [{"pausing": (hold_job, url, "poll ap")}]) as (holder,), opened(url, clock) as ledger:
        holder.expect("held")
        with (
            pytest.raises(JobRunning, match="“poll ap” is running") as refused,
            job_lock(ledger.database, "poll ap", timeout_s=0),
        ):
            pytest.fail("the lock was given twice")
        assert refused.value.exit_code == ExitCode.JOB_RUNNING
        began = time.monotonic()
        with (
            pytest.raises(JobRunning, match=r"still running after 0\.3 s"),
            job_lock(ledger.database, "poll ap", timeout_s=0.3),
        ):
            pytest.fail("the lock was given twice")
        assert time.monotonic() - began >= 0.3
        with job_lock(ledger.database, "poll reuters", timeout_s=0):
            pass


def test_a_killed_holder_leaves_nothing_stale(url: str, clock: FakeClock, tmp_path: Path) -> None:
    """When the process that holds the lock is killed, the next run gets it, though it waits for it already."""
    with started(tmp_path, {}, [{"pausing": (hold_job, url, "poll")}]) as (holder,), opened(url, clock) as ledger:
        holder.expect("held")
        holder.process.kill()  # and its end is not waited for
        with job_lock(ledger.database, "poll", timeout_s=30):
            pass


def test_two_processes_never_hold_one_job_at_once(url: str, tmp_path: Path) -> None:
    """Two processes that take the lock ten times each take turns: every interval between taking and giving back stands
    alone."""
    log = tmp_path / "held.txt"
    plans = [{"call": (take_turns, url, "poll", 10, log, name)} for name in "ab"]
    with started(tmp_path, {}, plans) as workers:
        assert [worker.ended() for worker in workers] == [(0, "null\n", "")] * 2
    lines = log.read_text().split()
    assert len(lines) == 40
    for taken, given in zip(lines[::2], lines[1::2], strict=True):
        assert taken.removeprefix("+") == given.removeprefix("-")


def test_the_file_of_the_locks_stays_and_is_empty(sqlite_url: str, clock: FakeClock) -> None:
    """It is made beside the database, holds nothing, and is not removed: a new file would be another lock."""
    with opened(sqlite_url, clock) as ledger:
        place = lock_file(ledger.database)
        assert place is not None
        assert place.parent == Path(sqlite_url).parent
        for _ in range(2):
            with job_lock(ledger.database, "poll", timeout_s=0):
                pass
            assert place.read_bytes() == b""


def test_a_place_where_no_lock_can_be_made_is_named(sqlite_url: str, clock: FakeClock) -> None:
    """The message says which file could not be opened; the exit code is that of storage."""
    with opened(sqlite_url, clock) as ledger:
        place = lock_file(ledger.database)
        assert place is not None
        place.mkdir()
        with pytest.raises(StorageError, match="-jobs"), job_lock(ledger.database, "poll", timeout_s=0):
            pytest.fail("a folder was locked")
        place.rmdir()
