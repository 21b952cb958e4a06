"""The stories that come with the program show what `docs/fixtures.md` says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from terminal import Cli

FIXTURES = Path(__file__).parents[2] / "fixtures"


def changes(desk: Cli, story: str, revisions: str) -> list[dict[str, Any]]:
    found = desk.ok("diff", story, revisions, "--json").json["changes"]
    assert isinstance(found, list)
    return found


def revisions_of(desk: Cli, story: str) -> list[dict[str, Any]]:
    """The lines of the log that are revisions."""
    lines = desk.ok("log", story, "--json").json["lines"]
    assert isinstance(lines, list)
    return [line for line in lines if line.get("revision")]


def words(change: dict[str, Any], op: str) -> str:
    return " ".join(span["text"] for span in change["spans"] if span["op"] == op)


def test_there_are_at_least_eight_stories_of_several_revisions(desk: Cli) -> None:
    """Every folder is a story under its own slug, with three revisions or more."""
    stories = desk.ok("stories", "--json").json["stories"]
    folders = {path.name for path in FIXTURES.iterdir() if path.is_dir()}
    assert len(folders) >= 8
    assert {story["story"]["slug"] for story in stories} == folders
    assert all(story["revisions"] >= 3 for story in stories)


def test_his_comments_are_a_fifth_paragraph_and_nothing_else_changed(desk: Cli) -> None:
    """r3 adds ¶5 with a quote; the note says so; old ¶5 to ¶8 moved down by one."""
    found = changes(desk, "rodriguez-torres-freed", "r2..r3")
    assert [(change["part"], change["kind"], change["new"]) for change in found if change["part"] == "paragraph"] == [
        ("paragraph", "added", [5])
    ]
    assert {change["part"] for change in found} == {"paragraph", "note"}
    assert any("Rodriguez Torres said" in words(change, "insert") for change in found)
    shown = desk.ok("show", "rodriguez-torres-freed", "--json").json
    assert shown["article"]["note"] == "Adds Rodriguez Torres comments in fifth paragraph"


def test_a_toll_is_corrected_twice(desk: Cli) -> None:
    """14 becomes 41 under a note that says so, and 41 becomes 38 under one that only adds background."""
    for revisions, old, new, note in (
        ("r2..r3", "14", "41", "Corrects toll"),
        ("r3..r4", "41", "38", "Adds background"),
    ):
        lead = next(c for c in changes(desk, "flood-toll", revisions) if c["part"] == "paragraph" and c["new"] == [1])
        assert (words(lead, "delete"), words(lead, "insert")) == (old, new)
        assert note in desk.ok("show", f"flood-toll@{revisions[-2:]}", "--json").json["article"]["note"]


def test_a_headline_changes_without_a_note(desk: Cli) -> None:
    """r3 of the bridge story has another headline, the same text, and no note."""
    assert {change["part"] for change in changes(desk, "bridge-closure", "r2..r3")} == {"headline", "note"}
    assert desk.ok("show", "bridge-closure@r3", "--json").json["article"]["note"] is None


def test_a_copy_arrives_late(desk: Cli) -> None:
    """The copy of 11:05 was filed after that of 13:20: it has the highest number and stands third."""
    lines = desk.ok("log", "harbour-strike", "--json").json["lines"]
    assert [(line["revision"]["number"], line["late"]) for line in lines] == [
        (1, False),
        (2, False),
        (4, True),
        (3, False),
    ]


def test_a_text_returns(desk: Cli) -> None:
    """The third revision of the lido story is its first again."""
    lines = desk.ok("log", "mayor-quote", "--json").json["lines"]
    assert [line["reverts_to"] for line in lines] == [None, None, 1]
    assert changes(desk, "mayor-quote", "r1..r3") == []


def test_a_note_is_carried_over_a_silent_change(desk: Cli) -> None:
    """The outage story's third revision changes a number under the second one's note."""
    found = changes(desk, "grid-outage", "r2..r3")
    assert [change["part"] for change in found] == ["paragraph"]
    assert (words(found[0], "delete"), words(found[0], "insert")) == ("230,000", "320,000")


@pytest.mark.parametrize(("story", "language"), [("hokkaido-ferry", "ja"), ("nile-dam", "ar")])
def test_other_scripts_are_read_and_compared(desk: Cli, story: str, language: str) -> None:
    """Japanese and Arabic copy keeps its paragraphs, and a changed number is found in it."""
    assert desk.ok("show", story, "--json").json["article"]["language"] == language
    found = [change for change in changes(desk, story, "r2..r3") if change["kind"] == "changed"]
    assert any(words(change, "delete").isdigit() and words(change, "insert").isdigit() for change in found)


def test_a_live_blog_grows_from_the_top(desk: Cli) -> None:
    """Eight revisions, more than forty paragraphs in the last, new posts first; what stood below is kept."""
    shown = desk.ok("show", "election-night-live", "--json").json
    assert shown["revision"]["number"] == 8
    assert len(shown["article"]["paragraphs"]) == 47
    added = [c["new"] for c in changes(desk, "election-night-live", "r7..r8") if c["part"] == "paragraph"]
    assert added == [[1], [2], [3], [4], [5], [6]]


def test_a_kill_notice_withdraws_its_story_and_is_no_revision(desk: Cli) -> None:
    """The duck story keeps three revisions; it is withdrawn from the notice's time on, with the reason, not before."""
    assert [line["revision"]["number"] for line in revisions_of(desk, "toy-recall")] == [1, 2, 3]
    withdrawn = desk.ok("show", "toy-recall", "--json").json["withdrawn"]
    assert withdrawn["reason"] == "They must not be used, because the company statement behind them was forged."
    assert desk.ok("show", "toy-recall", "--at", "2025-03-05T12:14:59Z", "--json").json["withdrawn"] is None
    found = desk.ok("show", "toy-recall", "--at", "2025-03-05T12:15Z", "--json").json
    assert (found["revision"]["number"], found["withdrawn"]["reason"]) == (3, withdrawn["reason"])


def test_a_sentence_that_moved_is_told_as_moved(desk: Cli) -> None:
    """r3 of the duck story adds ¶7; the end of ¶3 became the end of ¶1, which no rule reports."""
    told = desk.ok("diff", "toy-recall@r3", "--json").json
    moved = [(link["old"], link["new"]) for link in told["sentences"] if link["moved"]]
    assert moved == [([{"paragraph": 3, "sentence": 2}], [{"paragraph": 1, "sentence": 2}])]
    added = [change["new"] for change in told["changes"] if change["kind"] == "added" and change["part"] == "paragraph"]
    assert added == [[7]]
    assert desk.ok("audit", "toy-recall", "--json").json["findings"] == []


@pytest.mark.parametrize(
    ("story", "undisclosed"),
    [
        ("rodriguez-torres-freed@r3", []),
        ("flood-toll@r3", []),
        ("flood-toll@r4", [("undisclosed-number", "high", "¶1")]),
        ("bridge-closure@r3", [("undisclosed-headline", "medium", "headline")]),
        ("mayor-quote@r3", [("undisclosed-removal", "medium", "was ¶4")]),
        ("grid-outage@r3", [("undisclosed-number", "high", "¶2")]),
        ("harbour-strike@r3", []),
        ("market-close@r2", []),
        ("market-close@r3", []),
        ("old-ap-quake@r3", []),
    ],
)
def test_the_audit_finds_what_no_note_told(desk: Cli, story: str, undisclosed: list[tuple[str, str, str]]) -> None:
    """Each change that `docs/fixtures.md` calls undisclosed is found, and none that a true note tells of."""
    found = desk.ok("audit", story, "--json").json["findings"]
    told = [(line["rule"], line["severity"], line["place"]) for line in found if line["rule"].startswith("undisclosed")]
    assert told == undisclosed


def test_the_same_text_under_a_later_time_is_a_confirmation(desk: Cli) -> None:
    """The third line of the market feed confirms r2."""
    lines = desk.ok("log", "market-close", "--json").json["lines"]
    assert [(line["revision"]["number"], line["confirmed"]) for line in lines] == [
        (1, False),
        (2, False),
        (2, True),
        (3, False),
    ]
