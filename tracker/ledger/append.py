"""Appending to the log: batches in one transaction, gapless positions, one `recorded_at`, bodies and tree included.

Everything dear (encoding, hashing of bodies, compression) is done in `pack` before the lock is taken; positions,
times and leaves come under it. What a writer believes about a stream is its expected version; another writer's event
there makes a `Conflict`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError as DuplicateKey

from tracker.errors import Conflict, IntegrityError
from tracker.ledger.bodies import Coding, PackedBody, pack
from tracker.ledger.entry import Stored
from tracker.ledger.identity import shard_of
from tracker.ledger.statements import (
    BODIES,
    EVENTS,
    LOCK_SHARD,
    MOVE_SHARD,
    SIGHT,
    erased_among,
    erased_digests,
    existing_ids,
    existing_versions,
    insert_rows,
    missing_versions,
    something_erased,
)
from tracker.ledger.times import next_time
from tracker.ledger.tree import Frontier, leaf_hash
from tracker.story import canonical
from tracker.story.events import ARTICLE, CAPTURE, Event, to_data

NONE_YET = -1
"""The expected version of a stream that has no events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What must still be free under the lock for an event to be appended: a name that no other story may have.

    `home` is the stream whose shard everyone locks who wants the name. No shard may hold the event `event_id`, nor,
    with `unopened`, a stream of that name.
    """

    home: str
    event_id: bytes
    unopened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """One event to append as `version` of its stream. `published_at` None with `timed` set means: the time it is
    recorded.

    `bodies` maps slots to content; `bases` maps slots to the content and position of the same slot of the previous
    revision. A base position of None means that the previous revision is in the same batch. `claims` are the names that
    it takes.
    """

    stream_id: str
    version: int
    event_id: bytes
    event: Event
    published_at: int | None = None
    timed: bool = False
    bodies: Mapping[str, bytes] = field(default_factory=dict)
    bases: Mapping[str, Base] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a body may be compressed against: the same slot of the revision before it, `version` of its stream."""

    content: bytes
    version: int
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One observation to count. Its event is the batch's `index`-th, or one at `position` already.

    `article` is the keyed digest of its article, if it was taken: it must not be one that was erased meanwhile.
    """

    observation_id: bytes
    stream_id: str
    digest: bytes
    index: int | None = None
    position: int | None = None
    article: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What one transaction recorded: the events as stored, in the order given, and their common time (micros UTC)."""

    events: tuple[Stored, ...]
    recorded_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A new event with its data encoded and its bodies compressed: all that can be done without the lock."""

    new: NewEvent
    data: str
    bodies: tuple[PackedBody, ...]


def pack_event(new: NewEvent) -> Packed:
    """Encode and compress one event; ValueError when its data has no canonical form."""
    article = new.bodies.get(ARTICLE)
    packed = tuple(
        _pack_body(slot, content, article, new.bases.get(slot)) for slot, content in sorted(new.bodies.items())
    )
    data = to_data(new.event)
    if packed:
        data["bodies"] = {body.slot: body.ref.to_data() for body in packed}
    return Packed(new=new, data=canonical.encode(data).decode(), bodies=packed)


def _pack_body(slot: str, content: bytes, article: bytes | None, base: Base | None) -> PackedBody:
    if base is not None:
        return pack(slot, content, coding=Coding.PREVIOUS, prefix=base.content)
    # What was captured is mostly the article's own text again: where a full copy is due, that is its prefix.
    if slot == CAPTURE and article:
        return pack(slot, content, coding=Coding.ARTICLE, prefix=article)
    return pack(slot, content)


def lock_shards(connection: Connection, shards: int) -> None:
    """Keep every other writer away until the write transaction of `connection` ends."""
    for shard in range(shards):
        _lock(connection, shard)


def append(
    connection: Connection,
    batch: Sequence[Packed],
    sightings: Iterable[Sighting] = (),
    *,
    log_id: str,
    shards: int,
    clock: Callable[[], int],
    accept_clock: bool = False,
) -> Appended:
    """Append a batch inside the write transaction of `connection`.

    Raises Conflict when a stream is not at the version before the batch's first event of it, or an event id or a
    claimed name is taken; ClockBehind when the clock is far behind the log, unless `accept_clock` is set.
    """
    by_shard: dict[int, list[int]] = defaultdict(list)
    for index, packed in enumerate(batch):
        by_shard[shard_of(packed.new.stream_id, shards)].append(index)
    seen = list(sightings)
    claims = [claim for packed in batch for claim in packed.new.claims]
    touched = [*(sighting.stream_id for sighting in seen), *(claim.home for claim in claims)]
    locked = sorted({*by_shard, *(shard_of(stream_id, shards) for stream_id in touched)})
    heads = {shard: _lock(connection, shard) for shard in locked}
    _check_claims(connection, shards, claims)
    _check_erased(connection, batch, seen, shards)
    recorded_at = next_time(clock(), (head.recorded_at for head in heads.values()), accept_clock=accept_clock)
    stored: dict[int, Stored] = {}
    for shard, indexes in sorted(by_shard.items()):
        _check_versions(connection, shard, [batch[index] for index in indexes])
        head = heads[shard]
        for offset, index in enumerate(indexes):
            stored[index] = _place(batch[index], shard, head.frontier.size + offset, recorded_at)
        _insert(connection, shard, [(batch[i], stored[i]) for i in indexes], head.frontier, log_id, recorded_at)
    _sight(connection, seen, stored, recorded_at, shards)
    return Appended(events=tuple(stored[index] for index in range(len(batch))), recorded_at=recorded_at)


@dataclass(frozen=True, slots=True)
class _Head:
    frontier: Frontier
    recorded_at: int


def _lock(connection: Connection, shard: int) -> _Head:
    row = connection.execute(LOCK_SHARD[connection.dialect.name], {"shard": shard}).one()
    try:
        return _Head(Frontier.from_bytes(row.size, row.frontier), row.recorded_at)
    except ValueError as error:
        raise IntegrityError(f"the tree head of shard {shard} is damaged: {error}; nothing was recorded") from None


def _check_versions(connection: Connection, shard: int, batch: Sequence[Packed]) -> None:
    """Every stream continues: within the batch by itself, and from what is stored. A version that exists already is
    left to the unique key, which sees what other writers did; here the one before it must be there."""
    expected: dict[str, int] = {}
    following: dict[str, int] = {}
    for packed in batch:
        stream, version = packed.new.stream_id, packed.new.version
        if version != following.setdefault(stream, version):
            raise Conflict(
                f"version {version} of stream {stream} does not follow version {following[stream] - 1} in its batch"
            )
        expected.setdefault(stream, version - 1)
        following[stream] = version + 1
    stored = {(stream, version) for stream, version in expected.items() if version != NONE_YET}
    missing = missing_versions(connection, shard, stored)
    if missing:
        stream, version = min(missing)
        raise Conflict(f"stream {stream} was expected at version {version}, which does not exist")


def _check_claims(connection: Connection, shards: int, claims: Sequence[Claim]) -> None:
    """Every claimed name is still free: the unique keys see one shard only, and only events that have the same id."""
    ids = {claim.event_id for claim in claims}
    if any(existing_ids(connection, shard, ids) for shard in range(shards)):
        raise Conflict("another writer was first: a name that was free has been given to a story")
    for claim in claims:
        unopened = (claim.home, 0)
        if claim.unopened and existing_versions(connection, shard_of(claim.home, shards), {unopened}):
            raise Conflict("another writer was first: a key that was free has a story of its own")


def _check_erased(connection: Connection, batch: Sequence[Packed], seen: Sequence[Sighting], shards: int) -> None:
    """Nothing that the batch was decided or compressed against was erased meanwhile, and nothing erased comes again."""
    if not (seen or any(packed.new.bases for packed in batch)) or not something_erased(connection):
        return
    bases: dict[int, set[int]] = defaultdict(set)
    for packed in batch:
        positions = (base.position for base in packed.new.bases.values())
        bases[shard_of(packed.new.stream_id, shards)].update(at for at in positions if at is not None)
    digests = {digest for one in seen for digest in (one.digest, one.article) if digest is not None}
    gone = any(erased_among(connection, shard, positions) for shard, positions in bases.items())
    if gone or erased_digests(connection, digests):
        raise Conflict("another writer was first: it erased what this one goes on from, or brings again")


def _place(packed: Packed, shard: int, position: int, recorded_at: int) -> Stored:
    new = packed.new
    return Stored(
        shard=shard,
        position=position,
        stream_id=new.stream_id,
        version=new.version,
        event_id=new.event_id,
        type=new.event.type,
        schema_version=new.event.schema_version,
        published_at=recorded_at if new.timed and new.published_at is None else new.published_at,
        recorded_at=recorded_at,
        data=packed.data,
    )


def _insert(
    connection: Connection,
    shard: int,
    placed: Sequence[tuple[Packed, Stored]],
    frontier: Frontier,
    log_id: str,
    recorded_at: int,
) -> None:
    dialect = connection.dialect.name
    leaves = [leaf_hash(stored.entry(log_id)) for _, stored in placed]
    event_rows = [_event_row(stored, leaf) for (_, stored), leaf in zip(placed, leaves, strict=True)]
    try:
        insert_rows(connection, EVENTS, event_rows)
    except DuplicateKey as error:
        raise Conflict(f"another writer was first: {str(error.orig).splitlines()[0]}") from error
    body_rows = _body_rows(placed)
    if body_rows:
        insert_rows(connection, BODIES, body_rows)
    if dialect == "sqlite":  # on PostgreSQL the guard on `events` has moved it
        extended = frontier.extended(leaves)
        connection.execute(
            MOVE_SHARD,
            {"shard": shard, "size": extended.size, "recorded_at": recorded_at, "frontier": extended.to_bytes()},
        )


def _event_row(stored: Stored, leaf: bytes) -> tuple[Any, ...]:
    return (
        stored.shard,
        stored.position,
        stored.stream_id,
        stored.version,
        stored.event_id,
        stored.type,
        stored.schema_version,
        stored.published_at,
        stored.recorded_at,
        stored.data,
        leaf,
    )


def _body_rows(placed: Sequence[tuple[Packed, Stored]]) -> list[tuple[Any, ...]]:
    at = {(stored.stream_id, stored.version): stored.position for _, stored in placed}
    rows = []
    for packed, stored in placed:
        for body in packed.bodies:
            base = None
            if body.coding is Coding.ARTICLE:
                base = stored.position
            elif body.coding is Coding.PREVIOUS:
                given = packed.new.bases[body.slot]
                base = at[stored.stream_id, given.version] if given.position is None else given.position
            rows.append((stored.shard, stored.position, body.slot, body.salt, int(body.coding), base, body.data))
    return rows


def _sight(
    connection: Connection, sightings: Sequence[Sighting], stored: Mapping[int, Stored], now: int, shards: int
) -> None:
    rows = [
        {
            "shard": shard_of(sighting.stream_id, shards),
            "observation_id": sighting.observation_id,
            "stream_id": sighting.stream_id,
            "position": sighting.position if sighting.index is None else stored[sighting.index].position,
            "digest": sighting.digest,
            "seen": now,
        }
        for sighting in sightings
    ]
    if rows:
        connection.execute(SIGHT, rows)
