"""The errors a user can meet, as one tree; each class owns the exit code that the command line ends with.

TrackerError                 70  internal error, unless a subclass says better
├── UsageError                2  the command was given something it cannot mean
│   └── NotAllowed            2  the database account lacks the right to do it
├── InputError                3  one input was rejected; the others went on
├── NotFound                  4  no story, revision or moment of that name
│   ├── Ambiguous             4  more than one; the candidates are listed
│   └── Erased                4  it was recorded and erased since; by whom and why is said
├── IntegrityError            5  what is stored does not match what was recorded
├── DatabaseStateError        6  database missing, behind or ahead of this program
├── JobRunning                7  the same job is at work already
├── UpstreamFailed            8  somebody else's server gave no answer, or none that can be used
├── StorageError              9  disk full, server down, locked: the same command may be run again
├── ClockBehind               9  the machine's clock is far behind the ledger
└── Conflict                  9  another writer moved the stream first and retries ran out
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What a command's exit status means; tested as a table."""

    FINE = 0
    DIFFERENCES = 1
    USAGE = 2
    SOME_REJECTED = 3
    NOT_FOUND = 4
    INTEGRITY = 5
    DATABASE_STATE = 6
    JOB_RUNNING = 7
    UPSTREAM_FAILED = 8
    STORAGE = 9
    INTERNAL = 70
    INTERRUPTED = 130


class TrackerError(Exception):
    """Anything this program refuses or fails at, with a message fit for a tired editor."""

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL


class UsageError(TrackerError):
    """A value on the command line or in the configuration that cannot be meant."""

    exit_code = ExitCode.USAGE


class NotAllowed(UsageError):
    """The account on the database server may not do this; the message names the role that may."""


class InputError(TrackerError):
    """One input that cannot be read or recorded; `name` says which, `reason` why.

    `capture` holds its bytes where they are at hand and are not those of the whole file: a line of JSON Lines.
    """

    exit_code = ExitCode.SOME_REJECTED

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.capture: bytes | None = None


class NotFound(TrackerError):
    """Nothing of that name, or nothing at that moment."""

    exit_code = ExitCode.NOT_FOUND


class Ambiguous(NotFound):
    """A name that more than one story answers to."""


class Erased(NotFound):
    """It was recorded, and erased since; the message says by whom and why."""


class IntegrityError(TrackerError):
    """Stored content does not match what the log says was recorded."""

    exit_code = ExitCode.INTEGRITY


class DatabaseStateError(TrackerError):
    """The database is missing, or its schema is older or newer than this program."""

    exit_code = ExitCode.DATABASE_STATE


class JobRunning(TrackerError):
    """A run of the same job holds the job's lock, and this one did not want to wait longer."""

    exit_code = ExitCode.JOB_RUNNING


class UpstreamFailed(TrackerError):
    """A server of somebody else gave no answer, or none that can be used; a retry is safe."""

    exit_code = ExitCode.UPSTREAM_FAILED


class StorageError(TrackerError):
    """The storage cannot be used now; nothing was recorded by halves, and a retry is safe."""

    exit_code = ExitCode.STORAGE


class ClockBehind(StorageError):
    """The machine's clock says a time long before that of the ledger's last event: one of the two is wrong."""


class Conflict(StorageError):
    """A stream is not at the version the writer expected: another writer was first."""
