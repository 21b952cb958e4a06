"""Find sentences that left their paragraph for another one, or their place within it, with edits or without.

A sentence moved where it went whole from one place and came whole at another. Paragraphs that moved whole are `align`'s
business; how a comparison's sentences became each other otherwise, `sentencelinks`'.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Literal

from tracker.diff.align import align
from tracker.diff.model import UNIT_BREAK, Change, Link, Op, SentenceLink, SentencePlace
from tracker.diff.sentences import split_sentences
from tracker.diff.similar import words
from tracker.diff.tokens import is_unspaced
from tracker.diff.words import word_diff

_ALIKE = 0.5  # similarity at which a sentence that came is the one that went
SHORTEST = 20  # characters; a shorter sentence says too little to be known again
_SHORTEST_UNSPACED = 8  # the same in scripts without spaces, where a character says more
_FEWEST_RUNS = 2  # runs of four words that a sentence must share with what went or came elsewhere
_SHARE_OF_RUNS = 0.25  # and the share of its runs that they must be
_MOST_TEXT = 1_000_000  # characters that one side may have; beyond it no sentence is looked for

Run = tuple[str, str, str, str]
Side = Literal["old", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A sentence of a change: its paragraph and number there (1-based), its text and where it starts in the change."""

    place: SentencePlace
    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """A sentence that went or came whole, and between which kept texts of which change (0-based) it stood."""

    sentence: Located
    spot: tuple[int, int]

    @property
    def place(self) -> SentencePlace:
        return self.sentence.place


def located(change: Change, side: Side, *, shortest: int = 1) -> list[Located]:
    """The sentences of one side of a change of paragraphs, without the white space around them.

    Paragraphs of fewer than `shortest` characters are passed over.
    """
    numbers, units = (change.old, change.old_units()) if side == "old" else (change.new, change.new_units())
    found = []
    at = 0
    for paragraph, unit in zip(numbers, units, strict=True):
        start = at
        for number, sentence in enumerate(split_sentences(unit) if len(unit) >= shortest else (), start=1):
            bare = sentence.strip()
            if bare:
                offset = start + len(sentence) - len(sentence.lstrip())
                found.append(Located(place=(paragraph, number), text=bare, start=offset))
            start += len(sentence)
        at += len(unit) + len(UNIT_BREAK)
    return found


def moved_sentences(changes: Sequence[Change]) -> tuple[SentenceLink, ...]:
    """The sentences that moved, in the order of the new text.

    `changes` are those of the paragraphs. Near linear, with the bounds of `align`; none is looked for where more than
    a million characters went or came.
    """
    gone, came = _told(changes, "old"), _told(changes, "new")
    if not gone or not came or max(_size(gone, "old"), _size(came, "new")) > _MOST_TEXT:
        return ()
    runs = _runs_of(gone, "old") & _runs_of(came, "new")
    went = _known_again(gone, "old", runs)
    arrived = _known_again(came, "new", runs) if went else []
    if not arrived:
        return ()
    found = align([whole.sentence.text for whole in went], [whole.sentence.text for whole in arrived])
    moved = (_moved(link, went, arrived) for link in found if link.old and link.new and link.similarity >= _ALIKE)
    return tuple(sorted((link for link in moved if link is not None), key=attrgetter("new")))


def _told(changes: Sequence[Change], side: Side) -> list[tuple[int, Change]]:
    """The changes in which a whole sentence may have gone (old) or come (new), with their places (0-based)."""
    op = _op(side)
    return [
        (place, change)
        for place, change in enumerate(changes)
        if any(span.op == op and _says_enough(span.text) for span in change.spans)
    ]


def _says_enough(text: str) -> bool:
    return len(text) >= SHORTEST or (len(text) >= _SHORTEST_UNSPACED and is_unspaced(text))


def _size(changes: Iterable[tuple[int, Change]], side: Side) -> int:
    return sum(len((change.old_text if side == "old" else change.new_text) or "") for _, change in changes)


def _runs_of(changes: Iterable[tuple[int, Change]], side: Side) -> set[Run]:
    """The runs of words in the text that went (old) or came (new)."""
    op = _op(side)
    spans = (span for _, change in changes for span in change.spans)
    return set(chain.from_iterable(_runs(span.text) for span in spans if span.op == op and _says_enough(span.text)))


def _runs(text: str) -> Iterable[Run]:
    found = words(text)
    return zip(found, found[1:], found[2:], found[3:], strict=False)


def _known_again(changes: Iterable[tuple[int, Change]], side: Side, runs: set[Run]) -> list[_Whole]:
    """The sentences that went or came whole of which enough stands among `runs`, which went and came; by place."""
    if len(runs) < _FEWEST_RUNS:
        return []
    found = (whole for place, change in changes for whole in _wholes(place, change, side))
    return sorted((whole for whole in found if _holds(runs, list(_runs(whole.sentence.text)))), key=attrgetter("place"))


def _holds(runs: set[Run], some: Sequence[Run]) -> bool:
    return sum(map(runs.__contains__, some)) >= max(_FEWEST_RUNS, _SHARE_OF_RUNS * len(some))


def _op(side: Side) -> Op:
    return "delete" if side == "old" else "insert"


def _wholes(place: int, change: Change, side: Side) -> Iterator[_Whole]:
    """The sentences that went (old) or came (new) whole in the change at `place`."""
    op = _op(side)
    starts, ends, spots = [], [], []
    at = kept = 0
    for span in change.spans:
        if span.op == op:
            starts.append(at)
            ends.append(at + len(span.text))
            spots.append(kept)
        if span.op in ("equal", op):
            at += len(span.text)
        kept += span.op == "equal"
    for sentence in located(change, side, shortest=_SHORTEST_UNSPACED):
        within = bisect_right(starts, sentence.start) - 1
        if within >= 0 and sentence.start + len(sentence.text) <= ends[within] and _says_enough(sentence.text):
            yield _Whole(sentence=sentence, spot=(place, spots[within]))


def _moved(link: Link, went: Sequence[_Whole], arrived: Sequence[_Whole]) -> SentenceLink | None:
    """The sentences of a link as moved; None if they were rewritten where they stood."""
    here, there = [went[number - 1] for number in link.old], [arrived[number - 1] for number in link.new]
    if len({whole.spot for whole in (*here, *there)}) == 1:
        return None
    one, other = (" ".join([whole.sentence.text for whole in side]) for side in (here, there))
    return SentenceLink(
        old=tuple([whole.place for whole in here]),
        new=tuple([whole.place for whole in there]),
        similarity=link.similarity,
        moved=True,
        spans=word_diff(one, other).spans,
    )
