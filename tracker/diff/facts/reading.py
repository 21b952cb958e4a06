"""Read the values around the differences of one change, on both sides: of each kind that they can have touched."""

from __future__ import annotations

from bisect import bisect_left

from tracker.diff.facts.asides import may_hold_aside, passed_over
from tracker.diff.facts.cues import cues
from tracker.diff.facts.dates import Reader
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, CUE, DIGITS, NUMERIC, PART, SAYING, SIGN
from tracker.diff.facts.names import names
from tracker.diff.facts.numbers import numbers
from tracker.diff.facts.quotes import has_mark, quotes
from tracker.diff.facts.regions import Hunk, Line, Mention, Window
from tracker.diff.facts.scan import Tokens, scan
from tracker.diff.facts.sources import sources
from tracker.diff.facts.styles import TITLED, Style, style_of

LONGEST_QUOTED = 1_000_000  # characters of a text in which quotations are looked for
LONGEST = 20_000  # characters of one side that are read around its differences
_EDGE = 2  # characters beside a difference that decide whether a mark there opens a quotation
_AMOUNTS = NUMERIC | DIGITS | CALENDAR
_NOTHING = SIGN  # what a difference of spaces alone is taken for
_ALL = -1


class Side:
    """The values read in one text, by kind, and the tokens they were read from; quotations when they are asked for.

    `bounds` are dates with what stands before them, `titles` names with theirs (`dates`, `titles`).
    """

    __slots__ = (
        "_quotes", "bounds", "cues", "dates", "names", "numbers", "sources", "style", "text", "titles", "tokens",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        self.style: Style = "sentence"
        self.tokens: list[Tokens] = []
        self.numbers: list[Mention] = []
        self.dates: list[Mention] = []
        self.bounds: list[Mention] = []
        self.names: list[Mention] = []
        self.titles: list[Mention] = []
        self.cues: list[Mention] = []
        self.sources: list[Mention] = []
        self._quotes: list[Mention] | None = None

    @property
    def quotes(self) -> list[Mention]:
        """The quotations of the whole text."""
        if self._quotes is None:
            self._quotes = quotes(self.text) if len(self.text) <= LONGEST_QUOTED else []
        return self._quotes


def read(line: Line, *, part: str, language: str | None) -> tuple[Side, Side, bool]:
    """The values around every difference of a change, old side and new, and whether that was cut short.

    Beyond 20,000 characters around differences nothing more is read; quotations beyond a million characters of text.
    """
    old, new = Side(line.old_text), Side(line.new_text)
    if line.lone:
        return old, new, _read_lone(old if old.text else new, part, language)
    left = LONGEST
    styled = False
    for window in line.windows():
        size = max(window.old_end - window.old_start, window.new_end - window.new_start)
        if size > left:
            window = _cut(window, left)
        one, other = _tokens(line, window)
        differs = _ALL if one.foreign or other.foreign else one.differing | other.differing or _NOTHING
        wanted = _wanted(differs, one.beside | other.beside, one.all_flags | other.all_flags)
        if wanted & CAPITAL and not styled:
            styled = True
            _set_styles(old, new, part, language)
        _read(old, one, wanted, language)
        _read(new, other, wanted, language)
        left -= size
        if left < 0:
            return old, new, True
    return old, new, max(len(old.text), len(new.text)) > LONGEST_QUOTED


def _tokens(line: Line, window: Window) -> tuple[Tokens, Tokens]:
    """The tokens of both sides of a window."""
    old, new, hunks = line.old_text, line.new_text, window.hunks
    here = there = passed_over(old, window.old_start, window.old_end)
    words, starts = scan(old, window.old_start, window.old_end, here)
    if here or not hunks[0].new_start or any(may_hold_aside(_around(line, hunk)) for hunk in hunks):
        there = passed_over(new, window.new_start, window.new_end)
    if here or there:
        come, places = scan(new, window.new_start, window.new_end, there)
    else:
        come, places = _scan_twin(old, new, window, words, starts)
    return (
        Tokens(old, words, starts, [hunk[0:2] for hunk in hunks]),
        Tokens(new, come, places, [hunk[2:4] for hunk in hunks]),
    )


def _scan_twin(old: str, new: str, window: Window, words: list[str], starts: list[int]) -> tuple[list[str], list[int]]:
    """The tokens of the new side, of which only those in and beside the differences are looked for in the text."""
    left = old.rfind(" ", window.old_start, window.hunks[0].old_start)
    left = window.old_start if left < 0 else left
    right = old.find(" ", window.hunks[-1].old_end, window.old_end)
    right = window.old_end if right < 0 else right
    head, tail = bisect_left(starts, left), bisect_left(starts, right)
    before, after = window.new_start - window.old_start, window.new_end - window.old_end
    come, places = scan(new, left + before, right + after)
    return (
        words[:head] + come + words[tail:],
        [at + before for at in starts[:head]] + places + [at + after for at in starts[tail:]],
    )


def _around(line: Line, hunk: Hunk) -> str:
    """What differs, on both sides, with the characters beside it."""
    old = line.old_text[max(0, hunk.old_start - _EDGE) : hunk.old_end + _EDGE]
    return old + line.new_text[max(0, hunk.new_start - _EDGE) : hunk.new_end + _EDGE]


def _read_lone(side: Side, part: str, language: str | None) -> bool:
    """Read a text that came or went as a whole; whether it is too long for that."""
    size = min(len(side.text), LONGEST)
    words, starts = scan(side.text, 0, size, passed_over(side.text, 0, size))
    tokens = Tokens(side.text, words, starts, [(0, size)])
    flags = tokens.all_flags
    if flags & CAPITAL:
        side.style = style_of(side.text, part=part, language=language)
    _read(side, tokens, _wanted(_ALL if tokens.foreign else flags, flags, flags), language)
    return size < len(side.text)


def quoted(line: Line) -> bool:
    """Whether a difference can have touched a quotation: it has a mark in or beside it, or stands inside one."""
    if not has_mark(line.old_text) and not has_mark(line.new_text):
        return False
    if line.lone or any(_marked(line, hunk) for hunk in line.hunks):
        return True
    at = 0
    for quote in quotes(line.old_text[:LONGEST_QUOTED]):
        while at < len(line.hunks) and line.hunks[at].old_end <= quote.start:
            at += 1
        if at < len(line.hunks) and line.hunks[at].old_start < quote.end:
            return True
    return False


def _marked(line: Line, hunk: Hunk) -> bool:
    old = line.old_text[max(0, hunk.old_start - _EDGE) : hunk.old_end + _EDGE]
    new = line.new_text[max(0, hunk.new_start - _EDGE) : hunk.new_end + _EDGE]
    return "\n" in old or "\n" in new or has_mark(old) or has_mark(new)


def _set_styles(old: Side, new: Side, part: str, language: str | None) -> None:
    if part in TITLED:
        old.style = style_of(old.text, part=part, language=language)
        new.style = style_of(new.text, part=part, language=language)
    else:
        old.style = new.style = style_of(old.text, new.text, part=part, language=language)


def _cut(window: Window, left: int) -> Window:
    return window._replace(
        old_end=min(window.old_end, window.old_start + left),
        new_end=min(window.new_end, window.new_start + left),
    )


def _wanted(differs: int, beside: int, all_flags: int) -> int:
    """The kinds of values to read: those that what differs, and stands beside it, can be part of.

    The same kinds on both sides, so that no value seems to have come or gone.
    """
    wanted = SAYING if all_flags & SAYING else 0
    if differs == _ALL:
        return wanted | CALENDAR | NUMERIC | CUE | CAPITAL | SAYING
    if differs & (_AMOUNTS | PART | SIGN) and beside & _AMOUNTS:
        wanted |= beside & (NUMERIC | CALENDAR) | (NUMERIC | CALENDAR if beside & DIGITS else 0)
    if beside & CAPITAL and differs & (CAPITAL | PART | SIGN | DIGITS):
        wanted |= CAPITAL | (beside & CALENDAR)
    if beside & CUE:
        wanted |= CUE
    return wanted


def _read(side: Side, tokens: Tokens, wanted: int, language: str | None) -> None:
    side.tokens.append(tokens)
    taken: set[int] = set()
    if wanted & CALENDAR:
        dates = Reader(tokens)
        dates.read()
        side.dates += dates.mentions
        side.bounds += dates.bounds
        taken = dates.taken
    if wanted & NUMERIC:
        side.numbers += numbers(tokens, taken, language)
    if wanted & CAPITAL:
        found, titles = names(tokens, taken, side.style)
        side.names += found
        side.titles += titles
    if wanted & CUE:
        side.cues += cues(tokens)
    if wanted & SAYING:
        side.sources += sources(tokens)
