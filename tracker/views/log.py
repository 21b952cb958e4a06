"""A story's history as text and as data: a line or two for every revision, confirmation and withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tracker.views import refs
from tracker.views.corrections import correction, correction_line, redated_line
from tracker.views.erase import erased_line, erasure
from tracker.views.layout import wrap
from tracker.views.lists import freshness_lines
from tracker.views.moments import moment_lines, stands_as
from tracker.views.style import Line, Piece, Style, render
from tracker.views.verdicts import audited, signed, untold, verdicts
from tracker.views.when import at, when
from tracker.views.words import count

if TYPE_CHECKING:
    from tracker.desk.corrected import CorrectionRef
    from tracker.desk.history import LogLine, StoryLog
    from tracker.desk.values import KeyedRef, ReinstatedRef, RevisionRef, WithdrawnRef

_HANG = 5


def text(log: StoryLog, style: Style) -> str:
    """The points in the order asked for; headlines where they change, notes in full, late arrivals and reverts said."""
    lines = wrap([Piece(log.story.slug, "heading"), Piece(f"  {_summary(log)}")], style.width, hang=_HANG)
    lines += freshness_lines(log.freshness, style)
    headlines = {line.revision.number: line.headline for line in log.lines}
    told = [(_place(log, line.revision), _line(line, headlines, style)) for line in log.lines]
    told += [(_place(log, found), _withdrawn(found, style)) for found in log.withdrawals]
    told += [(_place(log, found), _reinstated(found, style)) for found in log.reinstatements]
    told += [(found.position if log.recorded_order else found.recorded_at, _keyed(found, style)) for found in log.keys]
    corrected = [(found, _corrected(found, style)) for found in log.corrections]
    told += [(found.position if log.recorded_order else found.recorded_at, rows) for found, rows in corrected]
    for _, rows in sorted(told, key=lambda item: item[0]):
        lines += rows
    if not log.lines:
        nothing = "No revision counts at that moment." if log.voided else "No revision was known at that moment."
        lines += wrap([Piece(nothing)], style.width)
    return render([*lines, *moment_lines(log.moment, style)], style)


def data(log: StoryLog) -> dict[str, Any]:
    """`tracker.log/1`."""
    return {
        "schema": "tracker.log/1",
        "story": refs.story(log.story),
        "order": "recorded" if log.recorded_order else "published",
        "moment": refs.moment(log.moment),
        "freshness": refs.freshness(log.freshness),
        "lines": [_data(line) for line in log.lines],
        "withdrawals": [refs.withdrawn(found) for found in log.withdrawals],
        "reinstatements": [refs.withdrawn(found) for found in log.reinstatements],
        "keys": [refs.keyed(found) for found in log.keys],
        "voided": log.voided,
        "corrections": [correction(found) for found in log.corrections],
    }


def _data(line: LogLine) -> dict[str, Any]:
    return {
        "revision": refs.revision(line.revision),
        "confirmed": line.confirmed,
        "late": line.late,
        "headline": line.headline,
        "note": line.note,
        "paragraphs": line.paragraphs,
        "words": line.words,
        "previous": line.previous,
        "words_added": line.words_added,
        "words_removed": line.words_removed,
        "changes": line.changes,
        "coarse": line.coarse,
        "reverts_to": line.reverts_to,
        "voided": line.voided is not None,
        "erased": erasure(line.erased),
        "unavailable": line.unavailable,
        "redated_from": None if line.redated is None else refs.instant(line.redated.published_from),
        **audited(line.audited),
    }


def _summary(log: StoryLog) -> str:
    confirmations = sum(line.confirmed for line in log.lines)
    gone = sum(line.voided is not None for line in log.lines)
    parts = [count(len(log.lines) - confirmations - gone, "revision")]
    if confirmations:
        parts.append(count(confirmations, "confirmation"))
    order = "in the order they were recorded" if log.recorded_order else "in publication order"
    voided = f" · {log.voided:,} voided" + (
        "" if gone else ", --all shows it" if log.voided == 1 else ", --all shows them"
    )
    return f"{', '.join(parts)}, {order}{voided if log.voided else ''}"


def _place(log: StoryLog, point: RevisionRef | WithdrawnRef | ReinstatedRef) -> int:
    return point.position if log.recorded_order else point.published_at


def _withdrawn(found: WithdrawnRef, style: Style) -> list[Line]:
    why = found.reason or "its notice gives no reason"
    said = f"withdrawn {when(found.published_at, style)} · recorded {at(found.recorded_at, style)}: {why}"
    return _marked("!", Piece(f"{said}{_signed(found.by)}", "warning"), style)


def _reinstated(found: ReinstatedRef, style: Style) -> list[Line]:
    said = f"reinstated {when(found.published_at, style)} · recorded {at(found.recorded_at, style)}: {found.reason}"
    return _marked("+", Piece(f"{said}{_signed(found.by)}"), style)


def _corrected(found: CorrectionRef, style: Style) -> list[Line]:
    return _marked("×" if found.kind == "voided" else "~", Piece(correction_line(found, style)), style)


def _keyed(found: KeyedRef, style: Style) -> list[Line]:
    why = f": {found.reason}" if found.reason else ""
    verb = "also goes by" if found.linked else "no longer goes by"
    said = f"{verb} {found.key} · recorded {when(found.recorded_at, style)}{why}"
    return _marked("=" if found.linked else "≠", Piece(f"{said}{_signed(found.by)}", "dim"), style)


def _signed(by: str | None) -> str:
    return f" ({by})" if by else ""


def _marked(mark: str, said: Piece, style: Style) -> list[Line]:
    """What happened beside the texts, under a mark where revisions have their number."""
    lead = (Piece(mark, "warning" if said.role == "warning" else "heading"), Piece(" " * (_HANG - 1)))
    return wrap([said], style.width, lead=lead, hang=_HANG)


def _line(line: LogLine, headlines: Mapping[int, str | None], style: Style) -> list[Line]:
    ref = line.revision
    label = f"confirms r{ref.number}" if line.confirmed else f"r{ref.number}"
    said = [f"{stands_as(ref)} {when(ref.published_at, style)}"]
    if line.voided is not None:
        said.insert(0, "voided")
    if line.redated is not None:
        said.append(redated_line(line.redated, style))
    if line.late:
        said.append(f"late: recorded {at(ref.recorded_at, style)}")
    if line.erased is not None:
        said.append(erased_line(line.erased, style))
    elif not line.confirmed:
        said += [part for part in (_amount(line), _revert(line), untold(line.audited), signed(line.audited)) if part]
    lead = (Piece(label, "heading"), Piece(" " * max(2, _HANG - len(label))))
    lines = wrap([*lead, Piece(" · ".join(said))], style.width, hang=_HANG)
    below = [] if line.confirmed else _below(line, headlines)
    indent = (Piece(" " * _HANG),)
    return lines + [row for piece in below for row in wrap([piece], style.width, lead=indent, hang=_HANG)]


def _amount(line: LogLine) -> str:
    if line.unavailable:
        return f"comparison with r{line.previous} unavailable: erased"
    if line.previous is None:
        return f"{count(line.paragraphs, 'paragraph')}, {count(line.words, 'word')}"
    if line.words_added is None or line.words_removed is None:
        return f"not compared with r{line.previous}"
    about = "about " if line.coarse else ""
    return f"{about}+{line.words_added:,} −{line.words_removed:,} {'word' if _one(line) else 'words'}"


def _one(line: LogLine) -> bool:
    return (line.words_added or 0) + (line.words_removed or 0) == 1


def _revert(line: LogLine) -> str:
    return "" if line.reverts_to is None else f"revert to r{line.reverts_to}"


def _below(line: LogLine, headlines: Mapping[int, str | None]) -> list[Piece]:
    """The headline where it is not that of the text before, and the desk note."""
    pieces: list[Piece] = []
    if line.erased is not None:
        return pieces
    if line.previous is None or line.previous not in headlines or headlines[line.previous] != line.headline:
        if line.headline:
            pieces.append(Piece(line.headline))
        elif line.previous is not None:
            pieces.append(Piece("no headline any more", "dim"))
    if line.note:
        ruled = verdicts(line.audited.claims) if line.audited else ""
        pieces.append(Piece(f"note “{line.note}”{ruled}", "dim"))
    return pieces
