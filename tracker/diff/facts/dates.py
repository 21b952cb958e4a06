"""Dates and times in a stretch of text: days, months, years, weekdays, quarters, times with zones, "last week".

Runs before `numbers`, which leaves alone what was read here.
"""

from __future__ import annotations

import re

from tracker.diff.facts import lexicon
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, DIGITS, SIGN
from tracker.diff.facts.numerals import ascii_digits
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens
from tracker.diff.facts.wordlist import word_set

_BEFORE_YEAR = word_set(
    "in since by until till from during before after early late mid of the fiscal through to and between for than"
    " circa around year im seit bis en depuis desde del vor nach"
)
_YEAR_PREFIXES = frozenset({"mid", "pre", "post", "early", "late"})
_COUNTED = word_set(
    "people percent pct points shares tons tonnes dlrs mln bln million billion jobs workers units km miles dollars"
    " euros votes soldiers troops homes houses families passengers cases deaths civilians students employees patients"
    " barrels megawatts kilometers kilometres metres meters feet pounds yen times seats beds rooms cars aircraft"
    " others refugees prisoners migrants flights pages stores acres hectares members men women children dead"
    " wounded injured buildings schools vehicles companies firms tickets fans doses tests"
)
_CLOCK = re.compile(r"\d{1,2}:\d\d$")
_SLASHED = re.compile(r"\d{1,4}([/.])\d{1,2}\1\d{2,4}$")
_HALVES = re.compile(r"[ap]\.?m\.?$")
_HAN_DATE = {"年": "y", "月": "m", "日": "d", "号": "d", "號": "d", "時": "t", "时": "t", "点": "t", "分": "i"}
_HAN_WEEKDAY = re.compile(r"(?:星期|礼拜|禮拜|周|週)([一二三四五六日天])|([月火水木金土日])曜")
_HAN_DAYS = {sign: number for number, sign in enumerate("一二三四五六日", 1)} | {"天": 7}
_KANA_DAYS = {sign: number for number, sign in enumerate("月火水木金土日", 1)}
_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
_SUFFIXES = frozenset({"st", "nd", "rd", "th", "d", "er", "º", "ª"})


class Reader:
    """Reads one stretch; `taken` holds the places of all tokens that a date uses."""

    __slots__ = ("_tokens", "mentions", "taken")

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.mentions: list[Mention] = []
        self.taken: set[int] = set()

    def read(self) -> None:
        """Find every date and time, in the order of the text."""
        tokens = self._tokens
        for place in tokens.near(CALENDAR | DIGITS):
            if place in self.taken:
                continue
            if tokens.flags[place] & DIGITS:
                self._digits(place)
            else:
                self._word(place)
        if tokens.foreign:
            self._han_weekdays()
        self.mentions.sort()

    def _note(self, first: int, last: int, key: str, *, soft: bool = False) -> None:
        tokens = self._tokens
        self.taken.update(range(first, last + 1))
        self.mentions.append(Mention(tokens.starts[first], tokens.ends[last], key, soft))

    def _word(self, place: int) -> None:
        low = self._tokens.low(place).removesuffix("'s").removesuffix("’s")
        if low in lexicon.MONTHS and self._is_month(place, low):
            self._month(place, lexicon.MONTHS[low])
        elif low in lexicon.WEEKDAYS:
            if low not in lexicon.DOUBTFUL_WEEKDAYS or self._is_short_day(place):
                self._note(place, place, f"weekday {lexicon.WEEKDAYS[low]}")
        elif low in lexicon.RELATIVE_DAYS:
            self._note(place, place, low)
        elif low == "ago":
            self._ago(place)
        else:
            self._period(place, low)

    def _is_month(self, place: int, low: str) -> bool:
        if low not in lexicon.DOUBTFUL_MONTHS:
            return True
        tokens = self._tokens
        if self._day_at(place + 1) or self._day_at(place + 2, point=True) or self._day_at(place - 1):
            return True
        if not tokens.flags[place] & CAPITAL or tokens.words[place].isupper():
            return False
        before = tokens.low(tokens.before(place))
        return before in _BEFORE_YEAR or before in lexicon.RELATIVE_PREFIXES or before in {"a", "this", "on"}

    def _day_at(self, place: int, *, point: bool = False) -> bool:
        tokens = self._tokens
        if not 0 <= place < len(tokens.words) or not tokens.flags[place] & DIGITS:
            return False
        if point and tokens.words[place - 1] != ".":
            return False
        text = tokens.words[place]
        return text.isdecimal() and (len(text) <= 2 or len(text) == 4)

    def _is_short_day(self, place: int) -> bool:
        tokens = self._tokens
        word = tokens.words[place]
        return word[0].isupper() and (tokens.low(place + 1) in {".", ","} or self._day_at(place + 1)) and word != "SUN"

    def _month(self, place: int, month: int) -> None:
        tokens = self._tokens
        first = last = place
        day, year = 0, ""
        before = self._day_before(place)
        if before >= 0:
            day, first = int(ascii_digits(tokens.words[before])), before
        if tokens.low(last + 1) == "." and tokens.touch(last):
            last += 1
        after = last + 1
        if not day and self._small(after) and tokens.joined(last):
            day, last = int(ascii_digits(tokens.words[after])), after
            if tokens.low(last + 1) in _SUFFIXES and tokens.touch(last):
                last += 1
        at = last + 1
        if tokens.low(at) in {",", "de", "del"}:
            at += 1
        if self._year(at):
            year, last = ascii_digits(tokens.words[at]), at
        if tokens.words[last] == ".":
            last -= 1
        self._note(first, last, f"date {year}-{month}-{day or ''}")

    def _day_before(self, place: int) -> int:
        """The place of the day before a month ("21 January", "the 3rd of March"); -1 for none."""
        tokens = self._tokens
        at = place - 1
        if tokens.low(at) in {"of", "de", "."}:
            at -= 1
        if tokens.low(at) in _SUFFIXES and tokens.touch(at - 1):
            at -= 1
        if not self._small(at) or at in self.taken or not tokens.joined(at):
            return -1
        return at

    def _small(self, place: int) -> bool:
        tokens = self._tokens
        if not 0 <= place < len(tokens.words) or not tokens.flags[place] & DIGITS:
            return False
        text = tokens.words[place]
        return len(text) <= 2 and text.isdecimal() and 1 <= int(text) <= 31

    def _year(self, place: int) -> bool:
        tokens = self._tokens
        if not 0 <= place < len(tokens.words) or len(tokens.words[place]) != 4:
            return False
        text = tokens.words[place]
        return text.isdecimal() and 1100 <= int(text) <= 2199

    def _ago(self, place: int) -> None:
        """ "Two weeks ago" is a time and an amount: `numbers` may read its number as well."""
        tokens = self._tokens
        if tokens.low(place - 1).rstrip("s") in lexicon.PERIODS | {"day", "hour", "minute"}:
            first = max(0, place - 2)
            key = f"{tokens.low(first)} {tokens.low(place - 1).rstrip('s')} ago"
            self.mentions.append(Mention(tokens.starts[first], tokens.ends[place], key))

    def _period(self, place: int, low: str) -> None:
        tokens = self._tokens
        before = tokens.before(place)
        word = tokens.low(before) if before >= 0 else ""
        if low in {"quarter", "half", "qtr", "century"}:
            rank = self._rank(before)
            if rank:
                first = before - 1 if word in _SUFFIXES else before
                self._note(first, place, f"{'half' if low == 'half' else low[0]}{rank}")
                return
        if word in lexicon.RELATIVE_PREFIXES or (word == "this" and low not in {"half"}):
            self._note(before, place, f"{word} {low}", soft=low in {"half", "session"})
        elif low in lexicon.DAY_PARTS:
            self._note(place, place, low, soft=low in {"night", "evening", "dawn", "weekend"})
        elif low in lexicon.SEASONS and low != "fall" and word in {"in", "the", "by"}:
            self._note(place, place, low, soft=True)

    def _rank(self, place: int) -> int:
        """The rank before "quarter": "third", "3rd", "4TH"; 0 for none."""
        tokens = self._tokens
        low = tokens.low(place)
        if low in lexicon.ORDINALS:
            return lexicon.ORDINALS[low]
        if low in _SUFFIXES and tokens.touch(place - 1) and self._small(place - 1):
            return int(ascii_digits(tokens.words[place - 1]))
        return _RANKS.get(low, 0)

    def _digits(self, place: int) -> None:
        tokens = self._tokens
        text = tokens.words[place]
        if self._time(place, text) or self._iso(place, text):
            return
        touching = tokens.touch(place - 1)
        if _SLASHED.match(text):
            self._note(
                place, place, "date " + "-".join(str(int(part)) for part in re.split("[/.]", ascii_digits(text)))
            )
        elif touching and tokens.low(place - 1) in {"q", "h"} and text in {"1", "2", "3", "4"}:
            self._note(place - 1, place, f"{'half' if tokens.low(place - 1) == 'h' else 'q'}{text}")
        elif self._decade(place, text):
            return
        elif len(text) == 2 and touching and tokens.words[place - 1] in {"'", "’", "‘"} and text.isdecimal():
            self._note(place - 1, place, f"date {_century(text)}--")
        elif self._han(place, text):
            return
        elif self._year(place) and self._reads_as_year(place):
            self._note(place, place, f"date {ascii_digits(text)}--")
            self._second_year(place)

    def _reads_as_year(self, place: int) -> bool:
        tokens = self._tokens
        before, after = tokens.low(place - 1), tokens.low(place + 1)
        if after in _COUNTED or after in {"%", "％"} or before in lexicon.CURRENCY_SIGNS:
            return False
        if tokens.touch(place) and (after[:1].isalpha() or (after in HYPHENS and tokens.touch(place + 1))):
            return after in HYPHENS
        if tokens.touch(place - 1):
            dated = bool(tokens.flags[place - 2] & (DIGITS | CALENDAR))
            return before in HYPHENS and (dated or tokens.low(place - 2) in _YEAR_PREFIXES)
        if before in _BEFORE_YEAR or before in lexicon.RELATIVE_PREFIXES:
            return before in {"in", "since", "by", "until"} or 1800 <= int(tokens.words[place]) < 2100
        return before not in {
            "no",
            "nearly",
            "about",
            "some",
            "almost",
            "killed",
            "least",
            "over",
            "only",
            "up",
            "down",
        }

    def _second_year(self, place: int) -> None:
        tokens = self._tokens
        if tokens.low(place + 1) in HYPHENS and tokens.touch(place) and tokens.touch(place + 1):
            text = tokens.low(place + 2)
            if len(text) == 2 and text.isdecimal():
                self._note(place + 2, place + 2, f"date {ascii_digits(tokens.words[place])[:2]}{ascii_digits(text)}--")

    def _decade(self, place: int, text: str) -> bool:
        tokens = self._tokens
        after = tokens.low(place + 1)
        if not text.endswith("0") or not text.isdecimal() or not tokens.touch(place):
            return False
        last = place + 1
        if after in {"'", "’"} and tokens.low(place + 2) == "s" and tokens.touch(place + 1):
            last = place + 2
        elif after != "s":
            return False
        if len(text) == 2:
            text = _century(text)
        self._note(place, last, f"decade {text}")
        return True

    def _time(self, place: int, text: str) -> bool:
        """6 p.m., 6:30 pm EST, 1830 GMT, 18:30."""
        tokens = self._tokens
        last = place
        hour, _, minute = ascii_digits(text).replace(".", ":").partition(":")
        plain = hour.isdecimal() and (minute == "" or (minute.isdecimal() and len(minute) == 2)) and len(hour) <= 4
        if not plain:
            return False
        after = tokens.low(place + 1)
        half = ""
        if _HALVES.match(after) and tokens.joined(place):
            half, last = after[0], place + 1
        elif after in {"a", "p"} and tokens.low(place + 2) == "." and tokens.low(place + 3) in {"m", "m."}:
            half, last = after, place + 3
        elif after == "o'clock" or after == "o’clock":
            last = place + 1
        zone, last = self._zone(last)
        if last == place and not _CLOCK.match(text):
            return False
        if len(hour) in (3, 4) and not minute and zone and not half:
            hour, minute = hour[:-2], hour[-2:]
        if len(hour) > 2 or int(hour) > 24:
            return False
        hours = int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour)
        self._note(place, last, f"time {hours}:{minute or '00'} {zone}")
        return True

    def _zone(self, place: int) -> tuple[str, int]:
        tokens = self._tokens
        at = place + 1
        low = tokens.low(at)
        if low in lexicon.ZONES and tokens.words[at].isupper() and tokens.joined(place):
            return ("utc" if low == "gmt" else low), at
        return "", place

    def _iso(self, place: int, text: str) -> bool:
        tokens = self._tokens
        if len(text) != 4 or not all(tokens.touch(at) for at in range(place, place + 4)):
            return False
        if tokens.words[place + 1] != "-" or tokens.words[place + 3] != "-" or not self._small(place + 4):
            return False
        month, day = int(tokens.words[place + 2]) if tokens.words[place + 2].isdecimal() else 0, tokens.words[place + 4]
        if not 1 <= month <= 12:
            return False
        self._note(place, place + 4, f"date {ascii_digits(text)}-{month}-{int(day)}")
        return True

    def _han(self, place: int, text: str) -> bool:
        tokens = self._tokens
        after = tokens.low(place + 1)
        if not tokens.touch(place) or after[:1] not in _HAN_DATE or not text.isdecimal() or len(text) > 4:
            return False
        kind = _HAN_DATE[after[0]]
        if kind == "m" and after[1:2] in {"額", "间", "間"}:
            return False
        self.taken.add(place)
        key = f"han {kind}{int(ascii_digits(text))}"
        self.mentions.append(Mention(tokens.starts[place], tokens.ends[place] + 1, key))
        return True

    def _han_weekdays(self) -> None:
        tokens = self._tokens
        for place, flag in enumerate(tokens.flags):
            if flag & (SIGN | DIGITS) or tokens.words[place].isascii():
                continue
            for match in _HAN_WEEKDAY.finditer(tokens.words[place]):
                day = _HAN_DAYS[match[1]] if match[1] else _KANA_DAYS[match[2]]
                start = tokens.starts[place]
                self.mentions.append(Mention(start + match.start(), start + match.end(), f"weekday {day}"))


def _century(two_digits: str) -> str:
    digits = ascii_digits(two_digits)
    return ("20" if int(digits) < 30 else "19") + digits
