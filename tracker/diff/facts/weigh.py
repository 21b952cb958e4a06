"""Weigh what differs beside the facts: typography, small words, inflections and typing errors, or other words.

Nothing here looks at facts; a change that touches one is substantive whatever its words are. Without a dictionary a
typing error is told from another word only by its shape, and in doubt a change of words is substantive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from unicodedata import category, normalize

from tracker.diff.facts.names import plain
from tracker.diff.facts.wordlist import word_set

_STYLE = str.maketrans(
    {
        **dict.fromkeys('“”„‟«»″＂"‘’‚‛′`´＇「」『』‹›《》〝〟', "'"),
        **dict.fromkeys(
            "-‐‑‒–—―−_ \t\n\r\u00a0\u2002\u2003\u2009\u202f\u3000\u200b\u200e\u200f\u2060\ufeff\u00ad"
            "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652",  # Arabic vowel signs
            None,
        ),
    }
)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "´": "'", "`": "'"})
_WEIGHTLESS = word_set(
    "a an the that which who whom and also as of in on at is are was were be been being am has have had do does did its"
    " this these those there then so such very just including meanwhile however one s said says it about"
    " mr mrs ms le la les un une el los las der die das ein eine il"
)
_PRONOUNS = word_set("he him his she her hers they them their theirs we us our you your i me my")
_CONTRACTED = frozenset({"s", "re", "ve", "m", "d", "ll"})
_ENDINGS = frozenset({"s", "es", "ed", "d", "ing", "'s", "’s", "er", "ly", "n", "al"})
_AFTER_EY = frozenset({"ing", "ies", "ied", "ed"})
# Words one transposition apart that are both words: another meaning, no typing error.
_REAL_WORDS = word_set(
    "martial marital causal casual unclear nuclear trial trail sacred scared united untied diary dairy angel angle"
    " board broad quiet quite from form silver sliver salve slave bread beard conserve converse stake steak calm clam"
)
_PLAIN_SIGNS = frozenset("^`~=|<>+©®™*#_−°")
_MEANINGFUL = frozenset({"Sm", "So", "Sk"})  # currency signs belong to numbers
_LONG_WORD = 8


def fold(text: str) -> str:
    """`text` without case, styles of quotation marks and dashes, spaces, hyphens and the way letters are composed.

    Nor the full stops of U.S., Mr. and J. P., nor the order of a quotation mark and the comma beside it.
    """
    if not text.isascii():
        text = normalize("NFKC", text.translate(_LIGATURES))
    if "." in text:
        text = _stopped().sub(r"\1", text)
    text = text.replace("``", "'").replace("''", "'").translate(_STYLE).casefold()
    return text.replace("',", ",'").replace("'.", ".'") if "'" in text else text


@cache
def _stopped() -> re.Pattern[str]:
    return re.compile(r"(?<![^\W\d_])([^\W\d_]|[A-Z][a-z])\.")


def words_weigh(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether two runs of words, those of facts left out, differ in what they say."""
    if "".join(old) == "".join(new):
        return False
    if not (_PRONOUNS.isdisjoint(old) or _PRONOUNS.isdisjoint(new)):
        return _PRONOUNS.intersection(old) != _PRONOUNS.intersection(new) or _weightier(old, new)
    return _weightier(old, new)


def _weightier(old: Sequence[str], new: Sequence[str]) -> bool:
    one, other = _weighty(old), _weighty(new)
    if one == other:
        return False
    if "".join(one) == "".join(other):
        return False
    if len(one) != len(other):
        one, other = list(old), list(new)  # a typing error in a small word
    return len(one) != len(other) or any(
        a != b and not is_slip(a, b) and _spelt(a) != _spelt(b) for a, b in zip(one, other, strict=True)
    )


def _weighty(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _WEIGHTLESS and word not in _PRONOUNS]


def _spelt(word: str) -> str:
    """The word in one of its British and American spellings."""
    if len(word) < 5 or word == "adviser" or not word.isascii():
        return {"okay": "ok", "grey": "gray", "tyre": "tire", "adviser": "advisor"}.get(word, word)
    if word.endswith("tre"):
        word = word[:-2] + "er"
    for british, american in _SPELLINGS:
        if british in word:
            word = word.replace(british, american)
    return word


_SPELLINGS = (
    ("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("yse", "yze"), ("our", "or"), ("ll", "l"),
    ("ence", "ense"), ("ogue", "og"), ("aeo", "eo"), ("gramme", "gram"), ("cheque", "check"), ("judgement", "judgment"),
)  # fmt: skip


def is_slip(old: str, new: str) -> bool:
    """Whether one word is an inflection of the other or a typing error of it."""
    if old[:1] != new[:1]:
        return not (old.isascii() and new.isascii()) and plain(old) == plain(new)
    short, long = (old, new) if len(old) <= len(new) else (new, old)
    if len(short) >= 3 and long.startswith(short) and long[len(short) :] in _ENDINGS:
        return True
    if len(short) >= 4 and short[-1] in "ey" and long.startswith(short[:-1]) and long[len(short) - 1 :] in _AFTER_EY:
        return True
    if not (old.isascii() and new.isascii()) and plain(old) == plain(new):
        return True
    if len(short) < 3 or not (old.isalpha() and new.isalpha()):
        return False
    return _typing_error(old, new, len(long))


def _typing_error(old: str, new: str, size: int) -> bool:
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(gone) == len(come) == 2:
        return gone == come[::-1] and not {old, new} & _REAL_WORDS and (size > 3 or _is_misspelt(old, new))
    if len(gone) + len(come) == 1:
        return size > _LONG_WORD or (gone or come) == old[head - 1] or (size > 4 and _is_misspelt(old, new))
    return len(gone) == len(come) == 1 and size > _LONG_WORD


def _is_misspelt(old: str, new: str) -> bool:
    """Whether one of two words a letter apart is a frequent one and the other is not, nor a form of one."""
    from tracker.diff.facts.commonwords import COMMON

    return (old in COMMON) != (new in COMMON)


def signs_weigh(old: str, new: str) -> bool:
    """Whether signs differ that say something: a question mark, a mathematical or pictorial sign."""
    if old.count("?") + old.count("？") != new.count("?") + new.count("？"):
        return True
    if old.isascii() and new.isascii():
        return False
    return _meaning(old) != _meaning(new)


def _meaning(text: str) -> list[str]:
    signs = [sign for sign in text if not sign.isalnum() and category(sign) in _MEANINGFUL]
    return [plain for plain in map(partial(normalize, "NFKC"), signs) if plain not in _PLAIN_SIGNS]


def plain_word(low: str) -> str:
    """A word in lower case as it is weighed: letters of one width and composition, no "'s" or "'re"."""
    if not low.isascii():
        low = normalize("NFKC", low).casefold().replace("’", "'")
    stem, mark, rest = low.partition("'")
    return stem if mark and rest in _CONTRACTED else low
