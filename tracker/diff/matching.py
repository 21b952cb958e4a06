"""Find what two code-point strings have in common, in order, within bounds.

Small inputs get a longest common subsequence; larger ones are first cut at runs of words that occur once on either side
(the idea of patience diff), and what is still too large afterwards counts as replaced, which makes the answer coarse.
Making spans of the blocks is left to `words`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.diff.anchors import heaviest_increasing
from tracker.diff.compiled import strings

Block = tuple[int, int, int]  # start in one, start in the other, length

_CELLS = 16_000_000  # word pairs of one table: 4,000 words against 4,000, about 5 ms and 2 MB
_FEW = 10_000  # word pairs; for so few, making codes takes longer than it saves
_NUL = "\0"  # a word of one character is compared by its code, others by their hash: that of "" is 0 too
_RUNS = (4, 1)  # lengths of the unique runs looked for, long ones first: they are rarely alike by chance


def matching_blocks(one: str, other: str) -> tuple[list[Block], bool]:
    """Ascending blocks equal on both sides, and whether a bound left some stretch unmatched (coarse)."""
    blocks: list[Block] = []
    coarse = _match(one, other, (0, 0), _RUNS, blocks)
    return blocks, coarse


def matching_items(one: Sequence[str], other: Sequence[str]) -> list[Block] | None:
    """As `matching_blocks`, of two short sequences of words that need no codes; None where they are too long for that,
    or the algorithm cannot tell some of them apart."""
    if len(one) * len(other) > _FEW or _NUL in one or _NUL in other:
        return None
    blocks: list[Block] = []
    i = j = 0
    for step, here, there in strings().LCSseq.editops(one, other).as_list():
        if here > i:
            blocks.append((i, j, here - i))
        i, j = (here + 1, there) if step == "delete" else (here, there + 1)
    if i < len(one):
        blocks.append((i, j, len(one) - i))
    return blocks


def _match(one: str, other: str, at: tuple[int, int], runs: Sequence[int], blocks: list[Block]) -> bool:
    head = int(strings().Prefix.similarity(one, other))
    if head:
        blocks.append((*at, head))
        one, other, at = one[head:], other[head:], (at[0] + head, at[1] + head)
    tail = int(strings().Postfix.similarity(one, other))
    if tail:
        end = (at[0] + len(one) - tail, at[1] + len(other) - tail, tail)
        one, other = one[:-tail], other[:-tail]
    coarse = False
    if not one or not other:
        pass
    elif len(one) * len(other) <= _CELLS:
        for step in strings().LCSseq.opcodes(one, other):
            if step.tag == "equal":
                blocks.append((at[0] + step.src_start, at[1] + step.dest_start, step.src_end - step.src_start))
    elif runs:
        coarse = _match_between_runs(one, other, at, runs, blocks)
    else:
        coarse = True
    if tail:
        blocks.append(end)
    return coarse


def _match_between_runs(one: str, other: str, at: tuple[int, int], runs: Sequence[int], blocks: list[Block]) -> bool:
    length, *shorter = runs
    coarse = False
    i = j = 0
    for here, there in [*_unique_runs(one, other, length), (len(one), len(other))]:
        if here < i or there < j:
            continue  # the block before has grown over this run
        coarse |= _match(one[i:here], other[j:there], (at[0] + i, at[1] + j), shorter, blocks)
        size = min(length, len(one) - here)
        while here + size < len(one) and there + size < len(other) and one[here + size] == other[there + size]:
            size += 1
        if size:
            blocks.append((at[0] + here, at[1] + there, size))
        i, j = here + size, there + size
    return coarse


def _unique_runs(one: str, other: str, length: int) -> Iterator[tuple[int, int]]:
    """Starts of runs of `length` words that occur once on either side, the heaviest chain that keeps its order."""
    here, there = _once(one, length), _once(other, length)
    pairs = [(i, there[run]) for run, i in here.items() if run in there]
    kept = heaviest_increasing([j for _, j in pairs], [1] * len(pairs))
    return (pair for place, pair in enumerate(pairs) if place in kept)


def _once(text: str, length: int) -> dict[str, int]:
    """Runs of `length` that occur once in `text`, by start, ascending."""
    first: dict[str, int] = {}
    repeated = set()
    for start in range(len(text) - length + 1):
        run = text[start : start + length]
        if run in first:
            repeated.add(run)
        else:
            first[run] = start
    return {run: start for run, start in first.items() if run not in repeated}
