"""Score how alike units are: which old and new units share enough words to be looked at as a pair.

Units become code-point strings, one character a word. Small inputs are compared all with all;
past the bounds only units that share rare runs of words are compared, and the answer says that it is `coarse`.
Choosing among the scored pairs is left to `choose`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain
from math import log, sqrt
from operator import itemgetter
from typing import TypeVar

from tracker.diff.codes import numbered
from tracker.diff.compiled import strings, tables
from tracker.diff.tokens import is_unspaced, tokenise

# Words that are no evidence: any two news paragraphs share them.
STOP_WORDS = frozenset((
    "the", "a", "an", "of", "to", "in", "on", "at", "and", "or", "but", "for", "by", "with", "from", "that",
    "this", "as", "is", "was", "were", "be", "been", "it", "its", "his", "her", "their", "he", "she", "they",
    "we", "i", "not", "are", "had", "has", "have", "said", "will", "would", "could",
))  # fmt: skip
_SILENT = dict.fromkeys((*STOP_WORDS, "s", "t"), "")  # also what an apostrophe cuts off
_Value = TypeVar("_Value")

# Capitals to small letters and signs to spaces, by byte: several times as fast as on characters.
_ASCII_WORDS = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
_COMMON_SIGNS = "“”‘’–—\xa0"  # replaced one by one: much faster than a pattern, and most other text is ASCII

_ALL_PAIRS = 250_000  # beyond it, only pairs that share rare runs of words
_ALL_STEPS = 30_000_000  # steps of 64 word pairs that one all-with-all pass may take: 0.1 to 0.4 s
_LOOP_PAIRS = 2_500  # up to here a plain loop beats importing numpy
_PAIR_CELLS = 1_000_000  # word pairs one similarity may look at: about 0.2 ms
_LONG_UNIT = 100_000  # characters; beyond it, text in an unspaced script is judged by its beginning and end
_UNSPACED_WORD = 20  # characters; white space further apart than this on average does not separate words
_POSTINGS = 8  # units that may share a run of words for it to count as rare
_RARE_RUNS = 8  # rare runs looked up for a unit
_EDGE = 500  # words at either end of a long unit whose runs are looked up
_CLOSEST = 3  # units verified for a unit
_COMMONEST = 1.05  # units for each occurrence of a word that weighs least
_WORTH_DICE = 18  # per cent; a pair that shares less of both units is not looked at
_WORTH_PIECE = 36  # per cent; unless so much of the shorter unit stands in the longer one

# An old unit, a new unit (0-based) and how many words they have in common, in order. A plain tuple: there may be
# hundreds of thousands.
Likeness = tuple[int, int, int]


class Evidence:
    """The units of both sides, given as their `words`, as strings of codes; and how much each word weighs.

    Words that are no evidence go where others remain. A word weighs the more the rarer it is in these units: the square
    root of the logarithm of units to occurrences (after Spärck Jones, "A statistical interpretation of term
    specificity", 1972, who counts the units that hold it). The root keeps one rare name from deciding alone.
    """

    def __init__(self, old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> None:
        self._held = Counter(chain.from_iterable((*old, *new)))
        self._codes = numbered(self._held)
        telling = self._codes | _SILENT
        self.old, self.new = (
            ["".join(_looked_up(telling, words)) or "".join(_looked_up(self._codes, words)) for words in side]
            for side in (old, new)
        )

    @cached_property
    def _weights(self) -> dict[str, int]:
        units = len(self.old) + len(self.new) + 2
        counts = self._held.values()
        # Whole numbers: their sums do not depend on the order of a set. The commonest words still weigh something.
        weights = {count: round(1000 * sqrt(log(max(units / count, _COMMONEST)))) for count in set(counts)}
        return dict(zip(self._codes.values(), map(weights.__getitem__, counts), strict=True))

    @cached_property
    def old_totals(self) -> list[int]:
        """The weight of all the words of each old unit."""
        return [sum(_looked_up(self._weights, codes)) for codes in self.old]

    @cached_property
    def new_totals(self) -> list[int]:
        """The weight of all the words of each new unit."""
        return [sum(_looked_up(self._weights, codes)) for codes in self.new]

    def common(self, one: str, other: str, count: int) -> float:
        """The weight of the `count` words that two units have in common, in order, at the mean of those they share."""
        shared = set(one).intersection(other)
        return count * sum(_looked_up(self._weights, shared)) / len(shared) if shared else 0.0


def _looked_up(table: Mapping[str, _Value], keys: Collection[str]) -> Collection[_Value]:
    """The values of some keys: with many at once, much faster than one by one."""
    if len(keys) > 1:
        found: tuple[_Value, ...] = itemgetter(*keys)(table)
        return found
    return [table[key] for key in keys]


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a unit as evidence: lower case, without signs; one character each in scripts without spaces.

    "U.S.-based" is three words, so that a hyphen or a point set otherwise does not hide what is the same.
    """
    if not text.isascii():
        for sign in _COMMON_SIGNS:
            text = text.replace(sign, " ")
    if text.isascii():
        return text.encode().translate(_ASCII_WORDS).decode().split() or _tokens(text)
    text = _composed(text.lower())
    return _unspaced_words(text) if is_unspaced(text) else _word_pattern().findall(text) or _tokens(text)


def _tokens(text: str) -> list[str]:
    return [core for core, _ in tokenise(text) if core]


def _composed(text: str) -> str:
    from unicodedata import is_normalized, normalize

    for invisible in "\u00ad\u200b\u2060\ufeff":
        text = text.replace(invisible, "")
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _unspaced_words(text: str) -> list[str]:
    if len(text) <= _LONG_UNIT:
        return _tokens(text)
    apart = text.split()
    return (
        list(text[: _LONG_UNIT // 2] + text[-_LONG_UNIT // 2 :]) if len(text) > _UNSPACED_WORD * len(apart) else apart
    )


def likenesses(old: Sequence[str], new: Sequence[str]) -> tuple[list[Likeness], bool]:
    """The pairs of encoded units worth a look, and whether the search was coarse.

    Worth a look: Dice ≥ 0.18, or at least 0.36 of the shorter unit found within the other.
    """
    pairs = len(old) * len(new)
    if pairs > 1 and (pairs > _ALL_PAIRS or _steps(old, new) > _ALL_STEPS):
        return _by_rare_runs(old, new), True
    if pairs > _LOOP_PAIRS:
        return _by_matrix(old, new), False
    if pairs > 1:
        return list(_by_loop(old, new)), False
    common = common_words(old[0], new[0])
    return [(0, 0, common)] if _worth(common, len(old[0]), len(new[0])) else [], False


def _steps(old: Sequence[str], new: Sequence[str]) -> int:
    return sum(len(one) // 64 + 1 for one in old) * sum(map(len, new))


def _worth(common: int, one: int, other: int) -> bool:
    # Whole numbers, so that the loop and the matrix agree on every pair.
    either = 200 * common >= _WORTH_DICE * (one + other) or 100 * common >= _WORTH_PIECE * min(one, other)
    return common > 0 and either


def _by_loop(old: Sequence[str], new: Sequence[str]) -> Iterable[Likeness]:
    extract, similarity = tables().extract, strings().LCSseq.similarity
    sizes = list(map(len, new))
    shortest = min(sizes)
    for i, one in enumerate(old):
        size = len(one)
        least = min(_WORTH_DICE * (size + shortest) / 200, _WORTH_PIECE * min(size, shortest) / 100)
        for _, common, j in extract(one, new, scorer=similarity, limit=None, score_cutoff=max(1, int(least))):
            if _worth(common, size, sizes[j]):
                yield i, j, int(common)


def _by_matrix(old: Sequence[str], new: Sequence[str]) -> list[Likeness]:
    import numpy as np

    common = tables().cdist(old, new, scorer=strings().LCSseq.similarity, dtype=np.int32)
    one = np.fromiter(map(len, old), np.int64, len(old))[:, None]
    other = np.fromiter(map(len, new), np.int64, len(new))[None, :]
    alike = 200 * common >= _WORTH_DICE * (one + other)
    held = 100 * common >= _WORTH_PIECE * np.minimum(one, other)
    rows, columns = np.nonzero((common > 0) & (alike | held))
    found = zip(rows.tolist(), columns.tolist(), common[rows, columns].tolist(), strict=True)
    return list(found)


def _by_rare_runs(old: Sequence[str], new: Sequence[str]) -> list[Likeness]:
    """An index of rare word pairs gives a few candidates for each unit; only those are compared. Linear."""
    postings: dict[str, list[int]] = {}
    for j, codes in enumerate(new):
        for run in _runs(codes):
            places = postings.setdefault(run, [])
            if len(places) <= _POSTINGS:
                places.append(j)
    found = []
    for i, codes in enumerate(old):
        rare = (places for run in _runs(codes) if 0 < len(places := postings.get(run, [])) <= _POSTINGS)
        votes = Counter(j for places in sorted(rare, key=len)[:_RARE_RUNS] for j in places)
        for j, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_CLOSEST]:
            common = common_words(codes, new[j])
            if _worth(common, len(codes), len(new[j])):
                found.append((i, j, common))
    return found


def _runs(codes: str) -> Iterable[str]:
    """The distinct pairs of neighbouring words, in order; of a long unit, those of its beginning and its end.

    A unit of one word is a run by itself.
    """
    if len(codes) > 2 * _EDGE:
        codes = codes[:_EDGE] + codes[-_EDGE:]
    return dict.fromkeys(codes[at : at + 2] for at in range(max(1, len(codes) - 1)))


def dice(common: int, one: str, other: str) -> float:
    """The share of words in common, 0 to 1 (Dice's coefficient over words in order)."""
    return 2 * common / (len(one) + len(other)) if one or other else 1.0


def common_words(one: str, other: str) -> int:
    """How many words two encoded units have in common, in order; regardless of order where they are very long."""
    if len(one) * len(other) > _PAIR_CELLS:
        return (Counter(one) & Counter(other)).total()
    return int(strings().LCSseq.similarity(one, other))
