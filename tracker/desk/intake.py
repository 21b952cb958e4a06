"""A run of `ingest` from outside: what it is asked, whom it tells what becomes of the inputs, what it came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tracker.desk.observe import Given
from tracker.desk.record import Receipt
from tracker.errors import InputError
from tracker.sources import Deferred, NamePattern
from tracker.story.decide import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to ingest. `encoding` overrides UTF-8; `same_story` allows `given.story` for several inputs.

    `outputs` are files that this run itself writes: in an ingested folder they are no inputs, nor is the database.
    `source` is that of inputs that name none, `names` takes facts out of their names. `job` names the job (None: what
    is asked names it), which waits up to `lock_timeout_s` for a run of its own; `settle_s` is how long a file of a
    folder must have been left alone. `spool` keeps standard input until it is recorded. `accept_clock` records although
    the clock is far behind the ledger. Without `run` no record of the run is left, and nothing is locked.
    """

    given: Given = field(default_factory=Given)
    encoding: str | None = None
    same_story: bool = False
    dry_run: bool = False
    outputs: tuple[Path, ...] = ()
    source: str | None = None
    names: NamePattern | None = None
    job: str | None = None
    lock_timeout_s: float = 60.0
    settle_s: float = 0.0
    spool: Path | None = None
    accept_clock: bool = False
    run: bool = True


class Listener(Protocol):
    """Who is told, while the run goes on, what became of the inputs; receipts come after their commit."""

    def total(self, inputs: int) -> None:
        """How many inputs there are."""

    def receipts(self, receipts: Sequence[Receipt]) -> None:
        """These are on disk, or would be in a dry run."""

    def rejected(self, error: InputError) -> None:
        """This input was not recorded."""

    def rejected_again(self, error: InputError) -> None:
        """This input was not recorded, as in the run of the job before: same name, same bytes."""

    def put_aside(self, place: Path) -> None:
        """Standard input was rejected, in whole or in part, and lies here."""

    def deferred(self, item: Deferred) -> None:
        """This input is not complete yet and was left for the next run."""

    def warned(self, name: str, warning: str) -> None:
        """This input looks wrong, and was recorded all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What a run did: inputs by outcome, rejected and deferred ones, and whether the read models caught up in time.

    `rejected_again` are those of the rejected that the run of the job before had rejected too. `run` is the position of
    the run's own record in the ledger, None where it left none.
    """

    outcomes: dict[Outcome, int]
    rejected: int
    deferred: int
    caught_up: bool
    dry_run: bool
    rejected_again: int = 0
    job: str | None = None
    run: int | None = None

    @property
    def inputs(self) -> int:
        """How many articles were met, also the rejected ones."""
        return sum(self.outcomes.values()) + self.rejected

    @property
    def newly_rejected(self) -> int:
        """How many inputs were rejected that the run before did not reject."""
        return self.rejected - self.rejected_again
