"""Say of every change of a revision whether the desk note tells of it.

Verdicts and the edits that claims tell of come from `tracker.notes`; what follows from a change that no claim tells of
is left to the rules.
"""

from __future__ import annotations

from tracker.audit.model import ExaminedChange, ExaminedClaim
from tracker.diff.model import Comparison
from tracker.notes.check import Told, tell
from tracker.notes.edits import Edit, edits_of
from tracker.notes.lookback import Context
from tracker.notes.model import Note
from tracker.story.article import Article


def disclose(
    note: Note | None, comparison: Comparison | None, old: Article | None, new: Article, context: Context
) -> tuple[tuple[ExaminedClaim, ...], tuple[ExaminedChange, ...]]:
    """The claims of a note with their verdicts, and the changes with the claims that tell of each.

    Without a comparison there are no changes; without a note, no change is told.
    """
    if note is not None and note.claims:
        told = tell(note, comparison, old, new, context)
    elif comparison is not None:
        told = Told(
            verdicts=(), edits=edits_of(comparison, language=new.language, notes=(old.note if old else None, new.note))
        )
    else:
        told = Told(verdicts=())
    tellers = told.tellers or ((),) * len(told.edits)
    changes = tuple(_change(edit, claims) for edit, claims in zip(told.edits, tellers, strict=True))
    return tuple(ExaminedClaim(ruling=verdict) for verdict in told.verdicts), changes


def _change(edit: Edit, claims: tuple[int, ...]) -> ExaminedChange:
    return ExaminedChange(
        change=edit.change,
        part=edit.part,
        kind=edit.kind,
        old=edit.old,
        new=edit.new,
        old_text=edit.old_text,
        new_text=edit.new_text,
        facts=edit.facts,
        weight=edit.weight,
        typographic=edit.typographic,
        claims=claims,
    )
