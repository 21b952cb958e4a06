"""A text whose end may be missing: told by how much was lost from its end, with nothing in its place."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.audit.case import STORY, Case, Report
from tracker.audit.rulebook import TRUNCATED
from tracker.audit.wording import excerpts, numbers
from tracker.diff.model import Change, Comparison, Link
from tracker.story.article import Article

_SHARE = 0.4  # of the characters; a desk that trims keeps more


def lost_changes(old: Article | None, comparison: Comparison | None, *, explained: bool) -> frozenset[int]:
    """The 1-based numbers of the changes by which over 40 % of the old text was lost from its end; none if less was.

    Where the loss is `explained`, by a note that claims something for instance, nothing is. Linear in the number of
    paragraphs.
    """
    if old is None or comparison is None or explained or not old.paragraphs:
        return frozenset()
    kept = [link for link in comparison.links if link.old and link.new]
    if not kept:
        return frozenset()
    last = max(kept, key=lambda link: link.old[-1])
    if last.new[-1] != comparison.new_count:
        return frozenset()  # something else stands at the end now
    gone = {
        number
        for number, change in enumerate(comparison.changes, 1)
        if change.part == "paragraph" and change.kind == "removed" and change.old and change.old[0] > last.old[-1]
    }
    cut = _cut_short(comparison, last)
    size = sum(len(text) for text in old.paragraphs[last.old[-1] :])
    if cut is not None:
        gone.add(cut[0])
        size += cut[1]
    whole = sum(len(text) for text in old.paragraphs)
    return frozenset(gone) if size > _SHARE * whole else frozenset()


def _cut_short(comparison: Comparison, last: Link) -> tuple[int, int] | None:
    """The number of the change that only took the last kept paragraph's end away, and how many characters."""
    for number, change in enumerate(comparison.changes, 1):
        if change.part == "paragraph" and change.new == last.new and change.old == last.old:
            return (number, _end_lost(change)) if _end_lost(change) else None
    return None


def _end_lost(change: Change) -> int:
    edits = [span for span in change.spans if span.op != "equal"]
    if len(edits) != 1 or edits[0].op != "delete" or change.spans[-1] is not edits[0]:
        return 0
    return len(edits[0].text)


def truncation(case: Case) -> Iterator[Report]:
    """Report that the end of the text may be missing."""
    if not case.lost or case.old is None or case.comparison is None:
        return
    first = min(case.lost)
    changes = [case.comparison.changes[number - 1] for number in sorted(case.lost)]
    texts = [change.old_text or "" for change in changes]
    lost = [number for change in changes if change.kind == "removed" for number in change.old]
    share = 100 * sum(_size(change) for change in changes) // max(1, sum(map(len, case.old.paragraphs)))
    where = f" (was {numbers(lost)})" if lost else ""
    yield Report(
        rule=TRUNCATED,
        severity=TRUNCATED.severity,
        place=STORY,
        shown=STORY,
        message=f"{share} % of the text is gone from its end{where} and there is no desk note",
        old_words=excerpts(texts[0], None)[0] if lost else None,
        change=first,
    )


def _size(change: Change) -> int:
    return _end_lost(change) if change.kind != "removed" else len(change.old_text or "")
