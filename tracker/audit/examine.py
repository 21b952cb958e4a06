"""Examine one revision: compare it with the one before, check its desk note, and say what no note tells of.

The steps are those of `tracker.diff`, `tracker.notes`, `disclose` and `rules`; this is where they meet.
"""

from __future__ import annotations

from tracker.audit.disclose import disclose
from tracker.audit.model import Context, Examination
from tracker.audit.rules import findings
from tracker.diff.compare import compare
from tracker.diff.model import Comparison
from tracker.notes import lookback
from tracker.notes.model import Note
from tracker.notes.parse import parse
from tracker.story.article import Article


def examine(
    old: Article | None, new: Article, context: Context | None = None, *, comparison: Comparison | None = None
) -> Examination:
    """What the audit says of `new` as compared with `old`, which is None for a first revision.

    `comparison` is that of the two where the caller has it already. Pure and deterministic.
    """
    context = context or Context()
    if comparison is None and old is not None:
        comparison = compare(old, new)
    note = parse(new.note) if new.note else None
    claims, changes = disclose(note, comparison, old, new, _looked_back(note, old, context))
    found, closures = findings(old, new, comparison, claims, changes, context)
    return Examination(
        note=note, comparison=comparison, claims=claims, changes=changes, findings=found, closures=closures
    )


def _looked_back(note: Note | None, old: Article | None, context: Context) -> lookback.Context:
    """What verdicts look back at: the note before, and earlier pairs."""
    if note is None or old is None:
        return lookback.NO_CONTEXT
    earlier = (
        lookback.Earlier(revision=past.revision, comparison=past.comparison)
        for past in context.past[: lookback.MOST_EARLIER]
        if past.comparison is not None
    )
    before = parse(old.note) if old.note else None
    return lookback.Context(earlier=tuple(earlier), previous=context.previous, previous_note=before)
