"""Checkpoints and the keys that sign them, as text and as data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.views import timestamp
from tracker.views.layout import wrap
from tracker.views.style import Piece, Style, render
from tracker.views.words import count

if TYPE_CHECKING:
    from tracker.desk.checkpoints import Checkpointed
    from tracker.desk.timestamps import Stamped
    from tracker.evidence.signednotes import VerifierKey


def text(made: Sequence[Checkpointed], style: Style, stamped: Sequence[Stamped] = ()) -> str:
    """The notes themselves, fit for a mail; where they went to files, a line for each file, and for its timestamp."""
    stamps = {one.file: one for one in stamped}
    lines = []
    for one in made:
        if one.file is None:
            return "\n".join(str(one.note) for one in made)
        signed = f", signed by {one.note.signatures[0].name}" if one.note.signatures else ", not signed"
        said = f"checkpoint of {count(one.checkpoint.size, 'event')}{signed}"
        lines += wrap([Piece(str(one.file), "heading"), Piece(f"  {said}")], style.width, hang=2)
        if one.file in stamps:
            stamp = stamps[one.file]
            told = Piece(f"  {timestamp.sentence(stamp, style)}")
            lines += wrap([Piece(str(stamp.stamp), "heading"), told], style.width, hang=2)
    return render(lines, style)


def data(made: Sequence[Checkpointed], stamped: Sequence[Stamped] = ()) -> dict[str, Any]:
    """`tracker.checkpoint/1`."""
    stamps = {one.file: timestamp.stamp(one) for one in stamped}
    return {
        "schema": "tracker.checkpoint/1",
        "checkpoints": [
            {
                "shard": one.shard,
                "origin": one.checkpoint.origin,
                "size": one.checkpoint.size,
                "root": one.checkpoint.root.hex(),
                "signers": [signature.name for signature in one.note.signatures],
                "note": str(one.note),
                "file": None if one.file is None else str(one.file),
                "timestamp": None if one.file is None else stamps.get(one.file),
            }
            for one in made
        ],
    }


def key_text(key: VerifierKey, file: Path, style: Style) -> str:
    """The verifier key alone on its line, so that it can be copied, and where the private one is."""
    said = wrap(
        [Piece(f"The private key is in {file}. Publish the line above; whoever has it can check.")], style.width
    )
    return f"{key.text}\n{render(said, style)}"


def key_data(key: VerifierKey, file: Path) -> dict[str, Any]:
    """`tracker.key.new/1`."""
    return {
        "schema": "tracker.key.new/1",
        "name": key.name,
        "id": key.id.hex(),
        "verifier_key": key.text,
        "file": str(file),
    }
