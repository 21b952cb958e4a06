"""Words as single code points, so that compiled string algorithms can compare texts word by word.

What counts as the same word is the caller's part: it cuts the texts and folds what may be folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

# Words without weight share the lowest code; a string of codes is cleared of them by one replace.
WEAK = chr(33)

_SURROGATES = range(0xD800, 0xE000)
_POINTS = 0x110000 - len(_SURROGATES) - ord(WEAK) - 1


def encode(texts: Sequence[Sequence[str]], *, weak: Iterable[str] = ()) -> list[str]:
    """Each text, a sequence of words, as a string with one character a word; `weak` words become WEAK.

    The same word has the same character in all the texts of one call. Past 1.1 million different words characters
    repeat: that blurs a match, and callers who need certainty look at the words again.
    """
    codes = _numbered(dict.fromkeys(chain.from_iterable(texts)))
    codes.update((word, WEAK) for word in weak if word in codes)
    return ["".join(map(codes.__getitem__, words)) for words in texts]


def _numbered(words: dict[str, None]) -> dict[str, str]:
    first = ord(WEAK) + 1
    if len(words) < _SURROGATES.start - first:
        return dict(zip(words, map(chr, range(first, first + len(words))), strict=True))
    return {word: _point(number % _POINTS) for number, word in enumerate(words)}


def _point(number: int) -> str:
    code = number + ord(WEAK) + 1
    return chr(code if code < _SURROGATES.start else code + len(_SURROGATES))
