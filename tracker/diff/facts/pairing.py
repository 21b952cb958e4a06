"""Match the values of both sides: what stands, what became what, what came, what went, what only moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import zip_longest

from tracker.diff.facts.regions import Cluster, Line, Mention

_TABLE = 900  # cells of one table; longer lists are matched by their counts
_CONTEXT = 24  # characters in which the word beside a value is looked for

_TRIED = 3  # places a value may have moved to that are looked at
_LISTING = frozenset({"and", "or", "&", "und", "et", "y"})  # in a list, order says nothing

Same = Callable[[Mention, Mention], bool]


class Pair:
    """An old value and the new one in its place; None where there is none."""

    __slots__ = ("new", "old")

    def __init__(self, old: Mention | None, new: Mention | None) -> None:
        self.old, self.new = old, new


def equal_keys(one: Mention, other: Mention) -> bool:
    """Whether two values say the same."""
    return one.key == other.key


def pairs(
    line: Line, found: Sequence[Cluster], same: Same = equal_keys, *, moves: bool = True, exchanged: bool = True
) -> list[Pair]:
    """What changed among the values of one kind, in order.

    A value that went in one place and came in another only moved, if nothing took its place or if the word before or
    after it came along; with `moves` off, only if both did. The same values in another order within one difference are
    `exchanged`, and differ, unless that is off.
    """
    changed: list[Pair] = []
    for old, new in found:
        if same is not equal_keys or [m.key for m in old] != [m.key for m in new]:
            changed += _within(old, new, same, exchanged=exchanged)
    if len(changed) > 1:
        _drop_moved(line, changed, moves=moves)
    return [pair for pair in changed if pair.old or pair.new]


def _within(old: list[Mention], new: list[Mention], same: Same, *, exchanged: bool) -> list[Pair]:
    head = 0
    while head < min(len(old), len(new)) and same(old[head], new[head]):
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and same(old[-1 - tail], new[-1 - tail]):
        tail += 1
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if not old or not new:
        return [Pair(one, other) for one, other in zip_longest(old, new)]
    if len(old) == len(new) == 1:
        return [Pair(old[0], new[0])]
    if exchanged and len(old) == len(new) and Counter(m.key for m in old) == Counter(m.key for m in new):
        return [Pair(a, b) for a, b in zip(old, new, strict=True) if not same(a, b)]  # they changed places
    if len(old) * len(new) > _TABLE:
        return _by_count(old, new)
    return _by_table(old, new, same)


def _by_count(old: list[Mention], new: list[Mention]) -> list[Pair]:
    here, there = Counter(m.key for m in old), Counter(m.key for m in new)
    left = [_surplus(old, there), _surplus(new, here)]
    return [Pair(one, other) for one, other in zip_longest(*left)]


def _surplus(mentions: list[Mention], others: Counter[str]) -> list[Mention]:
    others = others.copy()
    left = []
    for mention in mentions:
        if others[mention.key]:
            others[mention.key] -= 1
        else:
            left.append(mention)
    return left


def _by_table(old: list[Mention], new: list[Mention], same: Same) -> list[Pair]:
    """The longest run of values in common; between its members, what went is paired in order with what came."""
    rows, columns = len(old), len(new)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            equal = same(old[i], new[j])
            best[i][j] = best[i + 1][j + 1] + 1 if equal else max(best[i + 1][j], best[i][j + 1])
    found: list[Pair] = []
    gone: list[Mention] = []
    come: list[Mention] = []
    i = j = 0
    while i < rows and j < columns:
        if same(old[i], new[j]) and best[i][j] == best[i + 1][j + 1] + 1:
            found += _in_order(gone, come)
            gone, come, i, j = [], [], i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            gone.append(old[i])
            i += 1
        else:
            come.append(new[j])
            j += 1
    return found + _in_order(gone + old[i:], come + new[j:])


def _in_order(gone: list[Mention], come: list[Mention]) -> list[Pair]:
    """Pairs in order; where one side has more, those of another unit than their counterpart go unpaired first."""
    if gone and come and len(gone) != len(come):
        longer, shorter = (gone, come) if len(gone) > len(come) else (come, gone)
        kept = _closest(longer, shorter)
        rest = [mention for place, mention in enumerate(longer) if place not in kept]
        chosen = [longer[place] for place in kept]
        one, other = (chosen, shorter) if longer is gone else (shorter, chosen)
        lone = [Pair(m, None) if longer is gone else Pair(None, m) for m in rest]
        return [Pair(a, b) for a, b in zip(one, other, strict=True)] + lone
    return [Pair(one, other) for one, other in zip_longest(gone, come)]


def _closest(longer: list[Mention], shorter: list[Mention]) -> list[int]:
    """Ascending places in `longer` for each of `shorter`: the first that is of its kind, else the next one free."""
    places: list[int] = []
    at = 0
    for number, mention in enumerate(shorter):
        last = len(longer) - (len(shorter) - number)
        kind = mention.key.partition("|")[2]
        alike = (
            place
            for place in range(at, last + 1)
            if longer[place].soft == mention.soft and longer[place].key.partition("|")[2] == kind
        )
        at = next(alike, at)
        places.append(at)
        at += 1
    return places


def _drop_moved(line: Line, changed: list[Pair], *, moves: bool) -> None:
    by_key: dict[str, list[Pair]] = defaultdict(list)
    for pair in changed:
        if pair.new:
            by_key[pair.new.key].append(pair)
    for pair in changed:
        if pair.old is None:
            continue
        for other in by_key.get(pair.old.key, ())[:_TRIED]:
            if other is pair or other.new is None or other.new.key != pair.old.key:
                continue
            alone = moves and pair.new is None and other.old is None
            if alone or _same_company(line, pair.old, other.new, every=not moves):
                pair.old = other.new = None
                break


def swaps(line: Line, found: Sequence[Cluster], old: Sequence[Mention], new: Sequence[Mention]) -> list[Pair]:
    """Values that changed places with one that stands between: "Smith beat Jones", "Jones beat Smith".

    `pairs` takes a value that went here and came there for moved; `old` and `new` are all values of the kind. Only a
    short list is looked at.
    """
    if len(old) > _TRIED * 4 or len(new) > _TRIED * 4 or [m.key for m in old] == [m.key for m in new]:
        return []
    if Counter(m.key for m in old) != Counter(m.key for m in new) or len({m.key for m in old}) != len(old):
        return []
    places = {mention.key: mention for mention in new}
    touched = {mention.key for here, there in found for mention in (*here, *there)}
    if any(m.key in touched and _same_company(line, m, places[m.key], every=False) for m in old):
        return []
    return [Pair(one, other) for one, other in zip(old, new, strict=True) if one.key != other.key]


def _same_company(line: Line, old: Mention, new: Mention, *, every: bool) -> bool:
    """Whether the word before or (with `every`: and) the word after a value is the same in both texts."""
    before = _word_before(line.old_text, old.start), _word_before(line.new_text, new.start)
    after = _word_after(line.old_text, old.end), _word_after(line.new_text, new.end)
    same = before[0] == before[1] != "", after[0] == after[1] != ""
    if every:
        return all(same)
    return any(same) or not (_LISTING.isdisjoint((before[0], after[0])) or _LISTING.isdisjoint((before[1], after[1])))


def _word_before(text: str, at: int) -> str:
    words = text[max(0, at - _CONTEXT) : at].split()
    return words[-1].strip(',.;:()“”"').lower() if words else ""


def _word_after(text: str, at: int) -> str:
    words = text[at : at + _CONTEXT].split()
    return words[0].strip(',.;:()“”"').lower() if words and not text[at : at + 1].isalnum() else ""
