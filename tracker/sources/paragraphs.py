"""Text to units: blank lines, indents and hard-wrapped lines undone. What a unit is, is for the wire reader.

Horizontal white space, no-break spaces among it, becomes one plain space. A form feed or paragraph separator ends
a paragraph, a vertical tab or line separator a line. Hyphens at a line's end are kept: nobody can tell a soft one.
Lines are joined by a space, but for scripts that write none (Chinese, Japanese).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tracker.sources import credits, dateline, furniture, headline, inserts, marks, notes

LONGEST_WRAPPED = 100
_TOP_BLOCKS = 8
_TOP_LINES = 12
_WIDE = re.compile(r"[\u2e80-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]")
_TERMINAL = frozenset('.!?…。！？"”’»)）؟۔।')
_PAGE_BREAKS = {"\f": "\n\n", "\u2029": "\n\n", "\v": "\n", "\u2028": "\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One paragraph-like piece. `alone`: nothing else in its block; `row`: a table row, its text as typed."""

    text: str
    alone: bool = True
    row: bool = False


def tidy(text: str) -> str:
    """The text with every run of white space made one plain space."""
    return " ".join(text.split())


def units(text: str) -> list[Unit]:
    """The units of a text in order."""
    for mark, lines in _PAGE_BREAKS.items():
        if mark in text:
            text = text.replace(mark, lines)
    blocks = list(_blocks(text))
    wrapped = [block for block in blocks if len(block) > 1]
    if not wrapped:
        return [Unit(text=tidy(block[0])) for block in blocks]
    by_line = _line_is_paragraph(wrapped)
    result: list[Unit] = []
    for number, block in enumerate(blocks):
        if len(block) == 1:
            result.append(Unit(text=tidy(block[0])))
            continue
        pieces = list(_unwrap(block, by_line=by_line, top=number < _TOP_BLOCKS))
        result.extend(pieces if len(pieces) > 1 else [Unit(text=piece.text, row=piece.row) for piece in pieces])
    return result


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines that are not blank."""
    block: list[str] = []
    for line in text.split("\n"):
        if line and not line.isspace():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _line_is_paragraph(blocks: list[list[str]]) -> bool:
    """True when each line is a paragraph of its own, rather than a piece of a hard-wrapped one.

    Lines of wrapped text go on in lower case; in scripts without it, long lines or lines that all end as
    sentences do tell paragraphs.
    """
    following = lower = ended = long = 0
    for block in blocks:
        before = ""
        for line in block:
            bare = line.strip()
            if before and line[0] == bare[0] and _goes_on(before, bare):
                following += 1
                lower += bare[0].islower()
                ended += before[-1] in _TERMINAL
            long += len(bare) > LONGEST_WRAPPED
            before = bare
    if lower * 3 >= following > 0:
        return False
    return long > 0 or (ended * 10 >= following * 6 and following > 0 and len(blocks) < 3)


def _goes_on(before: str, line: str) -> bool:
    """True where nothing but the line's end parts a line from the one before it."""
    if before[0] in "([（" and _is_open([before]):
        return False
    return line[0].islower() or not _starts(line)


def _unwrap(lines: list[str], *, by_line: bool, top: bool) -> Iterator[Unit]:
    if not by_line and not top and not any(map(_is_marked, lines)):
        yield Unit(text=_join(lines))
        return
    table = inserts.rows(lines)
    by_line = by_line or furniture.list_head(tidy(lines[0]))
    margin = min(map(_indent, lines))
    group: list[str] = []
    for number, line in enumerate(lines):
        early = top and number < _TOP_LINES
        if group and (table[number] or _breaks(group, line, _indent(line) - margin, by_line=by_line, early=early)):
            yield Unit(text=_join(group), alone=by_line)
            group = []
        if table[number]:
            yield Unit(text=line.strip(), alone=False, row=True)
        else:
            group.append(line.strip())
    if group:
        yield Unit(text=_join(group), alone=by_line)


def _breaks(group: list[str], line: str, indent: int, *, by_line: bool, early: bool) -> bool:
    """True when a line begins a new unit after the lines gathered so far."""
    bare, first, last = line.strip(), group[0], group[-1]
    if _is_open(group):
        return False
    if by_line or furniture.separator(first) or (early and _ends_top(first, bare)):
        return True
    if first[0] == "^" and (bare[0] == "^" or last[-1] in "<="):
        return True
    if indent >= 2 and not (inserts.is_bullet(first) and not inserts.is_bullet(bare)):
        return True
    return _starts(bare) or (len(group) < 9 and first[0] in "([" and last[-1] in ")]" and _opens_bracket(first))


def _ends_top(first: str, line: str) -> bool:
    """True where the lines above a story part: after a header or byline, before a byline or dateline."""
    if furniture.header(first) or headline.byline(first) or headline.byline(line):
        return True
    return dateline.has_agency(line)


def _is_open(group: list[str]) -> bool:
    """True while a bracketed note or credit line that opened a group has not closed."""
    if group[0][0] not in "([（" or len(group) > 8 or not _opens_bracket(group[0]):
        return False
    text = " ".join(line[:500] for line in group)
    return sum(map(text.count, "([（")) > sum(map(text.count, ")]）"))


def _opens_bracket(line: str) -> bool:
    return notes.opens(line) or credits.opens(line)


def _starts(line: str) -> bool:
    """True for a line that begins something new wherever it stands."""
    return marks.odd(line) and (
        line[0] == "^"
        or inserts.is_bullet(line)
        or notes.opens(line)
        or credits.opens(line)
        or credits.sign_off(line)
        or furniture.separator(line)
        or furniture.list_head(line)
        or furniture.line(line)
    )


def _is_marked(line: str) -> bool:
    """True when a line may be anything but the next line of a plain wrapped paragraph."""
    return line[0].isspace() or "   " in line or "\t" in line or "|" in line or marks.odd(line)


def _indent(line: str) -> int:
    """The width of the white space before a line; a tab or ideographic space is two columns or more."""
    if not line[0].isspace():
        return 0
    blank = line[: len(line) - len(line.lstrip())]
    return len(blank) + blank.count("\t") * 7 + blank.count("\u3000")


def _join(lines: list[str]) -> str:
    if len(lines) == 1 or all(line.isascii() for line in lines):
        return tidy(" ".join(lines))
    pieces = [tidy(lines[0])]
    for before, line in pairwise(lines):
        if not (_WIDE.match(before[-1]) and _WIDE.match(line[0])):
            pieces.append(" ")
        pieces.append(tidy(line))
    return "".join(pieces)
