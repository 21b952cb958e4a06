"""What stands around a number and belongs to its value: currency, unit, minus, "about", "at least".

The number itself is read in `numbers`; units are compared there and in `judge`.
"""

from __future__ import annotations

from tracker.diff.facts import lexicon
from tracker.diff.facts.lexicon import CAPITAL, DIGITS
from tracker.diff.facts.scan import Tokens

_LINKED_UNITS = frozenset({"percentage", "pct", "basis", "per"})
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


def currency_before(tokens: Tokens, first: int) -> tuple[str, int]:
    """The currency before a number, and where the amount starts: $5, US$5, EUR 5, Rs. 500."""
    before = tokens.low(first - 1)
    if before in lexicon.CURRENCY_SIGNS and tokens.joined(first - 1):
        letters = tokens.low(first - 2).replace(".", "")
        if before == "$" and letters in lexicon.DOLLARS and tokens.touch(first - 2):
            return lexicon.DOLLARS[letters], first - 2
        return lexicon.CURRENCY_SIGNS[before], first - 1
    if before == "." and tokens.low(first - 2) == "rs":
        return "INR", first - 2
    if before in {"usd", "eur", "gbp", "jpy", "chf", "rs", "rmb", "cny"} and tokens.joined(first - 1):
        return lexicon.HARD_UNITS.get(before, before), first - 1
    return "", first


def unit_after(tokens: Tokens, last: int, end: int) -> tuple[str, int, int]:
    """The unit after a number: percent, percentage points, dollars, U.S. dollars, miles, -year-old."""
    sign = tokens.low(last + 1)
    if sign in lexicon.UNIT_SIGNS and tokens.joined(last):
        return lexicon.UNIT_SIGNS[sign], last + 1, tokens.ends[last + 1]
    if sign in lexicon.CURRENCY_SIGNS and tokens.joined(last) and not tokens.flags[_clip(tokens, last + 2)] & DIGITS:
        return lexicon.CURRENCY_SIGNS[sign], last + 1, tokens.ends[last + 1]
    at = tokens.after(last)
    word = tokens.low(at) if at > 0 else ""
    if word[:1] in {"円", "元", "％", "人"} and tokens.touch(last):
        return {"円": "JPY", "元": "CNY"}.get(word[0], ""), last, end + (word[0] in "円元")
    if word in _LINKED_UNITS and tokens.joined(at):
        following = tokens.low(at + 1)
        if word == "per" and following == "cent":
            return "percent", at + 1, tokens.ends[at + 1]
        if word != "per" and following in {"point", "points", "pts"}:
            return ("bp" if word == "basis" else "percentage points"), at + 1, tokens.ends[at + 1]
    if word in {"u.s.", "us", "american"} and tokens.low(at + 1) in {"dollars", "dollar"}:
        return "USD", at + 1, tokens.ends[at + 1]
    if word in {"australian", "canadian"} and tokens.low(at + 1) in {"dollars", "dollar"}:
        return ("aud" if word[0] == "a" else "cad"), at + 1, tokens.ends[at + 1]
    unit = lexicon.HARD_UNITS.get(word) or lexicon.SOFT_UNITS.get(word, "")
    if (unit and len(word) > 1 and not tokens.flags[at] & CAPITAL) or (unit and tokens.touch(last)):
        if unit == "year" and tokens.low(tokens.after(at)) == "old":
            at = tokens.after(at)
        return unit, at, tokens.ends[at]
    return (unit, at, tokens.ends[at]) if unit and tokens.words[at].isupper() and len(word) > 2 else ("", last, end)


def _clip(tokens: Tokens, place: int) -> int:
    return min(place, len(tokens.words) - 1)


def minus(tokens: Tokens, place: int) -> str:
    """The minus that touches a number and follows a space: -0.3."""
    before = tokens.low(place - 1)
    if before in {"-", "−", "–"} and tokens.touch(place - 1) and not tokens.touch(place - 2):
        return before if place < 2 or not tokens.flags[place - 2] & DIGITS else ""
    return ""


def qualifier_of(tokens: Tokens, place: int, start: int, done: int) -> tuple[str, int]:
    """What bounds the number ("at least", "about"), and where the amount then starts."""
    before = place - 1
    if before >= 0 and start < tokens.starts[place]:
        before -= 1
    if tokens.low(before) in {"a", "an", "the"}:
        before -= 1
    if before <= done:
        return "", start
    sign = _PHRASES.get((tokens.low(before - 1), tokens.low(before)))
    if sign:
        if tokens.low(before - 2) in {"no", "not"}:
            return ({">": "≤", "<": "≥"}.get(sign, sign)), tokens.starts[before - 2]
        return sign, tokens.starts[before - 1]
    sign = _QUALIFIERS.get(tokens.low(before), "")
    return sign, tokens.starts[before] if sign else start
