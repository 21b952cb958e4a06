"""Score how alike units are: which old and new units share enough words to be looked at as a pair.

Units become code-point strings, one character a word. Small inputs are compared all with all;
past the bounds only units that share rare runs of words are compared, and the answer says that it is `coarse`.
Choosing among the scored pairs is left to `choose`. rapidfuzz and numpy are imported where they are used:
importing them takes longer than most commands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tracker.diff.codes import WEAK, Codes
from tracker.diff.tokens import is_unspaced, tokenise

# Words that are no evidence: any two news paragraphs share them.
STOP_WORDS = frozenset((
    "the", "a", "an", "of", "to", "in", "on", "at", "and", "or", "but", "for", "by", "with", "from", "that",
    "this", "as", "is", "was", "were", "be", "been", "it", "its", "his", "her", "their", "he", "she", "they",
    "we", "i", "not", "are", "had", "has", "have", "said", "will", "would", "could",
))  # fmt: skip
_STRIP = ".,;:!?\"'()[]{}<>-*“”‘’„«»‹›–—…。、，！？「」『』（）"

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

# An old unit, a new unit (0-based) and how many words they have in common, in order. A plain tuple: there may be
# hundreds of thousands.
Likeness = tuple[int, int, int]


def encode_units(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """Both sides as strings with one character a word; words that are no evidence are left out where others remain.

    The texts are to be folded (`tokens.fold`) before.
    """
    codes = Codes(_bare, weak=STOP_WORDS)
    return [_encode(text, codes) for text in old], [_encode(text, codes) for text in new]


def _encode(text: str, codes: Codes) -> str:
    text = text.lower()
    words: Sequence[str] = text.split()
    if is_unspaced(text):
        if len(text) <= _LONG_UNIT:
            words = [core for core, _ in tokenise(text)]
        elif len(text) > _UNSPACED_WORD * len(words):
            words = text[: _LONG_UNIT // 2] + text[-_LONG_UNIT // 2 :]
    encoded = codes.encode(words)
    return encoded.replace(WEAK, "") or encoded


def _bare(word: str) -> str:
    return word.strip(_STRIP)


def dice(common: int, one: str, other: str) -> float:
    """The share of words in common, 0 to 1 (Dice's coefficient over words in order)."""
    return 2 * common / (len(one) + len(other)) if one or other else 1.0


def likenesses(old: Sequence[str], new: Sequence[str]) -> tuple[list[Likeness], bool]:
    """The pairs of encoded units worth a look, and whether the search was coarse.

    Worth a look: Dice ≥ 0.18, or at least 0.6 of one unit of four words or more found within the other.
    """
    pairs = len(old) * len(new)
    if pairs > 1 and (pairs > _ALL_PAIRS or _steps(old, new) > _ALL_STEPS):
        return _by_rare_runs(old, new), True
    if pairs > _LOOP_PAIRS:
        return _by_matrix(old, new), False
    scored = ((i, j, common_words(one, other)) for i, one in enumerate(old) for j, other in enumerate(new))
    return [(i, j, common) for i, j, common in scored if _worth(common, len(old[i]), len(new[j]))], False


def _steps(old: Sequence[str], new: Sequence[str]) -> int:
    return sum(len(one) // 64 + 1 for one in old) * sum(map(len, new))


def _worth(common: int, one: int, other: int) -> bool:
    # Whole numbers, so that the loop and the matrix agree on every pair.
    shorter = min(one, other)
    return common > 0 and (200 * common >= 18 * (one + other) or (shorter >= 4 and 10 * common >= 6 * shorter))


def _by_matrix(old: Sequence[str], new: Sequence[str]) -> list[Likeness]:
    import numpy as np
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import cdist

    common = cdist(old, new, scorer=LCSseq.similarity, dtype=np.int32)
    one = np.fromiter(map(len, old), np.int64, len(old))[:, None]
    other = np.fromiter(map(len, new), np.int64, len(new))[None, :]
    shorter = np.minimum(one, other)
    worth = (common > 0) & ((200 * common >= 18 * (one + other)) | ((shorter >= 4) & (10 * common >= 6 * shorter)))
    rows, columns = np.nonzero(worth)
    found = zip(rows.tolist(), columns.tolist(), common[rows, columns].tolist(), strict=True)
    return list(found)


def _by_rare_runs(old: Sequence[str], new: Sequence[str]) -> list[Likeness]:
    """An index of rare word pairs gives a few candidates for each unit; only those are compared. Linear."""
    postings: dict[str, list[int]] = {}
    for j, words in enumerate(new):
        for run in _runs(words):
            places = postings.setdefault(run, [])
            if len(places) <= _POSTINGS:
                places.append(j)
    found = []
    for i, words in enumerate(old):
        rare = (places for run in _runs(words) if 0 < len(places := postings.get(run, [])) <= _POSTINGS)
        votes = Counter(j for places in sorted(rare, key=len)[:_RARE_RUNS] for j in places)
        for j, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_CLOSEST]:
            common = common_words(words, new[j])
            if _worth(common, len(words), len(new[j])):
                found.append((i, j, common))
    return found


def _runs(words: str) -> Iterable[str]:
    """The distinct pairs of neighbouring words, in order; of a long unit, those of its beginning and its end.

    A unit of one word is a run by itself.
    """
    if len(words) > 2 * _EDGE:
        words = words[:_EDGE] + words[-_EDGE:]
    return dict.fromkeys(words[at : at + 2] for at in range(max(1, len(words) - 1)))


def common_words(one: str, other: str) -> int:
    """How many words two encoded units have in common, in order; regardless of order where they are very long."""
    if len(one) * len(other) > _PAIR_CELLS:
        return (Counter(one) & Counter(other)).total()
    from rapidfuzz.distance import LCSseq

    return int(LCSseq.similarity(one, other))
