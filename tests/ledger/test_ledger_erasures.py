"""Erasures as the log bears them out: a body is missing under an event only, and an event's bodies are gone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from backends import Backend
from builders import FakeClock, observed, opened, take
from sqlalchemy import Connection

from tracker.errors import Conflict, Erased, IntegrityError, StorageError
from tracker.ledger.append import NewEvent
from tracker.ledger.copy import transfer
from tracker.ledger.database import Database
from tracker.ledger.erase import ErasedBodies, erase_bodies
from tracker.ledger.erased import Body
from tracker.ledger.identity import desk_stream
from tracker.ledger.read import LedgerView
from tracker.ledger.store import Ledger
from tracker.ledger.verify import verify_shard, verify_whole
from tracker.story import canonical
from tracker.story.events import REMARK, BodyErased

BODIES: tuple[Body, ...] = ((0, 2, "article"), (0, 2, "capture"))


def nothing(_: object) -> None:
    """Neither a check nor a purge."""


def erases(
    ledger: Ledger,
    erased: tuple[Body, ...] = BODIES,
    *,
    version: int = 0,
    purge: Callable[[Connection], None] = nothing,
    check: Callable[[LedgerView], None] = nothing,
) -> ErasedBodies:
    """Erase bodies of the story `wire:flood`."""
    remark = {"by": "Mara Ilic", "authority": "court order 7/23", "reason": "names a minor"}
    new = NewEvent(
        stream_id=desk_stream(ledger.identities.stream("wire:flood")),
        version=version,
        event_id=ledger.identities.event(None),
        event=BodyErased(erased=erased, tool="test"),
        bodies={REMARK: canonical.encode(remark)},
    )
    return erase_bodies(ledger, new, check=check, purge=purge)


def faults(ledger: Ledger) -> list[str]:
    """What `verify` finds, in words."""
    with ledger.view() as view:
        check = verify_shard(view, 0)
        return [fault.what for fault in check.faults] + [fault.what for fault in verify_whole(view)]


@pytest.fixture
def story(ledger: Ledger) -> Ledger:
    """Three revisions at positions 1 to 3, each compressed against the one before."""
    for number, text in enumerate(("The dyke holds.", "The dyke holds, says the mayor.", "The dyke fails, she says.")):
        take(ledger, observed(text, f"1{number}:00"))
    return ledger


def test_an_erased_body_is_no_fault(story: Ledger) -> None:
    """`verify` counts it; the revision after it reads back, stored on its own now."""
    done = erases(story)
    assert (done.stored.position, done.recoded) == (4, 2)
    with story.view() as view:
        check = verify_shard(view, 0)
        assert (check.faults, check.events, check.bodies, check.erased) == ([], 5, 6, 2)
        third = view.event(0, 3)
        assert third is not None
        assert view.article(third).paragraphs == ("The dyke fails, she says.",)
        second = view.event(0, 2)
        assert second is not None
        said = "^the article at position 2 was erased .* by Mara Ilic .court order 7/23.: names a minor$"
        with pytest.raises(Erased, match=said):
            view.article(second)


_PUT_BACK = (
    "INSERT INTO bodies SELECT shard, 2, slot, salt, 1, NULL, bytes FROM bodies WHERE position = 3 AND slot = 'article'"
)
TAMPERED = {
    "a body gone without an event": (
        ["DELETE FROM bodies WHERE position = 3 AND slot = 'article'"],
        ["has lost its article"],
    ),
    "an erased body put back": (
        [_PUT_BACK],
        ["at position 2 has its article still, which was erased as position 4 says", "has its article damaged"],
    ),
    "an erasure that is listed nowhere": (
        ["DELETE FROM erasures WHERE slot = 'article'"],
        ["the article at position 2 is listed as erased otherwise than the log says"],
    ),
    "a listed erasure that the log does not know": (
        ["DELETE FROM bodies WHERE position = 1", "INSERT INTO erasures VALUES (0, 1, 'article', 0, 4, NULL, NULL)"],
        ["at position 1 has lost its article", "the article at position 1 is listed as erased otherwise"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", list(TAMPERED))
def test_what_does_not_fit_an_erasure_is_found(backend: Backend, url: str, story: Ledger, how: str) -> None:
    """Each is named with its position."""
    erases(story)
    statements, expected = TAMPERED[how]
    for statement in statements:
        backend.run(url, statement)
    found = faults(story)
    assert all(any(re.search(one, what) for what in found) for one in expected), found


def test_a_listed_erasure_that_the_log_does_not_know_excuses_nothing(backend: Backend, url: str, story: Ledger) -> None:
    """Readers call it missing, not erased."""
    erases(story)
    backend.run(url, "DELETE FROM bodies WHERE position = 3")
    backend.run(url, "INSERT INTO erasures VALUES (0, 3, 'article', 0, 4, NULL, NULL)")
    with story.view() as view:
        third = view.event(0, 3)
        assert third is not None
        with pytest.raises(IntegrityError, match="its bytes are missing"):
            view.article(third)


def test_an_event_cannot_erase_what_never_was(story: Ledger) -> None:
    """An erasure of a body that its event does not have is refused, and nothing is appended."""
    with pytest.raises(IntegrityError, match="has no remark"):
        erases(story, ((0, 2, "remark"),))
    assert faults(story) == []
    with story.view() as view:
        assert view.head().size == 4


def test_all_or_nothing(story: Ledger) -> None:
    """Where the purge of the read models fails, the text and the log are as before."""

    def fails(_: Connection) -> None:
        raise StorageError("disk full")

    with pytest.raises(StorageError):
        erases(story, purge=fails)
    with story.view() as view:
        assert view.head().size == 4
        second = view.event(0, 2)
        assert second is not None
        assert view.article(second).paragraphs == ("The dyke holds, says the mayor.",)
    assert faults(story) == []


def test_twice_is_a_conflict(story: Ledger) -> None:
    """Whoever comes second is told so, and the log has one event of it."""
    erases(story)
    with pytest.raises(Conflict, match="was erased"):
        erases(story, version=1)
    with story.view() as view:
        assert view.head().size == 5


def test_a_copy_has_the_erasure_too(story: Ledger, backend: Backend, clock: FakeClock) -> None:
    """A ledger moved to another database verifies there, and says the same of what is gone."""
    erases(story)
    empty = backend.empty()
    with story.view() as view:
        transfer(view, "here", Database(empty), clock=clock, progress=lambda *_: None)
    with opened(empty, clock) as copy:
        assert faults(copy) == []
        with copy.view() as view:
            assert view.erasures.of(0, 2, "article") is not None
    backend.drop(empty)


def test_a_chain_of_sixteen_is_stored_anew_once(sqlite_ledger: Ledger) -> None:
    """Only what leant on the erased body itself is coded again; all later ones read as before."""
    for minute in range(20):
        take(sqlite_ledger, observed(f"The dyke holds for {minute} hours more.", f"10:{minute:02}"))
    done = erases(sqlite_ledger, tuple((0, at, slot) for at in range(3, 9) for slot in ("article", "capture")))
    assert done.recoded == 2
    assert faults(sqlite_ledger) == []
