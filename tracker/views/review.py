"""Reviews just recorded or withdrawn, as text and as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.views import refs
from tracker.views.layout import wrap
from tracker.views.style import Line, Piece, Style, render
from tracker.views.when import at
from tracker.views.words import count

if TYPE_CHECKING:
    from tracker.desk.review import Signed, Withdrawn

_HANG = 4


def text(signed: Sequence[Signed], style: Style) -> str:
    """A line for each review: what it covers, what was said, by whom, and where it stands in the ledger."""
    return render([line for item in signed for line in _signed(item, style)], style)


def data(signed: Sequence[Signed]) -> dict[str, Any]:
    """`tracker.review/1`."""
    return {
        "schema": "tracker.review/1",
        "reviews": [
            {
                "story": refs.story(item.story),
                "revision": refs.revision(item.revision),
                "previous": item.previous,
                "whole": item.whole,
                "findings": [row.number for row in item.findings],
                "verdict": str(item.verdict),
                "name": item.name,
                "comment": item.comment,
                "position": item.position,
                "recorded_at": refs.instant(item.recorded_at),
            }
            for item in signed
        ],
    }


def withdrawn_text(withdrawn: Sequence[Withdrawn], style: Style) -> str:
    """A line for each review that no longer counts."""
    lines: list[Line] = []
    for item in withdrawn:
        said = f"the “{item.verdict}” of {item.name} (#{item.review}) no longer counts  #{item.position}"
        lines += wrap(
            [Piece(f"{item.story.slug}@r{item.revision}", "heading"), Piece(f"  {said}")], style.width, hang=4
        )
    return render(lines, style)


def withdrawn_data(withdrawn: Sequence[Withdrawn]) -> dict[str, Any]:
    """`tracker.review.withdraw/1`."""
    return {
        "schema": "tracker.review.withdraw/1",
        "withdrawn": [
            {
                "story": refs.story(item.story),
                "revision": item.revision,
                "verdict": str(item.verdict),
                "name": item.name,
                "review": item.review,
                "position": item.position,
                "recorded_at": refs.instant(item.recorded_at),
            }
            for item in withdrawn
        ],
    }


def _signed(item: Signed, style: Style) -> list[Line]:
    name = f"{item.story.slug}@r{item.revision.number}"
    pair = f"r{item.previous} → r{item.revision.number}" if item.previous is not None else "its first revision"
    numbers = ", ".join(f"n{row.number}" for row in item.findings)
    found = f"{count(len(item.findings), 'finding')} ({numbers})" if item.findings else "no findings"
    covers = f"{pair} with {found}" if item.whole else found
    said = f"  {item.verdict} by {item.name}: {covers}  {at(item.recorded_at, style)} #{item.position}"
    comment = [Piece(f"  “{item.comment}”", "dim")] if item.comment else []
    return wrap([Piece(name, "heading"), Piece(said), *comment], style.width, hang=_HANG)
