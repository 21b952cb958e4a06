"""`tracker blame`: who brought what a story says, on screen and as data."""

from __future__ import annotations

import pytest
from terminal import Cli, story

FIRST = "Engineers opened two gates of the Halden dam before dawn. Nobody was hurt, the board said."
EDITED = FIRST.replace("two gates", "three gates")
SECOND = "Farmers downstream were told to move their cattle to higher ground."
NAME = "dam-gates-opened"


def times(cli: Cli, *texts: tuple[str, ...]) -> None:
    """Record each text as a revision of one story, an hour apart."""
    for number, paragraphs in enumerate(texts, start=1):
        cli.write(f"{number}.txt", story(*paragraphs, published=f"2024-03-01T{9 + number}:00:00Z"))
        cli.ok("ingest", f"{number}.txt")


@pytest.fixture
def dam(cli: Cli) -> Cli:
    """Three revisions: one paragraph, an edit in it, another paragraph on top."""
    times(cli, (FIRST,), (EDITED,), (SECOND, EDITED))
    return cli


def passages(shown: dict[str, object]) -> list[tuple[str, int, str, list[int]]]:
    units = shown["units"]
    assert isinstance(units, list)
    return [
        (f"{unit['part']} {unit['number']}", passage["revision"], passage["text"], passage["others"])
        for unit in units
        for passage in unit["passages"]
    ]


def test_sentences_are_blamed_on_who_brought_most_of_them(dam: Cli) -> None:
    """Each with its revision's publish time; the revisions that brought the rest are named."""
    shown = dam.ok("blame", NAME, "--json").json
    assert shown["schema"] == "tracker.blame/1"
    assert shown["by"] == "sentence"
    assert passages(shown) == [
        ("paragraph 1", 3, SECOND, []),
        ("paragraph 2", 1, "Engineers opened three gates of the Halden dam before dawn.", [2]),
        ("paragraph 2", 1, "Nobody was hurt, the board said.", []),
    ]
    assert [ref["number"] for ref in shown["history"]] == [1, 2, 3]
    assert shown["units"][0]["passages"][0]["published_at"] == "2024-03-01T12:00:00Z"
    assert shown["headline"][0]["revision"] == 1


def test_runs_of_words_have_their_places(dam: Cli) -> None:
    """--by word cuts where the origin changes; start and end are characters of the unit."""
    shown = dam.ok("blame", NAME, "--by", "word", "--json").json
    assert passages(shown)[1:] == [
        ("paragraph 2", 1, "Engineers opened", []),
        ("paragraph 2", 2, "three", []),
        ("paragraph 2", 1, "gates of the Halden dam before dawn. Nobody was hurt, the board said.", []),
    ]
    three = shown["units"][1]["passages"][1]
    assert EDITED[three["start"] : three["end"]] == "three"


def test_the_margin_names_the_revision_and_its_time(dam: Cli) -> None:
    """As git blame does; the revisions are listed below with the whole time, and how to get the same answer again."""
    out = dam.ok("blame", NAME).out
    assert "r3     1 Mar 12:00  ¶1  Farmers downstream were told" in out
    assert "r1+r2  1 Mar 10:00  ¶2  Engineers opened three gates" in out
    assert "r1     1 Mar 10:00      Nobody was hurt, the board said." in out
    assert "r2         published 1 Mar 2024 11:00 UTC" in out
    assert "--known-at '#6'" in out


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_page(dam: Cli, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """From 40 columns to 200."""
    monkeypatch.setenv("COLUMNS", str(width))
    for by in ("sentence", "word"):
        assert max(map(len, dam.ok("blame", NAME, "--by", by).out.splitlines())) <= width


def test_a_moment_bounds_the_history(dam: Cli) -> None:
    """--at, --known-at and STORY@rN blame what stood then."""
    for arguments in ([NAME, "--at", "2024-03-01T10:30Z"], [NAME, "--known-at", "#1"], [f"{NAME}@r1"], [f"{NAME}@-3"]):
        shown = dam.ok("blame", *arguments, "--json").json
        assert shown["revision"]["number"] == 1
        assert [row[2] for row in passages(shown)] == [
            "Engineers opened two gates of the Halden dam before dawn.", "Nobody was hurt, the board said."
        ]  # fmt: skip


def test_history_follows_publication_not_recording(cli: Cli) -> None:
    """A revision that arrives late but went out first brought its words first."""
    for name, text, hour in (("late", EDITED, 12), ("early", FIRST, 10)):
        cli.write(f"{name}.txt", story(text, published=f"2024-03-01T{hour}:00:00Z"))
        cli.ok("ingest", f"{name}.txt")
    shown = cli.ok("blame", NAME, "--by", "word", "--json").json
    assert [ref["number"] for ref in shown["history"]] == [2, 1]
    assert [row[1] for row in passages(shown)] == [2, 1, 2]


def test_words_that_return_are_blamed_on_who_brought_them_first(cli: Cli) -> None:
    """A revert brings nothing of its own."""
    times(cli, (FIRST, SECOND), (EDITED,), (FIRST, SECOND, "One gate was shut again at noon."))
    shown = cli.ok("blame", NAME, "--json").json
    assert [row[1] for row in passages(shown)] == [1, 1, 1, 3]


def test_an_earlier_text_that_is_given_again_brings_nothing(cli: Cli) -> None:
    """A confirmation that reverts stands in the history, and its words have their first revision."""
    times(cli, (FIRST,), (SECOND,), (FIRST,))
    shown = cli.ok("blame", NAME, "--json").json
    assert {row[1] for row in passages(shown)} == {1}
    assert shown["history"][-1]["published_at"] == "2024-03-01T12:00:00Z"


def test_inserts_and_hostile_text_are_shown_safely(cli: Cli) -> None:
    """A bullet is blamed like a paragraph; an escape sequence and a line feed cannot forge a line."""
    line = '{"story": "wire:x", "headline": "Gate\\nr9 forged", "published": "2024-03-01T10:00:00Z",'
    line += ' "paragraphs": ["One \\u001b[31mgate\\u202e."],'
    line += ' "inserts": [{"before": 1, "kind": "bullet", "text": "A bullet"}]}'
    cli.write("x.jsonl", line + "\n")
    cli.ok("ingest", "x.jsonl")
    out = cli.ok("blame", "wire:x").out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "• A bullet" in out
    assert not any(row.startswith("r9") for row in out.splitlines())


def test_no_such_story_and_no_such_moment(dam: Cli) -> None:
    """Both are not found, and a wrong unit is misuse."""
    assert dam("blame", "flood").code == 4
    assert dam("blame", NAME, "--at", "2024-02-01").code == 4
    assert dam("blame", NAME, "--by", "letter").code == 2
    assert dam("blame", f"{NAME}@r3", "--at", "2024-03-01T10:30Z").code == 4
