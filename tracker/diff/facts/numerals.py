"""Values of numbers as written: digits of any script, fractions, Han numerals, in one canonical form.

A value is kept as a whole number, a power of ten and a divisor, so that 4.6 million and 4,600,000 are equal and a
third is exact. Which words make up a number is left to `numbers`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from unicodedata import decimal

from tracker.diff.facts.lexicon import HAN_MAGNITUDES
from tracker.diff.facts.wordlist import word_set

_LONGEST = 60  # characters; a longer run of digits is compared as it stands
_SEPARATORS = str.maketrans({"٫": ".", "٬": ",", "．": ".", "，": ",", "’": "'"})
_HAN_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
HAN_NUMERALS = frozenset(_HAN_DIGITS) | frozenset(HAN_MAGNITUDES)
CONTINENTAL = word_set("de es it pt nl da nb nn no sv fi fr pl ru tr el cs id")
FRACTION_SIGNS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅛": (1, 8), "⅜": (3, 8),
                  "⅝": (5, 8), "⅞": (7, 8), "⅕": (1, 5)}  # fmt: skip


class Value(NamedTuple):
    """`number` times ten to the `power`, divided by `divisor`."""

    number: int
    power: int = 0
    divisor: int = 1

    def times(self, factor: tuple[int, int]) -> Value:
        """This value times a factor and a power of ten."""
        return Value(self.number * factor[0], self.power + factor[1], self.divisor)

    def plus(self, other: Value) -> Value:
        """The sum of two values."""
        low = min(self.power, other.power)
        one = self.number * 10 ** (self.power - low) * other.divisor
        return Value(one + other.number * 10 ** (other.power - low) * self.divisor, low, self.divisor * other.divisor)

    def key(self) -> str:
        """The one way to write this value."""
        return _key(self)


@lru_cache(maxsize=2048)
def _key(value: Value) -> str:
    number, power, divisor = value
    while divisor % 2 == 0:
        number, power, divisor = number * 5, power - 1, divisor // 2
    while divisor % 5 == 0:
        number, power, divisor = number * 2, power - 1, divisor // 5
    if divisor % 3 == 0 and number % 3 == 0:
        number, divisor = number // 3, divisor // 3
    digits = str(number)
    short = digits.rstrip("0") or "0"
    power = power + len(digits) - len(short) if short != "0" else 0
    return f"{short}e{power}" if divisor == 1 else f"{short}e{power}/{divisor}"


def ascii_digits(text: str) -> str:
    """`text` with the decimal digits of every script written as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in text).translate(_SEPARATORS)


@lru_cache(maxsize=2048)
def from_digits(text: str, language: str | None) -> Value | None:
    """The value of digits with separators; None where they are no plain number (12:30, 1.2.3, a very long run).

    A single point or comma before three digits is read as `language` writes numbers, in English where it is None.
    """
    if len(text) > _LONGEST:
        return None
    text = ascii_digits(text).replace("'", "")
    if text.isdecimal():
        return Value(int(text))
    if "/" in text:
        above, _, below = text.partition("/")
        if not above.isdecimal() or not below.isdecimal() or not int(below):
            return None
        return Value(int(above), 0, int(below))
    if ":" in text:
        return None
    return _separated(text, continental=language is not None and language[:2].lower() in CONTINENTAL)


def _separated(text: str, *, continental: bool) -> Value | None:
    points, commas = text.count("."), text.count(",")
    if points and commas:
        mark = max(".,", key=text.rfind)
        text = text.replace("," if mark == "." else ".", "")
        return _decimal(text, mark) if text.count(mark) == 1 else None
    mark = "." if points else ","
    groups = text.split(mark)
    threes = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3
    if len(groups) > 2:  # 1,234,567 and the Indian 12,34,567
        grouped = threes or (mark == "," and len(groups[-1]) == 3)
        return Value(int("".join(groups))) if grouped else None
    if threes and (mark == ",") != continental:
        return Value(int("".join(groups)))
    return _decimal(text, mark)


def _decimal(text: str, mark: str) -> Value:
    whole, _, part = text.partition(mark)
    return Value(int(whole + part), -len(part))


def from_han(text: str) -> Value | None:
    """The value of Chinese and Japanese numerals: 二十三 is 23, 一万五千 is 15,000, 二〇二三 is 2023."""
    if len(text) > _LONGEST:
        return None
    if all(sign in _HAN_DIGITS for sign in text):
        return Value(int("".join(str(_HAN_DIGITS[sign]) for sign in text)))
    total = section = digit = 0
    for sign in text:
        power = HAN_MAGNITUDES.get(sign)
        if power is None:
            digit = _HAN_DIGITS[sign]
        elif power < 4:
            section, digit = section + (digit or 1) * 10**power, 0
        else:
            total, section, digit = total + ((section + digit) or 1) * 10**power, 0, 0
    return Value(total + section + digit)
