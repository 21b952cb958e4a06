"""The edits of a comparison, as claims are held against them: without the note itself, furniture, and what only moved.

A changed paragraph may hold several: a note that tells of one number in it does not tell of another. What a claim
tells of is left to `matching`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tracker.diff.model import Change, Comparison
from tracker.diff.tokens import fold
from tracker.notes.cutting import cut_change
from tracker.notes.edit import Edit
from tracker.notes.furniture import bare_note, is_furniture, may_hold, stands_in, without
from tracker.notes.moved import without_moved

__all__ = ["Edit", "edits_of"]

# Parts of which a note tells nothing, as it does not speak of itself.
_SILENT = frozenset({"note"})
_MOVED = 40  # characters; a shorter run of words may be gone here and new there by chance


def edits_of(
    comparison: Comparison, *, language: str | None = None, notes: Sequence[str | None] = ()
) -> tuple[Edit, ...]:
    """The edits of all changes but those of the note, in order; `language` is the new article's (BCP 47).

    `notes` are the desk notes of both articles: where one stands in the text as well, it is no edit there. Text that
    only moved has no weight where it went and where it came, nor has a byline or sign-off in the text; what was edited
    in a sentence on its way is an edit of its own. Near linear in the size of the changes.
    """
    edits: Sequence[Edit] = [
        edit
        for number, change in enumerate(comparison.changes, 1)
        if change.part not in _SILENT
        for edit in cut_change(number, change, language)
    ]
    edits = without_moved(edits, comparison, language)
    for note in notes:
        if note and (bare := bare_note(note)) and any(may_hold(bare, edit.old_text, edit.new_text) for edit in edits):
            edits = list(_without_note(edits, comparison.changes, bare))
    return tuple(_without_furniture(edits))


def _without_note(edits: Iterable[Edit], changes: Sequence[Change], note: str) -> Iterator[Edit]:
    """The edits without the words of a note that stands in the text; those that were nothing else are left out."""
    for edit in edits:
        if edit.whole:
            old_text, new_text = without(edit.old_text, note), without(edit.new_text, note)
        else:
            # Words of a note that is itself edited in the text; elsewhere the story may say them as well.
            change = changes[edit.change - 1]
            old_text = None if stands_in(note, change.old_text, edit.old_span) else _cut(edit.old_text, note)
            new_text = None if stands_in(note, change.new_text, edit.new_span) else _cut(edit.new_text, note)
        if (old_text, new_text) == (edit.old_text, edit.new_text):
            yield edit
        elif old_text or new_text:
            facts = tuple(
                fact
                for fact in edit.facts
                if (fact.old or "") in (old_text or "") and (fact.new or "") in (new_text or "")
            )
            old_near, new_near = without(edit.old_near, note) or "", without(edit.new_near, note) or ""
            yield replace(edit, old_text=old_text, new_text=new_text, old_near=old_near, new_near=new_near, facts=facts)


def _cut(text: str | None, note: str) -> str | None:
    """The text without the note, where it holds all of it."""
    return without(text, note) if text and len(text) >= len(note) else text


def _without_furniture(edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits; furniture, and words that went here and came there as they were, without weight."""
    moved = {fold(text) for edit in edits if not edit.new_text and (text := edit.old_text) and len(text) >= _MOVED}
    if moved:
        came = {fold(text) for edit in edits if not edit.old_text and (text := edit.new_text) and len(text) >= _MOVED}
        moved &= came
    for edit in edits:
        if edit.weight != "substantive" or edit.part != "paragraph":
            yield edit
            continue
        text = None if edit.old_text and edit.new_text else edit.old_text or edit.new_text
        if (moved and text and fold(text) in moved) or is_furniture(edit.old_text, edit.new_text):
            yield replace(edit, facts=(), weight="trivial")
        else:
            yield edit
