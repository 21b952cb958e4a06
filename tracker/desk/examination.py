"""One pair of neighbouring revisions examined from the ledger's events alone: claims, verdicts, what went untold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.audit import Context, Examination, Past, Times, examine
from tracker.audit.model import LOOKS_BACK
from tracker.desk.erased import erased_of
from tracker.desk.find import FoundStory, revision, revision_ref
from tracker.diff import Comparison, compare
from tracker.ledger.read import LedgerView, Recorded
from tracker.notes.lookback import MOST_EARLIER
from tracker.story.moments import Moment


def examine_pair(
    view: LedgerView,
    story: FoundStory,
    earlier: Sequence[int],
    old: Recorded,
    new: Recorded,
    comparison: Comparison,
    moment: Moment,
) -> Examination:
    """What the audit says of `new` as compared with `old`, the text just before it as known at the moment.

    `earlier` are the story's revisions up to `old`, in publication order. Rules that look at history are the queue's
    matter; verdicts look back here as they do there.
    """
    old_ref, new_ref = (revision_ref(view, recorded, moment) for recorded in (old, new))
    context = Context(
        revision=new_ref.number,
        previous=old_ref.number,
        times=Times(published=new_ref.published_at, recorded=new_ref.recorded_at, stated=new_ref.stated),
        previous_times=Times(published=old_ref.published_at, recorded=old_ref.recorded_at, stated=old_ref.stated),
        version=new_ref.source_version,
        previous_version=old_ref.source_version,
    )
    here, there = view.article(old), view.article(new)
    found = examine(here, there, context, comparison=comparison)
    if not any(claim.verdict in LOOKS_BACK for claim in found.claims):
        return found
    return examine(here, there, replace(context, past=_past(view, story, earlier)), comparison=comparison)


def _past(view: LedgerView, story: FoundStory, earlier: Sequence[int]) -> tuple[Past, ...]:
    """The newest pairs before, nearest first, compared again; without those that lost a text to an erasure."""
    numbers = list(earlier)[-MOST_EARLIER - 1 :]
    erased = erased_of(view, story)
    articles = {number: view.article(revision(view, story, number)) for number in numbers if number not in erased}
    pairs = [pair for pair in reversed(list(pairwise(numbers))) if not erased.keys() & set(pair)]
    return tuple(
        Past(revision=new, comparison=compare(articles[old], articles[new]), note=articles[new].note)
        for old, new in pairs
    )
