"""Every observation that was ever made, also the ones that changed nothing: counted beside the log, in the same
transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.sql.expression import column

from tracker.ledger.read import LedgerView

_SEEN = text(
    "SELECT s.observation_id, s.position, s.digest, e.version FROM sightings s"
    " JOIN events e ON e.shard = s.shard AND e.position = s.position"
    " WHERE s.shard = :shard AND s.observation_id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_LAST_SEEN = text(
    "SELECT min(first_seen), max(last_seen), sum(times) FROM sightings WHERE shard = :shard AND position = :position"
).columns(column("first"), column("last"), column("times"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """An observation met before: the revision it stands at, that one's position, and the keyed digest of its bytes."""

    revision: int
    position: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingTimes:
    """When the observations that stand at one event were first and last made (micros UTC), and how many there were."""

    first_seen: int
    last_seen: int
    times: int


def seen_before(view: LedgerView, shard: int, observation_ids: Iterable[bytes]) -> dict[bytes, Sighted]:
    """Those of these observations that were made before, by id."""
    ids = list(observation_ids)
    if not ids:
        return {}
    rows = view.connection.execute(_SEEN, {"shard": shard, "ids": ids})
    return {row.observation_id: Sighted(revision=row.version, position=row.position, digest=row.digest) for row in rows}


def sighting_times(view: LedgerView, shard: int, position: int) -> SightingTimes | None:
    """When the text recorded at a position was seen, None when nothing is counted there."""
    first, last, times = view.connection.execute(_LAST_SEEN, {"shard": shard, "position": position}).one()
    return None if first is None else SightingTimes(first_seen=first, last_seen=last, times=int(times))
