"""Numbers in a stretch of text, with what belongs to their value: currency, magnitude, unit, "about", "at least".

Brings together what `numerals` reads from digits, `numberwords` from words and `hannumbers` from Han numerals. Dates
are read before (`dates`), and their words are left alone here.
"""

from __future__ import annotations

from tracker.diff.facts import hannumbers, lexicon
from tracker.diff.facts.amounts import currency_before, minus, qualifier_of, rate_after, unit_after
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, DIGITS, NUMERIC, PART, PLAIN, SIGN
from tracker.diff.facts.numberwords import Read, cardinal, in_words
from tracker.diff.facts.numerals import FRACTION_SIGNS, Value, from_digits
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens

_RANGE = frozenset({"to", "and", "or", "bis", "à", "a"})
_FEW = 3  # magnitude words in a row that are read ("hundred thousand million"); hostile text has more
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_CODES = frozenset({"usd", "eur", "gbp", "rs", "chf", "rmb"})
_COUNTED = frozenset(
    {"people", "euros", "dollars", "barrels", "tonnes", "tons", "users", "customers", "homes", "jobs", "shares"}
)
_DIVISORS = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100})


def numbers(tokens: Tokens, taken: set[int], language: str | None) -> list[Mention]:
    """Every number in the stretch, in order; `taken` are the places of tokens that dates use."""
    found: list[Mention] = []
    done, previous = -1, _Previous()
    for place in tokens.near(NUMERIC | DIGITS):
        if place <= done or place in taken:
            continue
        read = _digits(tokens, place, language) if tokens.flags[place] & DIGITS else in_words(tokens, place)
        if read is None:
            continue
        mention, done = _complete(tokens, place, read, found, previous, done)
        found.append(mention)
    if tokens.foreign:
        found += hannumbers.signs(tokens)
        found.sort()
    return found


class _Previous:
    """The bare number just before, which may share the unit of the one that follows: "5 to 6 percent"."""

    __slots__ = ("at", "last", "unit", "value")

    def __init__(self) -> None:
        self.at, self.last, self.unit = -1, -1, ""
        self.value: Value | None = None


def _complete(
    tokens: Tokens, first: int, read: Read, found: list[Mention], previous: _Previous, done: int
) -> tuple[Mention, int]:
    """The mention of a number with its sign, currency, unit and qualifier, and its last token."""
    value, last, end, soft = read
    unit, start_place = currency_before(tokens, first) if first else ("", first)
    factor: tuple[int, int] | None = None
    if isinstance(value, Value):
        value, last, end, factor = _magnitudes(tokens, value, last, end)
    after_unit = ""
    if tokens.flags[last + 1] & (PART | SIGN) or tokens.ends[last] == tokens.starts[last + 1]:
        after_unit, last, end = unit_after(tokens, last, end)
    unit = unit or after_unit
    unit, last, end = rate_after(tokens, unit, last, end)
    sign, start = minus(tokens, start_place)
    key = value.key() if isinstance(value, Value) else value
    if not unit and factor and previous.unit and tokens.low(previous.last + 1) in HYPHENS:
        unit = previous.unit  # $1-2 billion
    _share(tokens, previous, found, start_place, unit, factor)
    qualifier, start = qualifier_of(tokens, start_place, start, done)
    previous.at, previous.last = len(found), last
    previous.value = read.value if isinstance(read.value, Value) and not after_unit and factor is None else None
    previous.unit = unit
    soft = soft and not unit and not factor and not qualifier
    return Mention(start, end, f"{sign}{key}|{unit}|{qualifier}", soft), last


def _share(
    tokens: Tokens, previous: _Previous, found: list[Mention], place: int, unit: str, factor: tuple[int, int] | None
) -> None:
    """Give the unit and magnitude of this number to a bare one that a range ties to it."""
    if previous.value is None or not (unit or factor) or previous.at >= len(found):
        return
    between = tokens.low(previous.last + 1)
    if place - previous.last != 2 or (between not in _RANGE and between not in HYPHENS):
        return
    _, stated, qualifier = found[previous.at].key.split("|")
    if stated and (unit != stated or (factor and between not in HYPHENS)):
        return
    value = previous.value.times(factor) if factor else previous.value
    found[previous.at] = found[previous.at]._replace(key=f"{value.key()}|{unit}|{qualifier}", soft=False)


def _digits(tokens: Tokens, place: int, language: str | None) -> Read | None:
    if _in_code(tokens, place):
        return None
    text = tokens.words[place]
    last, end = place, tokens.ends[place]
    value = from_digits(text, language)
    if value is None:
        return Read(text, last, end)
    if value.divisor != 1:
        if value.number >= value.divisor or value.divisor not in _DIVISORS:
            return Read(text, last, end)  # 9/11, 24/7
        return Read(value, last, end)
    if tokens.flags[last + 1] & (DIGITS | SIGN):
        last, end, value = _spaced_groups(tokens, last, end, value)
    elif tokens.lowers[last + 1] in _ORDINAL_ENDS and tokens.touch(last):
        return Read(f"o{value.key()}", last + 1, tokens.ends[last + 1])
    if tokens.flags[last + 1] & (DIGITS | SIGN):
        last, end, value = _mixed(tokens, last, end, value)
    return Read(value, last, end)


def _in_code(tokens: Tokens, place: int) -> bool:
    """Digits that belong to a name: A350, F-16, COVID-19."""
    before = place - 1
    if tokens.ends[before] != tokens.starts[place]:
        return False
    if tokens.words[before] in HYPHENS:
        before -= 1
        word = tokens.words[before]
        named = word.isupper() or (tokens.flags[before] & (CAPITAL | NUMERIC | CALENDAR | PLAIN | PART)) == CAPITAL
        return tokens.touch(before) and named and word[0].isalpha() and word.lower() not in lexicon.CARDINALS
    word = tokens.words[before]
    if word == "x" and tokens.flags[before - 1] & DIGITS:
        return False  # 4x100
    return word.isascii() and word.isalpha() and tokens.lowers[place - 2] != "$" and word.lower() not in _CODES


def _spaced_groups(tokens: Tokens, last: int, end: int, value: Value) -> tuple[int, int, Value]:
    """1 500 000 as French and Nordic desks write it."""
    if len(tokens.words[last]) > 3 or not tokens.words[last].isdecimal():
        return last, end, value
    for _ in range(_FEW):
        after = tokens.lowers[last + 1]
        if len(after) != 3 or not after.isdecimal() or tokens.touch(last) or not tokens.joined(last):
            break
        value = value.times((1, 3)).plus(Value(int(after)))
        last, end = last + 1, tokens.ends[last + 1]
    return last, end, value


def _mixed(tokens: Tokens, last: int, end: int, value: Value) -> tuple[int, int, Value]:
    """2-1/2, 2 1/2 and 2½."""
    sign = tokens.lowers[last + 1]
    if sign in FRACTION_SIGNS and tokens.joined(last):
        return last + 1, tokens.ends[last + 1], value.plus(Value(FRACTION_SIGNS[sign][0], 0, FRACTION_SIGNS[sign][1]))
    at = tokens.after(last)
    if at > 0 and tokens.flags[at] & DIGITS and "/" in tokens.lowers[at]:
        part = from_digits(tokens.words[at], None)
        if part and part.number < part.divisor <= 64:
            return at, tokens.ends[at], value.plus(part)
    return last, end, value


def _magnitudes(tokens: Tokens, value: Value, last: int, end: int) -> tuple[Value, int, int, tuple[int, int] | None]:
    """The value times the magnitude words after it, and the product of those."""
    factor: tuple[int, int] | None = None
    for _ in range(_FEW):
        at = tokens.after(last)
        if at < 0:
            break
        word = tokens.lowers[at]
        step = lexicon.MAGNITUDES.get(word) if tokens.flags[at] & NUMERIC else None
        if step is None and at == last + 1 and tokens.touch(last):
            step = _letter(tokens, last, word)
            if step is None and word[:1] in lexicon.HAN_MAGNITUDES and tokens.flags[last] & DIGITS:
                return hannumbers.tail(tokens, value, last)
        if step is None:
            break
        value, last, end = value.times(step), at, tokens.ends[at]
        factor = (factor[0] * step[0], factor[1] + step[1]) if factor else step
        more = tokens.after(last)
        if more > 0 and tokens.lowers[more] in lexicon.CARDINALS and word in {"thousand", "million"}:
            rest = cardinal(tokens, more)
            if isinstance(rest.value, Value):
                value, last, end = value.plus(rest.value), rest.last, rest.end
    return value, last, end, factor


def _letter(tokens: Tokens, last: int, word: str) -> tuple[int, int] | None:
    """The magnitude of a letter that touches the digits; "m" is metres unless money or people are counted."""
    step = lexicon.LETTER_MAGNITUDES.get(word)
    money = tokens.lowers[last - 1] in lexicon.CURRENCY_SIGNS or tokens.lowers[last + 2] in _COUNTED
    return None if word == "m" and not money else step
