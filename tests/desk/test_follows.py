"""`follows`: an update under a new number is filed in the story it names, whatever order the inputs come in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import KEY, at, events_of, text_at, workspace
from intake import Kept, folder, run, wire

from tracker.desk.history import log
from tracker.desk.link import link
from tracker.desk.moment import NOTHING_ASKED
from tracker.ledger.store import Ledger
from tracker.story.decide import Outcome

FIRST = wire("The river rose.", "10:00")
UPDATE = wire("The river rose again.", "11:00", story="wire:2", follows=KEY)


def _types(ledger: Ledger) -> list[str]:
    """The types of the events of stories, in order."""
    return [recorded.row.type for recorded in events_of(ledger) if recorded.row.type != "run.finished"]


def _stands(kept: Kept) -> dict[str, tuple[str, str | None, int | None]]:
    return {item.name.rpartition("/")[2]: (str(item.outcome), item.key, item.revision) for item in kept.taken}


@pytest.mark.parametrize("together", [True, False], ids=["one run", "two runs"])
def test_an_update_is_the_next_revision_of_the_story_it_follows(
    ledger: Ledger, tmp_path: Path, *, together: bool
) -> None:
    """Its key becomes one of that story, it is recorded there, and once more changes nothing."""
    path = folder(tmp_path, a__txt=FIRST, b__txt=UPDATE)
    for paths in [[path]] if together else [[path / "a.txt"], [path / "b.txt"]]:
        kept = run(ledger, *paths)
    assert _stands(kept)["b.txt"] == ("recorded", KEY, 2)
    assert (text_at(ledger, "10:30"), text_at(ledger, "11:30")) == ("The river rose.", "The river rose again.")
    (told,) = log(workspace(ledger), KEY, NOTHING_ASKED).keys
    assert (told.key, told.linked, told.by) == ("wire:2", True, "wire")
    assert told.reason is not None
    assert told.reason.endswith("b.txt says that it follows wire:flood")
    again = run(ledger, path)
    assert again.counts == {Outcome.SEEN: 2}
    assert again.warnings == []
    assert _types(ledger) == ["story.opened", "revision.recorded", "story.keyed", "revision.recorded"]


def test_the_followed_story_may_come_later_in_the_run(ledger: Ledger, tmp_path: Path) -> None:
    """An update whose file sorts first, or has no time, waits for the first text of what it follows; a chain too."""
    chain = wire("It fell.", story="wire:3", follows="wire:2")
    kept = run(ledger, folder(tmp_path, a__txt=chain, b__txt=UPDATE, c__txt=FIRST))
    assert {key for _, key, _ in _stands(kept).values()} == {KEY}
    assert sorted(revision or 0 for _, _, revision in _stands(kept).values()) == [1, 2, 3]
    assert kept.warnings == []


def test_later_inputs_need_not_say_it_again(ledger: Ledger, tmp_path: Path) -> None:
    """The key is the story's from then on, also for inputs without `follows`, and in JSON Lines."""
    run(ledger, folder(tmp_path, a__txt=FIRST, b__txt=UPDATE))
    line = {"story": "wire:2", "published": "2023-01-21T12:00:00Z", "paragraphs": ["The river fell."]}
    (tmp_path / "feed.jsonl").write_text(json.dumps(line) + "\n")
    assert _stands(run(ledger, tmp_path / "feed.jsonl"))["feed.jsonl:1"] == ("recorded", KEY, 3)


def test_an_update_that_changes_nothing_is_linked_all_the_same(ledger: Ledger, tmp_path: Path) -> None:
    """The same text under the new number confirms the old one; the key is the story's now."""
    same = wire("The river rose.", "11:00", story="wire:2", follows=KEY)
    kept = run(ledger, folder(tmp_path, a__txt=FIRST, b__txt=same))
    assert _stands(kept)["b.txt"] == ("confirmed", KEY, 1)
    assert _types(ledger) == ["story.opened", "revision.recorded", "story.keyed", "revision.confirmed"]


def test_to_follow_a_story_that_is_not_there(ledger: Ledger, tmp_path: Path) -> None:
    """It is recorded under its own key with a warning; once more it is seen before, and warns no more."""
    path = folder(tmp_path, b__txt=UPDATE)
    kept = run(ledger, path)
    assert _stands(kept)["b.txt"] == ("recorded", "wire:2", 1)
    ((_, warning),) = kept.warnings
    assert warning == "follows wire:flood, which is no story here: recorded as wire:2"
    folder(tmp_path, a__txt=FIRST)
    again = run(ledger, path)
    assert _stands(again)["b.txt"] == ("seen before", "wire:2", 1)
    assert (again.warnings, again.refused) == ([], [])


def test_a_key_that_is_another_story_already(ledger: Ledger, tmp_path: Path) -> None:
    """An input whose own key has a story, or belongs to one, cannot follow another: rejected, with what to do."""
    path = folder(
        tmp_path, a__txt=FIRST, b__txt=wire("A barn burnt.", "10:00", story="wire:2", headline="Barn burns down")
    )
    run(ledger, path)
    (error,) = run(ledger, folder(tmp_path, c__txt=UPDATE) / "c.txt").refused
    assert error.reason == (
        "follows wire:flood, but wire:2 is a story of its own already: leave follows out to record it there,"
        " or give --story wire:flood"
    )
    link(workspace(ledger), "wire:2", "wire:4", by="Mara Ilic")
    text = wire("The river rose once more.", "11:00", story="wire:4", follows=KEY)
    (error,) = run(ledger, folder(tmp_path, d__txt=text) / "d.txt").refused
    assert "wire:4 is part of wire:2 already" in error.reason
    assert _types(ledger).count("story.keyed") == 1


def test_what_was_taken_off_by_hand_is_not_linked_again_by_the_same_file(ledger: Ledger, tmp_path: Path) -> None:
    """The file still lies in the folder: it was seen before, so the link that somebody undid stays undone."""
    path = folder(tmp_path, a__txt=FIRST, b__txt=UPDATE)
    run(ledger, path)
    link(workspace(ledger), KEY, "wire:2", by="Mara Ilic", undo=True)
    assert run(ledger, path).counts == {Outcome.SEEN: 2}
    assert _types(ledger)[-1] == "story.unkeyed"


@pytest.mark.parametrize(
    ("follows", "fields"),
    [
        ("flood", {"source": "wire"}),
        ("WIRE: flood", {}),
        (KEY, {"source": "wire"}),
    ],
)
def test_how_a_story_is_named(sqlite_ledger: Ledger, tmp_path: Path, follows: str, fields: dict[str, str]) -> None:
    """By its key, or by its id alone where the input's source is the same."""
    update = wire("The river rose again.", "11:00", story="wire:2", follows=follows, **fields)
    kept = run(sqlite_ledger, folder(tmp_path, a__txt=FIRST, b__txt=update))
    assert _stands(kept)["b.txt"] == ("recorded", KEY, 2)


def test_a_name_that_can_be_none(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """A `follows` that is no key is rejected, naming the field."""
    (error,) = run(
        sqlite_ledger, folder(tmp_path, b__txt=wire("It rose.", story="wire:2", follows="a source!:x"))
    ).refused
    assert error.reason.startswith("follows: source 'a source!' must be")


def test_two_that_follow_each_other(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """Neither is there before the other: the first is recorded with a warning, the second one in it."""
    one = wire("The river rose.", "10:00", story="wire:1", follows="wire:2")
    two = wire("The river rose again.", "11:00", story="wire:2", follows="wire:1")
    kept = run(sqlite_ledger, folder(tmp_path, a__txt=one, b__txt=two))
    assert _stands(kept) == {"a.txt": ("recorded", "wire:1", 1), "b.txt": ("recorded", "wire:1", 2)}
    assert len(kept.warnings) == 1


def test_a_dry_run_says_the_same_and_records_nothing(ledger: Ledger, tmp_path: Path) -> None:
    """Linked within the rehearsal, warned, rejected: as the real run will; the ledger stays empty."""
    other = wire("A barn burnt.", "10:00", story="wire:9", follows="wire:8", headline="Barn burns down")
    path = folder(tmp_path, a__txt=UPDATE, b__txt=FIRST, c__txt=other)
    rehearsed = run(ledger, path, dry_run=True)
    assert _types(ledger) == []
    real = run(ledger, path)
    assert _stands(rehearsed) == _stands(real)
    assert rehearsed.warnings == real.warnings
    assert len(real.warnings) == 1


def test_a_late_update_is_placed_by_its_time(ledger: Ledger, tmp_path: Path) -> None:
    """An update that arrives before a text of its story which is older moves nothing out of its order."""
    run(ledger, folder(tmp_path, a__txt=FIRST, b__txt=UPDATE))
    run(ledger, folder(tmp_path, c__txt=wire("The river stood.", "10:30")) / "c.txt")
    assert [text_at(ledger, at(clock)) for clock in ("10:15", "10:45", "11:15")] == [
        "The river rose.",
        "The river stood.",
        "The river rose again.",
    ]
