"""A story folded from its events: given these, it stands there."""

from __future__ import annotations

import pytest

from tracker.story.events import RevisionConfirmed, RevisionRecorded, StoryEvent, StoryOpened
from tracker.story.evolve import Happened, fold
from tracker.story.moments import Moment


def history(*steps: tuple[StoryEvent, int | None]) -> list[Happened]:
    return [
        Happened(event=event, position=position, recorded_at=1000 + position, published_at=published)
        for position, (event, published) in enumerate(steps)
    ]


def opened() -> tuple[StoryEvent, None]:
    return StoryOpened(tool="t"), None


def recorded(revision: int, published: int, **fields: int) -> tuple[StoryEvent, int]:
    return RevisionRecorded(revision=revision, reader="wire", tool="t", **fields), published


def confirmed(revision: int, published: int) -> tuple[StoryEvent, int]:
    return RevisionConfirmed(revision=revision, tool="t"), published


def standing(steps: list[Happened], **moment: int) -> int | None:
    point = fold(steps).standing(Moment(**moment))
    return None if point is None else point.revision


def test_the_newest_published_revision_stands() -> None:
    """Recorded order does not matter: a late arrival stands in its place."""
    steps = history(opened(), recorded(1, 100), recorded(2, 300), recorded(3, 200))
    assert [standing(steps, published=at) for at in (99, 100, 250, 300)] == [None, 1, 3, 2]
    assert standing(steps) == 2


def test_the_recorded_clock_bounds_what_was_known() -> None:
    """At position 2 the late r3 was not known yet."""
    steps = history(opened(), recorded(1, 100), recorded(2, 300), recorded(3, 200))
    assert standing(steps, published=250, position=2) == 1


def test_a_confirmation_is_a_point_of_its_own() -> None:
    """A at 100, A again at 300, B late at 200: at 250 the story says B, at 300 A again."""
    steps = history(opened(), recorded(1, 100), confirmed(1, 300), recorded(2, 200))
    assert [standing(steps, published=at) for at in (150, 250, 350)] == [1, 2, 1]


def test_the_source_s_own_version_breaks_ties() -> None:
    """Two revisions of one publish time stand in the order of their versions, whichever came first."""
    steps = history(opened(), recorded(1, 100, source_version=2), recorded(2, 100, source_version=1, behind=1))
    assert standing(steps) == 1


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (history(recorded(1, 100)), "records r1 after r0"),
        (history(opened(), opened()), "open already"),
        (history(opened(), recorded(2, 100)), "records r2 after r0"),
        (history(opened(), confirmed(1, 100)), "confirms r1"),
    ],
)
def test_events_that_cannot_follow_are_refused(steps: list[Happened], said: str) -> None:
    """A revision before the opening, a second opening, a gap, a confirmation of nothing."""
    with pytest.raises(ValueError, match=said):
        fold(steps)
