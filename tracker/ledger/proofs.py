"""Proofs about the tree over a shard: that it holds an entry, that it only grew.

Source: RFC 9162, sections 2.1.3.1 (inclusion) and 2.1.4.1 (consistency). How proofs are checked stands in `tree`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.ledger.read import LedgerView
from tracker.ledger.subtrees import WIDTH, head_of, nodes
from tracker.ledger.tree import Frontier, node_hash

_BITS = WIDTH.bit_length() - 1


def root_at(view: LedgerView, shard: int, size: int) -> bytes:
    """The tree head over the first `size` events of a shard; SHA-256 of nothing for none."""
    return _Tree(view, shard).frontier(size).root()


def inclusion(view: LedgerView, shard: int, *, index: int, size: int) -> tuple[bytes, ...]:
    """The hashes that lead from the event at `index` to the head over the first `size`; O(log n) of them.

    ValueError when there is no such event.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no entry {index} among {size}")
    return tuple(_Tree(view, shard).path(index, 0, size))


def consistency(view: LedgerView, shard: int, *, old: int, new: int) -> tuple[bytes, ...]:
    """The hashes that show the head over the first `old` events to be the beginning of that over the first `new`."""
    if not 0 <= old <= new:
        raise ValueError(f"{old} events are no beginning of {new}")
    return tuple(_Tree(view, shard).growth(old, 0, new, whole=True)) if 0 < old < new else ()


class _Tree:
    """The heads of a shard's subtrees; nodes are read in rows of WIDTH, each row once."""

    def __init__(self, view: LedgerView, shard: int) -> None:
        self._view = view
        self._shard = shard
        self._rows: dict[tuple[int, int], list[bytes]] = {}

    def path(self, index: int, start: int, stop: int) -> Iterator[bytes]:
        """The way up from leaf `index` to the head over start..stop-1, lowest first."""
        if stop - start == 1:
            return
        middle = start + _split(stop - start)
        if index < middle:
            yield from self.path(index, start, middle)
            yield self.head(middle, stop)
        else:
            yield from self.path(index, middle, stop)
            yield self.head(start, middle)

    def growth(self, old: int, start: int, stop: int, *, whole: bool) -> Iterator[bytes]:
        """SUBPROOF of RFC 9162: `whole` while the old tree is itself a subtree on the way."""
        if old == stop - start:
            if not whole:
                yield self.head(start, stop)
            return
        split = _split(stop - start)
        if old <= split:
            yield from self.growth(old, start, start + split, whole=whole)
            yield self.head(start + split, stop)
        else:
            yield from self.growth(old - split, start + split, stop, whole=False)
            yield self.head(start, start + split)

    def head(self, start: int, stop: int) -> bytes:
        """The head over the leaves start..stop-1, where start is a multiple of the power of two they fit in."""
        hashes = list(self._full(start, stop))
        head = hashes[-1]
        for left in reversed(hashes[:-1]):
            head = node_hash(left, head)
        return head

    def frontier(self, size: int) -> Frontier:
        """The right edge of the tree over the first `size` leaves."""
        return Frontier(size, tuple(self._full(0, size)))

    def _full(self, start: int, stop: int) -> Iterator[bytes]:
        """The heads of the full subtrees that the leaves start..stop-1 are made of, widest first."""
        while start < stop:
            height = (stop - start).bit_length() - 1
            yield self._node(height, start >> height)
            start += 1 << height

    def _node(self, height: int, place: int) -> bytes:
        """The head of the full subtree of 2**height leaves at this place, from the widest nodes that are kept."""
        level, spread = height // _BITS, 1 << height % _BITS
        first = place * spread
        row, offset = divmod(first, WIDTH)
        return head_of(self._row(level, row, first + spread)[offset : offset + spread])

    def _row(self, level: int, row: int, stop: int) -> list[bytes]:
        known = self._rows.get((level, row), [])
        first = row * WIDTH
        if first + len(known) < stop:
            # As far as the shard goes: what follows in the row is asked for next.
            size = self._view.head(self._shard).size // WIDTH**level
            last = min(first + WIDTH, size)
            known = self._rows[level, row] = nodes(self._view.connection, self._shard, level, first, last)
        return known


def _split(count: int) -> int:
    """The largest power of two below `count`: where RFC 9162 splits a tree."""
    return 1 << (count - 1).bit_length() - 1
