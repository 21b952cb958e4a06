"""What every use case works with: one open ledger, the clock, the settings; made once for each command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from tracker.clock import Clock
from tracker.config import Config
from tracker.ledger.database import Database
from tracker.ledger.store import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """An open ledger with clock, settings and the zone in which local times are read."""

    ledger: Ledger
    clock: Clock
    config: Config
    zone: tzinfo

    @property
    def database(self) -> Database:
        """The database under the ledger."""
        return self.ledger.database

    def close(self) -> None:
        """Give the database connections back."""
        self.database.close()


def open_workspace(url: str, *, config: Config, clock: Clock, zone: tzinfo, read_only: bool = True) -> Workspace:
    """A workspace on the database at `url`; nothing is touched before the first use."""
    database = Database(url, read_only=read_only)
    ledger = Ledger(database, clock=clock, accept_clock=config.accept_clock.value)
    return Workspace(ledger=ledger, clock=clock, config=config, zone=zone)
