"""Checking the ledger against itself: every entry, leaf, tree, position, version, time and body is recomputed.

It finds whatever was changed behind the ledger's back without the whole log being written anew; against that, heads
kept elsewhere help. How one event is checked is in `eventcheck`, the tables and their guards in `schemacheck`, many
processes in `verify_many`.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tracker.ledger.erased import Body
from tracker.ledger.eventcheck import BODY_COLUMNS, COLUMNS, EventCheck, Row
from tracker.ledger.read import LedgerView
from tracker.ledger.tree import Frontier

CHUNK = 500
LAST = 2**63 - 1
"""The highest position that either database can hold."""

_RANGE = "WHERE shard = {shard} AND position >= {start} AND position <= {last}"
EVENTS = f"SELECT {COLUMNS} FROM events {_RANGE} ORDER BY position"
BODIES = f"SELECT {BODY_COLUMNS} FROM bodies {_RANGE} ORDER BY position, slot"
PRESENT = f"SELECT position, slot FROM bodies {_RANGE} ORDER BY position, slot"
LEAVES = f"SELECT leaf_hash FROM events {_RANGE} ORDER BY position"
FIRST = text(
    "SELECT CAST(min(position) AS BIGINT) FROM events WHERE shard = :shard AND position >= :start AND position <= :last"
)
HEAD = text("SELECT size, recorded_at, frontier FROM shards WHERE shard = :shard")
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
_DAMAGED = (DBAPIError, sqlite3.Error, UnicodeDecodeError)


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
    counts the bodies that are gone as an event of the log says. The events before `since` were not read, only their
    leaf hashes. `resume` is the first position that was not checked, where somebody had enough; `root` is then the head
    over those before it.
    """

    shard: int
    events: int = 0
    bodies: int = 0
    root: bytes = b""
    faults: list[Fault] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)
    erased: int = 0
    since: int = 0
    resume: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A random share (0..1) of the events whose bodies are read; the same ones for the same seed."""

    share: float
    seed: int

    def takes(self, shard: int, position: int) -> bool:
        """Whether the bodies of this event are among them."""
        drawn = hashlib.sha256(f"{self.seed}/{shard}/{position}".encode()).digest()
        return int.from_bytes(drawn[:8], "big") < self.share * 2**64


Progress = Callable[[int, int], None]
Enough = Callable[[], bool]


def never() -> bool:
    """For who wants all of it checked."""
    return False


def verify_shard(
    view: LedgerView,
    shard: int,
    *,
    sizes: Collection[int] = (),
    progress: Progress | None = None,
    since: int = 0,
    sample: Sample | None = None,
    enough: Enough = never,
) -> ShardCheck:
    """Check one shard from its first event, or position `since`, to its last; `progress` is told events done and in
    all.

    For each of `sizes` the head over so many events is kept: of the entries as they are recomputed, those before
    `since` as their leaf hashes are stored, none else believed. With `sample` only its bodies are read, and of the
    others only that they are there. It stops where `enough` says so, asked every 500 events.
    """
    walk = Walk(view, shard, start=since, sample=sample)
    tree = ShardTree(view, walk.check, sizes)
    for leaves in walk.chunks():
        tree.extend(leaves)
        if progress is not None:
            done = since + walk.check.events
            progress(done, tree.head.size if tree.head else done)
        if enough() and walk.first(walk.reached) is not None:
            walk.check.resume = walk.reached
            break
    else:
        walk.end()
    return tree.finished(walk.last_time)


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
    for shard, position, slot in sorted(differing, key=repr):  # a damaged listing can hold anything
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


class Walk:
    """Goes once through the events of a shard from `start` to `last` and has each checked; faults go into `check`.

    `reached` is the first position that it has not come to; `declared` are the erased bodies, found out if not given.
    """

    def __init__(
        self,
        view: LedgerView,
        shard: int,
        *,
        start: int = 0,
        last: int = LAST,
        sample: Sample | None = None,
        declared: Mapping[Body, tuple[int, int]] | None = None,
    ) -> None:
        self.check = ShardCheck(shard=shard, since=start)
        self.reached = start
        self._view, self._last, self._sample = view, last, sample
        every = view.erasures.declared() if declared is None else declared
        self._erased = {body[1:]: by for body, by in every.items() if body[0] == shard and start <= body[1] <= last}
        self._events = EventCheck(view, shard, start=start, erased=self._erased, report=self.fault)

    @property
    def expected(self) -> int:
        """The position that should follow the last event that was met."""
        return self._events.next

    @property
    def last_time(self) -> int:
        """When the last event that was met was recorded, micros UTC."""
        return self._events.last_time

    def chunks(self) -> Iterator[list[bytes]]:
        """The leaf hashes as recomputed, some at a time; over gaps of any size."""
        start = self.first(self.reached)
        while start is not None:
            last = min(start + CHUNK - 1, self._last)
            leaves = self._chunk(start, last)
            self.reached = last + 1
            self._count()
            yield leaves
            # A row past the recorded end is a fault too, so the walk ends where the rows do.
            start = self.first(last + 1)

    def first(self, start: int) -> int | None:
        """The first position from `start` on that has an event."""
        if start > self._last:
            return None
        where = {"shard": self.check.shard, "start": start, "last": self._last}
        found: int | None = self._view.connection.execute(FIRST, where).scalar()
        return found

    def end(self) -> None:
        """Say what is missing of what was to be met, to be called after the last event."""
        self._count()
        for position, slot in self._erased:  # what was met is no more among them
            self.fault(None, f"the log says that the {slot} at position {position} was erased, which never was there")

    def fault(self, position: int | None, what: str) -> None:
        """Report a fault."""
        shown = what if position is None else f"the event at position {position} {what}"
        self.check.faults.append(Fault(shard=self.check.shard, position=position, what=shown))

    def _count(self) -> None:
        self.check.events, self.check.bodies = self._events.events, self._events.bodies
        self.check.erased = self._events.gone

    def _chunk(self, start: int, last: int) -> list[bytes]:
        if self._sample is not None:
            return self._sampled(self._sample, start, last)
        bodies: defaultdict[Any, list[Row]] = defaultdict(list)
        for body in self._fetch(BODIES, start, last):
            bodies[body[0]].append(body)
        event, none = self._events.event, ()
        return [event(row, bodies.get(row[1], none)) for row in self._fetch(EVENTS, start, last)]

    def _sampled(self, sample: Sample, start: int, last: int) -> list[bytes]:
        present: defaultdict[Any, list[str]] = defaultdict(list)
        for position, slot in self._fetch(PRESENT, start, last):
            present[position].append(slot)
        leaves = []
        for row in self._fetch(EVENTS, start, last):
            position = row[1]
            if sample.takes(self.check.shard, position):
                leaves.append(self._events.event(row, self._fetch(BODIES, position, position)))
            else:
                leaves.append(self._events.event(row, (), present=present.get(position, ())))
        return leaves

    def _fetch(self, statement: str, start: int, last: int) -> Sequence[Row]:
        """The rows of a range; where a damaged one cannot even be read, all that can, and a fault for it."""
        try:
            return driver_rows(self._view.connection, statement, shard=self.check.shard, start=start, last=last)
        except _DAMAGED as error:
            if start == last:
                self.fault(start, f"cannot be read: {getattr(error, 'orig', error)}")
                return []
        middle = (start + last) // 2
        return [*self._fetch(statement, start, middle), *self._fetch(statement, middle + 1, last)]


def driver_rows(connection: Connection, statement: str, **where: int) -> Sequence[Row]:
    """The rows of a statement as the driver gives them: plain tuples, which cost a third of SQLAlchemy's rows."""
    cursor = connection.exec_driver_sql(statement.format(**where)).cursor
    return [] if cursor is None else cursor.fetchall()


def shard_size(view: LedgerView, shard: int) -> int | None:
    """How many events a shard's head row says there are; None where that row is missing."""
    head = view.connection.execute(HEAD, {"shard": shard}).one_or_none()
    return None if head is None else int(head.size)


class ShardTree:
    """The tree over a shard as it is recomputed, and what the shard's head row says of it."""

    def __init__(self, view: LedgerView, check: ShardCheck, sizes: Collection[int]) -> None:
        self._check, self._sizes = check, sorted(sizes)
        self._frontier = _edge(view, check.shard, check.since)
        self.head = view.connection.execute(HEAD, {"shard": check.shard}).one_or_none()
        if self.head is None:
            self._fault(f"shard {check.shard} has no head row")

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Append the next leaves, keeping the heads that were asked for and lie among them."""
        before = self._frontier.size
        for size in self._sizes:
            if before <= size <= before + len(leaves):
                self._check.roots[size] = self._frontier.extended(leaves[: size - before]).root()
        self._frontier = self._frontier.extended(leaves)

    def finished(self, last_time: int) -> ShardCheck:
        """The check with the head over all that was met, held against the head row if nothing was left out.

        `last_time` is when the last event was recorded (micros UTC).
        """
        check = self._check
        self.extend([])
        check.root = self._frontier.root()
        if self.head is not None and check.resume is None:
            self._hold(self.head, last_time)
        return check

    def _hold(self, head: Any, last_time: int) -> None:
        count = self._frontier.size
        if head.size != count:
            self._fault(f"the shard's head says {head.size} events, but there are {count}")
        elif head.frontier != self._frontier.to_bytes():
            self._fault("the tree over the log does not match the one that was kept while it was written")
        if head.recorded_at != last_time:
            self._fault("the shard's last time is not that of its last event")

    def _fault(self, what: str) -> None:
        self._check.faults.append(Fault(shard=self._check.shard, position=None, what=what))


def _edge(view: LedgerView, shard: int, size: int) -> Frontier:
    """The right edge of the tree over the first `size` events, from their leaf hashes as they are stored."""
    edge = Frontier()
    for start in range(0, size, CHUNK):
        last = min(start + CHUNK, size) - 1
        rows = driver_rows(view.connection, LEAVES, shard=shard, start=start, last=last)
        edge = edge.extended(bytes(leaf) for (leaf,) in rows)
    return edge
