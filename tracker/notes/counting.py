"""Numbers of paragraphs as notes write them: "5", "two-four", "fifth", "2d", "next to last", "7 from bottom".

Positive numbers count from the first paragraph, negative ones from the last, -1. Where they mean a place is for
`places`.
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.notes.lexicon import CARDINALS, ORDINALS, PARAGRAPHS
from tracker.notes.tokens import Line

_MOST = 1000  # no story has as many paragraphs
_DASHES = 5  # in one word; "twenty-second-to-last" has three
_FROM_THE_END = frozenset({"bottom", "end", "last", "foot"})


class Range(NamedTuple):
    first: int
    last: int


def number(word: str) -> Range | None:
    """A number or a range of numbers as one word: "5", "two", "4-5", "two-four"; None for any other word."""
    if word in CARDINALS:
        return Range(CARDINALS[word], CARDINALS[word])
    if word.isdecimal():
        return Range(int(word), int(word)) if len(word) <= 3 and 0 < int(word) < _MOST else None
    first, dash, last = word.partition("-")
    if dash and "-" not in last:
        a, b = number(first), number(last)
        return Range(a.first, b.last) if a and b and a.first <= b.last else None
    return None


def ordinal(word: str) -> Range | None:
    """An ordinal, negative where it counts from the end: "fifth", "5th", "2d", "last", "second-to-last", "3rd-5th"."""
    if word in ORDINALS:
        return Range(ORDINALS[word], ORDINALS[word])
    if word[0].isdigit():
        digits = word.rstrip("dhnrst")
        if word != digits and digits.isdecimal() and len(digits) <= 3 and len(word) - len(digits) <= 2:
            return Range(int(digits), int(digits)) if int(digits) else None
    if not 0 < word.count("-") < _DASHES:
        return None
    if word.endswith(("-last", "-from-last", "-from-bottom")):
        before = word.split("-")[0]
        counted = 2 if before == "next" else ORDINALS.get(before, 0)
        return Range(-counted, -counted) if counted > 0 else None
    first, _, last = word.partition("-")
    a, b = (ordinal(first) or number(first)) if first else None, ordinal(last) if last else None
    return Range(a.first, b.last) if a and b and 0 < a.first <= b.last else None


def is_paragraph(word: str) -> bool:
    """True for a word that means paragraph, misspelt ones included."""
    return word in PARAGRAPHS or word.startswith(("parag", "pargr"))


def one_ordinal(line: Line, at: int) -> tuple[Range | None, int]:
    """One ordinal, of one word or several ("next to last", "seventh last", "last two", "final 15th")."""
    word, after = line.word(at), at + 1
    if not word:
        return None, at
    one = Range(-2, -2) if word == "next" and _to_last(line, after) else ordinal(word)
    if one is None:
        ranged = number(word) if "-" in word else None
        return ranged, after
    if one.first > 0 and _to_last(line, after):
        return Range(-one.first, -one.first), _to_last(line, after)
    if one.first > 0 and line.word(after) == "last":
        return Range(-one.first, -one.first), after + 1
    if word == "next":
        return one, _to_last(line, after)
    if one.first == -1 and line.word(after) == "but" and line.word(after + 1) == "one":
        return Range(-2, -2), after + 2
    count = number(line.word(after)) if one.first in (1, -1) and line.word(after) else None
    if count and is_paragraph(line.word(after + 1)):
        return (Range(1, count.last) if one.first == 1 else Range(-count.last, -1)), after + 1
    if one.first == -1 and line.word(after) and ordinal(line.word(after)):
        return one, after + 1  # "final 15th graf" is one paragraph
    return one, after


def _to_last(line: Line, at: int) -> int:
    """The word after "to last", "to the last" or "from last" at `at`; 0 where it does not stand there."""
    if line.word(at) not in ("to", "from"):
        return 0
    at += 1 + (line.word(at + 1) == "the")
    return at + 1 if line.word(at) in ("last", "final") else 0


def from_the_end(line: Line, found: list[Range], at: int) -> tuple[list[Range], int]:
    """Turn numbers round where "from bottom" follows at `at`."""
    j = at + 1 + (line.word(at + 1) == "the")
    if line.word(at) == "from" and line.word(j) in _FROM_THE_END:
        return [Range(-r.last, -r.first) if r.first > 0 else r for r in found], j + 1
    return found, at
