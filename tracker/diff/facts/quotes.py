"""What stands in quotation marks, of any style: “ ”, " ", ` ', `` '', ‘ ’, « », „ “, 「 」, ＂ and their mixtures.

Reads a whole paragraph, since a mark may stand far from the words it covers; a paragraph without marks costs one
search. Quotes inside quotes belong to the outer one. Apostrophes are told apart by what stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from unicodedata import normalize

from tracker.diff.facts.regions import Mention

_CLOSERS = {
    "“": "”“\"", "”": "”\"", "„": "“”\"", "‟": "”\"", '"': '"”“', "＂": "＂", "«": "»", "»": "«»", "‹": "›", "›": "‹›",
    "「": "」", "『": "』", "``": "''\"", "''": "''\"", "`": "'’", "‘": "’'", "'": "'’", "‚": "‘’'", "〝": "〟",
    "《": "》", "″": "″\"",
}  # fmt: skip
_ONLY_CLOSE = frozenset("」』》〟")
_RESTARTS = 8  # single marks of one text that open and never close
_SINGLE = frozenset("'‘’`‚")
_AFTER_OPENING = '$€£“"'
_BEFORE_CLOSING = '.,!?…%)”"»'
_LETTERS = re.compile(r"[^\W_]+")
_BEFORE_OPENING = frozenset(" \t\n\u00a0([{-–—/:,;\u3000。、，")


@cache
def _mark() -> re.Pattern[str]:
    # A single mark between two letters is an apostrophe, and never of a quotation.
    return re.compile(r"``|''|[“”„‟\"＂«»‹›「」『』《》〝〟″‚]|[`'‘’](?:(?<!\w.)|(?!\w))", re.DOTALL)


def has_mark(text: str) -> bool:
    """Whether there is any sign that can stand around a quotation."""
    if '"' in text or "'" in text or "`" in text:
        return True
    return not text.isascii() and _mark().search(text) is not None


def quotes(text: str) -> list[Mention]:
    """Every quotation in the text, marks included, in order; one that is never closed runs to the end."""
    if not has_mark(text):
        return []
    marks = list(_mark().finditer(text))
    found: list[Mention] = []
    first = 0
    for _ in range(_RESTARTS):
        unclosed = _read_from(text, marks, first, found)
        if unclosed < 0:
            break
        first = unclosed + 1  # a single mark that closes nowhere was none: "'Tis"
    return found


def _read_from(text: str, marks: Sequence[re.Match[str]], first: int, found: list[Mention]) -> int:
    """Note the quotations from one mark on; the place of a single mark that opened and never closes, or -1."""
    opening, start, inner, opened = "", 0, 0, -1
    for place, match in enumerate(marks[first:], first):
        mark, (at, end) = match[0], match.span()
        if mark in _SINGLE and _is_apostrophe(text, mark, at):
            continue
        if not opening:
            if _opens(text, mark, at, end):
                opening, start, inner, opened = mark, at, end, place
        elif mark in _CLOSERS[opening] and not _reopens(text, mark, at, end):
            _note(found, text, start, end, inner, at)
            opening = ""
            if mark == "“" and text[at - 1 : at].isspace() and text[end : end + 1].isalnum():
                opening, start, inner, opened = mark, at, end, place  # a paragraph that quotes on
    if opening in _SINGLE:
        return opened
    if opening:
        end = text.find("\n\n", inner)
        end = end if end >= 0 else len(text)
        _note(found, text, start, end, inner, end)
    return -1


def _is_apostrophe(text: str, mark: str, at: int) -> bool:
    """Whether a single mark is none of a quotation: inside a word, before a year ('07), or after nothing it closes."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isalnum():
        return after.isalnum()
    if mark != "’" and (after.isalnum() or after in _AFTER_OPENING) and after:
        return after.isdecimal() and text[at + 1 : at + 3].isdecimal() and not text[at + 3 : at + 4].isdecimal()
    return before not in _BEFORE_CLOSING or not before


def _opens(text: str, mark: str, start: int, end: int) -> bool:
    if mark in _ONLY_CLOSE or mark == "’" or mark not in _CLOSERS:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if mark in "\"”″''" and mark != "'":
        return (not before or before in _BEFORE_OPENING or not before.isascii()) and bool(after) and not after.isspace()
    return mark != "'" or not before.isalnum()


def _reopens(text: str, mark: str, start: int, end: int) -> bool:
    """Whether a mark that could close stands like one that opens: before a word and after a space."""
    if mark not in "'’":
        return False
    return text[start - 1 : start].isspace() and text[end : end + 1].isalnum()


def _note(found: list[Mention], text: str, start: int, end: int, inner: int, inner_end: int) -> None:
    words = said(text[inner:inner_end])
    if words:
        found.append(Mention(start, end, words))


def said(text: str) -> str:
    """The letters and digits of a quotation, so that case, signs and spaces make no difference."""
    if not text.isascii():
        text = normalize("NFKC", text)
    return "".join(_LETTERS.findall(text)).casefold()


def shown(text: str) -> str:
    """A quotation as it is shown: without its marks."""
    return text.strip(" \n\t“”„‟\"＂«»‹›「」『』《》〝〟″`'‘’")
