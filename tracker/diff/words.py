"""The words of a change: a text turned into another as equal, insert and delete spans.

Spans never cut inside a word or number, keep to sentences where the text does, and rebuild both texts exactly. Which
texts belong together is left to `align`; what the words mean, to whoever classifies facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.diff.codes import encode
from tracker.diff.compiled import strings
from tracker.diff.matching import Block, matching_blocks, matching_items
from tracker.diff.model import Span
from tracker.diff.sentences import by_signs, has_sentence_end, link_sentences, split_sentences
from tracker.diff.similar import STOP_WORDS
from tracker.diff.spans import Region, spans_of
from tracker.diff.tokens import fold, is_plain, is_unspaced, tokenise

_FINE = 200_000  # characters; a longer changed middle is first compared by sentences
_REFINED = 500_000  # characters that one text may have compared word by word after its sentences were compared
_MOSTLY = 0.8  # share of the shorter text; where so much is kept, sentences need not be told apart
_KEPT = 0.3  # share of the shorter sentence; if less is kept, it is replaced whole
_WEAK_RUN = 3  # words; so short a run of words without weight between two edits only tears them apart
_LONE_EDITS = 6  # words of the two edits around a single word from which on it only tears them apart
_FEW = 3  # stretches between spaces; more of them that differ, on either side, are not cut into tokens
_AROUND = " \n\t\r\xa0.,;:!?\"'()[]“”‘’„«»–—…"
_LONE = 40  # characters; a longer run between two edits is never looked at as one that tears them apart


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
    regions.append((True, old[:head], old[:head]))
    if max(len(here), len(there)) > _FINE:
        coarse = _by_long_sentences(here, there, regions)
    else:
        found, coarse = _regions(here, there)
        kept = head + tail + _kept(found)
        shorter = min(len(old), len(new))
        if kept < _MOSTLY * shorter and (has_sentence_end(here) or has_sentence_end(there)):
            regions.pop()
            return _by_sentences(old, new, regions)
        regions += found if coarse or kept >= _KEPT * shorter else [(False, here, there)]
    regions.append((True, old[len(old) - tail :], old[len(old) - tail :]))
    return coarse


def _shared_ends(old: str, new: str) -> tuple[int, int]:
    """Lengths of the common beginning and end of two different texts, cut back to a space."""
    head = old.rfind(" ", 0, int(strings().Prefix.similarity(old, new))) + 1
    tail = int(strings().Postfix.similarity(old[head:], new[head:]))
    space = old.find(" ", len(old) - tail) if tail else -1
    return head, len(old) - space if space >= 0 else 0


def _regions(old: str, new: str) -> tuple[list[Region], bool]:
    """The equal and unequal regions of two texts, and whether they are coarse.

    What stands between spaces is compared first, and cut into tokens only where it differs.
    """
    if not old or not new:
        return [(False, old, new)], False
    blocks, coarse = _blocks(here := _spaced(old), there := _spaced(new))
    regions: list[Region] = []
    for equal, some, others in _between(blocks, here, there):
        if equal:
            text = "".join(some)
            regions.append((True, text, text))
        else:
            coarse |= _add_differing(some, others, regions)
    return _joined(regions), coarse


def _add_differing(old: Sequence[str], new: Sequence[str], regions: list[Region]) -> bool:
    """Add the regions of stretches that differ, perhaps only in the signs around them; True if coarse."""
    one, other = "".join(old), "".join(new)
    cores = (one + other).replace(" ", "")
    if not one or not other or (cores.isalnum() and cores.isascii()):
        regions.append((False, one, other))
        return False
    bare, other_bare = _bare(old), _bare(new)
    if set(bare).isdisjoint(other_bare):
        return _add_distinct(old, new, bare, other_bare, regions)
    blocks, coarse = _blocks(bare, other_bare)
    i = j = 0
    for equal, some, others in _between(blocks, old, new):
        at, other_at = i, j
        i, j = i + len(some), j + len(others)
        if equal:
            for one, other in zip(some, others, strict=True):
                regions += [(True, one, other)] if one == other else _token_regions(one, other)[0]
        else:
            coarse |= _add_distinct(some, others, bare[at:i], other_bare[other_at:j], regions)
    return coarse


def _add_distinct(
    old: Sequence[str], new: Sequence[str], bare: Sequence[str], other_bare: Sequence[str], regions: list[Region]
) -> bool:
    """Add the regions of stretches of which no two have the same core; True if coarse."""
    one, other, cores = "".join(old), "".join(new), "".join(bare) + "".join(other_bare)
    if one and other and not cores.isascii() and is_unspaced(cores):
        found, coarse = _token_regions(one, other)
        regions += found
        return coarse
    if one and other and not cores.isalnum() and max(len(old), len(new)) <= _FEW:
        regions += _token_regions(one, other)[0]
    else:
        regions.append((False, one, other))
    return False


def _spaced(text: str) -> list[str]:
    """What stands between spaces, each with its space; joined it is the text."""
    parts = text.split(" ")
    last = parts.pop()
    spaced = [part + " " for part in parts]
    if last:
        spaced.append(last)
    return spaced


def _bare(parts: Sequence[str]) -> list[str]:
    """The parts without the signs and white space around them, folded."""
    bare = [part.strip(_AROUND) or part for part in parts]
    return [part if part.isascii() else fold(part) for part in bare]


def _token_regions(old: str, new: str) -> tuple[list[Region], bool]:
    here, there = tokenise(old), tokenise(new)
    cores = [[core for core, _ in here], [core for core, _ in there]]
    if not is_plain(old) or not is_plain(new):
        cores = [[core if core.isascii() and core.isalnum() else fold(core) for core in text] for text in cores]
    blocks, coarse = _blocks(*cores)
    one = [core + space for core, space in here]
    other = [core + space for core, space in there]
    return [(equal, "".join(i), "".join(j)) for equal, i, j in _between(blocks, one, other)], coarse


def _blocks(old: Sequence[str], new: Sequence[str]) -> tuple[list[Block], bool]:
    blocks = matching_items(old, new)
    return matching_blocks(*encode([old, new])) if blocks is None else (blocks, False)


def _between(
    blocks: Iterable[Block], old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """The equal and unequal stretches, alternating, that the blocks cut both sides into."""
    i = j = start_i = start_j = 0  # the end of the last block, and the start of the run of touching blocks it is in
    for here, there, size in (*blocks, (len(old), len(new), 0)):
        if (here, there) != (i, j) or not size:
            if start_i < i:
                yield True, old[start_i:i], new[start_j:j]
            if (here, there) != (i, j):
                yield False, old[i:here], new[j:there]
            start_i, start_j = here, there
        i, j = here + size, there + size


def _joined(regions: Iterable[Region]) -> list[Region]:
    """Regions without the short equal ones between two edits that make a change hard to read; edits never touch."""
    joined: list[Region] = []
    for region in regions:
        if joined and _same_kind(joined[-1], region):
            region = (region[0], joined[-1][1] + region[1], joined.pop()[2] + region[2])
        joined.append(region)
        while not region[0] and len(joined) >= 3 and len(joined[-2][1]) <= _LONE and _tears(*joined[-3:]):
            first, between, last = joined[-3:]
            region = (False, first[1] + between[1] + last[1], first[2] + between[2] + last[2])
            joined[-3:] = [region]
    return joined


def _same_kind(one: Region, other: Region) -> bool:
    if one[0] or other[0]:
        # What is equal but for typography stays apart: it is written token by token.
        return one[0] and other[0] and one[1] == one[2] and other[1] == other[2]
    return True


def _tears(first: Region, between: Region, last: Region) -> bool:
    if first[0] or not between[0]:
        return False
    words = [core for core, _ in tokenise(between[1])]
    one, other = (max(len(old.split()), len(new.split())) for _, old, new in (first, last))
    lone = sum(not _is_weak(word) for word in words)
    if lone:
        return lone == 1 == len(between[1].split()) and one + other >= _LONE_EDITS and min(one, other) > 1
    return len(words) <= min(_WEAK_RUN, one, other) and one + other >= 3


def _is_weak(core: str) -> bool:
    return core.lower() in STOP_WORDS or not any(map(str.isalnum, core))


def _kept(regions: Iterable[Region]) -> int:
    return sum(len(old) for equal, old, _ in regions if equal)


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
    found, coarse = _regions(old[head : len(old) - tail], new[head : len(new) - tail])
    if not coarse and head + tail + _kept(found) < _KEPT * min(len(old), len(new)):
        regions.append((False, old, new))
        return False
    regions.append((True, old[:head], old[:head]))
    regions += found
    regions.append((True, old[len(old) - tail :], old[len(old) - tail :]))
    return coarse


def _by_long_sentences(old: str, new: str, regions: list[Region]) -> bool:
    """Very long texts: match whole sentences, then compare what lies between by words while the bound allows."""
    here, there = by_signs(old), by_signs(new)
    blocks, coarse = matching_blocks(*encode([here, there]))
    left = _REFINED
    for equal, some, others in _between(blocks, here, there):
        one, other = "".join(some), "".join(others)
        size = len(one) + len(other)
        if one == other:
            regions.append((True, one, other))
        elif one and other and size <= min(left, _FINE):
            left -= size
            coarse |= _compare(one, other, regions)
        else:
            coarse |= equal or bool(one and other)
            regions.append((False, one, other))
    return coarse
