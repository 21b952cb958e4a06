"""Make of what two texts have in common what an editor would call the same words, atom by atom.

The longest common subsequence takes every chance: a "the" amid new words, the full stop of a sentence that came for
that of the one before it. Codes are `atoms`'; finding what two strings have in common is left to `matching`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

from tracker.diff.atoms import CLOSING, ENDS, WEAK
from tracker.diff.codes import encode
from tracker.diff.compiled import strings
from tracker.diff.matching import Block, matching_blocks

_WEAK_RUN = 3  # atoms; so short a run without weight, amid as many new ones on either side, is there by chance
_FINE = 30_000  # atoms; longer texts are first walked side by side, and compared by sentences where that fails
_REFINED = 100_000  # atoms of one long text that are compared one by one after its sentences were
_SLIDE = 50  # atoms that a passage which came may be shifted to start where a sentence does
_STEP = 64  # atoms; what is first compared at once of two texts that are the same for long
_PROBE = 24  # atoms; what stands so far alike after a difference is where both texts go on
_REACHES = (64, 512, 4096)  # atoms that a difference may be long to be walked over


def common_passages(old: str, new: str) -> list[Block]:
    """What two strings of codes have in common as an editor sees it: ascending blocks, in order on both sides.

    Near linear. What a bound keeps from being compared counts as different.
    """
    if max(len(old), len(new)) <= _FINE:
        return _sound(matching_blocks(old, new)[0], new)
    tail = shared_behind(old, len(old), new, len(new), min(len(old), len(new)))
    here, there = len(old) - tail, len(new) - tail
    blocks, i, j = _walked(old[:here], new[:there])
    if i < here and j < there:
        blocks += [(i + at, j + place, size) for at, place, size in _by_sentences(old[i:here], new[j:there])]
    return _sound([*blocks, *_filled((here, there, tail))], new)


def shared_ahead(one: str, at: int, other: str, place: int, most: int) -> int:
    """How many codes, `most` at most, are the same from `at` in `one` and `place` in `other` on."""
    size, step = 0, _STEP
    while size < most:
        step = min(step, most - size)
        here, there = one[at + size : at + size + step], other[place + size : place + size + step]
        if here != there:
            return size + int(strings().Prefix.similarity(here, there))
        size, step = size + step, 2 * step
    return size


def shared_behind(one: str, at: int, other: str, place: int, most: int) -> int:
    """How many codes, `most` at most, are the same before `at` in `one` and `place` in `other`."""
    size, step = 0, _STEP
    while size < most:
        step = min(step, most - size)
        here, there = one[at - size - step : at - size], other[place - size - step : place - size]
        if here != there:
            return size + int(strings().Postfix.similarity(here, there))
        size, step = size + step, 2 * step
    return size


def _walked(old: str, new: str) -> tuple[list[Block], int, int]:
    """Blocks from the beginning on, as long as no difference is large, and how far that goes on either side."""
    blocks: list[Block] = []
    i = j = 0
    while True:
        size = shared_ahead(old, i, new, j, min(len(old) - i, len(new) - j))
        blocks += _filled((i, j, size))
        i, j = i + size, j + size
        further = _further(old, i, new, j)
        if further is None:
            return blocks, i, j
        between, _ = matching_blocks(old[i : further[0]], new[j : further[1]])
        blocks += [(i + at, j + place, size) for at, place, size in between]
        i, j = further


def _further(old: str, i: int, new: str, j: int) -> tuple[int, int] | None:
    """Where both go on alike after the difference at `i` and `j`, if that is near."""
    for reach in _REACHES:
        skip = 0
        while skip <= reach and i + skip + _PROBE <= len(old):
            found = new.find(old[i + skip : i + skip + _PROBE], j, j + reach + _PROBE)
            if found >= 0:
                return i + skip, found
            skip = 2 * skip + 1
    return None


def _by_sentences(old: str, new: str) -> list[Block]:
    """Blocks of whole sentences, and of atoms in what lies between while the bound allows."""
    here, there = _sentence().findall(old), _sentence().findall(new)
    found, _ = matching_blocks(*encode([here, there]))
    starts, new_starts = [0, *accumulate(map(len, here))], [0, *accumulate(map(len, there))]
    blocks: list[Block] = []
    left = _REFINED
    i = j = 0
    for one, other, size in [*found, (len(here), len(there), 0)]:
        gap = max(starts[one] - i, new_starts[other] - j)
        if i < starts[one] and j < new_starts[other] and gap <= min(left, _FINE):
            left -= gap
            between, _ = matching_blocks(old[i : starts[one]], new[j : new_starts[other]])
            blocks += [(i + at, j + place, length) for at, place, length in between]
        i, j = starts[one + size], new_starts[other + size]
        blocks += _checked((starts[one], new_starts[other], i - starts[one]), old, new)
    return blocks


@cache
def _sentence() -> re.Pattern[str]:
    ends = re.escape("".join(sorted(ENDS)))
    return re.compile(f"[^{ends}]*[{ends}]?")


def _checked(block: Block, old: str, new: str) -> Iterator[Block]:
    i, j, size = block
    if size and old[i : i + size] == new[j : j + size]:
        yield block


def _sound(blocks: Sequence[Block], new: str) -> list[Block]:
    """The blocks, ascending, without those that are there by chance; passages that came start where sentences do."""
    sound: list[Block] = []
    end = 0
    for at, (i, j, size) in enumerate(blocks):
        if size <= _WEAK_RUN and size <= j - end and WEAK.issuperset(new[j : j + size]):
            following = blocks[at + 1][1] if at + 1 < len(blocks) else len(new)
            if size <= following - j - size:
                continue
        if sound and j > end and not _starts_sentence(new, end):
            sound += _slid(sound.pop(), (i, j, size), new)
        else:
            sound.append((i, j, size))
        end = j + size
    return sound


def _slid(one: Block, two: Block, new: str) -> list[Block]:
    """Two blocks with the passage between them shifted to where a sentence starts, if its atoms allow it."""
    start, end = one[1] + one[2], two[1]
    for shift in range(1, min(_SLIDE, two[2]) + 1):
        if new[start + shift - 1] != new[end + shift - 1]:
            break
        if _starts_sentence(new, start + shift):
            moved = (two[0], start, shift)
            return [one, moved, *_filled((two[0] + shift, end + shift, two[2] - shift))]
    for shift in range(1, min(_SLIDE, one[2]) + 1):
        if new[start - shift] != new[end - shift]:
            break
        if _starts_sentence(new, start - shift):
            moved = (one[0] + one[2] - shift, end - shift, shift)
            return [*_filled((one[0], one[1], one[2] - shift)), moved, two]
    return [one, two]


def _filled(block: Block) -> list[Block]:
    return [block] if block[2] else []


def _starts_sentence(codes: str, at: int) -> bool:
    """Whether a sentence may start there: at the beginning, or after an end and what closes it."""
    most = max(0, at - 3)
    while at > most and codes[at - 1] in CLOSING:
        at -= 1
    return at == 0 or codes[at - 1] in ENDS
