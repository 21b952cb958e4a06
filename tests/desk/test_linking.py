"""One more key for a story: what it leads to, that it belongs to one story, and that history is not touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from backends import Backend, migrated
from builders import KEY, FakeClock, Overtaken, article, events_of, not_reread, observed, opened, take, workspace
from crowd import link_keys
from processes import started

from tracker.desk.history import log
from tracker.desk.link import link
from tracker.desk.moment import NOTHING_ASKED, Asked
from tracker.desk.record import record
from tracker.desk.remarks import Deed, append_deeds
from tracker.desk.show import show
from tracker.errors import Conflict, NotFound, UsageError
from tracker.ledger.read import LedgerView
from tracker.ledger.store import Ledger
from tracker.ledger.story import KeyState, find_key, first_free, key_claim
from tracker.ledger.verify import verify_shard, verify_whole
from tracker.story.decide import Outcome
from tracker.story.events import StoryKeyed
from tracker.story.keys import parse_key

BY = "Mara Ilic"
OTHER, UPDATE = "wire:fire", "wire:flood-2"


def _link(
    ledger: Ledger, name: str = KEY, key: str = UPDATE, *, undo: bool = False, dry_run: bool = False
) -> list[str]:
    return [item.key for item in link(workspace(ledger), name, key, by=BY, undo=undo, dry_run=dry_run)]


def _holder(ledger: Ledger, key: str) -> str | None:
    with ledger.view() as view:
        found = find_key(view, parse_key(key))
    return None if found is None else found.key.text


def _types(ledger: Ledger) -> list[str]:
    return [recorded.row.type for recorded in events_of(ledger)]


@pytest.fixture
def two(ledger: Ledger) -> Ledger:
    """Two stories, a flood and a fire."""
    take(ledger, observed("The river rose.", "10:00"))
    take(ledger, observed(article("The barn burnt.", headline="Barn burns down"), "10:00", key=OTHER))
    return ledger


def test_a_linked_key_leads_to_the_story_everywhere(two: Ledger) -> None:
    """It shows the story, what comes in under it is the story's next revision, and the old names still lead there."""
    assert _link(two) == [UPDATE]
    (receipt,) = take(two, observed("The river rose again.", "11:00", key=UPDATE, name="b.txt"))
    assert (receipt.outcome, receipt.key, receipt.revision) == (Outcome.RECORDED, KEY, 2)
    slug = show(workspace(two), KEY, NOTHING_ASKED).story.slug
    for name in (KEY, UPDATE, f"{UPDATE}@r2", slug, slug[:6]):
        shown = show(workspace(two), name, NOTHING_ASKED)
        assert (shown.story.key, shown.article.paragraphs) == (KEY, ("The river rose again.",))
    (again,) = take(two, observed("The river rose again.", "11:00", key=UPDATE, name="b.txt"))
    assert (again.outcome, again.key, again.revision) == (Outcome.SEEN, KEY, 2)


def test_a_link_tells_who_and_why_and_holds_no_text_in_the_open(two: Ledger) -> None:
    """The log of the story lists the key with its event's place; neither key nor name stands in the event's data."""
    link(workspace(two), KEY, UPDATE, by=BY, reason="the update has its own number")
    (told,) = log(workspace(two), KEY, NOTHING_ASKED).keys
    assert (told.key, told.linked, told.by, told.reason) == (UPDATE, True, BY, "the update has its own number")
    event = events_of(two)[told.position]
    assert event.row.type == "story.keyed"
    assert "flood-2" not in event.row.data
    assert BY not in event.row.data


def test_before_it_was_linked_the_key_was_no_name(two: Ledger) -> None:
    """`--known-at` before the link does not know the key; the story under its own key is there all the same."""
    _link(two)
    with pytest.raises(NotFound, match=r"no story was called wire:flood-2 then.*#4"):
        show(workspace(two), UPDATE, Asked(known_at="#3"))
    with pytest.raises(NotFound, match="then"):
        log(workspace(two), UPDATE, Asked(known_at="#3"))
    assert log(workspace(two), KEY, Asked(known_at="#3")).keys == ()
    assert show(workspace(two), UPDATE, Asked(known_at="#4")).story.key == KEY


def test_a_key_of_another_story_is_refused(two: Ledger) -> None:
    """One with a story of its own stays with it, with what to do instead; one linked elsewhere says how to free it."""
    with pytest.raises(UsageError, match=r"wire:fire is a story of its own, barn-burns-down.*tracker void .*--story"):
        _link(two, key=OTHER)
    _link(two, OTHER)
    with pytest.raises(UsageError, match=r"is a key of barn-burns-down .*tracker link barn-.* wire:flood-2 --undo"):
        _link(two)
    assert _types(two).count("story.keyed") == 1


def test_what_is_so_already_is_refused(two: Ledger) -> None:
    """The story's own key, one linked before, one taken off that was never linked: each says so and records nothing."""
    with pytest.raises(UsageError, match="goes by wire:flood already"):
        _link(two, key=KEY)
    with pytest.raises(UsageError, match=r"not linked to .*: no story goes by it"):
        _link(two, undo=True)
    with pytest.raises(UsageError, match="opened with; that one stays"):
        _link(two, key=KEY, undo=True)
    _link(two)
    with pytest.raises(UsageError, match="already"):
        _link(two)
    with pytest.raises(UsageError, match="it is a key of"):
        _link(two, OTHER, undo=True)
    with pytest.raises(UsageError, match="no story key"):
        _link(two, key="nonsense")
    assert _types(two).count("story.keyed") == 1


def test_taken_off_again_the_key_is_free(two: Ledger) -> None:
    """What was filed under it stays; a later text under it opens a story of its own, or another story gets the key."""
    _link(two)
    take(two, observed("The river rose again.", "11:00", key=UPDATE))
    assert _link(two, undo=True) == [UPDATE]
    assert _holder(two, UPDATE) is None
    assert show(workspace(two), KEY, NOTHING_ASKED).revision.number == 2
    _link(two, OTHER)
    assert _holder(two, UPDATE) == OTHER
    _link(two, OTHER, undo=True)
    (receipt,) = take(two, observed("The river fell.", "12:00", key=UPDATE))
    assert (receipt.key, receipt.revision) == (UPDATE, 1)
    assert [item.linked for item in log(workspace(two), KEY, NOTHING_ASKED).keys] == [True, False]


def test_a_dry_run_records_nothing(two: Ledger) -> None:
    """It says what would be done, refuses what would be refused, and leaves the ledger as it was."""
    before = len(events_of(two))
    assert _link(two, dry_run=True) == [UPDATE]
    with pytest.raises(UsageError):
        _link(two, key=OTHER, dry_run=True)
    assert (len(events_of(two)), _holder(two, UPDATE)) == (before, None)


def test_an_address_is_linked_under_its_host_and_the_storys_source(two: Ledger) -> None:
    """However it comes back, typed with tracking parameters, or as the address of an input of that source, it leads
    to the story; taken off, both go."""
    address = "https://news.example/flood/?utm_source=x#top"
    keys = ["news.example:news.example/flood", "wire:news.example/flood"]
    assert _link(two, key=address) == keys
    assert show(workspace(two), "http://news.example/flood", NOTHING_ASKED).story.key == KEY
    assert [_holder(two, key) for key in keys] == [KEY, KEY]
    assert _link(two, key=address, undo=True) == keys
    with pytest.raises(NotFound):
        show(workspace(two), address, NOTHING_ASKED)


def test_the_address_of_another_story_is_refused(ledger: Ledger) -> None:
    """The address with which a story came in leads to that story; linking it elsewhere would hide that one."""
    take(ledger, observed("The river rose.", "10:00"))
    take(ledger, observed("The barn burnt.", "10:00", key=OTHER, url="https://news.example/fire"))
    with pytest.raises(UsageError, match="is the address of another story"):
        _link(ledger, key="https://news.example/fire/")


def test_two_who_link_one_key_at_once(two: Ledger, url: str, clock: FakeClock) -> None:
    """Another writer links the key between deciding and recording: who comes second is told whose it is."""
    with opened(url, clock) as other:
        slow = Overtaken(two, meanwhile=lambda: _link(other, OTHER))
        with pytest.raises(UsageError, match="is a key of barn-burns-down"):
            _link(slow)
    assert _holder(two, UPDATE) == OTHER


def test_a_text_that_opens_the_key_at_once(two: Ledger, url: str, clock: FakeClock) -> None:
    """A text under the key is recorded between deciding and linking: the key has a story of its own, and stays."""
    with opened(url, clock) as other:
        slow = Overtaken(two, meanwhile=lambda: take(other, observed("Another flood.", "11:00", key=UPDATE)))
        with pytest.raises(UsageError, match="story of its own"):
            _link(slow)
    assert _holder(two, UPDATE) == UPDATE


def test_a_key_that_is_linked_while_a_text_opens_it(two: Ledger, url: str, clock: FakeClock) -> None:
    """The key is linked between deciding and recording: the text is decided anew, as one of that story."""
    with opened(url, clock) as other:
        slow = Overtaken(two, meanwhile=lambda: _link(other))
        (receipt,) = take(slow, observed("The river rose again.", "11:00", key=UPDATE))
    assert (receipt.key, receipt.revision) == (KEY, 2)


@pytest.fixture
def sharded(backend: Backend, clock: FakeClock) -> Iterator[Ledger]:
    """A ledger of five shards, with six stories in them."""
    url = migrated(backend.empty(), shards=5)
    with opened(url, clock) as ledger:
        stories = (observed(article(f"Text {n}.", headline=f"Story number {n}"), key=f"wire:{n}") for n in range(6))
        record(ledger, list(stories), reread=not_reread)
        yield ledger
    backend.drop(url)


def test_shards_do_not_give_one_key_to_two_stories(sharded: Ledger) -> None:
    """No unique key reaches over shards: in every order of two stories, the second link is refused, also when the
    first one is recorded between its deciding and its recording."""
    with sharded.view() as view:
        shards = {view.shard(view.identities.stream(f"wire:{n}")) for n in range(6)}
    assert len(shards) > 2
    for first, second in ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0)):
        key = f"wire:new-{first}"
        slow = Overtaken(sharded, meanwhile=lambda a=first, b=key: _link(sharded, f"wire:{a}", b))  # type: ignore[misc]
        with pytest.raises(UsageError, match="is a key of"):
            _link(slow, f"wire:{second}", key)
        assert _holder(sharded, key) == f"wire:{first}"
        (receipt,) = take(sharded, observed(f"Update {key}.", key=key))
        assert (receipt.key, receipt.revision) == (f"wire:{first}", 2)


def test_shards_do_not_mint_one_slug_twice(sharded: Ledger) -> None:
    """Two stories of one headline in two shards, one recorded while the other is decided: two slugs."""
    made = [observed(article("Fog.", headline="Fog in the valley"), key=f"wire:fog-{n}") for n in range(8)]
    for first, second in zip(made[::2], made[1::2], strict=True):
        take(Overtaken(sharded, meanwhile=lambda one=first: take(sharded, one)), second)  # type: ignore[misc]
    slugs = [show(workspace(sharded), item.key.text, NOTHING_ASKED).story.slug for item in made]
    assert sorted(slugs) == ["fog-in-the-valley", *(f"fog-in-the-valley-{n}" for n in range(2, 9))]


def test_a_claim_is_checked_under_the_lock(two: Ledger) -> None:
    """An event whose claimed name is taken is refused whole, whatever its own id says."""
    _link(two)

    def late(view: LedgerView) -> list[Deed]:
        claim = key_claim(view, parse_key(UPDATE), KeyState(turns=0, link=None), unopened=True)
        stream_id = view.identities.stream(OTHER)
        return [Deed(stream_id=stream_id, event=StoryKeyed(tool="0"), remark={"by": BY}, claim=claim)]

    with pytest.raises(Conflict, match="another writer was first"):
        append_deeds(two, late)


@pytest.mark.slow
def test_two_processes_that_link_the_same_keys(two: Ledger, url: str, tmp_path: Path) -> None:
    """Two processes link the same 6 keys to two stories: each key has exactly one, and the loser is told whose."""
    with started(tmp_path, {}, [{"call": (link_keys, url, story, 6)} for story in (KEY, OTHER)]) as workers:
        flood, fire = (worker.returned() for worker in workers)
    for number, (one, other) in enumerate(zip(flood, fire, strict=True)):
        won = [said.startswith("linked") for said in (one, other)]
        assert sum(won) == 1, (one, other)
        assert "already" in (other if won[0] else one)
        assert _holder(two, f"wire:new-{number}") == (KEY if won[0] else OTHER)
    with two.view() as view:
        assert [*verify_shard(view, 0).faults, *verify_whole(view)] == []


def test_the_first_free_number_is_found_in_doubling_steps() -> None:
    """Whatever number is the first free one, it is found, with few questions."""
    for free in (*range(40), 1_000):
        asked: list[int] = []

        def taken(number: int, free: int = free, asked: list[int] = asked) -> bool:
            asked.append(number)
            return number < free

        assert first_free(taken) == free
        assert len(asked) <= 2 * (free + 1).bit_length() + 1
