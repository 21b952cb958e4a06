"""Reading the log: one event, a stream, a range of positions, a body. Which point a story stood at is `asof`'s matter.

Every method works in the read transaction of its connection, so that one answer is one view of the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, TextClause, text
from sqlalchemy.sql.expression import ColumnClause, column

from tracker.errors import Erased, IntegrityError
from tracker.ledger.bodies import BodyRef
from tracker.ledger.content import Contents, MissingBody
from tracker.ledger.entry import Stored
from tracker.ledger.erased import Erasures
from tracker.ledger.identity import Identities, shard_of
from tracker.ledger.tree import Frontier
from tracker.story import canonical
from tracker.story.article import Article
from tracker.story.events import ARTICLE, Codec
from tracker.story.times import is_instant

CHUNK = 500
KEPT_ARTICLES = 1_000
EVENT_COLUMNS = "shard, position, stream_id, version, event_id, type, schema_version, published_at, recorded_at, data"
_COLUMNS: tuple[ColumnClause[Any], ...] = tuple(column(name) for name in EVENT_COLUMNS.split(", "))


def event_query(sql: str) -> Any:
    """A statement that selects EVENT_COLUMNS; with its columns named, SQLAlchemy need not find them out each time."""
    statement: TextClause = text(sql)
    return statement.columns(*_COLUMNS)


_EVENT = f"SELECT {EVENT_COLUMNS} FROM events WHERE shard = :shard"
ONE = event_query(f"{_EVENT} AND position = :position")
RANGE = event_query(f"{_EVENT} AND position >= :start AND position < :stop ORDER BY position LIMIT :limit")
STREAM = event_query(
    f"{_EVENT} AND stream_id = :stream_id AND version >= :start AND position + 0 <= :until"
    " ORDER BY version LIMIT :limit"
)
VERSION = event_query(f"{_EVENT} AND stream_id = :stream_id AND version = :version")
LAST = event_query(f"{_EVENT} AND stream_id = :stream_id ORDER BY version DESC LIMIT 1")
BY_ID = event_query(f"{_EVENT} AND event_id = :event_id")
SHARD = text("SELECT size, recorded_at FROM shards WHERE shard = :shard").columns(column("size"), column("recorded_at"))
EDGE = text("SELECT size, frontier FROM shards WHERE shard = :shard").columns(column("size"), column("frontier"))
EVERYTHING = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One event as read back: its row, what it says, and what it says of its bodies by slot."""

    row: Stored
    event: Any
    bodies: Mapping[str, BodyRef]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardHead:
    """How far a shard has come: `size` events, the last at `recorded_at` (micros UTC)."""

    size: int
    recorded_at: int


class LedgerView:
    """The ledger as one transaction sees it."""

    def __init__(
        self, connection: Connection, *, log_id: str, shards: int, identities: Identities, codec: Codec
    ) -> None:
        self.connection = connection
        self.log_id = log_id
        self.shards = shards
        self.identities = identities
        self.codec = codec
        self.contents = Contents(connection)
        self.erasures = Erasures(self)
        self._articles: dict[tuple[int, int], Article] = {}

    def shard(self, stream_id: str) -> int:
        """The shard that holds this stream."""
        return shard_of(stream_id, self.shards)

    def head(self, shard: int = 0) -> ShardHead:
        """How far a shard has come."""
        row = self._head(SHARD, shard)
        return ShardHead(size=row.size, recorded_at=row.recorded_at)

    def tree_head(self, shard: int) -> tuple[int, bytes]:
        """The size of a shard and the head (RFC 6962) of the tree over it, as kept while it was written.

        IntegrityError when the two do not fit together.
        """
        row = self._head(EDGE, shard)
        try:
            return row.size, Frontier.from_bytes(row.size, bytes(row.frontier)).root()
        except ValueError as error:
            raise IntegrityError(f"the tree over shard {shard} cannot be read: {error}") from None

    def event(self, shard: int, position: int) -> Recorded | None:
        """The event at a position, None beyond the end."""
        return self._one(ONE, shard=shard, position=position)

    def event_by_id(self, shard: int, event_id: bytes) -> Recorded | None:
        """The event with this id, None if there is none."""
        return self._one(BY_ID, shard=shard, event_id=event_id)

    def version(self, stream_id: str, version: int) -> Recorded | None:
        """One version of a stream; version k of a story's stream is its revision rk."""
        return self._one(VERSION, shard=self.shard(stream_id), stream_id=stream_id, version=version)

    def last(self, stream_id: str) -> Recorded | None:
        """The newest event of a stream, None if it has none."""
        return self._one(LAST, shard=self.shard(stream_id), stream_id=stream_id)

    def stream(self, stream_id: str, *, start: int = 0, until: int | None = None) -> Iterator[Recorded]:
        """A stream in order of its versions from `start` on, as far as ledger position `until`."""
        bound = EVERYTHING if until is None else until
        while True:
            rows = self._rows(
                STREAM, shard=self.shard(stream_id), stream_id=stream_id, start=start, until=bound, limit=CHUNK
            )
            yield from map(self.recorded, rows)
            if len(rows) < CHUNK:
                return
            start = rows[-1].version + 1

    def range(self, shard: int, start: int, stop: int | None = None) -> Iterator[Recorded]:
        """The events at positions start..stop-1 of a shard, in order."""
        return map(self.recorded, self.rows(shard, start, stop))

    def rows(self, shard: int, start: int, stop: int | None = None) -> Iterator[Row[Any]]:
        """The rows of `range` as stored, for who must go on past one that `recorded` cannot read."""
        end = EVERYTHING if stop is None else stop
        while rows := self._rows(RANGE, shard=shard, start=start, stop=end, limit=CHUNK):
            yield from rows
            start = rows[-1].position + 1

    def recorded(self, row: Row[Any]) -> Recorded:
        """The event that a row of the events table holds; IntegrityError when it cannot be read."""
        stored = _stored(row)
        try:
            if not is_instant(stored.recorded_at) or not is_instant(stored.published_at or 0):
                raise ValueError("its times lie outside the years 1 to 9999")
            data = json.loads(stored.data)
            refs = {slot: BodyRef.from_data(ref) for slot, ref in data.pop("bodies", {}).items()}
            event = self.codec.load(stored.type, stored.schema_version, data)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise IntegrityError(f"the event at position {stored.position} cannot be read: {error}") from None
        return Recorded(row=stored, event=event, bodies=refs)

    def body(self, recorded: Recorded, slot: str) -> bytes:
        """One body of an event, checked against its commitment.

        Erased, with by whom and why, when it was erased; IntegrityError when it is missing or does not match.
        """
        ref = recorded.bodies.get(slot)
        if ref is None:
            raise IntegrityError(f"the event at position {recorded.row.position} has no {slot}")
        try:
            return self.contents.content(recorded.row.shard, recorded.row.position, slot, ref)
        except MissingBody:
            erasure = self.erasures.of(recorded.row.shard, recorded.row.position, slot)
            if erasure is None:
                raise
            raise Erased(f"the {slot} at position {recorded.row.position} was {erasure.told}") from None

    def article(self, recorded: Recorded) -> Article:
        """The article of a recorded revision, checked against its commitment."""
        key = (recorded.row.shard, recorded.row.position)
        article = self._articles.get(key)
        if article is None:
            article = self._articles[key] = read_article(self.body(recorded, ARTICLE), recorded.row.position)
            if len(self._articles) > KEPT_ARTICLES:
                del self._articles[next(iter(self._articles))]
        return article

    def _head(self, statement: Any, shard: int) -> Row[Any]:
        row = self.connection.execute(statement, {"shard": shard}).one_or_none()
        if row is None:
            raise IntegrityError(f"shard {shard} has no head row")
        return row

    def _one(self, statement: Any, **parameters: Any) -> Recorded | None:
        row = self.connection.execute(statement, parameters).one_or_none()
        return None if row is None else self.recorded(row)

    def _rows(self, statement: Any, **parameters: Any) -> list[Row[Any]]:
        return list(self.connection.execute(statement, parameters))


def _stored(row: Row[Any]) -> Stored:
    shard, position, stream_id, version, event_id, kind, schema_version, published_at, recorded_at, data = tuple(row)
    return Stored(
        shard=shard,
        position=position,
        stream_id=stream_id,
        version=version,
        event_id=event_id,
        type=kind,
        schema_version=schema_version,
        published_at=published_at,
        recorded_at=recorded_at,
        data=data,
    )


def read_article(content: bytes, position: int) -> Article:
    """The article in a body; IntegrityError when it is not one."""
    try:
        return Article.from_data(canonical.decode(content))
    except (ValueError, TypeError, RecursionError) as error:
        raise IntegrityError(f"the article at position {position} cannot be read: {error}") from None
