"""How text is to look, and the pieces of text that carry a role until they are written out.

A `Piece` is safe from the moment it is made, so nothing hostile can be measured, wrapped or written. Where lines break
is left to `layout`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo
from html import escape
from typing import Literal

from tracker.views.safe import safe_line

Role = Literal["plain", "heading", "dim", "warning", "added", "removed", "break"]

MIN_WIDTH, MAX_WIDTH = 40, 200

# Blue and amber, with underline and strike: red and green fail colour-blind readers. These two shades of the 256 can be
# read on a dark and on a light ground.
_SGR: dict[Role, str] = {
    "heading": "1",
    "dim": "2",
    "warning": "1;35",
    "added": "4;38;5;33",
    "removed": "9;38;5;172",
}

_TAGS: dict[Role, str] = {"heading": "b", "dim": "small", "warning": "strong", "added": "ins", "removed": "del"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How to lay results out: `width` in columns (held to 40–200), `zone` for times, `now` (micros) for ages.

    `html` has roles written as elements of HTML, to stand within <pre>; it goes with `colour`.
    """

    width: int
    colour: bool
    zone: tzinfo
    now: int
    html: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", max(MIN_WIDTH, min(self.width, MAX_WIDTH)))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text on one line, and the role it plays. Whatever it is made of, its text is safe.

    A line feed in it is shown, not obeyed, or a headline could forge the lines below it; only a piece of role "break"
    breaks the line. Unlike other values it is made by position: lines are built of little else.
    """

    text: str
    role: Role = "plain"

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", "\n" if self.role == "break" else safe_line(self.text))


Line = tuple[Piece, ...]
BLANK: Line = ()
_BREAK = Piece("", "break")


def broken(text: str, role: Role = "plain") -> list[Piece]:
    """A text that may have several lines, such as a paragraph, as pieces; its line feeds break lines."""
    first, *others = (Piece(line, role) for line in text.split("\n"))
    return [first, *(piece for line in others for piece in (_BREAK, line))]


def render(lines: Iterable[Line], style: Style) -> str:
    """The lines as text, each ended by a line feed: plain, or with ANSI colours."""
    return "".join(f"{''.join(_painted(piece, style) for piece in line)}\n" for line in lines)


def _painted(piece: Piece, style: Style) -> str:
    if style.html:
        tag = _TAGS.get(piece.role)
        return f"<{tag}>{escape(piece.text)}</{tag}>" if tag and piece.text else escape(piece.text)
    sgr = _SGR.get(piece.role)
    return f"\x1b[{sgr}m{piece.text}\x1b[0m" if style.colour and sgr and piece.text else piece.text
