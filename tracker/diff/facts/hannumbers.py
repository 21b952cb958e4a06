"""Chinese and Japanese numerals in a stretch of text, and fractions that are one sign.

Digits with Han magnitudes (150万) are asked for by `numbers`, which knows the digits before them.
"""

from __future__ import annotations

import re
from functools import cache

from tracker.diff.facts import lexicon
from tracker.diff.facts.lexicon import DIGITS, SIGN
from tracker.diff.facts.numerals import FRACTION_SIGNS, HAN_NUMERALS, Value, from_digits, from_han
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import Tokens

_COUNTERS = frozenset("人名個个件年回歳岁円元块条只次位部本枚台倍度点割階層%万億亿千百")
_FEW = 3  # magnitudes in a row


@cache
def _run() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(HAN_NUMERALS))}]+")


def tail(tokens: Tokens, value: Value, last: int) -> tuple[Value, int, int, tuple[int, int] | None]:
    """150万, 1億5000万: the characters of the next word that multiply, and digits after them."""
    end = tokens.ends[last]
    word = tokens.lowers[last + 1]
    size = power = 0
    while size < len(word) and word[size] in lexicon.HAN_MAGNITUDES and size < _FEW:
        power += lexicon.HAN_MAGNITUDES[word[size]]
        size += 1
    if not size:
        return value, last, end, (1, 0)
    value, end, last = value.times((1, power)), tokens.starts[last + 1] + size, last + 1
    more = last + 1
    if size < len(word) or not tokens.touch(last) or not tokens.flags[more] & DIGITS:
        return value, last, end, (1, 0)
    rest = from_digits(tokens.words[more], None)
    step = lexicon.HAN_MAGNITUDES.get(tokens.lowers[more + 1][:1])
    if rest is None or step is None:
        return value, last, end, (1, 0)
    return value.plus(rest.times((1, step))), more + 1, tokens.starts[more + 1] + 1, (1, 0)


def signs(tokens: Tokens) -> list[Mention]:
    """Fractions that are one sign and stand alone, and Han numerals that count something."""
    found = []
    for place, flag in enumerate(tokens.flags[: tokens.size]):
        word = tokens.words[place]
        if flag & SIGN:
            if word in FRACTION_SIGNS and not tokens.flags[place - 1] & DIGITS:
                key = Value(FRACTION_SIGNS[word][0], 0, FRACTION_SIGNS[word][1]).key()
                found.append(Mention(tokens.starts[place], tokens.ends[place], f"{key}||"))
        elif not flag & DIGITS and not word.isascii():
            found += _han(tokens, place, word)
    return found


def _han(tokens: Tokens, place: int, word: str) -> list[Mention]:
    found = []
    for match in _run().finditer(word):
        text = match[0]
        after = word[match.end() : match.end() + 1]
        counted = after in _COUNTERS and after != ""
        if text[0] in lexicon.HAN_MAGNITUDES and tokens.flags[place - 1] & DIGITS and not match.start():
            continue  # 150万 was read with its digits
        if not counted and (len(text) < 2 or text[0] in "千万百") and word[: match.start()][-1:] != "第":
            continue
        value = from_han(text)
        if value is not None:
            start = tokens.starts[place] + match.start()
            unit = {"円": "JPY", "元": "CNY"}.get(after, "")
            found.append(Mention(start, start + len(text), f"{value.key()}|{unit}|"))
    return found
