"""Cut the text around a difference into words, numbers and signs, each marked with what it can be part of.

Stretches beside the news (`asides`) are passed over: no fact stands in them. Finer than the tokens of word operations,
which keep "35-year-old" whole; reading values out of the marks is left to the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, reduce
from itertools import compress
from operator import add, or_

from tracker.diff.facts import abroad, cuewords, gazetteer, lexicon
from tracker.diff.facts.asides import Asides
from tracker.diff.facts.lexicon import (
    CALENDAR,
    CAPITAL,
    CUE,
    DIGITS,
    GIVEN,
    NUMERIC,
    PART,
    PLACE,
    PLAIN,
    SAYING,
    SIGN,
    TITLE,
    WORD,
)  # fmt: skip

_WIDEST = 2  # spaces inside a number, a date or a name
_BESIDE = 8  # words and signs beside a difference that may form one value with it
_LINKS = ~(WORD | PLAIN | SAYING | TITLE | PLACE | GIVEN)  # where a token can be none of these, no value goes on
_MOST_KEPT = 16_384  # words whose marks are kept
_PAD = 12  # empty tokens at the end; no value is looked for further off
_NO_WORDS, _NO_FLAGS = [""] * _PAD, [0] * _PAD
_NOWHERE_AFTER, _NOWHERE_BEFORE = [1 << 60] * _PAD, [-(1 << 60)] * _PAD
_word_of, _start_of = re.Match.group, re.Match.start
HYPHENS = frozenset("-‐‑–—−")


@cache
def marks() -> dict[str, int]:
    """What each known word can be, as bits of `lexicon`."""
    found: dict[str, int] = {}
    for bit, groups in (
        (
            NUMERIC,
            (lexicon.CARDINALS, lexicon.ORDINALS, lexicon.MAGNITUDES, lexicon.VAGUE, lexicon.MULTIPLES, lexicon.ROMANS),
        ),
        (NUMERIC, (lexicon.SETS, lexicon.INDEFINITE, lexicon.DECADES, abroad.NUMBERS)),
        (NUMERIC | CALENDAR, (("half",),)),
        (CALENDAR, (lexicon.MONTHS, lexicon.WEEKDAYS, lexicon.RELATIVE_DAYS, lexicon.DAY_PARTS, lexicon.PERIODS)),
        (CALENDAR, (lexicon.SEASONS, lexicon.HOLIDAYS, lexicon.FREQUENCIES, ("ago", "earlier", "later", "hence"))),
        (CALENDAR, (lexicon.SPANS, lexicon.LONG, lexicon.DECADES, ("past", "o'clock", "o’clock"))),
        (CALENDAR, (abroad.PERIODS,)),
        (CUE, (cuewords.CUES,)),
        (SAYING, (lexicon.SAID,)),
        (TITLE, (lexicon.TITLES,)),
        (PLAIN, (gazetteer.PLAIN_WORDS,)),
        (PLACE, (gazetteer.PLACES, gazetteer.GROUPS, gazetteer.SURNAMES)),
        (GIVEN, (gazetteer.GIVEN_NAMES,)),
        (PART, (lexicon.PARTS_OF_VALUES, lexicon.HARD_UNITS, lexicon.SOFT_UNITS, lexicon.RELATIVE_PREFIXES)),
        (PART, (lexicon.PARTICLES, lexicon.SUFFIXES, lexicon.PARTS, lexicon.ZONES, abroad.RELATIVE)),
    ):
        for group in groups:
            for word in group:
                found[word] = found.get(word, 0) | bit
    return found


@cache
def _token() -> re.Pattern[str]:
    return re.compile(
        r"(?:[^\W\d_]\.){2,9}"  # U.S., a.m.
        r"|[^\W\d_]{1,80}(?:['’\u0300-\u036f]{1,4}[^\W\d_]{1,80}){0,4}[\u0300-\u036f]{0,4}"
        r"|\d{1,80}(?:[.,:/'’٫٬．，]\d{1,80}){0,30}"
        r"|[^\w\s]"
    )


@cache
def _ascii_token() -> re.Pattern[str]:
    return re.compile(
        r"[A-Za-z]{2,80}(?:'[A-Za-z]{1,80}){0,2}|(?:[A-Za-z]\.){2,9}|[A-Za-z](?:'[A-Za-z]{1,80}){0,2}"
        r"|\d{1,80}(?:[.,:/']\d{1,80}){0,30}|[^\w\s]",
        re.ASCII,
    )


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(r"[¼½¾⅐-⅞\u0400-\u1fff\u2e80-\U0003ffff]")


@cache
def _eastern() -> re.Pattern[str]:
    return re.compile(r"[\u0620-\u064a\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")


class Tokens:
    """The words, numbers and signs of a stretch of text, in order; `starts` and `ends` are offsets in the text.

    `changed` are the places of the tokens that one of the differences `hunks` (start and end in the text) covers or
    cuts, `differing` what they can be part of. `beside` is what any token can be part of that stands in or between the
    differences, or beside them with no ordinary word between; `all_flags` what any token can. `foreign`: there are
    letters past the European alphabets, or fractions; `eastern`: of these, Chinese, Japanese, Korean or Arabic ones.

    The lists end in a few empty tokens that touch nothing, so that a place up to _PAD before the first (Python counts
    it from the end) or behind the last can be looked at without asking; `size` is the number of real ones.
    """

    __slots__ = (
        "_first", "_last", "all_flags", "beside", "changed", "differing", "eastern", "ends", "flags", "foreign",
        "lowers", "size", "starts", "text", "words",
    )  # fmt: skip

    def __init__(self, text: str, words: list[str], starts: list[int], hunks: Sequence[tuple[int, int]]) -> None:
        self.text = text
        # Loops in C: this is done for every word of every change.
        ends: list[int] = list(map(add, starts, map(len, words)))
        self.size = size = len(words)
        flags: list[int] = flags_of(words)
        self.lowers: list[str] = list(map(str.lower, words))
        self.words, self.starts, self.ends, self.flags = words, starts, ends, flags
        self.all_flags = reduce(or_, flags, 0)
        self.foreign = bool(words) and not text.isascii() and _foreign().search(text, starts[0], ends[-1]) is not None
        self.eastern = self.foreign and _eastern().search(text, starts[0], ends[-1]) is not None
        first, last = bisect_right(ends, hunks[0][0]), bisect_left(starts, hunks[-1][1])
        self.changed: Sequence[int] = range(first, last)
        if len(hunks) > 1:
            self.changed = [
                place for one, other in hunks for place in range(bisect_right(ends, one), bisect_left(starts, other))
            ]
            self.differing = reduce(or_, map(flags.__getitem__, self.changed), 0)
        else:
            self.differing = reduce(or_, flags[first:last], 0)
        self.beside = self.differing
        if first or last < size:
            first, last = self._widened(first, last)
            self.beside = reduce(or_, flags[first:last], 0)
        self._first, self._last = first, last
        words += _NO_WORDS
        self.lowers += _NO_WORDS
        flags += _NO_FLAGS
        starts += _NOWHERE_AFTER
        ends += _NOWHERE_BEFORE

    def _widened(self, first: int, last: int) -> tuple[int, int]:
        """The places around a stretch that no ordinary word parts from it."""
        flags = self.flags
        low, high = max(0, first - _BESIDE), min(self.size, last + _BESIDE)
        while first > low and flags[first - 1] & _LINKS:
            first -= 1
        while last < high and flags[last] & _LINKS:
            last += 1
        return first, max(first, last)

    def where(self, mask: int) -> list[int]:
        """The places of the tokens that can be one of these, ascending."""
        if not self.all_flags & mask:
            return []
        return list(compress(range(self.size), map(mask.__and__, self.flags)))

    def near(self, mask: int) -> list[int]:
        """As `where`, but only in and beside what differs: a value further off does not reach there."""
        if not self.beside & mask:
            return []
        first, last = self._first, self._last
        return list(compress(range(first, last), map(mask.__and__, self.flags[first:last])))

    def low(self, place: int) -> str:
        """The word at a place in lower case; "" outside."""
        return self.lowers[place] if -_PAD <= place < self.size + _PAD else ""

    def touch(self, place: int) -> bool:
        """Whether nothing stands between the token at `place` and the next one."""
        return self.ends[place] == self.starts[place + 1]

    def joined(self, place: int) -> bool:
        """Whether little or nothing stands between the token at `place` and the next one."""
        return self.starts[place + 1] - self.ends[place] <= _WIDEST

    def after(self, place: int) -> int:
        """The place of the token that goes on where this one ends: after a space or a hyphen; -1 for none."""
        at = place + 1
        if place < 0 or self.starts[at] - self.ends[place] > _WIDEST:
            return -1
        if self.words[at] in HYPHENS:
            return at + 1 if self.starts[at + 1] - self.ends[at] <= _WIDEST else -1
        return at

    def before(self, place: int) -> int:
        """The place of the token that goes on into this one, over a space or a hyphen; -1 for none."""
        at = place - 1
        if place <= 0 or self.starts[place] - self.ends[at] > _WIDEST:
            return -1
        if self.words[at] in HYPHENS:
            return at - 1 if self.touch(at) and self.joined(at - 1) else -1
        return at


def scan(text: str, start: int, end: int, asides: Asides = ()) -> tuple[list[str], list[int]]:
    """The words, numbers and signs from start to end, without those of asides, and where they start."""
    pattern = _ascii_token() if text.isascii() else _token()
    matches: list[re.Match[str]] = []
    for gap_start, gap_end in asides:
        if gap_start > start:
            matches += pattern.finditer(text, start, gap_start)
        start = max(start, gap_end)
    matches += pattern.finditer(text, min(start, end), end)
    return list(map(_word_of, matches)), list(map(_start_of, matches))


class _Flags(dict[str, int]):
    """What each word can be, worked out when it is first met; most words of any text are a few thousand."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[word] = found = _flags_of(word)
        return found


@cache
def _kept() -> _Flags:
    return _Flags()


def flags_of(words: Sequence[str]) -> list[int]:
    """What each of the tokens can be, as bits of `lexicon`."""
    return list(map(_kept().__getitem__, words))


def _flags_of(word: str) -> int:
    low = word.lower()
    known = marks()
    case = WORD if low == word else WORD | CAPITAL
    if low.isalpha():
        found = known.get(low, 0)
        if low != word and low in abroad.NUMBERS:
            found &= ~NUMERIC  # a name: Dix, Nove
        return found | case
    if low[0].isdecimal():
        return DIGITS
    if not low[0].isalpha():
        return SIGN
    return known.get(bare(low), 0) | (CUE if low.endswith(("n't", "n’t")) else 0) | case


def bare(word: str) -> str:
    """A word without its possessive ending."""
    return word[:-2] if word.endswith(("'s", "’s", "'S", "’S")) else word
