"""A comparison of two revisions as text and as data.

It says what changed and where, part by part; whether a desk note says the same is left to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.diff.model import Change, Comparison
from tracker.views import refs
from tracker.views.changes import Page, change_lines, units
from tracker.views.layout import wrap
from tracker.views.moments import moment_lines, stands_as
from tracker.views.sentences import Moves
from tracker.views.sentences import data as sentence_data
from tracker.views.sides import column_heads, column_lines, no_columns, stacked_lines
from tracker.views.stat import stat_lines
from tracker.views.style import BLANK, Line, Piece, Style, render
from tracker.views.surroundings import Item, Kept, changes_text, kept_lines, reading_order, run_lines
from tracker.views.unchanged import unchanged_parts
from tracker.views.verdicts import ruled, undisclosed_at
from tracker.views.when import at, span
from tracker.views.words import capitalised, count, listed, paragraph_run

if TYPE_CHECKING:
    from tracker.desk.compare import Compared
    from tracker.desk.values import RevisionRef

_MOST_RUNS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Which forms of a comparison are asked for.

    `stat` is a line of counts for each change; `columns` sets old and new side by side; `context` is the number of
    unchanged paragraphs shown around each changed one. With `stat` alone the changes themselves are not shown.
    """

    stat: bool = False
    columns: bool = False
    context: int = 0

    @property
    def words(self) -> bool:
        """Whether the words of the changes are shown."""
        return not self.stat or self.columns or self.context > 0


PLAIN = Look()


def text(compared: Compared, style: Style, look: Look = PLAIN) -> str:
    """What changed, in the order a reader meets it, each change with old and new paragraph numbers."""
    lines = wrap([Piece(_title(compared), "heading"), Piece(_times(compared, style))], style.width, hang=4)
    for warning in _warnings(compared, style, look):
        lines += wrap([Piece(f"! {warning}", "warning")], style.width, hang=2)
    lines += _notes(compared, style)
    if not compared.comparison.unchanged:
        old, new = compared.old_article, compared.new_article
        page = Page(old=old, new=new, moves=Moves(compared.comparison, new), style=style)
        lines += _stat(compared, page, look) if look.stat else []
        lines += _changes(compared, page, look) if look.words else []
    for remark in _remarks(compared, look):
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
        "sentences": [sentence_data(link) for link in found.sentences],
        **_examined(compared),
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
        "facts": [{"fact": item.fact, "old": item.old, "new": item.new} for item in change.facts],
        "weight": change.weight,
        "typographic": change.typographic,
    }


def _title(compared: Compared) -> str:
    old, new = compared.old.number, compared.new.number
    if compared.story != compared.new_story:
        return " → ".join(_sides(compared))
    return f"{compared.story.slug}  r{old} → r{new}"


def _times(compared: Compared, style: Style) -> str:
    old, new = compared.old, compared.new
    if stands_as(old) == stands_as(new):
        return f"   {stands_as(old)} {span(old.published_at, new.published_at, style)}"
    return f"   {_stands(old, style)} → {_stands(new, style)}"


def _stands(ref: RevisionRef, style: Style) -> str:
    return f"{stands_as(ref)} {at(ref.published_at, style)}"


def _warnings(compared: Compared, style: Style, look: Look) -> Iterator[str]:
    old, new = compared.old.number, compared.new.number
    if compared.story != compared.new_story:
        yield "These are two different stories."
    elif compared.reversed:
        shown = "" if compared.comparison.unchanged else ", and what is shown as added was there before"
        yield f"r{old} was published after r{new}: this runs back in time{shown}."
    if compared.comparison.coarse:
        yield "The texts are long or very different: some edits may be shown as text removed and added."
    obstacle = no_columns(compared.comparison, style) if look.columns else None
    if obstacle and any(change.edited for change in compared.comparison.changes if change.part != "note"):
        yield f"{obstacle}: old and new stand one above the other."


def _notes(compared: Compared, style: Style) -> list[Line]:
    old, new = compared.old_article.note, compared.new_article.note
    here = f"“{new}”" if new else "none"
    other, _ = _sides(compared)
    rows = [("desk note", f"{here} (the same in {other})" if new and old == new else here)]
    if old and old != new:
        rows.append((f"{other} had", f"“{old}”"))
    if compared.examination is not None:
        rows += [("claim", f"“{item.text}” {ruled(item)}") for item in compared.examination.claims]
    return [
        line for label, value in rows for line in wrap([Piece(label, "dim"), Piece(f"  {value}")], style.width, hang=4)
    ]


def _examined(compared: Compared) -> dict[str, Any]:
    """The audit's part of the data; None where the old revision does not stand just before the new one."""
    found = compared.examination
    if found is None:
        return {"claims": None, "undisclosed": None, "review": None, "reviewers": []}
    return {
        "claims": [
            {
                "text": item.text,
                "verdict": item.verdict,
                "reason": item.reason,
                "revision": item.ruling.revision,
                "changes": list(item.ruling.found),
            }
            for item in found.claims
        ],
        "undisclosed": [
            {
                "change": item.change,
                "part": item.part,
                "old": list(item.old),
                "new": list(item.new),
                "old_text": item.old_text,
                "new_text": item.new_text,
                "facts": [fact.fact for fact in item.facts],
            }
            for item in found.undisclosed
        ],
        "review": compared.signed.state,
        "reviewers": list(compared.signed.names),
    }


def _stat(compared: Compared, page: Page, look: Look) -> list[Line]:
    lines = stat_lines([page.moves.tell(unit) for unit in _units(compared)], page.style)
    return [*lines, BLANK] if lines and look.words else lines


def _units(compared: Compared) -> Iterator[Change]:
    """Every change that is shown, runs taken apart."""
    for item in _items(compared, context=0):
        if isinstance(item, Change):
            yield from units(item)


def _items(compared: Compared, *, context: int) -> Iterator[Item]:
    return reading_order(compared.comparison, compared.old_article, compared.new_article, context=context)


def _changes(compared: Compared, page: Page, look: Look) -> list[Line]:
    form = change_lines
    lines: list[Line] = []
    if look.columns:
        form = stacked_lines if no_columns(compared.comparison, page.style) else column_lines
        if form is column_lines and any(change.edited for change in _units(compared)):
            lines += column_heads(*_sides(compared), page.style)
    for item in _items(compared, context=look.context):
        if isinstance(item, Change):
            lines += form(item, page)
        elif isinstance(item, Kept):
            lines += kept_lines(item, page.new, page.style)
        else:
            lines += run_lines(item, page.style)
    return lines


def _sides(compared: Compared) -> tuple[str, str]:
    old, new = f"r{compared.old.number}", f"r{compared.new.number}"
    if compared.story == compared.new_story:
        return old, new
    return f"{compared.story.slug}@{old}", f"{compared.new_story.slug}@{new}"


def _remarks(compared: Compared, look: Look) -> Iterator[str]:
    found = compared.comparison
    if found.unchanged:
        names = "These two revisions have" if compared.story != compared.new_story else _names(compared)
        yield f"Nothing changed: {names} the same text."
    else:
        if all(change.part == "note" for change in found.changes):
            yield "Only the desk note differs."
        yield f"{_unchanged(compared, look) if look.words else _total(compared)}{_words(found)}"
    yield from _audit(compared)
    if compared.old_article.furniture != compared.new_article.furniture:
        yield "Most-read lists or related links differ; they are never compared."


def _audit(compared: Compared) -> Iterator[str]:
    """What no claim tells of, by place and facts, and who signed the change off."""
    found = compared.examination
    if found is None:
        return
    places = dict.fromkeys(undisclosed_at(item) for item in found.undisclosed)
    if places:
        yield f"Undisclosed: {'; '.join(places)}."
    elif any(change.weight == "substantive" for change in found.changes):
        yield "Nothing undisclosed."
    if compared.signed.state != "unreviewed":
        yield f"{capitalised(compared.signed.state)} by {listed(compared.signed.names)}."


def _names(compared: Compared) -> str:
    old, new = compared.old.number, compared.new.number
    return f"r{old} is compared with itself and has" if old == new else f"r{old} and r{new} have"


def _unchanged(compared: Compared, look: Look) -> str:
    found = compared.comparison
    same = unchanged_parts(compared.old_article, compared.new_article, found)
    if not (look.context and any(changes_text(change) for change in found.changes)):  # or they stand among the changes
        same = _unchanged_runs(found) + same
    return f"{capitalised(listed(same))} unchanged. " if same else ""


def _total(compared: Compared) -> str:
    changes = sum(1 for _ in _units(compared))
    return f"{count(changes, 'change')}. " if changes else ""


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
