"""The words of a change: a text turned into another as equal, insert and delete spans.

Spans never cut inside a word or number, fall on sentence ends where they can, and rebuild both texts exactly. Which
texts belong together is left to `align`; what the words mean, to whoever classifies facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.diff.codes import Codes
from tracker.diff.matching import Block, matching_blocks
from tracker.diff.model import Op, Span
from tracker.diff.similar import STOP_WORDS
from tracker.diff.tokens import fold, tokenise

_FINE = 200_000  # characters; a longer changed middle is first compared by sentences
_REFINED = 500_000  # characters that one text may have compared word by word after its sentences were compared
_SLIDE = 2_000  # characters that an insertion may slide to reach a sentence end
_WEAK_RUN = 3  # words; so short a run of words without weight between two edits only tears them apart
# One class of signs comes first, so that the search skips from sign to sign: five times as fast.
_SENTENCE_END = re.compile(
    r"[.!?…。！？\n](?:(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？])[」』”’]*|(?<=\n)\n*)",
)

Token = tuple[str, str]
_Region = tuple[bool, int, int, int, int]  # equal?, start and end in the old tokens, start and end in the new ones


@dataclass(frozen=True, slots=True, kw_only=True)
class WordDiff:
    """Spans that turn one text into another; `coarse` when a bound made some stretch one replacement."""

    spans: tuple[Span, ...]
    coarse: bool

    @property
    def similarity(self) -> float:
        """The share of characters that stand in equal spans, 0 to 1; 1.0 for two empty texts."""
        total = sum(len(span.text) * (2 if span.op == "equal" else 1) for span in self.spans)
        kept = sum(2 * len(span.text) for span in self.spans if span.op == "equal")
        return kept / total if total else 1.0


def word_diff(old: str, new: str) -> WordDiff:
    """The spans from `old` to `new`: equal and delete spans joined are `old`, equal and insert spans `new`.

    Tokens are those of `tokens.tokenise`. Near linear: every table has a bound, and past it `coarse` is set.
    """
    if old == new:
        return WordDiff(spans=(Span(op="equal", text=old),) if old else (), coarse=False)
    writer = _Writer()
    coarse = _compare(old, new, writer)
    return WordDiff(spans=_at_sentence_ends(writer.spans()), coarse=coarse)


def replacement(old: str | None, new: str | None) -> WordDiff:
    """The spans of a text that came, went or is replaced whole; None where there is no text."""
    deleted = (Span(op="delete", text=old),) if old else ()
    inserted = (Span(op="insert", text=new),) if new else ()
    return WordDiff(spans=deleted + inserted, coarse=False)


class _Writer:
    """Collects spans: neighbours of one kind become one, and in a changed stretch deletions come first."""

    __slots__ = ("_deleted", "_equal", "_inserted", "_spans")

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._equal: list[str] = []
        self._deleted: list[str] = []
        self._inserted: list[str] = []

    def write(self, op: Op, text: str) -> None:
        if not text:
            return
        if op == "equal":
            self._end_change()
            self._equal.append(text)
        else:
            (self._deleted if op == "delete" else self._inserted).append(text)

    def spans(self) -> tuple[Span, ...]:
        self._end_change()
        self._end_equal()
        return tuple(self._spans)

    def _end_change(self) -> None:
        deleted, inserted = "".join(self._deleted), "".join(self._inserted)
        self._deleted, self._inserted = [], []
        if deleted == inserted:
            self._equal.append(deleted)
            return
        self._end_equal()
        # "14 " to "41 " is shown as "14" to "41": white space after both is no part of the change.
        space = _shared_space(deleted, inserted)
        self._add("delete", deleted[: len(deleted) - space])
        self._add("insert", inserted[: len(inserted) - space])
        self._equal.append(deleted[len(deleted) - space :])

    def _end_equal(self) -> None:
        self._add("equal", "".join(self._equal))
        self._equal = []

    def _add(self, op: Op, text: str) -> None:
        if text:
            self._spans.append(Span(op=op, text=text))


def _shared_space(one: str, other: str) -> int:
    shared = 0
    for here, there in zip(reversed(one), reversed(other), strict=False):
        if here != there or not here.isspace():
            break
        shared += 1
    return shared


def _compare(old: str, new: str, writer: _Writer) -> bool:
    """Write the spans from `old` to `new`; True if coarse."""
    if old == new:
        writer.write("equal", old)
        return False
    head, tail = _shared_ends(old, new)
    writer.write("equal", old[:head])
    here, there = old[head : len(old) - tail], new[head : len(new) - tail]
    by = _by_words if max(len(here), len(there)) <= _FINE else _by_sentences
    coarse = by(here, there, writer)
    writer.write("equal", old[len(old) - tail :])
    return coarse


def _shared_ends(old: str, new: str) -> tuple[int, int]:
    """Lengths of the common beginning and end of two different texts, cut back to a space."""
    from rapidfuzz.distance import Postfix, Prefix

    head = old.rfind(" ", 0, int(Prefix.similarity(old, new))) + 1
    tail = int(Postfix.similarity(old[head:], new[head:]))
    space = old.find(" ", len(old) - tail) if tail else -1
    return head, len(old) - space if space >= 0 else 0


def _by_words(old: str, new: str, writer: _Writer) -> bool:
    if not old or not new:
        writer.write("delete", old)
        writer.write("insert", new)
        return False
    here, there = tokenise(old), tokenise(new)
    codes = Codes(fold)
    blocks, coarse = matching_blocks(codes.encode(core for core, _ in here), codes.encode(core for core, _ in there))
    for region in _joined(_regions(blocks, len(here), len(there)), here):
        _write_region(region, here, there, writer)
    return coarse


def _by_sentences(old: str, new: str, writer: _Writer) -> bool:
    """Very long texts: match whole sentences, then compare what lies between by words while the bound allows."""
    here, there = _sentences(old), _sentences(new)
    codes = Codes(lambda sentence: sentence)
    blocks, coarse = matching_blocks(codes.encode(here), codes.encode(there))
    left = _REFINED
    for equal, i, end_i, j, end_j in _regions(blocks, len(here), len(there)):
        one, other = "".join(here[i:end_i]), "".join(there[j:end_j])
        size = len(one) + len(other)
        if one == other:
            writer.write("equal", one)
        elif one and other and size <= min(left, _FINE):
            left -= size
            coarse |= _compare(one, other, writer)
        else:
            coarse |= equal or bool(one and other)
            writer.write("delete", one)
            writer.write("insert", other)
    return coarse


def _sentences(text: str) -> list[str]:
    """Rough sentences with the white space after them; joined they are the text."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _regions(blocks: Sequence[Block], old_count: int, new_count: int) -> Iterator[_Region]:
    """The equal and unequal regions, alternating, that the blocks cut both sides into."""
    i = j = start_i = start_j = 0  # the end of the last block, and the start of the run of touching blocks it is in
    for here, there, size in [*blocks, (old_count, new_count, 0)]:
        if (here, there) != (i, j) or not size:
            if start_i < i:
                yield True, start_i, i, start_j, j
            if (here, there) != (i, j):
                yield False, i, here, j, there
            start_i, start_j = here, there
        i, j = here + size, there + size


def _joined(regions: Iterator[_Region], old: Sequence[Token]) -> list[_Region]:
    """Regions without the short weak runs between two edits ("of the", a comma) that make a change hard to read."""
    joined: list[_Region] = []
    for region in regions:
        joined.append(region)
        while len(joined) >= 3 and not region[0] and _tears(joined[-3], joined[-2], joined[-1], old):
            first, last = joined[-3], joined[-1]
            joined[-3:] = [(False, first[1], last[2], first[3], last[4])]
    return joined


def _tears(first: _Region, between: _Region, last: _Region, old: Sequence[Token]) -> bool:
    size = between[2] - between[1]
    sizes = [max(edit[2] - edit[1], edit[4] - edit[3]) for edit in (first, last)]
    if size > min(_WEAK_RUN, *sizes) or sum(sizes) < 3:
        return False
    return all(_is_weak(core) for core, _ in old[between[1] : between[2]])


def _is_weak(core: str) -> bool:
    return core.lower() in STOP_WORDS or not any(map(str.isalnum, core))


def _write_region(region: _Region, old: Sequence[Token], new: Sequence[Token], writer: _Writer) -> None:
    equal, i, end_i, j, end_j = region
    here, there = old[i:end_i], new[j:end_j]
    if here == there:
        writer.write("equal", "".join(core + space for core, space in here))
    elif equal:
        # The same words, but for typography or the space after them.
        for one, other in zip(here, there, strict=True):
            for before, after in zip(one, other, strict=True):
                _write_pair(before, after, writer)
    else:
        writer.write("delete", "".join(core + space for core, space in here))
        writer.write("insert", "".join(core + space for core, space in there))


def _write_pair(old: str, new: str, writer: _Writer) -> None:
    if old == new:
        writer.write("equal", old)
    else:
        writer.write("delete", old)
        writer.write("insert", new)


def _at_sentence_ends(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The same change with insertions and deletions slid back to a sentence end where the words allow it.

    "…sat. The [+cow mooed. The +]dog…" becomes "…sat. [+The cow mooed. +]The dog…".
    """
    slid = list(spans)
    for place in range(1, len(slid)):
        before, span = slid[place - 1], slid[place]
        after = slid[place + 1] if place + 1 < len(slid) else Span(op="equal", text="")
        if span.op == "equal" or before.op != "equal" or after.op != "equal":
            continue
        shift = _slide(before.text, span.text)
        if shift and (place == 1 or shift < len(before.text)):
            start, moved = before.text[:-shift], before.text[-shift:]
            slid[place - 1] = Span(op="equal", text=start)
            slid[place] = Span(op=span.op, text=moved + span.text[:-shift])
            slid[place + 1 : place + 2] = [Span(op="equal", text=moved + after.text)]
    return tuple(span for span in slid if span.text)


def _slide(before: str, text: str) -> int:
    """By how many characters `text` can slide back over `before` to start after a sentence end; 0 if it cannot."""
    from rapidfuzz.distance import Postfix

    reach = int(Postfix.similarity(before[-_SLIDE:], text[-_SLIDE:]))
    if not reach:
        return 0
    window = before[-reach - 8 :]
    starts = [len(window) - match.end() for match in _SENTENCE_END.finditer(window)]
    if starts and starts[-1] == 0:
        return 0  # it starts after one already
    if reach == len(before):
        starts.insert(0, reach)
    fits = (shift for shift in reversed(starts) if shift <= reach)
    return next((shift for shift in fits if shift == len(text) or _ends(text[-shift - 1])), 0)


def _ends(sign: str) -> bool:
    return sign.isspace() or sign in "。！？"
