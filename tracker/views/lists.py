"""What every list says of itself: that it is behind the ledger, or made by another version of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.views.layout import wrap
from tracker.views.style import Line, Piece, Style
from tracker.views.words import count

if TYPE_CHECKING:
    from tracker.desk.history import Freshness


def freshness_lines(freshness: Freshness, style: Style) -> list[Line]:
    """Banners that say why the list may be incomplete, and what to do; none when it is not."""
    banners = []
    if freshness.lag:
        banners.append(
            f"{count(freshness.lag, 'recorded event')} not in this list yet: run `tracker projections catch-up`"
        )
    if freshness.stale:
        banners.append("This list was made by another version of tracker: run `tracker projections rebuild`")
    if freshness.errors:
        banners.append(f"{count(freshness.errors, 'event')} could not be read and may be missing here")
    return [line for banner in banners for line in wrap([Piece(f"! {banner}", "warning")], style.width, hang=2)]
