"""The changes of a comparison in the order a reader meets them, and what stands unchanged around them.

How a change looks is left to `changes` and `sides`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.diff.model import Change, Comparison, KeptRun
from tracker.story.article import Article
from tracker.views.layout import wrap
from tracker.views.marks import escaped
from tracker.views.style import Line, Piece, Style, broken
from tracker.views.words import paragraph_run

_ABOVE = frozenset({"headline", "byline", "dateline"})
_HANG = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An unchanged paragraph near a changed one, to be shown whole: its number in the old and the new article."""

    old: int
    new: int


Item = Change | Kept | KeptRun


def reading_order(comparison: Comparison, *, context: int) -> Iterator[Item]:
    """Headline, byline and dateline, then the paragraphs, then every other part; no changes of the desk note.

    `context` is how many unchanged paragraphs are `Kept` on either side of a changed one; the others are folded into
    runs. Without context, runs are given only where their numbers changed.
    """
    others = [change for change in comparison.changes if change.part not in ("paragraph", "note")]
    yield from (change for change in others if change.part in _ABOVE)
    yield from _folded(_body(comparison), context)
    yield from (change for change in others if change.part not in _ABOVE)


def kept_lines(kept: Kept, new: Article, style: Style) -> list[Line]:
    """An unchanged paragraph, whole, under its numbers."""
    text = new.paragraphs[kept.new - 1]
    number = f"¶{kept.new}" if kept.old == kept.new else f"¶{kept.new} (was ¶{kept.old})"
    pieces = [Piece(number, "dim"), Piece("  "), *broken(text if style.colour else escaped(text))]
    return wrap(pieces, style.width, hang=_HANG)


def run_lines(run: KeptRun, style: Style) -> list[Line]:
    """A run of unchanged paragraphs as one line: "¶6–¶9  unchanged, were ¶5–¶8"."""
    line = f"{paragraph_run(run.new, run.new_last)}  unchanged"
    if run.old != run.new:
        line += f", {'was' if run.count == 1 else 'were'} {paragraph_run(run.old, run.old_last)}"
    return wrap([Piece(line, "dim")], style.width, hang=_HANG)


def _body(comparison: Comparison) -> list[Change | KeptRun]:
    """Changed paragraphs, and the runs between them, in reading order."""
    changes = {(change.old, change.new): change for change in comparison.changes_in("paragraph")}
    runs = {run.new: run for run in comparison.kept_runs()}
    items: list[Change | KeptRun] = []
    for link in comparison.links:
        change = changes.get((link.old, link.new))
        if change is not None:
            items.append(change)
        elif link.new and link.new[0] in runs:
            items.append(runs[link.new[0]])
    return items


def _folded(items: list[Change | KeptRun], context: int) -> Iterator[Item]:
    tops = _reach(items, context)
    tails = _reach(items[::-1], context)[::-1]
    for item, top, tail in zip(items, tops, tails, strict=True):
        if isinstance(item, Change):
            yield item
            continue
        rest = max(item.count - top - tail, 0)
        yield from _kept(item, 0, top)
        if rest and (context or item.old != item.new):
            yield KeptRun(old=item.old + top, new=item.new + top, count=rest)
        yield from _kept(item, top + rest, item.count)


def _reach(items: list[Change | KeptRun], context: int) -> list[int]:
    """How many paragraphs at the start of each run stand within `context` of the change before it."""
    reach: list[int] = []
    left = 0
    for item in items:
        near = 0 if isinstance(item, Change) else min(left, item.count)
        left = context if isinstance(item, Change) else left - near
        reach.append(near)
    return reach


def _kept(run: KeptRun, start: int, stop: int) -> Iterator[Kept]:
    for offset in range(start, stop):
        yield Kept(old=run.old + offset, new=run.new + offset)
