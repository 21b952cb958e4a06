"""A story rebuilt from its events, as text and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import refs
from tracker.views.article import article_lines
from tracker.views.banners import banner_lines, withdrawal_lines
from tracker.views.erase import erased_line, erasure
from tracker.views.layout import labelled, table, wrap
from tracker.views.moments import Rows, moment_rows, revision_rows
from tracker.views.style import BLANK, Line, Piece, Style, render
from tracker.views.when import at
from tracker.views.words import count

if TYPE_CHECKING:
    from tracker.desk.replay import Agreement, Replayed, Step

_MOST_DIFFERENCES = 20


def text(replayed: Replayed, style: Style) -> str:
    """Where the story stands by its events alone, what was held against that, every step if traced, and the article."""
    title = f"{replayed.story.slug}  r{replayed.revision.number}"
    rebuilt = f"  rebuilt from {count(replayed.events, 'event')} and {count(replayed.points, 'publish time')}"
    lines = wrap([Piece(title, "heading"), Piece(rebuilt)], style.width, hang=4)
    lines += withdrawal_lines(replayed.withdrawn, style)
    if replayed.erased is not None:
        lines += banner_lines(f"{erased_line(replayed.erased, style)}. Its text is gone.", style)
    if replayed.article is not None and replayed.article.headline:
        lines += wrap([Piece(replayed.article.headline, "heading")], style.width)
    rows: Rows = [*revision_rows(replayed.revision, style), *moment_rows(replayed.moment, style)]
    lines += labelled(
        [*rows, ("show says", [Piece("the same")]), ("log says", _agreement(replayed.projection))], style.width
    )
    lines += _differences(replayed.projection, style)
    if replayed.trace:
        lines += [BLANK, *_trace(replayed, style)]
    if replayed.article is not None:
        lines += [BLANK, *article_lines(replayed.article, style)]
    return render(lines, style)


def data(replayed: Replayed) -> dict[str, Any]:
    """`tracker.replay/1`."""
    return {
        "schema": "tracker.replay/1",
        "story": refs.story(replayed.story),
        "revision": refs.revision(replayed.revision),
        "moment": refs.moment(replayed.moment),
        "withdrawn": None if replayed.withdrawn is None else refs.withdrawn(replayed.withdrawn),
        "events": replayed.events,
        "points": replayed.points,
        "projection": {
            "agrees": replayed.projection.agrees,
            "lag": replayed.projection.lag,
            "differences": list(replayed.projection.differences),
        },
        "trace": [_step(step) for step in replayed.trace],
        "erased": erasure(replayed.erased),
        "article": None if replayed.article is None else refs.article(replayed.article),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "position": step.position,
        "type": step.type,
        "revision": step.revision,
        "published_at": refs.instant(step.published_at),
        "recorded_at": rfc3339(step.recorded_at),
        "stands_at": step.stands_at,
    }


def _agreement(projection: Agreement) -> list[Piece]:
    if not projection.agrees:
        found = count(len(projection.differences), "difference")
        return [Piece(f"otherwise, {found}: run `tracker projections rebuild revisions`", "warning")]
    if projection.lag:
        return [Piece(f"the same so far; it is {count(projection.lag, 'event')} behind")]
    return [Piece("the same")]


def _differences(projection: Agreement, style: Style) -> list[Line]:
    shown = list(projection.differences[:_MOST_DIFFERENCES])
    rest = len(projection.differences) - len(shown)
    if rest:
        shown.append(f"and {rest:,} more (--json lists all)")
    return [line for text in shown for line in wrap([Piece(f"  {text}", "warning")], style.width, hang=4)]


def _trace(replayed: Replayed, style: Style) -> list[Line]:
    rows = []
    for step in replayed.trace:
        subject = "" if step.revision is None else f" r{step.revision}"
        stands = "nothing yet" if step.stands_at is None else f"stands at r{step.stands_at}"
        rows.append(
            (
                Piece(f"#{step.position}", "dim"),
                Piece(f"{step.type}{subject}"),
                Piece(stands),
                Piece(f"recorded {at(step.recorded_at, style)}", "dim"),
            )
        )
    return table(rows, style.width)
