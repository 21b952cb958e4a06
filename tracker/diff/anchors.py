"""Pair units that are equal, and find which pairs keep their order. Everything here is linear or n log n.

Units are numbered from 0 inside this module; texts that differ are left to `similar`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

UNPAIRED = -1


class Pairing:
    """Which old unit stands for which new one so far, one to one, 0-based; UNPAIRED where none does yet."""

    __slots__ = ("new_to_old", "old_to_new")

    def __init__(self, old_count: int, new_count: int) -> None:
        self.old_to_new = [UNPAIRED] * old_count
        self.new_to_old = [UNPAIRED] * new_count

    def pair(self, old: int, new: int) -> None:
        """Note that old unit `old` stands for new unit `new`."""
        self.old_to_new[old] = new
        self.new_to_old[new] = old

    def free_old(self) -> list[int]:
        """Old units without a partner, ascending."""
        return [i for i, j in enumerate(self.old_to_new) if j == UNPAIRED]

    def free_new(self) -> list[int]:
        """New units without a partner, ascending."""
        return [j for j, i in enumerate(self.new_to_old) if i == UNPAIRED]


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
    for j, key in enumerate(new):
        if key is not None and pairing.new_to_old[j] == UNPAIRED:
            places.setdefault(key, ([], []))[1].append(j)
    for i, key in enumerate(old):
        if key is not None and key in places and pairing.old_to_new[i] == UNPAIRED:
            places[key][0].append(i)
    return [group for group in places.values() if group[0]]


def _spread(
    pairing: Pairing, old: Sequence[str | None], new: Sequence[str | None], places: Iterable[int], step: int
) -> None:
    """From every pair, walk `step` on both sides and pair equal free neighbours."""
    for i in places:
        j = pairing.old_to_new[i]
        if j == UNPAIRED or not 0 <= j + step < len(new):
            continue
        here, there = i + step, j + step
        if pairing.old_to_new[here] == UNPAIRED == pairing.new_to_old[there]:
            key = old[here]
            if key is not None and key == new[there]:
                pairing.pair(here, there)


def heaviest_increasing(values: Sequence[int], weights: Sequence[int]) -> set[int]:
    """The places in `values` of a strictly increasing subsequence whose weights (all ≥ 1) sum highest.

    n log n with a Fenwick tree of prefix maxima; of equally heavy runs always the same one.
    """
    size = max(values, default=0) + 2
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
    kept = set()
    while last != UNPAIRED:
        kept.add(last)
        last = before[last]
    return kept
