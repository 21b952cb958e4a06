"""The words of a change: a text turned into another as equal, insert and delete spans.

Spans never cut inside a word or number, keep to sentences where the text does, and rebuild both texts exactly. Which
texts belong together is left to `align`; what the words mean, to whoever classifies facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.diff.codes import encode
from tracker.diff.compiled import strings
from tracker.diff.matching import matching_blocks
from tracker.diff.model import Span
from tracker.diff.regions import Region, kept_characters
from tracker.diff.sentences import by_signs, has_sentence_end, link_sentences, split_sentences
from tracker.diff.spans import spans_of
from tracker.diff.stretches import compare_stretches

_FINE = 200_000  # characters; a longer changed middle is first compared by sentences
_REFINED = 500_000  # characters that one text may have compared word by word after its sentences were compared
_MOSTLY = 0.8  # share of the shorter text; where so much is kept, sentences need not be told apart
_MUCH = 30  # characters on both sides of an edit; from here on one sentence may have come for another
_KEPT = 0.3  # share of the shorter sentence; if less is kept, it is replaced whole


@dataclass(frozen=True, slots=True, kw_only=True)
class WordDiff:
    """Spans that turn one text into another; `coarse` when a bound made some stretch one replacement."""

    spans: tuple[Span, ...]
    coarse: bool

    @property
    def similarity(self) -> float:
        """The share of characters that stand in equal spans, 0 to 1; 1.0 for two empty texts."""
        total = kept = 0
        for span in self.spans:
            size = len(span.text)
            if span.op == "equal":
                kept += 2 * size
                total += size
            total += size
        return kept / total if total else 1.0


def word_diff(old: str, new: str) -> WordDiff:
    """The spans from `old` to `new`: equal and delete spans joined are `old`, equal and insert spans `new`.

    Tokens are those of `tokens.tokenise`, sentences those of `sentences.split_sentences`. Near linear: every table has
    a bound, and past it `coarse` is set.
    """
    if old == new:
        return WordDiff(spans=(Span(op="equal", text=old),) if old else (), coarse=False)
    regions: list[Region] = []
    coarse = _compare(old, new, regions)
    return WordDiff(spans=spans_of(regions), coarse=coarse)


def replacement(old: str | None, new: str | None) -> WordDiff:
    """The spans of a text that came, went or is replaced whole; None where there is no text."""
    deleted = (Span(op="delete", text=old),) if old else ()
    inserted = (Span(op="insert", text=new),) if new else ()
    return WordDiff(spans=deleted + inserted, coarse=False)


def _compare(old: str, new: str, regions: list[Region]) -> bool:
    """Add the regions of two different texts; True if coarse."""
    head, tail = _shared_ends(old, new)
    here, there = old[head : len(old) - tail], new[head : len(new) - tail]
    before, after = old[:head], old[len(old) - tail :]
    if not here or not there:
        regions += (True, before, before), (False, here, there), (True, after, after)
        return False
    if max(len(here), len(there)) > _FINE:
        regions.append((True, before, before))
        coarse = _by_long_sentences(here, there, regions)
        regions.append((True, after, after))
        return coarse
    found, coarse = compare_stretches(here, there)
    kept, shorter = head + tail + kept_characters(found), min(len(old), len(new))
    if kept < _MOSTLY * shorter and (has_sentence_end(here) or has_sentence_end(there)) and _crosses_sentences(found):
        return _by_sentences(old, new, regions)
    middle = found if coarse or kept >= _KEPT * shorter else [(False, here, there)]
    regions += (True, before, before), *middle, (True, after, after)
    return coarse


def _crosses_sentences(regions: Iterable[Region]) -> bool:
    """Whether an edit replaces text across the end of a sentence, or so much that it may be another sentence."""
    gone: list[str] = []
    come: list[str] = []
    for equal, old, new in (*regions, (True, "", "")):
        if not equal:
            gone.append(old)
            come.append(new)
        elif gone:
            one, other = "".join(gone).rstrip(), "".join(come).rstrip()
            shorter = min(len(one), len(other))
            if shorter and (shorter >= _MUCH or has_sentence_end(one) or has_sentence_end(other)):
                return True
            gone, come = [], []
    return False


def _shared_ends(old: str, new: str) -> tuple[int, int]:
    """Lengths of the common beginning and end of two different texts, cut back to the start of a word."""
    head = old.rfind(" ", 0, int(strings().Prefix.similarity(old, new))) + 1
    tail = int(strings().Postfix.similarity(old[head:], new[head:]))
    space = old.find(" ", len(old) - tail) if tail else -1
    return head, len(old) - space - 1 if space >= 0 else 0


def _by_sentences(old: str, new: str, regions: list[Region]) -> bool:
    """Link the sentences that differ, compare linked ones by words, and replace the others whole."""
    here, there = split_sentences(old), split_sentences(new)
    head, tail = _equal_ends(here, there)
    olds, news = here[head : len(here) - tail], there[head : len(there) - tail]
    regions += [(True, text, text) for text in here[:head]]
    coarse = False
    i = j = 0
    for some, others in link_sentences(olds, news):
        regions.append((False, "".join(olds[i : some.start]), "".join(news[j : others.start])))
        i, j = some.stop, others.stop
        coarse |= _by_sentence("".join(olds[some.start : i]), "".join(news[others.start : j]), regions)
    regions.append((False, "".join(olds[i:]), "".join(news[j:])))
    regions += [(True, text, text) for text in here[len(here) - tail :]]
    return coarse


def _equal_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many sentences at the beginning and at the end are equal."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    return head, next((count for count in range(rest) if old[-1 - count] != new[-1 - count]), rest)


def _by_sentence(old: str, new: str, regions: list[Region]) -> bool:
    if old == new:
        regions.append((True, old, new))
        return False
    head, tail = _shared_ends(old, new)
    found, coarse = compare_stretches(old[head : len(old) - tail], new[head : len(new) - tail])
    if not coarse and head + tail + kept_characters(found) < _KEPT * min(len(old), len(new)):
        regions.append((False, old, new))
        return False
    before, after = old[:head], old[len(old) - tail :]
    regions += (True, before, before), *found, (True, after, after)
    return coarse


def _by_long_sentences(old: str, new: str, regions: list[Region]) -> bool:
    """Very long texts: match whole sentences, then compare what lies between by words while the bound allows."""
    here, there = by_signs(old), by_signs(new)
    blocks, coarse = matching_blocks(*encode([here, there]))
    left = _REFINED
    i = j = 0
    for start, other, size in (*blocks, (len(here), len(there), 0)):
        one, two = "".join(here[i:start]), "".join(there[j:other])
        i, j = start + size, other + size
        if one and two and len(one) + len(two) <= min(left, _FINE):
            left -= len(one) + len(two)
            coarse |= _compare(one, two, regions)
        else:
            coarse |= bool(one and two)
            regions.append((False, one, two))
        text = "".join(here[start:i])
        regions.append((True, text, text))
    return coarse
