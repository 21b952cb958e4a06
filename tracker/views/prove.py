"""Proofs written and checked, as text and as data: what is proved, and what is not."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import refs
from tracker.views.article import article_lines
from tracker.views.erase import erased_lines, erasure
from tracker.views.layout import labelled, wrap
from tracker.views.style import BLANK, Piece, Style, render
from tracker.views.when import at
from tracker.views.words import count, listed

if TYPE_CHECKING:
    from tracker.desk.prove import ProofCheck, Proved

NOT_PROVED = (
    "that the outlet published this text, or when: the log holds what it was given",
    "that the time of recording is right: the machine that wrote the log gave it",
)
_OF_ONE = "that nothing else was recorded: a proof is of one event"


def text(made: Proved, style: Style) -> str:
    """Where the proof is, and of what."""
    size = count(made.checkpoint.checkpoint.size, "event")
    signed = " signed" if made.checkpoint.note.signatures else "n unsigned"
    said = f"  r{made.revision.number} of {made.story.slug}, under a{signed} checkpoint of {size}"
    lines = wrap([Piece(str(made.file), "heading"), Piece(said)], style.width, hang=2)
    gone = [] if made.erased is None else [made.erased]
    return render([*lines, *erased_lines(gone, "the proof holds none of it", style)], style)


def data(made: Proved) -> dict[str, Any]:
    """`tracker.prove/1`."""
    return {
        "schema": "tracker.prove/1",
        "story": refs.story(made.story),
        "revision": refs.revision(made.revision),
        "origin": made.checkpoint.checkpoint.origin,
        "size": made.checkpoint.checkpoint.size,
        "root": made.checkpoint.checkpoint.root.hex(),
        "signed": bool(made.checkpoint.note.signatures),
        "file": str(made.file),
        "erased": erasure(made.erased),
    }


def checked_text(checked: ProofCheck, style: Style) -> str:
    """What is proved and by whose word, then the text that it is about."""
    stored, checkpoint = checked.stored, checked.checkpoint
    by = f"signed by {checked.signer.name}" if checked.signer else "NOT CHECKED: no --key was given"
    published = "not stated" if stored.published_at is None else at(stored.published_at, style)
    rows = [
        ("proved", [Piece(f"{stored.type}, version {stored.version} of stream {stored.stream_id}")]),
        ("published", [Piece(published)]),
        ("recorded", [Piece(f"{at(stored.recorded_at, style)}, position #{stored.position}")]),
        ("log", [Piece(checkpoint.origin)]),
        ("checkpoint", [Piece(f"{count(checkpoint.size, 'event')}, {checkpoint.root.hex()}")]),
        ("signature", [Piece(by, "warning" if checked.signer is None else "plain")]),
        ("received", [Piece("not disclosed" if checked.capture is None else f"{len(checked.capture):,} bytes")]),
        *_erased(checked),
        ("not proved", [Piece("; ".join([*NOT_PROVED, _OF_ONE]))]),
    ]
    lines = [*wrap([Piece("The proof holds.", "heading")], style.width), *labelled(rows, style.width)]
    if checked.article is not None:
        headline = wrap([Piece(checked.article.headline, "heading")], style.width) if checked.article.headline else []
        lines += [BLANK, *headline, *article_lines(checked.article, style)]
    return render(lines, style)


def _erased(checked: ProofCheck) -> list[tuple[str, list[Piece]]]:
    if not checked.erased:
        return []
    said = f"{listed(checked.erased)}, says whoever made this proof: it holds the commitment alone"
    return [("erased", [Piece(said, "warning")])]


def checked_data(checked: ProofCheck) -> dict[str, Any]:
    """`tracker.verify.proof/1`."""
    stored, checkpoint = checked.stored, checked.checkpoint
    return {
        "schema": "tracker.verify.proof/1",
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "signer": None if checked.signer is None else checked.signer.name,
        "type": stored.type,
        "stream": stored.stream_id,
        "version": stored.version,
        "position": stored.position,
        "published_at": refs.instant(stored.published_at),
        "recorded_at": rfc3339(stored.recorded_at),
        "article": None if checked.article is None else refs.article(checked.article),
        "capture": None if checked.capture is None else b64encode(checked.capture).decode(),
        "erased": list(checked.erased),
        "not_proved": [*NOT_PROVED, _OF_ONE],
    }
