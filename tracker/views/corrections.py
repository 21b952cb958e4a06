"""Corrections of revisions as text and as data: what was voided, restored or redated, and what the story says then."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import refs
from tracker.views.layout import wrap
from tracker.views.moments import stands_as
from tracker.views.style import Piece, Style, render
from tracker.views.when import at, when

if TYPE_CHECKING:
    from tracker.desk.corrected import CorrectionRef
    from tracker.desk.corrections import Corrected
    from tracker.desk.values import RevisionRef

_HANG = 4
_NAMES = {"voided": "tracker.void/1", "restored": "tracker.void.undo/1", "redated": "tracker.redate/1"}


def text(done: Corrected, style: Style) -> str:
    """What was done to which revision, by whom and why; what the story said and says; where a voided text belongs."""
    name = f"{done.story.slug}@r{done.revision.number}"
    verb = done.kind if done.position is not None else f"would be {done.kind}"
    said = [Piece(name, "heading"), Piece(f"  {verb}{_times(done, style)}: {done.reason}  ({done.by})")]
    place = [] if done.position is None else [Piece(f"  #{done.position}", "dim")]
    lines = wrap([*said, *place], style.width, hang=_HANG)
    for piece in _below(done, style):
        lines += wrap([piece], style.width, lead=(Piece(" " * _HANG),), hang=_HANG)
    if done.position is None:
        lines += wrap([Piece("dry run: nothing was recorded", "dim")], style.width)
    return render(lines, style)


def data(done: Corrected) -> dict[str, Any]:
    """`tracker.void/1`, `tracker.void.undo/1` or `tracker.redate/1`."""
    told = {
        "schema": _NAMES[done.kind],
        "story": refs.story(done.story),
        "revision": refs.revision(done.revision),
        "published_at": rfc3339(done.published_at),
        "by": done.by,
        "reason": done.reason,
        "said": None if done.said is None else refs.revision(done.said),
        "says": None if done.says is None else refs.revision(done.says),
        "dry_run": done.position is None,
        "position": done.position,
        "recorded_at": refs.instant(done.recorded_at),
    }
    if done.kind == "voided":
        told["belongs_to"] = done.belongs_to
    return told


def correction(found: CorrectionRef) -> dict[str, Any]:
    """One correction as other results hold it."""
    return {
        "kind": str(found.kind),
        "revision": found.revision,
        "by": found.by,
        "reason": found.reason,
        "published_from": refs.instant(found.published_from),
        "published_at": rfc3339(found.published_at),
        "belongs_to": found.belongs_to,
        "recorded_at": rfc3339(found.recorded_at),
        "position": found.position,
    }


def voided_line(found: CorrectionRef, style: Style) -> str:
    """Who voided a revision, when and why, and where its text belongs."""
    belongs = f"; it belongs to {found.belongs_to}" if found.belongs_to else ""
    return f"voided {when(found.recorded_at, style)} by {found.by}: {found.reason}{belongs}"


def redated_line(found: CorrectionRef, style: Style) -> str:
    """Who gave a revision another publish time, and why."""
    before = "" if found.published_from is None else f" from {at(found.published_from, style)}"
    return f"redated by {found.by}{before}: {found.reason}"


def correction_line(found: CorrectionRef, style: Style) -> str:
    """One correction in the order of events: what was done to which revision."""
    name = f"r{found.revision}"
    if found.kind == "voided":
        return f"{name} {voided_line(found, style)}"
    if found.kind == "restored":
        return f"{name} restored {when(found.recorded_at, style)} by {found.by}: {found.reason}"
    return f"{name} {redated_line(found, style)} · to {at(found.published_at, style)}"


def _times(done: Corrected, style: Style) -> str:
    if done.kind != "redated":
        return ""
    was = f"{at(done.revision.published_at, style)} ({stands_as(done.revision)})"
    return f" from {was} to {when(done.published_at, style)}"


def _below(done: Corrected, style: Style) -> list[Piece]:
    now, then = _says(done.said, style), _says(done.says, style)
    tense = ("said", "says") if done.position is not None else ("says", "would say")
    if now == then:
        lines = [Piece(f"the story {tense[1]} the same: {then}" if done.says else f"the story {tense[1]} {then}")]
    else:
        lines = [Piece(f"the story {tense[0]} {now}, and {tense[1]} {then}")]
    if done.belongs_to is not None:
        lines += _elsewhere(done, done.belongs_to)
    return lines


def _elsewhere(done: Corrected, key: str) -> list[Piece]:
    """The commands that record the text in the story where it belongs."""
    name = f"{done.story.slug}@r{done.revision.number}"
    lines = [Piece(f"to record its text in {key}:")]
    return [*lines, Piece(f"tracker show {name} --raw | tracker ingest --story {quote(key)} -")]


def _says(ref: RevisionRef | None, style: Style) -> str:
    if ref is None:
        return "nothing: no revision of it counts"
    return f"r{ref.number}, {stands_as(ref)} {at(ref.published_at, style)}"
