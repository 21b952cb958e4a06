"""The Merkle tree over the log, held against RFC 6962's own definition, and against the trigger that keeps it on
PostgreSQL."""

from __future__ import annotations

import hashlib

import pytest
from backends import Backend, migrated
from builders import FakeClock, opened, revision_event, stream_of
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger.entry import Stored
from tracker.ledger.identity import desk_stream, shard_of
from tracker.ledger.store import Ledger
from tracker.ledger.tree import Frontier, leaf_hash

leaves = st.lists(st.binary(max_size=8), max_size=70)


def _head(entries: list[bytes]) -> bytes:
    """The Merkle tree hash, word for word as RFC 6962 section 2.1 defines it."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + _head(entries[:split]) + _head(entries[split:])).digest()


def test_known_heads() -> None:
    """The empty tree and the tree over one empty entry have the heads that are published for them."""
    assert Frontier().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    one = Frontier().extended([leaf_hash(b"")])
    assert one.root().hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(entries=leaves, cut=st.integers(0, 70))
def test_the_frontier_has_the_head_that_the_rfc_defines(entries: list[bytes], cut: int) -> None:
    """Extended in two steps and stored in between, the frontier's root is RFC 6962's hash over all entries."""
    hashes = [leaf_hash(entry) for entry in entries]
    first = Frontier().extended(hashes[:cut])
    whole = Frontier.from_bytes(first.size, first.to_bytes()).extended(hashes[cut:])
    assert whole == Frontier().extended(hashes)
    assert (whole.size, whole.root()) == (len(entries), _head(entries))


@pytest.mark.parametrize(("size", "data"), [(1, b""), (0, b"x"), (2, bytes(64)), (3, bytes(32)), (3, bytes(65))])
def test_a_frontier_of_the_wrong_length_is_refused(size: int, data: bytes) -> None:
    """A size of n has as many hashes of 32 bytes as n has set bits."""
    with pytest.raises(ValueError, match="leaves"):
        Frontier.from_bytes(size, data)


def test_an_entry_is_its_lines() -> None:
    """The bytes that a leaf hashes: every column on a line of its own, an empty line where there is no publish
    time."""
    stored = Stored(
        shard=0,
        position=7,
        stream_id="abc",
        version=3,
        event_id=b"\x01\xff",
        type="revision.recorded",
        schema_version=1,
        published_at=None,
        recorded_at=1_674_302_400_000_000,
        data='{"tool":"ö"}',
    )
    assert stored.entry("1f").decode() == (
        "tracker-event/1\n1f\n0\n7\nabc\n3\n01ff\nrevision.recorded\n1\n\n1674302400000000\n" + '{"tool":"ö"}\n'
    )


def test_the_stored_frontier_is_that_of_the_leaves(ledger: Ledger, backend: Backend, url: str) -> None:
    """After batches of 1 to 37 events the head row holds the frontier over all leaf hashes; on PostgreSQL a trigger
    alone has kept it."""
    done = 0
    for size in (1, 1, 2, 3, 1, 37, 8, 11):
        ledger.append(stream_of("s", size, start=done))
        done += size
        rows = backend.run(url, "SELECT leaf_hash FROM events ORDER BY position")
        expected = Frontier().extended([bytes(leaf) for (leaf,) in rows])
        ((stored, kept),) = backend.run(url, "SELECT size, frontier FROM shards")
        assert (stored, bytes(kept)) == (done, expected.to_bytes())


def test_shards_count_and_hash_by_themselves(backend: Backend) -> None:
    """With three shards, each has gapless positions and a frontier of its own; a transaction over all of them has one
    time, and a story's two streams share a shard."""
    url = migrated(backend.empty(), shards=3)
    try:
        with opened(url, FakeClock()) as ledger:
            streams = [f"stream-{number}" for number in range(12)]
            batch = [event for name in streams for event in (*stream_of(name, 2), revision_event(desk_stream(name), 0))]
            times = {ledger.append(batch).recorded_at}
            assert ledger.shards == 3
            with ledger.view() as view:
                found = {shard: list(view.range(shard, 0)) for shard in range(3)}
        assert all(found.values())
        for shard, recorded in found.items():
            assert [item.row.position for item in recorded] == list(range(len(recorded)))
            assert {shard_of(item.row.stream_id, 3) for item in recorded} == {shard}
            times |= {item.row.recorded_at for item in recorded}
            rows = backend.run(url, "SELECT leaf_hash FROM events WHERE shard = ? ORDER BY position", shard)
            ((kept,),) = backend.run(url, "SELECT frontier FROM shards WHERE shard = ?", shard)
            assert bytes(kept) == Frontier().extended([bytes(leaf) for (leaf,) in rows]).to_bytes()
        assert len(times) == 1
        assert sum(map(len, found.values())) == len(batch)
    finally:
        backend.drop(url)
