"""The stories of a ledger as text and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import refs
from tracker.views.erase import erased_line, erasure
from tracker.views.layout import wrap
from tracker.views.lists import freshness_lines
from tracker.views.style import Line, Piece, Style, render
from tracker.views.when import when
from tracker.views.words import count

if TYPE_CHECKING:
    from tracker.desk.history import Stories, StoryLine

_HANG = 4


def text(result: Stories, style: Style) -> str:
    """Each story with its slug, how many revisions it has, when it last changed, and its headline."""
    lines = freshness_lines(result.freshness, style)
    for line in result.stories:
        lines += _story(line, style)
    if not result.stories:
        lines += wrap([Piece("No stories.")], style.width)
    return render(lines, style)


def data(result: Stories) -> dict[str, Any]:
    """`tracker.stories/1`."""
    return {
        "schema": "tracker.stories/1",
        "now": rfc3339(result.now),
        "freshness": refs.freshness(result.freshness),
        "stories": [
            {
                "story": refs.story(line.story),
                "headline": line.headline,
                "revisions": line.revisions,
                "latest_revision": line.latest_revision,
                "first_published": rfc3339(line.first_published),
                "latest_published": rfc3339(line.latest_published),
                "changed_at": rfc3339(line.changed_at),
                "withdrawn_at": refs.instant(line.withdrawn_at),
                "erased": erasure(line.erased),
            }
            for line in result.stories
        ],
    }


def _story(line: StoryLine, style: Style) -> list[Line]:
    # Whether a time was stated by the outlet is not known here, so it is not called "published".
    newest = f"r{line.latest_revision} of {when(line.latest_published, style)}"
    if not line.revisions:
        newest = "no revision of it counts (tracker log --all)"
    elif line.revisions > 1:
        newest = f"{count(line.revisions, 'revision')}, newest {newest}"
    lines = wrap([Piece(line.story.slug, "heading"), Piece(f"  {newest}")], style.width, hang=_HANG)
    indent = (Piece(" " * _HANG),)
    if line.withdrawn_at is not None:
        gone = Piece(f"! withdrawn {when(line.withdrawn_at, style)}", "warning")
        lines += wrap([gone], style.width, lead=indent, hang=_HANG + 2)
    headline = Piece(line.headline) if line.headline else Piece("(no headline)", "dim")
    if line.erased is not None:
        headline = Piece(f"r{line.erased.revision} {erased_line(line.erased, style)}", "warning")
    lines += wrap([headline], style.width, lead=indent, hang=_HANG)
    return lines + wrap([Piece(line.story.key, "dim")], style.width, lead=indent, hang=_HANG)
