"""Bodies read back from their compressed form, each checked against its commitment.

A body may be coded against another one, that against a third, up to the next full copy: a chain is read in one round
trip, and what was read in this view is kept, so that reading a story in order decodes each body once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, text
from sqlalchemy.sql.expression import ColumnClause, column

from tracker.errors import IntegrityError
from tracker.ledger.bodies import LARGEST, BodyRef, Coding, commitment, unpack
from tracker.story.events import ARTICLE, RUN


class MissingBody(IntegrityError):
    """A body has no stored bytes. Whether it was erased is for the caller to find out."""


KEPT = 2_000
"""How many bodies a view keeps; of 6.5 kB each that is 13 MB."""

_LARGEST_BASE = 2**24
"""Bytes of a body that another one is coded against, whose size is not at hand: many times the largest text taken in.
Only the list of a run's inputs may be longer."""

_NAMES = "position, slot, salt, codec, base, bytes"
_COLUMNS: tuple[ColumnClause[Any], ...] = tuple(column(name) for name in _NAMES.split(", "))
RANGE = text(f"SELECT {_NAMES} FROM bodies WHERE shard = :shard AND position >= :start AND position < :stop").columns(
    *_COLUMNS
)
# A body and those it is coded against, the first of them in full: one round trip for the whole chain.
CHAIN = text(
    f"WITH RECURSIVE chain (depth, {_NAMES}) AS ("
    f" SELECT 0, {_NAMES} FROM bodies WHERE shard = :shard AND position = :position AND slot = :slot"
    " UNION ALL"
    " SELECT depth + 1, b.position, b.slot, b.salt, b.codec, b.base, b.bytes FROM chain c JOIN bodies b"
    " ON b.shard = :shard AND b.position = c.base"
    f" AND b.slot = CASE WHEN c.codec = {int(Coding.ARTICLE)} THEN '{ARTICLE}' ELSE c.slot END"
    " WHERE c.base IS NOT NULL AND c.depth < 64)"
    f" SELECT {_NAMES} FROM chain ORDER BY depth DESC"
).columns(*_COLUMNS)


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
        row = self._rows.pop((shard, position, slot), None)
        try:
            known = None if row is None or row.base is None else self._known.get((shard, row.base, _base_slot(row)))
            if row is None or (row.base is not None and known is None):
                links = self._links(shard, position, slot)
                row, known = links[-1], _decoded(links[:-1])
            content = unpack(row.bytes, coding=row.codec, size=ref.size, prefix=known)
        except _Missing as error:
            raise MissingBody(f"{where}: {error}") from None
        except ValueError as error:
            raise IntegrityError(f"{where}: {error}") from None
        if commitment(row.salt, content) != ref.commitment:
            raise IntegrityError(f"{where} does not match what was recorded")
        return content

    def prefix(self, shard: int, position: int, slot: str) -> bytes | None:
        """The content of a body that another one is coded against, unchecked: what leans on it is checked itself.

        ValueError when it is missing or damaged.
        """
        return self._known.get((shard, position, slot)) or _decoded(self._links(shard, position, slot))

    def _links(self, shard: int, position: int, slot: str) -> Sequence[Row[Any]]:
        """A body's row, and before it those of the bodies it is coded against; ValueError when one is missing."""
        links = self._connection.execute(CHAIN, {"shard": shard, "position": position, "slot": slot}).all()
        if not links:
            raise _Missing("its bytes are missing")
        if links[0].base is not None:
            raise ValueError(f"what it is coded against, at position {links[0].base}, is missing")
        return links

    def _keep(self, key: tuple[int, int, str], content: bytes) -> None:
        if len(self._known) >= KEPT:
            for old in list(self._known)[: KEPT // 2]:
                del self._known[old]
        self._known[key] = content


class _Missing(ValueError):
    pass


def _base_slot(row: Row[Any]) -> str:
    return ARTICLE if row.codec == Coding.ARTICLE else str(row.slot)


def _decoded(links: Sequence[Row[Any]]) -> bytes | None:
    """The content at the end of a chain, None of an empty one."""
    content: bytes | None = None
    for link in links:
        most = LARGEST if link.slot == RUN else _LARGEST_BASE
        content = unpack(link.bytes, coding=link.codec, size=None, prefix=content, most=most)
    return content
