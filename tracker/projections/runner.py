"""Folding the log into read models: each event exactly once, whoever else does the same, however often it is killed.

Rows are computed in a read view; then one write transaction moves the cursor, if it still stands where it was read,
and writes the rows. A rebuild fills the next generation beside the live one and swaps by one UPDATE. An event that a
handler fails on is set aside. A story that something was erased of is folded anew when the erasure is met.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from tracker.errors import DatabaseStateError, IntegrityError, TrackerError
from tracker.ledger.erased import erased_so_far
from tracker.ledger.read import LedgerView, Recorded
from tracker.ledger.store import Ledger
from tracker.projections.model import Handler, Projection, Rows, insert_into, printable, upsert
from tracker.projections.refold import erased_story, refold
from tracker.projections.revisions import REVISIONS
from tracker.projections.runs import RUNS
from tracker.projections.schema import cursors, errors, projections
from tracker.projections.stories import STORIES
from tracker.projections.texts import Texts

PROJECTIONS: tuple[Projection, ...] = (STORIES, REVISIONS, RUNS)
BATCH = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a read model has come in one shard: it has seen `position` of `size` events and set `errors` of them
    aside.

    `stale` is set when it was made by another version of the program: lists still answer, a rebuild is the remedy.
    """

    name: str
    shard: int
    generation: int
    position: int
    size: int
    errors: int
    stale: bool

    @property
    def lag(self) -> int:
        """How many events it has not seen yet."""
        return self.size - self.position


def named(name: str) -> Projection:
    """The projection of that name; KeyError when there is none."""
    return {projection.name: projection for projection in PROJECTIONS}[name]


def catch_up(ledger: Ledger, *, budget_s: float | None = None) -> bool:
    """Fold what is new into every read model; False when the time budget (seconds) ran out before it was done."""
    deadline = None if budget_s is None else time.monotonic() + budget_s
    live = {projection: _live(ledger, projection) for projection in PROJECTIONS}
    for shard in range(ledger.shards):
        while _step(ledger, live, shard):
            if deadline is not None and time.monotonic() > deadline:
                return _caught_up(ledger)
    return True


def rebuild(ledger: Ledger, projection: Projection) -> int:
    """Make a read model anew beside the live one, then put it in its place; the new generation."""
    live = _live(ledger, projection)
    fresh = _fill(ledger, projection, live)
    with ledger.database.write() as connection:
        swap = update(projections).where(projections.c.name == projection.name, projections.c.generation == live)
        if connection.execute(swap.values(generation=fresh)).rowcount != 1:
            raise DatabaseStateError(f"{projection.name} was rebuilt by another process meanwhile; nothing was swapped")
        _clear(connection, projection, live)
    return fresh


def check(ledger: Ledger, projection: Projection) -> tuple[str, ...]:
    """What differs between the live read model and one made anew from the log; nothing when they agree."""
    live = _live(ledger, projection)
    fresh = _fill(ledger, projection, live)
    try:
        with ledger.view() as view:
            return tuple(_differences(view.connection, projection, live, fresh))
    finally:
        with ledger.database.write() as connection:
            _clear(connection, projection, fresh)


def standings(view: LedgerView) -> list[Standing]:
    """How far each read model has come, as one view sees it."""
    found = []
    for projection in PROJECTIONS:
        generation = _generation(view.connection, projection)
        for shard in range(view.shards):
            cursor = _cursor(view.connection, projection, generation or 0, shard)
            position, version = cursor or (0, projection.version)
            found.append(
                Standing(
                    name=projection.name,
                    shard=shard,
                    generation=generation or 0,
                    position=position,
                    size=view.head(shard).size,
                    errors=len(set_aside(view.connection, projection, shard)),
                    stale=version != projection.version,
                )
            )
    return found


def set_aside(connection: Connection, projection: Projection, shard: int) -> list[tuple[int, str]]:
    """The positions of the events that the live read model could not take, with the reasons."""
    live = select(projections.c.generation).where(projections.c.name == projection.name).scalar_subquery()
    mine = (errors.c.name == projection.name, errors.c.generation == live, errors.c.shard == shard)
    rows = connection.execute(select(errors.c.position, errors.c.message).where(*mine).order_by(errors.c.position))
    return [(row.position, row.message) for row in rows]


def _caught_up(ledger: Ledger) -> bool:
    with ledger.view() as view:
        return all(standing.lag == 0 for standing in standings(view))


def _live(ledger: Ledger, projection: Projection) -> int:
    with ledger.view() as view:
        generation = _generation(view.connection, projection)
    if generation is not None:
        return generation
    with ledger.database.write() as connection:
        first = {"name": projection.name, "generation": 1}
        connection.execute(insert_into(connection, projections).on_conflict_do_nothing(), first)
        generation = _generation(connection, projection)
    assert generation is not None
    return generation


def _generation(connection: Connection, projection: Projection) -> int | None:
    return connection.execute(select(projections.c.generation).where(projections.c.name == projection.name)).scalar()


def _fill(ledger: Ledger, projection: Projection, live: int) -> int:
    """Fold the whole log into a generation that nobody reads."""
    fresh = live + 1
    with ledger.database.write() as connection:
        _clear(connection, projection, fresh)
    for shard in range(ledger.shards):
        while _step(ledger, {projection: fresh}, shard):
            pass
    return fresh


@dataclass(frozen=True, slots=True)
class _Folded:
    """One projection's share of a step: the rows of one generation for the events start..stop-1, and its failures.

    `replaced` is the stream of a story of which it has all rows: those that there were go.
    """

    projection: Projection
    generation: int
    start: int
    stop: int
    rows: Rows
    failures: Sequence[tuple[int, str]]
    replaced: str | None = None


def _step(ledger: Ledger, generations: Mapping[Projection, int], shard: int) -> bool:
    """Fold one batch into these generations; False when there was nothing to do."""
    with ledger.view() as view:
        erased = erased_so_far(view.connection)
        folded = list(_fold(view, generations, shard))
    if not folded:
        return False
    with suppress(_ErasedMeanwhile), ledger.database.write() as connection:
        for share in folded:
            if _move(connection, share, shard):
                _replace(connection, share)
                _set_aside(connection, share, shard)
        if erased_so_far(connection) != erased:
            raise _ErasedMeanwhile  # these rows may hold what is erased now: nothing is written, and all read anew
    return True


class _ErasedMeanwhile(Exception):
    pass


def _replace(connection: Connection, share: _Folded) -> None:
    for table, rows in share.rows.items():
        if share.replaced is not None:
            mine = (table.c.generation == share.generation, table.c.stream_id == share.replaced)
            connection.execute(delete(table).where(*mine))
        upsert(connection, table, rows)


def _fold(view: LedgerView, generations: Mapping[Projection, int], shard: int) -> Iterator[_Folded]:
    """Each projection's share of the next batch. They usually stand at the same place and share what is read."""
    batches: dict[int, list[Recorded | _Unreadable]] = {}
    texts = Texts(view)
    size = view.head(shard).size
    for projection, generation in generations.items():
        start, version = _cursor(view.connection, projection, generation, shard) or (0, projection.version)
        stop = min(start + BATCH, size)
        if version != projection.version:
            _log.warning("%s was made by another version: run `tracker projections rebuild`", projection.name)
        elif start < stop:
            if start not in batches:
                view.contents.prefetch(shard, start, stop)
                batches[start] = list(_batch(view, shard, start, stop))
            batch = batches[start]
            if not batch:
                raise IntegrityError(f"there is no event at position {start}, though the head says {size:,} events")
            end, story = start + len(batch), erased_story(batch[0])
            if story is not None and projection.by_story:
                erasure = batch[0]
                assert isinstance(erasure, Recorded)
                rows, failed = refold(projection, view, generation, texts, erasure, _handle)
                yield _Folded(projection, generation, start, end, rows, failed, story)
            else:
                handler = projection.handler(view, generation, texts)
                failures = list(_handle(handler, batch))
                yield _Folded(projection, generation, start, end, handler.rows(), failures)


def _batch(view: LedgerView, shard: int, start: int, stop: int) -> Iterator[Recorded | _Unreadable]:
    """The events start..stop-1, but an erasure always alone: it replaces what the events before it came to."""
    for row in view.rows(shard, start, stop):
        item = _read(view, row)
        erases = erased_story(item) is not None
        if erases and row.position > start:
            return
        yield item
        if erases:
            return


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """An event that this program cannot read, and why."""

    position: int
    reason: str


def _read(view: LedgerView, row: Any) -> Recorded | _Unreadable:
    try:
        return view.recorded(row)
    except TrackerError as error:
        return _Unreadable(row.position, str(error))


def _handle(handler: Handler, batch: Sequence[Recorded | _Unreadable]) -> Iterator[tuple[int, str]]:
    """Give a handler its events; the ones it fails on, whatever with, and the reason. A failing database is no fault
    of an event."""
    for item in batch:
        if isinstance(item, _Unreadable):
            yield item.position, item.reason
            continue
        try:
            handler.handle(item)
        except SQLAlchemyError:
            raise
        except (TrackerError, ValueError) as error:
            yield item.row.position, str(error)
        except Exception as error:
            _log.debug("a read model failed at position %d", item.row.position, exc_info=True)
            yield item.row.position, f"{type(error).__name__}: {error}"


def _move(connection: Connection, share: _Folded, shard: int) -> bool:
    """Move the cursor if it still stands where it was read; False when another process was first."""
    mine = {"name": share.projection.name, "generation": share.generation, "shard": shard}
    if share.start == 0:
        fresh = {**mine, "position": 0, "version": share.projection.version}
        connection.execute(insert_into(connection, cursors).on_conflict_do_nothing(), fresh)
    statement = update(cursors).where(*(cursors.c[name] == value for name, value in mine.items()))
    moved = connection.execute(statement.where(cursors.c.position == share.start).values(position=share.stop))
    return moved.rowcount == 1


def _set_aside(connection: Connection, share: _Folded, shard: int) -> None:
    mine = {"name": share.projection.name, "generation": share.generation, "shard": shard}
    rows = [{**mine, "position": position, "message": printable(message)} for position, message in share.failures]
    if rows:  # a story that is folded anew fails where it failed before
        connection.execute(insert_into(connection, errors).on_conflict_do_nothing(), rows)


def _cursor(connection: Connection, projection: Projection, generation: int, shard: int) -> tuple[int, str] | None:
    row = connection.execute(
        select(cursors.c.position, cursors.c.version).where(
            cursors.c.name == projection.name, cursors.c.generation == generation, cursors.c.shard == shard
        )
    ).one_or_none()
    return None if row is None else (row.position, row.version)


def _clear(connection: Connection, projection: Projection, generation: int) -> None:
    for table in projection.tables:
        connection.execute(delete(table).where(table.c.generation == generation))
    for table in (cursors, errors):
        connection.execute(delete(table).where(table.c.name == projection.name, table.c.generation == generation))


def _differences(connection: Connection, projection: Projection, live: int, fresh: int) -> Iterator[str]:
    for table in projection.tables:
        keys = [column for column in table.primary_key.columns if column.name != "generation"]
        rest = [column for column in table.columns if column.name != "generation"]
        both = [
            connection.execute(select(*rest).where(table.c.generation == generation).order_by(*keys)).all()
            for generation in (live, fresh)
        ]
        here, anew = ({tuple(row._mapping[key.name] for key in keys): tuple(row) for row in rows} for rows in both)
        for key in sorted(here.keys() | anew.keys()):
            if here.get(key) != anew.get(key):
                what = "is missing" if key not in here else "should not be there" if key not in anew else "differs"
                yield f"{table.name} {'/'.join(map(str, key))} {what}"
