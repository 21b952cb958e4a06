"""Years, clock times and dates written in digits: 1999, 6 p.m. EST, 18:30, 2023-01-21, Q3, the 1990s, 3月5日.

Says for one number which date it is part of; words like "Monday" and "January" are read in `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tracker.diff.facts import abroad, lexicon
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, DIGITS, SIGN
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
_ERAS = {"bc": "bc", "bce": "bc", "b.c.": "bc", "ad": "ad", "ce": "ad", "a.d.": "ad"}
_HOURS = frozenset({"hours", "hrs"})
# "8 p.m. Eastern"; what is local needs no name.
_ZONE_NAMES = {"eastern": "et", "central": "ct", "mountain": "mt", "pacific": "pt", "atlantic": "at", "local": ""}
_ZONE_WORDS = frozenset({"time", "standard", "daylight"})
_AFTER = (
    _HALVES
    | lexicon.ZONES
    | _ERAS.keys()
    | abroad.AT_HOURS
    | word_set("a p o'clock o’clock s ' ’ : . / - q h st nd rd th local")
)
_CLIPPED = frozenset({"'", "’", "‘", "fy"})
_POSSESSIVE = frozenset({"his", "her", "their", "my", "our", "your", "its"})
_DAY_OF_MONTH = word_set("on by until till before after since from")  # "by the 15th"
_AFTER_DAY = word_set("and at to for when but as with after before")
_HAN_DATE = {"年": "y", "月": "m", "日": "d", "号": "d", "號": "d", "時": "t", "时": "t", "点": "t", "分": "i"}
_HAN_DAYS = {sign: number for number, sign in enumerate("一二三四五六日", 1)} | {"天": 7}
_KANA_DAYS = {sign: number for number, sign in enumerate("月火水木金土日", 1)}


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(r"\d{1,2}:\d\d$")


@cache
def _two_years() -> re.Pattern[str]:
    return re.compile(r"([12]\d)(\d\d)/(?:\1)?(\d\d)$")


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


def read(tokens: Tokens, place: int) -> Sequence[Found]:
    """The date or time that the number at `place` is part of; two for "1990-95", mostly none."""
    text = tokens.words[place]
    found = _time(tokens, place, text) or (_iso(tokens, place, text) if len(text) == 4 else None)
    if not found and not text.isdecimal():
        return _with_signs(place, text)
    found = found or _short(tokens, place, text)
    if found:
        return (found,)
    if is_year(tokens, place) and not _is_han(tokens, place, text) and _reads_as_year(tokens, place):
        return (place, place, f"date {ascii_digits(text)}--"), *_second_year(tokens, place)
    return ()


def _with_signs(place: int, text: str) -> Sequence[Found]:
    """12/03/2019, 1.2.2023, and the two years of 2022/23."""
    if _slashed().match(text):
        return ((place, place, "date " + "-".join(str(int(part)) for part in re.split("[/.]", ascii_digits(text)))),)
    if _two_years().match(text):
        year = ascii_digits(text)[:4]
        return (place, place, f"date {year}--"), (place, place, f"date {_next_of(year, text[-2:])}--")
    return ()


def _short(tokens: Tokens, place: int, text: str) -> Found | None:
    """Q3, "by the 15th", '98, FY12, the 1990s, 44 BC."""
    touched = tokens.touch(place)
    if len(text) < 3 and (touched or tokens.touch(place - 1)):
        found = _quarter(tokens, place, text)
        if found:
            return found
        clipped = len(text) == 2 and tokens.lowers[place - 1] in _CLIPPED and tokens.touch(place - 1)
        if clipped and not (touched and tokens.lowers[place + 1] == "s"):
            return place - 1, place, f"date {_century(text)}--"
        if _is_day_of_month(tokens, place):
            return place, place + 1, f"date --{int(ascii_digits(text))}"
    if touched and text[-1] == "0" and (decade := _decade(tokens, place, text)):
        return decade
    if tokens.lowers[place + 1] in _ERAS and tokens.words[place + 1].isupper():
        return place, place + 1, f"date {ascii_digits(text)}{_ERAS[tokens.lowers[place + 1]]}"
    return None


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


def _second_year(tokens: Tokens, place: int) -> Sequence[Found]:
    if tokens.lowers[place + 1] in HYPHENS and tokens.touch(place) and tokens.touch(place + 1):
        text = tokens.lowers[place + 2]
        if len(text) == 2 and text.isdecimal():
            return ((place + 2, place + 2, f"date {_next_of(ascii_digits(tokens.words[place]), text)}--"),)
    return ()


def _next_of(year: str, text: str) -> str:
    """The year that two digits mean after another one: 1999-00, 2010-11."""
    text = ascii_digits(text)
    return f"{int(year[:2]) + (text < year[2:])}{text}"


def _quarter(tokens: Tokens, place: int, text: str) -> Found | None:
    """Q3, H1, 3Q, 1H."""
    if text not in {"1", "2", "3", "4"}:
        return None
    before, after = tokens.lowers[place - 1], tokens.lowers[place + 1]
    if before in {"q", "h"} and tokens.ends[place - 1] == tokens.starts[place]:
        return place - 1, place, f"{'half' if before == 'h' else 'q'}{text}"
    if (
        after in {"q", "h"}
        and tokens.touch(place)
        and tokens.words[place + 1].isupper()
        and not tokens.touch(place + 1)
    ):
        return place, place + 1, f"{'half' if after == 'h' else 'q'}{text}"
    return None


def _is_day_of_month(tokens: Tokens, place: int) -> bool:
    """Whether a number is the day of a month that is not named: "by the 15th"."""
    lowers = tokens.lowers
    if lowers[place + 1] not in ORDINAL_ENDS or not tokens.touch(place) or not is_day(tokens, place):
        return False
    after = place + 2
    ends = after >= tokens.size or bool(tokens.flags[after] & SIGN) or lowers[after] in _AFTER_DAY
    return ends and lowers[place - 1] == "the" and lowers[place - 2] in _DAY_OF_MONTH


def is_age(tokens: Tokens, place: int) -> bool:
    """Whether a decade is one of someone's life: "in her late 30s"."""
    before = tokens.before(place)
    if before > 0 and tokens.lowers[before] in _YEAR_PREFIXES:
        before = tokens.before(before)
    return tokens.low(before) in _POSSESSIVE


def _decade(tokens: Tokens, place: int, text: str) -> Found | None:
    after = tokens.lowers[place + 1]
    if len(text) not in {2, 4} or (len(text) == 2 and is_age(tokens, place)):
        return None
    last = place + 1
    if after in {"'", "’"} and tokens.lowers[place + 2] == "s" and tokens.touch(place + 1):
        last = place + 2
    elif after != "s":
        return None
    return place, last, f"decade {_century(text) if len(text) == 2 else text}"


def _time(tokens: Tokens, place: int, text: str) -> Found | None:
    """6 p.m., 6:30 pm EST, 1830 GMT, 18:30, 0900 hours, 14h30, 14 Uhr."""
    hour, _, minute = ascii_digits(text).replace(".", ":").partition(":")
    plain = hour.isdecimal() and (minute == "" or _is_minutes(minute)) and len(hour) <= 4
    if not plain:
        return None
    after = tokens.lowers[place + 1]
    half, last = _half_of_day(tokens, place, after)
    if half or last > place:
        pass
    elif after == "h" and tokens.touch(place) and tokens.touch(place + 1) and _is_minutes(tokens.lowers[place + 2]):
        minute, last = ascii_digits(tokens.lowers[place + 2]), place + 2
    elif len(hour) == 4 and not minute and (after in _HOURS or (hour[0] == "0" and tokens.low(place - 1) == "at")):
        return _clock_time(place, place + (after in _HOURS), hour[:2], hour[2:], "")
    timed = last > place or bool(_clock().match(text))
    where, last = zone(tokens, last, named=timed)
    if not timed and last == place:
        return None
    if len(hour) in (3, 4) and not minute and where and not half:
        hour, minute = hour[:-2], hour[-2:]
    if half and len(hour) <= 2:
        hour = str(int(hour) % 12 + (12 if half == "p" else 0))
    return _clock_time(place, last, hour, minute, where)


def _half_of_day(tokens: Tokens, place: int, after: str) -> tuple[str, int]:
    """The "a" or "p" after an hour, and the last token of it, of "o'clock" or of "Uhr"; "" and `place` for none."""
    if after in _HALVES and tokens.joined(place):
        return after[0], place + 1
    if after in {"a", "p"} and tokens.lowers[place + 2] == "." and tokens.lowers[place + 3] in {"m", "m."}:
        return after, place + 3
    if after in {"o'clock", "o’clock"} or (after in abroad.AT_HOURS and _at_hours(tokens, place, after)):
        return "", place + 1
    return "", place


def _clock_time(first: int, last: int, hour: str, minute: str, where: str) -> Found | None:
    if len(hour) > 2 or int(hour) > 24:
        return None
    return first, last, f"time {int(hour)}:{minute or '00'} {where}"


def _at_hours(tokens: Tokens, place: int, after: str) -> bool:
    """Whether a time in another language follows: 14 Uhr, à 14 heures, a las 14 horas."""
    return after == "uhr" or tokens.low(place - 1) in {"à", "las", "vers"}


def _is_minutes(text: str) -> bool:
    """Whether a text is two digits."""
    return len(text) == 2 and text.isdecimal()


def zone(tokens: Tokens, place: int, *, named: bool) -> tuple[str, int]:
    """The time zone right after the token at `place`, and its last token; "" and `place` for none.

    With `named`, "Eastern" and "local time" are looked for as well.
    """
    at = place + 1
    low = tokens.lowers[at]
    if low in lexicon.ZONES and tokens.words[at].isupper() and tokens.joined(place):
        return ("utc" if low == "gmt" else low), at
    if named and low in _ZONE_NAMES and tokens.joined(place):
        last = at
        while last - at < 2 and tokens.lowers[last + 1] in _ZONE_WORDS and tokens.joined(last):
            last += 1
        if last > at or (low != "local" and tokens.words[at].istitle() and not tokens.flags[at + 1] & CAPITAL):
            return _ZONE_NAMES[low], last
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
