"""Numbers in words: "twenty-one", "two-thirds", "half a million", "dozens", "a pair of", "third", Roman numerals.

Reads the number alone; what belongs to its value (units, "million", "about") is left to `numbers`.
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.diff.facts import abroad, clocks, lexicon
from tracker.diff.facts.lexicon import CAPITAL
from tracker.diff.facts.numerals import Value
from tracker.diff.facts.scan import HYPHENS, Tokens

# After "one" that counts: elsewhere it is as often a pronoun.
_ONES = frozenset({"person", "man", "woman", "child", "boy", "girl", "soldier", "officer", "passenger", "vote", "seat"})
_ONLY_OF = frozenset({"pair", "pairs", "couple"})


class Read(NamedTuple):
    """A number's value (or another key), its last token, and where it ends."""

    value: Value | str
    last: int
    end: int
    soft: bool = False


def in_words(tokens: Tokens, place: int) -> Read | None:
    """The number that begins with the word at `place`; None where the word counts nothing here."""
    low = tokens.lowers[place]
    if low in lexicon.CARDINALS:
        if low == "one" and tokens.low(place - 1) in {"no", "each", "any", "every"}:
            return None
        return cardinal(tokens, place)
    if low in lexicon.ORDINALS:
        return _ordinal(tokens, place, low)
    if low in lexicon.MAGNITUDES:
        if low in {"mil", "mila", "so"} or tokens.low(place - 1).isdecimal():
            return None
        return Read(Value(1).times(lexicon.MAGNITUDES[low]), place, tokens.ends[place], soft=False)
    if low in lexicon.VAGUE:
        return _vague(tokens, place)
    if low in lexicon.MULTIPLES:
        return Read(f"x{lexicon.MULTIPLES[low]}", place, tokens.ends[place], low != "twice")
    if low == "half":
        return _half(tokens, place)
    if low in lexicon.SETS:
        counts = low not in _ONLY_OF or tokens.lowers[place + 1] == "of"
        return Read(Value(lexicon.SETS[low]), place, tokens.ends[place], soft=True) if counts else None
    if low in lexicon.INDEFINITE:
        return Read(low, place, tokens.ends[place], soft=True)
    if low in lexicon.DECADES:  # "in his thirties"
        age = Value(10 * lexicon.DECADES[low])
        return Read(age, place, tokens.ends[place]) if clocks.is_age(tokens, place) else None
    if low in abroad.NUMBERS:
        return _abroad(tokens, place, abroad.NUMBERS[low])
    return _roman(tokens, place, low)


def _abroad(tokens: Tokens, place: int, value: int) -> Read | None:
    """ "Vingt-cinq", "treinta y cinco", "quatre-vingts", "zwölf"."""
    at = tokens.after(place)
    if tokens.lowers[place] == "dos" and tokens.flags[place + 1] & CAPITAL:
        return None  # dos Santos
    if value == 4 and tokens.low(at).startswith("vingt"):
        value, place = 80, at
        at = tokens.after(place)
    if value >= 20 and value % 10 == 0:
        at = tokens.after(at) if tokens.low(at) in abroad.TYING else at
        unit = abroad.NUMBERS.get(tokens.low(at), 0)
        if 0 < unit < (20 if value in {60, 80} else 10):
            return Read(Value(value + unit), at, tokens.ends[at])
    return Read(Value(value), place, tokens.ends[place])


def _roman(tokens: Tokens, place: int, low: str) -> Read | None:
    """World War II, Pope Leo IX: a number beside a name, which says little where it stands alone."""
    if low not in lexicon.ROMANS or not tokens.words[place].isupper() or not tokens.flags[place - 1] & CAPITAL:
        return None
    return Read(Value(lexicon.ROMANS[low]), place, tokens.ends[place], soft=True)


def _vague(tokens: Tokens, place: int) -> Read:
    key, last = tokens.lowers[place], place
    if tokens.lowers[place + 1] == "of" and tokens.lowers[place + 2] in lexicon.VAGUE:
        key, last = f"{key} of {tokens.lowers[place + 2]}", place + 2
    return Read(key, last, tokens.ends[last])


def _half(tokens: Tokens, place: int) -> Read:
    """Half, "half a million", "half-dozen"."""
    at = tokens.after(place)
    at = tokens.after(at) if at > 0 and tokens.lowers[at] == "a" else at
    factor = lexicon.MAGNITUDES.get(tokens.low(at))
    if factor:
        return Read(Value(5, -1).times(factor), at, tokens.ends[at])
    return Read(
        Value(5, -1), place, tokens.ends[place], soft=tokens.lowers[place + 1] not in {"of", "the", "its", "their"}
    )


def _ordinal(tokens: Tokens, place: int, low: str) -> Read:
    """ "third" in a row, or "a third of"."""
    number = lexicon.ORDINALS[low]
    if number > 2 and tokens.low(place - 1) in {"a", "one"} and tokens.lowers[place + 1] in {"of", "the", ",", "."}:
        return Read(Value(1, 0, number), place, tokens.ends[place])
    return Read(f"o{Value(number).key()}", place, tokens.ends[place], soft=number <= 2)


def cardinal(tokens: Tokens, place: int) -> Read:
    """ "Twenty-one", "two hundred and five", "two-thirds", "two and a half"; magnitudes past a hundred come later."""
    value, last = lexicon.CARDINALS[tokens.lowers[place]], place
    at = tokens.after(last)
    if at < 0:
        return Read(Value(value), last, tokens.ends[last], soft=tokens.lowers[place] == "one")
    low = tokens.lowers[at]
    if value >= 20 and value % 10 == 0:
        unit = lexicon.CARDINALS.get(low, 0)
        if 0 < unit < 10:
            value, last = value + unit, at
        elif 0 < lexicon.ORDINALS.get(low, 0) < 10 and tokens.words[at - 1] in HYPHENS:
            return Read(f"o{Value(value + lexicon.ORDINALS[low]).key()}", at, tokens.ends[at])
        at = tokens.after(last)
        low = tokens.low(at)
    if low in lexicon.PARTS and (low.endswith("s") or tokens.low(at + 1) == "of") and low != "half":
        return Read(Value(value, 0, lexicon.PARTS[low]), at, tokens.ends[at])
    if low == "hundred":
        value, last = _hundreds(tokens, value, at)
        at = tokens.after(last)
    if at > 0 and tokens.lowers[at] == "and":
        half = _and_a_half(tokens, at)
        if half > 0:
            return Read(Value(value).plus(Value(5, -1)), half, tokens.ends[half])
    alone = last == place and tokens.lowers[place] == "one" and tokens.lowers[place + 1] not in _ONES
    return Read(Value(value), last, tokens.ends[last], soft=alone)


def _hundreds(tokens: Tokens, value: int, place: int) -> tuple[int, int]:
    """So many hundreds, and what comes after "hundred" at `place`: "two hundred and five"."""
    at = tokens.after(place)
    at = tokens.after(at) if at > 0 and tokens.lowers[at] == "and" else at
    if at < 0 or tokens.lowers[at] not in lexicon.CARDINALS:
        return value * 100, place
    rest, last = lexicon.CARDINALS[tokens.lowers[at]], at
    more = tokens.after(last)
    if rest >= 20 and more > 0 and 0 < lexicon.CARDINALS.get(tokens.lowers[more], 0) < 10:
        rest, last = rest + lexicon.CARDINALS[tokens.lowers[more]], more
    return value * 100 + rest, last


def _and_a_half(tokens: Tokens, place: int) -> int:
    """The place of "half" in "and a half"; -1 for none."""
    at = tokens.after(place)
    if at < 0 or tokens.lowers[at] != "a":
        return -1
    at = tokens.after(at)
    return at if at > 0 and tokens.lowers[at] == "half" else -1
