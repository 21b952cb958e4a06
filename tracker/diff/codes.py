"""Words as single code points, so that compiled string algorithms can compare texts word by word.

What counts as the same word is the caller's part: it cuts the texts and folds what may be folded.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import chain

_FIRST = 33
_SURROGATES = range(0xD800, 0xE000)
_OFTEN = 4096
_POINTS = 0x110000 - len(_SURROGATES) - _FIRST


def encode(texts: Sequence[Sequence[str]]) -> list[str]:
    """Each text, a sequence of words, as a string with one character a word.

    The same word has the same character in all the texts of one call. Past 1.1 million different words characters
    repeat: that blurs a match, and callers who need certainty look at the words again.
    """
    codes = numbered(dict.fromkeys(chain.from_iterable(texts)))
    return ["".join(map(codes.__getitem__, words)) for words in texts]


def numbered(words: Collection[str]) -> dict[str, str]:
    """A character for each of some different words, in their order; the same as in `encode` where there are many."""
    if len(words) <= _OFTEN:
        return dict(zip(words, _usual(), strict=False))
    if len(words) < _SURROGATES.start - _FIRST:
        return dict(zip(words, map(chr, range(_FIRST, _FIRST + len(words))), strict=True))
    return {word: _point(number % _POINTS) for number, word in enumerate(words)}


@cache
def _usual() -> tuple[str, ...]:
    # The characters that most calls need, made once, with their hashes.
    return tuple(map(chr, range(_FIRST, _FIRST + _OFTEN)))


def _point(number: int) -> str:
    code = number + _FIRST
    return chr(code if code < _SURROGATES.start else code + len(_SURROGATES))
