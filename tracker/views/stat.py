"""A line of counts for each change: where it is, what happened, words that came and went, which facts, and a bar.

Only the words of what a reader reads are counted, and not those of a sentence that moved, as in the comparison's own
totals, so that the lines add up to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.diff.model import READ_PARTS
from tracker.diff.tokens import count_words
from tracker.views.changes import meaning, where
from tracker.views.layout import cells, fit
from tracker.views.marks import manner
from tracker.views.sentences import Told
from tracker.views.style import Line, Piece, Style

_LONGEST_BAR, _SHORTEST_BAR = 30, 4
_LEAST_PLACE = 12  # columns for where it is; with fewer, what happened is left out
_LEAST_FACTS = 9  # columns for facts; with fewer, they are left out
_UNCOUNTED = "not counted"
_GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    place: str
    happened: str
    facts: str
    added: int
    removed: int
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sizes:
    """Columns for each part of a row; 0 for what is left out. `counts` are as wide as `added`, a gap and `removed`."""

    place: int
    happened: int
    added: int
    removed: int
    counts: int
    facts: int
    bar: int


def stat_lines(changes: Sequence[Told], style: Style) -> list[Line]:
    """A line for each of `changes`, in columns, at most as wide as the page; bars are to one scale."""
    rows = [_row(told) for told in changes]
    if not rows:
        return []
    sizes = _sizes(rows, style.width)
    most = max(row.added + row.removed for row in rows)
    return [_line(row, sizes, _bar(row, sizes.bar, most)) for row in rows]


def _row(told: Told) -> _Row:
    change, facts = told.change, meaning(told)
    counted = change.part in READ_PARTS
    how = manner(change).removeprefix(", ") if change.kind == "changed" else ""
    return _Row(
        place=Piece(where(change)).text,  # safe, so that it can be measured
        happened=how or change.kind,
        facts="" if how and not told.facts else facts,
        added=_words(told, "insert") if counted else 0,
        removed=_words(told, "delete") if counted else 0,
        counted=counted,
    )


def _words(told: Told, op: str) -> int:
    return sum(count_words(span.text) for span in told.spans() if span.op == op)


def _sizes(rows: Sequence[_Row], width: int) -> _Sizes:
    """The page is shared out: counts first, then where it is, which facts, what happened, and the bar."""
    added, removed = max(len(f"+{row.added:,}") for row in rows), max(len(f"−{row.removed:,}") for row in rows)
    # Where nothing stands behind it, "not counted" needs no column as wide as itself.
    counts = max(added + _GAP + removed, len(_UNCOUNTED) if any(row.facts and not row.counted for row in rows) else 0)
    least = max(counts, 0 if all(row.counted for row in rows) else len(_UNCOUNTED))
    longest, facts = max(cells(row.place) for row in rows), max(len(row.facts) for row in rows)
    happened = max(len(row.happened) for row in rows) + _GAP
    room = width - least - _GAP
    if room - happened < _LEAST_PLACE or (facts and room - happened - longest - _GAP < min(facts, _LEAST_FACTS)):
        happened = 0
    place = min(room - happened, longest)
    left = width - place - counts - 2 * _GAP - happened
    if facts > left:
        facts = left if left >= _LEAST_FACTS else 0
    left -= facts + _GAP if facts else 0
    return _Sizes(
        place=place,
        happened=max(happened - _GAP, 0),
        added=added,
        removed=removed,
        counts=counts,
        facts=facts,
        bar=min(left, _LONGEST_BAR) if left >= _SHORTEST_BAR else 0,
    )


def _line(row: _Row, sizes: _Sizes, bar: list[Piece]) -> Line:
    counts = f"{f'+{row.added:,}':>{sizes.added}}{' ' * _GAP}{f'−{row.removed:,}':>{sizes.removed}}"
    columns = (
        (Piece(fit(row.place, sizes.place), "heading"), sizes.place),
        (Piece(row.happened if sizes.happened else ""), sizes.happened),
        (Piece(counts) if row.counted else Piece(_UNCOUNTED, "dim"), sizes.counts),
        (Piece(_fitted(row.facts, sizes.facts)), sizes.facts),
    )
    line: list[Piece] = []
    missing = 0  # spaces owed before the next text, so that no line ends in spaces
    for piece, size in columns:
        if piece.text:
            line += [Piece(" " * missing), piece] if missing else [piece]
            missing = 0
        missing += size - cells(piece.text) + _GAP if size else 0
    return (*line, Piece(" " * missing), *bar) if bar else tuple(line)


def _fitted(facts: str, size: int) -> str:
    """As many facts as fit, with "…" where some are missing."""
    if len(facts) <= size:
        return facts
    head = facts[: max(size - len(", …") + 1, 0)].rpartition(",")[0]
    return f"{head}, …" if head else fit(facts, size) if size else ""


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
