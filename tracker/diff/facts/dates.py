"""Dates and times in words in a stretch of text: days, months, weekdays, quarters, "last week", "two days ago".

Runs before `numbers`, which leaves alone what was read here. Years, clock times and dates in digits are read by
`clocks`, which this module asks for every number; other languages' "last week" by `abroad`.
"""

from __future__ import annotations

from tracker.diff.facts import abroad, clocks, eastern, hours, lexicon
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, DIGITS, NUMERIC, SIGN
from tracker.diff.facts.numerals import ascii_digits
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens
from tracker.diff.facts.wordlist import word_set

_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
_AGO = word_set("ago earlier later before hence")
_UNITS = lexicon.PERIODS | {"day", "hour", "minute", "moment", "second"}
_FEW = word_set("a an few several couple many some")
_ANY = word_set("the a each every per all")
_CALENDAR_PERIODS = word_set("week month year quarter decade century season day hour minute fortnight")
_PARTS = frozenset({"early", "late", "mid", "anfang", "mitte", "ende"})  # what makes a date another
_MAY_REFINE = _PARTS | HYPHENS | {"on", "in", "of"}
_BEFORE_MONTH = clocks.BEFORE_YEAR | _PARTS | {"a", "this", "on"}
_DAY_PREFIXES = word_set("last next earlier later")
_EDGES = {"end": "end", "close": "end", "start": "start", "beginning": "start", "middle": "mid"}
_SOFT_PARTS = frozenset({"night", "evening", "dawn", "weekend", "weekday"})
_ALWAYS_SEASONS = frozenset({"summer", "winter", "autumn"})  # "spring" and "fall" are other words as well
_NAMED_HOURS = {"noon": "time 12:00", "midday": "time 12:00", "midnight": "time 0:00"}
_ONLY_SPELT = frozenset({"past", "o'clock", "o’clock"})
_SPELT = _ONLY_SPELT | {"half", "quarter"}  # words of times such as "half past six"
_FINALS = frozenset({"final", "finals", "finalist", "finalists", "back", "mile", "point"})
_THROUGH = frozenset({"to", "and", "or", "through", "until"})
# What bounds a date; "on" and "in" are told from "by" and "after", but their absence from none.
_BOUNDS = {
    "before": "before", "after": "after", "following": "after", "until": "until", "till": "until", "since": "since",
    "by": "by", "from": "from", "on": "at", "in": "at", "at": "at", "during": "at",
}  # fmt: skip


class Reader:
    """Reads one stretch; `taken` holds the places of all tokens that a date uses, `bounds` what stands before dates.

    The key of a bound is its kind ("before", "since"), its one word the key of the date.
    """

    __slots__ = ("_tokens", "bounds", "mentions", "taken")

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.mentions: list[Mention] = []
        self.bounds: list[Mention] = []
        self.taken: set[int] = set()

    def read(self) -> None:
        """Find every date and time, in the order of the text."""
        tokens = self._tokens
        for place in tokens.near(CALENDAR | DIGITS):
            if place in self.taken:
                continue
            if not tokens.flags[place] & DIGITS:
                self._word(place)
            elif clocks.may_be(tokens, place):
                for first, last, key in clocks.read(tokens, place):
                    self._note(first, last, key)
        if tokens.foreign:
            self.mentions += clocks.other_scripts(tokens, self.taken)
        if tokens.eastern:
            self.mentions += eastern.dates(tokens)
        if len(self.mentions) > 1:
            self.mentions.sort()

    def _note(self, first: int, last: int, key: str, *, soft: bool = False) -> None:
        tokens = self._tokens
        before = tokens.lowers[first - 1]
        if before in _MAY_REFINE:
            first, key = self._refined(first, key)
        self.taken.update(range(first, last + 1))
        self.mentions.append(Mention(tokens.starts[first], tokens.ends[last], key, soft))
        at = first - 1
        if tokens.lowers[at] == "the":
            at -= 1
        bound = _BOUNDS.get(tokens.lowers[at])
        if bound:
            self.bounds.append(Mention(tokens.starts[at], tokens.ends[last], bound, False, frozenset((key,))))

    def _mention(self, first: int, last: int, key: str) -> None:
        """Note a date that is a name as well."""
        self.mentions.append(Mention(self._tokens.starts[first], self._tokens.ends[last], key))

    def _hint(self, first: int, last: int, key: str) -> None:
        """Note what may be a time, and leave its words to others as well."""
        self.mentions.append(Mention(self._tokens.starts[first], self._tokens.ends[last], key, soft=True))

    def _refined(self, first: int, key: str) -> tuple[int, str]:
        """A date with the "early", "late" or "the end of" before it."""
        lowers = self._tokens.lowers
        before = self._tokens.before(first)
        word = lowers[before] if before >= 0 else ""
        if word in {"on", "in"} and lowers[before - 1] in _PARTS:
            before -= 1
            word = lowers[before]
        if before in self.taken:
            return first, key
        if word in _PARTS or (word == "end" and self._tokens.words[first - 1] in HYPHENS):
            return before, f"{key} {word}"
        if word == "of" and lowers[before - 1] in _EDGES:
            return before - 1, f"{key} {_EDGES[lowers[before - 1]]}"
        return first, key

    def _word(self, place: int) -> None:
        low = self._tokens.lowers[place]
        if low[-1] == "s" and low[-2:-1] in "'’":
            low = low[:-2]
        if low in lexicon.MONTHS and self._is_month(place, low):
            self._month(place, lexicon.MONTHS[low])
        elif low in lexicon.WEEKDAYS:
            if low not in lexicon.DOUBTFUL_WEEKDAYS or self._is_short_day(place):
                self._day(place, f"weekday {lexicon.WEEKDAYS[low]}")
        elif low in lexicon.RELATIVE_DAYS:
            self._day(place, low)
        elif low in _AGO:
            self._ago(place, low)
        elif low in lexicon.HOLIDAYS:
            eve = self._tokens.lowers[place + 1]
            self._note(place, place, f"{low} eve" if eve == "eve" else low)
        elif (
            low == "day" and self._tokens.lowers[place - 1] in lexicon.DAYS_OFF and self._tokens.flags[place] & CAPITAL
        ):
            self._mention(place - 1, place, f"{self._tokens.lowers[place - 1]} day")
        elif low in lexicon.FREQUENCIES:
            self._note(place, place, lexicon.FREQUENCIES[low], soft=True)
        elif low in lexicon.DECADES:
            self._decade(place, lexicon.DECADES[low])
        elif low in abroad.PERIODS:
            self._period_abroad(place, low)
        else:
            self._period(place, low)

    def _day(self, place: int, key: str) -> None:
        """A weekday or "yesterday", with the "next" or "last" before it."""
        before = self._tokens.before(place)
        word = self._tokens.lowers[before] if before >= 0 else ""
        if word in _DAY_PREFIXES and before not in self.taken:
            self._note(before, place, f"{key} {word}")
        else:
            self._note(place, place, key)

    def _is_month(self, place: int, low: str) -> bool:
        if low not in lexicon.DOUBTFUL_MONTHS:
            return True
        tokens = self._tokens
        if self._day_at(place + 1) or self._day_at(place + 2, point=True) or self._day_at(place - 1):
            return True
        if not tokens.flags[place] & CAPITAL or tokens.words[place].isupper():
            return False
        before = tokens.low(tokens.before(place))
        if before in _BEFORE_MONTH or before in lexicon.RELATIVE_PREFIXES:
            return True
        return low != "dec" and tokens.lowers[place + 1] == "the" and self._day_at(place + 2)

    def _day_at(self, place: int, *, point: bool = False) -> bool:
        words = self._tokens.words
        if place < 0 or (point and words[place - 1] != "."):
            return False
        return words[place].isdecimal() and len(words[place]) in {1, 2, 4}

    def _is_short_day(self, place: int) -> bool:
        tokens = self._tokens
        word = tokens.words[place]
        return (
            word[0].isupper() and (tokens.lowers[place + 1] in {".", ","} or self._day_at(place + 1)) and word != "SUN"
        )

    def _month(self, place: int, month: int) -> None:
        tokens = self._tokens
        first, day = self._day_before(place)
        last, other = place, -1
        if tokens.lowers[last + 1] == "." and tokens.touch(last):
            last += 1
        if day:
            other = self._day_through(first - 2, first - 1)
        else:
            last, day = self._day_after(last)
            other = self._day_through(last + 2, last + 1) if day else -1
        end = max(last, other)
        at = end + 1
        if tokens.lowers[at] in {",", "de", "del"}:
            at += 1
        year = ""
        if clocks.is_year(tokens, at):
            year, end = ascii_digits(tokens.words[at]), at
        if tokens.words[end] == ".":
            end -= 1
        if other >= 0:  # "May 5-7", "3 to 5 June"
            key = f"date {year}-{month}-{int(ascii_digits(tokens.words[other]))}"
            self._note(other, end if other > place else other, key)
        self._note(first, end if other < place else last, f"date {year}-{month}-{day or ''}")

    def _day_after(self, last: int) -> tuple[int, int]:
        """The day after a month, "Jan. 21st" or "May the 4th", and its last token; 0 for none."""
        tokens = self._tokens
        after = last + 1
        if tokens.lowers[after] == "the" and tokens.lowers[after + 2] in clocks.ORDINAL_ENDS:
            after += 1
        if not clocks.is_day(tokens, after) or not tokens.joined(after - 1):
            return last, 0
        day = int(ascii_digits(tokens.words[after]))
        return (after + 1 if self._is_ordinal(after) else after), day

    def _day_through(self, place: int, link: int) -> int:
        """The place of the other day of a range, if a hyphen or "to" at `link` ties it on; -1 for none."""
        tokens = self._tokens
        if place < 0 or not clocks.is_day(tokens, place) or place in self.taken:
            return -1
        if tokens.words[link] in HYPHENS:
            return place if tokens.touch(link) and tokens.touch(link - 1) else -1
        ends = place < link or tokens.flags[place + 1] & SIGN or place == tokens.size - 1
        return place if tokens.lowers[link] in _THROUGH and ends else -1

    def _is_ordinal(self, place: int) -> bool:
        return self._tokens.lowers[place + 1] in clocks.ORDINAL_ENDS and self._tokens.touch(place)

    def _day_before(self, place: int) -> tuple[int, int]:
        """Place and value of the day before a month ("21 January", "the 3rd of March"); `place` and 0 for none."""
        tokens = self._tokens
        at = place - 1
        if tokens.lowers[at] in {"of", "de", "."}:
            at -= 1
            day = lexicon.ORDINALS.get(tokens.low(at), 0)
            if day and tokens.lowers[at + 1] == "of" and day <= 31 and at not in self.taken:
                return at, day
        if tokens.lowers[at] in clocks.ORDINAL_ENDS and tokens.touch(at - 1):
            at -= 1
        if at < 0 or not clocks.is_day(tokens, at) or at in self.taken or not tokens.joined(at):
            return place, 0
        return at, int(ascii_digits(tokens.words[at]))

    def _ago(self, place: int, low: str) -> None:
        """ "Two weeks ago" is a time and an amount: `numbers` may read its number as well."""
        tokens = self._tokens
        unit = tokens.lowers[place - 1].rstrip("s") if place else ""
        if unit in _UNITS:
            counted = place > 1 and (tokens.flags[place - 2] & (NUMERIC | DIGITS) or tokens.lowers[place - 2] in _FEW)
            first = place - 2 if counted else place - 1
            key = f"{tokens.lowers[place - 2] if counted else ''} {unit} {low}"
            self.mentions.append(Mention(tokens.starts[first], tokens.ends[place], key, low != "ago"))

    def _decade(self, place: int, number: int) -> None:
        """ "The sixties", but not "in his sixties", which `numbers` reads."""
        if self._tokens.low(self._tokens.before(place)) in {"the", *_PARTS} and not clocks.is_age(self._tokens, place):
            self._note(place, place, f"decade 19{number}0")

    def _period(self, place: int, low: str) -> None:
        before = self._tokens.before(place)
        word = self._tokens.lowers[before] if before >= 0 else ""
        if low in {"quarter", "half", "qtr", "century"}:
            rank = self._rank(before)
            if rank and self._tokens.low(self._tokens.after(place)) not in _FINALS:
                first = before - 1 if word in clocks.ORDINAL_ENDS else before
                self._note(first, place, f"{'half' if low == 'half' else low[0]}{rank}")
                return
        if low in _SPELT and (time := hours.spelt(self._tokens, place, low)):
            self._note(*time)
            return
        if word in lexicon.RELATIVE_PREFIXES or (word == "this" and low != "half"):
            self._note(before, place, f"{word} {low}", soft=low in {"half", "session"} or low in lexicon.SPANS)
        elif low in lexicon.DAY_PARTS:
            self._part_of_day(place, lexicon.DAY_PARTS[low], word)
        elif low in lexicon.LONG:
            self._hint(place, place, f"{low.removesuffix('long')} long")
        elif low in lexicon.SEASONS:
            named = word in {"in", "the", "by", "im"} and (low != "fall" or self._is_autumn(before))
            year = place + 2 if self._tokens.lowers[place + 1] == "of" else place + 1
            plain = low in _ALWAYS_SEASONS and not self._tokens.flags[place] & CAPITAL
            if named or plain or clocks.is_year(self._tokens, year):
                self._note(place, place, low, soft=True)
        elif low not in _ONLY_SPELT:
            self._span(place, lexicon.SPANS.get(low, low), before, word)

    def _part_of_day(self, place: int, low: str, word: str) -> None:
        zone, last = clocks.zone(self._tokens, place, named=low in _NAMED_HOURS)
        first = place - 1 if word == "12" else place
        if low in _NAMED_HOURS:
            self._note(first, last, f"{_NAMED_HOURS[low]} {zone}")
        else:
            self._note(first, last, low, soft=low in _SOFT_PARTS)

    def _span(self, place: int, low: str, before: int, word: str) -> None:
        """ "Year-end", "the end of the year", "full-year", "the day before", "week-long", "for weeks", "every day"."""
        tokens = self._tokens
        lowers = tokens.lowers
        after = tokens.low(tokens.after(place))
        counted = bool(before >= 0 and tokens.flags[before] & (NUMERIC | DIGITS))
        if after == "end":
            self._note(place, tokens.after(place), f"{low} end")
        elif word == "the" and lowers[before - 1] == "of" and lowers[before - 2] in _EDGES:
            self._note(before - 2, place, f"{low} {_EDGES[lowers[before - 2]]}")
        elif word in {"half", "full", "mid"} and low in _CALENDAR_PERIODS:
            self._hint(before, place, f"{word} {low}")
        elif after == "long" and not counted:
            self._hint(place, place, f"{low} long")
        elif after in {"before", "after"} and (counted or word in _ANY):
            self._hint(place, place + 1, f"{low} {after}")
        elif counted and lowers[before - 1] in {"in", "within"}:
            self._hint(before - 1, place, f"in {low}s")  # "in two weeks": the number is left to `numbers`
        elif low != lowers[place]:
            if not counted:
                self._hint(place, place, f"{low}s")
        elif word in _ANY and low in _CALENDAR_PERIODS and not tokens.flags[before - 1] & (NUMERIC | DIGITS | SIGN):
            self._hint(place, place, low)

    def _period_abroad(self, place: int, low: str) -> None:
        """ "Letzte Woche", "la semaine prochaine", "el mes pasado"."""
        for at in (place - 1, place + 1):
            which = abroad.RELATIVE.get(self._tokens.low(at), "")
            if which:
                self._note(min(at, place), max(at, place), f"{which} {abroad.PERIODS[low]}")
                return
        if abroad.PERIODS[low] in lexicon.SEASONS:
            self._note(place, place, abroad.PERIODS[low], soft=True)

    def _is_autumn(self, place: int) -> bool:
        """Whether "fall" is no collapse: "in the fall", but not "in the fall of the regime"."""
        lowers = self._tokens.lowers
        timed = lowers[place] == "the" and lowers[place - 1] in {"in", "by", "during", "until"}
        return timed and (lowers[place + 2] != "of" or lowers[place + 3].isdecimal())

    def _rank(self, place: int) -> int:
        """The rank before "quarter": "third", "3rd", "4TH"; 0 for none."""
        tokens = self._tokens
        low = tokens.low(place)
        if low in lexicon.ORDINALS:
            return lexicon.ORDINALS[low]
        if low in clocks.ORDINAL_ENDS and tokens.touch(place - 1) and clocks.is_day(tokens, place - 1):
            return int(ascii_digits(tokens.words[place - 1]))
        return _RANKS.get(low, 0)
