"""The heads of the tree's full subtrees of 256, 65,536, … leaves, kept so that a proof need not hash the whole log.

They are derived from the leaf hashes and can be made again; a proof is checked before it is given out, so a wrong one
here is found. Source of the widths: C2SP tlog-tiles (c2sp.org/tlog-tiles), tiles of height 8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from sqlalchemy import Connection, text

from tracker.errors import NotAllowed
from tracker.ledger.database import Database
from tracker.ledger.tree import Frontier

WIDTH = 256
"""Children of a kept node: level 0 are the leaves, a node of level k stands for WIDTH**k of them."""
_AT_ONCE = 64  # nodes made in one transaction

_LEAVES = text(
    "SELECT leaf_hash FROM events WHERE shard = :shard AND position >= :start AND position < :stop ORDER BY position"
)
_NODES = text(
    "SELECT hash FROM subtrees WHERE shard = :shard AND level = :level AND place >= :start AND place < :stop"
    " ORDER BY place"
)
_NEXT = text("SELECT coalesce(max(place), -1) + 1 FROM subtrees WHERE shard = :shard AND level = :level")
_KEEP = text(
    "INSERT INTO subtrees (shard, level, place, hash) VALUES (:shard, :level, :place, :hash) ON CONFLICT DO NOTHING"
)
_FORGET = text("DELETE FROM subtrees WHERE shard = :shard")
_SIZE = text("SELECT size FROM shards WHERE shard = :shard")


def keep_subtrees(database: Database, shard: int) -> None:
    """Keep the heads of all full subtrees that a shard has got since; linear in those, and little at a time.

    Processes that do it at once make the same rows.
    """
    level = 1
    while _keep_level(database, shard, level):
        level += 1


def keep_every_subtree(database: Database, shards: int) -> None:
    """The same for each of so many shards, where the database may be written: a proof without them is only slower."""
    if not database.read_only:
        with suppress(NotAllowed):
            for shard in range(shards):
                keep_subtrees(database, shard)


def forget_subtrees(database: Database, shard: int) -> None:
    """Drop what is kept of a shard, so that it is made again."""
    with database.write() as connection:
        connection.execute(_FORGET, {"shard": shard})


def nodes(connection: Connection, shard: int, level: int, start: int, stop: int) -> list[bytes]:
    """The nodes start..stop-1 of a level, from what is kept, or made from the level below where it is not."""
    where = {"shard": shard, "level": level, "start": start, "stop": stop}
    found = [bytes(row[0]) for row in connection.execute(_LEAVES if level == 0 else _NODES, where)]
    if level == 0 or len(found) == stop - start:
        return found
    return [_made(connection, shard, level, place) for place in range(start, stop)]


def _made(connection: Connection, shard: int, level: int, place: int) -> bytes:
    return head_of(nodes(connection, shard, level - 1, place * WIDTH, (place + 1) * WIDTH))


def head_of(hashes: Sequence[bytes]) -> bytes:
    """The head of the tree over these leaves, or nodes of one level."""
    return Frontier().extended(hashes).root()


def _keep_level(database: Database, shard: int, level: int) -> bool:
    """Make what is missing of a level; False when the level can have no nodes yet."""
    with database.read() as connection:
        size = connection.execute(_SIZE, {"shard": shard}).scalar_one()
        start = connection.execute(_NEXT, {"shard": shard, "level": level}).scalar_one()
    stop = size // WIDTH**level
    for first in range(start, stop, _AT_ONCE):
        with database.read() as connection:
            rows = list(_rows(connection, shard, level, range(first, min(first + _AT_ONCE, stop))))
        with database.write() as connection:
            connection.execute(_KEEP, rows)
    return bool(stop)


def _rows(connection: Connection, shard: int, level: int, places: range) -> Iterator[dict[str, object]]:
    below = nodes(connection, shard, level - 1, places.start * WIDTH, places.stop * WIDTH)
    for index, place in enumerate(places):
        head = head_of(below[index * WIDTH : (index + 1) * WIDTH])
        yield {"shard": shard, "level": level, "place": place, "hash": head}
