"""Numbers in a stretch of text, with what belongs to their value: currency, magnitude, unit, "about", "at least".

Digits of any script and English number words; Han numerals where they count something. Dates are read before
(`dates`), and their words are left alone here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tracker.diff.facts import lexicon
from tracker.diff.facts.amounts import currency_before, minus, qualifier_of, unit_after
from tracker.diff.facts.lexicon import DIGITS, NUMERIC, SIGN
from tracker.diff.facts.numerals import FRACTION_SIGNS, HAN_NUMERALS, Value, from_digits, from_han
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens

_RANGE = frozenset({"to", "and", "or", "bis", "à", "a"})
_HAN_COUNTERS = frozenset("人名個个件年月日号回歳岁円元块条只次位部本枚台倍度点割階層%万億亿千百")
_HAN_RUN = re.compile(f"[{''.join(sorted(HAN_NUMERALS))}]+")
_FEW = 3  # magnitude words in a row that are read ("hundred thousand million"); hostile text has more
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})


class _Read(NamedTuple):
    """A number's value (or another key), its last token, and where it ends."""

    value: Value | str
    last: int
    end: int
    soft: bool = False


def numbers(tokens: Tokens, taken: set[int], language: str | None) -> list[Mention]:
    """Every number in the stretch, in order; `taken` are the places of tokens that dates use."""
    found: list[Mention] = []
    done, previous = -1, _Previous()
    for place in tokens.near(NUMERIC | DIGITS):
        if place <= done or place in taken:
            continue
        read = _digits(tokens, place, language) if tokens.flags[place] & DIGITS else _words(tokens, place)
        if read is None:
            continue
        mention, done = _complete(tokens, place, read, found, previous, done)
        found.append(mention)
    if tokens.foreign:
        found += _signs(tokens)
        found.sort()
    return found


class _Previous:
    """The bare number just before, which may share the unit of the one that follows: "5 to 6 percent"."""

    __slots__ = ("at", "last", "unit", "value")

    def __init__(self) -> None:
        self.at, self.last, self.unit = -1, -1, ""
        self.value: Value | None = None


def _complete(
    tokens: Tokens, first: int, read: _Read, found: list[Mention], previous: _Previous, done: int
) -> tuple[Mention, int]:
    """The mention of a number with its sign, currency, unit and qualifier, and its last token."""
    value, last, end, soft = read
    unit, start_place = currency_before(tokens, first)
    factor = None
    if isinstance(value, Value):
        value, last, end, factor = _magnitudes(tokens, value, last, end)
    after_unit, last, end = unit_after(tokens, last, end)
    unit = unit or after_unit
    sign = minus(tokens, start_place)
    start = tokens.starts[start_place] - len(sign)
    key = value.key() if isinstance(value, Value) else value
    if not unit and factor and previous.unit and tokens.low(previous.last + 1) in HYPHENS:
        unit = previous.unit  # $1-2 billion
    _share(tokens, previous, found, start_place, unit, factor)
    qualifier, start = qualifier_of(tokens, start_place, start, done)
    previous.at, previous.last = len(found), last
    previous.value = read.value if isinstance(read.value, Value) and not after_unit and factor is None else None
    previous.unit = unit
    soft = soft and not unit and not factor and not qualifier
    return Mention(start, end, f"{'-' if sign else ''}{key}|{unit}|{qualifier}", soft), last


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


def _digits(tokens: Tokens, place: int, language: str | None) -> _Read | None:
    if _in_code(tokens, place):
        return None
    text = tokens.words[place]
    last, end = place, tokens.ends[place]
    value = from_digits(text, language)
    if value is None:
        return _Read(text, last, end)
    if value.divisor == 1:
        last, end, value = _spaced_groups(tokens, last, end, value)
        if tokens.low(last + 1) in _ORDINAL_ENDS and tokens.touch(last):
            return _Read(f"o{value.key()}", last + 1, tokens.ends[last + 1])
        last, end, value = _mixed(tokens, last, end, value)
    elif value.number >= value.divisor or value.divisor not in (2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100):
        return _Read(text, last, end)  # 9/11, 24/7
    return _Read(value, last, end)


def _in_code(tokens: Tokens, place: int) -> bool:
    """Digits that belong to a name: A350, F-16, COVID-19."""
    if not tokens.touch(place - 1):
        return False
    before = place - 1
    if tokens.words[before] in HYPHENS and tokens.touch(before - 1):
        before -= 1
        word = tokens.words[before]
        return word[0].isalpha() and word.isupper() and word.lower() not in lexicon.CARDINALS
    word = tokens.words[before]
    return word.isascii() and word.isalpha() and tokens.low(place - 2) not in {"$"} and word.lower() not in {
        "usd", "eur", "gbp", "rs", "chf", "rmb",
    }  # fmt: skip


def _spaced_groups(tokens: Tokens, last: int, end: int, value: Value) -> tuple[int, int, Value]:
    """1 500 000 as French and Nordic desks write it."""
    if len(tokens.words[last]) > 3 or not tokens.words[last].isdecimal():
        return last, end, value
    for _ in range(_FEW):
        after = tokens.low(last + 1)
        if len(after) != 3 or not after.isdecimal() or tokens.touch(last) or not tokens.joined(last):
            break
        value = value.times((1, 3)).plus(Value(int(after)))
        last, end = last + 1, tokens.ends[last + 1]
    return last, end, value


def _mixed(tokens: Tokens, last: int, end: int, value: Value) -> tuple[int, int, Value]:
    """2-1/2, 2 1/2 and 2½."""
    sign = tokens.low(last + 1)
    if sign in FRACTION_SIGNS and tokens.joined(last):
        return last + 1, tokens.ends[last + 1], value.plus(Value(FRACTION_SIGNS[sign][0], 0, FRACTION_SIGNS[sign][1]))
    at = tokens.after(last)
    if at > 0 and "/" in tokens.low(at) and tokens.flags[at] & DIGITS:
        part = from_digits(tokens.words[at], None)
        if part and part.number < part.divisor <= 64:
            return at, tokens.ends[at], value.plus(part)
    return last, end, value


def _words(tokens: Tokens, place: int) -> _Read | None:
    low = tokens.low(place)
    if low in lexicon.VAGUE:
        return _vague(tokens, place)
    if low in lexicon.MULTIPLES:
        return _Read(f"x{lexicon.MULTIPLES[low]}", place, tokens.ends[place], low != "twice")
    if low == "half":
        return _half(tokens, place)
    if low in lexicon.ORDINALS:
        return _ordinal(tokens, place, low)
    if low in lexicon.MAGNITUDES:
        if low in {"mil", "mila", "so"} or tokens.low(place - 1).isdecimal():
            return None
        return _Read(Value(1).times(lexicon.MAGNITUDES[low]), place, tokens.ends[place], soft=False)
    if low not in lexicon.CARDINALS or (low == "one" and tokens.low(place - 1) in {"no", "each", "any", "every"}):
        return None
    return _cardinal(tokens, place)


def _vague(tokens: Tokens, place: int) -> _Read:
    key, last = tokens.low(place), place
    if tokens.low(place + 1) == "of" and tokens.low(place + 2) in lexicon.VAGUE:
        key, last = f"{key} of {tokens.low(place + 2)}", place + 2
    return _Read(key, last, tokens.ends[last])


def _half(tokens: Tokens, place: int) -> _Read:
    """Half, "half a million", "half-dozen"."""
    at = tokens.after(place)
    at = tokens.after(at) if at > 0 and tokens.low(at) == "a" else at
    factor = lexicon.MAGNITUDES.get(tokens.low(at))
    if factor:
        return _Read(Value(5, -1).times(factor), at, tokens.ends[at])
    return _Read(
        Value(5, -1), place, tokens.ends[place], soft=tokens.low(place + 1) not in {"of", "the", "its", "their"}
    )


def _ordinal(tokens: Tokens, place: int, low: str) -> _Read:
    """ "third" in a row, or "a third of"."""
    number = lexicon.ORDINALS[low]
    if number > 2 and tokens.low(place - 1) in {"a", "one"} and tokens.low(place + 1) in {"of", "the", ",", "."}:
        return _Read(Value(1, 0, number), place, tokens.ends[place])
    return _Read(f"o{Value(number).key()}", place, tokens.ends[place], soft=number <= 2)


def _cardinal(tokens: Tokens, place: int) -> _Read:
    """ "Twenty-one", "two hundred and five", "two-thirds", "two and a half"; magnitudes past a hundred come later."""
    value, last = lexicon.CARDINALS[tokens.low(place)], place
    if value >= 20 and value % 10 == 0:
        at = tokens.after(last)
        unit = lexicon.CARDINALS.get(tokens.low(at), 0) if at > 0 else 0
        if 0 < unit < 10:
            value, last = value + unit, at
        elif at > 0 and 0 < lexicon.ORDINALS.get(tokens.low(at), 0) < 10 and tokens.words[at - 1] in HYPHENS:
            return _Read(f"o{Value(value + lexicon.ORDINALS[tokens.low(at)]).key()}", at, tokens.ends[at])
    at = tokens.after(last)
    part = lexicon.PARTS.get(tokens.low(at)) if at > 0 else None
    if part and (tokens.low(at).endswith("s") or tokens.low(at + 1) == "of") and tokens.low(at) != "half":
        return _Read(Value(value, 0, part), at, tokens.ends[at])
    if at > 0 and tokens.low(at) == "hundred":
        value, last = value * 100, at
        at = tokens.after(last)
        at = tokens.after(at) if at > 0 and tokens.low(at) == "and" else at
        if at > 0 and tokens.low(at) in lexicon.CARDINALS:
            rest = _cardinal_below_hundred(tokens, at)
            value, last = value + rest[0], rest[1]
    read = Value(value)
    linked = [tokens.after(last)]
    for _ in range(2):
        linked.append(tokens.after(linked[-1]) if linked[-1] > 0 else -1)
    if [tokens.low(at) for at in linked] == ["and", "a", "half"]:
        read, last = read.plus(Value(5, -1)), linked[-1]
    return _Read(read, last, tokens.ends[last], soft=tokens.low(place) == "one" and last == place)


def _cardinal_below_hundred(tokens: Tokens, place: int) -> tuple[int, int]:
    value, last = lexicon.CARDINALS[tokens.low(place)], place
    at = tokens.after(last)
    if value >= 20 and at > 0 and 0 < lexicon.CARDINALS.get(tokens.low(at), 0) < 10:
        return value + lexicon.CARDINALS[tokens.low(at)], at
    return value, last


def _magnitudes(tokens: Tokens, value: Value, last: int, end: int) -> tuple[Value, int, int, tuple[int, int] | None]:
    """The value times the magnitude words after it, and the product of those."""
    factor: tuple[int, int] | None = None
    for _ in range(_FEW):
        at = tokens.after(last)
        word = tokens.low(at) if at > 0 else ""
        step = lexicon.MAGNITUDES.get(word)
        if step is None and tokens.touch(last) and at == last + 1:
            step = _letter(tokens, last, word)
            if step is None and word[:1] in lexicon.HAN_MAGNITUDES and tokens.flags[last] & DIGITS:
                return _han_tail(tokens, value, last)
        if step is None:
            break
        value, last, end = value.times(step), at, tokens.ends[at]
        factor = (factor[0] * step[0], factor[1] + step[1]) if factor else step
        more = tokens.after(last)
        if more > 0 and tokens.low(more) in lexicon.CARDINALS and word in {"thousand", "million"}:
            rest = _cardinal(tokens, more)
            if isinstance(rest.value, Value):
                value, last, end = value.plus(rest.value), rest.last, rest.end
    return value, last, end, factor


def _letter(tokens: Tokens, last: int, word: str) -> tuple[int, int] | None:
    """The magnitude of a letter that touches the digits; "m" is metres unless money or people are counted."""
    step = lexicon.LETTER_MAGNITUDES.get(word)
    if word == "m" and tokens.low(last - 1) not in lexicon.CURRENCY_SIGNS and tokens.low(last + 2) not in {
        "people", "euros", "dollars", "barrels", "tonnes", "tons", "users", "customers", "homes", "jobs", "shares",
    }:  # fmt: skip
        return None
    return step


def _han_tail(tokens: Tokens, value: Value, last: int) -> tuple[Value, int, int, tuple[int, int] | None]:
    """150万, 1億5000万: the characters of the next word that multiply, and digits after them."""
    end = tokens.ends[last]
    for _ in range(_FEW):
        word = tokens.low(last + 1)
        size = 0
        power = 0
        while size < len(word) and word[size] in lexicon.HAN_MAGNITUDES and size < _FEW:
            power += lexicon.HAN_MAGNITUDES[word[size]]
            size += 1
        if not size:
            break
        value, end, last = _scaled_tail(value, power), tokens.starts[last + 1] + size, last + 1
        more = last + 1
        if size < len(word) or not tokens.touch(last) or more >= len(tokens.words) or not tokens.flags[more] & DIGITS:
            break
        rest = from_digits(tokens.words[more], None)
        if rest is None or tokens.low(more + 1)[:1] not in lexicon.HAN_MAGNITUDES:
            break
        value, last = value.plus(rest.times((1, lexicon.HAN_MAGNITUDES[tokens.low(more + 1)[0]]))), more + 1
        end = tokens.starts[last] + 1
        break
    return value, last, end, (1, 0)


def _scaled_tail(value: Value, power: int) -> Value:
    return value.times((1, power))


def _signs(tokens: Tokens) -> list[Mention]:
    """Fractions that are one sign and stand alone, and Han numerals that count something."""
    found = []
    for place, flag in enumerate(tokens.flags):
        word = tokens.words[place]
        if flag & SIGN:
            if word in FRACTION_SIGNS and not (place and tokens.flags[place - 1] & DIGITS):
                key = Value(FRACTION_SIGNS[word][0], 0, FRACTION_SIGNS[word][1]).key()
                found.append(Mention(tokens.starts[place], tokens.ends[place], f"{key}||"))
        elif not flag & DIGITS and not word.isascii():
            found += _han(tokens, place, word)
    return found


def _han(tokens: Tokens, place: int, word: str) -> list[Mention]:
    found = []
    for match in _HAN_RUN.finditer(word):
        text = match[0]
        after = word[match.end() : match.end() + 1]
        counted = after in _HAN_COUNTERS and after != ""
        if text[0] in lexicon.HAN_MAGNITUDES and place and tokens.flags[place - 1] & DIGITS and not match.start():
            continue  # 150万 was read with its digits
        if not counted and (len(text) < 2 or text[0] in "千万百") and word[: match.start()][-1:] != "第":
            continue
        value = from_han(text)
        if value is not None:
            start = tokens.starts[place] + match.start()
            unit = {"円": "JPY", "元": "CNY"}.get(after, "")
            found.append(Mention(start, start + len(text), f"{value.key()}|{unit}|"))
    return found
