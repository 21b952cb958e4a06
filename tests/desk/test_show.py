"""`show`: what a story said at a moment, and when that text stood."""

from __future__ import annotations

from typing import Any

import pytest
from builders import FakeClock, article, at, observed, take, workspace

from tracker.desk.moment import NOTHING_ASKED, Asked
from tracker.desk.show import OnFile, Shown, capture, show
from tracker.errors import NotFound, UsageError
from tracker.ledger.store import Ledger
from tracker.story.events import Basis


def _shown(ledger: Ledger, name: str = "wire:flood", at: str | None = None, known_at: str | None = None) -> Shown:
    return show(workspace(ledger), name, Asked(at=at, known_at=known_at))


def _said(shown: Shown) -> tuple[str, int]:
    return shown.article.paragraphs[0], shown.revision.number


@pytest.fixture
def story(ledger: Ledger, clock: FakeClock) -> Ledger:
    """A of 13:00, recorded 13:05; C of 15:00, recorded 15:05; B of 14:00, late, recorded 16:05. It is 18:00."""
    for text, published, recorded in (("A", "13:00", "13:05"), ("C", "15:00", "15:05"), ("B", "14:00", "16:05")):
        clock.now = at(recorded)
        take(ledger, observed(text, published, name=f"{text}.txt"))
    clock.now = at("18:00")
    return ledger


@pytest.mark.parametrize(
    ("when", "known", "said"),
    [
        (None, None, ("C", 2)),
        ("2023-01-21T13:30Z", None, ("A", 1)),
        ("2023-01-21T14:30Z", None, ("B", 3)),
        ("2023-01-21T14:30Z", "2023-01-21T16:00Z", ("A", 1)),
        ("2023-01-21T14:30Z", "#1", ("A", 1)),
        (None, "2023-01-21T14:00Z", ("A", 1)),
        (None, "#2", ("C", 2)),
        ("2023-01-21", None, ("C", 2)),
    ],
)
def test_both_clocks_choose_the_text(story: Ledger, when: str | None, known: str | None, said: object) -> None:
    """`--at` moves the published clock, `--known-at` the recorded one, by time or by position; together they say what
    one would have said then."""
    assert _said(_shown(story, at=when, known_at=known)) == said


def test_where_the_clocks_disagree_it_says_so(story: Ledger) -> None:
    """The answer for 14:30 was recorded after it: what was on file then was r1; for 15:30 nothing disagrees; for 13:02
    nothing was on file at all."""
    assert _shown(story, at="2023-01-21T14:30Z").on_file == OnFile(at=at("14:30"), revision=1)
    assert _shown(story, at="2023-01-21T15:30Z").on_file is None
    assert _shown(story, at="2023-01-21T13:02Z").on_file == OnFile(at=at("13:02"), revision=None)
    assert _shown(story).on_file is None


def test_when_a_text_stood(story: Ledger, clock: FakeClock) -> None:
    """First seen is when the ledger met it, the next text when that went out; seen again or given again later, it was
    confirmed then."""
    first = _shown(story, at="2023-01-21T13:30Z")
    assert (first.first_seen, first.last_confirmed, first.next_seen) == (at("13:05"), None, at("14:00"))
    clock.now = at("19:00")
    take(story, observed("A", "13:00", name="A.txt"))
    assert _shown(story, at="2023-01-21T13:30Z").last_confirmed == at("19:00")
    take(story, observed("C", "20:00"))
    newest = _shown(story)
    assert (newest.last_confirmed, newest.next_seen) == (at("20:00"), None)


def test_a_revision_can_be_named(story: Ledger) -> None:
    """`@rN` counts recordings, `@-N` publication order from the end; what was not known yet is not there."""
    assert [_said(_shown(story, f"wire:flood@{name}")) for name in ("r1", "r3", "-1", "-2", "-3")] == [
        ("A", 1),
        ("B", 3),
        ("C", 2),
        ("B", 3),
        ("A", 1),
    ]
    with pytest.raises(NotFound, match="no r4"):
        _shown(story, "wire:flood@r4")
    with pytest.raises(NotFound, match="no r3"):
        _shown(story, "wire:flood@r3", known_at="#2")


def test_the_capture_is_given_as_received(ledger: Ledger) -> None:
    """The bytes of a revision come back unchanged, whatever they were."""
    take(ledger, observed(article("A"), capture=bytes(range(256))))
    assert capture(workspace(ledger), "wire:flood", NOTHING_ASKED) == bytes(range(256))


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"at": "2023-01-21T12:00Z"}, NotFound, r"r1, is of 2023-01-21T13:00:00Z"),
        ({"known_at": "2023-01-21T13:00Z"}, NotFound, r"first event was recorded at 2023-01-21T13:05:00Z"),
        ({"known_at": "2023-01-21T19:00Z"}, UsageError, "lies ahead"),
        ({"known_at": "#9"}, NotFound, "the ledger ends at #3"),
        ({"known_at": "#0"}, NotFound, "nothing of river-floods"),
        ({"at": "sometime"}, UsageError, "sometime"),
        ({"name": "wire:ferries"}, NotFound, "wire:ferries"),
    ],
)
def test_what_cannot_be_answered_says_why(story: Ledger, asked: dict[str, Any], error: type, said: str) -> None:
    """Before the first revision, ahead of now, beyond the end, or of no story: each says what there is instead."""
    with pytest.raises(error, match=said):
        _shown(story, **asked)


def test_a_story_of_before_1970_says_when_it_began(ledger: Ledger) -> None:
    """Times before the epoch are times like any other."""
    take(ledger, observed("A", -(2**50)))
    assert _said(_shown(ledger)) == ("A", 1)
    with pytest.raises(NotFound, match="its first revision, r1, is of 1934-"):
        _shown(ledger, at="1900-01-01")


def test_a_publish_time_ahead_of_now_is_marked(ledger: Ledger, clock: FakeClock) -> None:
    """What is not due yet is shown with a mark, and a time that nobody stated is not called a publish time."""
    take(ledger, observed("A", "13:00"))  # it is 12:00
    assert _shown(ledger).ahead
    clock.now = at("14:00")
    assert not _shown(ledger).ahead
    take(ledger, observed("B"))
    shown = _shown(ledger)
    assert (shown.revision.basis, shown.revision.stated) == (Basis.RECORDED, False)
