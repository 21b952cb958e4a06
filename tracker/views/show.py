"""One revision as text and as data: what a story said, when it stood, and how to get exactly this answer again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import refs
from tracker.views.article import article_lines
from tracker.views.layout import labelled, wrap
from tracker.views.moments import Rows, moment_rows, revision_rows, stands_as
from tracker.views.style import BLANK, Piece, Style, render
from tracker.views.verdicts import audited, signed, untold, verdicts
from tracker.views.when import ago, at, near, when

if TYPE_CHECKING:
    from tracker.desk.show import OnFile, Shown


def text(shown: Shown, style: Style, *, furniture: bool = False) -> str:
    """The revision with its times; `furniture` adds most-read lists and related links."""
    lines = wrap([Piece(f"{shown.story.slug}  r{shown.revision.number}", "heading")], style.width)
    if shown.article.headline:
        lines += wrap([Piece(shown.article.headline, "heading")], style.width)
    for banner in _banners(shown, style):
        lines += wrap([Piece(f"! {banner}", "warning")], style.width, hang=2)
    lines += labelled(_rows(shown, style), style.width)
    lines += [BLANK, *article_lines(shown.article, style, furniture=furniture)]
    return render(lines, style)


def data(shown: Shown) -> dict[str, Any]:
    """`tracker.show/1`."""
    return {
        "schema": "tracker.show/1",
        "story": refs.story(shown.story),
        "revision": refs.revision(shown.revision),
        "moment": refs.moment(shown.moment),
        "first_seen": rfc3339(shown.first_seen),
        "last_confirmed": refs.instant(shown.last_confirmed),
        "next_seen": refs.instant(shown.next_seen),
        "ahead": shown.ahead,
        "on_file": None if shown.on_file is None else _on_file(shown.on_file),
        "withdrawn": None if shown.withdrawn is None else refs.withdrawn(shown.withdrawn),
        **audited(shown.audited),
        "article": refs.article(shown.article),
    }


def _on_file(found: OnFile) -> dict[str, Any]:
    return {"at": rfc3339(found.at), "revision": found.revision}


def _rows(shown: Shown, style: Style) -> Rows:
    rows = revision_rows(shown.revision, style)
    if shown.revision.stated and shown.first_seen != shown.revision.recorded_at:
        rows.append(("first seen", [Piece(at(shown.first_seen, style))]))
    confirmed = "never" if shown.last_confirmed is None else at(shown.last_confirmed, style)
    following = "none yet" if shown.next_seen is None else at(shown.next_seen, style)
    rows += [("last confirmed", [Piece(confirmed)]), ("next text", [Piece(following)])]
    rows += moment_rows(shown.moment, style)
    rows += [("checked", [Piece(said)]) for said in _checked(shown)]
    rows.append(("story", [Piece(shown.story.key)]))
    if shown.story.url:
        rows.append(("address", [Piece(shown.story.url)]))
    return rows


def _banners(shown: Shown, style: Style) -> list[str]:
    banners = []
    ref = shown.revision
    if shown.withdrawn is not None:
        why = f": {shown.withdrawn.reason}" if shown.withdrawn.reason else "; its notice gives no reason"
        banners.append(f"WITHDRAWN {when(shown.withdrawn.published_at, style)}{why}")
    if shown.ahead:
        published = at(ref.published_at, style)
        banners.append(f"Its publish time lies ahead: {published} ({ago(ref.published_at, style.now)}).")
    if shown.on_file is not None:
        banners.append(_disagreement(shown, shown.on_file, style))
    return banners


def _checked(shown: Shown) -> list[str]:
    """What the audit says of this revision's note, and who signed it off; nothing where there is nothing to say."""
    found = shown.audited
    if found is None:
        return []
    ruled = verdicts(found.claims).removeprefix(" → ")
    said = [f"note {ruled}" if ruled else "", untold(found), signed(found)]
    parts = [part for part in said if part]
    return [" · ".join(parts)] if parts else []


def _disagreement(shown: Shown, on_file: OnFile, style: Style) -> str:
    """Readers saw one text at the asked time, but what had been recorded by then was another, or nothing."""
    ref = shown.revision
    then = near(on_file.at, ref.published_at, style)
    if on_file.revision is None:
        found = f"nothing was on file at {then}"
    else:
        found = f"on file at {then} was r{on_file.revision} (add --known-at {rfc3339(on_file.at)} to see it)"
    recorded = near(ref.recorded_at, ref.published_at, style)
    return f"r{ref.number} ({stands_as(ref)} {at(ref.published_at, style)}) was recorded {recorded}; {found}."
