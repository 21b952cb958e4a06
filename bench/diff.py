"""Comparing two revisions of an article: `tracker` against difflib and six packages from the registry.

Articles of 25 and of 500 paragraphs (`diffpairs`), each changed lightly (one or two paragraphs, one edit in each), as
by an update (some paragraphs edited, added, removed, moved, split, merged), or rewritten (most paragraphs touched).
Everybody gets the same pairs, as the input they like best, made before the clock starts; by processor time. Of the two
ratios the first is to `tracker compare`, which also says what facts each change touches and what it weighs; the second
is to `tracker align + words`, which does what the rivals do.

What each shows is then read from its result and held against what was really done. A paragraph is shown as what it is
when it is linked to what it became and to nothing else: so no diff that keeps to the order of the text can show a move.
Words are those marked for each word that really changed, on both sides, and the share of these that was not marked.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.diffmarks import NotBothTextsError, Score
from bench.diffpairs import PROFILES, Pair, Profile, pair
from bench.diffrivals import ALIGN, COMPARE, WORDS, Contestant, contestants
from bench.measure import Figure, Samples, Took, alternating, ratio, spread, timed

SIZES = ((25, 10, 5), (500, 1, 3))  # paragraphs, pairs a round, rounds
QUICK = ((25, 4, 2), (500, 1, 1))


@dataclass(slots=True, kw_only=True)
class Entry:
    """One contestant with what was made of its results: as many fresh pairs a round as all the others get."""

    contestant: Contestant
    rounds: Iterator[list[Pair]]
    score: Score = field(default_factory=Score)
    pairs: int = 0
    unreadable: int = 0

    def take(self) -> Took:
        """The time that the next round's pairs took, one after the other."""
        took = [self._one(pair) for pair in next(self.rounds)]
        return Took(wall=sum(one.wall for one in took), cpu=sum(one.cpu for one in took))

    def _one(self, pair: Pair) -> Took:
        here, there = self.contestant.prepare(pair)
        found: list[Any] = []
        took = timed(lambda: found.append(self.contestant.diff(here, there)))
        self.pairs += 1
        try:
            self.score.add(self.contestant.read(found[0], pair), pair)
        except NotBothTextsError:
            self.unreadable += 1
        return took

    def shows(self) -> str:
        """How well it shows what was done, in one line."""
        if self.unreadable == self.pairs:
            return "its results do not hold both texts"
        some = f"; {self.unreadable} of {self.pairs} results do not hold both texts" if self.unreadable else ""
        return f"{self.score.paragraphs()}; {self.score.words()}{some}"


def run(*, quick: bool) -> list[Figure]:
    """Processor time a pair, how many times ours that is, and what is shown of what was done."""
    entrants, missing = contestants()
    for entrant in entrants:  # what is loaded and compiled on first use is no part of it
        entrant.diff(*entrant.prepare(pair(PROFILES[-1], 25, seed="first")))
    figures = [
        figure
        for size, pairs, rounds in (QUICK if quick else SIZES)
        for profile in PROFILES
        for figure in _group(entrants, size, profile, pairs, rounds)
    ]
    return figures + [Figure(what=name, value="not measured: it is not installed") for name in missing]


def _group(entrants: list[Contestant], size: int, profile: Profile, pairs: int, rounds: int) -> Iterator[Figure]:
    told = [[pair(profile, size, seed=f"{size}/{n}/{m}") for m in range(pairs)] for n in range(rounds)]
    entries = {one.name: Entry(contestant=one, rounds=iter(told)) for one in entrants}
    takes: dict[str, Callable[[], Took]] = {name: entry.take for name, entry in entries.items()}
    samples = alternating(takes, rounds)
    for name, entry in entries.items():
        yield Figure(
            what=f"{size} paragraphs, {profile.name}: {name}",
            value=f"{_cost(name, samples, pairs)}; {entry.shows()}",
        )


def _cost(name: str, samples: dict[str, Samples], pairs: int) -> str:
    each = [1000 * cpu / pairs for cpu in samples[name].cpu]
    cost = f"{statistics.median(each):.2f} ms ({spread(each)})"
    if name in (COMPARE, WORDS, ALIGN):
        return cost
    own, less = (ratio(samples[ours].cpu, samples[name].cpu) for ours in (COMPARE, WORDS))
    return f"{cost}, {own:.2f} and {less:.2f} x"
