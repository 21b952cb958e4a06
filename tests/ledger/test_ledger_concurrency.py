"""Two writers of one stream: who comes second is turned away, and decides anew. Many at once are in `faults`."""

from __future__ import annotations

from itertools import count

import pytest
from builders import FakeClock, Overtaken, events_of, observed, opened, revision_event, take

from tracker.errors import Conflict
from tracker.ledger.store import Ledger
from tracker.story.decide import Outcome


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


def test_a_writer_who_always_comes_second_decides_while_the_others_wait(
    ledger: Ledger, url: str, clock: FakeClock
) -> None:
    """When others keep coming first, they have to wait: the text is recorded after what they recorded, and nobody is
    told of it."""
    with opened(url, clock) as other:
        numbers = count(1)

        def meanwhile() -> None:
            take(other, observed(f"Report {next(numbers)}."))

        (receipt,) = take(Overtaken(ledger, meanwhile=meanwhile, times=1000), observed("The dyke fails."))
    assert (receipt.outcome, receipt.revision) == (Outcome.RECORDED, next(numbers))
    assert receipt.position == receipt.revision  # after the story's opening
    assert len(events_of(ledger)) == receipt.revision + 1
