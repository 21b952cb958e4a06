"""A backup: the whole ledger in one SQLite file, taken while writers write, verified before it gets its name.

An SQLite ledger is copied page by page as one read transaction sees it, read models and all; a PostgreSQL one row by
row from one snapshot (`copy`). The file is not in WAL mode: it is whole by itself, wherever it is carried. Reading one
back is left to `copy` as well.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from tracker.errors import IntegrityError, StorageError, TrackerError, UsageError
from tracker.ledger.copy import Steps, size_of, sound, transfer
from tracker.ledger.database import Database
from tracker.ledger.empty import explained_file
from tracker.ledger.files import link_end, place_new, place_over, sync_file, temporary_beside
from tracker.ledger.read import LedgerView
from tracker.ledger.store import Ledger
from tracker.ledger.verify import Progress, ShardCheck

PAGES = 500
"""Pages copied at a time: two megabytes between two reports of progress."""
_LAST_LEAF = text("SELECT leaf_hash FROM events WHERE shard = :shard AND position = :position")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A backup as it was verified after it was written: its size in bytes, its shards, its last time (micros UTC, 0
    without events)."""

    size: int
    checks: tuple[ShardCheck, ...]
    last_recorded: int


def write_backup(ledger: Ledger, path: Path, *, replace: bool, progress: Progress) -> Written:
    """Write the ledger as it stands now to a new file; when this returns, the file is whole, verified and on disk.

    With `replace`, an earlier backup of this ledger at `path` gives way to it. Raises UsageError when something else is
    there, IntegrityError when the ledger is damaged, StorageError when the file cannot be written; then whatever
    was at `path` is still there, and nothing else is.
    """
    path = link_end(path)
    _require_free(ledger, path, replace=replace)
    with temporary_beside(path) as temporary:
        try:
            written = _write(ledger, temporary, progress)
        except IntegrityError as error:
            raise IntegrityError(f"{error}; no backup was made (`tracker verify` lists every fault)") from None
        except StorageError as error:
            raise StorageError(str(error).replace(str(temporary), str(path))) from None
        if path.exists() and replace:
            _require_older(ledger, path)
            place_over(temporary, path)
        elif not place_new(temporary, path):
            raise UsageError(f"{path} was made meanwhile by another process; it stands, no backup was written")
    return written


def _write(ledger: Ledger, temporary: Path, progress: Progress) -> Written:
    shown = ledger.database.shown
    if ledger.database.is_sqlite:
        with ledger.view() as view:
            steps = Steps(size_of(view), 2, progress)
            _copy_pages(view, temporary, steps.next())
    else:
        with ledger.view() as view:
            steps = Steps(size_of(view), 4, progress)
            transfer(view, shown, Database(temporary), clock=ledger.clock, progress=steps.joined(3))
    with explained_file(str(temporary)):
        _leave_wal_mode(temporary)
    sync_file(temporary)
    copy = Database(temporary, read_only=True)
    try:
        with Ledger(copy, clock=ledger.clock).view() as view:
            checks = sound(view, shown, progress=steps.next())
            last = max(view.head(shard).recorded_at for shard in range(view.shards))
    finally:
        copy.close()
    return Written(size=temporary.stat().st_size, checks=checks, last_recorded=last)


def _copy_pages(view: LedgerView, temporary: Path, progress: Progress) -> None:
    """Copy a whole SQLite database as the view's transaction sees it: writers go on, and it starts over for none."""
    source = view.connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    size = size_of(view)  # also the read that makes this transaction's snapshot
    target = sqlite3.connect(temporary, isolation_level=None)
    try:
        with explained_file(str(temporary)):
            source.backup(
                target,
                pages=PAGES,
                progress=lambda _, left, total: progress(size * (total - left) // max(total, 1), size),
            )
    finally:
        target.close()


def _leave_wal_mode(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


def _require_free(ledger: Ledger, path: Path, *, replace: bool) -> None:
    if not path.exists():
        return
    if ledger.database.path is not None and path.samefile(ledger.database.path):
        raise UsageError(f"{path} is the ledger itself; give the backup another name")
    if not path.is_file():
        raise UsageError(f"{path} is no file that a backup could replace; give another name")
    if not replace:
        raise UsageError(f"{path} exists; give another name, or --force to replace an earlier backup")
    _require_older(ledger, path)


def _require_older(ledger: Ledger, path: Path) -> None:
    """UsageError unless all that the file at `path` holds is in the ledger too: a backup must never cost an event."""
    if path.stat().st_size == 0:
        return
    if any(_size(path.with_name(path.name + end)) for end in ("-wal", "-journal")):
        raise UsageError(f"{path} is a database in use, not a backup; give another name")
    try:
        heads = _heads(path, ledger)
    except (TrackerError, sqlite3.Error) as error:
        raise UsageError(f"{path} is no backup of this ledger ({error}); --force replaces nothing else") from None
    with ledger.view() as view:
        for shard, (size, leaf) in heads.items():
            known = view.connection.execute(_LAST_LEAF, {"shard": shard, "position": size - 1}).scalar()
            if size and known != leaf:
                raise UsageError(
                    f"{path} holds events that {ledger.database.shown} does not have: it stands; give another name"
                )


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


def _heads(path: Path, ledger: Ledger) -> dict[int, tuple[int, bytes | None]]:
    """The size of each shard in an earlier backup, of whatever schema, with its last leaf."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        (log_id,) = connection.execute("SELECT log_id FROM ledger").fetchone() or (None,)
        if log_id != ledger.log_id:
            raise UsageError("it holds another log")
        heads = connection.execute(
            "SELECT s.shard, s.size, e.leaf_hash FROM shards s"
            " LEFT JOIN events e ON e.shard = s.shard AND e.position = s.size - 1"
        )
        return {shard: (size, leaf) for shard, size, leaf in heads}
    finally:
        connection.close()
