"""The atoms of a text: what provenance is traced by. Finer than the tokens of a diff, and blind to typography and case.

"U.S." and "U. S." are the same four atoms, "$15.9" and "$ 15. 9" too: a change of spacing brings no new words. Readers
are shown words; where atoms of one word differ, `word_ends` says how far each word goes, which may not be cut.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import accumulate, chain, repeat

from tracker.diff.similar import STOP_WORDS
from tracker.diff.tokens import fold, is_unspaced, tokenise

# Combining marks and invisible signs stay with the letters that they stand among.
_WITH = "\u00ad\u200b\u200c\u200d\u2060\ufeff" + "".join(map(chr, range(0x300, 0x370)))
_DASHES = frozenset("-‐‑‒–—―−")
# Signs of common typography, each with the one of ASCII that has its code: most text is ASCII but for these.
_PLAINER = (("’", "'"), ("‘", "`"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\xa0", " "))
_MARK = "\0"
_APART = f" {_MARK} "  # stands between texts that are cut into atoms at once
_FEW = 50  # kinds of signs; for more of them, one pattern is faster
_AT_ONCE = 100_000  # characters
_AFTER_WORDS = ".,;:!?)'\""
_SMALL = str.maketrans({chr(code): chr(code + 32) for code in range(65, 91)})
_NO_SIGNS = bytes(code for code in range(128) if chr(code).isalnum() or chr(code).isspace())

_ENDS, _QUOTES, _SIGNS = (".", "!", "?", "...", "。", "！", "？"), ("'", '"', ")"), (",", ";", ":", "-", "(", "_")
_FIRST = {atom: chr(code) for code, atom in enumerate((*_ENDS, *_QUOTES, *_SIGNS, *sorted(STOP_WORDS)))}
_FIRST.update({"`": _FIRST["'"], "--": _FIRST["-"], "---": _FIRST["-"]})

ENDS = frozenset(_FIRST[atom] for atom in _ENDS)
"""The codes of signs that end a sentence."""

CLOSING = frozenset(_FIRST[atom] for atom in _QUOTES)
"""The codes of signs that may follow the end of a sentence before the next one starts."""

WEAK = frozenset(_FIRST.values())
"""The codes of signs, and of words that any two texts share."""


class Atoms:
    """The codes of one history: in all its texts the same atom has the same code, which is one character.

    The table only grows: make one for each history that is traced. Codes repeat after a million different atoms.
    """

    def __init__(self) -> None:
        high = chain.from_iterable(repeat(range(0xE000, 0x110000)))  # the surrogates are left out
        self._codes = defaultdict(map(chr, chain(range(len(_FIRST), 0xD800), high)).__next__, _FIRST)

    def encode(self, texts: Sequence[str]) -> list[tuple[str, list[str]]]:
        """The codes of all atoms of each text, and its atoms, but none of these where the texts are long."""
        plain = [_plain(text) for text in texts]
        if sum(map(len, plain)) > _AT_ONCE:
            return [(codes, []) for codes in self._by_sentences(plain)]
        found, codes = self._at_once(plain)
        ends = accumulate([len(some) + 1 for some in codes])
        return [(some, found[end - 1 - len(some) : end - 1]) for some, end in zip(codes, ends, strict=True)]

    def _by_sentences(self, texts: Sequence[str]) -> list[str]:
        """The codes of long texts, which may share most of their sentences: each of these is looked into once."""
        sentences = [text.split(". ") for text in texts]
        kinds = list(dict.fromkeys(chain.from_iterable(sentences)))
        table = dict(zip(kinds, self._by_words(kinds), strict=True))
        return [self._codes["."].join(map(table.__getitem__, some)) for some in sentences]

    def _by_words(self, texts: Sequence[str]) -> list[str]:
        """The codes of many texts, in which most words stand many times: each of these is cut once."""
        joined = _APART.join(texts)
        words = joined.split()
        kinds = [word for word in dict.fromkeys(words) if word != _MARK]
        table = dict(zip(kinds, self._at_once(kinds)[1], strict=True))
        table[_MARK] = self._codes[_MARK]
        if joined.count(_MARK) < len(texts):
            return "".join(map(table.__getitem__, words)).split(table[_MARK])
        return ["".join(map(table.__getitem__, text.split())) for text in texts]

    def _at_once(self, texts: Sequence[str]) -> tuple[list[str], list[str]]:
        """The atoms of all texts, one more after each, and the codes of each."""
        joined = _APART.join(texts)
        if joined.count(_MARK) < len(texts):
            found = _cut(joined)
            return found, self._codes_of(found).split(self._codes[_MARK])
        cuts = [_cut(text) for text in texts]
        return [atom for some in cuts for atom in (*some, _MARK)], [self._codes_of(some) for some in cuts]

    def _codes_of(self, found: Sequence[str]) -> str:
        if not "".join(found).isascii():
            normal = {atom: _normal(atom) for atom in set(found) if not atom.isascii()}
            found = [normal.get(atom, atom) for atom in found]
        return "".join(map(self._codes.__getitem__, found))


def _normal(atom: str) -> str:
    return "-" if atom[0] in _DASHES else fold(atom).lower()


def atoms_of(text: str) -> list[str]:
    """The atoms of `text`, each as long as it stands there, in small letters and plainer signs where that is quick.

    Joined they are as long as the text without its white space. Linear in the length.
    """
    return _cut(_plain(text))


def _plain(text: str) -> str:
    """`text` in small letters and with plainer signs, character by character."""
    if not text.isascii():
        for sign, plainer in _PLAINER:
            text = text.replace(sign, plainer)
    low = text.lower()
    return low if len(low) == len(text) else text.translate(_SMALL)


def _cut(text: str) -> list[str]:
    if text.isascii():
        return _apart(text, set(text.encode().translate(None, _NO_SIGNS).decode()))
    kinds = set(text)
    if is_unspaced(text):
        text = text.translate({ord(kind): f" {kind} " for kind in kinds if is_unspaced(kind)})
    signs = {kind for kind in kinds if not kind.isalnum() and not kind.isspace()}
    return _apart(text, signs) if len(signs) <= _FEW and signs.isdisjoint(_WITH) else _pattern().findall(text)


def _apart(text: str, signs: Set[str]) -> list[str]:
    """The atoms of a text in which these signs stand, but none that stays with letters.

    Setting off sign by sign and splitting at white space is several times as fast as a pattern of atoms.
    """
    for sign in signs:
        if sign == "'":
            text = _lone_apostrophe().sub(" ' ", text)
        elif sign not in _DASHES:
            text = text.replace(sign, f" {sign} ")
    dashes = signs & _DASHES
    if dashes == {"-"} and "--" not in text:
        text = text.replace("-", " - ")
    elif dashes:
        text = _dashes().sub(r" \g<0> ", text)
    return text.split()


@cache
def _pattern() -> re.Pattern[str]:
    run = rf"[^\W_]+(?:[{_WITH}]+[^\W_]*)*"
    return re.compile(rf"{run}(?:['’]{run})*|[{''.join(sorted(_DASHES))}]+|\S")


@cache
def _lone_apostrophe() -> re.Pattern[str]:
    return re.compile(r"'(?:(?<![^\W_]')|(?![^\W_]))")


@cache
def _dashes() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_DASHES))}]+")


@cache
def _hyphen() -> re.Pattern[str]:
    # Parts of a compound come and go by themselves: "35-year-old", "U.N.-backed". Between digits, a hyphen is in a
    # number.
    return re.compile(r"(?<=[^\W\d_])[-‐‑]|(?<=[\w.])[-‐‑](?=[^\W\d_])")


def word_ends(chunk: str) -> Iterator[tuple[int, int]]:
    """The ends of the words and signs of `chunk`, which is text without white space.

    Ascending, each as (characters, atoms) from its start.
    """
    if chunk[-1] in _AFTER_WORDS and chunk[:-1].isalpha() and chunk.isascii():  # most of those that have two
        yield len(chunk) - 1, 1
        yield len(chunk), 2
        return
    allowed = {len(chunk)}
    end = 0
    for core, _ in tokenise(chunk):
        for match in () if core.isalnum() else _hyphen().finditer(core):
            allowed.update((end + match.start(), end + match.end()))
        end += len(core)
        allowed.add(end)
    end = 0
    for count, atom in enumerate(atoms_of(chunk), start=1):
        end += len(atom)
        if end in allowed:
            yield end, count
