"""Words as single code points, so that compiled string algorithms can compare texts word by word.

What counts as the same word is the caller's part: it gives the function that normalises one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

# Words without weight share the lowest code; a string of codes is cleared of them by one replace.
WEAK = chr(33)


class Codes(dict[str, str]):
    """From a word as received to its code point; words that normalise alike share one, the empty word is WEAK."""

    def __init__(self, normalise: Callable[[str], str], weak: Iterable[str] = ()) -> None:
        super().__init__(dict.fromkeys(weak, WEAK))
        self._normalise = normalise
        self._next = ord(WEAK) + 1

    def __missing__(self, word: str) -> str:
        normal = self._normalise(word)
        code = self.get(normal) if normal else WEAK
        if code is None:
            code = self[normal] = self._fresh()
        self[word] = code
        return code

    def encode(self, words: Iterable[str]) -> str:
        """One character for each word."""
        return "".join(map(self.__getitem__, words))

    def _fresh(self) -> str:
        code = chr(self._next)
        # Surrogates are skipped. Past 1.1 million words codes repeat: that blurs a match, and callers who need
        # certainty look at the words again.
        self._next += 1 if self._next != 0xD7FF else 0x801
        if self._next > 0x10FFFF:
            self._next = ord(WEAK) + 1
        return code
