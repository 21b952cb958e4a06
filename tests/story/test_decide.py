"""What an observation means: given these neighbours, when this is observed, then that is recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.story.article import Article
from tracker.story.decide import Neighbours, Observation, Outcome, Seen, Standing, decide
from tracker.story.events import Basis, RevisionConfirmed, RevisionRecorded
from tracker.story.keys import parse_key
from tracker.story.moments import Point

A, B = Article(paragraphs=("The river rose.",)), Article(paragraphs=("The river fell.",))
SEEN = Observation(
    key=parse_key("wire:river"), article=A, capture=b"The river rose.", reader="wire", reader_version=1, label="a.txt"
)


def stands(article: Article, published: int, *, revision: int = 1, version: int | None = None) -> Neighbours:
    point = Point(revision=revision, published_at=published, position=9, source_version=version)
    return Neighbours(last_version=revision, previous=Standing(point=point, article=article))


def test_the_first_observation_opens_the_story() -> None:
    """Nothing is known: the story is opened and r1 recorded."""
    decision = decide(SEEN, Neighbours(), tool="t")
    assert decision.opened is not None
    assert decision.event == RevisionRecorded(revision=1, reader="wire", tool="t", basis=Basis.RECORDED)
    assert decision.outcome is Outcome.RECORDED


def test_another_text_is_the_next_revision() -> None:
    """r4 stands; what differs from it is r5, and the story is not opened again."""
    decision = decide(replace(SEEN, published=200), stands(B, 100, revision=4), tool="t")
    assert decision.opened is None
    assert decision.event == RevisionRecorded(revision=5, reader="wire", tool="t")


@pytest.mark.parametrize(
    ("published", "version", "outcome"),
    [
        (None, None, Outcome.UNCHANGED),
        (100, None, Outcome.UNCHANGED),
        (101, None, Outcome.CONFIRMED),
        (100, 1, Outcome.CONFIRMED),
    ],
)
def test_the_same_text_confirms_only_under_a_new_stated_time(
    published: int | None, version: int | None, outcome: Outcome
) -> None:
    """Untimed or at the same time it is a sighting; a later time, or a version at the same time, is a new point."""
    decision = decide(replace(SEEN, published=published, source_version=version), stands(A, 100), tool="t")
    assert decision.outcome is outcome
    assert decision.revision == 1
    assert isinstance(decision.event, RevisionConfirmed) is (outcome is Outcome.CONFIRMED)


def test_a_retrieval_time_is_no_stated_time() -> None:
    """Polling the same text at ever later times adds nothing to the published clock."""
    assert decide(replace(SEEN, retrieved=500), stands(A, 100), tool="t").outcome is Outcome.UNCHANGED


def test_furniture_does_not_make_a_revision() -> None:
    """A new most-read list around the same text is unchanged."""
    furnished = replace(SEEN, article=replace(A, furniture=("Most read",)))
    assert decide(furnished, stands(A, 100), tool="t").outcome is Outcome.UNCHANGED


def test_what_comes_behind_a_higher_version_says_so() -> None:
    """At the same publish time r3 of version 2 stands already: the late version 1 is marked."""
    ahead = Point(revision=3, published_at=100, position=9, source_version=2)
    neighbours = replace(stands(B, 90, revision=3), ahead=ahead)
    decision = decide(replace(SEEN, published=100, source_version=1), neighbours, tool="t")
    assert isinstance(decision.event, RevisionRecorded)
    assert decision.event.behind == 3


def test_what_was_seen_before_is_left_alone() -> None:
    """The same identity with the same bytes: nothing, whatever stands now."""
    decision = decide(SEEN, replace(stands(B, 100), seen=Seen.SAME), tool="t")
    assert (decision.outcome, decision.event) == (Outcome.SEEN, None)


def test_a_capture_id_with_other_bytes_is_refused() -> None:
    """The poller's id names one fetch; the message names the id."""
    decision = decide(replace(SEEN, capture_id="f-17"), replace(stands(B, 100), seen=Seen.OTHER), tool="t")
    assert (decision.outcome, decision.event) == (Outcome.REFUSED, None)
    assert "f-17" in (decision.reason or "")


def test_identity_is_the_capture_id_or_name_time_and_bytes() -> None:
    """Standard input has none; a name counts with the time and the bytes; a capture id stands alone, in its story."""
    named = replace(SEEN, name="a.txt")
    assert SEEN.identity() is None
    assert named.identity() == replace(named, label="elsewhere/a.txt").identity()
    assert len({named.identity(), replace(named, published=1).identity(), replace(named, capture=b"x").identity()}) == 3
    fetched = replace(SEEN, capture_id="f-17")
    assert fetched.identity() == replace(fetched, capture=b"x", name="b.txt", published=5).identity()
    assert fetched.identity() != replace(fetched, key=parse_key("wire:lake")).identity()
