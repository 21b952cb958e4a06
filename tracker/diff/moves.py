"""Find sentences that left their paragraph for another one, or their place within it, with edits or without.

A sentence moved where it went whole from one place and came whole at another. Paragraphs that moved whole are `align`'s
business; how a comparison's sentences became each other otherwise, `sentencelinks`'.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from tracker.diff.align import align
from tracker.diff.model import UNIT_BREAK, Change, Link, Op, SentenceLink, SentencePlace
from tracker.diff.sentences import has_sentence_end, split_sentences
from tracker.diff.similar import words
from tracker.diff.tokens import is_unspaced
from tracker.diff.words import word_diff

_ALIKE = 0.5  # similarity at which a sentence that came is the one that went
SHORTEST = 20  # characters; a shorter sentence says too little to be known again
_SHORTEST_UNSPACED = 8  # the same in scripts without spaces, where a character says more
_SIGNS = ".,;:!?…\"'“”‘’„«»()[]。！？「」『』"  # around a sentence; those may be kept where its words went
_MOST_SIGNS = 4  # characters of them by which a sentence may be longer than the text that went
_FEWEST_RUNS = 2  # runs of three words that a sentence must share with what went or came elsewhere
_SHARE_OF_RUNS = 0.25  # and the share of its runs that they must be
_MOST_TEXT = 1_000_000  # characters that one side may have; beyond it no sentence is looked for

Run = tuple[str, str, str]
Side = Literal["old", "new"]
BareSentence = tuple[SentencePlace, str, int]  # as a `Located`: place, text, start


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
    found = bare_sentences(change, side, shortest=shortest)
    return [Located(place=place, text=text, start=start) for place, text, start in found]


def bare_sentences(change: Change, side: Side, *, shortest: int = 1) -> Iterator[BareSentence]:
    """As `located`, in half the time where there are very many."""
    numbers, units = (change.old, change.old_units()) if side == "old" else (change.new, change.new_units())
    at = 0
    for paragraph, unit in zip(numbers, units, strict=True):
        start = at
        at += len(unit) + len(UNIT_BREAK)
        if len(unit) < shortest:
            continue
        for number, sentence in enumerate(split_sentences(unit) if has_sentence_end(unit) else (unit,), start=1):
            bare = sentence.strip()
            if bare:
                yield (paragraph, number), bare, start + sentence.index(bare[0])
            start += len(sentence)


def moved_sentences(changes: Sequence[Change]) -> tuple[SentenceLink, ...]:
    """The sentences that moved, in the order of the new text.

    `changes` are those of the paragraphs. Near linear, with the bounds of `align`; none is looked for where more than
    a million characters went or came.
    """
    gone, came = _told(changes, "old"), _told(changes, "new")
    if not gone or not came or max(_size(gone, "old"), _size(came, "new")) > _MOST_TEXT:
        return ()
    shared = _shared_runs(gone, came)
    went = _known_again(gone, "old", shared)
    arrived = _known_again(came, "new", shared) if went else []
    if not arrived:
        return ()
    found = align([whole.sentence.text for whole in went], [whole.sentence.text for whole in arrived])
    moved = (_moved(link, went, arrived) for link in found if link.old and link.new and link.similarity >= _ALIKE)
    return tuple(sorted((link for link in moved if link is not None), key=attrgetter("new")))


def says_enough(text: str, *, spare: int = 0) -> bool:
    """Whether a sentence of this text can be known again; `spare` characters may be missing."""
    size = len(text) + spare
    return size >= SHORTEST or (size >= _SHORTEST_UNSPACED and is_unspaced(text))


def runs(text: str) -> Iterable[Run]:
    """The runs of three words of a text in lower case; in scripts without spaces, of three characters.

    They are the same wherever the text stands: what is beside it, in whatever script, does not change them.
    """
    found = _words(text)
    return zip(found, found[1:], found[2:], strict=False)


def _words(text: str) -> Sequence[str]:
    if not is_unspaced(text):
        return words(text)
    from unicodedata import normalize

    found: list[str] = []
    for piece in normalize("NFC", text.lower()).split():
        found += filter(str.isalnum, piece if is_unspaced(piece) else words(piece))
    return found


def _told(changes: Sequence[Change], side: Side) -> list[tuple[int, Change]]:
    """The changes in which a whole sentence may have gone (old) or come (new), with their places (0-based)."""
    return [(place, change) for place, change in enumerate(changes) if any(_telling(change, side))]


def _telling(change: Change, side: Side) -> Iterator[str]:
    """The texts that went (old) or came (new) in a change and may hold a whole sentence."""
    op = _op(side)
    return (span.text for span in change.spans if span.op == op and says_enough(span.text, spare=_MOST_SIGNS))


def _size(changes: Iterable[tuple[int, Change]], side: Side) -> int:
    return sum(len((change.old_text if side == "old" else change.new_text) or "") for _, change in changes)


def _shared_runs(gone: Iterable[tuple[int, Change]], came: Iterable[tuple[int, Change]]) -> set[Run]:
    """The runs of words that went at one place and came at another."""
    went = {run for _, change in gone for text in _telling(change, "old") for run in runs(text)}
    return {run for _, change in came for text in _telling(change, "new") for run in runs(text) if run in went}


def _known_again(changes: Iterable[tuple[int, Change]], side: Side, shared: set[Run]) -> list[_Whole]:
    """The sentences that went or came whole of which enough stands among `shared`, which went and came; by place."""
    if len(shared) < _FEWEST_RUNS:
        return []
    found = (whole for place, change in changes for whole in _wholes(place, change, side))
    return sorted(
        (whole for whole in found if _holds(shared, list(runs(whole.sentence.text)))), key=attrgetter("place")
    )


def _holds(shared: set[Run], some: Sequence[Run]) -> bool:
    return sum(map(shared.__contains__, some)) >= max(_FEWEST_RUNS, _SHARE_OF_RUNS * len(some))


def _op(side: Side) -> Op:
    return "delete" if side == "old" else "insert"


def _wholes(place: int, change: Change, side: Side) -> Iterator[_Whole]:
    """The sentences that went (old) or came (new) whole in the change at `place`.

    The signs around them may have stayed: where one sentence comes for another, their full stop is kept.
    """
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
        start, end = core_range(sentence)
        within = bisect_right(starts, start) - 1
        if within >= 0 and end <= ends[within] and says_enough(sentence.text):
            yield _Whole(sentence=sentence, spot=(place, spots[within]))


def core_range(sentence: Located) -> tuple[int, int]:
    """Where a sentence starts and ends in its change without the signs around it; one of signs alone with them."""
    text = sentence.text
    lead, end = len(text) - len(text.lstrip(_SIGNS)), len(text.rstrip(_SIGNS))
    return (sentence.start + lead, sentence.start + end) if lead < end else (sentence.start, sentence.start + len(text))


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
