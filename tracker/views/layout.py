"""Fitting pieces of text into lines: wrapping, cutting, columns. Widths are in terminal cells, as rich counts them.

Lines break at spaces, and between characters of scripts written without them; a longer word is cut. Nothing but the
spaces at a break is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, split_graphemes

from tracker.views.style import Line, Piece

_UNICODE = "latest"  # rich would otherwise ask the environment
_WORD = re.compile(r"[^ \u3000]+")
_CJK = (
    r"\u2e80-\u2fdf\u3001-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    r"\uffe0-\uffe6\U00020000-\U0003ffff"
)
_OPENING = r"(\[{“‘「『（【〔〈《［｛〖〘"
_CLOSING = (
    r")\]}”’.,:;!?%…、。，．：；！？・」』）】〕〉》］｝〗〙ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％"
)
_MARKS = r"\u0300-\u036f\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Between two characters of which one is CJK, but not after an opening bracket or before a closing one, and not
# between a diff's marks and what they enclose.
_BREAK = re.compile(
    rf"(?:(?<=[{_CJK}])|(?<=[{_CJK}][{_MARKS}])|(?=[{_CJK}]))"
    rf"(?<![{_OPENING}])(?<!\[-)(?<!\{{\+)(?![{_CLOSING}{_MARKS}])(?!-\]|\+\}})"
)

Range = tuple[int, int]


def cells(text: str) -> int:
    """How many terminal cells `text` takes; it must be safe already."""
    return cell_len(text, _UNICODE)


def wrap(pieces: Sequence[Piece], width: int, *, lead: Sequence[Piece] = (), hang: int = 0) -> list[Line]:
    """Lines of at most `width` cells; `lead` starts the first, `hang` spaces the others; at least one line.

    `lead` and `hang` must leave two cells or more. Pieces of role "break" break lines too.
    """
    first = width - sum(cells(piece.text) for piece in lead)
    indent = (Piece(" " * hang),) if hang else ()
    ranges = list(_ranges("".join(piece.text for piece in pieces), first, width - hang))
    top, *others = _cut(pieces, ranges)
    return [(*lead, *top), *((*indent, *line) if line else () for line in others)]


def fit(text: str, width: int) -> str:
    """`text` cut to `width` cells, with "…" at the end where something is missing."""
    if cells(text) <= width:
        return text
    start, end = next(_chopped(text, 0, len(text), width - 1, width - 1))
    return f"{text[start:end].rstrip()}…"


def labelled(rows: Sequence[tuple[str, Sequence[Piece]]], width: int) -> list[Line]:
    """Rows of a label and its value, the values under one another and wrapped."""
    column = max((cells(label) for label, _ in rows), default=0) + 2
    lines: list[Line] = []
    for label, value in rows:
        lead = (Piece(label, "dim"), Piece(" " * (column - cells(label))))
        lines += wrap(value, width, lead=lead, hang=column)
    return lines


def table(rows: Sequence[Sequence[Piece]], width: int, *, gap: int = 2) -> list[Line]:
    """Rows as columns that stand under one another; where they do not fit, the widest are cut."""
    if not rows:
        return []
    natural = [max(cells(piece.text) for piece in column) for column in zip(*rows, strict=True)]
    sizes = _shrunk(natural, width - gap * (len(natural) - 1))
    return [_row(row, sizes, gap) for row in rows]


def _row(row: Sequence[Piece], sizes: Sequence[int], gap: int) -> Line:
    line: list[Piece] = []
    missing = 0  # spaces owed before the next text, so that no line ends in spaces
    for piece, size in zip(row, sizes, strict=True):
        text = fit(piece.text, size)
        if text:
            line += [Piece(" " * missing), Piece(text, piece.role)] if missing else [Piece(text, piece.role)]
            missing = 0
        missing += size - cells(text) + gap
    return tuple(line)


def _shrunk(natural: Sequence[int], room: int) -> list[int]:
    """The sizes with the widest made smaller until all fit; each keeps at least one cell."""
    sizes = list(natural)
    excess = sum(sizes) - room
    while excess > 0 and max(sizes) > 1:
        widest = max(sizes)
        others = [size for size in sizes if size < widest]
        step = max(1, min(widest - max(others, default=1), excess))
        sizes[sizes.index(widest)] -= step
        excess -= step
    return sizes


def _ranges(text: str, first: int, rest: int) -> Iterator[Range]:
    """Where the lines of `text` start and end, the first of `first` cells and the others of `rest`."""
    offset, room = 0, first
    for line in text.split("\n"):
        yield from _filled(text, offset, offset + len(line), room, rest)
        offset, room = offset + len(line) + 1, rest


def _filled(text: str, offset: int, stop: int, room: int, rest: int) -> Iterator[Range]:
    """The lines of text[offset:stop], which holds no line feed; at least one, if an empty one."""
    start = end = offset
    used = 0
    for word, word_end in _words(text, offset, stop):
        gap, size = cells(text[end:word]), cells(text[word:word_end])
        if used + gap + size <= room:
            used, end = used + gap + size, word_end
            continue
        if end > start:
            yield start, end
            room = rest
        start, end, used = word, word_end, size
        if size > room:
            *full, (start, end) = _chopped(text, word, word_end, room, rest)
            yield from full
            room, used = rest if full else room, cells(text[start:end])
    yield start, end


def _words(text: str, offset: int, stop: int) -> Iterator[Range]:
    """The stretches between which a line may break."""
    for match in _WORD.finditer(text, offset, stop):
        start = match.start()
        if not match[0].isascii():
            for opportunity in _BREAK.finditer(text, start + 1, match.end()):
                if opportunity.start() < match.end():
                    yield start, opportunity.start()
                    start = opportunity.start()
        yield start, match.end()


def _chopped(text: str, start: int, stop: int, room: int, rest: int) -> Iterator[Range]:
    """text[start:stop] cut between graphemes into a stretch of `room` cells and others of `rest`."""
    if text[start:stop].isascii():  # a cell each
        while stop - start > room:
            yield start, start + room
            start, room = start + room, rest
        yield start, stop
        return
    begin, used = start, 0
    for low, _, size in split_graphemes(text[start:stop], _UNICODE)[0]:
        if used + size > room:
            yield begin, start + low
            begin, used, room = start + low, 0, rest
        used += size
    yield begin, stop


def _cut(pieces: Sequence[Piece], ranges: Sequence[Range]) -> Iterator[Line]:
    """The pieces within each of the ascending ranges of their joined text."""
    at = offset = 0  # `offset` is where piece `at` starts
    for start, end in ranges:
        line = []
        while at < len(pieces) and offset < end:
            piece = pieces[at]
            inside = piece.text[max(start - offset, 0) : end - offset]
            if inside:
                line.append(Piece(inside, piece.role))
            if offset + len(piece.text) > end:
                break
            offset += len(piece.text)
            at += 1
        yield tuple(line)
