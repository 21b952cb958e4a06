"""What every measurement uses: time taken on both clocks, medians and percentiles, figures and their table."""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """How long something took, in seconds: by the wall clock, and of this process's processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of a result: what was measured, its value in words, and, where there is one, the target and whether it
    was met."""

    what: str
    value: str
    target: str = ""
    met: bool | None = None


@dataclass(slots=True, kw_only=True)
class Samples:
    """Repeated timings of one thing, in seconds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, took: Took) -> None:
        """Keep one more."""
        self.wall.append(took.wall)
        self.cpu.append(took.cpu)


def timed(work: Callable[[], object]) -> Took:
    """How long the work took once, with nothing left over for the garbage collector from before."""
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Took(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)


def alternating(contestants: dict[str, Callable[[], Took]], rounds: int) -> dict[str, Samples]:
    """Each contestant once a round, every round starting with another one: what disturbs a round disturbs them all."""
    names = list(contestants)
    samples = {name: Samples() for name in names}
    for number in range(rounds):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            samples[name].add(contestants[name]())
    return samples


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """How many times as fast `one` was as `other`: the median of the ratios within each round."""
    return statistics.median(b / a for a, b in zip(one, other, strict=True))


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Lowest and highest, to be shown beside a median."""
    return f"{min(values):.{digits}f} to {max(values):.{digits}f}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share (0..1) of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextmanager
def one_core() -> Iterator[bool]:
    """Keep this process on one core, where the system allows it; says whether it does."""
    if not hasattr(os, "sched_setaffinity"):
        yield False
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield True
    finally:
        os.sched_setaffinity(0, before)


def table(title: str, figures: Sequence[Figure]) -> str:
    """The figures of one measurement as lines of text."""
    wide = max(len(figure.what) for figure in figures)
    value = max(len(figure.value) for figure in figures)
    marks = {True: "met", False: "MISSED", None: ""}
    lines = [
        f"  {figure.what:<{wide}}  {figure.value:<{value}}  {figure.target}  {marks[figure.met]}".rstrip()
        for figure in figures
    ]
    return "\n".join([title, *lines])
