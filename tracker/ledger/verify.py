"""Checking the ledger against itself: every entry, leaf, tree, position, version, time and body is recomputed.

It finds whatever was changed behind the ledger's back without the whole log being written anew; against that, heads
kept elsewhere help.
"""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import DBAPIError

from tracker.ledger.bodies import SALT_SIZE, BodyRef, Coding, commitment, unpack
from tracker.ledger.entry import Stored
from tracker.ledger.identity import shard_of
from tracker.ledger.read import EVENT_COLUMNS, LedgerView
from tracker.ledger.tree import Frontier, leaf_hash
from tracker.story.events import ARTICLE

CHUNK = 500
KEPT_BODIES = 4_000
LAST = 2**63 - 1
"""The highest position that either database can hold."""

_RANGE = "WHERE shard = :shard AND position >= :start AND position <= :last"
EVENTS = text(f"SELECT {EVENT_COLUMNS}, leaf_hash FROM events {_RANGE} ORDER BY position")
BODIES = text(f"SELECT position, slot, salt, codec, base, bytes FROM bodies {_RANGE} ORDER BY position, slot")
FIRST = text(f"SELECT CAST(min(position) AS BIGINT) FROM events {_RANGE}")
LISTED = text("SELECT shard, position, slot, by_shard, by_position FROM erasures")
STRAY = {
    "events": text(
        "SELECT count(*) FROM events WHERE position IS NULL OR position < 0 OR position > 9223372036854775807"
        " OR shard IS NULL OR shard < 0 OR shard >= :shards"
    ),
    "bodies": text(
        "SELECT count(*) FROM bodies b WHERE NOT EXISTS"
        " (SELECT 1 FROM events e WHERE e.shard = b.shard AND e.position = b.position)"
    ),
}

# A file whose schema was tampered with can hold anything in any column.
_EVENT_KINDS: dict[str, Any] = {
    **dict.fromkeys(("shard", "position", "version", "schema_version", "recorded_at"), int),
    **dict.fromkeys(("stream_id", "type", "data"), str),
    **dict.fromkeys(("event_id", "leaf_hash"), bytes),
    "published_at": int | None,
}
_BODY_KINDS: dict[str, Any] = {
    "position": int,
    "slot": str,
    "salt": bytes,
    "codec": int,
    "base": int | None,
    "bytes": bytes,
}
_UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError, DBAPIError, sqlite3.Error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that does not fit: the first position it shows at (None: no one position) and what it is, in words."""

    shard: int
    position: int | None
    what: str


@dataclass(slots=True)
class ShardCheck:
    """What checking one shard found: how much was checked, the tree head, and the faults in order of position.

    `roots` are the heads over the first so many events, for the sizes that were asked for and that there are. `erased`
    counts the bodies that are gone as an event of the log says.
    """

    shard: int
    events: int = 0
    bodies: int = 0
    root: bytes = b""
    faults: list[Fault] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)
    erased: int = 0


Progress = Callable[[int, int], None]


def verify_shard(
    view: LedgerView, shard: int, *, sizes: Collection[int] = (), progress: Progress | None = None
) -> ShardCheck:
    """Check one shard from its first event to its last; `progress` is told events done and in all.

    For each of `sizes` the head over so many events is kept: of the entries as they are recomputed, none believed.
    """
    return _Checker(view, shard, sizes).run(progress)


def verify_whole(view: LedgerView) -> list[Fault]:
    """Faults of the ledger as a whole: rows that belong to no shard or event, a damaged database file."""
    faults = list(_listing_faults(view))
    for table, statement in STRAY.items():
        count = _strays(view.connection, statement, view.shards)
        if count:
            faults.append(Fault(shard=0, position=None, what=f"{count} rows of {table} belong to nothing in the log"))
    return [*faults, *_file_faults(view.connection)]


def _listing_faults(view: LedgerView) -> Iterator[Fault]:
    """Where the table of erasures is not what the log says."""
    declared = view.erasures.declared()
    rows = view.connection.execute(LISTED)
    listed = {(row.shard, row.position, row.slot): (row.by_shard, row.by_position) for row in rows}
    differing = (body for body in {*declared, *listed} if declared.get(body) != listed.get(body))
    for shard, position, slot in sorted(differing):
        what = f"the {slot} at position {position} is listed as erased otherwise than the log says"
        yield Fault(shard=shard, position=None, what=what)


def _strays(connection: Connection, statement: Any, shards: int) -> int:
    parameters = {"shards": shards} if "shards" in str(statement) else {}
    return int(connection.execute(statement, parameters).scalar() or 0)


def _file_faults(connection: Connection) -> Iterator[Fault]:
    if connection.dialect.name == "sqlite":
        for (line,) in connection.execute(text("PRAGMA integrity_check(5)")):
            if line != "ok":
                yield Fault(shard=0, position=None, what=f"the database file is damaged: {line}")


class _Checker:
    """Walks one shard once, keeping what later rows depend on: stream versions, times, the tree, recent bodies."""

    def __init__(self, view: LedgerView, shard: int, sizes: Collection[int]) -> None:
        self._view = view
        self._check = ShardCheck(shard=shard)
        self._frontier = Frontier()
        self._sizes = sorted(sizes)
        self._expected = 0
        self._streams: dict[str, tuple[int, int]] = {}
        self._last_time = 0
        self._contents: OrderedDict[tuple[int, str], bytes] = OrderedDict()
        declared = view.erasures.declared().items()
        self._erased = {body[1:]: by for body, by in declared if body[0] == shard}

    def run(self, progress: Progress | None) -> ShardCheck:
        head = self._head()
        start = self._first(0)
        while start is not None:
            last = min(start + CHUNK - 1, LAST)
            self._chunk(start, last)
            if progress is not None:
                progress(self._check.events, head.size if head else self._check.events)
            # A row past the recorded end is a fault too, so the walk ends where the rows do.
            start = self._first(last + 1) if last < LAST else None
        self._keep_roots([])
        for position, slot in self._erased:  # what was met is no more among them
            self._fault(None, f"the log says that the {slot} at position {position} was erased, which never was there")
        self._check.root = self._frontier.root()
        if head is not None:
            self._check_head(head)
        return self._check

    def _first(self, start: int) -> int | None:
        """The first position from `start` on that has an event, over gaps of any size."""
        where = {"shard": self._check.shard, "start": start, "last": LAST}
        found: int | None = self._view.connection.execute(FIRST, where).scalar()
        return found

    def _chunk(self, start: int, last: int) -> None:
        bodies: dict[int, list[Row[Any]]] = {}
        for body in self._fetch(BODIES, start, last):
            bodies.setdefault(body.position, []).append(body)
        leaves = [self._event(row, bodies.get(row.position, [])) for row in self._fetch(EVENTS, start, last)]
        self._keep_roots(leaves)
        self._frontier = self._frontier.extended(leaves)

    def _keep_roots(self, leaves: list[bytes]) -> None:
        """The heads that were asked for and that lie within the next leaves."""
        before = self._frontier.size
        for size in self._sizes:
            if before <= size <= before + len(leaves):
                self._check.roots[size] = self._frontier.extended(leaves[: size - before]).root()

    def _fetch(self, statement: Any, start: int, last: int) -> list[Row[Any]]:
        """The rows of a range; where a damaged one cannot even be read, all that can, and a fault for it."""
        where = {"shard": self._check.shard, "start": start, "last": last}
        try:
            return list(self._view.connection.execute(statement, where))
        except (DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
            if start == last:
                self._fault(start, f"cannot be read: {getattr(error, 'orig', error)}")
                return []
        middle = (start + last) // 2
        return [*self._fetch(statement, start, middle), *self._fetch(statement, middle + 1, last)]

    def _event(self, row: Row[Any], bodies: list[Row[Any]]) -> bytes:
        self._check.events += 1
        strange = _strange(row, _EVENT_KINDS)
        if strange:
            what = f"has a {strange} of a kind that it cannot have"
            if strange == "position":
                self._fault(None, f"an event {what}")
            else:
                self._fault(row.position, what)
            return leaf_hash(b"")
        columns = dict(row._mapping)
        leaf = columns.pop("leaf_hash")
        stored = Stored(**columns)
        if stored.position != self._expected:
            self._fault(stored.position, f"stands where position {self._expected} should: positions have a gap")
        self._expected = stored.position + 1
        recomputed = leaf_hash(stored.entry(self._view.log_id))
        if recomputed != leaf:
            self._fault(stored.position, "does not match its leaf hash: one of its columns was changed")
        self._order(stored)
        self._bodies(stored, bodies)
        return recomputed

    def _order(self, stored: Stored) -> None:
        version, _ = self._streams.get(stored.stream_id, (-1, -1))
        if stored.version != version + 1:
            self._fault(stored.position, f"is version {stored.version} of its stream, after version {version}")
        if stored.recorded_at < self._last_time:
            self._fault(stored.position, "was recorded before the event that stands before it")
        if shard_of(stored.stream_id, self._view.shards) != self._check.shard:
            self._fault(stored.position, "belongs to another shard")
        self._last_time = stored.recorded_at

    def _bodies(self, stored: Stored, bodies: list[Row[Any]]) -> None:
        try:
            refs = {slot: BodyRef.from_data(ref) for slot, ref in json.loads(stored.data).get("bodies", {}).items()}
        except _UNREADABLE as error:
            self._fault(stored.position, f"has data that cannot be read: {error}")
            refs = {}
        present = {body.slot for body in bodies}
        for slot in sorted(refs):
            problem = self._missing(stored, slot, is_there=slot in present)
            if problem:
                self._fault(stored.position, problem)
        for body in bodies:
            problem = self._body(stored, body, refs.get(body.slot))
            if problem:
                self._fault(stored.position, problem)
            self._check.bodies += 1
        self._streams[stored.stream_id] = (stored.version, stored.position)

    def _missing(self, stored: Stored, slot: str, *, is_there: bool) -> str | None:
        """What is wrong with a body's being there or not: it goes under an event that was recorded later, else not."""
        by = self._erased.pop((stored.position, slot), None)
        if by is not None and by[0] == self._check.shard and by[1] <= stored.position:
            return f"has its {slot} erased by position {by[1]}, which came before it"
        if by is not None and is_there:
            return f"has its {slot} still, which was erased as position {by[1]} says"
        if by is None and not is_there:
            return f"has lost its {slot}"
        self._check.erased += by is not None
        return None

    def _body(self, stored: Stored, body: Row[Any], ref: BodyRef | None) -> str | None:
        strange = _strange(body, _BODY_KINDS)
        if strange:
            return f"has a body with a {strange} of a kind that it cannot have"
        if ref is None:
            return f"has a body {body.slot!r} that its event does not know"
        if body.base != self._base(stored, body):
            return f"has its {body.slot} coded against a wrong base"
        try:
            content = unpack(body.bytes, coding=body.codec, size=ref.size, prefix=self._prefix(body))
        except _UNREADABLE as error:
            return f"has its {body.slot} damaged: {getattr(error, 'orig', error)}"
        # HMAC fills a short key up with zeros: a salt that grew or lost some would give the same.
        if len(body.salt) != SALT_SIZE or commitment(body.salt, content) != ref.commitment:
            return f"has another {body.slot} than the one recorded"
        self._contents[stored.position, body.slot] = content
        if len(self._contents) > KEPT_BODIES:
            self._contents.popitem(last=False)
        return None

    def _base(self, stored: Stored, body: Row[Any]) -> int | None:
        """The one base that this coding may have: none, the event itself, or the previous version of its stream."""
        if body.codec == Coding.ARTICLE:
            return stored.position
        if body.codec == Coding.PREVIOUS:
            return self._streams.get(stored.stream_id, (-1, -1))[1]
        return None

    def _prefix(self, body: Row[Any]) -> bytes | None:
        if body.base is None:
            return None
        slot = ARTICLE if body.codec == Coding.ARTICLE else body.slot
        known = self._contents.get((body.base, slot))
        return self._view.contents.prefix(self._check.shard, body.base, slot) if known is None else known

    def _head(self) -> Row[Any] | None:
        row = self._view.connection.execute(
            text("SELECT size, recorded_at, frontier FROM shards WHERE shard = :shard"), {"shard": self._check.shard}
        ).one_or_none()
        if row is None:
            self._fault(None, f"shard {self._check.shard} has no head row")
        return row

    def _check_head(self, head: Row[Any]) -> None:
        if head.size != self._check.events:
            self._fault(None, f"the shard's head says {head.size} events, but there are {self._check.events}")
        elif head.frontier != self._frontier.to_bytes():
            self._fault(None, "the tree over the log does not match the one that was kept while it was written")
        if head.recorded_at != self._last_time:
            self._fault(None, "the shard's last time is not that of its last event")

    def _fault(self, position: int | None, what: str) -> None:
        shown = what if position is None else f"the event at position {position} {what}"
        self._check.faults.append(Fault(shard=self._check.shard, position=position, what=shown))


def _strange(row: Row[Any], kinds: Mapping[str, Any]) -> str | None:
    """The first column of a row that holds a value of a kind it cannot have."""
    return next((name for name, kind in kinds.items() if not isinstance(row._mapping[name], kind)), None)
