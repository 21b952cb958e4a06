"""A backup of the ledger in one file, verified after it was written. Where its pages and rows come from is the ledger's
matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tracker.desk.integrity import VerifiedShard
from tracker.desk.workspace import Workspace
from tracker.errors import UsageError
from tracker.ledger.backup import write_backup
from tracker.ledger.verify import ShardCheck

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A finished backup: its file and size in bytes, and the shards in it as they were verified.

    `last_recorded` is when its newest event was recorded (micros UTC), None when there is none.
    """

    database: str
    file: str
    size: int
    log_id: str
    shards: tuple[VerifiedShard, ...]
    last_recorded: int | None
    now: int


def backup(workspace: Workspace, file: str, *, replace: bool, progress: Progress) -> BackedUp:
    """Write the ledger as it stands now to `file`, while others go on recording.

    With `replace`, an earlier backup of this ledger there gives way. UsageError when something else is there,
    IntegrityError when the ledger is damaged, StorageError when the file cannot be written: then no file was made.
    """
    path = backup_path(file)
    now = workspace.clock()
    written = write_backup(workspace.ledger, path, replace=replace, progress=progress)
    return BackedUp(
        database=workspace.database.shown,
        file=file,
        size=written.size,
        log_id=workspace.ledger.log_id,
        shards=verified(written.checks),
        last_recorded=written.last_recorded or None,
        now=now,
    )


def backup_path(file: str) -> Path:
    """The path of a backup; UsageError when a server was named, or nothing."""
    if "://" in file:
        raise UsageError(
            f"{file.partition('://')[0]}:// names a database; a backup is a file (`tracker db copy` moves)"
        )
    if not file.strip():
        raise UsageError("the backup's file name is empty")
    return Path(file)


def verified(checks: tuple[ShardCheck, ...]) -> tuple[VerifiedShard, ...]:
    """The shards that were found sound, as results say it."""
    return tuple(
        VerifiedShard(shard=check.shard, events=check.events, bodies=check.bodies, root=check.root) for check in checks
    )
