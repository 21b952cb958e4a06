"""Pieces, colours, times and counts: the small things every view is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viewed import EST, NOW, instant, style

from tracker.views.style import Piece, Style, broken, render
from tracker.views.when import ago, near, span, when
from tracker.views.words import capitalised, count, listed, paragraphs

DAY = 86_400_000_000


def test_plain_output_has_no_escapes() -> None:
    """Without colour the text is just the text."""
    assert render([(Piece("a", "heading"), Piece("b", "added")), ()], style()) == "ab\n\n"


def test_coloured_output() -> None:
    """Added is blue and underlined, removed amber and struck out; plain text is left alone."""
    line = (Piece("was ", "plain"), Piece("14", "removed"), Piece("41", "added"), Piece("", "dim"))
    assert render([line], style(colour=True)) == "was \x1b[9;38;5;172m14\x1b[0m\x1b[4;38;5;33m41\x1b[0m\n"


@given(st.text(max_size=30))
def test_no_piece_breaks_its_line(text: str) -> None:
    """Whatever a piece is made of, what is rendered is one line."""
    assert render([(Piece(text),)], style()).count("\n") == 1


@given(st.text(st.sampled_from("ab\n"), max_size=12))
def test_broken_text_has_a_break_for_every_line_feed(text: str) -> None:
    """A text of several lines keeps exactly its own line feeds."""
    assert "".join(piece.text for piece in broken(text)) == text


@pytest.mark.parametrize(("asked", "given_"), [(10, 40), (40, 40), (133, 133), (200, 200), (900, 200)])
def test_widths_are_held_within_bounds(asked: int, given_: int) -> None:
    """Too narrow for words or too wide for eyes: 40 to 200 columns."""
    assert Style(width=asked, colour=False, zone=EST, now=NOW).width == given_


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (1, "1 day ago"),
        (60, "60 days ago"),
        (61, "2 months ago"),
        (365, "11 months ago"),
        (366, "1 year ago"),
        (730, "1 year ago"),
        (731, "2 years ago"),
        (-400, "in 1 year"),
        (-62, "in 2 months"),
        (-2, "in 2 days"),
    ],
)
def test_ages_in_days_and_more(days: int, age: str) -> None:
    """Rounded down, and never in hundreds of days."""
    assert ago(NOW - days * DAY, NOW) == age


def test_ages_below_a_day() -> None:
    """Hours and minutes."""
    assert ago(NOW - 5 * 3_600_000_000, NOW) == "5 h ago"
    assert ago(NOW + 90_000_000, NOW) == "in 1 min"


def test_an_instant_for_people() -> None:
    """Local time with its zone, and how long ago it was."""
    assert when(instant("22:10"), style()) == "21 Jan 2023 17:10 EST (3 years ago)"


def test_two_instants() -> None:
    """One day is named once, two days twice; local days count."""
    assert span(instant("22:10"), instant("23:02"), style()) == "21 Jan 2023 17:10 → 18:02 EST"
    assert (
        span(instant("23:02"), instant("2023-01-22T05:00"), style()) == "21 Jan 2023 18:02 EST → 22 Jan 2023 00:00 EST"
    )
    assert near(instant("23:02"), instant("22:10"), style()) == "18:02"
    assert near(instant("2023-01-22T05:00"), instant("22:10"), style()) == "22 Jan 2023 00:00 EST"


def test_counts() -> None:
    """Singular and plural, thousands parted."""
    assert count(0, "event") == "0 events"
    assert count(1, "event") == "1 event"
    assert count(2200, "event") == "2,200 events"
    assert count(1, "body", "bodies") == "1 body"
    assert count(2, "body", "bodies") == "2 bodies"


def test_lists() -> None:
    """As people write them."""
    assert [listed(items) for items in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]


def test_paragraph_numbers() -> None:
    """Neighbours are folded into runs."""
    assert paragraphs((5,)) == "¶5"
    assert paragraphs((3, 4, 5)) == "¶3–¶5"
    assert paragraphs((3, 7, 8)) == "¶3, ¶7–¶8"


def test_first_letters() -> None:
    """Only the first letter changes."""
    assert capitalised("the U.S. wrote") == "The U.S. wrote"
    assert capitalised("¶1 unchanged") == "¶1 unchanged"
    assert capitalised("") == ""
