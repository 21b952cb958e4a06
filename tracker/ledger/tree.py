"""The Merkle tree over the log's entries, kept as its right edge.

Source: RFC 6962, section 2.1 (leaf and node prefixes, shape of the tree).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
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
