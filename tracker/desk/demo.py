"""The demonstration: the stories that come with the program, filed one by one as a desk files them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tracker.config import packaged
from tracker.desk.ingest import Ingested, Options, ingest
from tracker.desk.record import Receipt
from tracker.desk.workspace import Workspace
from tracker.errors import InputError, IntegrityError
from tracker.sources import Deferred, natural_key
from tracker.story.decide import Outcome

STORY = "rodriguez-torres-freed"
LATE_STORY = "harbour-strike"
UNTOLD_STORY = "flood-toll"
"""Its newest note is true and says nothing of a changed toll."""
BEFORE, AFTER = "2023-01-21T16:00-05:00", "2023-01-21T18:30-05:00"
"""Two instants between the filings of STORY."""


def record_fixtures(workspace: Workspace) -> Ingested:
    """Record every shipped story, each file in a run of its own, so that a late copy really comes late.

    IntegrityError when one of them cannot be recorded: then the installation is damaged.
    """
    folder = packaged("fixtures")
    files = [path for path in folder.glob("*/*") if path.suffix in (".txt", ".jsonl")]
    outcomes: dict[Outcome, int] = {outcome: 0 for outcome in Outcome if outcome is not Outcome.REFUSED}
    for path in sorted(files, key=lambda path: natural_key(path.relative_to(folder).as_posix())):
        done = ingest(workspace, [str(path)], Options(run=False), stdin=None, listener=_Strict())
        for outcome, count in done.outcomes.items():
            outcomes[outcome] += count
    return Ingested(outcomes=outcomes, rejected=0, deferred=0, caught_up=True, dry_run=False)


class _Strict:
    """Takes no excuse: what is shipped must be read."""

    def total(self, inputs: int) -> None:
        """Nothing to show."""

    def receipts(self, receipts: Sequence[Receipt]) -> None:
        """Nothing to show."""

    def rejected(self, error: InputError) -> None:
        """A shipped file that cannot be read is damaged."""
        raise IntegrityError(f"a story that came with tracker is damaged: {error}")

    def rejected_again(self, error: InputError) -> None:
        """As when it is rejected."""
        self.rejected(error)

    def put_aside(self, place: Path) -> None:
        """Nothing comes on standard input."""

    def deferred(self, item: Deferred) -> None:
        """A shipped file that is not complete is damaged."""
        raise IntegrityError(f"a story that came with tracker is damaged: {item.name}: {item.reason}")

    def warned(self, name: str, warning: str) -> None:
        """What is shipped gives no reason to be warned of."""
        raise IntegrityError(f"a story that came with tracker is damaged: {name}: {warning}")
