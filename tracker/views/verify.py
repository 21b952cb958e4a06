"""What a check of the ledger found, as text and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views.layout import wrap
from tracker.views.style import Line, Piece, Style, render
from tracker.views.words import capitalised, count

if TYPE_CHECKING:
    from tracker.desk.integrity import Flaw, Verified

_MOST_FLAWS = 20


def text(result: Verified, style: Style) -> str:
    """One sentence when all is well; else every flaw in words, the first bad position first."""
    lines = [line for sentence in _sentences(result) for line in wrap([sentence], style.width, hang=2)]
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
        "shards": [
            {"shard": shard.shard, "events": shard.events, "bodies": shard.bodies, "root": shard.root.hex()}
            for shard in result.shards
        ],
        "flaws": [{"shard": flaw.shard, "position": flaw.position, "what": flaw.what} for flaw in _sorted(result)],
    }


def _sentences(result: Verified) -> list[Piece]:
    events = count(sum(shard.events for shard in result.shards), "event")
    bodies = count(sum(shard.bodies for shard in result.shards), "body", "bodies")
    if result.sound:
        return [Piece(f"sound: {events} and {bodies} are as they were recorded")]
    flaws = _sorted(result)
    shown = [Piece(f"- {_said(flaw, result)}") for flaw in flaws[:_MOST_FLAWS]]
    if len(flaws) > len(shown):
        shown.append(Piece(f"- and {len(flaws) - len(shown):,} more (--json lists all)"))
    verdict = f"NOT SOUND: {count(len(flaws), 'flaw')} in {events} and {bodies}{_first(flaws[0])}"
    return [Piece(verdict, "warning"), *shown]


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
