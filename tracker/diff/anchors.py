"""Pair units that are equal, and find which pairs keep their order. Everything here is linear or n log n.

Units are numbered from 0 inside this module; texts that differ are left to `inplace` and `similar`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise, repeat

UNPAIRED = -1
_TAKEN = -2


class Pairing:
    """Which old unit stands for which new one so far, one to one, 0-based; UNPAIRED where none does yet.

    Units may also be taken without a partner, as the further pieces of a split or merge.
    """

    __slots__ = ("new_to_old", "old_to_new")

    def __init__(self, old_count: int, new_count: int) -> None:
        self.old_to_new = [UNPAIRED] * old_count
        self.new_to_old = [UNPAIRED] * new_count

    def pair(self, old: int, new: int) -> None:
        """Note that old unit `old` stands for new unit `new`."""
        self.old_to_new[old] = new
        self.new_to_old[new] = old

    def part(self, old: int, new: int) -> None:
        """Take a pair apart again."""
        self.old_to_new[old] = UNPAIRED
        self.new_to_old[new] = UNPAIRED

    def take(self, old: Iterable[int], new: Iterable[int]) -> None:
        """Note that these units are free no more, though they are not paired."""
        for i in old:
            self.old_to_new[i] = _TAKEN
        for j in new:
            self.new_to_old[j] = _TAKEN

    def free(self, old: Iterable[int], new: Iterable[int]) -> None:
        """Note that these units are free again."""
        for i in old:
            self.old_to_new[i] = UNPAIRED
        for j in new:
            self.new_to_old[j] = UNPAIRED

    def pairs(self) -> list[tuple[int, int]]:
        """The pairs so far, ascending by their old unit."""
        return [(i, j) for i, j in enumerate(self.old_to_new) if j >= 0]

    def paired(self) -> tuple[list[int], list[int]]:
        """The old units that have a partner, ascending, and their partners."""
        partners = self.old_to_new
        return [i for i, j in enumerate(partners) if j >= 0], [j for j in partners if j >= 0]

    def free_old(self) -> list[int]:
        """Old units without a partner, ascending."""
        partners = self.old_to_new
        return [i for i, j in enumerate(partners) if j == UNPAIRED] if UNPAIRED in partners else []

    def free_new(self) -> list[int]:
        """New units without a partner, ascending."""
        partners = self.new_to_old
        return [j for j, i in enumerate(partners) if i == UNPAIRED] if UNPAIRED in partners else []


def pair_same(pairing: Pairing, old: Sequence[str], new: Sequence[str]) -> None:
    """Pair the units that are equal; nothing may be paired yet."""
    here, there = dict(zip(old, range(len(old)), strict=True)), dict(zip(new, range(len(new)), strict=True))
    if len(here) == len(old) and len(there) == len(new):
        pairing.old_to_new = list(map(there.get, old, repeat(UNPAIRED)))
        pairing.new_to_old = list(map(here.get, new, repeat(UNPAIRED)))
    else:
        _pair_ends(pairing, old, new)
        pair_equal(pairing, old, new)


def _pair_ends(pairing: Pairing, old: Sequence[str], new: Sequence[str]) -> None:
    """Pair the equal units at the beginning and at the end of both sides."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((count for count in range(rest) if old[-1 - count] != new[-1 - count]), rest)
    pairing.old_to_new[:head] = pairing.new_to_old[:head] = range(head)
    if tail:
        pairing.old_to_new[-tail:] = range(len(new) - tail, len(new))
        pairing.new_to_old[-tail:] = range(len(old) - tail, len(old))


def pair_equal(pairing: Pairing, old: Sequence[str | None], new: Sequence[str | None]) -> None:
    """Pair units with equal keys: keys unique on both sides first, then duplicates by their neighbours, then in order.

    A key of None takes no part. The method is Heckel's ("A technique for isolating differences between files", 1978),
    with the last step added.
    """
    groups = _groups(pairing, old, new)
    repeated = []
    for here, there in groups:
        if len(here) == 1 == len(there):
            pairing.pair(here[0], there[0])
        else:
            repeated.append((here, there))
    if not repeated:
        return
    _spread(pairing, old, new, range(len(old) - 1), 1)
    _spread(pairing, old, new, range(len(old) - 1, 0, -1), -1)
    for here, there in repeated:
        left = (i for i in here if pairing.old_to_new[i] == UNPAIRED)
        right = (j for j in there if pairing.new_to_old[j] == UNPAIRED)
        for i, j in zip(left, right, strict=False):
            pairing.pair(i, j)


def _groups(
    pairing: Pairing, old: Sequence[str | None], new: Sequence[str | None]
) -> Iterable[tuple[list[int], list[int]]]:
    places: dict[str, tuple[list[int], list[int]]] = {}
    for j in pairing.free_new():
        key = new[j]
        if key is not None:
            places.setdefault(key, ([], []))[1].append(j)
    for i in pairing.free_old():
        key = old[i]
        if key is not None and key in places:
            places[key][0].append(i)
    return [group for group in places.values() if group[0]]


def _spread(
    pairing: Pairing, old: Sequence[str | None], new: Sequence[str | None], places: Iterable[int], step: int
) -> None:
    """From every pair, walk `step` on both sides and pair equal free neighbours."""
    for i in places:
        j = pairing.old_to_new[i]
        if j < 0 or not 0 <= j + step < len(new):
            continue
        here, there = i + step, j + step
        if pairing.old_to_new[here] == UNPAIRED == pairing.new_to_old[there]:
            key = old[here]
            if key is not None and key == new[there]:
                pairing.pair(here, there)


def keeping_order(values: Sequence[int], weights: Iterable[int]) -> Collection[int]:
    """The places in `values`, all different, of an increasing subsequence whose weights (all ≥ 1) sum highest."""
    ascending = sorted(values)
    return range(len(values)) if ascending == values else _of_runs(values, ascending, list(weights))


def heaviest_increasing(values: Sequence[int], weights: Sequence[int]) -> set[int]:
    """As `keeping_order`, of equally heavy subsequences always the same one.

    n log n with a Fenwick tree of prefix maxima. Runs of values without another value between them are kept or left
    as one.
    """
    return _of_runs(values, sorted(values), weights)


def _of_runs(values: Sequence[int], ascending: Sequence[int], weights: Sequence[int]) -> set[int]:
    count = len(values)
    head = next((place for place in range(count) if values[place] != ascending[place]), count)
    tail = next((place for place in range(count, head, -1) if values[place - 1] != ascending[place - 1]), head)
    # What stands in order before and after all others is kept in any case.
    rank = {value: place for place, value in enumerate(ascending[head:tail])}
    ranks = [rank[value] for value in values[head:tail]]
    starts = [0] if ranks else []
    starts += [place for place, (one, other) in enumerate(pairwise(ranks), start=1) if other != one + 1]
    ends = [*starts, len(ranks)][1:]
    heads = {value: place for place, value in enumerate(sorted([ranks[start] for start in starts]))}
    runs = [heads[ranks[start]] for start in starts]
    sums = [sum(weights[head + start : head + end]) for start, end in zip(starts, ends, strict=True)]
    kept = {*range(head), *range(tail, count)}
    for run in _heaviest(runs, sums):
        kept.update(range(head + starts[run], head + ends[run]))
    return kept


def _heaviest(values: Sequence[int], weights: Sequence[int]) -> Iterable[int]:
    """The places of the heaviest increasing subsequence of a permutation of 0, 1, 2, …, last place first."""
    size = len(values) + 1
    best, holder = [0] * size, [UNPAIRED] * size
    before = [UNPAIRED] * len(values)
    top, last = 0, UNPAIRED
    for place, value in enumerate(values):
        weight, at = 0, value
        while at > 0:
            if best[at] > weight:
                weight, before[place] = best[at], holder[at]
            at -= at & -at
        weight += weights[place]
        if weight > top:
            top, last = weight, place
        at = value + 1
        while at < size:
            if weight > best[at]:
                best[at], holder[at] = weight, place
            at += at & -at
    while last != UNPAIRED:
        yield last
        last = before[last]
