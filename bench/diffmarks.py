"""What a diff shows its reader, and how that stands against the truth: paragraphs, and the words that are marked.

Every contestant's result is brought to one form, `Shown`: which old and new paragraphs it shows as the same one, and
which words it marks. Words are what stands between spaces; one of which a sign is marked counts as marked. White space
is compared by nobody. Running the contestants is left to `diffrivals`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from bench.diffpairs import KINDS, Group, Kind, Pair

Op = Literal["=", "-", "+"]
Ops = Iterable[tuple[Op, str]]
SAME = 0.3  # share of the shorter paragraph's characters that must stay unmarked for a stream to show both as one


class NotBothTextsError(ValueError):
    """What was shown does not hold the old and the new text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a reader is shown. Links are pairs of 1-based paragraph numbers; marked words are counted from 0 through the
    text, and None where words are not marked at all."""

    links: frozenset[tuple[int, int]]
    deleted: frozenset[int] | None = None
    inserted: frozenset[int] | None = None


class Side:
    """Some paragraphs of one side, measured in characters that are not white space.

    `numbers` are 1-based; the words of these paragraphs have their places in the whole text.
    """

    def __init__(self, paragraphs: Sequence[str], numbers: Sequence[int] | None = None) -> None:
        self.numbers = list(range(1, len(paragraphs) + 1)) if numbers is None else list(numbers)
        counts = [len(paragraph.split()) for paragraph in paragraphs]
        firsts = [0, *accumulate(counts)]
        chosen = [paragraphs[number - 1].split() for number in self.numbers]
        self.text = "".join(word for words in chosen for word in words)
        self._places = [
            firsts[n - 1] + at for n, words in zip(self.numbers, chosen, strict=True) for at in range(len(words))
        ]
        self._words = [0, *accumulate(len(word) for words in chosen for word in words)]
        self.limits = [0, *accumulate(sum(map(len, words)) for words in chosen)]

    def words(self, ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
        """The places of the words that these ranges touch."""
        touched: set[int] = set()
        for start, end in ranges:
            first, last = bisect_right(self._words, start) - 1, bisect_right(self._words, end - 1)
            touched.update(self._places[first:last])
        return frozenset(touched)

    def paragraph(self, offset: int) -> int:
        """The index, from 0, of the paragraph in which a character stands."""
        return bisect_right(self.limits, offset) - 1


def marks(ops: Ops, old: Side, new: Side) -> tuple[frozenset[int], frozenset[int], list[tuple[int, int, int]]]:
    """The old and the new words that a stream marks, and its unmarked runs as (old offset, new offset, length).

    Raises NotBothTextsError when the stream leaves out or makes up some of either text.
    """
    deleted, inserted, kept = [], [], []
    here = there = 0
    for op, raw in ops:
        text = "".join(raw.split())
        end, other_end = here + len(text) * (op != "+"), there + len(text) * (op != "-")
        if (op != "+" and old.text[here:end] != text) or (op != "-" and new.text[there:other_end] != text):
            raise NotBothTextsError(text[:40])
        if text:
            if op == "=":
                kept.append((here, there, len(text)))
            elif op == "-":
                deleted.append((here, end))
            else:
                inserted.append((there, other_end))
        here, there = end, other_end
    if (here, there) != (len(old.text), len(new.text)):
        raise NotBothTextsError("the end is missing")
    return old.words(deleted), new.words(inserted), kept


def shown_by_stream(ops: Ops, pair: Pair) -> Shown:
    """What a stream over the whole texts shows: paragraphs are one where enough of the shorter one stays unmarked."""
    old, new = Side(pair.old), Side(pair.new)
    deleted, inserted, kept = marks(ops, old, new)
    shared: Counter[tuple[int, int]] = Counter()
    for here, there, length in kept:
        while length:
            i, j = old.paragraph(here), new.paragraph(there)
            size = min(length, old.limits[i + 1] - here, new.limits[j + 1] - there)
            shared[i, j] += size
            here, there, length = here + size, there + size, length - size
    links = {(i + 1, j + 1) for (i, j), size in shared.items() if size >= SAME * _shorter(old, i, new, j)}
    return Shown(links=frozenset(links), deleted=deleted, inserted=inserted)


def _shorter(old: Side, i: int, new: Side, j: int) -> int:
    return min(old.limits[i + 1] - old.limits[i], new.limits[j + 1] - new.limits[j])


@dataclass(slots=True, kw_only=True)
class Score:
    """Over any number of pairs: how many groups there were, how many were shown as such, and the words marked."""

    there: Counter[Kind] = field(default_factory=Counter)
    shown: Counter[Kind] = field(default_factory=Counter)
    true_words: int = 0
    marked_words: int = 0
    found_words: int = 0
    marks_words: bool = False

    def add(self, shown: Shown, pair: Pair) -> None:
        """Hold what was shown of one pair against the truth."""
        partners: dict[tuple[str, int], set[int]] = {}
        for i, j in shown.links:
            partners.setdefault(("old", i), set()).add(j)
            partners.setdefault(("new", j), set()).add(i)
        for group in pair.groups():
            self.there[group.kind] += 1
            self.shown[group.kind] += _is_shown(group, partners)
        if shown.deleted is not None and shown.inserted is not None:
            self.marks_words = True
            for marked, true in ((shown.deleted, pair.gone()), (shown.inserted, pair.fresh())):
                self.true_words += len(true)
                self.marked_words += len(marked)
                self.found_words += len(marked & true)

    def paragraphs(self) -> str:
        """The share of what changed that was shown as such, and of each kind."""
        changed = [kind for kind in KINDS if kind != "kept"]
        total = sum(self.there[kind] for kind in changed)
        each = ", ".join(f"{kind} {_share(self.shown[kind], self.there[kind])}" for kind in KINDS if self.there[kind])
        return f"{_share(sum(self.shown[kind] for kind in changed), total)} % ({each})"

    def words(self) -> str:
        """How many words were marked for each that really changed, and the share of these that was not."""
        if not self.marks_words:
            return "no words"
        missed = _share(self.true_words - self.found_words, self.true_words)
        return f"words {self.marked_words / self.true_words:.2f}, {missed} % missed"


def _is_shown(group: Group, partners: dict[tuple[str, int], set[int]]) -> bool:
    olds = (partners.get(("old", i), set()) == set(group.new) for i in group.old)
    news = (partners.get(("new", j), set()) == set(group.old) for j in group.new)
    return all(olds) and all(news)


def _share(part: int, total: int) -> str:
    return f"{100 * part / total:.0f}" if total else "-"
