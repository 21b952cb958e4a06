"""Where each word came from: carries the origin of every word forward from one revision of a text to the next.

Every atom that ever came has a number, its identity, and keeps it through edits, splits, merges and moves; one that
went and returns gets its old number back. Only what changed is looked into, so a revision costs what it changes. Which
paragraphs belong together is `align`'s business, which words in them `passages`'s; what went is kept by `removed`.

After WikiWho (Flöck and Acosta, "WikiWho: precise and efficient attribution of authorship of revisioned content", WWW
2014), which matches whole paragraphs against all that ever stood, and then words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, compress, pairwise
from operator import attrgetter, ne

from tracker.diff.align import align
from tracker.diff.atoms import Atoms, word_ends
from tracker.diff.model import Link
from tracker.diff.passages import common_passages
from tracker.diff.removed import UNKNOWN, Gap, Removed, Unit

_SEEN = attrgetter("seen")
_CHUNK = re.compile(r"\S+")

Stretch = tuple[int, int, int]  # start and end (exclusive) in characters, revision


class Provenance:
    """One text as it stands after some revisions, and for each of its words the revision that first brought it."""

    def __init__(self) -> None:
        self._atoms = Atoms()
        self._revision = 0
        self._units: list[Unit] = []
        self._born: list[int] = []  # by identity: the revision that brought it
        self._home: list[Unit] = []  # by identity: the unit in which it stood last
        self._removed = Removed(self._gone)

    def add(self, texts: Sequence[str]) -> None:
        """Take the next revision: its paragraphs, or whatever units it has, in order.

        Near linear, with a bound on every comparison. Past 1.1 million different words, one may be taken for another.
        """
        self._revision += 1
        old, self._units = self._units, [Unit(text, self._revision) for text in texts]
        if self._revision == 1:
            return
        changed = self._keep_equal(old)
        fresh = [self._read(self._units[number - 1]) for link in changed for number in link.new]
        for unit in fresh:
            self._settle(unit, 0, self._removed.whole(unit.codes))
        for link in changed:
            self._trace(link, old)
        for unit in fresh:
            for gap in _gaps(unit.ids):
                self._take(unit, self._removed.beside(unit, gap))
        for unit in old:
            if unit.seen != self._revision:
                self._removed.keep(self._read(unit))
        for unit in fresh:
            for gap in _gaps(unit.ids):
                self._take(unit, self._removed.runs(unit, gap))
            self._bear(unit)

    def stretches(self) -> Iterator[tuple[Stretch, ...]]:
        """For each unit of the last revision, in order, its stretches of words with one origin.

        They tile the unit but for the white space around and between them.
        """
        for unit in self._units:
            yield tuple(self._stretches(unit))

    def _keep_equal(self, old: Sequence[Unit]) -> list[Link]:
        """Let the units that stand unchanged stand; the links of those that came or changed."""
        units = self._units
        changed = []
        for link in align([unit.text for unit in old], [unit.text for unit in units]):
            if len(link.old) == len(link.new) == 1 and old[link.old[0] - 1].text == units[link.new[0] - 1].text:
                unit = units[link.new[0] - 1] = old[link.old[0] - 1]
                unit.seen = self._revision
            elif link.new:
                changed.append(link)
        return changed

    def _read(self, unit: Unit) -> Unit:
        """The unit with its atoms; one that came with an earlier revision unread has all its words from then."""
        if not unit.codes:
            unit.codes = self._atoms.encode(unit.text)
            unit.ids = [UNKNOWN] * len(unit.codes)
            if unit.since != self._revision:
                self._bear(unit)
        return unit

    def _trace(self, link: Link, old: Sequence[Unit]) -> None:
        """Give the words of changed units the identities that they had in the units these were made of."""
        olds = [self._read(old[number - 1]) for number in link.old]
        news = [unit for number in link.new if UNKNOWN in (unit := self._units[number - 1]).ids]
        if not olds or not news:
            return
        one, other = "".join([unit.codes for unit in olds]), "".join([unit.codes for unit in news])
        ids = [number for unit in olds for number in unit.ids]
        ends = list(accumulate(len(unit.codes) for unit in news))
        for i, j, size in common_passages(one, other):
            while size:
                at = bisect_right(ends, j)
                step = min(size, ends[at] - j)
                self._settle(news[at], j - ends[at] + len(news[at].codes), ids[i : i + step])
                i, j, size = i + step, j + step, size - step

    def _take(self, unit: Unit, found: Iterable[tuple[int, Sequence[int]]]) -> None:
        for place, numbers in found:
            self._settle(unit, place, numbers)

    def _settle(self, unit: Unit, place: int, numbers: Sequence[int]) -> None:
        unit.ids[place : place + len(numbers)] = numbers
        for number in numbers:
            self._home[number] = unit

    def _bear(self, unit: Unit) -> None:
        """Give the words of a unit that came with it identities of their own."""
        for start, end in _gaps(unit.ids):
            first, count = len(self._born), end - start
            unit.ids[start:end] = range(first, first + count)
            self._born += [unit.since] * count
            self._home += [unit] * count

    def _gone(self, numbers: Sequence[int]) -> list[bool]:
        """For each identity whether its word stands nowhere in the newest revision, as far as that is traced."""
        now = self._revision
        return [seen != now for seen in map(_SEEN, map(self._home.__getitem__, numbers))]

    def _stretches(self, unit: Unit) -> Iterator[Stretch]:
        text, born = unit.text, list(map(self._born.__getitem__, unit.ids))
        marks = [(0, born[0] if born else unit.since)]
        if born and min(born) != max(born):
            marks = self._marks(text, born)
        for (start, revision), (end, _) in pairwise([*marks, (len(text), 0)]):
            run = text[start:end]
            if run and not run.isspace():
                yield start + len(run) - len(run.lstrip()), start + len(run.rstrip()), revision

    def _marks(self, text: str, born: Sequence[int]) -> list[tuple[int, int]]:
        """Where stretches begin and the revisions they are of, given that of each atom.

        A number or an abbreviation is as new as its newest part.
        """
        chunks, starts = text.split(), [match.start() for match in _CHUNK.finditer(text)]
        ends = list(accumulate(map(len, map(self._atoms.__getitem__, chunks))))
        marks = {0: born[0]}
        read = -1
        for atom in compress(range(1, len(born)), map(ne, born, born[1:])):
            place = bisect_right(ends, atom)
            first = ends[place] - len(self._atoms[chunks[place]])
            if atom == first:
                marks[starts[place]] = born[atom]
            elif place != read:
                read = place
                marks.update(_word_marks(starts[place], chunks[place], born[first : ends[place]]))
                if place + 1 < len(chunks):
                    marks[starts[place + 1]] = born[ends[place]]
        return _turns(sorted(marks.items()))


def _word_marks(start: int, chunk: str, born: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where the words of a chunk start, and the newest revision that brought an atom of each."""
    begin = done = 0
    for end, count in word_ends(chunk):
        yield start + begin, max(born[done:count])
        begin, done = end, count


def _turns(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks at which the revision is another one than before."""
    return [mark for at, mark in enumerate(marks) if not at or marks[at - 1][1] != mark[1]]


def _gaps(ids: Sequence[int]) -> Iterator[Gap]:
    """Where atoms have no identity yet, as that stands when each is asked for."""
    if ids.count(UNKNOWN) == len(ids) > 0:
        yield 0, len(ids)
        return
    end = 0
    while True:
        try:
            start = ids.index(UNKNOWN, end)
        except ValueError:
            return
        end = start + 1
        while end < len(ids) and ids[end] == UNKNOWN:
            end += 1
        yield start, end
