"""The contract of the ledger, held by every database it runs on, with one shard and with eight: appending, reading,
positions, times, conflicts."""

from __future__ import annotations

from itertools import count, islice
from typing import Any, cast

import pytest
from backends import Backend
from builders import FakeClock, at, revision_event, stream_of
from builders import events_of as events_of_shard

from tracker.errors import Conflict, ExitCode
from tracker.ledger.append import Claim, Sighting
from tracker.ledger.identity import desk_stream, shard_of
from tracker.ledger.sightings import seen_before, sighting_times
from tracker.ledger.store import Ledger
from tracker.story.events import RevisionConfirmed, StoryOpened


@pytest.fixture(scope="session", params=["sqlite", "postgresql", "sharded_sqlite", "sharded_postgresql"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each kind of database in turn, its ledgers of one shard, then of eight; on PostgreSQL in eight partitions."""
    return cast(Backend, request.getfixturevalue(request.param))


def home(ledger: Ledger) -> int:
    """The shard that the streams of most tests are in."""
    return shard_of("s", ledger.shards)


def named(ledger: Ledger, number: int) -> list[str]:
    """The names of so many streams in the shard of "s", which is the first of them."""
    names = ("s" if n == 0 else f"s{n}" for n in count())
    return list(islice((name for name in names if shard_of(name, ledger.shards) == home(ledger)), number))


def elsewhere(ledger: Ledger) -> str:
    """The name of a stream in another shard than "s" where there is one."""
    names = (f"other {n}" for n in range(1000))
    return next((name for name in names if shard_of(name, ledger.shards) != home(ledger)), "other")


def events_of(ledger: Ledger) -> list[Any]:
    """Every event of the log, shard by shard."""
    return [recorded for shard in range(ledger.shards) for recorded in events_of_shard(ledger, shard)]


def test_reads_back_what_was_appended(ledger: Ledger, clock: FakeClock) -> None:
    """An event comes back with its stream, version, id, type, times, fields and bodies."""
    clock.now = at("12:30")
    new = revision_event("s", 0, event_id=b"0123456789abcdef", published_at=at("11:00"), bodies={"article": b"text"})
    (stored,) = ledger.append([new]).events
    with ledger.view() as view:
        read = view.event(home(ledger), 0)
        assert read is not None
        assert view.body(read, "article") == b"text"
    assert read.row == stored
    assert (stored.shard, stored.position, stored.stream_id, stored.version) == (home(ledger), 0, "s", 0)
    assert (stored.event_id, stored.type) == (b"0123456789abcdef", "revision.recorded")
    assert (stored.published_at, stored.recorded_at) == (at("11:00"), at("12:30"))
    assert read.event == new.event


def test_finds_by_id_version_and_end_of_stream(ledger: Ledger) -> None:
    """One event is found by its id, by stream and version, and as the last of its stream; nothing where there is
    none."""
    shard, (one, two) = home(ledger), named(ledger, 2)
    ledger.append([*stream_of(one, 3), *stream_of(two, 2)])
    with ledger.view() as view:
        by_id = view.event_by_id(shard, f"{two} 1".encode())
        version, last = view.version(one, 1), view.last(one)
        missing = (view.event_by_id(shard, b"six 6"), view.version(one, 3), view.last("three"), view.event(shard, 5))
    assert by_id is not None
    assert by_id.row.position == 4
    assert version is not None
    assert (version.row.position, version.row.event_id) == (1, f"{one} 1".encode())
    assert last is not None
    assert last.row.version == 2
    assert missing == (None, None, None, None)


def test_reads_a_stream_in_order_and_as_far_as_a_position(ledger: Ledger) -> None:
    """A stream gives its own events by version, from a version on, and none beyond a ledger position."""
    one, two = named(ledger, 2)
    for version in range(4):
        ledger.append([revision_event(one, version), revision_event(two, version)])
    with ledger.view() as view:
        whole = [recorded.row.version for recorded in view.stream(one)]
        tail = [recorded.row.version for recorded in view.stream(one, start=2)]
        known = [recorded.row.position for recorded in view.stream(two, until=4)]
    assert (whole, tail, known) == ([0, 1, 2, 3], [2, 3], [1, 3])


def test_streams_and_ranges_longer_than_a_chunk_are_whole(ledger: Ledger) -> None:
    """1,203 events of one stream are read to the last one, through a stream, a range, and a range's middle."""
    for start in range(0, 1203, 401):
        ledger.append(stream_of("s", 401, start=start))
    with ledger.view() as view:
        assert [recorded.row.version for recorded in view.stream("s")] == list(range(1203))
        assert [recorded.row.position for recorded in view.range(home(ledger), 0)] == list(range(1203))
        assert [recorded.row.position for recorded in view.range(home(ledger), 499, 1001)] == list(range(499, 1001))


def test_positions_are_gapless_from_zero(ledger: Ledger) -> None:
    """Positions count from 0 without a gap, over batches, streams and refused batches, and the head counts them."""
    one, two = named(ledger, 2)
    ledger.append(stream_of(one, 3))
    with pytest.raises(Conflict):
        ledger.append([revision_event(two, 0), revision_event(one, 1)])
    ledger.append(stream_of(two, 2))
    ledger.append([])
    ledger.append(stream_of(one, 1, start=3))
    assert [recorded.row.position for recorded in events_of(ledger)] == [0, 1, 2, 3, 4, 5]
    with ledger.view() as view:
        assert view.head(home(ledger)).size == 6


def test_the_recorded_clock_never_goes_back(ledger: Ledger, clock: FakeClock) -> None:
    """`recorded_at` is the clock's time, or a microsecond after the last one where the clock stands or went back."""
    times = []
    for version, now in enumerate([at("12:00"), at("12:00"), at("11:00"), at("12:01")]):
        clock.now = now
        times.append(ledger.append([revision_event("s", version)]).recorded_at)
    assert times == [at("12:00"), at("12:00") + 1, at("12:00") + 2, at("12:01")]
    assert [recorded.row.recorded_at for recorded in events_of(ledger)] == times


def test_one_transaction_has_one_time(ledger: Ledger) -> None:
    """All events of a batch are recorded at the same instant, which also stands in for a publish time not given."""
    one, two = named(ledger, 2)
    batch = [*stream_of(one, 3), revision_event(two, 0, published_at=at("09:00"))]
    appended = ledger.append(batch)
    rows = [recorded.row for recorded in events_of(ledger)]
    assert {row.recorded_at for row in rows} == {appended.recorded_at}
    assert [row.published_at for row in rows] == [appended.recorded_at] * 3 + [at("09:00")]


def test_an_event_without_a_place_on_the_published_clock_has_none(ledger: Ledger) -> None:
    """What is not timed (a story's opening) has no publish time."""
    ledger.append([revision_event("s", 0, event=StoryOpened(tool="test"), timed=False)])
    (opened,) = events_of(ledger)
    assert opened.row.published_at is None


@pytest.mark.parametrize("version", [0, 1, 3, 7])
def test_a_stale_or_hasty_version_is_a_conflict(ledger: Ledger, version: int) -> None:
    """A stream at version 1 takes version 2 next: any other is refused with exit code 9, and nothing is appended."""
    ledger.append(stream_of("s", 2))
    with pytest.raises(Conflict) as refused:
        ledger.append([revision_event(elsewhere(ledger), 0), revision_event("s", version, event_id=b"fresh")])
    assert refused.value.exit_code is ExitCode.STORAGE
    assert len(events_of(ledger)) == 2


def test_a_batch_must_count_its_own_streams(ledger: Ledger) -> None:
    """Versions of one stream within a batch follow each other."""
    with pytest.raises(Conflict, match="does not follow"):
        ledger.append([revision_event("s", 0), revision_event("s", 2)])
    assert not events_of(ledger)


def test_an_event_id_is_taken_once(ledger: Ledger) -> None:
    """An event id that is in the log, or twice in the batch, is a conflict; nothing of the batch is appended."""
    one, two, three = named(ledger, 3)
    ledger.append([revision_event(one, 0, event_id=b"id")])
    with pytest.raises(Conflict):
        ledger.append([revision_event(two, 0), revision_event(three, 0, event_id=b"id")])
    with pytest.raises(Conflict):
        ledger.append([revision_event(two, 0, event_id=b"new"), revision_event(three, 0, event_id=b"new")])
    assert [recorded.row.stream_id for recorded in events_of(ledger)] == [one]
    ledger.append([revision_event(two, 0, event_id=b"new")])


def test_an_error_at_the_very_end_leaves_nothing(ledger: Ledger) -> None:
    """A batch that fails after its events and bodies were written leaves no event, no body, no sighting, no time."""
    lost = Sighting(observation_id=b"lost", stream_id="s", digest=b"d", index=7)
    kept = Sighting(observation_id=b"kept", stream_id="s", digest=b"d", index=0)
    with pytest.raises(KeyError):
        ledger.append([revision_event("s", 0, bodies={"article": b"text"})], [kept, lost])
    with ledger.view() as view:
        head = view.head(home(ledger))
        assert (head.size, head.recorded_at) == (0, 0)
        assert view.event(home(ledger), 0) is None
        assert not seen_before(view, home(ledger), [b"kept", b"lost"])
        assert view.connection.exec_driver_sql("SELECT count(*) FROM bodies").scalar() == 0


def test_sightings_are_counted_with_the_events(ledger: Ledger, clock: FakeClock) -> None:
    """A sighting stands at its event; seen again, it keeps its first time, moves its last one, and counts up."""
    clock.now = at("12:00")
    ledger.append([revision_event("s", 0)], [Sighting(observation_id=b"o", stream_id="s", digest=b"d", index=0)])
    clock.now = at("13:00")
    ledger.append([], [Sighting(observation_id=b"o", stream_id="s", digest=b"d", position=0)])
    with ledger.view() as view:
        met = seen_before(view, home(ledger), [b"o", b"p"])
        times = sighting_times(view, home(ledger), 0)
        assert sighting_times(view, home(ledger), 1) is None
    assert set(met) == {b"o"}
    assert (met[b"o"].position, met[b"o"].digest) == (0, b"d")
    assert times is not None
    assert (times.first_seen, times.last_seen, times.times) == (at("12:00"), at("13:00"), 2)
    assert len(events_of(ledger)) == 1


def test_a_view_is_one_view(ledger: Ledger) -> None:
    """What is appended while a view is open is not seen in it, but in the next one."""
    ledger.append(stream_of("s", 1))
    shard = home(ledger)
    with ledger.view() as view:
        assert view.head(shard).size == 1
        ledger.append(stream_of("s", 1, start=1))
        assert (view.head(shard).size, view.event(shard, 1)) == (1, None)
    with ledger.view() as view:
        assert view.head(shard).size == 2


def test_both_streams_of_a_story_are_separate(ledger: Ledger) -> None:
    """A story's own stream and its desk stream count their versions apart, and keep their order of position."""
    confirmed = RevisionConfirmed(revision=1, tool="test")
    ledger.append([*stream_of("s", 2), revision_event(desk_stream("s"), 0, event=confirmed)])
    with ledger.view() as view:
        assert [recorded.row.version for recorded in view.stream("s")] == [0, 1]
        (desk,) = view.stream(desk_stream("s"))
    assert (desk.row.position, desk.event) == (2, confirmed)


def test_each_shard_counts_its_own_positions(ledger: Ledger) -> None:
    """One batch over all shards is one transaction of one time; in each shard positions go from 0 without a gap, and a
    story's streams share a shard."""
    names = [f"story {n}" for n in range(40)]
    confirmed = RevisionConfirmed(revision=1, tool="test")
    desk = [revision_event(desk_stream(name), 0, event=confirmed) for name in names]
    ledger.append([*(revision_event(name, 0) for name in names), *desk])
    by_shard = [events_of_shard(ledger, shard) for shard in range(ledger.shards)]
    assert all(by_shard)
    assert sum(map(len, by_shard)) == 80
    assert len({recorded.row.recorded_at for events in by_shard for recorded in events}) == 1
    for events in by_shard:
        assert [recorded.row.position for recorded in events] == list(range(len(events)))
        streams = {recorded.row.stream_id for recorded in events}
        assert streams == {desk_stream(name) for name in streams if name in names} | (streams & set(names))


def test_a_name_is_claimed_once_whatever_shards(ledger: Ledger) -> None:
    """A name that an event has taken is not taken again by one in another shard."""
    claim = Claim(home="s", event_id=b"slug")
    ledger.append([revision_event("s", 0, event_id=b"slug", claims=(claim,))])
    with pytest.raises(Conflict, match="another writer was first"):
        ledger.append([revision_event(elsewhere(ledger), 0, event_id=b"slug", claims=(claim,))])
    assert len(events_of(ledger)) == 1
