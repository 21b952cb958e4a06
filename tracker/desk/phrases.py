"""Finding a phrase in a text as people type it: a fixed string, or a regular expression that takes linear time.

Agencies set “curly” quotes, dashes of four lengths and spaces that do not break; people type none of these. Both sides
are folded to what is typed, and what is found is told in places of the original text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from tracker.diff.tokens import is_unspaced
from tracker.errors import UsageError
from tracker.linear import check, compiled

Span = tuple[int, int]  # start and end (exclusive) in characters of the text as it stands
Finder = Callable[[str], Iterator[Span]]

_DOUBLE, _SINGLE, _DASH = "“”„‟«»″＂", "‘’‚‛′`´＇", "‐‑‒–—―−"
_HIDDEN = "\u200b\u200e\u200f\u2060\ufeff\u00ad"
_MARKS = r"\u0300-\u036f"
_ASCII = re.compile(r"``|''|`|--+|\s\s+|[^\S ]")
_ANY = rf"``|''|-[-{_DASH}]+|\s\s+|[^\S ]|[{_DOUBLE}{_SINGLE}…{_HIDDEN}]|[{_DASH}][-{_DASH}]*"
_TYPOGRAPHY = re.compile(_ANY)
_WITH_MARKS = re.compile(rf"{_ANY}|[^\s{_MARKS}][{_MARKS}]+")
_ANY_MARK = re.compile(f"[{_MARKS}]")
_ANY_HIDDEN = re.compile(f"[{_HIDDEN}]")
_CORE = re.compile("[A-Za-z0-9]+")
_ONE_TO_ONE = str.maketrans({**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'")})
_SPACE = re.compile(r"[^\S ]")
_DASHES = re.compile(f"[{_DASH}]")
_WITHOUT = "; without --regex the pattern is taken as it stands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: a fixed string, or with `regex` a pattern; `words` takes only what stands as whole words."""

    pattern: str
    regex: bool = False
    ignore_case: bool = False
    words: bool = False


def finder(wanted: Wanted) -> Finder:
    """A function that gives the places of the phrase in a text, ascending, none overlapping and none empty.

    UsageError when the pattern can match nothing, is too large, is none, or needs a library that is not installed. It
    takes time linear in the text, whatever the pattern.
    """
    check(wanted.pattern)
    find = _by_pattern(wanted) if wanted.regex else _by_string(wanted)
    return (lambda text: (span for span in find(text) if _is_whole(text, span))) if wanted.words else find


def _by_string(wanted: Wanted) -> Finder:
    needle = _fold(wanted.pattern, ignore_case=wanted.ignore_case)
    if not needle:
        raise UsageError("an empty pattern matches everywhere: give some text to look for")
    core = max(_CORE.findall(needle), key=len, default="")

    def find(text: str) -> Iterator[Span]:
        # Most texts lack even the longest word; only a sign that hides within it could keep it from being seen.
        if core not in (text.casefold() if wanted.ignore_case else text) and not _ANY_HIDDEN.search(text):
            return
        folded = _fold(text, ignore_case=wanted.ignore_case)
        at = folded.find(needle)
        if at < 0:
            return
        starts, ends = _places(text, ignore_case=wanted.ignore_case)
        last = 0
        while at >= 0:
            start, end = starts[at], ends[at + len(needle) - 1]
            if start >= last:  # "…" is three full stops, but one sign
                last = end
                yield start, end
            at = folded.find(needle, at + len(needle))

    return find


def _by_pattern(wanted: Wanted) -> Finder:
    # A dash is escaped, or it would make a range of a set of signs.
    typed_pattern = _DASHES.sub(r"\-", wanted.pattern.translate(_ONE_TO_ONE))
    found = compiled(typed_pattern, ignore_case=wanted.ignore_case, instead=_WITHOUT)

    def find(text: str) -> Iterator[Span]:
        typed = _DASHES.sub("-", _SPACE.sub(" ", text.translate(_ONE_TO_ONE)))
        for match in found.finditer(typed.encode("utf-8", "replace").decode()):
            if match.start() < match.end():
                yield match.start(), match.end()

    return find


def _is_whole(text: str, span: Span) -> bool:
    """Whether no word goes on beyond either end; in scripts without spaces every character is a word."""
    start, end = span
    return not (_joined(text[start - 1 : start], text[start]) or _joined(text[end - 1], text[end : end + 1]))


def _joined(one: str, other: str) -> bool:
    return all(sign and (sign.isalnum() or sign == "_") and not is_unspaced(sign) for sign in (one, other))


def _fold(text: str, *, ignore_case: bool) -> str:
    folded = _typography(text).sub(_typed, text)
    return folded.casefold() if ignore_case else folded


def _typography(text: str) -> re.Pattern[str]:
    """What finds the stretches of a text that are not as they are typed: as little as will do, for speed."""
    if text.isascii():
        return _ASCII
    return _WITH_MARKS if _ANY_MARK.search(text) else _TYPOGRAPHY


def _typed(match: re.Match[str]) -> str:
    """What is typed for a stretch of typography."""
    found = match[0]
    if found in ("``", "''") or found in _DOUBLE:
        return '"'
    if found in _SINGLE:
        return "'"
    if found == "…":
        return "..."
    if found in _HIDDEN:
        return ""
    if found.isspace():
        return " "
    return "-" if found[0] == "-" or found[0] in _DASH else normalize("NFC", found)


def _places(text: str, *, ignore_case: bool) -> tuple[Sequence[int], Sequence[int]]:
    """For each character of the folded text, where in `text` it starts, and where it ends."""
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in _typography(text).finditer(text):
        _plain(text, at, match.start(), starts, ends, ignore_case=ignore_case)
        typed = _typed(match)
        size = len(typed.casefold() if ignore_case else typed)
        starts += [match.start()] * size
        ends += [match.end()] * size
        at = match.end()
    _plain(text, at, len(text), starts, ends, ignore_case=ignore_case)
    return starts, ends


def _plain(text: str, low: int, high: int, starts: list[int], ends: list[int], *, ignore_case: bool) -> None:
    """Add the places of text[low:high], which is folded character by character."""
    # Folding case never makes a character shorter, so where the length stays every character stays one.
    if not ignore_case or len(text[low:high].casefold()) == high - low:
        starts += range(low, high)
        ends += range(low + 1, high + 1)
        return
    for at in range(low, high):
        size = len(text[at].casefold())
        starts += [at] * size
        ends += [at + 1] * size
