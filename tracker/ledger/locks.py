"""One run of a job at a time: a lock for each job that the kernel or the server gives back when its holder is gone.

On SQLite it is a byte of a file beside the database, on PostgreSQL a session's advisory lock; neither outlives the
process, however it ends. The database itself needs no such lock: it puts its writers in a row.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tracker.errors import JobRunning, StorageError
from tracker.ledger.database import Database, explained

if sys.platform != "win32":
    import fcntl

_SUFFIX = "-jobs"
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.02, 0.5
_TRY = text("SELECT pg_try_advisory_lock(:key)")


def lock_file(database: Database) -> Path | None:
    """The file whose bytes are the locks of a database's jobs; None where a server keeps them."""
    return None if database.path is None else database.path.with_name(database.path.name + _SUFFIX)


@contextmanager
def job_lock(database: Database, job: str, *, timeout_s: float) -> Iterator[None]:
    """Hold the lock of a job for the block; JobRunning when another process still holds it after `timeout_s`.

    The file of the locks is made where it is missing, and never removed: a file made anew would be another lock.
    """
    path = lock_file(database)
    with _file_lock(path, job) if path is not None else _server_lock(database, job) as taken:
        deadline = time.monotonic() + timeout_s
        pause = _FIRST_PAUSE_S
        while not taken():
            left = deadline - time.monotonic()
            if left <= 0:
                raise JobRunning(_refusal(job, timeout_s))
            time.sleep(min(pause, left))
            pause = min(2 * pause, _LONGEST_PAUSE_S)
        yield


def _refusal(job: str, timeout_s: float) -> str:
    still = f"is still running after {timeout_s:g} s" if timeout_s else "is running"
    return f"the job “{job}” {still}: nothing was recorded by this run, the same command may be run again"


@contextmanager
def _file_lock(path: Path, job: str) -> Iterator[Callable[[], bool]]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as error:
        raise StorageError(f"cannot open {path}, which holds the locks of jobs: {error.strerror}") from None
    try:
        # Two jobs that met at one of 2^62 places would wait for each other, and do no harm.
        yield lambda: _try_byte(handle, _number(job) >> 2)
    finally:
        os.close(handle)  # gives the lock back


def _try_byte(handle: int, place: int) -> bool:
    """Lock one byte, which need not be there; False when another process has it."""
    if sys.platform == "win32":
        return True  # no lock of this kind there: the database still records everything once
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except (BlockingIOError, PermissionError):
        return False
    return True


@contextmanager
def _server_lock(database: Database, job: str) -> Iterator[Callable[[], bool]]:
    # A connection of its own: the lock is the session's, and the ledger's connections come and go.
    engine = create_engine(database.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    key = _number(job) - 2**63
    with explained(database.shown), engine.connect() as connection:
        yield lambda: bool(connection.execute(_TRY, {"key": key}).scalar())


def _number(job: str) -> int:
    """A job's place among 2^64."""
    return int.from_bytes(hashlib.sha256(f"tracker job\n{job}".encode()).digest()[:8], "big")
