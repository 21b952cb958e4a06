"""Checkpoints: the size and the tree head of a log, as the text of a signed note.

Source: C2SP tlog-checkpoint v1 (c2sp.org/tlog-checkpoint).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass

_HASH_SIZE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """That the log `origin` had `size` entries under the head `root` (32 bytes, RFC 6962).

    The origin of one of our shards is NAME/LOG-ID/SHARD.
    """

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed: origin, size and head, each on a line."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def origin(name: str, log_id: str, shard: int) -> str:
    """The origin of one shard of a ledger."""
    return f"{name}/{log_id}/{shard}"


def parse_origin(text: str) -> tuple[str, str, int]:
    """The name, the log id and the shard in an origin; ValueError when it is none of ours."""
    name, log_id, shard = ([*text.rsplit("/", 2), "", ""])[:3]
    if not name or not log_id or not (shard.isascii() and shard.isdigit()):
        raise ValueError(f"{text!r} is no log of this program: NAME/LOG-ID/SHARD")
    return name, log_id, int(shard)


def parse_checkpoint(text: str) -> Checkpoint:
    """What the text of a note says of a log; ValueError when it is no checkpoint. Further lines are passed over."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or lines[-1]:
        raise ValueError("a checkpoint has an origin, a size and a tree head, each on a line")
    size = lines[1]
    if not (size.isascii() and size.isdigit()) or (size[0] == "0" and size != "0") or len(size) > 19:
        raise ValueError("its size is no number")
    root = b64decode(lines[2], validate=True)
    if len(root) != _HASH_SIZE:
        raise ValueError("its tree head has not 32 bytes")
    return Checkpoint(origin=lines[0], size=int(size), root=root)
