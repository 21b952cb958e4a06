"""Cut the text around a difference into words, numbers and signs, each marked with what it can be part of.

Stock codes, addresses, links, credits and conversion footers are passed over: no fact stands in them. Finer than the
tokens of word operations, which keep "35-year-old" whole; reading values out of the marks is left to the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache, reduce
from operator import or_

from tracker.diff.facts import gazetteer, lexicon
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, CUE, DIGITS, GIVEN, NUMERIC, PLACE, PLAIN, SAYING, SIGN, TITLE

_WIDEST = 2  # spaces inside a number, a date or a name
_BESIDE = 4  # words and signs beside a difference that may form one value with it
_LONGEST_CODE = 6  # letters of a stock code before its exchange
_AROUND = 300  # characters before and after what is read in which a link or credit line may begin or end
HYPHENS = frozenset("-‐‑–—−")


@cache
def marks() -> dict[str, int]:
    """What each known word can be, as bits of `lexicon`."""
    found: dict[str, int] = {}
    for bit, groups in (
        (
            NUMERIC,
            (lexicon.CARDINALS, lexicon.ORDINALS, lexicon.MAGNITUDES, lexicon.VAGUE, lexicon.MULTIPLES, ("half",)),
        ),
        (CALENDAR, (lexicon.MONTHS, lexicon.WEEKDAYS, lexicon.RELATIVE_DAYS, lexicon.DAY_PARTS, lexicon.PERIODS)),
        (CALENDAR, (lexicon.SEASONS, ("ago", "halves"))),
        (CUE, (lexicon.CUES,)),
        (SAYING, (lexicon.SAID,)),
        (TITLE, (lexicon.TITLES,)),
        (PLAIN, (gazetteer.PLAIN_WORDS,)),
        (PLACE, (gazetteer.PLACES,)),
        (GIVEN, (gazetteer.GIVEN_NAMES,)),
    ):
        for group in groups:
            for word in group:
                found[word] = found.get(word, 0) | bit
    return found


@cache
def _token() -> re.Pattern[str]:
    return re.compile(
        r"(?:[^\W\d_]\.){2,}"  # U.S., a.m.
        r"|[^\W\d_]+(?:['’\u0300-\u036f]+[^\W\d_]+)*[\u0300-\u036f]*"
        r"|\d+(?:[.,:/'’٫٬．，]\d+)*"
        r"|[^\w\s]"
    )


@cache
def _ascii_token() -> re.Pattern[str]:
    return re.compile(r"(?:[A-Za-z]\.){2,}|[A-Za-z]+(?:'[A-Za-z]+)*|\d+(?:[.,:/']\d+)*|[^\w\s]", re.ASCII)


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(r"[¼½¾⅐-⅞\u0400-\u1fff\u2e80-\U0003ffff]")


_EXCHANGES = "N|O|OQ|K|P|A|L|PA|DE|F|HK|T|TO|SS|SZ|MI|AS|BR|MC|VX|S|V|AX|NZ|SI|KS|KQ|BO|NS|SA|MX|BA|ST|HE|CO|OL|IS|MM"


@cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(
        r"<[A-Z0-9.=^][A-Z0-9.=^ ]{0,20}>"  # <ABC.N>, <GBP=>
        rf"|\( ?\.?[A-Z0-9]{{1,6}}\.(?:{_EXCHANGES}) ?\)"  # (ABC.N), ( ABC.N )
        r"|\((?:NYSE|NASDAQ|Nasdaq|LSE|TSX|AMEX|OTC)[A-Z]*: ?[A-Z.]{1,8}\)"
        r"|\[[A-Z]{2,5}[:/][^\]\s]{0,30}\]|\[[A-Z]{2,6}/[A-Z]{0,6}\]"  # [ID:nL1234], [FRX/]
        r"|\(\$? ?1(?:\.0+)? ?[A-Za-z.]* ?= ?[^()]{1,80}\)"  # ($1 = 0.65 pounds)
        r"|\((?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Gg]raphics?)\b[^()]{0,280}\)"
    )


@cache
def _stock_code() -> re.Pattern[str]:
    """The end of a code like ABC.PA, or a whole one like .FTSE; what stands before it is looked at afterwards."""
    return re.compile(rf"\.(?:(?P<exchange>{_EXCHANGES})(?![\w.]\w)|[A-Z][A-Z0-9]{{2,6}}\b)")


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"(?:https?://|www\.)[^\s<>\"”]{1,250}|\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,60}")


class Tokens:
    """The words, numbers and signs of a stretch of text, in order; `starts` and `ends` are offsets in the text.

    Its first `before` and last `after` characters are shared with the other text; `beside` is what any token in or
    beside the difference can be part of. `foreign`: there are letters past the European alphabets, or fractions.
    """

    __slots__ = ("_first", "_last", "beside", "ends", "flags", "foreign", "lowers", "starts", "text", "words")

    def __init__(self, text: str, start: int, end: int, *, before: int = 0, after: int = 0) -> None:
        self.text = text
        self.words: list[str] = []
        self.lowers: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.flags: list[int] = []
        known = marks()
        at = start
        for gap_start, gap_end in (*passed_over(text, start, end), (end, end)):
            if gap_start > at:
                self._scan(at, gap_start, known)
            at = max(at, gap_end)
        self._first = max(0, bisect_left(self.ends, start + before) - _BESIDE)
        self._last = bisect_right(self.starts, end - after) + _BESIDE
        self.beside = reduce(or_, self.flags[self._first : self._last], 0)
        self.foreign = not text.isascii() and _foreign().search(text, start, end) is not None

    def _scan(self, start: int, end: int, known: dict[str, int]) -> None:
        pattern = _ascii_token() if self.text.isascii() else _token()
        matches = list(pattern.finditer(self.text, start, end))
        words = [match[0] for match in matches]
        lowers = list(map(str.lower, words))
        self.flags += [
            (known.get(low, 0) if low.isalpha() else _flag(low, known)) | (0 if low == word else CAPITAL)
            for word, low in zip(words, lowers, strict=True)
        ]
        self.words += words
        self.lowers += lowers
        self.starts += map(re.Match.start, matches)
        self.ends += map(re.Match.end, matches)

    def where(self, mask: int) -> list[int]:
        """The places of the tokens that can be one of these, ascending."""
        return [place for place, flag in enumerate(self.flags) if flag & mask]

    def near(self, mask: int) -> list[int]:
        """As `where`, but only in and beside what differs: a value further off does not reach there."""
        first = self._first
        return [place for place, flag in enumerate(self.flags[first : self._last], first) if flag & mask]

    def low(self, place: int) -> str:
        """The word at a place in lower case, "" outside."""
        return self.lowers[place] if 0 <= place < len(self.lowers) else ""

    def touch(self, place: int) -> bool:
        """Whether the token at `place` touches the next one."""
        return 0 <= place < len(self.words) - 1 and self.ends[place] == self.starts[place + 1]

    def joined(self, place: int) -> bool:
        """Whether little or nothing stands between the token at `place` and the next one."""
        return 0 <= place < len(self.words) - 1 and self.starts[place + 1] - self.ends[place] <= _WIDEST

    def after(self, place: int) -> int:
        """The place of the token that goes on where this one ends: after a space or a hyphen; -1 for none."""
        if not self.joined(place):
            return -1
        if self.words[place + 1] in HYPHENS:
            return place + 2 if self.joined(place + 1) else -1
        return place + 1

    def before(self, place: int) -> int:
        """The place of the token that goes on into this one, over a space or a hyphen; -1 for none."""
        if not self.joined(place - 1):
            return -1
        if self.words[place - 1] in HYPHENS:
            return place - 2 if self.touch(place - 1) and self.joined(place - 2) else -1
        return place - 1

    def place_at(self, offset: int) -> int:
        """The place of the last token that starts at or before an offset."""
        return bisect_right(self.starts, offset) - 1


def _flag(low: str, known: dict[str, int]) -> int:
    """What a token that is not all letters can be."""
    if low[0].isdecimal():
        return DIGITS
    if not low[0].isalpha():
        return SIGN
    return known.get(bare(low), 0) | (CUE if low.endswith(("n't", "n’t")) else 0)


def passed_over(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches within start to end that hold no facts (codes, links, credits), by where they start."""
    low = max(0, start - _AROUND)
    near = text[low : end + _AROUND]
    found: list[tuple[int, int]] = []
    if "(" in near or "<" in near or "[" in near:
        found += (match.span() for match in _bracketed().finditer(near))
    if "." in near:
        found += _stock_codes(near)
    if "@" in near or "//" in near or "www." in near:
        found += (match.span() for match in _address().finditer(near))
    if not found:
        return []
    found.sort()
    shifted = ((one + low, other + low) for one, other in found)
    return [(max(one, start), min(other, end)) for one, other in shifted if one < end and other > start]


def _stock_codes(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _stock_code().finditer(text):
        start = at = match.start()
        while start > 0 and at - start < _LONGEST_CODE and (text[start - 1].isupper() or text[start - 1].isdecimal()):
            start -= 1
        alone = start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "._")
        if alone and (at - start >= 2 if match["exchange"] else at == start):
            found.append((start, match.end()))
    return found


def bare(word: str) -> str:
    """A word without its possessive ending."""
    return word[:-2] if word.endswith(("'s", "’s", "'S", "’S")) else word
