"""Align two sequences of texts: which old unit became which new one, what came, what went, what moved.

Serves paragraphs, inserts and sentences alike. Equal units first, then units plainly edited in place, then units of the
same words, then similar ones, splits and merges; a move is a link outside the heaviest run of links that keeps its
order. The words inside a changed unit are left to `words`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from tracker.diff.anchors import UNPAIRED, Pairing, keeping_order, pair_ends, pair_equal
from tracker.diff.choose import Chooser
from tracker.diff.inplace import Edited, pair_edited
from tracker.diff.model import Link
from tracker.diff.similar import Evidence, encode_units, likenesses, words

_MOST_UNITS = 20_000  # beyond it, units that differ are not compared at all, and come and go in whole runs
_MOST_MOVES = 20_000  # beyond it, what moved is removed and added
_UNIT = (
    300  # characters that a unit weighs besides its own: of two runs that change places, the one of fewer units moved
)

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
    pair_ends(pairing, old, new)
    pair_equal(pairing, old, new)
    edited = pair_edited(pairing, old, new)
    groups, coarse = _similar_groups(pairing, edited, old, new)
    found: list[_Found] = [((i + 1,), (j + 1,), 1.0) for i, j in pairing.pairs()]
    if edited:
        known = {edit.old[0] + 1: (_numbers(edit.old), _numbers(edit.new), edit.similarity) for edit in edited}
        found = [known.get(pair[0][0], pair) for pair in found]
    if groups:
        found = sorted(found + groups)
    kept = keeping_order([there[0] for _, there, _ in found], _weights(found, old))
    if len(found) - len(kept) > _MOST_MOVES:
        found, kept, coarse = [found[place] for place in sorted(kept)], range(len(kept)), True
    links = _in_reading_order(found, kept, len(old), len(new))
    return Alignment(links=links, coarse=coarse)


def identity(count: int) -> tuple[Link, ...]:
    """The links of `count` units that all stand as they stood."""
    return tuple([_kept(number, number) for number in range(1, count + 1)])


@lru_cache(maxsize=4096)
def _kept(old: int, new: int) -> Link:
    # Most links of most comparisons are these, and the same value may stand in many.
    return Link(old=(old,), new=(new,), similarity=1.0)


def _weights(found: Sequence[_Found], old: Sequence[str]) -> Iterator[int]:
    return (_UNIT + sum(len(old[number - 1]) for number in here) for here, _, _ in found)


def _similar_groups(
    pairing: Pairing, edited: Sequence[Edited], old: Sequence[str], new: Sequence[str]
) -> tuple[list[_Found], bool]:
    """Pair free units of the same words; groups of similar ones among the rest, and whether that was coarse."""
    rows, columns = pairing.free_old(), pairing.free_new()
    if not rows or not columns:
        return [], False
    if max(len(rows), len(columns)) > _MOST_UNITS:
        return [], True
    here, there = {i: words(old[i]) for i in rows}, {j: words(new[j]) for j in columns}
    _pair_same_words(pairing, here, there)
    columns, linked = pairing.free_new(), pairing.pairs()
    if not columns:
        return [], False
    standing, loose = _standing(linked, edited, old)
    if len(loose) > _MOST_UNITS:
        return [], True
    rows = sorted([*pairing.free_old(), *loose])
    if not rows:
        return [], False
    here.update((i, words(old[i])) for i in loose if i not in here)
    codes = encode_units([*(here[i] for i in rows), *(there[j] for j in columns)])
    evidence = Evidence(codes[: len(rows)], codes[len(rows) :])
    likely, coarse = likenesses(evidence.old, evidence.new)
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
    return [(_numbers(group.old), _numbers(group.new), group.similarity) for group in groups], coarse


def _numbers(places: Sequence[int]) -> tuple[int, ...]:
    return tuple([place + 1 for place in places])


def _pair_same_words(pairing: Pairing, old: Mapping[int, list[str]], new: Mapping[int, list[str]]) -> None:
    """Pair units that differ in signs, spaces and capitals only; a unit without words takes no part."""
    here = {i: " ".join(found) or None for i, found in old.items()}
    there = {j: " ".join(found) or None for j, found in new.items()}
    if not set(here.values()).isdisjoint(there.values()):
        old_keys = [here.get(i) for i in range(len(pairing.old_to_new))]
        pair_equal(pairing, old_keys, [there.get(j) for j in range(len(pairing.new_to_old))])


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
    found: Sequence[_Found], kept: Collection[int], old_count: int, new_count: int
) -> tuple[Link, ...]:
    """All links, with those of removed and added units, in the order of the new text; removed units where they stood."""
    at: list[Link | None] = [None] * (new_count + 1)
    for place, (here, there, similarity) in enumerate(found):
        still = place in kept
        if similarity == 1.0 and still and len(here) == 1 == len(there):
            at[there[0]] = _kept(here[0], there[0])
        else:
            at[there[0]] = Link(old=here, new=there, similarity=similarity, moved=not still)
    for numbers in _missing([there for _, there, _ in found], new_count):
        at[numbers[0]] = Link(old=(), new=numbers, similarity=0.0)
    removed = _missing([here for here, _, _ in found], old_count)
    if not removed:
        return tuple([link for link in at if link is not None])
    standing = [found[place] for place in sorted(kept)]
    starts = [here[0] for here, _, _ in standing]
    after: dict[int, list[Link]] = {}
    for numbers in removed:
        before = bisect_left(starts, numbers[0])
        place = standing[before - 1][1][-1] if before else 0
        after.setdefault(place, []).append(Link(old=numbers, new=(), similarity=0.0))
    return tuple([link for place, held in enumerate(at) for link in (held, *after.get(place, ())) if link is not None])


def _missing(linked: Sequence[tuple[int, ...]], count: int) -> list[tuple[int, ...]]:
    """The numbers up to `count` that are not `linked`: each alone, or whole runs where there are very many."""
    if sum(map(len, linked)) == count:
        return []
    missing = sorted(set(range(1, count + 1)).difference(chain.from_iterable(linked)))
    if len(missing) <= _MOST_UNITS:
        return [(number,) for number in missing]
    starts = [place for place, number in enumerate(missing) if not place or missing[place - 1] != number - 1]
    return [tuple(missing[start:end]) for start, end in pairwise([*starts, len(missing)])]
