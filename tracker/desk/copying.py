"""Moving a whole ledger to another database: the same events, bodies and sightings under the same log id and secret.

How rows are carried over and held against each other is the ledger's matter; the read models are made anew here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.desk.backup import verified
from tracker.desk.integrity import VerifiedShard
from tracker.desk.workspace import Workspace
from tracker.errors import IntegrityError, StorageError
from tracker.ledger.copy import Transferred, transfer
from tracker.ledger.database import Database
from tracker.ledger.empty import require_empty
from tracker.ledger.store import Ledger
from tracker.projections import runner

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was copied, shard by shard: each was verified on both sides, and `root` is the tree head of both."""

    database: str
    target: str
    log_id: str
    shards: tuple[VerifiedShard, ...]
    now: int


def copy(workspace: Workspace, url: str, *, progress: Progress) -> Copied:
    """Copy the ledger into the empty database at `url` (a URL or path), as of the instant this begins.

    IntegrityError when either side is not sound or the two differ, UsageError when the target holds events,
    StorageError when it is in use or cannot be written; then nothing was left there.
    """
    target = Database(url)
    now = workspace.clock()
    try:
        require_empty(target)
        done = _transfer(workspace, target, progress)
        make_lists(Ledger(target, clock=workspace.clock), "copied")
    finally:
        target.close()
    return Copied(
        database=workspace.database.shown,
        target=target.shown,
        log_id=workspace.ledger.log_id,
        shards=verified(done.checks),
        now=now,
    )


def _transfer(workspace: Workspace, target: Database, progress: Progress) -> Transferred:
    shown = workspace.database.shown
    try:
        with workspace.ledger.view() as view:
            return transfer(view, shown, target, clock=workspace.clock, progress=progress)
    except IntegrityError as error:
        raise IntegrityError(f"{error}; nothing was put into {target.shown}") from None


def make_lists(ledger: Ledger, done: str) -> None:
    """Make the read models of a ledger that was just `done`; StorageError says that this is all that is missing."""
    try:
        runner.catch_up(ledger)
    except StorageError as error:
        raise StorageError(
            f"{ledger.database.shown} is {done} and verified, but its lists could not be made ({error}):"
            " `tracker projections catch-up` makes them"
        ) from None
