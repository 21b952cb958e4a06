"""Where the two sides of a change differ, in one line of coordinates, and which values belong to which difference.

A place on the line is a character of the spans, in their order: what both texts share is one place, so that a value
which stands on both sides meets itself, however the words were cut. What a value is, the other modules know.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from tracker.diff.model import Op, Span

_REACH = 32  # characters of shared text read on both sides of a difference: a name or an amount is shorter
_CLAUSE = 80  # characters between a source and its verb: "an official, speaking on condition of anonymity, said"


class Hunk(NamedTuple):
    """One difference: where it stands in the old text, in the new text and on the line; ends are exclusive."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    start: int
    end: int


class Window(NamedTuple):
    """What to read around differences that stand close together: offsets in the old and the new text, and these."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    hunks: Sequence[Hunk]


class Mention(NamedTuple):
    """A value in a text. Two mentions with one `key` say the same.

    A `soft` one is too weak to count without a partner on the other side. `words` are the source's words in an
    attribution and the "Inc" of a company's name, and empty elsewhere.
    """

    start: int
    end: int
    key: str
    soft: bool = False
    words: frozenset[str] = frozenset()


class Line:
    """The hunks of one change, and the way from offsets in either text to places on the common line."""

    __slots__ = ("_new", "_old", "_spans", "hunks", "new_text", "old_text")

    def __init__(self, old_text: str, new_text: str, spans: Sequence[Span]) -> None:
        self.old_text, self.new_text = old_text, new_text
        self.hunks: list[Hunk] = []
        self._spans = spans
        self._old: tuple[list[int], list[int]] | None = None
        self._new: tuple[list[int], list[int]] | None = None
        self._find_hunks()

    def _find_hunks(self) -> None:
        old = new = place = old_start = new_start = start = 0
        inside = False
        for span in self._spans:
            op, size = span.op, len(span.text)
            if op == "equal":
                if inside:
                    self.hunks.append(Hunk(old_start, old, new_start, new, start, place))
                    inside = False
                old += size
                new += size
            else:
                if not inside:
                    inside, old_start, new_start, start = True, old, new, place
                if op == "delete":
                    old += size
                else:
                    new += size
            place += size
        if inside:
            self.hunks.append(Hunk(old_start, old, new_start, new, start, place))

    @property
    def lone(self) -> bool:
        """Whether one of the texts is empty: all of the other came or went."""
        return not self.old_text or not self.new_text

    def old_place(self, offset: int) -> int:
        """The place of an offset in the old text."""
        self._old = self._old or self._starts("insert")
        return _place(self._old, offset)

    def new_place(self, offset: int) -> int:
        """The place of an offset in the new text."""
        self._new = self._new or self._starts("delete")
        return _place(self._new, offset)

    def _starts(self, other: Op) -> tuple[list[int], list[int]]:
        """The offsets in one text at which spans start, and their places; spans of kind `other` are not in it."""
        starts: list[int] = []
        places: list[int] = []
        at = place = 0
        for span in self._spans:
            if span.op != other:
                starts.append(at)
                places.append(place)
                at += len(span.text)
            place += len(span.text)
        return starts, places

    def windows(self) -> list[Window]:
        """What to read: every hunk with some shared text on both sides, those near each other as one."""
        found: list[Window] = []
        near: list[Hunk] = []
        last_end = 0
        for hunk in self.hunks:
            if near and hunk.old_start - near[-1].old_end > 2 * _REACH:
                found.append(self._window(near, last_end, hunk.old_start))
                last_end = near[-1].old_end
                near = []
            near.append(hunk)
        if near:
            found.append(self._window(near, last_end, len(self.old_text)))
        return found

    def _window(self, hunks: Sequence[Hunk], low: int, high: int) -> Window:
        first, last = hunks[0], hunks[-1]
        before = first.old_start - self._left(first.old_start, low)
        after = self._right(last.old_end, high) - last.old_end
        return Window(
            first.old_start - before, last.old_end + after, first.new_start - before, last.new_end + after, hunks
        )

    def _left(self, at: int, limit: int) -> int:
        low = max(limit, at - _REACH)
        if low == limit:
            return low
        space = self.old_text.find(" ", low, at)
        return space + 1 if space >= 0 else low

    def _right(self, at: int, limit: int) -> int:
        said = self.old_text.find(", said", at, at + _CLAUSE)
        high = min(limit, at + _REACH if said < 0 else said + _REACH)
        if high == limit:
            return high
        space = self.old_text.rfind(" ", at, high)
        return space if space >= 0 else high


def _place(table: tuple[list[int], list[int]], offset: int) -> int:
    starts, places = table
    at = bisect_right(starts, offset) - 1
    return places[at] + offset - starts[at]


Cluster = tuple[list[Mention], list[Mention]]


def trimmed(old: Sequence[Mention], new: Sequence[Mention]) -> tuple[Sequence[Mention], Sequence[Mention]]:
    """Both lists without the values that stand at the beginning and at the end of both: those did not change."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head][2:] == new[head][2:]:
        head += 1
    if head == len(old) == len(new):
        return (), ()
    tail = 0
    while tail < most - head and old[-1 - tail][2:] == new[-1 - tail][2:]:
        tail += 1
    return old[head : len(old) - tail], new[head : len(new) - tail]


def clusters(line: Line, old: Sequence[Mention], new: Sequence[Mention]) -> list[Cluster]:
    """The mentions of one kind that a difference touches, on both sides, for each stretch of the line they share."""
    if not old and not new:
        return []
    events: list[tuple[int, int, int, Mention | None]] = [(hunk.start, hunk.end, 0, None) for hunk in line.hunks]
    events += [(line.old_place(m.start), line.old_place(m.end - 1) + 1, 1, m) for m in old]
    events += [(line.new_place(m.start), line.new_place(m.end - 1) + 1, 2, m) for m in new]
    events.sort(key=lambda event: event[:3])
    found: list[Cluster] = []
    here: list[Mention] = []
    there: list[Mention] = []
    touched, end = False, -1
    for start, stop, side, mention in events:
        if start >= end:
            if touched and (here or there):
                found.append((here, there))
            here, there, touched = [], [], False
        end = max(end, stop)
        if mention is None:
            touched = True
        else:
            (here if side == 1 else there).append(mention)
    if touched and (here or there):
        found.append((here, there))
    return found
