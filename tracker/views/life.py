"""What was done to a story beside its texts, as text and as data: withdrawn, reinstated, given a key, or rid of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import refs
from tracker.views.layout import wrap
from tracker.views.moments import stands_as
from tracker.views.style import Line, Piece, Style, render
from tracker.views.when import at, when

if TYPE_CHECKING:
    from tracker.desk.life import Turned
    from tracker.desk.link import Link

_HANG = 4
_DRY = "dry run: nothing was recorded"


def turned_text(turned: Turned, style: Style) -> str:
    """From when on the story is withdrawn or stands again, by whom and why, and which text that is about."""
    done = "withdrawn" if turned.withdrawn else "reinstated"
    was = f"is {done}" if turned.position is not None else f"would be {done}"
    said = f"  {was} from {when(turned.at, style)} on: {turned.reason}  ({turned.by})"
    lines = _headed(turned.story.slug, said, turned.position, style)
    text = f"r{turned.text.number}, {stands_as(turned.text)} {at(turned.text.published_at, style)}"
    below = [Piece(f"last text then: {text}")]
    if turned.before is not None:
        why = f": {turned.before.reason}" if turned.before.reason else ""
        below.append(Piece(f"withdrawn since {at(turned.before.published_at, style)}{why}"))
    if turned.until is not None:
        again = "reinstated" if turned.withdrawn else "withdrawn"
        below.append(Piece(f"! until {at(turned.until, style)}: as recorded before, it was {again} then", "warning"))
    return render([*lines, *_below(below, style), *_dry(turned.position, style)], style)


def turned_data(turned: Turned) -> dict[str, Any]:
    """`tracker.withdraw/1` or `tracker.reinstate/1`."""
    told = {
        "schema": "tracker.withdraw/1" if turned.withdrawn else "tracker.reinstate/1",
        "story": refs.story(turned.story),
        "at": rfc3339(turned.at),
        "by": turned.by,
        "reason": turned.reason,
        "revision": refs.revision(turned.text),
        "until": refs.instant(turned.until),
        "dry_run": turned.position is None,
        "position": turned.position,
        "recorded_at": refs.instant(turned.recorded_at),
    }
    if not turned.withdrawn:
        told["withdrawn"] = None if turned.before is None else refs.withdrawn(turned.before)
    return told


def link_text(links: Sequence[Link], style: Style) -> str:
    """A line for each key: what it leads to from now on, or no longer."""
    lines: list[Line] = []
    for item in links:
        dry = item.position is None
        if item.linked:
            said = f"  {'would also go' if dry else 'also goes'} by {item.key}"
        else:
            said = f"  {'would no longer go' if dry else 'no longer goes'} by {item.key}"
        why = f": {item.reason}" if item.reason else ""
        lines += _headed(item.story.slug, f"{said}{why}  ({item.by})", item.position, style)
    if links and not links[0].linked:
        lines += _below([Piece("what was filed under it before stays where it is", "dim")], style)
    return render([*lines, *(_dry(links[0].position, style) if links else ())], style)


def link_data(links: Sequence[Link]) -> dict[str, Any]:
    """`tracker.link/1`."""
    return {
        "schema": "tracker.link/1",
        "links": [
            {
                "story": refs.story(item.story),
                "key": item.key,
                "linked": item.linked,
                "by": item.by,
                "reason": item.reason,
                "dry_run": item.position is None,
                "position": item.position,
                "recorded_at": refs.instant(item.recorded_at),
            }
            for item in links
        ],
    }


def _headed(slug: str, said: str, position: int | None, style: Style) -> list[Line]:
    place = [] if position is None else [Piece(f"  #{position}", "dim")]
    return wrap([Piece(slug, "heading"), Piece(said), *place], style.width, hang=_HANG)


def _below(pieces: Sequence[Piece], style: Style) -> list[Line]:
    indent = (Piece(" " * _HANG),)
    return [line for piece in pieces for line in wrap([piece], style.width, lead=indent, hang=_HANG)]


def _dry(position: int | None, style: Style) -> list[Line]:
    return [] if position is not None else wrap([Piece(_DRY, "dim")], style.width)
