"""One revision as text and as data: what a story said, when it stood, and how to get exactly this answer again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import refs
from tracker.views.article import article_lines
from tracker.views.banners import banner_lines, embargo_lines, withdrawal_lines
from tracker.views.corrections import correction, redated_line, voided_line
from tracker.views.erase import erased_line, erasure
from tracker.views.layout import labelled, wrap
from tracker.views.moments import Rows, moment_rows, revision_rows, stands_as
from tracker.views.style import BLANK, Piece, Style, render
from tracker.views.verdicts import audited, signed, untold, verdicts
from tracker.views.when import ago, at, near

if TYPE_CHECKING:
    from tracker.desk.show import Look, OnFile, Shown


def text(shown: Shown, style: Style, *, furniture: bool = False) -> str:
    """The revision with its times; `furniture` adds most-read lists and related links."""
    lines = wrap([Piece(f"{shown.story.slug}  r{shown.revision.number}", "heading")], style.width)
    lines += [*withdrawal_lines(shown.withdrawn, style), *embargo_lines(shown.embargo, style)]
    if shown.voided is not None:
        lines += banner_lines(voided_line(shown.voided, style), style)
    if shown.erased is not None:
        lines += banner_lines(f"{erased_line(shown.erased, style)}. Its text is gone.", style)
    if shown.article is not None and shown.article.headline:
        lines += wrap([Piece(shown.article.headline, "heading")], style.width)
    lines += [line for said in _banners(shown, style) for line in banner_lines(said, style)]
    lines += labelled(_rows(shown, style), style.width)
    if shown.article is not None:
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
        "embargo": None if shown.embargo is None else refs.embargo(shown.embargo),
        "voided": None if shown.voided is None else correction(shown.voided),
        "redated": None if shown.redated is None else correction(shown.redated),
        "looked": None if shown.looked is None else _looked(shown.looked),
        **audited(shown.audited),
        "erased": erasure(shown.erased),
        "article": None if shown.article is None else refs.article(shown.article),
    }


def _on_file(found: OnFile) -> dict[str, Any]:
    return {"at": rfc3339(found.at), "revision": found.revision}


def _looked(look: Look) -> dict[str, Any]:
    return {"job": look.job, "at": rfc3339(look.looked_at), "shard": look.shard, "position": look.position}


def _rows(shown: Shown, style: Style) -> Rows:
    rows = revision_rows(shown.revision, style)
    if shown.redated is not None:
        rows.insert(1, ("", [Piece(redated_line(shown.redated, style))]))
    if shown.revision.stated and shown.first_seen != shown.revision.recorded_at:
        rows.append(("first seen", [Piece(at(shown.first_seen, style))]))
    confirmed = _confirmed(shown, style)
    following = "none yet" if shown.next_seen is None else at(shown.next_seen, style)
    rows += [("last confirmed", [Piece(confirmed)]), ("next text", [Piece(following)])]
    rows += moment_rows(shown.moment, style)
    rows += [("checked", [Piece(said)]) for said in _checked(shown)]
    rows.append(("story", [Piece(shown.story.key)]))
    if shown.story.url:
        rows.append(("address", [Piece(shown.story.url)]))
    return rows


def _confirmed(shown: Shown, style: Style) -> str:
    """When the text was last met again; where that was in a run of a job, which one, and where the log says so."""
    last, looked = shown.last_confirmed, shown.looked
    if looked is not None and (last is None or looked.looked_at >= last):
        return f"{at(looked.looked_at, style)}, unchanged (job {looked.job}, #{looked.position})"
    return "never" if last is None else at(last, style)


def _banners(shown: Shown, style: Style) -> list[str]:
    banners = []
    ref = shown.revision
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
    if ref.recorded_at <= on_file.at:
        return f"It was corrected since: {found}."
    recorded = near(ref.recorded_at, ref.published_at, style)
    return f"r{ref.number} ({stands_as(ref)} {at(ref.published_at, style)}) was recorded {recorded}; {found}."
