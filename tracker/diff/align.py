"""Align two sequences of texts: which old unit became which new one, what came, what went, what moved.

Serves paragraphs, inserts and sentences alike. Equal units first, then units plainly edited in place, then units of the
same words, then similar ones, splits and merges; a move is a link outside the heaviest run of links that keeps its
order. The words inside a changed unit are left to `words`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tracker.diff.anchors import UNPAIRED, Pairing, keeping_order, pair_equal, pair_same
from tracker.diff.choose import Chooser, Group
from tracker.diff.inplace import Edited, pair_edited
from tracker.diff.model import Link
from tracker.diff.similar import Evidence, likenesses, words

_MOST_UNITS = 20_000  # beyond it, units that differ are not compared at all, and come and go in whole runs
_MOST_MOVES = 20_000  # beyond it, what moved is removed and added
_UNIT = 300  # characters that a unit weighs besides its own: of two runs that change places, the shorter one moved

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
    pair_same(pairing, old, new)
    edited = pair_edited(pairing, old, new)
    groups, coarse = _similar_groups(pairing, edited, old, new)
    special = {edit.old[0]: _found(edit.old, edit.new, edit.similarity) for edit in edited}
    for group in groups:
        pairing.pair(group.old[0], group.new[0])
        pairing.take(group.old[1:], group.new[1:])
        special[group.old[0]] = _found(group.old, group.new, group.similarity)
    olds, news = pairing.paired()
    kept = keeping_order(news, _weights(olds, special, old))
    if len(olds) - len(kept) > _MOST_MOVES:
        _free_moves(pairing, kept, special)
        olds, news = pairing.paired()
        kept, coarse = range(len(olds)), True
    return Alignment(links=_in_reading_order(pairing, olds, news, kept, special), coarse=coarse)


def identity(count: int) -> tuple[Link, ...]:
    """The links of `count` units that all stand as they stood."""
    return tuple([_kept(place, place) for place in range(count)])


@lru_cache(maxsize=4096)
def _kept(old: int, new: int) -> Link:
    # Most links of most comparisons are these, and the same value may stand in many.
    return Link(old=(old + 1,), new=(new + 1,), similarity=1.0)


def _found(old: Sequence[int], new: Sequence[int], similarity: float) -> _Found:
    return tuple([place + 1 for place in old]), tuple([place + 1 for place in new]), similarity


def _weights(olds: Iterable[int], special: Mapping[int, _Found], old: Sequence[str]) -> Iterator[int]:
    for i in olds:
        found = special.get(i)
        yield _UNIT + (len(old[i]) if found is None else sum([len(old[number - 1]) for number in found[0]]))


def _free_moves(pairing: Pairing, kept: Collection[int], special: Mapping[int, _Found]) -> None:
    """Free the units of the pairs that do not keep their order."""
    for place, (i, j) in enumerate(pairing.pairs()):
        if place not in kept:
            here, there, _ = special.get(i, ((i + 1,), (j + 1,), 1.0))
            pairing.free([number - 1 for number in here], [number - 1 for number in there])


def _similar_groups(
    pairing: Pairing, edited: Sequence[Edited], old: Sequence[str], new: Sequence[str]
) -> tuple[list[Group], bool]:
    """Pair free units of the same words; groups of similar ones among the rest, and whether that was coarse."""
    rows, columns = pairing.free_old(), pairing.free_new()
    if not rows or not columns:
        return [], False
    if max(len(rows), len(columns)) > _MOST_UNITS:
        return [], True
    here, there = {i: words(old[i]) for i in rows}, {j: words(new[j]) for j in columns}
    if _pair_same_words(pairing, here, there):
        rows, columns = pairing.free_old(), pairing.free_new()
        if not columns:
            return [], False
    linked = pairing.pairs()
    standing, loose = _standing(linked, edited, old)
    if len(loose) > _MOST_UNITS:
        return [], True
    if loose:
        rows = sorted([*rows, *loose])
        here.update((i, words(old[i])) for i in loose if i not in here)
    if not rows:
        return [], False
    evidence = Evidence([here[i] for i in rows], [there[j] for j in columns])
    likely, coarse = likenesses(evidence.old, evidence.new)
    if not likely:
        return [], coarse
    chooser = Chooser(
        evidence=evidence,
        old_numbers=rows,
        new_numbers=columns,
        linked=dict(linked),
        standing=standing,
        loose=loose,
        texts=old,
    )
    groups = chooser.choose(likely)
    if loose:
        for group in groups:
            for i in group.old:
                if (j := pairing.old_to_new[i]) != UNPAIRED:
                    pairing.part(i, j)
    return groups, coarse


def _pair_same_words(pairing: Pairing, old: Mapping[int, list[str]], new: Mapping[int, list[str]]) -> bool:
    """Pair units that differ in signs, spaces and capitals only; a unit without words takes no part. True if any."""
    if {(len(found), *found[-1:]) for found in old.values()}.isdisjoint(
        {(len(found), *found[-1:]) for found in new.values()}
    ):
        return False
    here = {i: " ".join(found) or None for i, found in old.items()}
    there = {j: " ".join(found) or None for j, found in new.items()}
    if set(here.values()).isdisjoint(there.values()):
        return False
    old_keys = [here.get(i) for i in range(len(pairing.old_to_new))]
    pair_equal(pairing, old_keys, [there.get(j) for j in range(len(pairing.new_to_old))])
    return True


def _standing(
    pairs: list[tuple[int, int]], edited: Sequence[Edited], old: Sequence[str]
) -> tuple[list[tuple[int, int]], list[int]]:
    """The pairs that keep their order; old units that would have moved, unedited and without a neighbour.

    Each of these may as well be the model of a copy.
    """
    kept = keeping_order([j for _, j in pairs], (_UNIT + len(old[i]) for i, _ in pairs))
    if len(kept) == len(pairs):
        return pairs, []
    partner = dict(pairs)
    known = {edit.old[0] for edit in edited}
    moved = (pair for place, pair in enumerate(pairs) if place not in kept)
    loose = [i for i, j in moved if i not in known and partner.get(i - 1) != j - 1 and partner.get(i + 1) != j + 1]
    return [pairs[place] for place in sorted(kept)], loose


def _in_reading_order(
    pairing: Pairing, olds: list[int], news: list[int], kept: Collection[int], special: Mapping[int, _Found]
) -> tuple[Link, ...]:
    """All links, with those of removed and added units, in the order of the new text, removed ones where they stood."""
    at: list[Link | None] = [None] * (len(pairing.new_to_old) + 1)
    moved = set() if len(kept) == len(olds) else {i for place, i in enumerate(olds) if place not in kept}
    for j, link in zip(news, map(_kept, olds, news), strict=True):
        at[j + 1] = link
    for i in moved.difference(special):
        j = pairing.old_to_new[i]
        at[j + 1] = Link(old=(i + 1,), new=(j + 1,), similarity=1.0, moved=True)
    for i, (here, there, similarity) in special.items():
        if pairing.old_to_new[i] >= 0:
            at[there[0]] = Link(old=here, new=there, similarity=similarity, moved=i in moved)
    for numbers in _runs(pairing.free_new()):
        at[numbers[0]] = Link(old=(), new=numbers, similarity=0.0)
    removed = _runs(pairing.free_old())
    if not removed:
        return tuple([link for link in at if link is not None])
    standing = [i for i in olds if i not in moved]
    after: dict[int, list[Link]] = {}
    for numbers in removed:
        before = bisect_left(standing, numbers[0] - 1)
        last = _last(standing[before - 1], pairing, special) if before else 0
        after.setdefault(last, []).append(Link(old=numbers, new=(), similarity=0.0))
    return tuple([link for place, held in enumerate(at) for link in (held, *after.get(place, ())) if link is not None])


def _last(i: int, pairing: Pairing, special: Mapping[int, _Found]) -> int:
    """The last new number of the link of old unit `i`."""
    return special[i][1][-1] if i in special else pairing.old_to_new[i] + 1


def _runs(free: Sequence[int]) -> list[tuple[int, ...]]:
    """The numbers of free units: each alone, or whole runs where there are very many."""
    if len(free) <= _MOST_UNITS:
        return [(place + 1,) for place in free]
    starts = [at for at, place in enumerate(free) if not at or free[at - 1] != place - 1]
    return [tuple([place + 1 for place in free[start:end]]) for start, end in pairwise([*starts, len(free)])]
