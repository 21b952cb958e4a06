"""`tracker grep`: when a phrase appeared, changed and vanished, across stories and at a moment."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from terminal import Cli, story

from tracker.desk.phrases import Wanted, finder
from tracker.errors import UsageError

DAM = "dam-gates-opened"


def record(cli: Cli, hour: int, *paragraphs: str, key: str = "wire:dam", **fields: Any) -> None:
    cli.write("in.txt", story(*paragraphs, key=key, published=f"2024-03-01T{hour}:00:00Z", **fields))
    cli.ok("ingest", "in.txt")


@pytest.fixture
def toll(cli: Cli) -> Cli:
    """A toll that rises, goes, and comes back; and another story that has it later."""
    record(cli, 10, "The dam held.", "At least 14 people were killed, the board said.")
    record(cli, 11, "The dam held.", "At least 41 people were killed, the board said.")
    record(cli, 12, "The dam held.", "The board gave no toll.")
    record(cli, 13, "The dam held.", "The board gave no toll. Later it said 41 people were killed.")
    record(cli, 14, "Some people were killed in Marby.", key="wire:marby", headline="Deaths in Marby")
    return cli


def turns(shown: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    return [
        (matches["story"]["slug"], turn["turn"], turn["revision"]["number"], turn["count"])
        for matches in shown["matches"]
        for turn in matches["transitions"]
    ]


def test_a_phrase_appears_vanishes_and_returns(toll: Cli) -> None:
    """One transition where it came, one where it went, one where it came back; stories by their first match."""
    shown = toll.ok("grep", "people were killed", "--json").json
    assert shown["schema"] == "tracker.grep/1"
    assert turns(shown) == [
        (DAM, "appeared", 1, 1),
        (DAM, "vanished", 3, 0),
        (DAM, "returned", 4, 1),
        ("deaths-in-marby", "appeared", 1, 1),
    ]
    first = shown["matches"][0]["transitions"][0]
    assert first["revision"]["published_at"] == "2024-03-01T10:00:00Z"
    assert first["occurrence"] == {
        "part": "paragraph",
        "number": 2,
        "start": 12,
        "end": 30,
        "before": "At least 14 ",
        "match": "people were killed",
        "after": ", the board said.",
    }
    assert shown["stories_read"] == 2
    assert shown["texts_read"] == 5


def test_the_screen_shows_the_sentence_with_the_match_marked(toll: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where, when and in which sentence; the match in brackets, or with colour underlined."""
    monkeypatch.setenv("COLUMNS", "120")
    out = toll.ok("grep", "people were killed", DAM).out
    assert (
        "appeared in r1  published 1 Mar 2024 10:00 UTC  ¶2  At least 14 [[people were killed]], the board said." in out
    )
    assert "vanished in r3  published 1 Mar 2024 12:00 UTC\n" in out
    assert "returned in r4  published 1 Mar 2024 13:00 UTC  ¶2  Later it said 41 [[people were killed]]." in out
    assert "stands once now" in out
    coloured = toll.ok("grep", "people were killed", DAM, "--color", "always").out
    assert "\x1b[4;38;5;33mpeople were killed\x1b[0m" in coloured
    assert "[[" not in coloured


def test_a_change_of_count_or_words_is_told(cli: Cli) -> None:
    """More of the same is a change, and with -i other capitals are."""
    record(cli, 10, "The gate is shut.")
    record(cli, 11, "The gate is shut. Another gate is open.")
    record(cli, 12, "The Gate is shut. Another gate is open.")
    assert turns(cli.ok("grep", "-i", "gate", "--json").json)[:1] == [(DAM, "appeared", 1, 2)]
    shown = cli.ok("grep", "-i", "gate is", "--json").json
    assert turns(shown) == [(DAM, "appeared", 1, 1), (DAM, "changed", 2, 2), (DAM, "changed", 3, 2)]
    last = shown["matches"][0]["transitions"][-1]
    assert (last["came"], last["went"], last["previous"]) == (["Gate is"], ["gate is"], 2)
    out = cli.ok("grep", "-i", "gate is").out
    assert "2 times, before once" in out
    assert "was “gate is”" in out


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["Dam"], 1), (["dAM"], 0), (["dAM", "-i"], 1),
        (["hel", "-w"], 0), (["held", "-w"], 1), (["the", "-w", "-i"], 1),
        (["wire"], 1), (["Adds toll"], 1), (["nowhere"], 0),
    ],
)  # fmt: skip
def test_the_exit_code_says_whether_it_was_found(cli: Cli, arguments: list[str], found: int) -> None:
    """0 with a match and 1 without: in the headline, a paragraph or the note; a part of a word only without -w."""
    record(cli, 10, "The Dam held by a wire.", headline="Dam holds", note="Adds toll")
    result = cli("grep", *arguments)
    assert result.code == (0 if found else 1)
    assert ("not found in 1 text of 1 story" in result.out) != bool(found)


def test_where_it_was_found_is_named(cli: Cli) -> None:
    """The headline and the note by name, an insert by its kind and number."""
    line = '{"story": "wire:x", "headline": "Gate one", "note": "Adds gate four", "published": "2024-03-01T10:00:00Z",'
    line += ' "paragraphs": ["No word."], "inserts": [{"before": 1, "kind": "bullet", "text": "No."},'
    line += ' {"before": 2, "kind": "bullet", "text": "gate three"}]}'
    cli.write("x.jsonl", line + "\n")
    cli.ok("ingest", "x.jsonl")
    for word, where in (("one", "headline"), ("three", "bullet 2"), ("four", "note"), ("word", "¶1")):
        assert f"UTC  {where}  " in cli.ok("grep", word).out.replace("\n    ", " ")


def test_a_moment_bounds_the_search(toll: Cli) -> None:
    """--at and --known-at, for one story and for all."""
    at = toll.ok("grep", "41 people", "--at", "2024-03-01T11:30Z", "--json").json
    assert turns(at) == [(DAM, "appeared", 2, 1)]
    assert toll("grep", "41 people", "--at", "2024-03-01T10:30Z").code == 1
    assert toll("grep", "41 people", DAM, "--known-at", "#1").code == 1
    assert "stands once then" in toll.ok("grep", "41 people", "--at", "2024-03-01T11:30Z").out


def test_what_cannot_be_meant_is_refused(toll: Cli) -> None:
    """An empty pattern, one of invisible signs only, an endless one, an unknown story."""
    for pattern in ("", "\u200b", "x" * 10_001):
        assert toll("grep", pattern).code == 2
    assert toll("grep", "dam", "nowhere").code == 4


def test_regular_expressions_without_the_library_say_how_to_get_it(toll: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing falls back to an engine that a pattern could hang."""
    monkeypatch.setitem(sys.modules, "re2", None)
    result = toll("grep", "-E", "[0-9]+ people")
    assert result.code == 2
    assert "google-re2" in result.err


def test_a_regular_expression_follows_what_changes(toll: Cli) -> None:
    """One pattern, other words: the change says what it was."""
    pytest.importorskip("re2")
    shown = toll.ok("grep", "-E", "[0-9]+ people", "--json").json
    assert turns(shown) == [
        (DAM, "appeared", 1, 1), (DAM, "changed", 2, 1), (DAM, "vanished", 3, 0), (DAM, "returned", 4, 1)
    ]  # fmt: skip
    assert "was “14 people”" in toll.ok("grep", "-E", "[0-9]+ people", DAM).out


@pytest.mark.parametrize("pattern", ["(a", "a{1001}", "((a{100}){100}){100}", "(?=a)", r"(a)\1", "[z-a]"])
def test_a_pattern_that_cannot_be_used_is_misuse(toll: Cli, pattern: str) -> None:
    """Broken, too large, or only possible by going back and forth: exit code 2, one line."""
    pytest.importorskip("re2")
    result = toll("grep", "-E", pattern)
    assert result.code == 2
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_page(toll: Cli, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """From 40 columns to 200."""
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(map(len, toll.ok("grep", "e").out.splitlines())) <= width


def test_hostile_text_is_shown_safely(cli: Cli) -> None:
    """Escape sequences in a match act on no terminal."""
    cli.write(
        "x.jsonl",
        '{"story": "w:x", "published": "2024-03-01T10:00:00Z", "paragraphs": ["a \\u001b[2Jgate\\u202e b"]}\n',
    )
    cli.ok("ingest", "x.jsonl")
    result = cli.ok("grep", "gate")
    assert "\x1b" not in result.out
    assert "\u202e" not in result.out


def spans(pattern: str, text: str, **options: bool) -> list[str]:
    return [text[start:end] for start, end in finder(Wanted(pattern=pattern, **options))(text)]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ('"no"', "He said “no” and ``no''.", ["“no”", "``no''"]),
        ("don't", "I don’t.", ["don’t"]),
        ("dam - dry", "The dam — dry.", ["dam — dry"]),
        ("dam -- dry", "The dam – dry.", ["dam – dry"]),
        ("14 people", "14\u00a0people, 14\n people", ["14\u00a0people", "14\n people"]),
        ("wait...", "Wait wait…", ["wait…"]),
        (".", "Oh…", ["…"]),
        ("dam", "da\u00adm", ["da\u00adm"]),
        ("Zürich", "Zu\u0308rich", ["Zu\u0308rich"]),
        ("Zu\u0308rich", "Zürich", ["Zürich"]),
        ("aa", "aaaa", ["aa", "aa"]),
        ("(a+)+$", "(a+)+$ aaa", ["(a+)+$"]),
    ],
)
def test_what_people_type_matches_what_agencies_set(pattern: str, text: str, found: list[str]) -> None:
    """Quotes, dashes, spaces, ellipses, composed letters and hidden signs; found is the text as it stands."""
    assert spans(pattern, text) == found


def test_case_and_whole_words_in_any_script() -> None:
    """Letters that grow when folded keep their places; in scripts without spaces every character is a word."""
    assert spans("STRASSE", "Die Straße hier", ignore_case=True) == ["Straße"]
    assert spans("märz", "MÄRZ, Märzwind", ignore_case=True, words=True) == ["MÄRZ"]
    assert spans("死亡", "人死亡，", words=True) == ["死亡"]
    assert spans("toll", "toll's death-toll tolls atoll", words=True) == ["toll", "toll"]


@given(st.text(max_size=30), st.integers(0, 30), st.integers(1, 30), st.booleans())
def test_every_part_of_a_text_is_found_in_it(text: str, start: int, size: int, ignore_case: bool) -> None:
    """Whatever stands in a text is found there when it is pasted as a pattern, unless that cuts typography in two."""
    part = text[start : start + size]
    try:
        find = finder(Wanted(pattern=part, ignore_case=ignore_case))
    except UsageError:
        return
    for low, high in find(text):
        assert 0 <= low < high <= len(text)
    if part.isalnum() and part.isascii():
        assert list(find(part)) == [(0, len(part))]


@pytest.mark.slow
def test_hostile_patterns_take_linear_time() -> None:
    """What hangs a backtracking engine ends at once on a megabyte."""
    pytest.importorskip("re2")
    start = time.process_time()
    for pattern in ("(a*)*b", "(a|aa)+c", "(.*a){20}z"):
        assert spans(pattern, "a" * 1_000_000, regex=True) == []
    assert spans("aab", "a" * 1_000_000) == []
    assert time.process_time() - start < 20
