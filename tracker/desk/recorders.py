"""What batches of a run go into: the ledger, or in a dry run a rehearsal that leaves no trace."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tracker.desk.record import Batch, Receipt, record, rehearse
from tracker.desk.workspace import Workspace
from tracker.errors import InputError
from tracker.ledger.database import Database
from tracker.ledger.migrate import upgrade
from tracker.ledger.store import Ledger
from tracker.sources import reader_version, reread
from tracker.story.article import Article
from tracker.story.decide import Observation
from tracker.story.events import RevisionRecorded

Recorder = Callable[[Sequence[Observation]], list[Receipt]]
"""Records a batch, or rehearses it, and says what became of each observation."""


def into_ledger(ledger: Ledger) -> Recorder:
    """Records each batch in one transaction."""
    return lambda batch: record(ledger, batch, reread=reread_if_moved)


@contextmanager
def rehearsal(workspace: Workspace) -> Iterator[Recorder]:
    """A view held open over a dry run, so that each batch sees what the ones before it would have done."""
    with existing_or_empty(workspace) as ledger, ledger.view() as view:
        batch = Batch(view, now=workspace.clock(), reread=reread_if_moved)
        yield lambda observations: rehearse(batch, observations)


@contextmanager
def existing_or_empty(workspace: Workspace) -> Iterator[Ledger]:
    """The ledger of a dry run; where there is no database yet, an empty one in a temporary folder."""
    path = workspace.database.path
    if path is None or path.exists():
        yield workspace.ledger
        return
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tracker-"))
        database = Database(Path(folder) / "empty.db")
        stack.callback(database.close)
        upgrade(database, clock=workspace.clock)
        yield Ledger(database, clock=workspace.clock)


def reread_if_moved(event: RevisionRecorded, capture: Callable[[], bytes]) -> Article | None:
    """What today's reader makes of a stored capture, None where it is the reader of then or cannot read it any more."""
    if reader_version(event.reader) in (None, event.reader_version):
        return None
    try:
        return reread(capture(), reader=event.reader, name=f"r{event.revision}")
    except InputError:
        return None
