"""Putting a backup into an empty database, as the ledger to go on with: the log says from then on that this was done.

What had been recorded after the backup is gone from the log; that the log tells so itself is what `ledger.restored` is
for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tracker import __version__
from tracker.desk.backup import backup_path, verified
from tracker.desk.copying import make_lists
from tracker.desk.integrity import VerifiedShard
from tracker.desk.workspace import Workspace
from tracker.errors import DatabaseStateError, IntegrityError
from tracker.ledger.append import NONE_YET, NewEvent
from tracker.ledger.copy import Mark, transfer
from tracker.ledger.database import Database
from tracker.ledger.empty import require_empty
from tracker.ledger.identity import RESTORES
from tracker.ledger.migrate import current_revision
from tracker.ledger.read import LedgerView
from tracker.ledger.schema import SCHEMA_REVISION
from tracker.ledger.store import Ledger
from tracker.story import canonical
from tracker.story.events import REMARK, LedgerRestored

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored: the backup's shards as verified, each with the root that the database has at that size too.

    `last_recorded` is when the backup's newest event was recorded, None without events; `position` and `recorded_at`
    are those of the event that says that the log was restored, in `shard`. Times in micros UTC.
    """

    database: str
    file: str
    log_id: str
    shards: tuple[VerifiedShard, ...]
    last_recorded: int | None
    shard: int
    position: int
    recorded_at: int
    by: str | None
    reason: str | None


def restore(workspace: Workspace, file: str, *, by: str | None, reason: str | None, progress: Progress) -> Restored:
    """Put the backup in `file` into the workspace's database, which must hold no event; make it if there is none.

    IntegrityError when the backup is damaged, DatabaseStateError when it is none, UsageError when the database holds
    events, StorageError when it is in use or cannot be written, ClockBehind when the clock is far behind the backup;
    then nothing was restored.
    """
    path = backup_path(file)
    if not path.is_file():
        raise DatabaseStateError(f"there is no backup at {file}")
    by = by or workspace.config.reviewer.value or None
    require_empty(workspace.database)
    source = Database(path, read_only=True)
    try:
        _require_current(source, file)
        with Ledger(source, clock=workspace.clock).view() as view:
            mark = _mark({"by": by, "reason": reason}, accept_clock=workspace.ledger.accept_clock)
            done = transfer(view, file, workspace.database, clock=workspace.clock, mark=mark, progress=progress)
            last = max(view.head(shard).recorded_at for shard in range(view.shards))
    except IntegrityError as error:
        raise IntegrityError(f"{error}; nothing was restored") from None
    finally:
        source.close()
    make_lists(workspace.ledger, "restored")
    assert done.mark is not None
    return Restored(
        database=workspace.database.shown,
        file=file,
        log_id=workspace.ledger.log_id,
        shards=verified(done.checks),
        last_recorded=last or None,
        shard=done.mark.shard,
        position=done.mark.position,
        recorded_at=done.mark.recorded_at,
        by=by,
        reason=reason,
    )


def _require_current(source: Database, file: str) -> None:
    """DatabaseStateError for a backup that an older version of this program wrote, with what brings it up to date."""
    with source.read() as connection:
        revision = current_revision(connection)
    if revision is not None and revision < SCHEMA_REVISION:
        raise DatabaseStateError(
            f"{file} is a backup at schema {revision}, this program needs {SCHEMA_REVISION}: `tracker db upgrade"
            f" --database {file}` brings it there, and leaves what is recorded as it is"
        )


def _mark(said: Mapping[str, str | None], *, accept_clock: bool) -> Mark:
    """What makes the event that tells of the restore; who and why, where they are known, are its remark."""
    remark = {name: value for name, value in said.items() if value}

    def make(view: LedgerView) -> NewEvent:
        stream = view.identities.stream(RESTORES)
        last = view.last(stream)
        return NewEvent(
            stream_id=stream,
            version=(NONE_YET if last is None else last.row.version) + 1,
            event_id=view.identities.event(None),
            event=LedgerRestored(sizes=tuple(view.head(shard).size for shard in range(view.shards)), tool=__version__),
            bodies={REMARK: canonical.encode(remark)} if remark else {},
        )

    return Mark(make=make, accept_clock=accept_clock)
