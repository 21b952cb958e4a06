"""What once stood in a text and went: kept so that words which return are known again.

Three ways back, from sure to likely: a whole unit as it once stood; a word beside the very word it stood beside; a long
run of atoms anywhere. Each word returns once. Numbers and codes of atoms are `provenance`'s.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from tracker.diff.passages import shared_ahead, shared_behind

RUN = 4  # atoms; a shorter run is too likely to be the same by chance
_LONG = 50_000  # atoms; of a longer gap only every fourth run is looked up, which finds what is twice as long
_DENSE = 500_000  # runs; beyond so many, of what goes only every fourth run can be looked up
_KEPT = 2_000_000  # atoms; beyond it the older half is forgotten
_WHOLE = 5_000  # atoms; of a longer unit of which little went, only that is kept
_STEP = 64  # atoms; what is first compared at once
_LITTLE = 64  # atoms that keeping a part weighs besides its own

Gap = tuple[int, int]  # start and end (exclusive) of atoms
_Went = tuple[str, int, int, int]
Known = tuple[int, int, int, int]  # start and end (exclusive) of atoms, the first's identity, the revision of all


class Unit:
    """A paragraph as it stood: its text, the codes of its atoms, and which of these are known to be which.

    `known` is ascending without overlap; the identities of its parts go up by one from atom to atom. `since` is the
    revision that the unit came with, `seen` the last one in which it stood. Codes are empty until something needs them:
    most paragraphs come, stay and are never looked into.
    """

    __slots__ = ("codes", "known", "seen", "since", "text")

    def __init__(self, text: str, revision: int) -> None:
        self.text = text
        self.codes = ""
        self.known: list[Known] = []
        self.since = self.seen = revision


class Removed:
    """The units that went, searched by their words.

    `standing` tells by identity whether its atom stands in the newest revision, 1 or 0, as far as that is traced. What
    is found is marked as standing.
    """

    def __init__(self, standing: bytearray) -> None:
        self._standing = standing
        self._forget()

    def __bool__(self) -> bool:
        return bool(self._units)

    def _forget(self) -> None:
        self._units: list[Unit] = []
        self._starts: list[int] = []  # by unit: the place of its first atom among all that are kept
        self._size = 0
        self._whole: dict[str, deque[Unit]] = {}
        self._after: dict[int, int] = {}  # by the identity before and the code: the place
        self._before: dict[int, int] = {}  # by the identity after and the code: the place
        self._runs: dict[str, int] = {}
        # What is not in these tables yet, as nothing was looked up since: codes, the place of what went of them, and
        # where it starts and ends; and the same by unit, which was kept whole or in parts.
        self._unread: list[_Went] = []
        self._unplaced: list[tuple[Unit, bool, list[_Went]]] = []

    def keep(self, unit: Unit) -> None:
        """Keep a unit that stands no more, if some of its words went with it. Its text is forgotten."""
        gaps = list(self._lost(unit.known))
        if not gaps:
            return
        unit.text = ""
        whole = len(unit.codes) <= _WHOLE or len(unit.codes) < 4 * sum(_LITTLE + end - start for start, end in gaps)
        place = self._add(unit) if whole else -1
        for start, end in gaps:
            low = max(0, start - 1)
            at = place + start if whole else self._add(_part(unit, low, end + 1)) + start - low
            self._unread.append((unit.codes, at, start, end))
        self._unplaced.append((unit, whole, self._unread[-len(gaps) :]))
        if self._size > _KEPT:
            self._forget_older_half()

    def _add(self, unit: Unit) -> int:
        """Where the atoms of a unit stand among all that are kept."""
        place = self._size
        self._units.append(unit)
        self._starts.append(place)
        self._size += len(unit.codes)
        return place

    def _forget_older_half(self) -> None:
        units = self._units
        self._forget()
        size = start = 0
        for start in range(len(units), 0, -1):
            size += len(units[start - 1].codes)
            if size > _KEPT // 2:
                break
        for unit in units[start:]:
            self.keep(unit)

    def _lost(self, known: Iterable[Known]) -> Iterator[Gap]:
        """Where atoms stand nowhere now."""
        find = self._standing.find
        first = last = 0
        for start, end, number, _ in known:
            at, stop = number, number + end - start
            while at < stop and (at := find(0, at, stop)) >= 0:
                until = find(1, at, stop)
                until = stop if until < 0 else until
                if start + at - number > last:
                    if last > first:
                        yield first, last
                    first = start + at - number
                last, at = start + until - number, until
        if last > first:
            yield first, last

    def whole(self, unit: Unit) -> list[Known]:
        """All of `unit`, if a unit kept had exactly its atoms and all of it may return; else nothing."""
        self._read()
        kept = self._whole.get(unit.codes)
        while kept:
            known = kept.popleft().known  # when it goes again, it is kept again
            if all(self._standing.find(1, number, number + end - start) < 0 for start, end, number, _ in known):
                return self._taken(list(known))
        return []

    def beside(self, unit: Unit, gap: Gap) -> list[Known]:
        """For a gap in a unit, ascending, what stood beside the gap's neighbours once before."""
        self._read()
        start, end = gap
        found: list[Known] = []
        place = self._after.get(_key(_identity(unit.known, start - 1), unit.codes[start])) if start else None
        if place is not None:
            source, at = self._found(place)
            size = self._ahead(unit, start, end, source, at)
            found += self._taken(cut(source.known, at, at + size, start - at))
            start += size
        if start == end or end == len(unit.codes):
            return found
        place = self._before.get(_key(_identity(unit.known, end), unit.codes[end - 1]))
        if place is not None:
            source, at = self._found(place)
            size = self._behind(unit, start, end, source, at + 1)
            found += self._taken(cut(source.known, at + 1 - size, at + 1, end - at - 1))
        return found

    def runs(self, unit: Unit, gap: Gap) -> list[Known]:
        """For a gap in a unit, ascending, the long runs in it that stood anywhere before; none overlap."""
        low, end = gap
        found: list[Known] = []
        if end - low < RUN:
            return found
        runs, codes = self._by_run(), unit.codes
        for at in [at for at in range(low, end - RUN + 1) if codes[at : at + RUN] in runs]:
            if at < low:
                continue
            source, place = self._found(runs[codes[at : at + RUN]])
            if self._standing[_identity(source.known, place)]:
                continue
            ahead = self._ahead(unit, at, end, source, place)
            if ahead >= RUN:
                behind = self._behind(unit, low, at, source, place)
                low = at + ahead
                found += self._taken(cut(source.known, place - behind, place + ahead, at - place))
        return found

    def _by_run(self) -> dict[str, int]:
        """By run of codes, the place where it stood last."""
        for codes, place, start, end in self._unread:
            step = 1 if end - start <= _LONG and len(self._runs) < _DENSE else RUN
            found = [codes[at : at + RUN] for at in range(start, end - RUN + 1, step)]
            self._runs.update(zip(found, range(place, place + end - start, step), strict=False))
        self._unread.clear()
        return self._runs

    def _read(self) -> None:
        """Note which units went whole, and what stood beside what, of all that was kept since this was last done."""
        for unit, whole, gaps in self._unplaced:
            codes, known = unit.codes, unit.known
            if whole:
                self._whole.setdefault(codes, deque()).append(unit)
            for _, place, start, end in gaps:
                if start:
                    self._after[_key(_identity(known, start - 1), codes[start])] = place
                if end < len(codes):
                    self._before[_key(_identity(known, end), codes[end - 1])] = place + end - start - 1
        self._unplaced.clear()

    def _found(self, place: int) -> tuple[Unit, int]:
        at = bisect_right(self._starts, place) - 1
        return self._units[at], place - self._starts[at]

    def _taken(self, known: list[Known]) -> list[Known]:
        stand(self._standing, known)
        return known

    def _ahead(self, unit: Unit, start: int, end: int, source: Unit, place: int) -> int:
        """How many atoms from `start` on, before `end`, are those of `source` from `place` on, and stand nowhere."""
        size, step, most = 0, _STEP, min(end - start, len(source.codes) - place)
        while size < most:
            at = place + size
            same = shared_ahead(unit.codes, start + size, source.codes, at, min(step, most - size))
            for low, high, number, _ in cut(source.known, at, at + same, 0):
                found = self._standing.find(1, number, number + high - low)
                if found >= 0:
                    return low + found - number - place
            size += same
            if same < step:
                break
            step *= 2
        return size

    def _behind(self, unit: Unit, start: int, end: int, source: Unit, place: int) -> int:
        """How many atoms before `end`, from `start` on, are those of `source` before `place`, and stand nowhere."""
        size, step, most = 0, _STEP, min(end - start, place)
        while size < most:
            at = place - size
            same = shared_behind(unit.codes, end - size, source.codes, at, min(step, most - size))
            for low, high, number, _ in reversed(cut(source.known, at - same, at, 0)):
                found = self._standing.rfind(1, number, number + high - low)
                if found >= 0:
                    return place - (low + found - number + 1)
            size += same
            if same < step:
                break
            step *= 2
        return size


def _part(unit: Unit, start: int, end: int) -> Unit:
    part = Unit("", unit.since)
    part.codes, part.known = unit.codes[start:end], cut(unit.known, start, end, -start)
    return part


def _key(number: int, code: str) -> int:
    return number << 21 | ord(code)


def _identity(known: Sequence[Known], place: int) -> int:
    """The identity of the atom at `place`, which is known."""
    start, _, number, _ = known[bisect_right(known, (place + 1,)) - 1]
    return number + place - start


def cut(known: Sequence[Known], start: int, end: int, shift: int) -> list[Known]:
    """What is known of atoms `start` to `end` (exclusive), each place shifted by `shift`."""
    parts = []
    for at in range(max(0, bisect_left(known, (start + 1,)) - 1), len(known)):
        low, high, number, revision = known[at]
        if low >= end:
            break
        if high > start:
            first = max(low, start)
            parts.append((first + shift, min(high, end) + shift, number + first - low, revision))
    return parts


def stand(standing: bytearray, known: Iterable[Known]) -> None:
    """Mark what is known as standing in the newest revision."""
    for start, end, number, _ in known:
        standing[number : number + end - start] = b"\x01" * (end - start)
