"""Tests of the words that findings show: cut texts, spans of time, lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.audit.wording import MOST, excerpts, listed, numbers, quoted, span_of_time

MINUTE = 60_000_000


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The flood killed 14 people there.", "The flood killed 41 people there.", ("14", "41")),
        ("He did not say so.", "He did say so.", ("did not say", "did say")),
        ("It rose.", "It rose by two metres.", ("rose.", "rose by two metres.")),
        ("死者は14人だった。", "死者は41人だった。", ("14", "41")),
    ],
)
def test_excerpts_show_what_differs(old: str, new: str, expected: tuple[str, str]) -> None:
    """Both sides show the words that differ, whole, and a few beside them."""
    one, other = excerpts(old, new)
    assert one is not None
    assert other is not None
    assert expected[0] in one
    assert expected[1] in other


def test_excerpts_of_long_texts_hold_the_focus() -> None:
    """Where more differs than can be shown, the stretch around the focus is."""
    old, new = "sand " * 500 + "14 dead " + "sand " * 500, "mud " * 500 + "41 dead " + "mud " * 500
    one, other = excerpts(old, new, old_focus="14", new_focus="41")
    assert one is not None
    assert other is not None
    assert "14 dead" in one
    assert "41 dead" in other


def test_excerpts_of_one_side() -> None:
    """A text that came or went is cut from its beginning; the other side stays empty."""
    assert excerpts(None, "Schools were shut.") == (None, "Schools were shut.")
    assert excerpts("Schools were shut.", None) == ("Schools were shut.", None)
    gone, _ = excerpts("word " * 100, None)
    assert gone is not None
    assert gone.startswith("word word")
    assert gone.endswith("…")


@given(st.none() | st.text(max_size=400), st.none() | st.text(max_size=400), st.text(max_size=20))
def test_excerpts_are_bounded(old: str | None, new: str | None, focus: str) -> None:
    """Whatever the texts, each side has at most 120 characters on one line, and is there where its text is."""
    for text, shown in zip((old, new), excerpts(old, new, old_focus=focus, new_focus=focus), strict=True):
        assert (text is None) == (shown is None)
        assert shown is None or (len(shown) <= MOST and "\n" not in shown)


@pytest.mark.parametrize(
    ("micros", "expected"),
    [
        (0, "less than a minute"),
        (MINUTE, "1 minute"),
        (52 * MINUTE + 59_000_000, "52 minutes"),
        (119 * MINUTE, "119 minutes"),
        (120 * MINUTE, "2 hours"),
        (47 * 60 * MINUTE, "47 hours"),
        (49 * 60 * MINUTE, "2 days"),
        (-5 * MINUTE, "5 minutes"),
    ],
)
def test_spans_of_time_are_said_as_people_say_them(micros: int, expected: str) -> None:
    """Minutes to two hours, hours to two days, then days; rounded down."""
    assert span_of_time(micros) == expected


def test_lists_and_numbers() -> None:
    """Lists end with "and"; paragraphs in a row are a range, many are cut."""
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert [numbers([4]), numbers([4, 5, 6]), numbers([4, 7])] == ["¶4", "¶4–¶6", "¶4, ¶7"]
    assert numbers(list(range(1, 20, 2))) == "¶1, ¶3, ¶5, ¶7, ¶9, ¶11 and 4 more"


def test_a_note_is_quoted_without_its_frame() -> None:
    """Brackets and the full stop are left out, and a long note is cut after a word."""
    assert quoted("(Adds background.)") == "“Adds background”"
    assert quoted("Adds " + "very " * 40 + "long background").endswith("very…”")
