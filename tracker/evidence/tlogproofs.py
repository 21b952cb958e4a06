"""Proofs that a log holds an entry, in a file of their own: the entry's index, the path to a checkpoint, and more.

Source: C2SP tlog-proof v1 (c2sp.org/tlog-proof).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass

_HEADER = "c2sp.org/tlog-proof@v1"
_HASH_SIZE = 32
_LONGEST_PATH = 64
LONGEST = 64 * 1024 * 1024  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class TlogProof:
    """The entry's index (from 0), the hashes beside its way to the head, the checkpoint as a note, and `extra` bytes
    that mean something to whoever asks."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def __str__(self) -> str:
        extra = [] if self.extra is None else [f"extra {b64encode(self.extra).decode()}"]
        path = [b64encode(one).decode() for one in self.path]
        return "\n".join([_HEADER, *extra, f"index {self.index}", *path, "", self.checkpoint])


def parse_proof(text: str) -> TlogProof:
    """What a proof says; ValueError when it has not the form of one."""
    if len(text) > LONGEST:
        raise ValueError("it is too long")
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines[0] != _HEADER:
        raise ValueError(f"it does not start with {_HEADER}")
    extra = None
    rest = lines[1:]
    if rest and rest[0].startswith("extra "):
        extra = b64decode(rest.pop(0).removeprefix("extra "), validate=True)
    index = rest.pop(0).removeprefix("index ") if rest and rest[0].startswith("index ") else ""
    if not (index.isascii() and index.isdigit()) or len(index) > 19:
        raise ValueError("it does not say which entry it is about")
    path = tuple(b64decode(line, validate=True) for line in rest)
    if len(path) > _LONGEST_PATH or any(len(one) != _HASH_SIZE for one in path):
        raise ValueError("its path is none of hashes of 32 bytes")
    return TlogProof(index=int(index), path=path, checkpoint=checkpoint, extra=extra)
