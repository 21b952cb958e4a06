"""What the tests of the read models ask of a ledger."""

from __future__ import annotations

from tracker.ledger.store import Ledger
from tracker.projections.runner import PROJECTIONS, Standing, check, standings
from tracker.projections.stories import list_stories


def standings_of(ledger: Ledger) -> dict[str, Standing]:
    """How far each read model has come, by name."""
    with ledger.view() as view:
        return {standing.name: standing for standing in standings(view)}


def headlines(ledger: Ledger) -> list[str | None]:
    """The headlines in the list of stories."""
    with ledger.view() as view:
        return [row.headline for row in list_stories(view.connection)]


def differences(ledger: Ledger) -> list[str]:
    """Where the read models differ from ones made anew."""
    return [difference for projection in PROJECTIONS for difference in check(ledger, projection)]
