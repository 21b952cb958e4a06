"""Bodies read back from their compressed form, each checked against its commitment.

A body may be coded against another one, that against a third, up to the next full copy: a chain is read in one round
trip, and what was read in this view is kept, so that reading a story in order decodes each body once.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, text

from tracker.errors import IntegrityError
from tracker.ledger.bodies import BodyRef, Coding, commitment, unpack
from tracker.story.events import ARTICLE

KEPT = 2_000
"""How many bodies a view keeps; of 6.5 kB each that is 13 MB."""

_ROW = "position, slot, salt, codec, base, bytes"
ONE = text(f"SELECT {_ROW} FROM bodies WHERE shard = :shard AND position = :position AND slot = :slot")
RANGE = text(f"SELECT {_ROW} FROM bodies WHERE shard = :shard AND position >= :start AND position < :stop")
CHAIN = text(
    "WITH RECURSIVE chain (depth, position, slot, salt, codec, base, bytes) AS ("
    " SELECT 0, position, slot, salt, codec, base, bytes FROM bodies"
    " WHERE shard = :shard AND position = :position AND slot = :slot"
    " UNION ALL"
    " SELECT depth + 1, b.position, b.slot, b.salt, b.codec, b.base, b.bytes FROM chain c JOIN bodies b"
    " ON b.shard = :shard AND b.position = c.base"
    f" AND b.slot = CASE WHEN c.codec = {int(Coding.ARTICLE)} THEN '{ARTICLE}' ELSE c.slot END"
    " WHERE c.base IS NOT NULL AND c.depth < 64)"
    " SELECT c.position, c.slot, c.salt, c.codec, c.base, c.bytes, e.data FROM chain c"
    " JOIN events e ON e.shard = :shard AND e.position = c.position ORDER BY c.depth DESC"
)


class Contents:
    """The bodies that one view of the ledger has read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[int, int, str], bytes] = {}
        self._rows: dict[tuple[int, int, str], Row[Any]] = {}

    def content(self, shard: int, position: int, slot: str, ref: BodyRef) -> bytes:
        """One body's content; IntegrityError when it is missing, damaged, or not what was committed to."""
        key = (shard, position, slot)
        content = self._known.get(key)
        if content is None:
            content = self._read(shard, position, slot, ref)
            self._keep(key, content)
        return content

    def prefetch(self, shard: int, start: int, stop: int) -> None:
        """Fetch the stored bytes of all bodies at positions start..stop-1 at once."""
        rows = self._connection.execute(RANGE, {"shard": shard, "start": start, "stop": stop})
        self._rows = {(shard, row.position, row.slot): row for row in rows}

    def _read(self, shard: int, position: int, slot: str, ref: BodyRef) -> bytes:
        where = f"the {slot} at position {position}"
        row = self._rows.pop((shard, position, slot), None) or self._row(shard, position, slot)
        if row is None:
            raise IntegrityError(f"{where} is missing")
        try:
            content = unpack(row.bytes, coding=row.codec, size=ref.size, prefix=self._base(shard, row))
        except ValueError as error:
            raise IntegrityError(f"{where}: {error}") from None
        if commitment(row.salt, content) != ref.commitment:
            raise IntegrityError(f"{where} does not match what was recorded")
        return content

    def _base(self, shard: int, row: Row[Any]) -> bytes | None:
        if row.base is None:
            return None
        slot = ARTICLE if row.codec == Coding.ARTICLE else row.slot
        return self.prefix(shard, row.base, slot)

    def prefix(self, shard: int, position: int, slot: str) -> bytes:
        """The content of a body that another one is coded against; ValueError when there is none. A link that breaks
        its commitment is not kept: it may only serve as a prefix, and what is coded against it is checked itself."""
        content = self._known.get((shard, position, slot))
        if content is not None:
            return content
        links = self._connection.execute(CHAIN, {"shard": shard, "position": position, "slot": slot}).all()
        for link in links:
            ref = json.loads(link.data).get("bodies", {}).get(link.slot)
            if ref is None:
                raise ValueError(f"the {link.slot} at position {link.position} belongs to no event")
            content = unpack(link.bytes, coding=link.codec, size=BodyRef.from_data(ref).size, prefix=content)
            if commitment(link.salt, content) == BodyRef.from_data(ref).commitment:
                self._keep((shard, link.position, link.slot), content)
        if content is None or links[-1].position != position:
            raise ValueError(f"what it is coded against, the {slot} at position {position}, is missing")
        return content

    def _row(self, shard: int, position: int, slot: str) -> Row[Any] | None:
        return self._connection.execute(ONE, {"shard": shard, "position": position, "slot": slot}).one_or_none()

    def _keep(self, key: tuple[int, int, str], content: bytes) -> None:
        if len(self._known) >= KEPT:
            for old in list(self._known)[: KEPT // 2]:
                del self._known[old]
        self._known[key] = content
