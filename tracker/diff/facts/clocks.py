"""Years, clock times and dates written in digits: 1999, 6 p.m. EST, 18:30, 2023-01-21, Q3, the 1990s, 3月5日.

Says for one number which date it is part of; words like "Monday" and "January" are read in `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.diff.facts import lexicon
from tracker.diff.facts.lexicon import CALENDAR, DIGITS, SIGN
from tracker.diff.facts.numerals import ascii_digits
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens
from tracker.diff.facts.wordlist import word_set

# First and last token of a date, and its key.
Found = tuple[int, int, str]

BEFORE_YEAR = word_set(
    "in since by until till from during before after early late mid of the fiscal through to and between for than"
    " circa around year im seit bis en depuis desde del vor nach"
)
ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th", "d", "er", "º", "ª"})
_YEAR_PREFIXES = frozenset({"mid", "pre", "post", "early", "late"})
_COUNTED = word_set(
    "people percent pct points shares tons tonnes dlrs mln bln million billion jobs workers units km miles dollars"
    " euros votes soldiers troops homes houses families passengers cases deaths civilians students employees patients"
    " barrels megawatts kilometers kilometres metres meters feet pounds yen times seats beds rooms cars aircraft"
    " others refugees prisoners migrants flights pages stores acres hectares members men women children dead"
    " wounded injured buildings schools vehicles companies firms tickets fans doses tests"
)
_NO_YEAR = word_set("no nearly about some almost killed least over only up down")
_HALVES = word_set("am pm a.m. p.m. a.m p.m")
_AFTER = _HALVES | lexicon.ZONES | word_set("a p o'clock o’clock s ' ’ : . / -")
_HAN_DATE = {"年": "y", "月": "m", "日": "d", "号": "d", "號": "d", "時": "t", "时": "t", "点": "t", "分": "i"}
_HAN_DAYS = {sign: number for number, sign in enumerate("一二三四五六日", 1)} | {"天": 7}
_KANA_DAYS = {sign: number for number, sign in enumerate("月火水木金土日", 1)}


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(r"\d{1,2}:\d\d$")


@cache
def _slashed() -> re.Pattern[str]:
    return re.compile(r"\d{1,4}([/.])\d{1,2}\1\d{2,4}$")


@cache
def _han_weekday() -> re.Pattern[str]:
    return re.compile(r"(?:星期|礼拜|禮拜|周|週)([一二三四五六日天])|([月火水木金土日])曜")


def may_be(tokens: Tokens, place: int) -> bool:
    """Whether a number can be part of a date at all: most stand alone and are short."""
    text = tokens.words[place]
    if len(text) == 4 or not text.isdecimal():
        return True
    after = tokens.lowers[place + 1]
    return after in _AFTER or not after.isascii() or tokens.ends[place - 1] == tokens.starts[place]


def read(tokens: Tokens, place: int) -> Iterator[Found]:
    """The date or time that the number at `place` is part of; two for "1990-95", mostly none."""
    text = tokens.words[place]
    found = _time(tokens, place, text) or _iso(tokens, place, text)
    touching = tokens.ends[place - 1] == tokens.starts[place]
    if found:
        yield found
    elif not text.isdecimal() and _slashed().match(text):
        yield place, place, "date " + "-".join(str(int(part)) for part in re.split("[/.]", ascii_digits(text)))
    elif touching and tokens.lowers[place - 1] in {"q", "h"} and text in {"1", "2", "3", "4"}:
        yield place - 1, place, f"{'half' if tokens.lowers[place - 1] == 'h' else 'q'}{text}"
    elif decade := _decade(tokens, place, text):
        yield decade
    elif len(text) == 2 and touching and tokens.words[place - 1] in {"'", "’", "‘"} and text.isdecimal():
        yield place - 1, place, f"date {_century(text)}--"
    elif is_year(tokens, place) and not _is_han(tokens, place, text) and _reads_as_year(tokens, place):
        yield place, place, f"date {ascii_digits(text)}--"
        yield from _second_year(tokens, place)


def is_day(tokens: Tokens, place: int) -> bool:
    """Whether a token is a number from 1 to 31."""
    if place < 0 or not tokens.flags[place] & DIGITS:
        return False
    text = tokens.words[place]
    return len(text) <= 2 and text.isdecimal() and 1 <= int(text) <= 31


def is_year(tokens: Tokens, place: int) -> bool:
    """Whether a token is a number of four digits that can be a year."""
    text = tokens.words[place]
    return len(text) == 4 and place >= 0 and text.isdecimal() and 1100 <= int(text) <= 2199


def _reads_as_year(tokens: Tokens, place: int) -> bool:
    before, after = tokens.low(place - 1), tokens.low(place + 1)
    if after in _COUNTED or after in {"%", "％"} or before in lexicon.CURRENCY_SIGNS:
        return False
    if tokens.touch(place) and (after[:1].isalpha() or (after in HYPHENS and tokens.touch(place + 1))):
        return after in HYPHENS
    if tokens.touch(place - 1):
        dated = bool(tokens.flags[place - 2] & (DIGITS | CALENDAR))
        return before == "fy" or (before in HYPHENS and (dated or tokens.low(place - 2) in _YEAR_PREFIXES))
    if before in BEFORE_YEAR or before in lexicon.RELATIVE_PREFIXES:
        return before in {"in", "since", "by", "until"} or 1800 <= int(tokens.words[place]) < 2100
    return before not in _NO_YEAR


def _second_year(tokens: Tokens, place: int) -> Iterator[Found]:
    if tokens.lowers[place + 1] in HYPHENS and tokens.touch(place) and tokens.touch(place + 1):
        text = tokens.lowers[place + 2]
        if len(text) == 2 and text.isdecimal():
            yield place + 2, place + 2, f"date {ascii_digits(tokens.words[place])[:2]}{ascii_digits(text)}--"


def _decade(tokens: Tokens, place: int, text: str) -> Found | None:
    after = tokens.lowers[place + 1]
    if not text.endswith("0") or not text.isdecimal() or not tokens.touch(place):
        return None
    last = place + 1
    if after in {"'", "’"} and tokens.lowers[place + 2] == "s" and tokens.touch(place + 1):
        last = place + 2
    elif after != "s":
        return None
    return place, last, f"decade {_century(text) if len(text) == 2 else text}"


def _time(tokens: Tokens, place: int, text: str) -> Found | None:
    """6 p.m., 6:30 pm EST, 1830 GMT, 18:30."""
    last = place
    hour, _, minute = ascii_digits(text).replace(".", ":").partition(":")
    plain = hour.isdecimal() and (minute == "" or (minute.isdecimal() and len(minute) == 2)) and len(hour) <= 4
    if not plain:
        return None
    after = tokens.lowers[place + 1]
    half = ""
    if after in _HALVES and tokens.joined(place):
        half, last = after[0], place + 1
    elif after in {"a", "p"} and tokens.lowers[place + 2] == "." and tokens.lowers[place + 3] in {"m", "m."}:
        half, last = after, place + 3
    elif after == "o'clock" or after == "o’clock":
        last = place + 1
    where, last = zone(tokens, last)
    if last == place and not _clock().match(text):
        return None
    if len(hour) in (3, 4) and not minute and where and not half:
        hour, minute = hour[:-2], hour[-2:]
    if len(hour) > 2 or int(hour) > 24:
        return None
    hours = int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour)
    return place, last, f"time {hours}:{minute or '00'} {where}"


def zone(tokens: Tokens, place: int) -> tuple[str, int]:
    """The time zone right after the token at `place`, and its last token; "" and `place` for none."""
    at = place + 1
    low = tokens.lowers[at]
    if low in lexicon.ZONES and tokens.words[at].isupper() and tokens.joined(place):
        return ("utc" if low == "gmt" else low), at
    return "", place


def _iso(tokens: Tokens, place: int, text: str) -> Found | None:
    if len(text) != 4 or not all(tokens.touch(at) for at in range(place, place + 4)):
        return None
    if tokens.words[place + 1] != "-" or tokens.words[place + 3] != "-" or not is_day(tokens, place + 4):
        return None
    month, day = int(tokens.words[place + 2]) if tokens.words[place + 2].isdecimal() else 0, tokens.words[place + 4]
    return (place, place + 4, f"date {ascii_digits(text)}-{month}-{int(day)}") if 1 <= month <= 12 else None


def _is_han(tokens: Tokens, place: int, text: str) -> bool:
    after = tokens.lowers[place + 1]
    if not tokens.touch(place) or after[:1] not in _HAN_DATE or not text.isdecimal() or len(text) > 4:
        return False
    return not (_HAN_DATE[after[0]] == "m" and after[1:2] in {"額", "间", "間"})


def other_scripts(tokens: Tokens, taken: set[int]) -> list[Mention]:
    """Dates with Han signs, 3月5日, and weekdays, 星期一; adds the places of their numbers to `taken`."""
    found: list[Mention] = []
    for place, flag in enumerate(tokens.flags[: tokens.size]):
        if flag & DIGITS:
            text = tokens.words[place]
            if place not in taken and _is_han(tokens, place, text):
                taken.add(place)
                key = f"han {_HAN_DATE[tokens.lowers[place + 1][0]]}{int(ascii_digits(text))}"
                found.append(Mention(tokens.starts[place], tokens.ends[place] + 1, key))
        elif not flag & SIGN and not tokens.words[place].isascii():
            for match in _han_weekday().finditer(tokens.words[place]):
                day = _HAN_DAYS[match[1]] if match[1] else _KANA_DAYS[match[2]]
                start = tokens.starts[place]
                found.append(Mention(start + match.start(), start + match.end(), f"weekday {day}"))
    return found


def _century(two_digits: str) -> str:
    digits = ascii_digits(two_digits)
    return ("20" if int(digits) < 30 else "19") + digits
