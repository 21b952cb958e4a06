"""Compare two stretches of text word by word: what stands between spaces first, tokens only where that differs.

Cutting a text into stretches that are worth it, and what to do with the regions, is left to `words`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tracker.diff.codes import encode
from tracker.diff.matching import Block, matching_blocks, matching_items
from tracker.diff.regions import Region, mended
from tracker.diff.tokens import fold, is_plain, is_token, is_unspaced, tokenise

_FEW = 3  # pieces between spaces; more of them that differ, on either side, are not cut into tokens
_SIGNS = ".,;:!?\"'()[]“”‘’„«»–—…"


def compare_stretches(old: str, new: str) -> tuple[list[Region], bool]:
    """The regions of two texts, and whether a bound left some words uncompared (coarse)."""
    if not old or not new:
        return [(False, old, new)], False
    regions: list[Region] = []
    (here, some), (there, others) = _pieces(old), _pieces(new)
    if len(here) == 1 == len(there):
        return regions, _compare_pieces(here, there, some, others, regions)
    blocks, coarse = _blocks(some, others)
    i = j = 0
    for start, place, size in (*blocks, (len(here), len(there), 0)):
        if i < start or j < place:
            coarse |= _compare_pieces(here[i:start], there[j:place], some[i:start], others[j:place], regions)
        i, j = start + size, place + size
        one, other = "".join(here[start:i]), "".join(there[place:j])
        if one == other:
            regions.append((True, one, other))
        else:
            _add_spaced(here[start:i], there[place:j], regions)
    return mended(regions) if len(regions) > 2 else regions, coarse


def _pieces(text: str) -> tuple[list[str], list[str]]:
    """What stands between white space, each with the white space after it, and without."""
    words = text.split()
    pieces = [word + " " for word in words]
    length = sum(map(len, pieces))
    if "".join(pieces) != text:
        if pieces and length == len(text) + 1 and " ".join(words) == text:
            pieces[-1] = words[-1]
        else:
            pieces = _spaced().findall(text)
            words = [piece.rstrip() for piece in pieces]
    return pieces, words


@cache
def _spaced() -> re.Pattern[str]:
    return re.compile(r"\S+\s*|\s+")


def _add_spaced(old: Sequence[str], new: Sequence[str], regions: list[Region]) -> None:
    """Add the regions of pieces that differ in the white space after them only."""
    start = 0
    for place, (one, other) in enumerate(zip(old, new, strict=True)):
        if one != other:
            word = one.rstrip()
            text = "".join(old[start:place]) + word
            regions += (True, text, text), (False, one[len(word) :], other[len(word) :])
            start = place + 1
    text = "".join(old[start:])
    regions.append((True, text, text))


def _blocks(old: Sequence[str], new: Sequence[str]) -> tuple[list[Block], bool]:
    blocks = matching_items(old, new)
    return matching_blocks(*encode([old, new])) if blocks is None else (blocks, False)


def _compare_pieces(
    old: Sequence[str], new: Sequence[str], words: Sequence[str], new_words: Sequence[str], regions: list[Region]
) -> bool:
    """Add the regions of pieces that differ, perhaps only in the signs around their words; True if coarse."""
    one, other = "".join(old), "".join(new)
    if not old or not new or _is_plain_words(one + other):
        regions.append((False, one, other))
        return False
    bare, other_bare = _bare(words), _bare(new_words)
    if not (one.isascii() and other.isascii()):
        bare, other_bare = _folded(bare), _folded(other_bare)
    if set(bare).isdisjoint(other_bare):
        return _add_distinct(old, new, "".join(bare + other_bare), regions)
    blocks, coarse = _blocks(bare, other_bare)
    i = j = 0
    for start, there, size in (*blocks, (len(old), len(new), 0)):
        if i < start or j < there:
            cores = "".join(bare[i:start] + other_bare[j:there])
            coarse |= _add_distinct(old[i:start], new[j:there], cores, regions)
        i, j = start + size, there + size
        for place in range(size):
            _add_same(old[start + place], new[there + place], bare[start + place], regions)
    return coarse


def _is_plain_words(text: str) -> bool:
    """Whether there is nothing but letters, digits and spaces, so that no sign can hide a word that is the same."""
    words = text.replace(" ", "")
    return words.isalnum() and words.isascii()


def _bare(words: Sequence[str]) -> list[str]:
    """The words without the signs around them."""
    return [word.strip(_SIGNS) or word for word in words]


def _folded(cores: Sequence[str]) -> list[str]:
    return [core if core.isascii() and core.isalnum() else fold(core) for core in cores]


def _add_same(old: str, new: str, core: str, regions: list[Region]) -> None:
    """Add the regions of two pieces of the same core."""
    if old == new:
        regions.append((True, old, new))
        return
    if core.isalnum():
        # The quick way for most: signs came or went at one end of a word, where they are tokens by themselves.
        start, other = old.find(core), new.find(core)
        if start == other >= 0 and old[:start] == new[:start]:
            stop = start + len(core)
            after, new_after = old[stop:], new[stop:]
            # An invisible sign is no token by itself.
            if not (after.strip() and new_after.strip()) and (after + new_after).strip().isprintable():
                regions += (True, old[:stop], new[:stop]), (False, after, new_after)
                return
    _compare_tokens(old, new, regions)


def _add_distinct(old: Sequence[str], new: Sequence[str], cores: str, regions: list[Region]) -> bool:
    """Add the regions of pieces of which no two have the same core; True if coarse."""
    one, other = "".join(old), "".join(new)
    if one and other:
        if not cores.isascii() and is_unspaced(cores):
            return _compare_tokens(one, other, regions)
        few = max(len(old), len(new)) <= _FEW and not cores.isalnum()
        if few and not (
            len(old) == 1 == len(new) and is_token(one.strip().strip(_SIGNS)) and is_token(other.strip().strip(_SIGNS))
        ):
            return _compare_tokens(one, other, regions)
    regions.append((False, one, other))
    return False


def _compare_tokens(old: str, new: str, regions: list[Region]) -> bool:
    """Add the regions of two texts token by token; True if coarse."""
    here, there = tokenise(old), tokenise(new)
    cores, others = [core for core, _ in here], [core for core, _ in there]
    if not is_plain(old) or not is_plain(new):
        cores, others = _folded(cores), _folded(others)
    blocks, coarse = _blocks(cores, others)
    one, other = [core + space for core, space in here], [core + space for core, space in there]
    i = j = 0
    for start, place, size in (*blocks, (len(one), len(other), 0)):
        if i < start or j < place:
            regions.append((False, "".join(one[i:start]), "".join(other[j:place])))
        i, j = start + size, place + size
        if size:
            regions.append((True, "".join(one[start:i]), "".join(other[place:j])))
    return coarse
