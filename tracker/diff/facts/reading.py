"""Read the values of every kind around the differences of one change, on both sides."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.diff.facts.cues import cues
from tracker.diff.facts.dates import Reader
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, CUE, DIGITS, NUMERIC
from tracker.diff.facts.names import Style, names, style_of
from tracker.diff.facts.numbers import numbers
from tracker.diff.facts.quotes import quotes
from tracker.diff.facts.regions import Line, Mention
from tracker.diff.facts.scan import Tokens
from tracker.diff.facts.sources import sources

_LONGEST_QUOTED = 1_000_000  # characters of a text in which quotations are looked for
_TITLED = frozenset({"headline", "subhead", "bullet", "table"})
_LONGEST = 20_000  # characters of one side that are read around its differences


@dataclass(slots=True)
class Side:
    """The values read in one text, by kind, and the tokens they were read from."""

    text: str
    style: Style = "sentence"
    tokens: list[Tokens] = field(default_factory=list)
    numbers: list[Mention] = field(default_factory=list)
    dates: list[Mention] = field(default_factory=list)
    names: list[Mention] = field(default_factory=list)
    cues: list[Mention] = field(default_factory=list)
    sources: list[Mention] = field(default_factory=list)
    quotes: list[Mention] = field(default_factory=list)


def read(line: Line, *, part: str, language: str | None) -> tuple[Side, Side, bool]:
    """The values around every difference of a change, old side and new, and whether that was cut short.

    Beyond 20,000 characters around differences nothing more is read; quotations are then not looked at, and neither
    are those of a text beyond a million characters.
    """
    old, new = Side(line.old_text), Side(line.new_text)
    if part in _TITLED:
        old.style = style_of(line.old_text, part=part, language=language)
        new.style = style_of(line.new_text, part=part, language=language)
    else:
        old.style = new.style = style_of(line.old_text, line.new_text, part=part, language=language)
    coarse = _read_windows(line, old, new, language)
    if not coarse and max(len(old.text), len(new.text)) <= _LONGEST_QUOTED:
        old.quotes, new.quotes = quotes(old.text), quotes(new.text)
    return old, new, coarse or max(len(old.text), len(new.text)) > _LONGEST_QUOTED


def _read_windows(line: Line, old: Side, new: Side, language: str | None) -> bool:
    """Read every window while the bound allows; whether it did not."""
    left = _LONGEST
    for window in line.windows():
        size = max(window.old_end - window.old_start, window.new_end - window.new_start)
        if size > left:
            window = window._replace(
                old_end=min(window.old_end, window.old_start + left),
                new_end=min(window.new_end, window.new_start + left),
                after=0,
            )
        one = Tokens(old.text, window.old_start, window.old_end, before=window.before, after=window.after)
        other = Tokens(new.text, window.new_start, window.new_end, before=window.before, after=window.after)
        _read(old, one, language)
        _read(new, other, language)
        left -= size
        if left < 0:
            return True
    return False


def _read(side: Side, tokens: Tokens, language: str | None) -> None:
    if not tokens.words:
        return
    side.tokens.append(tokens)
    beside, foreign = tokens.beside, tokens.foreign
    taken: set[int] = set()
    if foreign or beside & (CALENDAR | DIGITS):
        dates = Reader(tokens)
        dates.read()
        side.dates += dates.mentions
        taken = dates.taken
    if foreign or beside & (NUMERIC | DIGITS):
        side.numbers += numbers(tokens, taken, language)
    if beside & CAPITAL:
        side.names += names(tokens, taken, side.style)
    if foreign or beside & CUE:
        side.cues += cues(tokens)
    side.sources += sources(tokens)
