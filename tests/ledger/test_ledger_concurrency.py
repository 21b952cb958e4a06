"""Several processes at once: the database serialises writers, and a reader behind them misses nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from builders import FakeClock, Overtaken, events_of, observed, opened, revision_event, take
from workers import finish, race

from tracker.errors import Conflict
from tracker.ledger.read import Recorded
from tracker.ledger.store import Ledger
from tracker.ledger.verify import verify_shard, verify_whole
from tracker.story.decide import Outcome

WRITERS, EACH = 4, 25


def _sound(ledger: Ledger) -> None:
    with ledger.view() as view:
        assert verify_shard(view, 0).faults == []
        assert verify_whole(view) == []


@pytest.mark.slow
def test_four_processes_at_once(ledger: Ledger, url: str, tmp_path: Path) -> None:
    """4 processes append 25 events each to streams of their own, and by turns record 25 texts each of one story.

    None fails; no event is lost or there twice; positions are gapless. Who comes second with a text decides anew, so
    that all 100 become r1 to r100, each where its receipt says. Whoever follows the positions meanwhile sees each
    event once, in order, and never an earlier one turn up late.
    """
    followed: list[Recorded] = []
    commands = [("append_and_record", url, f"writer-{n}", EACH) for n in range(WRITERS)]
    with race(tmp_path, commands) as workers:
        while any(worker.poll() is None for worker in workers):
            followed += _new(ledger, len(followed))
            time.sleep(0.005)  # it competes with the writers for two cores
        printed = finish(workers)
    followed += _new(ledger, len(followed))
    assert [event.row.position for event in followed] == list(range(2 * WRITERS * EACH + 1))  # and the story's opening
    for n in range(WRITERS):
        own = [event.row.version for event in followed if event.row.stream_id == f"writer-{n}"]
        assert own == list(range(EACH))
    receipts = [line.rsplit(" ", 2) for lines in printed for line in lines.splitlines()]
    assert {outcome for outcome, _, _ in receipts} == {Outcome.RECORDED}
    told = {int(revision): int(position) for _, revision, position in receipts}
    assert sorted(told) == list(range(1, WRITERS * EACH + 1))
    shared = [event for event in followed if not event.row.stream_id.startswith("writer-")][1:]
    assert {event.event.revision: event.row.position for event in shared} == told
    with ledger.view() as view:
        assert [*verify_shard(view, 0).faults, *verify_whole(view)] == []


def _new(ledger: Ledger, start: int) -> list[Recorded]:
    with ledger.view() as view:
        return list(view.range(0, start))


def test_who_comes_second_is_refused(ledger: Ledger, url: str, clock: FakeClock) -> None:
    """Two writers append the same version of a stream: the first one's stands, the second one gets a Conflict."""
    with opened(url, clock) as other:
        slow = Overtaken(ledger, meanwhile=lambda: other.append([revision_event("s", 0, event_id=b"first")]))
        with pytest.raises(Conflict):
            slow.append([revision_event("s", 0, event_id=b"second")])
    assert [recorded.row.event_id for recorded in events_of(ledger)] == [b"first"]


def test_who_comes_second_decides_anew(ledger: Ledger, url: str, clock: FakeClock) -> None:
    """A text is decided again after what another writer recorded meanwhile: it becomes r2, and r1's text sent by both
    is recorded once."""
    first, second = observed("The dyke holds.", "12:00"), observed("The dyke fails.", "12:30")
    with opened(url, clock) as other:
        receipts = take(Overtaken(ledger, meanwhile=lambda: take(other, first)), second)
        receipts += take(Overtaken(ledger, meanwhile=lambda: take(other, second)), second)
    assert [(receipt.outcome, receipt.revision) for receipt in receipts] == [
        (Outcome.RECORDED, 2),
        (Outcome.UNCHANGED, 2),
    ]
    types = [recorded.row.type for recorded in events_of(ledger)]
    assert types == ["story.opened", "revision.recorded", "revision.recorded"]


def test_one_file_taken_by_two_runs_is_recorded_once(ledger: Ledger, url: str, clock: FakeClock) -> None:
    """Two runs take the same named input at the same time: one records it, the other one has seen it before."""
    same = observed("The dyke holds.", "12:00", name="dyke.txt")
    with opened(url, clock) as other:
        (receipt,) = take(Overtaken(ledger, meanwhile=lambda: take(other, same)), same)
    assert (receipt.outcome, receipt.revision, receipt.position) == (Outcome.SEEN, 1, 1)


def test_a_writer_who_always_comes_second_gives_up(ledger: Ledger, url: str, clock: FakeClock) -> None:
    """When others keep coming first, recording ends with a Conflict that says a retry is safe, not in a loop."""
    with opened(url, clock) as other:
        count = 0

        def meanwhile() -> None:
            nonlocal count
            count += 1
            take(other, observed(f"Report {count}."))

        with pytest.raises(Conflict):
            take(Overtaken(ledger, meanwhile=meanwhile, times=1000), observed("The dyke fails."))
    assert 10 < count < 1000
    assert len(events_of(ledger)) == count + 1  # and the story's opening
