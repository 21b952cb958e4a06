"""Ingesting 2,000 files on one core: read, decide, append, compare, fill the read models until nothing is left to do.

The files lie in a folder for each story, were written just before (so they are read from memory, not from the disk),
and go into an empty ledger that was made before the clock starts. The same folder is then ingested once more: nothing
may be recorded twice, and every file must be read to know it.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.ledgers import fresh
from bench.measure import Figure, Samples, Took, one_core, spread, timed
from bench.stories import WireRevision, arrivals, stories
from tracker.desk.ingest import Options, ingest
from tracker.desk.record import Receipt
from tracker.desk.workspace import Workspace
from tracker.errors import InputError
from tracker.projections.runner import catch_up
from tracker.sources import Deferred
from tracker.story.decide import Outcome

TARGET = 500


class Silent:
    """A listener that lets nothing go wrong unnoticed."""

    def total(self, inputs: int) -> None:
        """Nothing to say."""

    def receipts(self, receipts: Sequence[Receipt]) -> None:
        """Nothing to say."""

    def rejected(self, error: InputError) -> None:
        """A generated story is never rejected."""
        raise error

    def rejected_again(self, error: InputError) -> None:
        """A generated story is never rejected."""
        raise error

    def put_aside(self, place: Path) -> None:
        """Nothing comes on standard input."""

    def deferred(self, item: Deferred) -> None:
        """A generated story is never incomplete."""
        raise InputError(item.name, item.reason)

    def warned(self, name: str, warning: str) -> None:
        """A generated story never looks like another one."""
        raise InputError(name, warning)


def write(folder: Path, revisions: Sequence[WireRevision]) -> None:
    """Write each revision as a file in its story's folder."""
    for revision in revisions:
        path = folder / revision.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(revision.wire())


def run(*, quick: bool) -> list[Figure]:
    """Revisions a second for a first run and for a second one over the same files."""
    told = arrivals(stories(60 if quick else 200, 10))
    first, again = Samples(), Samples()
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder, one_core() as pinned:
        write(Path(folder), told)
        for _ in range(3 if quick else 5):
            with fresh() as workspace:
                first.add(_timed(workspace, folder, Outcome.RECORDED, len(told)))
                again.add(_timed(workspace, folder, Outcome.SEEN, len(told)))
    return _figures(len(told), first, again, pinned=pinned)


def _timed(workspace: Workspace, folder: str, expected: Outcome, count: int) -> Took:
    def work() -> None:
        result = ingest(workspace, [folder], Options(), stdin=None, listener=Silent())
        assert result.outcomes[expected] == count, result
        while not catch_up(workspace.ledger):
            pass

    return timed(work)


def _figures(count: int, first: Samples, again: Samples, *, pinned: bool) -> list[Figure]:
    rates = [count / wall for wall in first.wall]
    rate = statistics.median(rates)
    return [
        Figure(what="on one core", value="yes" if pinned else "no: this system cannot keep a process on one"),
        Figure(
            what="ingest with full catch-up",
            value=f"{rate:,.0f} revisions/s wall ({spread(rates, 0)}),"
            f" {count / statistics.median(first.cpu):,.0f} by processor time",
            target=f">= {TARGET}",
            met=rate >= TARGET,
        ),
        Figure(
            what="the same files again, all seen before",
            value=f"{count / statistics.median(again.wall):,.0f} files/s wall,"
            f" {count / statistics.median(again.cpu):,.0f} by processor time",
        ),
    ]
