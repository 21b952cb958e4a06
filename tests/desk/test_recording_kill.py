"""A recording process that is killed: the ledger is sound, what it was told is on disk is there once, a re-run
completes the rest."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest
from backends import Backend
from builders import FakeClock, not_reread, observed, opened
from crowd import record_receipts
from processes import started

from tracker.clock import system_clock
from tracker.desk.record import record
from tracker.ledger.store import Ledger
from tracker.ledger.verify import verify_shard, verify_whole
from tracker.story.decide import Outcome
from tracker.story.events import RevisionRecorded

COUNT = 240
KILLED = {"sqlite": 3, "postgresql": 2}


@pytest.mark.slow
def test_killed_at_any_instant(backend: Backend, tmp_path: Path, clock: FakeClock) -> None:
    """Processes that record 240 texts by threes are killed with SIGKILL at random instants. Each ledger verifies; each
    receipt's text stands once and where it says; recording all of them again adds exactly what was missing."""
    clock.now = system_clock()  # that of the workers
    urls = [backend.fresh() for _ in range(KILLED[backend.name])]
    receipts = [tmp_path / f"{n}.txt" for n in range(len(urls))]
    plans = [{"call": (record_receipts, url, path, COUNT)} for url, path in zip(urls, receipts, strict=True)]
    with started(tmp_path, {}, plans) as workers:
        for worker in workers:
            time.sleep(random.uniform(0.02, 0.3))
            worker.kill()
        ends = [worker.process.exitcode for worker in workers]
    assert set(ends) <= {-signal.SIGKILL, 0}
    for url, path in zip(urls, receipts, strict=True):
        with opened(url, clock) as ledger:
            told = _told(path)
            _hold_receipts(ledger, told)
            _complete(ledger, told)
        backend.drop(url)


def _told(path: Path) -> dict[str, int]:
    """The position of each text that a receipt was written for; a line the kill cut short is no receipt."""
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    rows = [line.split(" ") for line in lines]
    assert {outcome for _, outcome, _ in rows} <= {Outcome.RECORDED}
    return {f"Report {name.removesuffix('.txt')}.": int(position) for name, _, position in rows}


def _texts(ledger: Ledger) -> dict[int, str]:
    """The text of each revision by its position; the ledger is sound."""
    with ledger.view() as view:
        assert verify_shard(view, 0).faults == []
        assert verify_whole(view) == []
        revisions = [recorded for recorded in view.range(0, 0) if isinstance(recorded.event, RevisionRecorded)]
        return {recorded.row.position: view.article(recorded).paragraphs[0] for recorded in revisions}


def _hold_receipts(ledger: Ledger, told: dict[str, int]) -> None:
    texts = _texts(ledger)
    assert len(set(texts.values())) == len(texts)
    assert {text: position for position, text in texts.items() if text in told} == told
    assert len(texts) % 3 == 0  # whole transactions
    assert len(texts) - len(told) in (0, 3)  # at most one was on disk but not yet told


def _complete(ledger: Ledger, told: dict[str, int]) -> None:
    before = len(_texts(ledger))
    batch = [observed(f"Report {n}.", n, name=f"{n}.txt", key=f"wire:{n % 2}") for n in range(COUNT)]
    outcomes = [receipt.outcome for receipt in record(ledger, batch, reread=not_reread)]
    assert outcomes == [Outcome.SEEN] * before + [Outcome.RECORDED] * (COUNT - before)
    after = _texts(ledger)
    assert sorted(after.values()) == sorted(f"Report {n}." for n in range(COUNT))
    assert {text: position for position, text in after.items() if text in told} == told
