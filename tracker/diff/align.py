"""Align two sequences of texts: which old unit became which new one, what came, what went, what moved.

Serves paragraphs, inserts and sentences alike. Equal units first, then units equal but for typography, then similar
ones, splits and merges; a move is a link outside the heaviest run of links that keeps its order. The words inside a
changed unit are left to `words`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter, lt

from tracker.diff.anchors import UNPAIRED, Pairing, heaviest_increasing, pair_equal
from tracker.diff.choose import Chooser, Group, scored
from tracker.diff.model import Link
from tracker.diff.similar import encode_units, likenesses
from tracker.diff.tokens import fold

_MOST_UNITS = 20_000  # beyond it, units that differ are not compared at all, and come and go in whole runs
_MOST_MOVES = 20_000  # beyond it, what moved is removed and added
_REWRITE_UNITS = 8  # in a shorter text chance pairs are too few to ask for more
_REWRITE_SHARE = 10  # one unit in ten standing still makes a text an edited one, not a rewritten one

_Found = tuple[tuple[int, ...], tuple[int, ...], float]  # old numbers, new numbers, similarity


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Links in reading order, each unit in exactly one; `coarse` when a bound cut the search for similar ones short."""

    links: tuple[Link, ...]
    coarse: bool


def align(old: Sequence[str], new: Sequence[str]) -> list[Link]:
    """The links between two sequences of texts, in reading order.

    Numbers are 1-based; every unit of both sides is in exactly one link, added ones with an empty `old`, removed ones
    with an empty `new`. Where more than 20,000 units came or went, neighbours share one link. Pure and deterministic;
    n log n in the units, with a bound on every comparison of all with all.
    """
    return list(alignment(old, new).links)


def alignment(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """As `align`, and whether the search was coarse."""
    if old == new:
        return Alignment(links=identity(len(old)), coarse=False)
    pairing = Pairing(len(old), len(new))
    pair_equal(pairing, old, new)
    groups, coarse = _pair_unequal(pairing, old, new)
    found: list[_Found] = [((i + 1,), (j + 1,), 1.0) for i, j in enumerate(pairing.old_to_new) if j != UNPAIRED]
    found += [(_numbers(group.old), _numbers(group.new), group.similarity) for group in groups]
    found.sort()
    kept = _keeping_order(found, old)
    if len(found) - len(kept) > _MOST_MOVES:
        found, kept, coarse = [found[place] for place in sorted(kept)], range(len(kept)), True
    links = [
        Link(old=here, new=there, similarity=similarity, moved=place not in kept)
        for place, (here, there, similarity) in enumerate(found)
    ]
    return Alignment(links=_in_reading_order(links, len(old), len(new)), coarse=coarse)


def identity(count: int) -> tuple[Link, ...]:
    """The links of `count` units that all stand as they stood."""
    return tuple(Link(old=(number,), new=(number,), similarity=1.0) for number in range(1, count + 1))


def _numbers(places: Sequence[int]) -> tuple[int, ...]:
    return tuple(place + 1 for place in places)


def _pair_unequal(pairing: Pairing, old: Sequence[str], new: Sequence[str]) -> tuple[list[Group], bool]:
    """Pair what is equal but for typography; groups (0-based) of what else is similar, and whether that was coarse."""
    old_places, new_places = pairing.free_old(), pairing.free_new()
    if not old_places or not new_places:
        return [], False
    here = {i: fold(old[i]) for i in old_places}
    there = {j: fold(new[j]) for j in new_places}
    if any(old[i] != text for i, text in here.items()) or any(new[j] != text for j, text in there.items()):
        # An empty text is no evidence of anything: it takes no part.
        old_keys = [here.get(i) or None for i in range(len(old))]
        new_keys = [there.get(j) or None for j in range(len(new))]
        pair_equal(pairing, old_keys, new_keys)
    return _similar_groups(pairing, here, there)


def _similar_groups(pairing: Pairing, old: Mapping[int, str], new: Mapping[int, str]) -> tuple[list[Group], bool]:
    """Groups of similar units among those without a partner, given the folded texts of these by place."""
    rows, columns = pairing.free_old(), pairing.free_new()
    if not rows or not columns:
        return [], False
    if max(len(rows), len(columns)) > _MOST_UNITS:
        return [], True
    one, other = encode_units([old[i] for i in rows], [new[j] for j in columns])
    likely, coarse = likenesses(one, other)
    gaps = _gaps(pairing, rows)
    candidates = []
    for likeness in likely:
        low, high = gaps[likeness[0]]
        candidates.append(scored(likeness, one, other, in_place=low < columns[likeness[1]] < high))
    old_count, new_count = len(pairing.old_to_new), len(pairing.new_to_old)
    chooser = Chooser(old=one, new=other, old_numbers=rows, new_numbers=columns)
    groups = chooser.choose(candidates, rewritten=_is_rewritten(old_count - len(rows), old_count, new_count))
    return [
        replace(group, old=tuple(rows[i] for i in group.old), new=tuple(columns[j] for j in group.new))
        for group in groups
    ], coarse


def _is_rewritten(standing: int, old_count: int, new_count: int) -> bool:
    shorter = min(old_count, new_count)
    return shorter >= _REWRITE_UNITS and standing * _REWRITE_SHARE < shorter


def _gaps(pairing: Pairing, rows: Sequence[int]) -> list[tuple[int, int]]:
    """For each free old unit, the new places (exclusive) between which its neighbours with a partner now stand."""
    anchors = [i for i, j in enumerate(pairing.old_to_new) if j != UNPAIRED]
    end = len(pairing.new_to_old)
    gaps = []
    for i in rows:
        at = bisect_left(anchors, i)
        low = pairing.old_to_new[anchors[at - 1]] if at else -1
        high = pairing.old_to_new[anchors[at]] if at < len(anchors) else end
        gaps.append((low, high if low < high else end))
    return gaps


def _keeping_order(found: Sequence[_Found], old: Sequence[str]) -> Collection[int]:
    """The places in `found` (sorted by old numbers) of the heaviest run that keeps its order: what did not move."""
    starts = [there[0] for _, there, _ in found]
    if all(map(lt, starts, starts[1:])):
        return range(len(starts))
    return heaviest_increasing(starts, [1 + sum(len(old[number - 1]) for number in here) for here, _, _ in found])


def _in_reading_order(links: list[Link], old_count: int, new_count: int) -> tuple[Link, ...]:
    """Links, with those of removed and added units, in the order of the new text; removed units where they stood."""
    removed = _missing({number for link in links for number in link.old}, old_count)
    added = _missing({number for link in links for number in link.new}, new_count)
    # The sort keys are a new unit, then 0 for what stands at it and 1 for what was removed after it.
    keyed = [(link.new[0], 0, link) for link in links]
    keyed += [(numbers[0], 0, Link(old=(), new=numbers, similarity=0.0)) for numbers in added]
    still = [link for link in links if not link.moved]
    starts = [link.old[0] for link in still]
    for numbers in removed:
        at = bisect_left(starts, numbers[0])
        after = still[at - 1].new[-1] if at else 0
        keyed.append((after, 1, Link(old=numbers, new=(), similarity=0.0)))
    keyed.sort(key=itemgetter(0, 1))  # stable: what was removed at one place stays in its order
    return tuple(link for _, _, link in keyed)


def _missing(linked: set[int], count: int) -> list[tuple[int, ...]]:
    """The numbers up to `count` that are not `linked`: each alone, or whole runs where there are very many."""
    missing = [number for number in range(1, count + 1) if number not in linked]
    if len(missing) <= _MOST_UNITS:
        return [(number,) for number in missing]
    starts = [place for place, number in enumerate(missing) if not place or missing[place - 1] != number - 1]
    return [tuple(missing[start:end]) for start, end in pairwise([*starts, len(missing)])]
