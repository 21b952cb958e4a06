"""`verify` of a part of the log, of a sample of its bodies, until somebody had enough, and by several processes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from typing import Any

import pytest
from builders import FakeClock, observed, opened, stream_of, take
from hypothesis import given
from hypothesis import strategies as st
from test_ledger_verify import fill, unguarded

from tracker.ledger import eventcheck, verify_many
from tracker.ledger.bodies import SALT_SIZE, Coding, commitment, encoded, unpack
from tracker.ledger.entry import Stored
from tracker.ledger.store import Ledger
from tracker.ledger.tree import Frontier, leaf_hash
from tracker.ledger.unpacker import Unpacker
from tracker.ledger.verify import Sample, ShardCheck, verify_shard
from tracker.ledger.verify_many import processes, verify_shard_by

TEXTS = [f"The dyke holds at noon, says the mayor of town {number}." for number in range(40)]


class Here(Executor):
    """Does at once, in this process, what it is given to do."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def check(ledger: Ledger, **asked: Any) -> ShardCheck:
    """The first shard as checked."""
    with ledger.view() as view:
        return verify_shard(view, 0, **asked)


def by_many(ledger: Ledger, **asked: Any) -> ShardCheck:
    """The same, range by range."""
    with ledger.view() as view:
        return verify_shard_by(Here(), ledger.database, view, 0, **asked)


def told(check: ShardCheck) -> list[tuple[int | None, str]]:
    """The faults, in their order."""
    return [(fault.position, fault.what) for fault in check.faults]


@pytest.fixture
def small_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of three events: every chain of bodies crosses one."""
    monkeypatch.setattr(verify_many, "RANGE", 3)


@pytest.fixture
def tampered(sqlite_ledger: Ledger, sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """A raw connection to the small ledger of `fill` (7 events, 10 bodies), without its triggers."""
    fill(sqlite_ledger)
    connection = unguarded(sqlite_url)
    yield connection
    connection.close()


@pytest.mark.parametrize("since", range(8))
def test_a_part_leads_to_the_same_head(ledger: Ledger, since: int) -> None:
    """From any position on, to the very end: only what follows is read, the head is that of the whole, and so are the
    heads over fewer events, as far as they reach it."""
    fill(ledger)
    whole = check(ledger, sizes=range(8))
    part = check(ledger, sizes=range(8), since=since)
    assert (part.faults, part.root, part.events, part.since) == ([], whole.root, 7 - since, since)
    assert part.roots == {size: root for size, root in whole.roots.items() if size >= since}


def test_a_part_is_checked_against_what_came_before(sqlite_ledger: Ledger, tampered: sqlite3.Connection) -> None:
    """What an event hangs on is looked up: the version before it, the text it is coded against, the time before it."""
    assert told(check(sqlite_ledger, since=2)) == []
    tampered.execute("UPDATE events SET version = version + 40 WHERE position = 1")  # the revision before #2
    assert told(check(sqlite_ledger, since=2)) == [
        (2, "the event at position 2 is version 2 of its stream, after version 0"),
        (2, "the event at position 2 has its article coded against a wrong base"),
        (2, "the event at position 2 has its capture coded against a wrong base"),
    ]
    tampered.execute("UPDATE events SET version = version - 40, recorded_at = recorded_at + 9 WHERE position = 1")
    assert told(check(sqlite_ledger, since=2)) == [
        (2, "the event at position 2 was recorded before the event that stands before it")
    ]


def test_a_part_does_not_see_what_it_leaves_out(sqlite_ledger: Ledger, tampered: sqlite3.Connection) -> None:
    """A column changed before it is not found, a leaf hash changed before it is: the tree's head shows it."""
    tampered.execute("UPDATE events SET published_at = 1 WHERE position = 2")
    assert check(sqlite_ledger).faults
    assert check(sqlite_ledger, since=3).faults == []
    tampered.execute("UPDATE events SET leaf_hash = zeroblob(32) WHERE position = 2")
    assert [what for _, what in told(check(sqlite_ledger, since=3))] == [
        "the tree over the log does not match the one that was kept while it was written"
    ]


def test_bodies_out_of_the_sample_must_be_there(sqlite_ledger: Ledger, tampered: sqlite3.Connection) -> None:
    """Of a sample the bodies are read, of all others only that they are there; entries and the tree are all checked."""
    taken = {seed: {at for at in range(7) if Sample(share=0.5, seed=seed).takes(0, at)} for seed in range(64)}
    reading = next(seed for seed, positions in taken.items() if 2 in positions)
    skipping = next(seed for seed, positions in taken.items() if positions and not positions & {2, 4})
    tampered.execute("UPDATE bodies SET salt = zeroblob(16) WHERE position = 2 AND slot = 'article'")
    assert told(check(sqlite_ledger, sample=Sample(share=0.5, seed=reading)))[0][0] == 2
    skipped = check(sqlite_ledger, sample=Sample(share=0.5, seed=skipping))
    assert (skipped.faults, skipped.events, skipped.bodies < 10) == ([], 7, True)
    tampered.execute("DELETE FROM bodies WHERE position = 2 AND slot = 'article'")
    tampered.execute("UPDATE events SET data = replace(data, 'wire', 'fire') WHERE position = 1")
    assert told(check(sqlite_ledger, sample=Sample(share=0.5, seed=skipping))) == [
        (1, "the event at position 1 does not match its leaf hash: one of its columns was changed"),
        (2, "the event at position 2 has lost its article"),
        (None, "the tree over the log does not match the one that was kept while it was written"),
    ]


def test_a_sample_has_about_its_share() -> None:
    """One percent of a hundred thousand is about a thousand, other ones for another seed."""
    one, other = (
        {position for position in range(100_000) if Sample(share=0.01, seed=seed).takes(0, position)} for seed in (1, 2)
    )
    assert 850 < len(one) < 1_150
    assert len(one & other) < 40


def test_who_has_enough_is_told_where_to_go_on(sqlite_ledger: Ledger) -> None:
    """The check ends at a chunk's end, says where, and has the head over what it read; going on from there finishes. At
    the log's own end nothing is left over."""
    for name in ("a", "b"):
        sqlite_ledger.append(stream_of(name, 500))
    first = check(sqlite_ledger, enough=lambda: True, sizes=[300, 500, 501])
    assert (first.events, first.resume, sorted(first.roots)) == (500, 500, [300, 500])
    assert first.root == first.roots[500]
    rest = check(sqlite_ledger, since=500, enough=lambda: True)
    assert (rest.events, rest.resume, rest.faults) == (500, None, [])
    assert rest.root == check(sqlite_ledger).root


def test_what_was_not_reached_is_not_missed(sqlite_ledger: Ledger) -> None:
    """An erasure declared of what lies ahead is no fault of a check that ended before it."""
    sqlite_ledger.append(stream_of("a", 600))
    with sqlite_ledger.view() as view:
        view.erasures._declared = {(0, 599, "article"): (0, 599)}
        assert verify_shard(view, 0, enough=lambda: True).faults == []
        assert [fault.position for fault in verify_shard(view, 0).faults] == [None]


@pytest.mark.usefixtures("small_ranges")
@pytest.mark.parametrize("asked", [{}, {"since": 4}, {"sizes": [0, 2, 3, 5, 7]}, {"sample": Sample(share=0.5, seed=3)}])
def test_ranges_come_to_the_same(ledger: Ledger, asked: dict[str, Any]) -> None:
    """Counts, head and the heads over fewer events are those that one process finds."""
    fill(ledger)
    assert by_many(ledger, **asked) == check(ledger, **asked)
    steps: list[tuple[int, int]] = []
    by_many(ledger, progress=lambda done, size: steps.append((done, size)))
    assert steps == [(3, 7), (6, 7), (7, 7)]


@pytest.mark.usefixtures("small_ranges")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events SET data = replace(data, 'wire', 'fire') WHERE position = 4",
        "UPDATE events SET version = 9 WHERE position = 2",
        "UPDATE bodies SET salt = zeroblob(16) WHERE position IN (1, 6)",
        "DELETE FROM bodies WHERE position = 4",
        "DELETE FROM events WHERE position IN (2, 3)",
        "DELETE FROM events WHERE position = 6",
        "UPDATE shards SET frontier = x''",
        "DELETE FROM shards",
        "UPDATE events SET position = 70 WHERE position = 6",
    ],
)
def test_ranges_find_the_same_faults_in_the_same_order(
    sqlite_ledger: Ledger, tampered: sqlite3.Connection, sql: str
) -> None:
    """Whatever was changed, many say of it what one says."""
    tampered.execute(sql)
    alone = check(sqlite_ledger)
    assert alone.faults
    assert by_many(sqlite_ledger) == alone


@pytest.mark.usefixtures("small_ranges")
def test_ranges_end_when_somebody_has_enough(sqlite_ledger: Ledger) -> None:
    """After the range at hand, with the position to go on from; at the end of the log nothing is left over."""
    fill(sqlite_ledger)
    first = by_many(sqlite_ledger, enough=lambda: True)
    assert (first.events, first.resume, first.faults) == (3, 3, [])
    assert by_many(sqlite_ledger, since=6, enough=lambda: True).resume is None


@pytest.mark.usefixtures("small_ranges")
def test_what_was_recorded_meanwhile_is_left_for_the_next(sqlite_ledger: Ledger, sqlite_url: str) -> None:
    """Ranges end where the log did when the check began, though their processes see more of it."""
    fill(sqlite_ledger)
    with sqlite_ledger.view() as view, opened(sqlite_url, FakeClock()) as other:
        view.head(0)
        take(other, observed("Fog.", key="wire:fog"))
        checked = verify_shard_by(Here(), sqlite_ledger.database, view, 0)
    assert (checked.events, checked.faults) == (7, [])


@pytest.mark.slow
def test_processes_check_a_ledger(ledger: Ledger) -> None:
    """Real processes, on both databases, come to what one comes to."""
    fill(ledger)
    alone = check(ledger)
    with processes(1) as pool, ledger.view() as view:
        assert verify_shard_by(pool, ledger.database, view, 0) == alone


def test_an_entry_is_hashed_as_it_was_recorded(sqlite_ledger: Ledger) -> None:
    """The head over what `verify` hashes is the head over the entries as `docs/log-format.md` defines them."""
    take(sqlite_ledger, *(observed(text, "12:00", key=f"wire:{number}") for number, text in enumerate(TEXTS)))
    with sqlite_ledger.view() as view:
        leaves = [leaf_hash(recorded.row.entry(view.log_id)) for recorded in view.range(0, 0)]
        assert isinstance(next(view.range(0, 0)).row, Stored)
        assert verify_shard(view, 0).root == Frontier().extended(leaves).root()


TEXT = st.text(alphabet=st.sampled_from("abcdefgh \n"), min_size=0, max_size=3_000).map(str.encode)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6))
def test_unpacking_many_is_unpacking_each(pairs: list[tuple[bytes, bytes]]) -> None:
    """One unpacker gives of any bodies, one after the other, what each gives by itself."""
    many = Unpacker()
    for before, extra in pairs:
        content = before + extra + before
        for wanted in (Coding.FULL, Coding.PREVIOUS):
            coding, data = encoded(content, coding=wanted, prefix=before)
            assert many.unpack(data, coding=coding, size=len(content), prefix=before) == content


@pytest.mark.parametrize("size", [0, 7, 8, 9, 131_071, 131_072, 131_073, 300_000])
def test_long_bodies_are_unpacked_too(size: int) -> None:
    """Also where a text or what it is coded against is longer than one block of zstd."""
    before = (b"The dyke holds, says the mayor. " * 10_000)[:size]
    many = Unpacker()
    for content in (before + b"Fog.", b"Fog. " + before, b"Fog lies over the whole of the valley. " * 3):
        coding, data = encoded(content, coding=Coding.PREVIOUS, prefix=before)
        assert many.unpack(data, coding=coding, size=len(content), prefix=before) == content


@given(TEXT, TEXT, st.data())
def test_damaged_bodies_are_refused_as_ever(before: bytes, extra: bytes, data: st.DataObject) -> None:
    """Any byte changed, cut off or added, another size or another coding: refused as `bodies.unpack` refuses it, or
    the same content; and the next sound body is unpacked as if nothing had been."""
    content = before + b" and then " + extra
    coding, stored = encoded(content, coding=Coding.PREVIOUS, prefix=before)
    at = data.draw(st.integers(0, len(stored) - 1))
    changed = data.draw(
        st.sampled_from([stored[:at], stored + b"\0", stored[:at] + bytes([stored[at] ^ 0x21]) + stored[at + 1 :]])
    )
    many = Unpacker()
    for damaged, size in ((changed, len(content)), (stored, len(content) + 1), (stored, max(len(content) - 1, 0))):
        assert outcome(many.unpack, damaged, int(coding), size, before) == outcome(
            unpack, damaged, int(coding), size, before
        )
    assert many.unpack(stored, coding=coding, size=len(content), prefix=before) == content


def outcome(work: Any, stored: bytes, coding: int, size: int, prefix: bytes) -> bytes | str:
    """What unpacking gave, or that it was refused."""
    try:
        return bytes(work(stored, coding=coding, size=size, prefix=prefix))
    except ValueError:
        return "refused"


@given(st.binary(min_size=SALT_SIZE, max_size=SALT_SIZE), st.binary(max_size=200))
def test_commitments_are_those_that_were_recorded(salt: bytes, content: bytes) -> None:
    """What `verify` makes of a salt and a body is the commitment that recording made."""
    assert eventcheck._commitment(salt, content) == commitment(salt, content)
