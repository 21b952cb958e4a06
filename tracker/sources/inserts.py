"""Recognising what desks print among the paragraphs but do not count: bullets, subheads and table rows."""

from __future__ import annotations

import re

_BULLET = re.compile(r"(?:\*{1,2}(?=\s|[A-Z\"“])|[•▪●◦‣■▸►∙])\s*(?=\S)")
_CELLS = re.compile(r"\S(?:\t+| {3,}|\s*\|\s*)(?=\S)")
_SMALL_WORDS = (
    "a an and as at but by de del der die du en et for from in into is la le nor of off on or over per the to "
    "und up upon via vs vs. with y"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_MOST_LETTERS = 70


def bullet(text: str) -> str | None:
    """The text of a bullet without its mark; None where a text is none."""
    match = _BULLET.match(text)
    return text[match.end() :] if match else None


def is_bullet(text: str) -> bool:
    """True when a text opens with a bullet mark."""
    return _BULLET.match(text) is not None


def rows(lines: list[str]) -> list[bool]:
    """Which lines are rows of a table: runs of two or more whose columns stand apart (tab, bar, three spaces)."""
    cells = [_cells(line) for line in lines]
    marks = [False] * len(lines)
    for at in range(1, len(lines)):
        if cells[at] and cells[at - 1]:
            marks[at] = marks[at - 1] = True
    return marks


def subhead(text: str) -> bool:
    """True for a short standing line in capitals or title case that is no sentence."""
    if len(text) > _MOST_LETTERS or text[-1] in ".!:;,”\"')…。！；：" or not text[0].isalnum():
        return False
    words = text.split()
    if text == text.upper():
        return text != text.lower() and sum(map(str.isalpha, text)) >= 4
    if len(words) > 9 or sum(not any(map(str.isalpha, word)) for word in words) > 1:
        return False
    return words[0][0].isupper() and all(_in_title_case(word) for word in words)


def _cells(line: str) -> bool:
    if "\t" not in line and "|" not in line and "   " not in line:
        return False
    line = line.strip()
    return not line.startswith("^") and _CELLS.search(line[:400]) is not None


def _in_title_case(word: str) -> bool:
    word = word.lstrip("“\"'‘(")
    return not word or not word[0].islower() or word.rstrip(",") in _SMALL
