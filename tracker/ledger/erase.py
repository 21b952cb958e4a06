"""Erasing bodies: their bytes and salts go, the event that says so comes, in one transaction; the log stays as it is.

What was compressed against an erased body is stored anew, with the salt and the commitment that it has. Whatever else
holds the text (read models) goes in the same transaction, by the caller's `purge`. That no page of the database keeps
the bytes is for `sweep`; which bodies to erase is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, text, update

from tracker.errors import Conflict, Erased, IntegrityError
from tracker.ledger.append import NewEvent, Packed, append, pack_event
from tracker.ledger.bodies import Coding, encoded, unpack
from tracker.ledger.content import MissingBody
from tracker.ledger.database import ERASER
from tracker.ledger.entry import Stored
from tracker.ledger.erased import Body
from tracker.ledger.read import LedgerView, Recorded, read_article
from tracker.ledger.schema import bodies, erasures
from tracker.ledger.store import Ledger
from tracker.story import canonical
from tracker.story.events import ARTICLE, CAPTURE, BodyErased

_CODED = text("SELECT slot, codec, base FROM bodies WHERE shard = :shard AND position = :position ORDER BY slot")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedBodies:
    """What an erasure did: its event as stored, and how many other bodies were stored anew because of it."""

    stored: Stored
    recoded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recoded:
    """A body as it is to be stored from now on."""

    body: Body
    coding: Coding
    base: int | None
    data: bytes


def erase_bodies(
    ledger: Ledger,
    new: NewEvent,
    *,
    check: Callable[[LedgerView], None],
    purge: Callable[[Connection], None],
) -> ErasedBodies:
    """Append the erasure `new` (a BodyErased) and do what it says; what this returns is on disk, all of it.

    `check` sees the ledger once nobody else can write to its shards, and may refuse. Raises Conflict when another
    writer was first, NotAllowed when the account may not erase: then nothing was.
    """
    packed, erasing = pack_event(new), new.event
    assert isinstance(erasing, BodyErased)

    def once() -> ErasedBodies:
        with ledger.database.write(needs=ERASER) as connection:
            stored = _append(ledger, connection, packed)
            view = LedgerView(
                connection,
                log_id=ledger.log_id,
                shards=ledger.shards,
                identities=ledger.identities,
                codec=ledger.codec,
            )
            check(view)
            recoded = _erase(view, erasing, stored)
            purge(connection)
            return ErasedBodies(stored=stored, recoded=recoded)

    return ledger.database.retried(once)


def _append(ledger: Ledger, connection: Connection, packed: Packed) -> Stored:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    appended = append(
        connection,
        [packed],
        log_id=ledger.log_id,
        shards=ledger.shards,
        clock=ledger.clock,
        accept_clock=ledger.accept_clock,
    )
    return appended.events[0]


def _erase(view: LedgerView, erasing: BodyErased, stored: Stored) -> int:
    try:
        rows = [_row(view, body, stored) for body in erasing.erased]
        recoded = list(_recodings(view, erasing.erased))
    except Erased as error:
        raise Conflict(f"another writer was first: {error}") from None
    for body in recoded:
        fresh = {"codec": int(body.coding), "base": body.base, "bytes": body.data}
        view.connection.execute(update(bodies).where(*_is(body.body)).values(fresh))
    for body_ in erasing.erased:
        view.connection.execute(delete(bodies).where(*_is(body_)))
    view.connection.execute(insert(erasures), rows)
    return len(recoded)


def _row(view: LedgerView, body: Body, stored: Stored) -> dict[str, Any]:
    """What is kept of a body: which one it was, and the keyed digest by which it is known when it comes again."""
    shard, position, slot = body
    recorded = _recorded(view, shard, position)
    if slot not in recorded.bodies:
        raise IntegrityError(f"the event at position {position} has no {slot} that could be erased")
    return {
        "shard": shard,
        "position": position,
        "slot": slot,
        "by_shard": stored.shard,
        "by_position": stored.position,
        "digest": _digest(view, recorded, slot),
    }


def _digest(view: LedgerView, recorded: Recorded, slot: str) -> bytes | None:
    """None for what cannot come again as an input, and for what is damaged: that may go too."""
    try:
        content = view.body(recorded, slot)
    except MissingBody:
        raise  # an erasure must not cover up a loss
    except IntegrityError:
        return None
    if slot == CAPTURE:
        return view.identities.digest(content)
    if slot == ARTICLE:
        article = read_article(content, recorded.row.position).comparable()
        return view.identities.article_digest(canonical.encode(article.to_data()))
    return None


def _recodings(view: LedgerView, erased: Sequence[Body]) -> Iterator[_Recoded]:
    """The bodies that lean on an erased one: of the same event, or of the next one of its stream."""
    gone = set(erased)
    seen: set[tuple[int, int]] = set()
    for shard, position, _ in erased:
        recorded = _recorded(view, shard, position)
        following = view.version(recorded.row.stream_id, recorded.row.version + 1)
        for leaning in (recorded, following):
            if leaning is not None and (shard, leaning.row.position) not in seen:
                seen.add((shard, leaning.row.position))
                yield from _recoded(view, leaning, gone)


def _recoded(view: LedgerView, recorded: Recorded, gone: set[Body]) -> Iterator[_Recoded]:
    shard, position = recorded.row.shard, recorded.row.position
    for row in view.connection.execute(_CODED, {"shard": shard, "position": position}):
        base_slot = ARTICLE if row.codec == Coding.ARTICLE else row.slot
        body = (shard, position, row.slot)
        if row.base is None or (shard, row.base, base_slot) not in gone or body in gone:
            continue
        content = view.body(recorded, row.slot)
        # What was captured is mostly the article's own text again.
        prefix = None
        if row.slot == CAPTURE and ARTICLE in recorded.bodies and (shard, position, ARTICLE) not in gone:
            prefix = view.body(recorded, ARTICLE)
        coding, data = encoded(content, coding=Coding.ARTICLE if prefix else Coding.FULL, prefix=prefix)
        again = unpack(data, coding=coding, size=len(content), prefix=prefix)
        assert again == content
        yield _Recoded(body=body, coding=coding, base=position if coding is Coding.ARTICLE else None, data=data)


def _recorded(view: LedgerView, shard: int, position: int) -> Recorded:
    recorded = view.event(shard, position)
    assert recorded is not None
    return recorded


def _is(body: Body) -> list[Any]:
    return [
        column == value for column, value in zip((bodies.c.shard, bodies.c.position, bodies.c.slot), body, strict=True)
    ]
