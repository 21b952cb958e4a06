"""The lines that say which times an answer rests on, and how to get exactly the same answer again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.story.times import rfc3339
from tracker.views.layout import labelled
from tracker.views.style import Line, Piece, Style
from tracker.views.when import at, when

if TYPE_CHECKING:
    from tracker.desk.values import AskedMoment, RevisionRef

Rows = list[tuple[str, list[Piece]]]


def revision_rows(ref: RevisionRef, style: Style) -> Rows:
    """When a revision was published, or first seen, and when and where it was recorded."""
    return [
        (stands_as(ref), [Piece(when(ref.published_at, style))]),
        ("recorded", [Piece(f"{at(ref.recorded_at, style)}, position #{ref.position}")]),
    ]


def stands_as(ref: RevisionRef) -> str:
    """What the revision's place on the published clock is: "published" only if the outlet said so."""
    return "published" if ref.stated else "first seen"


def moment_rows(moment: AskedMoment, style: Style) -> Rows:
    """The moment that was asked for, with every instant as resolved, and what repeats the answer."""
    asked = []
    if moment.published is not None:
        asked.append(f"published by {at(moment.published, style)}")
    if moment.known_at is not None:
        asked.append(f"recorded by {at(moment.known_at, style)}")
    rows: Rows = [("asked for", [Piece(" and ".join(asked))])] if asked else []
    return [*rows, ("to repeat", [Piece(repeat(moment))])]


def moment_lines(moment: AskedMoment, style: Style) -> list[Line]:
    """As `moment_rows`, as dim lines under a result."""
    return [
        tuple(Piece(piece.text, "dim") for piece in line) for line in labelled(moment_rows(moment, style), style.width)
    ]


def repeat(moment: AskedMoment) -> str:
    """The options that give exactly this answer again, whatever is recorded later."""
    position = moment.head if moment.position is None else moment.position
    at_option = "" if moment.published is None else f"--at {rfc3339(moment.published)} "
    return f"{at_option}--known-at '#{position}'"
