"""What a check of the ledger found, as text and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views.layout import wrap
from tracker.views.style import Line, Piece, Style, render
from tracker.views.words import capitalised, count

if TYPE_CHECKING:
    from tracker.desk.against import Held
    from tracker.desk.integrity import Flaw, Verified

_MOST_FLAWS = 20


def text(result: Verified, style: Style) -> str:
    """One sentence when all is well; else every flaw in words, the first bad position first."""
    sentences = [*_sentences(result), *map(_against, result.held)]
    lines = [line for sentence in sentences for line in wrap([sentence], style.width, hang=2)]
    return render([*lines, *_heads(result, style)], style)


def data(result: Verified) -> dict[str, Any]:
    """`tracker.verify/1`."""
    return {
        "schema": "tracker.verify/1",
        "now": rfc3339(result.now),
        "log_id": result.log_id,
        "sound": result.sound,
        "events": sum(shard.events for shard in result.shards),
        "bodies": sum(shard.bodies for shard in result.shards),
        "erased": sum(shard.erased for shard in result.shards),
        "shards": [
            {
                "shard": shard.shard,
                "events": shard.events,
                "bodies": shard.bodies,
                "erased": shard.erased,
                "root": shard.root.hex(),
            }
            for shard in result.shards
        ],
        "flaws": [{"shard": flaw.shard, "position": flaw.position, "what": flaw.what} for flaw in _sorted(result)],
        "against": [
            {
                "file": str(one.kept.file),
                "origin": one.kept.checkpoint.origin,
                "size": one.kept.checkpoint.size,
                "root": one.kept.checkpoint.root.hex(),
                "signer": None if one.kept.signer is None else one.kept.signer.name,
                "fits": one.fits,
                "standing": str(one.standing),
                "what": one.what,
            }
            for one in result.held
        ],
    }


def _sentences(result: Verified) -> list[Piece]:
    events = count(sum(shard.events for shard in result.shards), "event")
    bodies = count(sum(shard.bodies for shard in result.shards), "body", "bodies")
    if not result.flaws:
        erased = sum(shard.erased for shard in result.shards)
        gone = f"; {count(erased, 'body', 'bodies')} erased, as the log says" if erased else ""
        return [Piece(f"sound: {events} and {bodies} are as they were recorded{gone}")]
    flaws = _sorted(result)
    shown = [Piece(f"- {_said(flaw, result)}") for flaw in flaws[:_MOST_FLAWS]]
    if len(flaws) > len(shown):
        shown.append(Piece(f"- and {len(flaws) - len(shown):,} more (--json lists all)"))
    verdict = f"NOT SOUND: {count(len(flaws), 'flaw')} in {events} and {bodies}{_first(flaws[0])}"
    return [Piece(verdict, "warning"), *shown]


def _against(held: Held) -> Piece:
    signed = f", signed by {held.kept.signer.name}" if held.kept.signer else ""
    said = f"{held.kept.file} ({count(held.kept.checkpoint.size, 'event')}{signed}): {held.what}"
    return Piece(said) if held.fits else Piece(f"NOT AS IT WAS: {said}", "warning")


def _first(flaw: Flaw) -> str:
    return "" if flaw.position is None else f"; the first at position #{flaw.position}"


def _said(flaw: Flaw, result: Verified) -> str:
    shard = f" (shard {flaw.shard})" if len(result.shards) > 1 else ""
    return f"{capitalised(flaw.what)}{shard}"


def _sorted(result: Verified) -> list[Flaw]:
    """The flaws by position; those of no one position last."""
    return sorted(result.flaws, key=lambda flaw: (flaw.position is None, flaw.position or 0))


def _heads(result: Verified, style: Style) -> list[Line]:
    lines = []
    for shard in result.shards:
        name = f"tree head of shard {shard.shard}" if len(result.shards) > 1 else "tree head"
        lines += wrap([Piece(f"{name}  ", "dim"), Piece(shard.root.hex())], style.width, hang=2)
    return [*lines, *wrap([Piece("log id  ", "dim"), Piece(result.log_id)], style.width, hang=2)]
