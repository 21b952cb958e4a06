"""What stands around a number and belongs to its value: currency, unit, minus, "about", "at least".

The number itself is read in `numbers`; units are compared there and in `judge`.
"""

from __future__ import annotations

from tracker.diff.facts import lexicon
from tracker.diff.facts.lexicon import CAPITAL, DIGITS, PART
from tracker.diff.facts.scan import Tokens

_LINKED_UNITS = frozenset({"percentage", "pct", "basis", "per"})
_CODES = frozenset({"usd", "eur", "gbp", "jpy", "chf", "rs", "rmb", "cny"})
_DOLLARS = {"u.s.": "USD", "us": "USD", "american": "USD", "australian": "aud", "canadian": "cad"}
_HAN_UNITS = {"円": "JPY", "元": "CNY", "％": "", "人": ""}
_CAPITALS = frozenset({"mw", "gw", "kw", "mb", "gb", "tb", "kb"})
_SCALES = {"c": "c", "celsius": "c", "centigrade": "c", "f": "f", "fahrenheit": "f"}
_FOR_EACH = frozenset({"a", "an", "per", "each", "every"})
_MINUS = frozenset({"-", "−", "–"})
_QUALIFIERS = {
    "about": "~", "around": "~", "approximately": "~", "roughly": "~", "some": "~", "circa": "~", "estimated": "~",
    "over": ">", "above": ">", "exceeding": ">", "under": "<", "below": "<", "nearly": "≲", "almost": "≲",
    "minimum": "≥", "maximum": "≤",
}  # fmt: skip
_PHRASES = {
    ("more", "than"): ">", ("less", "than"): "<", ("fewer", "than"): "<", ("at", "least"): "≥", ("at", "most"): "≤",
    ("up", "to"): "≤", ("many", "as"): "≤", ("much", "as"): "≤", ("few", "as"): "≥", ("close", "to"): "≲",
    ("excess", "of"): ">", ("upwards", "of"): ">",
}  # fmt: skip
_SECOND = frozenset(second for _, second in _PHRASES)


def currency_before(tokens: Tokens, first: int) -> tuple[str, int]:
    """The currency before a number, and where the amount starts: $5, US$5, EUR 5, Rs. 500."""
    before = tokens.lowers[first - 1]
    if before in lexicon.CURRENCY_SIGNS and tokens.joined(first - 1):
        letters = tokens.lowers[first - 2].replace(".", "")
        if before == "$" and letters in lexicon.DOLLARS and tokens.touch(first - 2):
            return lexicon.DOLLARS[letters], first - 2
        return lexicon.CURRENCY_SIGNS[before], first - 1
    if before == "." and tokens.lowers[first - 2] == "rs":
        return "INR", first - 2
    if before in _CODES and tokens.joined(first - 1):
        return lexicon.HARD_UNITS.get(before, before), first - 1
    return "", first


def unit_after(tokens: Tokens, last: int, end: int) -> tuple[str, int, int]:
    """The unit after a number: percent, percentage points, dollars, U.S. dollars, miles, -year-old."""
    sign = tokens.lowers[last + 1]
    if sign in lexicon.UNIT_SIGNS and tokens.joined(last):
        return _scaled(tokens, lexicon.UNIT_SIGNS[sign], last + 1)
    if sign in lexicon.CURRENCY_SIGNS and tokens.joined(last) and not tokens.flags[last + 2] & DIGITS:
        return lexicon.CURRENCY_SIGNS[sign], last + 1, tokens.ends[last + 1]
    at = tokens.after(last)
    if at < 0:
        return "", last, end
    word = tokens.lowers[at]
    if word[:1] in _HAN_UNITS and tokens.touch(last):
        return _HAN_UNITS[word[0]], last, end + (word[0] in "円元")
    if word in _LINKED_UNITS and tokens.joined(at):
        following = tokens.lowers[at + 1]
        if word == "per" and following == "cent":
            return "percent", at + 1, tokens.ends[at + 1]
        if word != "per" and following in {"point", "points", "pts"}:
            return ("bp" if word == "basis" else "percentage points"), at + 1, tokens.ends[at + 1]
    if word in _DOLLARS and tokens.lowers[at + 1] in {"dollars", "dollar"}:
        return _DOLLARS[word], at + 1, tokens.ends[at + 1]
    unit = lexicon.HARD_UNITS.get(word) or lexicon.SOFT_UNITS.get(word, "")
    if not unit:
        return _degrees(tokens, last, at, end) if word in _SCALES else ("", last, end)
    if (len(word) > 1 and not tokens.flags[at] & CAPITAL) or tokens.touch(last):
        if unit == "year" and tokens.low(tokens.after(at)) == "old":
            at = tokens.after(at)
        return _scaled(tokens, unit, at)
    return (
        (unit, at, tokens.ends[at])
        if word in _CAPITALS or (tokens.words[at].isupper() and len(word) > 2)
        else ("", last, end)
    )


def rate_after(tokens: Tokens, unit: str, last: int, end: int) -> tuple[str, int, int]:
    """The unit with what it is counted for: "barrels per day", "$61 a barrel", "40 km/h" is left as it is."""
    if tokens.lowers[last + 1] not in _FOR_EACH or tokens.lowers[last + 2] not in lexicon.RATES:
        return lexicon.PACES.get(unit, unit), last, end
    return f"{unit}/{tokens.lowers[last + 2]}", last + 2, tokens.ends[last + 2]


def _degrees(tokens: Tokens, last: int, at: int, end: int) -> tuple[str, int, int]:
    """41 C, 70F: degrees without the word; not the initial of a name, nor F-14."""
    more = tokens.touch(at) and (tokens.lowers[at + 1] not in ".,;:" or tokens.flags[at + 2] & CAPITAL)
    if more or at != last + 1 or not tokens.flags[at] & CAPITAL or not tokens.flags[last] & DIGITS:
        return "", last, end
    return f"degree{_SCALES[tokens.lowers[at]]}", at, tokens.ends[at]


def _scaled(tokens: Tokens, unit: str, at: int) -> tuple[str, int, int]:
    """A unit that ends at a place, with the scale after "degrees"."""
    scale = _SCALES.get(tokens.lowers[at + 1]) if unit == "degree" else None
    if scale and tokens.joined(at):
        return unit + scale, at + 1, tokens.ends[at + 1]
    return unit, at, tokens.ends[at]


def minus(tokens: Tokens, place: int) -> tuple[str, int]:
    """The minus before a number, as a sign that follows a space or in words, and where the amount then starts."""
    before = tokens.lowers[place - 1]
    if before == "minus":
        return "-", tokens.starts[place - 1]
    if before in _MINUS and tokens.touch(place - 1) and not tokens.touch(place - 2):
        return ("", tokens.starts[place]) if tokens.flags[place - 2] & DIGITS else ("-", tokens.starts[place - 1])
    return "", tokens.starts[place]


def qualifier_of(tokens: Tokens, place: int, start: int, done: int) -> tuple[str, int]:
    """What bounds the number ("at least", "about"), and where the amount then starts."""
    before = place - 1
    lowers = tokens.lowers
    if start < tokens.starts[place]:
        before -= 1
    if lowers[before] in {"a", "an", "the"}:
        before -= 1
    if before <= done or not tokens.flags[before] & PART:
        return "", start
    word = lowers[before]
    if word in _SECOND:
        sign = _PHRASES.get((lowers[before - 1], word))
        if sign:
            if lowers[before - 2] in {"no", "not"}:
                return ({">": "≤", "<": "≥"}.get(sign, sign)), tokens.starts[before - 2]
            return sign, tokens.starts[before - 1]
    sign = _QUALIFIERS.get(word, "")
    return sign, tokens.starts[before] if sign else start
