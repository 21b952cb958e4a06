"""Wrapping, cutting and columns: nothing is wider than asked for, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tracker.views.layout import fit, labelled, table, wrap
from tracker.views.style import Piece, broken

WORDS = st.text(st.sampled_from("ab —é\u0301日本、。「」한글👩🚀\u200d❤\ufe0f\u3000[-]{+}\\x\u202e"), max_size=120)
WIDTHS = st.integers(min_value=8, max_value=60)


def lines_of(pieces: list[Piece], width: int, **options: object) -> list[str]:
    """The wrapped lines as plain text."""
    return ["".join(piece.text for piece in line) for line in wrap(pieces, width, **options)]  # type: ignore[arg-type]


def wrapped(text: str, width: int, **options: object) -> list[str]:
    """One text, wrapped."""
    return lines_of(broken(text), width, **options)


def without_spaces(text: str) -> str:
    """Text without the spaces that a line may break at."""
    return re.sub("[ \u3000\n]", "", text)


def test_lines_break_at_spaces() -> None:
    """As many words as fit stand on a line."""
    assert wrapped("the dam failed at dawn", 10) == ["the dam", "failed at", "dawn"]


def test_a_line_may_be_exactly_full() -> None:
    """A word that just fits is not pushed down."""
    assert wrapped("abcd efgh ij", 9) == ["abcd efgh", "ij"]


def test_lead_and_hang() -> None:
    """The first line starts with the lead, the others with as many spaces as asked for."""
    assert wrapped("the dam failed at dawn", 14, lead=(Piece("¶7  "),), hang=4) == [
        "¶7  the dam",
        "    failed at",
        "    dawn",
    ]


def test_line_feeds_break_lines() -> None:
    """A paragraph with lines of its own keeps them; an empty one stays empty."""
    assert wrapped("one\n\ntwo", 20, lead=(Piece("¶1  "),), hang=4) == ["¶1  one", "", "    two"]


def test_a_line_feed_in_a_piece_breaks_nothing() -> None:
    """Only texts that may have several lines have them: elsewhere a line feed is shown."""
    assert lines_of([Piece("head\nline")], 20) == ["head␊line"]


def test_no_text_is_one_line() -> None:
    """Even an empty text has its lead."""
    assert wrapped("", 20, lead=(Piece("- "),)) == ["- "]


def test_long_words_are_cut() -> None:
    """A word longer than the line goes on in the next."""
    assert wrapped("see abcdefghijklmnop now", 8) == ["see", "abcdefgh", "ijklmnop", "now"]


def test_wide_characters_take_two_cells() -> None:
    """Three wide characters fill six cells; lines break between them."""
    assert wrapped("北海道沖合約", 7) == ["北海道", "沖合約"]


def test_cjk_punctuation_stays_with_its_word() -> None:
    """No line starts with a full stop or closing bracket, none ends with an opening one."""
    assert wrapped("雨が降る。「晴れ」", 8) == ["雨が降", "る。「晴", "れ」"]


def test_figures_in_cjk_text_are_not_cut() -> None:
    """A number between wide characters stays whole, and so do the marks of a diff around it."""
    assert wrapped("乗客128人と", 6) == ["乗客", "128人", "と"]
    assert wrapped("乗客[-128-]{+182+}人", 14) == ["乗客", "[-128-]{+182+}", "人"]
    assert wrapped("雨[-曇-]", 6) == ["雨", "[-曇-]"]
    assert wrapped("雨{+晴+}", 6) == ["雨", "{+晴+}"]


def test_no_break_spaces_do_not_break() -> None:
    """ "10 000" with a no-break space stays on one line."""
    assert wrapped("some 10\xa0000 homes", 8) == ["some", "10\xa0000", "homes"]


def test_roles_survive_wrapping() -> None:
    """Each piece keeps its role on every line it is spread over."""
    lines = wrap([Piece("at least "), Piece("forty one", "removed"), Piece(" people")], 14)
    assert lines == [
        (Piece("at least "), Piece("forty", "removed")),
        (Piece("one", "removed"), Piece(" people")),
    ]


@given(WORDS, WIDTHS, st.integers(min_value=0, max_value=4))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int, hang: int) -> None:
    """Whatever the text, every line fits, and without spaces the lines are the text."""
    pieces = broken(text)
    lines = lines_of(pieces, width, hang=hang)
    assert max(map(cell_len, lines)) <= width
    assert without_spaces("".join(lines)) == without_spaces("".join(piece.text for piece in pieces))


@given(st.lists(WORDS, max_size=5), WIDTHS)
def test_wrapping_pieces_is_wrapping_their_text(texts: list[str], width: int) -> None:
    """Where one piece ends and another begins makes no difference to the lines."""
    pieces = [Piece(text) for text in texts]
    joined = "".join(piece.text for piece in pieces)
    whole = wrap([Piece(joined)], width)
    assert lines_of(pieces, width) == ["".join(piece.text for piece in line) for line in whole]


@given(WORDS, st.integers(min_value=1, max_value=30))
def test_fit_cuts_to_the_width(text: str, width: int) -> None:
    """A text that fits stays as it is; another one is cut and says so."""
    shown = Piece(text).text
    cut = fit(shown, width)
    assert cell_len(cut) <= width
    assert cut == shown if cell_len(shown) <= width else cut.endswith("…")


@pytest.mark.parametrize(("width", "cut"), [(8, "dam fail"), (5, "dam…"), (4, "dam…"), (1, "…")])
def test_fit_shows_that_something_is_missing(width: int, cut: str) -> None:
    """The ellipsis counts, and no space is left before it."""
    assert fit("dam fail", width) == cut


def test_labels_stand_in_a_column() -> None:
    """Values begin under one another and hang there."""
    lines = labelled([("recorded", [Piece("late in the day")]), ("by", [Piece("Ann")])], 21)
    assert ["".join(piece.text for piece in line) for line in lines] == [
        "recorded  late in the",
        "          day",
        "by        Ann",
    ]


def table_of(rows: list[list[str]], width: int) -> list[str]:
    """A table of plain cells, as text."""
    lines = table([[Piece(cell) for cell in row] for row in rows], width)
    return ["".join(piece.text for piece in line) for line in lines]


def test_columns_stand_under_one_another() -> None:
    """Wide characters included, and no line ends in spaces."""
    assert table_of([["#1", "北", "yes"], ["#12", "ab", ""]], 40) == ["#1   北  yes", "#12  ab"]


def test_the_widest_column_gives_way() -> None:
    """Where a table does not fit, its widest cells are cut, the others stay whole."""
    assert table_of([["#1", "a very long cell", "yes"]], 14) == ["#1  a ve…  yes"]


@given(
    st.integers(min_value=1, max_value=5).flatmap(
        lambda columns: st.lists(st.lists(WORDS, min_size=columns, max_size=columns), min_size=1, max_size=4)
    ),
    st.integers(min_value=40, max_value=80),
)
def test_no_table_is_too_wide(rows: list[list[str]], width: int) -> None:
    """Whatever the cells hold, each row is one line that fits."""
    lines = table_of(rows, width)
    assert len(lines) == len(rows)
    assert max(map(cell_len, lines)) <= width


def test_a_megabyte_is_wrapped_in_one_go() -> None:
    """The work is linear, also for words that never end."""
    assert len(wrapped("x" * 1_000_000, 50)) == 20_000
    assert len(wrapped("ab " * 100_000, 59)) == 5_000
