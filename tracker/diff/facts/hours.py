"""Clock times in words: "seven o'clock", "half past seven", "quarter to eight", "ten past six"."""

from __future__ import annotations

from tracker.diff.facts.clocks import Found
from tracker.diff.facts.lexicon import CARDINALS, DIGITS, SIGN
from tracker.diff.facts.numerals import ascii_digits
from tracker.diff.facts.scan import Tokens

_TOWARDS = frozenset({"past", "to"})
_OCLOCK = frozenset({"o'clock", "o’clock"})


def spelt(tokens: Tokens, place: int, low: str) -> Found | None:
    """The time that a word is part of, by its first and last token; None for none."""
    if low in _OCLOCK:
        hour = CARDINALS.get(tokens.low(place - 1), 0)
        return (place - 1, place, f"time {hour}:00 ") if hour else None
    if low == "past":
        minutes, hour = CARDINALS.get(tokens.low(place - 1), 60), _hour(tokens, place + 1)
        return (place - 1, place + 1, f"time {hour}:{minutes:02} ") if hour and minutes < 60 else None
    if low not in {"half", "quarter"} or tokens.lowers[place + 1] not in _TOWARDS:
        return None
    hour, past = _hour(tokens, place + 2), tokens.lowers[place + 1] == "past"
    if not hour or (low == "half" and not past):
        return None
    if low == "half":
        return place, place + 2, f"time {hour}:30 "
    return place, place + 2, f"time {hour if past else hour - 1}:{15 if past else 45} "


def _hour(tokens: Tokens, place: int) -> int:
    """The hour of a clock that a word, or a number that nothing is counted by, stands for; 0 for none."""
    if tokens.flags[place] & DIGITS:
        text = ascii_digits(tokens.words[place])
        alone = place + 1 >= tokens.size or tokens.flags[place + 1] & SIGN
        return int(text) if alone and text.isdecimal() and len(text) < 3 and int(text) <= 12 else 0
    number = CARDINALS.get(tokens.lowers[place], 0)
    return number if number <= 12 else 0
