"""PostgreSQL stopped at once under load, and connections cut: who wrote is told clearly, what was acknowledged is
there once, and the same command completes the rest."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from backends import PostgreSQL, migrated
from builders import events_of, opened
from cluster import Cluster, own_cluster
from crowd import faults
from processes import Ended, Worker, started

from tracker.clock import system_clock
from tracker.errors import ExitCode
from tracker.ledger.read import Recorded
from tracker.ledger.store import Ledger
from tracker.story.events import RevisionRecorded

pytestmark = [pytest.mark.faults, pytest.mark.slow]

JOBS, FILES, BATCH = 3, 45, 3
COMPLETES = "the same command completes it"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server that the test may stop."""
    with own_cluster() as made:
        yield made


def test_stopped_at_once_under_load_and_started_again(cluster: Cluster, tmp_path: Path) -> None:
    """Three jobs record 45 texts each, 3 at a time, and twice the server goes while they are at it. Each that was at
    work ends with code 9 and says how far it came; while the server is away, so does every command. When it is back the
    same commands complete the rest: every text is there once, positions have no gap, every receipt holds and the log
    verifies."""
    url = migrated(cluster.url)
    for number in range(JOBS):
        _write_files(tmp_path / f"in-{number}", number)
    told = 0
    for _ in range(2):
        with _jobs(tmp_path, url) as workers:
            told = _until_told(tmp_path, told + 2 * BATCH, workers)
            cluster.stop_at_once()
            cut = [worker.ended() for worker in workers]
        assert any(one.code == ExitCode.STORAGE for one in cut)
        for one in cut:
            _clear(one)
        with started(tmp_path, _environment(tmp_path, url), [{"argv": ["stories"]}]) as (reader,):
            _clear(reader.ended())
        cluster.start()
        with opened(url, system_clock) as ledger:
            _hold_receipts(ledger, tmp_path)
    with _jobs(tmp_path, url) as workers:
        assert [worker.ended() for worker in workers] == [Ended(0, "", "")] * JOBS
    with opened(url, system_clock) as ledger:
        _hold_receipts(ledger, tmp_path)
        assert len(_texts(ledger)) == JOBS * FILES


def _jobs(folder: Path, url: str) -> AbstractContextManager[list[Worker]]:
    return started(folder, _environment(folder, url), [_ingest(number, BATCH) for number in range(JOBS)])


def _ingest(number: int, batch: int) -> dict[str, Any]:
    receipts = ["--receipts", f"{number}.jsonl"]
    return {"argv": ["ingest", f"in-{number}", "--job", f"job-{number}", "--settle", "0", *receipts], "batch": batch}


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {"TRACKER_DATABASE": url, "TZ": "UTC", "XDG_CONFIG_HOME": str(folder), "COLUMNS": "80"}


def _write_files(folder: Path, number: int) -> None:
    folder.mkdir()
    for file in range(FILES):
        published = f"2023-01-21T{file // 5:02}:{file % 5:02}:00Z"
        front = f'story = "wire:boat-{number}"\nheadline = "Harbour {number}"\npublished = {published}'
        text = f"Bulletin {file} of harbour {number} was read to the boats."
        (folder / f"{number}-{file}.txt").write_text(f"+++\n{front}\n+++\n{text}\n")


def _until_told(folder: Path, lines: int, workers: list[Worker]) -> int:
    """Wait until so many receipts were written, or all is done; how many there are."""
    while (found := len(_receipts(folder))) < lines and any(worker.process.is_alive() for worker in workers):
        time.sleep(0.002)
    return found


def _receipts(folder: Path) -> list[dict[str, Any]]:
    """Every receipt for a text that was recorded; a line that is not ended is none."""
    lines = [line for n in range(JOBS) if (path := folder / f"{n}.jsonl").exists() for line in _lines(path)]
    return [receipt for receipt in map(json.loads, lines) if receipt["outcome"] == "recorded"]


def _lines(path: Path) -> list[str]:
    return path.read_text().split("\n")[:-1]


def _clear(ended: Ended) -> None:
    """It is done, or says in one line that the storage failed and that it may be given again."""
    assert ended.code in (ExitCode.FINE, ExitCode.STORAGE), ended
    if ended.code == ExitCode.STORAGE:
        assert ended.err.count("\n") == 1, ended.err
        assert "again" in ended.err or COMPLETES in ended.err
        assert "Traceback" not in ended.err


def _texts(ledger: Ledger) -> dict[int, str]:
    """The text of each revision by its position; the log is whole and verifies."""
    events: list[Recorded] = list(events_of(ledger))
    assert [event.row.position for event in events] == list(range(len(events)))
    assert faults(ledger) == []
    with ledger.view() as view:
        revisions = [event for event in events if isinstance(event.event, RevisionRecorded)]
        return {event.row.position: view.article(event).paragraphs[0] for event in revisions}


def _hold_receipts(ledger: Ledger, folder: Path) -> None:
    texts = _texts(ledger)
    assert len(set(texts.values())) == len(texts)
    for receipt in _receipts(folder):
        number, file = receipt["name"].removesuffix(".txt").split("-")
        assert texts[receipt["position"]] == f"Bulletin {file} of harbour {number} was read to the boats."


_WRITER = "state = 'idle in transaction'"
_LOCK = "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"


def test_a_connection_that_is_cut_in_a_transaction(postgresql: PostgreSQL, postgresql_url: str, tmp_path: Path) -> None:
    """An administrator cuts the writer's connection in its second transaction: nothing of that is there, the run ends
    with code 9 and says how far it came, and the same command completes it."""
    ended = _cut(postgresql, postgresql_url, tmp_path, _WRITER)
    assert ended.code == ExitCode.STORAGE
    assert f"recorded 15 of {FILES} inputs, {COMPLETES}" in ended.err
    _clear(ended)
    with opened(postgresql_url, system_clock) as ledger:
        assert len(_texts(ledger)) == 15
    with started(tmp_path, _environment(tmp_path, postgresql_url), [_ingest(0, 15)]) as (worker,):
        assert worker.ended() == (0, "", "")
    with opened(postgresql_url, system_clock) as ledger:
        assert len(_texts(ledger)) == FILES
        _hold_receipts(ledger, tmp_path)


def test_a_job_whose_lock_is_cut_goes_on(postgresql: PostgreSQL, postgresql_url: str, tmp_path: Path) -> None:
    """The lock of a job only keeps a second run of it from starting: the run that had it is completed, and says
    nothing."""
    assert _cut(postgresql, postgresql_url, tmp_path, _LOCK) == (0, "", "")
    with opened(postgresql_url, system_clock) as ledger:
        assert len(_texts(ledger)) == FILES
        _hold_receipts(ledger, tmp_path)


def _cut(server: PostgreSQL, url: str, folder: Path, which: str) -> Ended:
    """A run of 45 texts, 15 at a time, whose connection is cut as its second transaction is about to be committed."""
    _write_files(folder / "in-0", 0)
    plan = {**_ingest(0, 15), "hold": ("before commit", 2)}
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND {which}"
    with started(folder, _environment(folder, url), [plan]) as (worker,):
        worker.expect("held")
        assert server.run(url, cut) == [(True,)]
        worker.released()
        return worker.ended()
