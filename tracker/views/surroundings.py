"""The changes of a comparison in the order a reader meets them, and what stands unchanged around them.

How a change looks is left to `changes` and `sides`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.diff.model import Change, Comparison, KeptRun
from tracker.story.article import INSERT_KINDS, Article
from tracker.views.layout import wrap
from tracker.views.marks import unmarked
from tracker.views.style import Line, Piece, Style
from tracker.views.words import paragraph_run

_ABOVE = frozenset({"version-tag", "headline", "byline", "dateline"})
_HANG = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An unchanged paragraph near a changed one, to be shown whole: its number in the old and the new article."""

    old: int
    new: int


Part = Change | KeptRun
Item = Part | Kept


def reading_order(comparison: Comparison, old: Article, new: Article, *, context: int) -> Iterator[Item]:
    """Version tag, headline, byline and dateline, then the paragraphs with what stands between them, then all others.

    No changes of the desk note. `context` is how many unchanged paragraphs are `Kept` on either side of a change in the
    text; the others are folded into runs. Without context, runs are given only where their numbers changed.
    """
    others = [change for change in comparison.changes if change.part not in ("paragraph", "note")]
    yield from (change for change in others if change.part in _ABOVE)
    between = [change for change in others if _is_between(change)]
    yield from _folded(_with_inserts(_body(comparison), between, old, new), context)
    yield from (change for change in others if change.part not in _ABOVE and not _is_between(change))


def changes_text(change: Change) -> bool:
    """Whether a change stands in the text itself: in a paragraph, or in what stands between paragraphs."""
    return change.part == "paragraph" or _is_between(change)


def kept_lines(kept: Kept, new: Article, style: Style) -> list[Line]:
    """An unchanged paragraph, whole, under its numbers."""
    text = new.paragraphs[kept.new - 1]
    number = f"¶{kept.new}" if kept.old == kept.new else f"¶{kept.new} (was ¶{kept.old})"
    pieces = [Piece(number, "dim"), Piece("  "), *unmarked(text, style)]
    return wrap(pieces, style.width, hang=_HANG)


def run_lines(run: KeptRun, style: Style) -> list[Line]:
    """A run of unchanged paragraphs as one line: "¶6–¶9  unchanged, were ¶5–¶8"."""
    line = f"{paragraph_run(run.new, run.new_last)}  unchanged"
    if run.old != run.new:
        line += f", {'was' if run.count == 1 else 'were'} {paragraph_run(run.old, run.old_last)}"
    return wrap([Piece(line, "dim")], style.width, hang=_HANG)


def _is_between(change: Change) -> bool:
    return change.part in INSERT_KINDS or change.part.startswith("insert:")


def _body(comparison: Comparison) -> list[Part]:
    """Changed paragraphs, and the runs between them, in reading order."""
    changes = {(change.old, change.new): change for change in comparison.changes_in("paragraph")}
    runs = {run.new: run for run in comparison.kept_runs()}
    items: list[Part] = []
    for link in comparison.links:
        change = changes.get((link.old, link.new))
        if change is not None:
            items.append(change)
        elif link.new and link.new[0] in runs:
            items.append(runs[link.new[0]])
    return items


def _with_inserts(body: list[Part], inserts: Sequence[Change], old: Article, new: Article) -> list[Part]:
    """The body with every changed insert before its paragraph; runs of unchanged paragraphs are cut there."""
    if not inserts:
        return body
    stand = {"old": _inserts(old), "new": _inserts(new)}
    at = {"old": _where(body, "old"), "new": _where(body, "new")}
    placed: dict[int, list[tuple[int, int, Change]]] = {}
    for change in inserts:
        side, number = ("new", change.new[0]) if change.new else ("old", change.old[0])
        rank, before = stand[side][change.part.removeprefix("insert:")][number - 1]
        index, offset = at[side].get(before, (len(body), 0))
        placed.setdefault(index, []).append((offset, rank, change))
    items: list[Part] = []
    for index, item in enumerate([*body, None]):
        items += _around(item, sorted(placed.get(index, ()), key=lambda entry: entry[:2]))
    return items


def _inserts(article: Article) -> dict[str, list[tuple[int, int]]]:
    """By kind, the rank of every insert among all and the paragraph it stands before."""
    found: dict[str, list[tuple[int, int]]] = {}
    for rank, insert in enumerate(article.inserts):
        found.setdefault(insert.kind, []).append((rank, insert.before))
    return found


def _where(body: Sequence[Part], side: Literal["old", "new"]) -> dict[int, tuple[int, int]]:
    """For every paragraph of one side, the item it is in, or follows, and its offset in a run."""
    at: dict[int, tuple[int, int]] = {}
    for index, item in enumerate(body):
        if isinstance(item, KeptRun):
            first = item.old if side == "old" else item.new
            at.update({first + offset: (index, offset) for offset in range(item.count)})
        else:
            first, *others = (item.old if side == "old" else item.new) or (0,)
            at[first] = (index, 0)
            at.update(dict.fromkeys(others, (index + 1, 0)))
    return at


def _around(item: Part | None, placed: Sequence[tuple[int, int, Change]]) -> Iterator[Part]:
    """An item and the inserts before it, or between the paragraphs of a run."""
    start = 0
    for offset, _, change in placed:
        if offset > start and isinstance(item, KeptRun):
            yield KeptRun(old=item.old + start, new=item.new + start, count=offset - start)
            start = offset
        yield change
    if isinstance(item, KeptRun):
        yield KeptRun(old=item.old + start, new=item.new + start, count=item.count - start)
    elif item is not None:
        yield item


def _folded(items: list[Part], context: int) -> Iterator[Item]:
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


def _reach(items: list[Part], context: int) -> list[int]:
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
