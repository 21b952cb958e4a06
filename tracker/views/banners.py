"""Warnings that stand above a text: what must be known before a word of it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.views.layout import wrap
from tracker.views.style import Line, Piece, Style
from tracker.views.when import when

if TYPE_CHECKING:
    from tracker.desk.embargo import Embargo
    from tracker.desk.values import WithdrawnRef


def banner_lines(said: str, style: Style) -> list[Line]:
    """One warning, wrapped."""
    return wrap([Piece(f"! {said}", "warning")], style.width, hang=2)


def withdrawal_lines(found: WithdrawnRef | None, style: Style) -> list[Line]:
    """That the story was withdrawn, when and why; nothing where it stands."""
    if found is None:
        return []
    why = f": {found.reason}" if found.reason else "; its notice gives no reason"
    return banner_lines(f"WITHDRAWN {when(found.published_at, style)}{why}", style)


def embargo_lines(found: Embargo | None, style: Style) -> list[Line]:
    """Until when the text must not be used, in the words of the article where they are no time."""
    if found is None:
        return []
    if found.until is None:
        return banner_lines(f"EMBARGO, not in a form that can be read as a time: “{found.text}”", style)
    return banner_lines(f"EMBARGO until {when(found.until, style)}", style)
