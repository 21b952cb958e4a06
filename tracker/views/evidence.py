"""What goes with evidence: the page that says what is in it, how to check it, and what it does not prove."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.views import refs
from tracker.views.erase import erased_line
from tracker.views.layout import wrap
from tracker.views.prove import NOT_PROVED
from tracker.views.style import BLANK, Line, Piece, Style, render
from tracker.views.when import at
from tracker.views.words import count, listed

if TYPE_CHECKING:
    from tracker.desk.evidence import Entry, Evidence

_WHAT = (
    ("checkpoint.txt", "size and tree head of the log, signed if the maker had a key"),
    ("proofs/", "every event of the story, each with the proof that the log holds it, and with its texts"),
    ("articles/, captures/", "each revision as it was read, and the bytes as they were received"),
    ("diff.txt, .html, .json", "what changed, whether the desk's note tells of it, and who signed it off"),
    ("story.txt, .json", "what the story said at the moment that was asked for"),
)
_CHECK = (
    "tracker verify-proof FILE --key KEY checks any file in proofs/, with no database and no network; KEY is the"
    " verifier key as its owner published it. docs/verify-by-hand.md of tracker does the same with a shell, OpenSSL and"
    " Python. All proofs of the story end in one checkpoint: compare it with one that you got from elsewhere, or on"
    " another day.",
    "Complete: the story has two streams of events; the fifth line of the entry in each proof names the stream, the"
    " sixth its version there. Versions count from 0 without a gap, and {later}",
    "Whatever is not in proofs/ was made from it: the texts are the bodies that the proofs disclose.",
)
_LATER = "the events named below as later only show that none is missing before them."
_NO_LATER = "each stream ends with the newest event that the log had."


def readme(evidence: Evidence, names: Sequence[str], style: Style) -> str:
    """The page, for somebody who knows nothing of this program."""
    shown, checkpoint = evidence.shown, evidence.checkpoint.checkpoint
    signed = "signed" if evidence.checkpoint.note.signatures else "NOT signed"
    later = [one for one in evidence.entries if one.later]
    lines = _paragraph(f"Evidence about the story {shown.story.slug} ({shown.story.key})", style)
    lines += _paragraph(
        f"It said r{shown.revision.number}, published {at(shown.revision.published_at, style)}, recorded"
        f" {at(shown.revision.recorded_at, style)} at position #{shown.revision.position}."
        f" {_asked(evidence, style)} The log is {checkpoint.origin}; the checkpoint of"
        f" {count(checkpoint.size, 'event')} is {signed}.",
        style,
    )
    for name, what in _WHAT:
        lines += wrap([Piece(f"{name}  {what}")], style.width, hang=4)
    for other in evidence.others:
        told = f"checkpoint-{other.shard}.txt  size and tree head of shard {other.shard}, in which runs of jobs stand"
        lines += wrap([Piece(told)], style.width, hang=4)
    lines += [BLANK, *_paragraph("How to check it", style)]
    for told in _CHECK:
        lines += _paragraph(told.replace("{later}", _LATER if later else _NO_LATER), style)
    lines += _paragraph("What it does not prove", style)
    for told in NOT_PROVED:
        lines += wrap([Piece(f"- {told}")], style.width, hang=2)
    lines += [BLANK, *_gone(evidence, style), *_rows("later", [str(one.recorded.row.position) for one in later], style)]
    runs = [_run(evidence, one) for one in evidence.runs]
    lines += _rows("runs of jobs around it, whose inputs are not disclosed, at", runs, style)
    lines += _rows("files", names, style)
    return render(lines, style)


def _run(evidence: Evidence, run: Entry) -> str:
    row = run.recorded.row
    return f"{row.position}" if row.shard == evidence.checkpoint.shard else f"{row.position} of shard {row.shard}"


def text(evidence: Evidence, file: str, size: int, style: Style) -> str:
    """What was written, and where."""
    shown = evidence.shown
    told = f"  {shown.story.slug} r{shown.revision.number}: {count(len(evidence.entries), 'event')} with proofs,"
    told += f" {size:,} bytes"
    return render(wrap([Piece(file, "heading"), Piece(told)], style.width, hang=2), style)


def data(evidence: Evidence, file: str, size: int) -> dict[str, Any]:
    """`tracker.evidence/1`."""
    checkpoint = evidence.checkpoint.checkpoint
    return {
        "schema": "tracker.evidence/1",
        "story": refs.story(evidence.shown.story),
        "revision": refs.revision(evidence.shown.revision),
        "moment": refs.moment(evidence.shown.moment),
        "events": len(evidence.entries),
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "signed": bool(evidence.checkpoint.note.signatures),
        "file": file,
        "bytes": size,
    }


def _asked(evidence: Evidence, style: Style) -> str:
    moment = evidence.shown.moment
    parts = []
    if moment.published is not None:
        parts.append(f"published by {at(moment.published, style)}")
    if moment.known_at is not None:
        parts.append(f"known at {at(moment.known_at, style)}")
    return f"Asked for: {listed(parts)}." if parts else "Asked for: the newest."


def _gone(evidence: Evidence, style: Style) -> list[Line]:
    lines: list[Line] = []
    for text in evidence.texts:
        if text.erased is not None:
            said = f"r{text.revision} was {erased_line(text.erased, style)} (#{text.erased.position})"
            lines += wrap([Piece(said)], style.width, hang=2)
    after = [str(one.recorded.row.position) for one in evidence.erasures]
    return [*lines, *_rows("erasures after that moment, which account for missing texts", after, style)]


def _rows(label: str, values: Sequence[str], style: Style) -> list[Line]:
    return wrap([Piece(f"{label}: {', '.join(values)}")], style.width, hang=2) if values else []


def _paragraph(told: str, style: Style) -> list[Line]:
    return [*wrap([Piece(told)], style.width), BLANK]
