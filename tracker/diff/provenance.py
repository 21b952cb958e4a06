"""Where each word came from: carries the origin of every word forward from one revision of a text to the next.

Every atom that ever came has a number, its identity, and keeps it through edits, splits, merges and moves; one that
went and returns gets its old number back. Only what changed is looked into, so a revision costs what it changes. Which
paragraphs belong together is `align`'s business, which words in them `passages`'s; what went is kept by `removed`.

After WikiWho (Flöck and Acosta, "WikiWho: precise and efficient attribution of authorship of revisioned content", WWW
2014), which matches whole paragraphs against all that ever stood, and then words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from operator import add, itemgetter

from tracker.diff.align import align
from tracker.diff.atoms import Atoms, atoms_of, word_ends
from tracker.diff.matching import Block
from tracker.diff.model import Link
from tracker.diff.passages import common_passages
from tracker.diff.removed import Gap, Known, Removed, Unit, cut, stand
from tracker.diff.tokens import is_unspaced

_LONG = 1_500  # characters; longer texts are looked through piece by piece
_REACH = 200  # characters in which a piece ends where there are no spaces

Stretch = tuple[int, int, int]  # start and end (exclusive) in characters, revision


class Provenance:
    """One text as it stands after some revisions, and for each of its words the revision that first brought it."""

    def __init__(self) -> None:
        self._atoms = Atoms()
        self._revision = 0
        self._units: list[Unit] = []
        self._standing = bytearray()  # by identity: 1 while its atom stands in the newest revision, as far as is traced
        self._removed = Removed(self._standing)
        self._fresh: dict[
            Unit, list[str]
        ] = {}  # the atoms of units that came with the newest revision, unless too many

    def add(self, texts: Sequence[str]) -> None:
        """Take the next revision: its paragraphs, or whatever units it has, in order.

        Near linear, with a bound on every comparison. Past a million different words, one may be taken for another.
        """
        self._revision += 1
        old, self._units = self._units, [Unit(text, self._revision) for text in texts]
        self._fresh.clear()
        if self._revision == 1:
            return
        changed = self._keep_equal(old)
        gone = [unit for unit in old if unit.seen != self._revision]
        fresh = [self._units[number - 1] for link in changed for number in link.new]
        if not gone and not self._removed:
            return
        self._read([*gone, *fresh])
        self._leave(gone)
        if self._removed:
            for unit in fresh:
                unit.known = self._removed.whole(unit)
        for link in changed:
            self._trace([old[number - 1] for number in link.old], [self._units[number - 1] for number in link.new])
        went_before = bool(self._removed)
        if went_before:
            fresh = self._learn(fresh, self._removed.beside)
        for unit in gone:
            self._removed.keep(unit)
        if self._removed:
            fresh = self._learn(fresh, self._removed.runs)
        if went_before:
            fresh = self._learn(fresh, self._removed.beside)
        self._learn(fresh, self._born)

    def stretches(self) -> Iterator[tuple[Stretch, ...]]:
        """For each unit of the last revision, in order, its stretches of words with one origin.

        They tile the unit but for the white space around and between them.
        """
        for unit in self._units:
            yield tuple(_stretches(unit, self._fresh.get(unit)))

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

    def _read(self, units: Iterable[Unit]) -> None:
        """Find the atoms of units; those that came with an earlier revision unread have all their words from then."""
        unread = [unit for unit in units if not unit.codes]
        for unit, (codes, atoms) in zip(unread, self._atoms.encode([unit.text for unit in unread]), strict=True):
            unit.codes = codes
            if atoms and unit.since == self._revision:
                self._fresh[unit] = atoms
        self._learn([unit for unit in unread if unit.since != self._revision], self._born)

    def _leave(self, units: Iterable[Unit]) -> None:
        """Let the atoms of units stand nowhere until they are found again."""
        for unit in units:
            for start, end, number, _ in unit.known:
                self._standing[number : number + end - start] = bytes(end - start)

    def _trace(self, olds: Sequence[Unit], news: Sequence[Unit]) -> None:
        """Give the words of changed units the identities that they had in the units these were made of."""
        news = [unit for unit in news if not unit.known]
        if not olds or not news:
            return
        one, other = "".join([unit.codes for unit in olds]), "".join([unit.codes for unit in news])
        known = _carried(_joined(olds), common_passages(one, other))
        stand(self._standing, known)
        start = 0
        for unit in news:
            end = start + len(unit.codes)
            unit.known = known if len(news) == 1 else cut(known, start, end, -start)
            start = end

    def _learn(self, units: Iterable[Unit], find: Callable[[Unit, Gap], list[Known]]) -> list[Unit]:
        """Add to what is known of units what is found for each of their gaps; those that had one."""
        gaps = [(unit, some) for unit in units if (some := _gaps(unit))]
        for unit, some in gaps:
            found = [part for gap in some for part in find(unit, gap)]
            if found:
                unit.known = sorted([*unit.known, *found]) if unit.known else found
        return [unit for unit, _ in gaps]

    def _born(self, unit: Unit, gap: Gap) -> list[Known]:
        """Identities of their own for words that came with their unit."""
        start, end = gap
        number = len(self._standing)
        self._standing += b"\x01" * (end - start)
        return [(start, end, number, unit.since)]


def _gaps(unit: Unit) -> list[Gap]:
    """Where atoms that were read are not known yet."""
    last = 0
    gaps = []
    for start, end, _, _ in unit.known:
        if last < start:
            gaps.append((last, start))
        last = end
    if last < len(unit.codes):
        gaps.append((last, len(unit.codes)))
    return gaps


def _joined(units: Sequence[Unit]) -> list[Known]:
    """What is known of units side by side."""
    if len(units) == 1:
        return units[0].known
    known: list[Known] = []
    start = 0
    for unit in units:
        known += cut(unit.known, 0, len(unit.codes), start)
        start += len(unit.codes)
    return known


def _carried(known: Sequence[Known], blocks: Iterable[Block]) -> list[Known]:
    """What is known of one text, which is all of it, as known of another one that shares these blocks with it."""
    carried: list[Known] = []
    at = 0
    for i, j, size in blocks:
        while known[at][1] <= i:
            at += 1
        done, last = i, i + size
        while done < last:
            start, end, number, revision = known[at]
            stop = end if end < last else last
            part = (done - i + j, stop - i + j, number + done - start, revision)
            if carried and _goes_on(carried[-1], part):
                part = (carried[-1][0], part[1], carried.pop()[2], revision)
            carried.append(part)
            done = stop
            at += stop == end
    return carried


def _goes_on(one: Known, two: Known) -> bool:
    """Whether the second stands right after the first and is what stood right after it before."""
    return one[1] == two[0] and one[2] + one[1] - one[0] == two[2] and one[3] == two[3]


def _stretches(unit: Unit, atoms: Sequence[str] | None) -> Iterator[Stretch]:
    """The stretches of a unit, given its atoms where these are at hand."""
    text, known = unit.text, unit.known
    marks = [(0, known[0][3] if known else unit.since)]
    if len(known) > 1:
        marks = (
            _marks(text, known, atoms or atoms_of(text)) if len(text) <= _LONG else _turns(_marks_of_long(text, known))
        )
    for (start, revision), (end, _) in pairwise([*marks, (len(text), 0)]):
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end, revision


def _marks_of_long(text: str, known: Sequence[Known]) -> list[tuple[int, int]]:
    """As `_marks`, piece by piece, as most are all of one revision."""
    marks: list[tuple[int, int]] = []
    start = done = 0
    while start < len(text):
        end = _cut_place(text, start + _LONG)
        atoms = atoms_of(text[start:end])
        if atoms:
            here = cut(known, done, done + len(atoms), -done)
            marks += [(start + place, revision) for place, revision in _marks(text[start:end], here, atoms)]
        start, done = end, done + len(atoms)
    return marks


def _cut_place(text: str, start: int) -> int:
    """The first place from `start` on where no word goes on, as far as that is easily seen."""
    for place in range(start, min(start + _REACH, len(text))):
        if text[place].isspace() or is_unspaced(text[place]):
            return place + 1
    return text.find(" ", start) + 1 or len(text)


def _marks(text: str, known: Sequence[Known], atoms: Sequence[str]) -> list[tuple[int, int]]:
    """Where stretches begin and the revisions they are of, given what is known of all atoms of `text`.

    A number or an abbreviation is as new as its newest part.
    """
    turns = [(two[0], two[3]) for one, two in pairwise(known) if one[3] != two[3]]
    if not turns:
        return [(0, known[0][3])]
    chunks = text.split()
    # Where atoms, and chunks, would begin without the white space in the text; where chunks do begin.
    bare, places = [0, *accumulate(map(len, atoms))], [0, *accumulate(map(len, chunks))]
    starts = _starts(text, places)
    marks = {0: known[0][3]}
    read = first = -1
    words: list[tuple[int, int]] = []
    for atom, revision in turns:
        at = bisect_right(places, bare[atom]) - 1
        if places[at] == bare[atom]:
            marks[starts[at]] = revision
            continue
        if at != read:
            read, first, words = at, bisect_left(bare, places[at]), [(0, 0), *word_ends(chunks[at])]
        word = bisect_right(words, atom - first, key=itemgetter(1))
        (begin, done), (end, count) = words[word - 1 : word + 1]
        marks[starts[at] + begin] = max(part[3] for part in cut(known, first + done, first + count, 0))
        if first + count < len(atoms):
            after = starts[at] + end if word + 1 < len(words) else starts[at + 1]
            marks[after] = cut(known, first + count, first + count + 1, 0)[0][3]
    return _turns(sorted(marks.items()))


def _starts(text: str, places: Sequence[int]) -> list[int]:
    """Where chunks begin, given where they would without white space."""
    if len(text) == places[-1] + len(places) - 2:  # a single space stands between any two
        return list(map(add, places, range(len(places))))
    return [match.start() for match in _chunk().finditer(text)]


@cache
def _chunk() -> re.Pattern[str]:
    return re.compile(r"\S+")


def _turns(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks at which the revision is another one than before."""
    return [mark for at, mark in enumerate(marks) if not at or marks[at - 1][1] != mark[1]]
