"""The ledger as the rest of the house uses it: open it, read in a view, append a batch.

It leaves meaning to the story core: which events to append is decided before they come here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection, text

from tracker.clock import Clock
from tracker.errors import DatabaseStateError, IntegrityError
from tracker.ledger.append import Appended, NewEvent, Packed, Sighting, append, lock_shards, pack_event
from tracker.ledger.database import NOT_ALLOWED, Database
from tracker.ledger.identity import Identities
from tracker.ledger.read import LedgerView
from tracker.story.events import STORY_EVENTS, Codec

MOST_SHARDS = 1_000
"""More than a ledger is ever made with: a damaged number must not send anybody through millions of shards."""
_IDENTITY = text("SELECT log_id, secret, shards FROM ledger")
_REVISION = text("SELECT version_num FROM alembic_version")


class _Founding(NamedTuple):
    log_id: str
    identities: Identities
    shards: int


class Ledger:
    """An open ledger. The schema is checked when it is first used; `codec` tells how its events are read back.

    Without `accept_clock` nothing is appended while the clock is more than a day behind the log.
    """

    def __init__(
        self, database: Database, *, clock: Clock, codec: Codec = STORY_EVENTS, accept_clock: bool = False
    ) -> None:
        self.database = database
        self.clock = clock
        self.codec = codec
        self.accept_clock = accept_clock

    def accepting_clock(self) -> Ledger:
        """The same ledger, which goes on under a clock that is far behind it."""
        accepting = copy(self)
        accepting.accept_clock = True
        return accepting

    @property
    def log_id(self) -> str:
        """The random name this log got when it was made; a copy keeps it."""
        return self._founding.log_id

    @property
    def shards(self) -> int:
        """How many shards the log was made with."""
        return self._founding.shards

    @property
    def identities(self) -> Identities:
        """Derives the ids of this ledger."""
        return self._founding.identities

    @contextmanager
    def view(self) -> Iterator[LedgerView]:
        """One consistent view of the ledger, as of the first thing read in it."""
        _ = self._founding
        with self.database.read() as connection:
            yield self._view(connection)

    def append(self, batch: Sequence[NewEvent], sightings: Iterable[Sighting] = ()) -> Appended:
        """Append a batch in one transaction; what this returns is on disk.

        Raises Conflict when a stream is not where the batch expects it (nothing is appended), ClockBehind when the
        clock is not to be believed, StorageError when the storage fails.
        """
        packed = [pack_event(new) for new in batch]
        seen = list(sightings)

        def once() -> Appended:
            with self.database.write() as connection:
                return self._append(connection, packed, seen)

        return self.database.retried(once)

    def append_decided(self, decide: Callable[[LedgerView], tuple[Sequence[NewEvent], Sequence[Sighting]]]) -> Appended:
        """Append what `decide` makes of the ledger while every other writer waits; what this returns is on disk.

        It is for who came second too often: all is slower, but nobody comes between. Otherwise as `append`.
        """

        def once() -> Appended:
            with self.database.write() as connection:
                lock_shards(connection, self.shards)
                batch, sightings = decide(self._view(connection))
                return self._append(connection, [pack_event(new) for new in batch], sightings)

        return self.database.retried(once)

    def _append(self, connection: Connection, batch: Sequence[Packed], sightings: Sequence[Sighting]) -> Appended:
        return append(
            connection,
            batch,
            sightings,
            log_id=self.log_id,
            shards=self.shards,
            clock=self.clock,
            accept_clock=self.accept_clock,
        )

    def _view(self, connection: Connection) -> LedgerView:
        founding = self._founding
        return LedgerView(
            connection,
            log_id=founding.log_id,
            shards=founding.shards,
            identities=founding.identities,
            codec=self.codec,
        )

    @cached_property
    def _founding(self) -> _Founding:
        from sqlalchemy.exc import DBAPIError, OperationalError

        from tracker.ledger.migrate import check_revision

        with self.database.read() as connection:
            try:
                check_revision(connection, self.database.shown)
            except DBAPIError as error:
                gone = isinstance(error, OperationalError) and not self.database.is_sqlite
                if gone or getattr(error.orig, "sqlstate", None) == NOT_ALLOWED:
                    raise
                raise DatabaseStateError(f"{self.database.shown} is not a tracker database: {error.orig}") from None
            rows = connection.execute(_IDENTITY).all()
        if len(rows) != 1 or not _is_identity(*rows[0]):
            raise IntegrityError(f"{self.database.shown} does not say which log it holds; restore it from a backup")
        log_id, secret, shards = rows[0]
        return _Founding(log_id, Identities(secret), shards)


def _is_identity(log_id: object, secret: object, shards: object) -> bool:
    """Whether these can be what a ledger was founded with; a damaged file can hold anything."""
    return (
        isinstance(log_id, str) and isinstance(secret, bytes) and isinstance(shards, int) and 1 <= shards <= MOST_SHARDS
    )
