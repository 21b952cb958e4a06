"""A line of counts for each change: where it is, what happened, words that came and went, and a bar of both.

Only the words of what a reader reads are counted, as in the comparison's own totals, so that the lines add up to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.diff.model import READ_PARTS, Change
from tracker.diff.tokens import count_words
from tracker.views.changes import where
from tracker.views.layout import cells, fit
from tracker.views.marks import manner
from tracker.views.style import Line, Piece, Style

_LONGEST_BAR, _SHORTEST_BAR = 30, 4
_LEAST_PLACE = 12  # columns for where it is; with fewer, what happened is left out
_UNCOUNTED = "not counted"
_GAP = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    place: str
    happened: str
    added: int
    removed: int
    counted: bool


def stat_lines(changes: Sequence[Change], style: Style) -> list[Line]:
    """A line for each of `changes`, in columns, at most as wide as the page; bars are to one scale."""
    rows = [_row(change) for change in changes]
    if not rows:
        return []
    plus = max(len(f"{row.added:+,}") for row in rows)
    counts = plus + len(_GAP) + max(len(f"{row.removed:+,}") for row in rows)
    needed = counts if all(row.counted for row in rows) else max(counts, len(_UNCOUNTED))
    happened = max(len(row.happened) for row in rows)
    place = style.width - needed - happened - 2 * len(_GAP)
    if place < _LEAST_PLACE:
        place, happened = place + happened + len(_GAP), 0
    place = min(place, max(cells(row.place) for row in rows))
    bar = style.width - place - counts - 3 * len(_GAP) - happened
    most = max(row.added + row.removed for row in rows)
    room = min(bar, _LONGEST_BAR) if bar >= _SHORTEST_BAR else 0
    return [_line(row, (place, happened, plus, counts), _bar(row, room, most)) for row in rows]


def _row(change: Change) -> _Row:
    how = manner(change).removeprefix(", ") if change.kind == "changed" else ""
    counted = change.part in READ_PARTS
    return _Row(
        place=Piece(where(change)).text,  # safe, so that it can be measured
        happened=how or change.kind,
        added=_words(change, "insert") if counted else 0,
        removed=_words(change, "delete") if counted else 0,
        counted=counted,
    )


def _words(change: Change, op: str) -> int:
    return sum(count_words(span.text) for span in change.spans if span.op == op)


def _line(row: _Row, sizes: tuple[int, int, int, int], bar: list[Piece]) -> Line:
    place, happened, plus, counts = sizes
    label = fit(row.place, place)
    line = [Piece(label + " " * (place - cells(label)), "heading"), Piece(_GAP)]
    if happened:
        line.append(Piece(row.happened.ljust(happened) + _GAP))
    if not row.counted:
        return (*line, Piece(_UNCOUNTED, "dim"))
    numbers = f"{row.added:+,}".rjust(plus) + _GAP + f"−{row.removed:,}".rjust(counts - plus - len(_GAP))
    return (*line, Piece(numbers), *([Piece(_GAP), *bar] if bar else []))


def _bar(row: _Row, room: int, most: int) -> list[Piece]:
    """At most `room` signs, and as many for each word as in every other bar; one at least for whatever is not none."""
    total = row.added + row.removed
    if not room or not total:
        return []
    length = total if most <= room else max(1, round(total * room / most))
    both = row.added > 0 and row.removed > 0
    length = max(length, 2) if both else length
    plus = round(length * row.added / total)
    plus = min(max(plus, 1), length - 1) if both else plus
    bar = (Piece("+" * plus, "added"), Piece("−" * (length - plus), "removed"))
    return [piece for piece in bar if piece.text]
