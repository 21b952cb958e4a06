"""Where the two sides of a change differ, in one line of coordinates, and which values belong to which difference.

A place on the line is a character of the spans, in their order: what both texts share is one place, so that a value
which stands on both sides meets itself, however the words were cut. What a value is, the other modules know.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from tracker.diff.model import Span

_REACH = 32  # characters of shared text read on both sides of a difference: a name or an amount is shorter


class Hunk(NamedTuple):
    """One difference: where it stands in the old text, in the new text and on the line; ends are exclusive."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    start: int
    end: int


class Window(NamedTuple):
    """What to read around differences that stand close together: offsets in the old and the new text.

    `before` and `after` are the sizes of the shared text at its two ends.
    """

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    before: int
    after: int


class Mention(NamedTuple):
    """A value in a text. Two mentions with one `key` say the same.

    A `soft` one is too weak to count without a partner on the other side. `words` are the source's words in an
    attribution, and empty elsewhere.
    """

    start: int
    end: int
    key: str
    soft: bool = False
    words: frozenset[str] = frozenset()


class Line:
    """The hunks of one change, and the way from offsets in either text to places on the common line."""

    __slots__ = ("_new_places", "_new_starts", "_old_places", "_old_starts", "hunks", "new_text", "old_text")

    def __init__(self, old_text: str, new_text: str, spans: Sequence[Span]) -> None:
        self.old_text, self.new_text = old_text, new_text
        self.hunks: list[Hunk] = []
        self._old_starts: list[int] = []
        self._old_places: list[int] = []
        self._new_starts: list[int] = []
        self._new_places: list[int] = []
        self._read(spans)

    def _read(self, spans: Sequence[Span]) -> None:
        old = new = place = 0
        first: tuple[int, int, int] | None = None
        for span in spans:
            size = len(span.text)
            if span.op == "equal":
                if first:
                    self.hunks.append(Hunk(first[0], old, first[1], new, first[2], place))
                    first = None
            elif not first:
                first = (old, new, place)
            if span.op != "insert":
                self._old_starts.append(old)
                self._old_places.append(place)
                old += size
            if span.op != "delete":
                self._new_starts.append(new)
                self._new_places.append(place)
                new += size
            place += size
        if first:
            self.hunks.append(Hunk(first[0], old, first[1], new, first[2], place))

    def old_place(self, offset: int) -> int:
        """The place of an offset in the old text."""
        at = bisect_right(self._old_starts, offset) - 1
        return self._old_places[at] + offset - self._old_starts[at]

    def new_place(self, offset: int) -> int:
        """The place of an offset in the new text."""
        at = bisect_right(self._new_starts, offset) - 1
        return self._new_places[at] + offset - self._new_starts[at]

    def windows(self) -> list[Window]:
        """What to read: every hunk with some shared text on both sides, those near each other as one."""
        found: list[Window] = []
        open_hunk: Hunk | None = None
        start = (0, 0)
        last_end = before = 0
        for hunk in self.hunks:
            if open_hunk is not None and hunk.old_start - open_hunk.old_end > 2 * _REACH:
                found.append(self._window(start, before, open_hunk, hunk.old_start))
                last_end = open_hunk.old_end
                open_hunk = None
            if open_hunk is None:
                before = hunk.old_start - self._left(hunk.old_start, last_end)
                start = (hunk.old_start - before, hunk.new_start - before)
            open_hunk = hunk
        if open_hunk is not None:
            found.append(self._window(start, before, open_hunk, len(self.old_text)))
        return found

    def _window(self, start: tuple[int, int], before: int, last: Hunk, limit: int) -> Window:
        after = self._right(last.old_end, limit) - last.old_end
        return Window(start[0], last.old_end + after, start[1], last.new_end + after, before, after)

    def _left(self, at: int, limit: int) -> int:
        low = max(limit, at - _REACH)
        if low == limit:
            return low
        space = self.old_text.find(" ", low, at)
        return space + 1 if space >= 0 else low

    def _right(self, at: int, limit: int) -> int:
        high = min(limit, at + _REACH)
        if high == limit:
            return high
        space = self.old_text.rfind(" ", at, high)
        return space if space >= 0 else high


Cluster = tuple[list[Mention], list[Mention]]


def alike(old: Sequence[Mention], new: Sequence[Mention]) -> bool:
    """Whether two texts name the same values in the same order: then none of them changed."""
    return len(old) == len(new) and all(a.key == b.key and a.words == b.words for a, b in zip(old, new, strict=True))


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
