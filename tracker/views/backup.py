"""What a backup, a restore and a copy did, as text and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views.layout import wrap
from tracker.views.style import Line, Piece, Style, render
from tracker.views.when import when
from tracker.views.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.desk.backup import BackedUp
    from tracker.desk.copying import Copied
    from tracker.desk.integrity import VerifiedShard
    from tracker.desk.restore import Restored

_UNITS = ("kB", "MB", "GB", "TB")


def backed_up_text(result: BackedUp, style: Style) -> str:
    """What the backup holds, up to when, and the tree heads to compare it by."""
    size = f"{result.file}: {_amount(result.shards)} of {result.database}, {_size(result.size)}, verified"
    return render([*_wrapped([size, _newest(result, style)], style), *_heads(result.shards, style)], style)


def backed_up_data(result: BackedUp) -> dict[str, Any]:
    """`tracker.db.backup/1`."""
    return {
        "schema": "tracker.db.backup/1",
        "now": rfc3339(result.now),
        "database": result.database,
        "file": result.file,
        "size": result.size,
        "log_id": result.log_id,
        "last_recorded": None if result.last_recorded is None else rfc3339(result.last_recorded),
        "shards": _shards(result.shards),
    }


def restored_text(result: Restored, style: Style) -> str:
    """What was restored, what is not there any more, and where the log says so."""
    lines = [
        f"{result.database}: restored from {result.file}: {_amount(result.shards)}, verified there and here",
        _newest(result, style),
        "What was recorded after the backup is not in it: give the inputs since then to `tracker ingest` again; those"
        " that the backup holds are recognised.",
        f"The log says so itself: ledger.restored at position #{result.position}{_who(result)}",
    ]
    return render([*_wrapped(lines, style), *_heads(result.shards, style)], style)


def restored_data(result: Restored) -> dict[str, Any]:
    """`tracker.db.restore/1`."""
    return {
        "schema": "tracker.db.restore/1",
        "database": result.database,
        "file": result.file,
        "log_id": result.log_id,
        "last_recorded": None if result.last_recorded is None else rfc3339(result.last_recorded),
        "shards": _shards(result.shards),
        "restored": {
            "shard": result.shard,
            "position": result.position,
            "recorded_at": rfc3339(result.recorded_at),
            "by": result.by,
            "reason": result.reason,
        },
    }


def copied_text(result: Copied, style: Style) -> str:
    """What was copied, and the tree heads that both sides have."""
    line = f"{result.target}: copied from {result.database}: {_amount(result.shards)}, verified on both sides"
    return render([*_wrapped([line], style), *_heads(result.shards, style, both=True)], style)


def copied_data(result: Copied) -> dict[str, Any]:
    """`tracker.db.copy/1`."""
    return {
        "schema": "tracker.db.copy/1",
        "now": rfc3339(result.now),
        "database": result.database,
        "target": result.target,
        "log_id": result.log_id,
        "shards": _shards(result.shards),
    }


def _wrapped(lines: Iterable[str], style: Style) -> list[Line]:
    return [made for line in lines for made in wrap([Piece(line)], style.width, hang=2)]


def _amount(shards: Sequence[VerifiedShard]) -> str:
    events = count(sum(shard.events for shard in shards), "event")
    return f"{events} and {count(sum(shard.bodies for shard in shards), 'body', 'bodies')}"


def _newest(result: BackedUp | Restored, style: Style) -> str:
    if result.last_recorded is None:
        return "nothing was recorded yet"
    tops = [f"#{shard.events - 1}" for shard in result.shards if shard.events]
    which = f"position {tops[0]}" if len(result.shards) == 1 else f"positions {', '.join(tops)} of the shards"
    return f"last recorded in it: {when(result.last_recorded, style)}, {which}"


def _who(result: Restored) -> str:
    who = f", by {result.by}" if result.by else ""
    return f"{who}: {result.reason}" if result.reason else who


def _heads(shards: Sequence[VerifiedShard], style: Style, *, both: bool = False) -> list[Line]:
    lines = []
    for shard in shards:
        name = f"tree head of shard {shard.shard}" if len(shards) > 1 else "tree head"
        of = " of both" if both else ""
        lines += wrap([Piece(f"{name}{of}  ", "dim"), Piece(shard.root.hex())], style.width, hang=2)
    return lines


def _shards(shards: Sequence[VerifiedShard]) -> list[dict[str, Any]]:
    return [
        {"shard": shard.shard, "events": shard.events, "bodies": shard.bodies, "root": shard.root.hex()}
        for shard in shards
    ]


def _size(size: int) -> str:
    """Bytes in SI units, rounded: "940 bytes", "94.2 kB", "1.3 GB"."""
    if size < 1_000:
        return count(size, "byte")
    amount = float(size)
    for unit in _UNITS:
        amount /= 1_000
        if amount < 999.95 or unit == _UNITS[-1]:
            break
    return f"{amount:,.1f} {unit}"
