"""A change with its old and its new text apart: in two columns, or one above the other where two do not fit.

What is the same in both is left to `surroundings`, what happened to `changes`.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from tracker.diff.model import Change, Comparison, Op
from tracker.diff.moves import Side
from tracker.views.changes import HANG, Page, change_lines, heading, stretches_shown, units
from tracker.views.layout import cells, fit, labelled, wrap
from tracker.views.marks import Moved, Stretch, marked
from tracker.views.sentences import Told
from tracker.views.style import Line, Piece, Style

NARROWEST = 80
_INDENT = Piece("  ")  # the first column is for what we say; no text may stand there and be taken for it
_RULE = "│"
# Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko, Samaritan, Mandaic, Adlam and their like, and their presentation
# forms: a terminal that sets them from right to left would exchange the two columns.
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")


def no_columns(comparison: Comparison, style: Style) -> str | None:
    """Why old and new cannot stand side by side, or None if they can."""
    if style.width < NARROWEST:
        return f"Side by side needs a width of {NARROWEST}"
    for change in comparison.changes:
        if change.part != "note" and any(
            _RIGHT_TO_LEFT.search(text) for text in (change.old_text, change.new_text) if text
        ):
            return "The text runs from right to left"
    return None


def column_heads(old: str, new: str, style: Style) -> list[Line]:
    """What each column holds."""
    size = _size(style)
    return [_row((Piece(fit(f"old {old}", size), "dim"),), (Piece(fit(f"new {new}", size), "dim"),), size)]


def column_lines(change: Change, page: Page) -> list[Line]:
    """The change: a line that says what happened, and its old text left of its new one, both whole."""
    lines: list[Line] = []
    size = _size(page.style)
    for unit in units(change):
        if not unit.edited:
            lines += change_lines(unit, page)
            continue
        told = page.moves.tell(unit)
        lines += wrap(heading(told, page), page.style.width, hang=HANG)
        sides = (wrap(_side(told, side, page.style), size) for side in _SIDES)
        lines += [_row(left, right, size) for left, right in zip_longest(*sides, fillvalue=())]
    return lines


def stacked_lines(change: Change, page: Page) -> list[Line]:
    """The change: a line that says what happened, and its old text above its new one, both whole."""
    lines: list[Line] = []
    for unit in units(change):
        if not unit.edited:
            lines += change_lines(unit, page)
            continue
        told = page.moves.tell(unit)
        lines += wrap(heading(told, page), page.style.width, hang=HANG)
        rows = [(f"  {side}", _side(told, side, page.style)) for side in _SIDES]
        lines += labelled([(label, pieces) for label, pieces in rows if pieces], page.style.width)
    return lines


_SIDES: tuple[Side, Side] = ("old", "new")


def _side(told: Told, side: Side, style: Style) -> list[Piece]:
    """One of the two texts, with what the other does not have marked; nothing where there is no text."""
    if (told.change.old_text if side == "old" else told.change.new_text) is None:
        return []
    stretches = [part for item in stretches_shown(told, style) for part in _of_side(item, side)]
    return marked(stretches, style) or [Piece("(empty)", "dim")]


def _of_side(item: Stretch, side: Side) -> list[Stretch]:
    """What of a stretch stands on one side."""
    other: Op = "insert" if side == "old" else "delete"
    if isinstance(item, Moved):
        return [item.one_side(other)] if item.came == (side == "new") else []
    return [item] if item.op != other else []


def _size(style: Style) -> int:
    return (style.width - cells(_INDENT.text) - len(f" {_RULE} ")) // 2


def _row(left: Line, right: Line, size: int) -> Line:
    used = cells("".join(piece.text for piece in left))
    rule = Piece(f" {_RULE} " if right else f" {_RULE}", "dim")
    return (_INDENT, *left, Piece(" " * (size - used)), rule, *right)
