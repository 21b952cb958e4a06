"""A comparison of two revisions as text and as data.

It says what changed and where, part by part; whether a desk note says the same is left to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tracker.diff.model import Change, Comparison, KeptRun
from tracker.views import refs
from tracker.views.changes import change_lines
from tracker.views.layout import wrap
from tracker.views.moments import moment_lines, stands_as
from tracker.views.style import Line, Piece, Style, render
from tracker.views.unchanged import unchanged_parts
from tracker.views.when import at, span
from tracker.views.words import capitalised, count, listed, paragraph_run

if TYPE_CHECKING:
    from tracker.desk.compare import Compared
    from tracker.desk.values import RevisionRef

_MOST_RUNS = 6


def text(compared: Compared, style: Style) -> str:
    """What changed, in the order a reader meets it, each change with old and new paragraph numbers."""
    lines = wrap([Piece(_title(compared), "heading"), Piece(_times(compared, style))], style.width, hang=4)
    for warning in _warnings(compared):
        lines += wrap([Piece(f"! {warning}", "warning")], style.width, hang=2)
    lines += _notes(compared, style)
    if not compared.comparison.unchanged:
        lines += _changes(compared, style)
    for remark in _remarks(compared):
        lines += wrap([Piece(remark)], style.width)
    return render([*lines, *moment_lines(compared.moment, style)], style)


def data(compared: Compared) -> dict[str, Any]:
    """`tracker.diff/1`."""
    found = compared.comparison
    return {
        "schema": "tracker.diff/1",
        "story": refs.story(compared.story),
        "new_story": refs.story(compared.new_story),
        "old": refs.revision(compared.old),
        "new": refs.revision(compared.new),
        "moment": refs.moment(compared.moment),
        "reversed": compared.reversed,
        "unchanged": found.unchanged,
        "coarse": found.coarse,
        "engine": found.engine,
        "engine_version": found.engine_version,
        "old_count": found.old_count,
        "new_count": found.new_count,
        "words_added": found.words_added,
        "words_removed": found.words_removed,
        "changes": [_change(change) for change in found.changes],
        "kept": [{"old": run.old, "new": run.new, "count": run.count} for run in found.kept_runs()],
        "unchanged_parts": unchanged_parts(compared.old_article, compared.new_article, found),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "part": change.part,
        "name": change.name,
        "kind": change.kind,
        "edited": change.edited,
        "old": list(change.old),
        "new": list(change.new),
        "old_texts": list(change.old_units()),
        "new_texts": list(change.new_units()),
        "spans": [{"op": item.op, "text": item.text} for item in change.spans],
        "similarity": round(change.similarity, 4),
    }


def _title(compared: Compared) -> str:
    old, new = compared.old.number, compared.new.number
    if compared.story != compared.new_story:
        return f"{compared.story.slug}@r{old} → {compared.new_story.slug}@r{new}"
    return f"{compared.story.slug}  r{old} → r{new}"


def _times(compared: Compared, style: Style) -> str:
    old, new = compared.old, compared.new
    if stands_as(old) == stands_as(new):
        return f"   {stands_as(old)} {span(old.published_at, new.published_at, style)}"
    return f"   {_stands(old, style)} → {_stands(new, style)}"


def _stands(ref: RevisionRef, style: Style) -> str:
    return f"{stands_as(ref)} {at(ref.published_at, style)}"


def _warnings(compared: Compared) -> Iterator[str]:
    old, new = compared.old.number, compared.new.number
    if compared.story != compared.new_story:
        yield "These are two different stories."
    elif compared.reversed:
        yield f"r{old} was published after r{new}: this runs back in time, and what is shown as added was there before."
    if compared.comparison.coarse:
        yield "The texts are long or very different: some edits may be shown as text removed and added."


def _notes(compared: Compared, style: Style) -> list[Line]:
    old, new = compared.old_article.note, compared.new_article.note
    here = f"“{new}”" if new else "none"
    rows = [("desk note", f"{here} (the same in r{compared.old.number})" if new and old == new else here)]
    if old and old != new:
        rows.append((f"r{compared.old.number} had", f"“{old}”"))
    return [
        line for label, value in rows for line in wrap([Piece(label, "dim"), Piece(f"  {value}")], style.width, hang=4)
    ]


def _changes(compared: Compared, style: Style) -> list[Line]:
    lines: list[Line] = []
    for item in in_order(compared.comparison):
        if isinstance(item, Change):
            lines += change_lines(item, compared.old_article, compared.new_article, style)
        else:
            was = paragraph_run(item.old, item.old_last)
            run = f"{paragraph_run(item.new, item.new_last)}  unchanged, {'was' if item.count == 1 else 'were'} {was}"
            lines += wrap([Piece(run, "dim")], style.width)
    return lines


def in_order(comparison: Comparison) -> Iterator[Change | KeptRun]:
    """Changes in the order a reader meets them, runs of renumbered paragraphs between those of the paragraphs.

    Left out are changes of the desk note, and runs whose numbers are as they were.
    """
    paragraphs = {(change.old, change.new): change for change in comparison.changes_in("paragraph")}
    runs = {run.new: run for run in comparison.kept_runs() if run.old != run.new}
    others = [change for change in comparison.changes if change.part not in ("paragraph", "note")]
    top = [change for change in others if change.part in _ABOVE]
    yield from top
    for link in comparison.links:
        change = paragraphs.get((link.old, link.new))
        if change is not None:
            yield change
        elif link.new and link.new[0] in runs:
            yield runs[link.new[0]]
    yield from (change for change in others if change.part not in _ABOVE)


_ABOVE = frozenset({"headline", "byline", "dateline"})


def _remarks(compared: Compared) -> Iterator[str]:
    found = compared.comparison
    same = _unchanged_runs(found) + unchanged_parts(compared.old_article, compared.new_article, found)
    if found.unchanged:
        names = "These two revisions have" if compared.story != compared.new_story else _names(compared)
        yield f"Nothing changed: {names} the same text."
    else:
        if all(change.part == "note" for change in found.changes):
            yield "Only the desk note differs."
        unchanged = f"{capitalised(listed(same))} unchanged. " if same else ""
        yield f"{unchanged}{_words(found)}"
    if compared.old_article.furniture != compared.new_article.furniture:
        yield "Most-read lists or related links differ; they are never compared."


def _names(compared: Compared) -> str:
    old, new = compared.old.number, compared.new.number
    return f"r{old} is compared with itself and has" if old == new else f"r{old} and r{new} have"


def _unchanged_runs(comparison: Comparison) -> list[str]:
    """The paragraphs that stand unchanged under their old numbers, the first few runs by number."""
    runs = [run for run in comparison.kept_runs() if run.old == run.new]
    named = [paragraph_run(run.new, run.new_last) for run in runs[:_MOST_RUNS]]
    rest = sum(run.count for run in runs[_MOST_RUNS:])
    return [*named, count(rest, "other paragraph")] if rest else named


def _words(comparison: Comparison) -> str:
    added, removed = comparison.words_added, comparison.words_removed
    if not added and not removed:
        return "No words added or removed."
    if not removed:
        return f"{count(added, 'word')} added, none removed."
    if not added:
        return f"{count(removed, 'word')} removed, none added."
    return f"{count(added, 'word')} added, {removed:,} removed."
