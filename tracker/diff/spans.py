"""Write spans in their normal form, and slide them to where a reader expects them.

In normal form no span is empty, neighbours differ in kind, deletions stand before insertions, and white space after
both is no part of the change. What is equal and what is not is decided in `words`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.diff.compiled import strings
from tracker.diff.model import Op, Span

_SLIDE = 2_000  # characters that an insertion may slide to reach a better place
_EDGE = re.compile(r"(?:(?P<sentence>[.!?…])|[,;:–—])[\"'”’»)\]]*\s+|(?P<unspaced>[。！？])[」』”’]*|(?P<line>\n)\s*")
_CLAUSE, _SENTENCE = 1, 2


class SpanWriter:
    """Collects spans: neighbours of one kind become one, and in a changed stretch deletions come first."""

    __slots__ = ("_deleted", "_equal", "_inserted", "_spans")

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._equal: list[str] = []
        self._deleted: list[str] = []
        self._inserted: list[str] = []

    def equal(self, text: str) -> None:
        """Text that stands in both."""
        if text:
            if self._deleted or self._inserted:
                self._end_change()
            self._equal.append(text)

    def change(self, old: str, new: str) -> None:
        """Old text and the new text in its place; either may be empty."""
        if old:
            self._deleted.append(old)
        if new:
            self._inserted.append(new)

    def spans(self) -> tuple[Span, ...]:
        """All that was written, in normal form, slid."""
        self._end_change()
        self._add("equal", "".join(self._equal))
        return _slid(self._spans)

    def _end_change(self) -> None:
        deleted, inserted = "".join(self._deleted), "".join(self._inserted)
        self._deleted, self._inserted = [], []
        if deleted == inserted:
            self._equal.append(deleted)
            return
        self._add("equal", "".join(self._equal))
        # "14 " to "41 " is shown as "14" to "41": white space after both is no part of the change.
        space = _shared_space(deleted, inserted)
        self._add("delete", deleted[: len(deleted) - space])
        self._add("insert", inserted[: len(inserted) - space])
        self._equal = [deleted[len(deleted) - space :]]

    def _add(self, op: Op, text: str) -> None:
        if text:
            self._spans.append(Span(op=op, text=text))


def _shared_space(one: str, other: str) -> int:
    shared = 0
    for here, there in zip(reversed(one), reversed(other), strict=False):
        if here != there or not here.isspace():
            break
        shared += 1
    return shared


def _slid(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same change with lone insertions and deletions slid to the edge of a sentence or clause where words allow it.

    "…sat. The [+cow mooed. The +]dog…" becomes "…sat. [+The cow mooed. +]The dog…".
    """
    slid = list(spans)
    for place in range(1, len(slid)):
        before, span = slid[place - 1], slid[place]
        after = slid[place + 1] if place + 1 < len(slid) else Span(op="equal", text="")
        if span.op == "equal" or before.op != "equal" or after.op != "equal":
            continue
        shift = _shift(before.text, span.text, after.text, first=place == 1)
        if shift:
            text = before.text + span.text + after.text
            start = len(before.text) + shift
            slid[place - 1] = Span(op="equal", text=text[:start])
            slid[place] = Span(op=span.op, text=text[start : start + len(span.text)])
            slid[place + 1 : place + 2] = [Span(op="equal", text=text[start + len(span.text) :])]
    return tuple(span for span in slid if span.text)


def _shift(before: str, text: str, after: str, *, first: bool) -> int:
    """By how many characters to move `text` back (negative) or on, so that it starts at the best edge; mostly 0."""
    if before[-2:] != text[-2:] and after[:2] != text[:2]:
        return 0
    back = int(strings().Postfix.similarity(before[-_SLIDE:], text[-_SLIDE:]))
    on = int(strings().Prefix.similarity(after[:_SLIDE], text[:_SLIDE]))
    if not back and not on:
        return 0
    whole_back = back == len(before)
    if whole_back and not first:
        back -= 1  # an equal span between two changes stays
    if on and on == len(after):
        on -= 1
    window = before[len(before) - back :] + text + after[:on]
    edges = _edges(before[len(before) - back - 8 : len(before) - back], window, back + on)
    if (
        whole_back
        and first
        and (back == len(text) or window[len(text) - 1].isspace() or window[len(text) - 1] in "。！？")
    ):
        edges[0] = _SENTENCE
    best = max(edges.values(), default=0)
    if edges.get(back, 0) >= best:
        return 0
    return min((at - back for at, rank in edges.items() if rank == best), key=lambda shift: (abs(shift), shift))


def _edges(lead: str, window: str, last: int) -> dict[int, int]:
    """Offsets in `window` up to `last` that follow the end of a clause or sentence, which may begin in `lead`."""
    found = {}
    for match in _EDGE.finditer(lead + window):
        at = match.end() - len(lead)
        if at > last:
            break
        if at >= 0:
            found[at] = _CLAUSE if match.lastgroup is None else _SENTENCE
    return found
