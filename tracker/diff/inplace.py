"""Recognise the commonest edits without a search: a unit that still begins and ends as it did, whole or cut in pieces.

Whatever is less plain than a beginning or an end that no other unit has is left to `similar` and `choose`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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

_SMALL = 9  # pairs of units between two neighbours that are looked at one by one

_Gap = tuple[range, range]
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
    gaps = list(_gaps(here, pairing))
    taken = [edit for gap in gaps for edit in _plain(gap, old, new) if _take(pairing, edit)]
    if len(taken) < min(len(here), len(there)):
        taken += _less_plain(pairing, gaps, old, new)
    return _sure(pairing, taken, old, new)


def _gaps(here: Sequence[int], pairing: Pairing) -> Iterator[_Gap]:
    """The free units that stand between the same paired neighbours."""
    partner, back = pairing.old_to_new, pairing.new_to_old
    start = 0
    for at, i in enumerate(here, start=1):
        if at < len(here) and here[at] == i + 1:
            continue
        first = here[start]
        left = partner[first - 1] + 1 if first else 0
        right = partner[i + 1] if i + 1 < len(partner) else len(back)
        if left < right and back[left] == UNPAIRED and max(back[left:right]) == UNPAIRED:
            yield range(first, i + 1), range(left, right)
        start = at


def _plain(gap: _Gap, old: Sequence[str], new: Sequence[str]) -> list[Edited]:
    """The edits of a small gap that leave most of a unit as it was, those first that share most."""
    here, there = gap
    if len(here) == 1 == len(there):
        edit = _edited((here[0],), (there[0],), old, new, _PLAIN)
        return [edit] if edit else []
    if len(here) * len(there) > _SMALL:
        return []
    alike = [(i, j) for i in here for j in there if old[i][:_KEY] == new[j][:_KEY] or old[i][-_KEY:] == new[j][-_KEY:]]
    return sorted([edit for i, j in alike if (edit := _edited((i,), (j,), old, new, _PLAIN))], key=_rank)


def _less_plain(pairing: Pairing, gaps: Iterable[_Gap], old: Sequence[str], new: Sequence[str]) -> Iterator[Edited]:
    """Take the free units that go by their beginnings and ends, or stand alone, those first that share most."""
    here, there = pairing.free_old(), pairing.free_new()
    begin, end = _by_ends(here, there, old, new)
    alone = [(here[0], there[0]) for here, there in gaps if len(here) == 1 == len(there)]
    for cuts, share in (
        ([*_splits(begin, end), *_merges(begin, end)], _PIECES),
        ([((i,), (j,)) for i, j in {*begin.items(), *end.items(), *alone}], _SHARED),
    ):
        found = [edit for some, others in cuts if (edit := _edited(some, others, old, new, share))]
        yield from (edit for edit in sorted(found, key=_rank) if _take(pairing, edit))


def _sure(pairing: Pairing, taken: list[Edited], old: Sequence[str], new: Sequence[str]) -> list[Edited]:
    """The edits without those of which some unit that came or went nearby may be a piece; these are free again."""
    free_old, free_new = pairing.free_old(), pairing.free_new()
    if not free_old and not free_new:
        return taken
    shortest = _HELD * min([len(old[i]) for i in free_old] + [len(new[j]) for j in free_new])
    sure = []
    for edit in taken:
        i, j = edit.old[0], edit.new[0]
        if (
            len(edit.old) == 1 == len(edit.new)
            and max(len(old[i]), len(new[j])) - edit.shared >= shortest
            and (
                _holds(old[i], edit.shared, _near(j, free_new, new))
                or _holds(new[j], edit.shared, _near(i, free_old, old))
            )
        ):
            pairing.part(i, j)
        else:
            sure.append(edit)
    return sure


def _near(place: int, free: Sequence[int], units: Sequence[str]) -> list[str]:
    """The free units that stand within reach of a place."""
    return [units[k] for k in free[bisect_left(free, place - _REACH) : bisect_right(free, place + _REACH)]]


def _by_ends(here: Sequence[int], there: Sequence[int], old: Sequence[str], new: Sequence[str]) -> tuple[_Ends, _Ends]:
    """Free units of which the beginning, or the end, is the same and stands in no other free unit of either side."""
    begin_old, begin_new = _alone(here, [old[i][:_KEY] for i in here]), _alone(there, [new[j][:_KEY] for j in there])
    end_old, end_new = _alone(here, [old[i][-_KEY:] for i in here]), _alone(there, [new[j][-_KEY:] for j in there])
    return (
        {i: begin_new[key] for key, i in begin_old.items() if key in begin_new},
        {i: end_new[key] for key, i in end_old.items() if key in end_new},
    )


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
    shorter, longer = len(one), len(other)
    if shorter > longer:
        shorter, longer = longer, shorter
    if shorter < share * longer or shorter < _KEY:
        return None
    distance = strings()
    head = distance.Prefix.similarity(one, other)
    tail = distance.Postfix.similarity(one[head:], other[head:])
    shared = int(head + tail)
    if shared < _PLAIN * longer:
        shared += _common_between(one[head : len(one) - tail], other[head : len(other) - tail])
    if shared < share * longer:
        return None
    return Edited(old=here, new=there, shared=shared, similarity=2 * shared / (shorter + longer))


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
