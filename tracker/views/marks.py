"""The words of a change: what came, what went and what moved, marked so that it can be told with and without colour.

Without colour, removed text stands in [-…-] and added text in {+…+}; a sentence that stands elsewhere now in [~…~], one
that stood elsewhere in {~…~}, each with the place and, in the latter, its edits. Article text may hold such signs
itself, so in uncoloured diffs a backslash stands before every bracket or brace that could be read as (half of) a mark,
and before every backslash: whoever reads on from left to right can always tell which is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.diff.model import UNIT_BREAK, Change, Op, Span
from tracker.diff.tokens import is_unspaced, tokenise
from tracker.views.style import Piece, Style, broken

CONTEXT = 8
"""How many words and signs around an edit are shown of a long unchanged stretch."""

_NAME = 5  # words that name a sentence where it stood
_SHORTEST_GAP = 6  # words and signs; a shorter stretch is not worth an ellipsis
_AMBIGUOUS = re.compile(r"\\|\[(?=[-~]|\Z)|\{(?=[+~]|\Z)|(?:(?<=[-~])|\A)\]|(?:(?<=[+~])|\A)\}")
_BARE = str.maketrans({" ": "␣", "\n": "↵", "\u3000": "⟨U+3000⟩", "\xa0": "⟨U+00A0⟩"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A sentence of a changed text, or several, that stands at another place in the other text.

    `came` tells that this is the new text; `place` is where it stands in the other one: "was in ¶6", "now in ¶3".
    `spans` are its own words, with its edits; `lead` and `tail` the spaces that came or went with it.
    """

    came: bool
    place: str
    spans: tuple[Span, ...]
    lead: str = ""
    tail: str = ""

    @property
    def edited(self) -> bool:
        """Whether any of its words differ."""
        return any(span.op != "equal" for span in self.spans)

    def one_side(self, other: Op) -> Moved:
        """It without the words of one operation: those that the other text has."""
        return replace(self, spans=tuple(span for span in self.spans if span.op != other))


Stretch = Span | Moved


def marked(stretches: Sequence[Stretch], style: Style) -> list[Piece]:
    """The stretches as pieces, removed, added and moved ones marked.

    White space that came or went alone is made visible; a paragraph break that a split or merge brought or took is
    shown as "¶".
    """
    pieces: list[Piece] = []
    for item in stretches:
        if isinstance(item, Moved):
            pieces += _moved(item, style)
            continue
        if style.colour and pieces and pieces[-1].role == "removed" and item.op == "insert":
            pieces.append(Piece(" "))  # or "41" and "38" would read as one number on a terminal without strike
        if item.op == "equal":
            pieces += unmarked(item.text, style)
        elif item.text:
            pieces += _edit(item, style)
    return pieces


def unmarked(text: str, style: Style) -> list[Piece]:
    """Text that stands in both, as pieces; without colour it is escaped."""
    return broken(text if style.colour else escaped(text))


def escaped(text: str) -> str:
    """`text` with a backslash before every sign that an uncoloured diff could be misread for."""
    return _AMBIGUOUS.sub(r"\\\g<0>", text)


def shortened(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches with long unchanged ones cut down to the words around the edits; edits stay whole.

    A sentence that moved is shown where it stands now: its edits, or its first words if it has none. Where it stood,
    its first words name it.
    """
    last = len(stretches) - 1
    shown: list[Stretch] = []
    for place, item in enumerate(stretches):
        if isinstance(item, Moved):
            shown.append(replace(item, spans=_named(item)))
        elif item.op == "equal":
            shown.append(Span(op="equal", text=_context(item.text, after=place > 0, before=place < last)))
        else:
            shown.append(item)
    return shown


def beginning(text: str, words: int = CONTEXT) -> str:
    """The first words of a text, with "…" where it goes on."""
    return _context(text, after=True, before=False, words=words)


def manner(change: Change) -> str:
    """Either ", spacing only" or ", typography only", to follow "changed" where no word differs; else nothing."""
    old, new = change.old_text, change.new_text
    if old is None or new is None or not change.edited:
        return ""
    if "".join(old.split()) == "".join(new.split()):
        return ", spacing only" if change.kind in ("changed", "moved") else ""
    return ", typography only" if change.typographic else ""


def _moved(item: Moved, style: Style) -> list[Piece]:
    opening, closing = ("{", "}") if item.came else ("[", "]")
    inner = marked(item.spans, style)
    if style.colour:
        return [
            Piece(item.lead),
            Piece(f"{opening}{item.place}: ", "dim"),
            *inner,
            Piece(closing, "dim"),
            Piece(item.tail),
        ]
    return [Piece(f"{item.lead}{opening}~{item.place}: "), *inner, Piece(f"~{closing}{item.tail}")]


def _named(item: Moved) -> tuple[Span, ...]:
    if item.came and item.edited:
        return tuple(span for span in shortened(item.spans) if isinstance(span, Span))
    text = "".join(span.text for span in item.spans if span.op != "insert")
    return (Span(op="equal", text=beginning(text) if item.came else beginning(text, _NAME)),)


def _edit(span: Span, style: Style) -> list[Piece]:
    text = span.text.replace(UNIT_BREAK, "¶").translate(_BARE) if span.text.isspace() else span.text
    text = text.replace(UNIT_BREAK, " ¶ ")
    if style.colour:
        return broken(text, "removed" if span.op == "delete" else "added")
    return broken(f"[-{escaped(text)}-]" if span.op == "delete" else f"{{+{escaped(text)}+}}")


def _context(text: str, *, after: bool, before: bool, words: int = CONTEXT) -> str:
    """An unchanged stretch that stands after an edit, before one, or between two."""
    tokens = list(_joined(text))
    reach = words * 2 if is_unspaced(text) else words  # there a token is one character
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
