"""The bytes that a leaf of the log hashes: every column of an event, so that none can change unseen.

`docs/log-format.md` defines them for outsiders; change nothing here without a new first line.
"""

from __future__ import annotations

from dataclasses import dataclass

HEADER = "tracker-event/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One event as the table holds it, without its leaf hash. `data` is canonical JSON; times are micros UTC."""

    shard: int
    position: int
    stream_id: str
    version: int
    event_id: bytes
    type: str
    schema_version: int
    published_at: int | None
    recorded_at: int
    data: str

    def entry(self, log_id: str) -> bytes:
        """The UTF-8 lines that the leaf of this event hashes; a publish time that is not there is an empty line."""
        published = "" if self.published_at is None else self.published_at
        return (
            f"{HEADER}\n{log_id}\n{self.shard}\n{self.position}\n{self.stream_id}\n{self.version}\n{self.event_id.hex()}\n"
            f"{self.type}\n{self.schema_version}\n{published}\n{self.recorded_at}\n{self.data}\n"
        ).encode()
