"""The words of an edit as a finding shows them: on both sides what differs, with a few words that both sides share.

How texts are cut is left to `wording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.audit.model import ExaminedChange
from tracker.audit.wording import excerpts
from tracker.diff.model import Change, Comparison, FactChange, Span

_BESIDE = 60  # characters on either side of an edit that are kept to cut from


class _Hunk(NamedTuple):
    """A difference: its offsets in the old text and in the new one."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def words_of(
    edit: ExaminedChange, comparison: Comparison | None, lead: FactChange | None
) -> tuple[str | None, str | None]:
    """The old and the new words of an edit; `lead` is the fact that must be among them. None for a side without text.

    Each has at most 120 characters.
    """
    focus = (lead.old, lead.new) if lead else (None, None)
    old, new = edit.old_text, edit.new_text
    if comparison is None or edit.kind in ("added", "removed"):
        return excerpts(old, new, old_focus=focus[0], new_focus=focus[1])
    around = _around(edit, comparison.changes[edit.change - 1])
    old, new = around or (old, new)
    return excerpts(old, new, old_focus=focus[0], new_focus=focus[1])


def _around(edit: ExaminedChange, change: Change) -> tuple[str, str] | None:
    """The edit in both texts with what stands beside it, up to the differences before and after; None if not found."""
    old_text, new_text = change.old_text, change.new_text
    if old_text is None or new_text is None:
        return None
    old, new = edit.old_text or "", edit.new_text or ""
    hunks = _hunks(change.spans)
    for place, hunk in enumerate(hunks):
        gone, come = old_text[hunk.old_start : hunk.old_end], new_text[hunk.new_start : hunk.new_end]
        if not _starts(old, gone) or not _starts(new, come):
            continue
        last = place
        while last + 1 < len(hunks) and _reaches(hunks[last + 1], hunk, old, new):
            last += 1
        before = hunks[place - 1] if place else _Hunk(0, 0, 0, 0)
        after = hunks[last + 1] if last + 1 < len(hunks) else _Hunk(len(old_text), 0, len(new_text), 0)
        end = hunks[last]
        left = min(_BESIDE, hunk.old_start - before.old_end, hunk.new_start - before.new_end)
        right = min(_BESIDE, after.old_start - end.old_end, after.new_start - end.new_end)
        return (
            old_text[hunk.old_start - left : end.old_end + right],
            new_text[hunk.new_start - left : end.new_end + right],
        )
    return None


def _starts(words: str, piece: str) -> bool:
    """Whether a difference can be the beginning of an edit's words, in which values stand whole."""
    piece = piece.strip()
    return piece in words if piece else not words or words[:1].isalnum()


def _reaches(hunk: _Hunk, first: _Hunk, old: str, new: str) -> bool:
    """Whether the next difference belongs to the edit that begins at `first`, by the length of the edit's words."""
    return hunk.old_end - first.old_start <= len(old) and hunk.new_end - first.new_start <= len(new)


def _hunks(spans: Sequence[Span]) -> list[_Hunk]:
    found: list[_Hunk] = []
    old = new = 0
    open_at: tuple[int, int] | None = None
    for span in spans:
        if span.op == "equal":
            if open_at:
                found.append(_Hunk(open_at[0], old, open_at[1], new))
                open_at = None
            old += len(span.text)
            new += len(span.text)
            continue
        open_at = open_at or (old, new)
        old += len(span.text) if span.op == "delete" else 0
        new += len(span.text) if span.op == "insert" else 0
    if open_at:
        found.append(_Hunk(open_at[0], old, open_at[1], new))
    return found
