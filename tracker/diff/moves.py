"""Find sentences that left their paragraph for another one, or their place within it, with edits or without.

A sentence moved where it went whole from one place and came whole at another. Paragraphs that moved whole are `align`'s
business; how a comparison's sentences became each other otherwise, `sentencelinks`'.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from tracker.diff.align import align
from tracker.diff.model import UNIT_BREAK, Change, Link, Op, SentenceLink, SentencePlace
from tracker.diff.sentences import split_sentences
from tracker.diff.words import word_diff

_ALIKE = 0.5  # similarity at which a sentence that came is the one that went
SHORTEST = 20  # characters; a shorter sentence says too little to be known again
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
    gone, came = _with_whole(changes, "old"), _with_whole(changes, "new")
    if not gone or not came:
        return ()
    if max(sum(len(change.old_text or "") for change in gone), sum(len(change.new_text or "") for change in came)) > (
        _MOST_TEXT
    ):
        return ()
    runs = _runs_of(gone, "old") & _runs_of(came, "new")
    went = _known_again(gone, "old", runs)
    arrived = _known_again(came, "new", runs) if went else []
    if not arrived:
        return ()
    found = align([sentence.text for sentence in went], [sentence.text for sentence in arrived])
    moved = [_link(link, went, arrived) for link in found if link.old and link.new and link.similarity >= _ALIKE]
    return tuple(sorted(moved, key=lambda link: link.new))


def _with_whole(changes: Sequence[Change], side: Side) -> list[Change]:
    """The changes in which a whole sentence may have gone (old) or come (new)."""
    op = _op(side)
    return [change for change in changes if any(span.op == op and len(span.text) >= SHORTEST for span in change.spans)]


def _runs_of(changes: Sequence[Change], side: Side) -> set[Run]:
    """The runs of words in the text that went (old) or came (new)."""
    op = _op(side)
    spans = (span for change in changes for span in change.spans)
    return set(chain.from_iterable(_runs(span.text) for span in spans if span.op == op and len(span.text) >= SHORTEST))


def _runs(text: str) -> Iterable[Run]:
    words = text.split()
    return zip(words, words[1:], words[2:], words[3:], strict=False)


def _known_again(changes: Sequence[Change], side: Side, runs: set[Run]) -> list[Located]:
    """The sentences that went or came whole of which enough stands among `runs`, which went and came."""
    if len(runs) < _FEWEST_RUNS:
        return []
    sentences = (sentence for change in changes for sentence in _whole(change, side))
    return [sentence for sentence in sentences if _holds(runs, list(_runs(sentence.text)))]


def _holds(runs: set[Run], some: Sequence[Run]) -> bool:
    return sum(map(runs.__contains__, some)) >= max(_FEWEST_RUNS, _SHARE_OF_RUNS * len(some))


def _op(side: Side) -> Op:
    return "delete" if side == "old" else "insert"


def _whole(change: Change, side: Side) -> Iterator[Located]:
    """The sentences that went (old) or came (new) whole in a change."""
    op = _op(side)
    starts, ends = [], []
    at = 0
    for span in change.spans:
        if span.op == op:
            starts.append(at)
            ends.append(at + len(span.text))
        if span.op in ("equal", op):
            at += len(span.text)
    for sentence in located(change, side, shortest=SHORTEST):
        within = bisect_right(starts, sentence.start) - 1
        if len(sentence.text) >= SHORTEST and within >= 0 and sentence.start + len(sentence.text) <= ends[within]:
            yield sentence


def _link(link: Link, gone: Sequence[Located], came: Sequence[Located]) -> SentenceLink:
    here, there = [gone[number - 1] for number in link.old], [came[number - 1] for number in link.new]
    one, other = (" ".join(sentence.text for sentence in side) for side in (here, there))
    return SentenceLink(
        old=tuple(sentence.place for sentence in here),
        new=tuple(sentence.place for sentence in there),
        similarity=link.similarity,
        moved=True,
        spans=word_diff(one, other).spans,
    )
