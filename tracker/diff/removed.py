"""What once stood in a text and went: kept so that words which return are known again.

Three ways back, from sure to likely: a whole unit as it once stood; a word beside the very word it stood beside; a long
run of atoms anywhere. Each word returns once. Numbers and codes of atoms are `provenance`'s.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence

RUN = 4  # atoms; a shorter run is too likely to be the same by chance
_LONG = 50_000  # atoms; of a longer gap only every fourth run is looked up, which finds what is twice as long
_KEPT = 2_000_000  # atoms; beyond it the older half is forgotten
UNKNOWN = -1

Gap = tuple[int, int]  # start and end (exclusive) of atoms without identity
Place = tuple["Unit", int]


class Unit:
    """A paragraph as it stood: its text, the codes of its atoms, and by atom its identity, UNKNOWN until it is traced.

    `since` is the revision that it came with, `seen` the last one in which it stood. Codes and identities are empty
    until something needs them: most paragraphs come, stay and are never looked into.
    """

    __slots__ = ("codes", "ids", "seen", "since", "text")

    def __init__(self, text: str, revision: int) -> None:
        self.text = text
        self.codes = ""
        self.ids: list[int] = []
        self.since = self.seen = revision


class Removed:
    """The units that went, searched by their words. `gone` tells of identities which stand nowhere now."""

    def __init__(self, gone: Callable[[Sequence[int]], list[bool]]) -> None:
        self._gone = gone
        self._forget()

    def _forget(self) -> None:
        self._units: list[Unit] = []
        self._size = 0
        self._whole: dict[str, deque[Unit]] = {}
        self._after: dict[tuple[int, str], Place] = {}  # by the identity before, and the code
        self._before: dict[tuple[int, str], Place] = {}  # by the identity after, and the code
        self._runs: dict[str, Place] = {}

    def keep(self, unit: Unit) -> None:
        """Keep a unit that stands no more, if some of its words went with it."""
        gaps = list(self._lost(unit.ids))
        if not gaps:
            return
        self._units.append(unit)
        self._size += len(unit.ids)
        self._whole.setdefault(unit.codes, deque()).append(unit)
        codes, ids = unit.codes, unit.ids
        for start, end in gaps:
            if start:
                self._after[ids[start - 1], codes[start]] = (unit, start)
            if end < len(ids):
                self._before[ids[end], codes[end - 1]] = (unit, end - 1)
            for at in range(start, end - RUN + 1, 1 if end - start <= _LONG else RUN):
                self._runs[codes[at : at + RUN]] = (unit, at)
        if self._size > _KEPT:
            self._forget_older_half()

    def _forget_older_half(self) -> None:
        units = self._units
        self._forget()
        size = start = 0
        for start in range(len(units), 0, -1):
            size += len(units[start - 1].ids)
            if size > _KEPT // 2:
                break
        for unit in units[start:]:
            self.keep(unit)

    def _lost(self, ids: Sequence[int]) -> Iterator[Gap]:
        gone = self._gone(ids)
        if gone and all(gone):
            yield 0, len(ids)
            return
        end = 0
        while True:
            try:
                start = gone.index(True, end)
            except ValueError:
                return
            end = next((place for place in range(start, len(ids)) if not gone[place]), len(ids))
            yield start, end

    def whole(self, codes: str) -> Sequence[int]:
        """The identities of the first unit kept that had exactly these atoms, if all of it may return; else none."""
        units = self._whole.get(codes)
        while units:
            ids = units.popleft().ids  # when it goes again, it is kept again
            if all(self._gone(ids)):
                return ids
        return ()

    def beside(self, unit: Unit, gap: Gap) -> Iterator[tuple[int, list[int]]]:
        """For a gap, the places and identities of words that stood beside the gap's neighbours once before."""
        start, end = gap
        if start:
            found = self._after.get((unit.ids[start - 1], unit.codes[start]))
            size = 0 if found is None else self._ahead(unit, start, end, found)
            if found is not None and size:
                yield start, found[0].ids[found[1] : found[1] + size]
                start += size
        if start < end < len(unit.ids):
            found = self._before.get((unit.ids[end], unit.codes[end - 1]))
            size = 0 if found is None else self._behind(unit, start, end, found)
            if found is not None and size:
                yield end - size, found[0].ids[found[1] + 1 - size : found[1] + 1]

    def runs(self, unit: Unit, gap: Gap) -> Iterator[tuple[int, list[int]]]:
        """For a gap, the places and identities of long runs in it that stood anywhere before; none overlap.

        Each must be taken before the next is asked for.
        """
        at, end = gap
        low = at
        while at + RUN <= end:
            found = self._runs.get(unit.codes[at : at + RUN])
            ahead = 0 if found is None else self._ahead(unit, at, end, found)
            if found is None or ahead < RUN:
                at += 1
                continue
            source, place = found
            behind = self._behind(unit, low, at, (source, place - 1))
            yield at - behind, source.ids[place - behind : place + ahead]
            at = low = at + ahead

    def _ahead(self, unit: Unit, start: int, end: int, found: Place) -> int:
        """How many atoms from `start` on, before `end`, are those from the found place on, and gone now."""
        source, place = found
        size = 0
        most = min(end - start, len(source.ids) - place)
        while size < most and self._is_same(unit, start + size, source, place + size):
            size += 1
        return size

    def _behind(self, unit: Unit, start: int, end: int, found: Place) -> int:
        """How many atoms before `end`, from `start` on, are those up to the found place, and gone now."""
        source, place = found
        size = 0
        most = min(end - start, place + 1)
        while size < most and self._is_same(unit, end - 1 - size, source, place - size):
            size += 1
        return size

    def _is_same(self, unit: Unit, at: int, source: Unit, place: int) -> bool:
        return unit.codes[at] == source.codes[place] and self._gone(source.ids[place : place + 1])[0]
