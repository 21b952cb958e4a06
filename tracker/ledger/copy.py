"""Moving a whole ledger into an empty database, from either kind to either: row by row, each table byte for byte.

The target is filled in one transaction that ends only after everything in it was verified and its rows, positions and
tree heads were found equal to the source's: a copy that is cut short leaves nothing. The log keeps its id and its
secret. On PostgreSQL the guards stand as they do for every writer, and the trigger on `events` makes the tree anew;
on SQLite it is made here. Read models are left to who asks for the copy. How the target is opened is in `empty`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, LargeBinary, Row, Table, delete, func, insert, select, tuple_

from tracker.clock import Clock
from tracker.errors import IntegrityError
from tracker.ledger.append import NewEvent, append, pack_event
from tracker.ledger.database import Database, explained
from tracker.ledger.empty import filled
from tracker.ledger.entry import Stored
from tracker.ledger.read import LedgerView
from tracker.ledger.schema import events, ledger, metadata, shards
from tracker.ledger.statements import MOVE_SHARD, Rows, insert_rows
from tracker.ledger.times import next_time
from tracker.ledger.tree import Frontier
from tracker.ledger.verify import Progress, ShardCheck, verify_shard, verify_whole

CHUNK = 500
_HEADS = select(shards).order_by(shards.c.shard)
_OTHERS = tuple(table for table in metadata.sorted_tables if table not in (ledger, shards, events))
"""In an order in which each row's references are there before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The event that a copy ends with: `make` makes it for the view of the copy; `accept_clock` is as in `append`."""

    make: Callable[[LedgerView], NewEvent]
    accept_clock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """What was carried over: the source as verified, shard by shard; the mark's event, if there is one."""

    checks: tuple[ShardCheck, ...]
    mark: Stored | None


def sound(view: LedgerView, shown: str, *, progress: Progress | None = None) -> tuple[ShardCheck, ...]:
    """A ledger's shards, each verified from its first event to its last; IntegrityError names the first fault."""
    checks = tuple(verify_shard(view, shard, progress=progress) for shard in range(view.shards))
    faults = [fault for check in checks for fault in check.faults] + verify_whole(view)
    if faults:
        first = min(faults, key=lambda fault: (fault.position is None, fault.position or 0))
        more = f", and {len(faults) - 1:,} more" if len(faults) > 1 else ""
        raise IntegrityError(f"{shown} is damaged: {first.what}{more}")
    return checks


def transfer(
    source: LedgerView, shown: str, target: Database, *, clock: Clock, progress: Progress, mark: Mark | None = None
) -> Transferred:
    """Carry a whole ledger over into an empty database; what this returns is on disk, and verified on both sides.

    `shown` names the source in messages; `progress` is told how much is done of all there is to do: verify, copy,
    verify. Raises IntegrityError when the source is damaged or the target does not come out equal, UsageError when
    the target holds events, StorageError when it cannot be written or is in use.
    """
    steps = Steps(size_of(source), 3, progress)
    with explained(shown):
        checks = sound(source, shown, progress=steps.next())
    if mark is not None:  # better said now than after all the copying
        last = (source.head(shard).recorded_at for shard in range(source.shards))
        next_time(clock(), last, accept_clock=mark.accept_clock)

    def fill(connection: Connection) -> Stored | None:
        copy_rows(source.connection, connection, shown=shown, progress=steps.next())
        _require_equal(source.connection, connection, target.shown)
        _require_roots(checks, connection, target.shown)
        view = _view_like(source, connection)
        marked = _mark(view, mark, clock) if mark is not None else None
        sound(view, target.shown, progress=steps.next())
        return marked

    return Transferred(checks=checks, mark=filled(target, fill, clock=clock))


def size_of(view: LedgerView) -> int:
    """How many events there are: counted, for what a damaged head says of it may be anything."""
    return int(view.connection.execute(select(func.count()).select_from(events)).scalar_one())


class Steps:
    """One count over several rounds through the same events."""

    def __init__(self, size: int, rounds: int, progress: Progress) -> None:
        self._size, self._rounds, self._progress = size, rounds, progress
        self._round = -1

    def next(self) -> Progress:
        """The progress of the next round; rounds of several shards are counted together."""
        self._round += 1
        base, done_before, last = self._round * self._size, 0, 0

        def at(done: int, _: int) -> None:
            nonlocal done_before, last
            if done < last:  # the next shard
                done_before += last
            last = done
            self._progress(min(base + done_before + done, self._rounds * self._size), self._rounds * self._size)

        return at

    def joined(self, rounds: int) -> Progress:
        """The progress of somebody who counts `rounds` rounds through."""
        base = (self._round + 1) * self._size
        self._round += rounds
        return lambda done, _: self._progress(base + done, self._rounds * self._size)


def copy_rows(source: Connection, target: Connection, *, shown: str, progress: Progress) -> None:
    """Put every row of one ledger into the place of an empty one's, inside the transactions of both connections."""
    heads = list(source.execute(_HEADS))
    for table in (shards, ledger):
        target.execute(delete(table))
    target.execute(insert(ledger), [dict(row._mapping) for row in source.execute(select(ledger))])
    empty = [{"shard": head.shard, "size": 0, "recorded_at": 0, "frontier": b""} for head in heads]
    target.execute(insert(shards), empty)
    _copy_events(source, target, shown, sum(head.size for head in heads), progress)
    for table in _OTHERS:
        for chunk in _chunks(source, table, shown):
            insert_rows(target, _as_rows(table), [tuple(row) for row in chunk])


def _copy_events(source: Connection, target: Connection, shown: str, size: int, progress: Progress) -> None:
    edges: dict[int, tuple[Frontier, int]] = {}
    done = 0
    for chunk in _chunks(source, events, shown):
        insert_rows(target, _as_rows(events), [tuple(row) for row in chunk])
        for row in chunk:
            edge, _ = edges.get(row.shard, (Frontier(), 0))
            edges[row.shard] = (edge.extended([row.leaf_hash]), row.recorded_at)
        done += len(chunk)
        progress(done, size)
    if target.dialect.name == "sqlite":  # on PostgreSQL the guard on `events` has moved the shards
        for shard, (edge, recorded_at) in edges.items():
            moved = {"shard": shard, "size": edge.size, "recorded_at": recorded_at, "frontier": edge.to_bytes()}
            target.execute(MOVE_SHARD, moved)


def _chunks(connection: Connection, table: Table, shown: str) -> Iterator[list[Row[Any]]]:
    """All rows of a table in the order of its key, some at a time."""
    keys = list(table.primary_key.columns)
    statement = select(table).order_by(*keys).limit(CHUNK)
    following = statement
    while True:
        with explained(shown):
            chunk = list(connection.execute(following))
        if chunk:
            yield chunk
        if len(chunk) < CHUNK:
            return
        following = statement.where(tuple_(*keys) > tuple_(*(chunk[-1]._mapping[key.name] for key in keys)))


def _as_rows(table: Table) -> Rows:
    return Rows(table.name, {column.name: _kind(column.type) for column in table.columns})


def _kind(kind: Any) -> str:
    """What PostgreSQL calls the type of a column."""
    names = ((BigInteger, "int8"), (Integer, "int4"), (LargeBinary, "bytea"))
    return next((name for cls, name in names if isinstance(kind, cls)), "text")


def _require_equal(source: Connection, target: Connection, shown: str) -> None:
    """IntegrityError unless every row that the target now holds is the source's; read back, not remembered."""
    for table in metadata.sorted_tables:
        if _digest(source, table, shown) != _digest(target, table, shown):
            raise IntegrityError(f"the copy in {shown} differs from its source in the table {table.name}")


def _digest(connection: Connection, table: Table, shown: str) -> bytes:
    digest = hashlib.sha256()
    for chunk in _chunks(connection, table, shown):
        for row in chunk:
            digest.update(repr(tuple(row)).encode())
    return digest.digest()


def _view_like(source: LedgerView, connection: Connection) -> LedgerView:
    return LedgerView(
        connection, log_id=source.log_id, shards=source.shards, identities=source.identities, codec=source.codec
    )


def _mark(view: LedgerView, mark: Mark, clock: Clock) -> Stored:
    appended = append(
        view.connection,
        [pack_event(mark.make(view))],
        log_id=view.log_id,
        shards=view.shards,
        clock=clock,
        accept_clock=mark.accept_clock,
    )
    return appended.events[0]


def _require_roots(checks: tuple[ShardCheck, ...], connection: Connection, shown: str) -> None:
    """IntegrityError unless the tree that was made while the rows went in has the heads that the source was found to
    have."""
    heads = {row.shard: Frontier.from_bytes(row.size, row.frontier).root() for row in connection.execute(_HEADS)}
    for check in checks:
        if heads.get(check.shard) != check.root:
            raise IntegrityError(f"the copy in {shown} has another tree head in shard {check.shard} than its source")
