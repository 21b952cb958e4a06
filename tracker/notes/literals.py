"""Words and values of notes and texts in one form, so that they can be looked for in each other.

4.6 million is 4,600,000, "Ernst & Young" is "Ernst and Young", 24 pct is 24 percent, Sept. is September. Only single
values are read; which of them a claim is about, and where they changed, is left to `topics` and `matching`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import combining, normalize

from tracker.diff.facts.lexicon import (
    CARDINALS,
    CURRENCY_SIGNS,
    HARD_UNITS,
    LETTER_MAGNITUDES,
    MAGNITUDES,
    ORDINALS,
    SOFT_UNITS,
    UNIT_SIGNS,
)
from tracker.diff.facts.numerals import Value, from_digits

_LONGEST = 20_000  # characters of one text that are read
_LONGEST_NUMBER = 40  # characters
_ABBREVIATED = 6  # letters; a shorter word may stand in the text with full stops ("U.S.")
_FEW_WORDS = 6  # a longer value describes what changed and does not quote it
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_SIGNS = str.maketrans(
    {**dict.fromkeys('\t\n\r!"#()*+,-/:;<=>?@[]^_`{|}~“”„‘«»–—…', " "), **dict.fromkeys(".'’", None)}
)
_ARTICLES = frozenset({"the", "a", "an"})
_SHORT = {
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july", "aug": "august",
    "sept": "september", "sep": "september", "oct": "october", "nov": "november", "dec": "december", "mon": "monday",
    "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "thu": "thursday", "thurs": "thursday", "fri": "friday",
    "&": "and", "gov't": "government", "govt": "government", "qtly": "quarterly", "qtr": "quarter", "shr": "share",
}  # fmt: skip


@cache
def _word() -> re.Pattern[str]:
    # Digits may carry their magnitude ("5bn"); letters their apostrophes; abbreviations their full stops.
    return re.compile(
        r"\d+(?:[.,:/]\d+)*(?:(?:bn|mln|bln|tn|[kmbt])(?![^\W_]))?|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*"
        r"|[$€£¥₹₩₽%&]"
    )


@cache
def _ascii_word() -> re.Pattern[str]:
    # The same for ASCII text in small letters: half the time.
    return re.compile(
        r"[a-z]+(?:'[a-z]+|(?<=\b[a-z])\.[a-z]\.(?:[a-z]\.)*)?"
        r"|\d+(?:[.,:/]\d+)*(?:(?:bn|mln|bln|tn|[kmbt])(?![a-z0-9]))?|[$%&]"
    )


@cache
def _digits() -> re.Pattern[str]:
    return re.compile(r"\d+(?:[.,:/]\d+)*")


def key(text: str) -> str:
    """The words and values of `text`, each between spaces: " rose  #3e0  percent ".

    A value's key stands in a text's key just where the text has the value. Case, accents, possessives, hyphens and
    other signs make no difference; text beyond 20,000 characters is not read. Linear in the length.
    """
    text = text[:_LONGEST].casefold()
    words = _ascii_word().findall(text) if text.isascii() else _word().findall(_without_accents(text))
    reader = _Reader()
    found, special = reader.found, _special()
    for word in words:
        if reader.within or word in special or not word.isalpha():
            reader.take(word)
        else:
            found.append(word)
    reader.end()
    return f" {'  '.join(found)} " if found else ""


def folded(text: str) -> str:
    """`text` in small letters without accents and signs, a space before every word: for looking up beginnings of words.

    Text beyond 20,000 characters is not read.
    """
    text = text[:_LONGEST].casefold()
    return " " + (text if text.isascii() else _without_accents(text)).translate(_SIGNS)


def _without_accents(text: str) -> str:
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign))


@cache
def _special() -> frozenset[str]:
    """The words that mean something else or belong to a number; all others stand as they are."""
    return frozenset({*CARDINALS, *ORDINALS, *CURRENCY_SIGNS, *UNIT_SIGNS, *_SHORT, "cent"})


class _Reader:
    """Reads words one by one and joins those that make up one number."""

    __slots__ = ("_currency", "_tens", "_value", "found", "within")

    def __init__(self) -> None:
        self.found: list[str] = []
        self.within = False  # whether a number or a currency sign has been read that the next word may belong to
        self._value: Value | None = None
        self._currency = ""
        self._tens = False

    def take(self, word: str) -> None:
        """Read one more word."""
        self._take(word)
        self.within = self._value is not None or bool(self._currency)

    def _take(self, word: str) -> None:
        if word[0].isdecimal():
            self._take_digits(word)
        elif word in CARDINALS:
            self._take_cardinal(CARDINALS[word])
        elif self._value is not None and word in MAGNITUDES:
            self._value, self._tens = self._value.times(MAGNITUDES[word]), False
        elif self._value is not None and word in _ORDINAL_ENDS:
            self._end_ordinal(self._value)
        elif word in CURRENCY_SIGNS:
            self.end()
            self._currency = CURRENCY_SIGNS[word]
        else:
            self._take_word(word)

    def end(self) -> None:
        """Write down the number that was being read, its currency after it."""
        if self._value is not None:
            self.found.append(f"#{self._value.key()}")
        if self._currency:
            self.found.append(self._currency)
        self._value, self._currency, self._tens = None, "", False

    def _take_digits(self, word: str) -> None:
        if self._value is not None:
            self.end()
        match = _digits().match(word)
        digits = match[0] if match else word
        value = from_digits(digits, None)
        letters = word[len(digits) :]
        if value is None:
            self.end()
            self.found.append(word)
        else:
            step = MAGNITUDES.get(letters) or LETTER_MAGNITUDES.get(letters)
            self._value = value.times(step) if step else value

    def _take_cardinal(self, number: int) -> None:
        if self._value is not None and self._tens and 0 < number < 10:
            self._value, self._tens = self._value.plus(Value(number)), False
            return
        if self._value is not None:
            self.end()
        self._value, self._tens = Value(number), number >= 20

    def _end_ordinal(self, value: Value) -> None:
        self._value, self._currency = None, ""
        self.found.append(f"#o{value.key()}")

    def _take_word(self, word: str) -> None:
        after_number = self._value is not None
        has_currency = bool(self._currency)
        self.end()
        word = _plain(word)
        if word in UNIT_SIGNS:
            self.found.append(UNIT_SIGNS[word])
        elif after_number and (word in HARD_UNITS or word in SOFT_UNITS):
            unit = HARD_UNITS.get(word) or SOFT_UNITS[word]
            if not (has_currency and unit == self.found[-1]):
                self.found.append(unit)
        elif word == "cent" and self.found[-1:] == ["per"]:
            self.found[-1] = "percent"
        elif word in ORDINALS:
            self.found.append(f"#o{Value(ORDINALS[word]).key()}")
        else:
            self.found.append(_SHORT.get(word, word))


def _plain(word: str) -> str:
    """A word without its possessive ending and without the full stops of an abbreviation."""
    if "." in word:
        return word.replace(".", "")
    return word[:-2] if word.endswith(("'s", "’s")) else word


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A value as a note gives it: its words, and its key.

    `exact` says that it can be looked for in a text: it is short enough to be a quotation rather than a description.
    `distinct` says that it is a number or a name, which other words seldom stand for. `digits` are
    those of a bare number, as written: a note may leave out its magnitude.
    """

    text: str
    key: str
    exact: bool
    distinct: bool
    digits: str | None = None

    def may_stand_in(self, text: str) -> bool:
        """Whether a text can hold the value, as far as a glance shows: a word of letters stands in it as it is."""
        if not self.key.isascii() or "#" in self.key:
            return True
        first = self.key.split(None, 1)[0]
        if not first.isalpha() or len(first) < _ABBREVIATED or first in _written_out() or not text.isascii():
            return True
        return first in text.casefold()

    def written_in(self, text: str) -> int:
        """How often a bare number stands in a text just as it is written, whatever it is multiplied by there."""
        if not self.digits or self.digits not in text:
            return 0
        return len(re.findall(rf"(?<![\d.,]){re.escape(self.digits)}(?![.,]?\d)", text))


def literal(text: str | None) -> Literal | None:
    """The value that a note gives, without an article before it; None where there is no word in it."""
    return _literal(text) if text else None


# A claim is held against every earlier pair of the story.
@lru_cache(maxsize=256)
def _literal(text: str) -> Literal | None:
    bare = text.strip()
    first, _, rest = bare.partition(" ")
    if first.lower() in _ARTICLES and rest.strip():
        bare = rest.strip()
    found = key(bare)
    if not found:
        return None
    words = found.split()
    return Literal(
        text=bare,
        key=found,
        exact=len(words) <= _FEW_WORDS,
        distinct="#" in found or any(map(str.isupper, bare)),
        digits=bare.strip("$€£¥ ") if len(bare) <= _LONGEST_NUMBER and _bare_number().fullmatch(bare) else None,
    )


@cache
def _written_out() -> frozenset[str]:
    """Words that a text may write shorter, or as a sign."""
    return frozenset({*_SHORT.values(), *HARD_UNITS.values(), *SOFT_UNITS.values(), *UNIT_SIGNS.values()})


@cache
def _bare_number() -> re.Pattern[str]:
    return re.compile(r"[$€£¥]? ?\d+(?:[.,]\d+)*")


def parts(value: Literal | None) -> list[Literal]:
    """The numbers and the capitalised words of a value, each as one: what of a paraphrase must stand in a text."""
    if value is None:
        return []
    found = [word for word in value.key.split() if word[0] == "#"]
    for word in value.text.split():
        if word[:1].isupper():
            found += key(word).split()
    return [Literal(text=word, key=f" {word} ", exact=True, distinct=True) for word in dict.fromkeys(found)]
