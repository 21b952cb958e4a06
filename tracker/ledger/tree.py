"""The Merkle tree over the log's entries, kept as its right edge.

Source: RFC 6962, section 2.1 (leaf and node prefixes, shape of the tree); RFC 9162, section 2.1 (how proofs are
checked).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one log entry, 32 bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees, 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The tree's right edge: `size` leaves and one 32-byte hash for each set bit of `size`, widest subtree first.

    It is all that appending needs: O(1) amortised time a leaf and O(log n) for the root.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def extended(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier after these leaf hashes are appended in order."""
        size, hashes = self.size, list(self.hashes)
        for leaf in leaves:
            node, low = leaf, size
            while low & 1:
                node = node_hash(hashes.pop(), node)
                low >>= 1
            hashes.append(node)
            size += 1
        return Frontier(size, tuple(hashes))

    def root(self) -> bytes:
        """The tree head over all leaves; SHA-256 of nothing when there are none."""
        if not self.hashes:
            return EMPTY_ROOT
        node = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            node = node_hash(left, node)
        return node

    def to_bytes(self) -> bytes:
        """The hashes, joined; `size` is stored beside them."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """The frontier stored with that size; ValueError when the two do not fit together."""
        if len(data) != HASH_SIZE * size.bit_count():
            raise ValueError(
                f"a frontier of {size} leaves has {size.bit_count()} hashes, not {len(data) / HASH_SIZE:g}"
            )
        return cls(size, tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)))


def includes(root: bytes, size: int, *, index: int, leaf: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of `size` leaves with this head has `leaf` at `index` (from 0), by an inclusion proof.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(beside, node)
            place, last = _up_to_a_right_child(place, last)
        else:
            node = node_hash(node, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def continues(old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]) -> bool:
    """Whether the tree with the first (size, head) is the beginning of that with the second, by a consistency proof.

    Source: RFC 9162, section 2.1.4.2; the empty tree is the beginning of every one, and needs no proof.
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size == new_size or old_size == 0:
        return not path and old_root == (new_root if old_size == new_size else EMPTY_ROOT)
    if old_size > new_size or not path:
        return False
    # A whole subtree is its own first node, and is left out of the proof.
    nodes = [old_root, *path] if old_size.bit_count() == 1 else list(path)
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = nodes[0]
    for beside in nodes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(beside, first), node_hash(beside, second)
            place, last = _up_to_a_right_child(place, last)
        else:
            second = node_hash(second, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and (first, second) == (old_root, new_root)


def _up_to_a_right_child(place: int, last: int) -> tuple[int, int]:
    """The same node on the level where it is a right child, or the root."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last
