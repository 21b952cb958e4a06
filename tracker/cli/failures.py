"""What an unexpected error says about storage, or about a name that no file can have: no fault of the program."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from click import Abort, ClickException
from click.exceptions import Exit

from tracker.errors import IntegrityError, TrackerError

_STORAGE_ERRNOS = frozenset({errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EACCES, errno.EPERM})
_UNUSABLE_ERRNOS = frozenset({errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.EINVAL, errno.ENXIO})


def unusable_name(error: Exception) -> str | None:
    """Why a name or a text that was given cannot be used, in words; None when the error is something else."""
    if isinstance(error, OSError) and error.errno in _UNUSABLE_ERRNOS and error.filename:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, UnicodeEncodeError) and "\ud800" <= error.object[error.start] <= "\udfff":
        around = error.object[max(0, error.start - 30) : error.start + 30]
        return f"{around!r} holds bytes that are no text: only names of files may"
    if isinstance(error, UnicodeError) and "'idna'" in str(error):
        return f"no host has such a name: {error}"
    if isinstance(error, ValueError) and str(error).startswith("embedded null"):
        return "a name that was given holds a NUL character, which no file's name can"
    return None


def storage_reason(error: Exception) -> str | None:
    """The storage failure behind an error, in words; None when it is something else."""
    if isinstance(error, OSError) and error.errno in _STORAGE_ERRNOS:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}"
    from sqlalchemy.exc import DBAPIError

    if isinstance(error, DBAPIError):
        return f"the database says: {str(error.orig).strip().splitlines()[0]}"
    return None


@contextmanager
def file_blamed(database: str) -> Iterator[None]:
    """For the block: what only a damaged file makes happen is an IntegrityError that says so, and no internal error.

    `database` is a URL or path; a server looks after its own files.
    """
    try:
        yield
    except (TrackerError, ClickException, Exit, Abort, OSError):
        raise
    except Exception as error:
        damage = _damage(database)
        if damage is None:
            raise
        raise IntegrityError(f"{database}: the file is damaged: {damage}") from error


def _damage(database: str) -> str | None:
    """What is wrong with an SQLite file, None where nothing is, or it is none."""
    from tracker.ledger.database import Database
    from tracker.ledger.health import damages

    opened = Database(database, read_only=True)
    if opened.path is None:
        return None
    try:
        with opened.read() as connection:
            return next(damages(connection), None)
    except TrackerError as error:
        return str(error)
    finally:
        opened.close()
