"""The atoms of a text: what provenance is traced by. Finer than the tokens of a diff, and blind to typography and case.

"U.S." and "U. S." are the same four atoms, "$15.9" and "$ 15. 9" too: a change of spacing brings no new words. Readers
are shown words; where atoms of one word differ, `word_ends` says how far each word goes, which may not be cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.diff.similar import STOP_WORDS
from tracker.diff.tokens import fold, is_unspaced, tokenise

# Combining marks and invisible signs stay with the letters that they stand among.
_WITH = r"\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_RUN = rf"[^\W_](?:[^\W_]|[{_WITH}])*"
_ATOM = re.compile(rf"{_RUN}(?:['’]{_RUN})*|[-‐-―−]+|\S")
# Parts of a compound come and go by themselves: "35-year-old", "U.N.-backed". Between digits, a hyphen is in a number.
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑]|(?<=[\w.])[-‐‑](?=[^\W\d_])")

_ENDS, _QUOTES, _SIGNS = (".", "!", "?", "...", "。", "！", "？"), ("'", '"', ")"), (",", ";", ":", "-", "(", "_")
_FIRST = {atom: chr(code) for code, atom in enumerate((*_ENDS, *_QUOTES, *_SIGNS, *sorted(STOP_WORDS)))}
_FIRST["`"] = _FIRST["'"]
_SURROGATES, _MOST = 0xD800, 0x110000 - 0x800

ENDS = frozenset(_FIRST[atom] for atom in _ENDS)
"""The codes of signs that end a sentence."""

CLOSING = frozenset(_FIRST[atom] for atom in _QUOTES)
"""The codes of signs that may follow the end of a sentence before the next one starts."""

WEAK = frozenset(_FIRST.values())
"""The codes of signs, and of words that any two texts share."""


class Atoms(dict[str, str]):
    """From a chunk, which is text without white space, to the codes of its atoms: one character each, at least one.

    The table only grows: make one for each history that is traced. Codes repeat after 1.1 million different atoms.
    """

    def __init__(self) -> None:
        super().__init__()
        self._codes = _Codes(_FIRST)

    def __missing__(self, chunk: str) -> str:
        low = chunk.lower() if chunk.isascii() else ""
        if low.isalnum():
            atoms = self._codes[low]
        elif low[:-1].isalnum():  # the quick way for most: a word and a sign
            atoms = self._codes[low[:-1]] + self._codes[low[-1]]
        else:
            atoms = "".join([self._codes[_normal(atom)] for atom in _atoms(chunk)])
        self[chunk] = atoms
        return atoms

    def encode(self, text: str) -> str:
        """The codes of all atoms of `text`."""
        return "".join(map(self.__getitem__, text.split()))


class _Codes(dict[str, str]):
    """From an atom to its code: characters in the order in which atoms are met, surrogates left out."""

    def __missing__(self, atom: str) -> str:
        number = len(self) % _MOST
        code = self[atom] = chr(number if number < _SURROGATES else number + 0x800)
        return code


def word_ends(chunk: str) -> Iterator[tuple[int, int]]:
    """The ends of the words and signs of a chunk, ascending, each as (characters, atoms) from its start."""
    allowed = {len(chunk)}
    end = 0
    for core, _ in tokenise(chunk):
        for match in _HYPHEN.finditer(core):
            allowed.update((end + match.start(), end + match.end()))
        end += len(core)
        allowed.add(end)
    end = 0
    for count, atom in enumerate(_atoms(chunk), start=1):
        end += len(atom)
        if end in allowed:
            yield end, count


def _atoms(chunk: str) -> list[str]:
    """The atoms of a chunk; joined they are the chunk."""
    if is_unspaced(chunk):
        return [atom for core, _ in tokenise(chunk) for atom in _ATOM.findall(core)]
    return _ATOM.findall(chunk)


def _normal(atom: str) -> str:
    return atom.lower() if atom.isascii() and atom.isalnum() else fold(atom).lower()
