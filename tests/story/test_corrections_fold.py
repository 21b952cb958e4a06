"""Voids, restores and redates: what a story says then, by the slow fold and by the one that the ledger uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.story.course import course
from tracker.story.events import (
    RevisionConfirmed,
    RevisionRecorded,
    RevisionRedated,
    RevisionRestored,
    RevisionVoided,
    StoryEvent,
    StoryOpened,
)
from tracker.story.evolve import EMPTY, Happened, evolve, fold
from tracker.story.moments import Moment, Order

TIMES = st.integers(0, 5)


def history(*steps: tuple[StoryEvent, int | None]) -> list[Happened]:
    return [
        Happened(event=event, position=position, recorded_at=1000 + position, published_at=published)
        for position, (event, published) in enumerate(((StoryOpened(tool="t"), None), *steps))
    ]


def recorded(revision: int, published: int, version: int | None = None) -> tuple[StoryEvent, int]:
    return RevisionRecorded(revision=revision, reader="wire", tool="t", source_version=version), published


def confirmed(revision: int, published: int) -> tuple[StoryEvent, int]:
    return RevisionConfirmed(revision=revision, tool="t"), published


def voided(revision: int, published: int) -> tuple[StoryEvent, int]:
    return RevisionVoided(revision=revision, tool="t"), published


def restored(revision: int, published: int) -> tuple[StoryEvent, int]:
    return RevisionRestored(revision=revision, tool="t"), published


def redated(revision: int, published: int) -> tuple[StoryEvent, int]:
    return RevisionRedated(revision=revision, tool="t"), published


def said(steps: list[Happened], **moment: int) -> int | None:
    point = fold(steps).standing(Moment(**moment))
    return None if point is None else point.revision


def test_a_voided_revision_never_stood() -> None:
    """r1 of 100, r2 of 200 voided at position 3: at 250 the story says r1; as known at position 2 it still says r2."""
    steps = history(recorded(1, 100), recorded(2, 200), voided(2, 200))
    assert [said(steps, published=at) for at in (99, 150, 250)] == [None, 1, 1]
    assert said(steps, published=250, position=2) == 2
    assert said(steps, published=250, position=3) == 1


def test_its_confirmations_go_with_it_and_come_back_with_it() -> None:
    """r2 was given again at 400, after r3 of 300: voided, 450 says r3; restored, r2 again."""
    steps = history(recorded(1, 100), recorded(2, 200), recorded(3, 300), confirmed(2, 400), voided(2, 200))
    assert [said(steps, published=at) for at in (250, 450)] == [1, 3]
    back = history(*((item.event, item.published_at) for item in steps[1:]), restored(2, 200))
    assert [said(back, published=at) for at in (250, 350, 450)] == [2, 3, 2]


def test_all_voided_says_nothing() -> None:
    """A story of one voided revision has no point."""
    assert said(history(recorded(1, 100), voided(1, 100))) is None


def test_a_redated_revision_moves() -> None:
    """r1 of 100 belongs at 300: at 250 the story says r2 of 200, at 300 r1; what was known before says r1, r2."""
    steps = history(recorded(1, 100), recorded(2, 200), redated(1, 300))
    assert [said(steps, published=at) for at in (150, 250, 300)] == [None, 2, 1]
    assert [said(steps, published=at, position=2) for at in (150, 250, 300)] == [1, 2, 2]


def test_a_redated_revision_remembers_the_time_it_was_recorded_with() -> None:
    """After several redates it is still the first one; put back there, it is redated no longer."""
    steps = [recorded(1, 100), redated(1, 300), redated(1, 200)]
    assert [point.redated_from for point in fold(history(*steps)).counted()] == [100]
    assert [point.redated_from for point in fold(history(*steps, redated(1, 100))).counted()] == [None]


def test_confirmations_keep_their_times() -> None:
    """A redate of r1 leaves the time at which the outlet gave it again."""
    steps = history(recorded(1, 100), confirmed(1, 400), redated(1, 300))
    assert [point.published_at for point in fold(steps).counted()] == [300, 400]


def test_versions_of_one_time_are_sorted_anew() -> None:
    """r2 came behind version 2 of the same time; with that one voided, and back, the higher version stands."""
    behind = RevisionRecorded(revision=2, reader="wire", tool="t", source_version=1, behind=1), 100
    steps = [recorded(1, 100, 2), behind]
    assert said(history(*steps)) == 1
    assert said(history(*steps, voided(1, 100))) == 2
    assert said(history(*steps, voided(1, 100), restored(1, 100))) == 1


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((voided(1, 100),), "only r0 exists"),
        ((recorded(1, 100), voided(2, 100)), "only r1 exists"),
        ((recorded(1, 100), voided(1, 100), voided(1, 100)), "voided already"),
        ((recorded(1, 100), restored(1, 100)), "not voided"),
        ((recorded(1, 100), voided(1, 100), redated(1, 200)), "voided"),
        ((recorded(1, 100), (RevisionRedated(revision=1, tool="t"), None)), "without a publish time"),
    ],
)
def test_corrections_that_cannot_follow_are_refused(steps: tuple[tuple[StoryEvent, int], ...], why: str) -> None:
    """Of a revision that is not there, twice the same, or the opposite of nothing."""
    with pytest.raises(ValueError, match=why):
        fold(history(*steps))


@st.composite
def histories(draw: st.DrawFn) -> list[Happened]:
    """A history in which everything follows: texts, repetitions, late arrivals, and corrections of any of them."""
    steps: list[tuple[StoryEvent, int | None]] = [recorded(1, draw(TIMES), draw(st.sampled_from([None, 1, 2])))]
    for _ in range(draw(st.integers(0, 10))):
        state = fold(history(*steps))
        number = draw(st.integers(1, state.revisions))
        choices = [redated, voided] if not state.voided(number) else [restored]
        made = draw(st.sampled_from([None, None, confirmed, *choices]))
        if made is None:
            steps.append(recorded(state.revisions + 1, draw(TIMES), draw(st.sampled_from([None, 1, 2]))))
        else:
            steps.append(made(number, draw(TIMES)))
    return history(*steps)


def moments(steps: list[Happened]) -> Iterator[Moment]:
    for position in range(-1, len(steps)):
        for published in (*range(-1, 7), None):
            yield Moment(published=published, position=position)


@given(histories())
def test_both_folds_say_the_same_at_every_moment(steps: list[Happened]) -> None:
    """The one pass over what was known then, and the state that works every point out anew."""
    state = fold(steps)
    for moment in moments(steps):
        assert moment.position is not None
        known = course(item for item in steps if item.position <= moment.position)
        assert known.standing(moment.published) == state.standing(moment)


@given(histories(), TIMES, st.integers(-1, 3), st.integers(0, 12))
def test_the_neighbours_of_a_place_are_those_of_the_sorted_points(
    steps: list[Happened], published: int, version: int, position: int
) -> None:
    """What stands just before a place, what is ahead at its publish time, what follows."""
    points, order = fold(steps).counted(), Order(published, version, position)
    found = course(steps)
    lower = [point for point in points if point.order < order]
    ahead = [point for point in points if point.order >= order and point.published_at == published]
    assert found.before(order) == (lower[-1] if lower else None, ahead[-1] if ahead else None)
    later = [point for point in points if point.order > order and not point.confirmed]
    assert found.after(order) == (later[0] if later else None)


@given(histories())
def test_a_history_can_be_cut_anywhere(steps: list[Happened]) -> None:
    """What is known at a position is the fold of the events up to it."""
    whole, state = fold(steps), EMPTY
    for item in steps:
        state = evolve(state, item)
        assert state.counted() == whole.counted(item.position)
