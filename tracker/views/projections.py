"""How far the read models have come, and whether they agree with the ledger, as text and as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from tracker.views.layout import wrap
from tracker.views.style import Line, Piece, Style, render
from tracker.views.words import count

if TYPE_CHECKING:
    from tracker.desk.models import ModelCheck

_MOST_DIFFERENCES = 20


class Standing(Protocol):
    """How far a read model has come in one shard; `lag` counts events it has not seen, `errors` those set aside."""

    @property
    def name(self) -> str: ...
    @property
    def shard(self) -> int: ...
    @property
    def generation(self) -> int: ...
    @property
    def position(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def errors(self) -> int: ...
    @property
    def stale(self) -> bool: ...
    @property
    def lag(self) -> int: ...


def text(standings: Sequence[Standing], style: Style) -> str:
    """A line for each read model and shard, with what to do where something is amiss."""
    shards = len({standing.shard for standing in standings})
    lines: list[Line] = []
    for standing in standings:
        name = f"{standing.name}, shard {standing.shard}" if shards > 1 else standing.name
        said = [_progress(standing), f"generation {standing.generation}"]
        lines += wrap([Piece(name, "heading"), Piece(f"  {' · '.join(said)}")], style.width, hang=4)
        for trouble in _troubles(standing):
            lines += wrap([Piece(f"  ! {trouble}", "warning")], style.width, hang=4)
    return render(lines or wrap([Piece("No read models.")], style.width), style)


def data(standings: Sequence[Standing]) -> dict[str, Any]:
    """`tracker.projections/1`."""
    return {
        "schema": "tracker.projections/1",
        "projections": [
            {
                "name": standing.name,
                "shard": standing.shard,
                "generation": standing.generation,
                "position": standing.position,
                "size": standing.size,
                "lag": standing.lag,
                "errors": standing.errors,
                "stale": standing.stale,
            }
            for standing in standings
        ],
    }


def check_text(checks: Sequence[ModelCheck], style: Style) -> str:
    """Whether each read model is what the ledger makes of it, and where not."""
    lines: list[Line] = []
    for check in checks:
        if not check.differences:
            lines += wrap([Piece(check.name, "heading"), Piece("  agrees with the ledger")], style.width, hang=4)
            continue
        found = count(len(check.differences), "difference")
        remedy = f"  {found}: run `tracker projections rebuild {check.name}`"
        lines += wrap([Piece(check.name, "heading"), Piece(remedy, "warning")], style.width, hang=4)
        lines += _differences(check.differences, style)
    return render(lines, style)


def check_data(checks: Sequence[ModelCheck]) -> dict[str, Any]:
    """`tracker.projections.check/1`."""
    return {
        "schema": "tracker.projections.check/1",
        "projections": [
            {"name": check.name, "agrees": not check.differences, "differences": list(check.differences)}
            for check in checks
        ],
    }


def _progress(standing: Standing) -> str:
    if standing.lag:
        return f"{count(standing.lag, 'event')} behind ({standing.position:,} of {standing.size:,})"
    return f"up to date: {count(standing.size, 'event')}"


def _troubles(standing: Standing) -> list[str]:
    troubles = []
    if standing.lag and not standing.stale:
        troubles.append("run `tracker projections catch-up`")
    if standing.stale:
        troubles.append(f"made by another version of tracker: run `tracker projections rebuild {standing.name}`")
    if standing.errors:
        troubles.append(f"{count(standing.errors, 'event')} could not be read and {_left(standing.errors)} left out")
    return troubles


def _left(number: int) -> str:
    return "was" if number == 1 else "were"


def _differences(differences: Sequence[str], style: Style) -> list[Line]:
    shown = list(differences[:_MOST_DIFFERENCES])
    if len(differences) > len(shown):
        shown.append(f"and {len(differences) - len(shown):,} more (--json lists all)")
    return [line for text in shown for line in wrap([Piece(f"  {text}")], style.width, hang=4)]
