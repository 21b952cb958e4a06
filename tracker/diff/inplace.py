"""Recognise the commonest edits without a search: a unit that still begins and ends as it did, whole or cut in pieces.

Whatever is less plain than a beginning or an end that no other unit has is left to `similar` and `choose`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.diff.anchors import UNPAIRED, Pairing
from tracker.diff.compiled import strings

_KEY = 24  # characters at the beginning or end by which units find each other
_SHARED = 0.45  # share of the longer text's characters that both have in common
_PIECES = 0.75  # the same for a text and the pieces that it was cut into
_PLAIN = 0.6  # share of the common beginning and end from which on the words between are not looked at
_MIDDLE = 1_000_000  # word pairs that are compared in order between them
_REACH = 4  # units; a piece of a split unit stands at most so far from the rest
_HELD = 0.4  # share of a piece that another unit may account for before it is looked at as a piece of that one

_Ends = dict[int, int]  # from an old unit to the only new one with the same beginning, or end


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """Old units that became new ones, 0-based: one of each, a split or a merge.

    `shared` says about how many characters they have in common.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    shared: int
    similarity: float


def pair_edited(pairing: Pairing, old: Sequence[str], new: Sequence[str]) -> list[Edited]:
    """Take free units that plainly are one, edited, and say which; linear in the text.

    Only where no unit that came or went nearby could be a piece of either. Of a split or merge the first units are
    paired and the others taken.
    """
    here, there = pairing.free_old(), pairing.free_new()
    if not here or not there:
        return []
    begin, end = _by_ends(here, there, old, new)
    cuts = [*_splits(begin, end), *_merges(begin, end)]
    alone = {*begin.items(), *end.items(), *_only_ones(here, pairing)}
    found = [edit for some, others in cuts if (edit := _edited(some, others, old, new, _PIECES))]
    found.sort(key=_rank)
    single = [edit for i, j in alone if (edit := _edited((i,), (j,), old, new, _SHARED))]
    single.sort(key=_rank)
    taken = [edit for edit in (*found, *single) if _take(pairing, edit)]
    free_old, free_new = pairing.free_old(), pairing.free_new()
    if not free_old and not free_new:
        return taken
    sure = []
    for edit in taken:
        i, j = edit.old[0], edit.new[0]
        if (len(edit.old) == 1 == len(edit.new)) and (
            _holds(old[i], edit.shared, [new[k] for k in free_new if abs(k - j) <= _REACH])
            or _holds(new[j], edit.shared, [old[k] for k in free_old if abs(k - i) <= _REACH])
        ):
            pairing.part(i, j)
        else:
            sure.append(edit)
    return sure


def _by_ends(here: Sequence[int], there: Sequence[int], old: Sequence[str], new: Sequence[str]) -> tuple[_Ends, _Ends]:
    """Free units of which the beginning, or the end, is the same and stands in no other free unit of either side."""
    begin_old, begin_new = _alone(here, [old[i][:_KEY] for i in here]), _alone(there, [new[j][:_KEY] for j in there])
    end_old, end_new = _alone(here, [old[i][-_KEY:] for i in here]), _alone(there, [new[j][-_KEY:] for j in there])
    return (
        {i: begin_new[key] for key, i in begin_old.items() if key in begin_new},
        {i: end_new[key] for key, i in end_old.items() if key in end_new},
    )


def _only_ones(here: Sequence[int], pairing: Pairing) -> Iterator[tuple[int, int]]:
    """Free units that stand alone between the same paired neighbours."""
    partner, back = [UNPAIRED, *pairing.old_to_new, len(pairing.new_to_old)], pairing.new_to_old
    for i in here:
        j = partner[i] + 1
        if partner[i + 2] == j + 1 and back[j] == UNPAIRED and (j or not i):
            yield i, j


def _alone(places: Sequence[int], keys: Sequence[str]) -> dict[str, int]:
    found = dict(zip(keys, places, strict=True))
    if len(found) < len(places):
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                found.pop(key, None)
            seen.add(key)
    return found


def _splits(begin: _Ends, end: _Ends) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Old units that begin like one new unit and end like another one just after it."""
    for i, j in begin.items():
        last = end.get(i, j)
        if 0 < last - j < _REACH:
            yield (i,), tuple(range(j, last + 1))


def _merges(begin: _Ends, end: _Ends) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """New units that begin like one old unit and end like another one just after it."""
    last_of = {j: i for i, j in end.items()}
    for i, j in begin.items():
        last = last_of.get(j, i)
        if 0 < last - i < _REACH:
            yield tuple(range(i, last + 1)), (j,)


def _rank(edit: Edited) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    return -edit.shared, edit.old, edit.new


def _take(pairing: Pairing, edit: Edited) -> bool:
    free = UNPAIRED
    for i in edit.old:
        if pairing.old_to_new[i] != free:
            return False
    for j in edit.new:
        if pairing.new_to_old[j] != free:
            return False
    pairing.pair(edit.old[0], edit.new[0])
    pairing.take(edit.old[1:], edit.new[1:])
    return True


def _edited(
    here: tuple[int, ...], there: tuple[int, ...], old: Sequence[str], new: Sequence[str], share: float
) -> Edited | None:
    one = old[here[0]] if len(here) == 1 else " ".join([old[i] for i in here])
    other = new[there[0]] if len(there) == 1 else " ".join([new[j] for j in there])
    longer = max(len(one), len(other))
    if min(len(one), len(other)) < max(share * longer, _KEY):
        return None
    head = int(strings().Prefix.similarity(one, other))
    tail = int(strings().Postfix.similarity(one[head:], other[head:]))
    shared = head + tail
    if shared < _PLAIN * longer:
        shared += _common_between(one[head : len(one) - tail], other[head : len(other) - tail])
    if shared < share * longer:
        return None
    return Edited(old=here, new=there, shared=shared, similarity=2 * shared / (len(one) + len(other)))


def _common_between(old: str, new: str) -> int:
    """About how many characters the words have that two middles share, in order where they are not very long."""
    here, there = old.split(), new.split()
    if not here or not there:
        return 0
    if len(here) * len(there) > _MIDDLE:
        kinds, others = set(here), set(there)
        common = len(here) * len(kinds & others) // max(len(kinds), len(others))
    else:
        common = int(strings().LCSseq.similarity(here, there))
    return min(len(old) * common // len(here), len(new) * common // len(there))


def _holds(text: str, shared: int, others: Iterable[str]) -> bool:
    """Whether one of the other units could be a piece of `text`, of which `shared` characters are accounted for."""
    room = len(text) - shared
    return any(room >= _HELD * len(other) and _common_between(other, text) >= _HELD * len(other) for other in others)
