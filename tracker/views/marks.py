"""The words of a change: what came and what went, marked so that it can be told with and without colour.

Without colour, removed text stands in [-…-] and added text in {+…+}. Article text may hold such signs itself, so in
uncoloured diffs a backslash stands before every bracket or brace that could be read as (half of) a mark, and before
every backslash: whoever reads on from left to right can always tell which is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.diff.model import UNIT_BREAK, Change, Span
from tracker.diff.tokens import fold, is_unspaced, tokenise
from tracker.views.style import Piece, Style, broken

CONTEXT = 8
"""How many words and signs around an edit are shown of a long unchanged stretch."""

_SHORTEST_GAP = 6  # words and signs; a shorter stretch is not worth an ellipsis
_AMBIGUOUS = re.compile(r"\\|\[(?=-|\Z)|\{(?=\+|\Z)|(?:(?<=-)|\A)\]|(?:(?<=\+)|\A)\}")
_BARE = str.maketrans({" ": "␣", "\n": "↵", "\u3000": "⟨U+3000⟩", "\xa0": "⟨U+00A0⟩"})


def marked(spans: Sequence[Span], style: Style) -> list[Piece]:
    """The spans as pieces, removed and added ones marked. White space that came or went alone is made visible.

    A paragraph break that a split or merge brought or took is shown as "¶".
    """
    pieces: list[Piece] = []
    for span in spans:
        if style.colour and pieces and pieces[-1].role == "removed" and span.op == "insert":
            pieces.append(Piece(" "))  # or "41" and "38" would read as one number on a terminal without strike
        if span.op == "equal":
            pieces += broken(span.text if style.colour else escaped(span.text))
        elif span.text:
            pieces += _edit(span, style)
    return pieces


def escaped(text: str) -> str:
    """`text` with a backslash before every sign that an uncoloured diff could be misread for."""
    return _AMBIGUOUS.sub(r"\\\g<0>", text)


def shortened(spans: Sequence[Span]) -> list[Span]:
    """The spans with long unchanged stretches cut down to the words around the edits; edits stay whole."""
    last = len(spans) - 1
    return [
        Span(op="equal", text=_context(span.text, after=place > 0, before=place < last)) if span.op == "equal" else span
        for place, span in enumerate(spans)
    ]


def beginning(text: str) -> str:
    """The first words of a text, with "…" where it goes on."""
    return _context(text, after=True, before=False)


def manner(change: Change) -> str:
    """Either ", spacing only" or ", typography only", to follow "changed" where no word differs; else nothing."""
    old, new = change.old_text, change.new_text
    if old is None or new is None or old == new or not change.edited:
        return ""
    if "".join(old.split()) == "".join(new.split()):
        return ", spacing only" if change.kind in ("changed", "moved") else ""
    return ", typography only" if fold(old) == fold(new) else ""


def _edit(span: Span, style: Style) -> list[Piece]:
    text = span.text.replace(UNIT_BREAK, "¶").translate(_BARE) if span.text.isspace() else span.text
    text = text.replace(UNIT_BREAK, " ¶ ")
    if style.colour:
        return broken(text, "removed" if span.op == "delete" else "added")
    return broken(f"[-{escaped(text)}-]" if span.op == "delete" else f"{{+{escaped(text)}+}}")


def _context(text: str, *, after: bool, before: bool) -> str:
    """An unchanged stretch that stands after an edit, before one, or between two."""
    tokens = list(_joined(text))
    reach = CONTEXT * 2 if is_unspaced(text) else CONTEXT  # there a token is one character
    shown = reach * (after + before)
    if not shown or len(tokens) < shown + _SHORTEST_GAP:
        return text
    head = "".join(tokens[:reach]).rstrip() + " " if after else ""
    tail = " " + "".join(tokens[-reach:]) if before else ""
    return f"{head}…{tail}"


def _joined(text: str) -> Iterator[str]:
    for core, space in tokenise(text):
        if core or space:
            yield core + space
