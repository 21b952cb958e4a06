"""What an unexpected error says about storage: a full disk or a lost server is no fault of the program."""

from __future__ import annotations

import errno

_STORAGE_ERRNOS = frozenset({errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EACCES, errno.EPERM})


def storage_reason(error: Exception) -> str | None:
    """The storage failure behind an error, in words; None when it is something else."""
    if isinstance(error, OSError) and error.errno in _STORAGE_ERRNOS:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}"
    from sqlalchemy.exc import DBAPIError

    if isinstance(error, DBAPIError):
        return f"the database says: {str(error.orig).strip().splitlines()[0]}"
    return None
