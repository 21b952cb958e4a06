"""What was erased, as one view of the ledger sees it: which bodies, by which event, by whom and why.

The table `erasures` is only the way there: what it says counts where the log has an event that says the same. Erasing
is left to `erase`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select, text
from sqlalchemy.exc import DBAPIError

from tracker.errors import IntegrityError
from tracker.ledger.schema import erasures, events
from tracker.story import canonical
from tracker.story.events import ARTICLE, REMARK, BodyErased
from tracker.story.times import rfc3339

if TYPE_CHECKING:
    from tracker.ledger.read import LedgerView, Recorded

Body = tuple[int, int, str]
"""Shard, position and slot of a body."""

_DECLARED = text("SELECT shard, position FROM events WHERE type = :type ORDER BY shard, position")
_DAMAGED = (DBAPIError, sqlite3.Error, UnicodeDecodeError)
_AGAIN = text("SELECT shard, position, slot, digest FROM erasures WHERE digest IN :digests").bindparams(
    bindparam("digests", expanding=True)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One erasure: where its event stands, when it was recorded (micros UTC), by whom, on whose authority and why."""

    shard: int
    position: int
    recorded_at: int
    by: str
    authority: str | None
    reason: str

    @property
    def told(self) -> str:
        """As a message goes on: "erased 2023-01-21T18:00:00Z by Mara Ilic (court order 7/23): reason"."""
        authority = f" ({self.authority})" if self.authority else ""
        seconds = self.recorded_at // 1_000_000 * 1_000_000
        return f"erased {rfc3339(seconds)} by {self.by}{authority}: {self.reason}"


class ErasedText(NamedTuple):
    """A revision whose text was erased: its stream and number, and where it was recorded."""

    stream_id: str
    revision: int
    shard: int
    position: int


class Erasures:
    """What one view of the ledger knows to be erased; each event is read once."""

    def __init__(self, view: LedgerView) -> None:
        self._view = view
        self._events: dict[tuple[int, int], tuple[Recorded, Erasure, frozenset[Body]] | None] = {}
        self._count: int | None = None
        self._stories: dict[str, dict[int, Erasure]] = {}
        self._declared: dict[Body, tuple[int, int]] | None = None

    def any(self) -> bool:
        """Whether anything was erased from this ledger."""
        if self._count is None:
            self._count = erased_so_far(self._view.connection)
        return self._count > 0

    def of(self, shard: int, position: int, slot: str) -> Erasure | None:
        """The erasure of a body; None where none is recorded, or the log does not bear it out."""
        found = self._found(shard, position, slot)
        return None if found is None else found[1]

    def event_of(self, shard: int, position: int, slot: str) -> Recorded | None:
        """The event that erased a body, None as for `of`."""
        found = self._found(shard, position, slot)
        return None if found is None else found[0]

    def of_story(self, stream_id: str) -> Mapping[int, Erasure]:
        """The revisions of a story whose text was erased, by number."""
        if not self.any():
            return {}
        if stream_id not in self._stories:
            self._stories[stream_id] = {
                text.revision: erasure
                for text in self.texts(stream_id)
                if (erasure := self.of(text.shard, text.position, ARTICLE)) is not None
            }
        return self._stories[stream_id]

    def texts(self, stream_id: str | None = None) -> list[ErasedText]:
        """The erased texts of a story, or of all, in ledger order."""
        same = (erasures.c.shard == events.c.shard) & (erasures.c.position == events.c.position)
        columns = (events.c.stream_id, events.c.version, events.c.shard, events.c.position)
        statement = select(*columns).join_from(erasures, events, same).where(erasures.c.slot == ARTICLE)
        if stream_id is not None:
            statement = statement.where(erasures.c.shard == self._view.shard(stream_id))
            statement = statement.where(events.c.stream_id == stream_id)
        rows = self._view.connection.execute(statement.order_by(events.c.shard, events.c.position))
        return [ErasedText(*row) for row in rows]

    def again(self, digests: Collection[bytes]) -> dict[bytes, Body]:
        """The keyed digests among these that are those of something erased, each with the body that it was."""
        if not digests or not self.any():
            return {}
        rows = self._view.connection.execute(_AGAIN, {"digests": sorted(digests)})
        return {bytes(row.digest): (row.shard, row.position, row.slot) for row in rows}

    def declared(self) -> Mapping[Body, tuple[int, int]]:
        """Every body that an event of the log says was erased, with the event's shard and position.

        All events are searched, and the table is not believed; one that cannot be read declares nothing.
        """
        if self._declared is None:
            self._declared = {}
            for shard, position in _declaring(self._view.connection):
                for body in _said_by(self._view, shard, position):
                    self._declared.setdefault(body, (shard, position))
        return self._declared

    def _found(self, shard: int, position: int, slot: str) -> tuple[Recorded, Erasure, frozenset[Body]] | None:
        if not self.any():
            return None
        key = {"shard": shard, "position": position, "slot": slot}
        row = self._view.connection.execute(
            select(erasures.c.by_shard, erasures.c.by_position).where(
                *(erasures.c[name] == value for name, value in key.items())
            )
        ).one_or_none()
        if row is None:
            return None
        found = self._event(row.by_shard, row.by_position)
        return found if found is not None and (shard, position, slot) in found[2] else None

    def _event(self, shard: int, position: int) -> tuple[Recorded, Erasure, frozenset[Body]] | None:
        if (shard, position) not in self._events:
            recorded = self._view.event(shard, position)
            known = recorded is not None and isinstance(recorded.event, BodyErased)
            self._events[shard, position] = (
                (recorded, _erasure(self._view, recorded), frozenset(recorded.event.erased))
                if known and recorded is not None
                else None
            )
        return self._events[shard, position]


def erased_so_far(connection: Connection) -> int:
    """How many bodies were erased from the ledger so far: it tells whether something was erased meanwhile."""
    return int(connection.execute(select(func.count()).select_from(erasures)).scalar_one())


def _erasure(view: LedgerView, recorded: Recorded) -> Erasure:
    row = recorded.row
    try:
        remark: dict[str, Any] = canonical.decode(view.body(recorded, REMARK))
        by, reason, authority = str(remark["by"]), str(remark["reason"]), remark.get("authority")
    except (ValueError, KeyError, TypeError) as error:
        raise IntegrityError(f"the erasure at position {row.position} cannot be read: {error}") from None
    return Erasure(
        shard=row.shard,
        position=row.position,
        recorded_at=row.recorded_at,
        by=by,
        authority=authority,
        reason=reason,
    )


def _declaring(connection: Connection) -> Iterator[tuple[int, int]]:
    try:
        yield from [(row.shard, row.position) for row in connection.execute(_DECLARED, {"type": BodyErased.type})]
    except _DAMAGED:
        return


def _said_by(view: LedgerView, shard: int, position: int) -> Iterator[Body]:
    try:
        recorded = view.event(shard, position)
    except (IntegrityError, *_DAMAGED):
        return
    if recorded is not None and isinstance(recorded.event, BodyErased):
        yield from recorded.event.erased
