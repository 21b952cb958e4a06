"""A run that breaks off: the disk full, the server gone, the process killed. It says what was recorded, what stands is
whole, and the same command completes it."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import DEVNULL, Popen

import pytest
from backends import Backend
from builders import FakeClock, events_of, of_stories, opened, workspace
from intake import Kept, run, wire

from tracker.clock import system_clock
from tracker.desk import order
from tracker.desk.ingest import Options, ingest
from tracker.desk.record import Receipt
from tracker.errors import ExitCode, StorageError
from tracker.ledger.store import Ledger
from tracker.ledger.verify import verify_shard, verify_whole
from tracker.story.decide import Outcome
from tracker.story.events import RevisionRecorded, RunFinished

COUNT, AT_ONCE = 120, 50
FILES_OF_THE_KILLED = 700


class AfterTheFirst(Kept):
    """Does something once the first batch is on disk."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self._then = then

    def receipts(self, receipts: Sequence[Receipt]) -> None:
        super().receipts(receipts)
        if len(self.taken) == AT_ONCE:
            self._then()


def _fill(path: Path, count: int) -> Path:
    """Put files into a folder, each a story of its own; the folder."""
    for number in range(count):
        text = wire(f"Report {number}.", "13:00", story=f"wire:{number}", slug=f"s{number}")
        (path / f"{number}.txt").write_text(text)
    return path


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of 120 files, which are recorded by fifties."""
    monkeypatch.setattr(order, "BATCH", AT_ONCE)
    folder = tmp_path / "in"
    folder.mkdir()
    return _fill(folder, COUNT)


def _broken_off(ledger: Ledger, many: Path, then: Callable[[], None]) -> str:
    """What a run says that fails after its first batch."""
    with pytest.raises(StorageError) as error:
        ingest(workspace(ledger), [str(many)], Options(job="poll"), stdin=None, listener=AfterTheFirst(then))
    assert error.value.exit_code == ExitCode.STORAGE
    return str(error.value)


def _hold(ledger: Ledger, recorded: int) -> None:
    """So many stories stand, each once, and the ledger is sound."""
    revisions = [one for one in of_stories(ledger) if isinstance(one.event, RevisionRecorded)]
    assert len({one.row.stream_id for one in revisions}) == len(revisions) == recorded
    with ledger.view() as view:
        assert verify_shard(view, 0).faults == []
        assert verify_whole(view) == []


def test_a_disk_that_fills(sqlite_url: str, clock: FakeClock, many: Path) -> None:
    """The message says why, how many of the inputs are recorded, and that the same command completes it; it does."""
    with opened(sqlite_url, clock) as ledger:

        def full() -> None:
            with ledger.database.write() as connection:
                pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
                connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        said = _broken_off(ledger, many, full)
        assert (
            said == f"{sqlite_url}: database or disk is full; recorded 50 of 120 inputs, the same command completes it"
        )
    with opened(sqlite_url, clock) as ledger:
        _hold(ledger, AT_ONCE)
        assert run(ledger, many, job="poll").counts == {Outcome.SEEN: AT_ONCE, Outcome.RECORDED: COUNT - AT_ONCE}
        _hold(ledger, COUNT)


def test_a_server_that_goes_away(postgresql_url: str, postgresql: Backend, clock: FakeClock, many: Path) -> None:
    """Every connection is cut, also the one that holds the job's lock; afterwards the same command completes it."""
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with opened(postgresql_url, clock) as ledger:
        said = _broken_off(ledger, many, lambda: postgresql.run(postgresql_url, cut) and None)
        assert said.endswith("; recorded 50 of 120 inputs, the same command completes it")
    with opened(postgresql_url, clock) as ledger:
        _hold(ledger, AT_ONCE)
        assert run(ledger, many, job="poll").counts == {Outcome.SEEN: AT_ONCE, Outcome.RECORDED: COUNT - AT_ONCE}
        _hold(ledger, COUNT)


def test_a_receipts_file_that_cannot_be_written(sqlite_ledger: Ledger, many: Path) -> None:
    """Another full disk than the ledger's says the same."""

    def full() -> None:
        raise OSError(28, "No space left on device")

    said = _broken_off(sqlite_ledger, many, full)
    assert said == "No space left on device; recorded 50 of 120 inputs, the same command completes it"


@pytest.mark.slow
def test_a_command_that_is_killed(backend: Backend, tmp_path: Path) -> None:
    """`tracker ingest` killed with SIGKILL leaves whole batches; the next run of the job waits for nothing and
    completes it."""
    folder, url = _fill(tmp_path, FILES_OF_THE_KILLED), backend.fresh()
    asked = ("ingest", str(folder), "--settle", "0", "--job", "poll", "--database", url)
    killed = Popen([sys.executable, "-m", "tracker", *asked], stdout=DEVNULL, stderr=DEVNULL, cwd=tmp_path)
    with opened(url, system_clock) as ledger:
        until = time.monotonic() + 60
        while not of_stories(ledger) and killed.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        killed.kill()
        assert killed.wait() in (-signal.SIGKILL, 0)
        before = [one for one in of_stories(ledger) if isinstance(one.event, RevisionRecorded)]
        assert len(before) in (order.BATCH, FILES_OF_THE_KILLED)
        kept = run(ledger, folder, job="poll", lock_timeout_s=0)
        assert (len(kept.taken), kept.counts[Outcome.SEEN]) == (FILES_OF_THE_KILLED, len(before))
        _hold(ledger, FILES_OF_THE_KILLED)
        last = events_of(ledger)[-1].event
        assert isinstance(last, RunFinished)
        assert last.recorded == FILES_OF_THE_KILLED - len(before)
    backend.drop(url)
