"""The order in which a run records what it read: each story by publish time, in windows, then in batches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from tracker.desk.follow import after_what_they_follow, families
from tracker.desk.record import BATCH
from tracker.sources import natural_key
from tracker.story.decide import Observation
from tracker.story.keys import StoryKey

WINDOW = 5_000
"""How many inputs are held at once to be put in order; beyond it, order is kept within each window."""


def ordered_batches(observations: Iterable[Observation]) -> Iterator[Sequence[Observation]]:
    """The observations in the order in which they are recorded, each batch for one transaction."""
    for window in _windows(observations):
        ordered = _in_order(window)
        for start in range(0, len(ordered), BATCH):
            yield ordered[start : start + BATCH]


def _windows(observations: Iterable[Observation]) -> Iterator[list[Observation]]:
    window: list[Observation] = []
    for observation in observations:
        window.append(observation)
        if len(window) == WINDOW:
            yield window
            window = []
    if window:
        yield window


def _in_order(window: Sequence[Observation]) -> list[Observation]:
    """Each story's observations by stated publish time, then natural name order; stories as they were first met.

    Keys that follow one another are one story here, and none goes before what it follows.
    """
    family = families(window)
    first: dict[StoryKey, int] = {}
    for index, observation in enumerate(window):
        first.setdefault(family[observation.key], index)

    def place(observation: Observation) -> tuple[int, int, tuple[object, ...]]:
        when = observation.published if observation.published is not None else observation.retrieved
        return first[family[observation.key]], sys.maxsize if when is None else when, natural_key(observation.label)

    return after_what_they_follow(sorted(window, key=place))
