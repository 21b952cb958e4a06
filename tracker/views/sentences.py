"""Sentences that left their paragraph, or their place in it: where each stands now, where it stood, and its edits.

In the paragraphs' own lines they stand removed at one place and added at another.
"""

from __future__ import annotations

from typing import Any

from tracker.diff.model import Comparison, SentenceLink, SentencePlace
from tracker.views.layout import wrap
from tracker.views.marks import beginning, escaped, marked, shortened
from tracker.views.style import Line, Piece, Style, broken
from tracker.views.words import paragraph_run


def moved_lines(comparison: Comparison, style: Style) -> list[Line]:
    """Every sentence that moved, in the order of the new text."""
    return [line for link in comparison.moved_sentences for line in _lines(link, style)]


def data(link: SentenceLink) -> dict[str, Any]:
    """One link between sentences, for JSON."""
    return {
        "old": [_place(place) for place in link.old],
        "new": [_place(place) for place in link.new],
        "moved": link.moved,
        "similarity": round(link.similarity, 4),
        "spans": [{"op": item.op, "text": item.text} for item in link.spans],
    }


def _lines(link: SentenceLink, style: Style) -> list[Line]:
    edited = any(span.op != "equal" for span in link.spans)
    heading = f"{_where(link.new)} (was {_where(link.old)})  moved{' and changed' if edited else ''}"
    return wrap([Piece(heading, "heading"), Piece("  "), *_body(link, style, edited=edited)], style.width, hang=4)


def _body(link: SentenceLink, style: Style, *, edited: bool) -> list[Piece]:
    if edited:
        return marked(shortened(link.spans), style)
    text = beginning("".join(span.text for span in link.spans))
    return broken(text if style.colour else escaped(text))


def _where(places: tuple[SentencePlace, ...]) -> str:
    (paragraph, first), (_, last) = places[0], places[-1]
    return f"{paragraph_run(paragraph, paragraph)} sentence {first}" + (f"–{last}" if len(places) > 1 else "")


def _place(place: SentencePlace) -> dict[str, int]:
    return {"paragraph": place[0], "sentence": place[1]}
