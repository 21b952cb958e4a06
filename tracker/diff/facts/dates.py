"""Dates and times in words in a stretch of text: days, months, weekdays, quarters, "last week", "two days ago".

Runs before `numbers`, which leaves alone what was read here. Years, clock times and dates in digits are read by
`clocks`, which this module asks for every number.
"""

from __future__ import annotations

from tracker.diff.facts import clocks, lexicon
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, DIGITS, NUMERIC, SIGN
from tracker.diff.facts.numerals import ascii_digits
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import Tokens
from tracker.diff.facts.wordlist import word_set

_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
_AGO = word_set("ago earlier later before hence")
_SPANS = lexicon.PERIODS | {"day", "hour", "minute"}
_FEW = word_set("a an few several couple many some")
_ANY = word_set("the a each every per")
_CALENDAR_PERIODS = word_set("week month year quarter decade century season")
_EARLY = word_set("early late mid last next")  # what makes a weekday or a day another


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
            if not tokens.flags[place] & DIGITS:
                self._word(place)
            elif clocks.may_be(tokens, place):
                for first, last, key in clocks.read(tokens, place):
                    self._note(first, last, key)
        if tokens.foreign:
            self.mentions += clocks.other_scripts(tokens, self.taken)
        if len(self.mentions) > 1:
            self.mentions.sort()

    def _note(self, first: int, last: int, key: str, *, soft: bool = False) -> None:
        tokens = self._tokens
        self.taken.update(range(first, last + 1))
        self.mentions.append(Mention(tokens.starts[first], tokens.ends[last], key, soft))

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
            self._note(place, place, low)
        elif low in lexicon.FREQUENCIES:
            self._note(place, place, lexicon.FREQUENCIES[low], soft=True)
        else:
            self._period(place, low)

    def _day(self, place: int, key: str) -> None:
        """A weekday or "yesterday", with the "late", "next" or "last" before it."""
        before = self._tokens.before(place)
        word = self._tokens.lowers[before] if before >= 0 else ""
        if word == "on" and self._tokens.lowers[before - 1] in {"early", "late"}:
            word = self._tokens.lowers[before - 1]
            before -= 1
        if word in _EARLY and before not in self.taken:
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
        return before in clocks.BEFORE_YEAR or before in lexicon.RELATIVE_PREFIXES or before in {"a", "this", "on"}

    def _day_at(self, place: int, *, point: bool = False) -> bool:
        tokens = self._tokens
        if place < 0 or not tokens.flags[place] & DIGITS or (point and tokens.words[place - 1] != "."):
            return False
        text = tokens.words[place]
        return text.isdecimal() and (len(text) <= 2 or len(text) == 4)

    def _is_short_day(self, place: int) -> bool:
        tokens = self._tokens
        word = tokens.words[place]
        return (
            word[0].isupper() and (tokens.lowers[place + 1] in {".", ","} or self._day_at(place + 1)) and word != "SUN"
        )

    def _month(self, place: int, month: int) -> None:
        tokens = self._tokens
        first = last = place
        day, year = 0, ""
        before = self._day_before(place)
        if before >= 0:
            day, first = int(ascii_digits(tokens.words[before])), before
        if tokens.lowers[last + 1] == "." and tokens.touch(last):
            last += 1
        after = last + 1
        if not day and clocks.is_day(tokens, after) and tokens.joined(last):
            day, last = int(ascii_digits(tokens.words[after])), after
            if tokens.lowers[last + 1] in clocks.ORDINAL_ENDS and tokens.touch(last):
                last += 1
        at = last + 1
        if tokens.lowers[at] in {",", "de", "del"}:
            at += 1
        if clocks.is_year(tokens, at):
            year, last = ascii_digits(tokens.words[at]), at
        if tokens.words[last] == ".":
            last -= 1
        self._note(first, last, f"date {year}-{month}-{day or ''}")

    def _day_before(self, place: int) -> int:
        """The place of the day before a month ("21 January", "the 3rd of March"); -1 for none."""
        tokens = self._tokens
        at = place - 1
        if tokens.lowers[at] in {"of", "de", "."}:
            at -= 1
        if tokens.lowers[at] in clocks.ORDINAL_ENDS and tokens.touch(at - 1):
            at -= 1
        if at < 0 or not clocks.is_day(tokens, at) or at in self.taken or not tokens.joined(at):
            return -1
        return at

    def _ago(self, place: int, low: str) -> None:
        """ "Two weeks ago" is a time and an amount: `numbers` may read its number as well."""
        tokens = self._tokens
        unit = tokens.lowers[place - 1].rstrip("s") if place else ""
        if unit in _SPANS and place > 1:
            counted = tokens.flags[place - 2] & (NUMERIC | DIGITS) or tokens.lowers[place - 2] in _FEW
            first = place - 2 if counted else place - 1
            key = f"{tokens.lowers[place - 2] if counted else ''} {unit} {low}"
            self.mentions.append(Mention(tokens.starts[first], tokens.ends[place], key, low != "ago"))

    def _period(self, place: int, low: str) -> None:
        tokens = self._tokens
        before = tokens.before(place)
        word = tokens.lowers[before] if before >= 0 else ""
        if low in {"quarter", "half", "qtr", "century"}:
            rank = self._rank(before)
            if rank:
                first = before - 1 if word in clocks.ORDINAL_ENDS else before
                self._note(first, place, f"{'half' if low == 'half' else low[0]}{rank}")
                return
        if word in lexicon.RELATIVE_PREFIXES or (word == "this" and low != "half"):
            self._note(before, place, f"{word} {low}", soft=low in {"half", "session"})
        elif low in lexicon.DAY_PARTS:
            zone, last = clocks.zone(self._tokens, place)
            soft = low in {"night", "evening", "dawn", "weekend"}
            first = before if word == "12" else place
            self._note(first, last, f"{low} {zone}" if zone else low, soft=soft)
        elif word in _ANY and low in _CALENDAR_PERIODS and not tokens.flags[before - 1] & (NUMERIC | DIGITS | SIGN):
            self.mentions.append(Mention(tokens.starts[place], tokens.ends[place], low, soft=True))
        elif low in lexicon.SEASONS and word in {"in", "the", "by"} and (low != "fall" or self._is_autumn(before)):
            self._note(place, place, low, soft=True)

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
