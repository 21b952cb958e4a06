"""Files that are there whole or not at all: filled under a temporary name, synced, and only then given their own.

What goes into a file is left to who asks for one; here it is refused to write over a ledger or a key, or where somebody
else's link leads.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.errors import StorageError, UsageError

_LONGEST_STEM = 40
"""Characters of a name that its temporary name repeats: with them and more it still fits into any file system."""
_NOT_SYNCED = (errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM)
"""What file systems say that do not sync folders."""
_MOST_LINKS = 40
_PRECIOUS = {
    b"SQLite format 3\0": "a database",
    b"\x37\x7f\x06\x82": "what a database has not taken in yet",
    b"\x37\x7f\x06\x83": "what a database has not taken in yet",
    b"PRIVATE+KEY+": "a key",
}


def target_of(path: Path) -> Path:
    """As `link_end`; UsageError also when a database or a key is there: these are never written over."""
    target = link_end(path)
    _refuse_precious(target, path)
    return target


def link_end(path: Path) -> Path:
    """The file that a name stands for: where its links lead, which may be nowhere yet.

    UsageError when they lead in a circle, or when another user laid one of them in a folder that all may write to (what
    Linux calls protected_symlinks).
    """
    target = path
    for _ in range(_MOST_LINKS):
        if not target.is_symlink():
            return target
        if _is_planted(target):
            raise UsageError(f"{path} is a link that another user laid; nothing is written through it")
        target = target.parent / os.readlink(target)
    raise UsageError(f"{path}: {os.strerror(errno.ELOOP)}")


def _is_planted(link: Path) -> bool:
    folder, user = link.parent.stat(), link.lstat().st_uid
    shared = folder.st_mode & stat.S_ISVTX and folder.st_mode & stat.S_IWOTH
    return bool(shared) and os.name == "posix" and user not in (os.geteuid(), folder.st_uid)


def _refuse_precious(target: Path, path: Path) -> None:
    if not target.is_file():
        return
    with suppress(OSError), target.open("rb") as file:
        beginning = file.read(max(map(len, _PRECIOUS)))
        for sign, what in _PRECIOUS.items():
            if beginning.startswith(sign):
                raise UsageError(f"{path} holds {what}; it is not written over")


@contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """An empty file in the folder of `path` for the block; it and what SQLite puts beside it are gone afterwards.

    StorageError when the folder does not take one.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:_LONGEST_STEM]}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}") from None
    os.close(handle)
    try:
        yield Path(name)
    except StorageError as error:  # nobody who reads it knows the temporary name
        raise StorageError(str(error).replace(name, str(path))) from error
    except OSError as error:
        if error.filename not in (name, Path(name)):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        for leftover in (name, f"{name}-wal", f"{name}-shm", f"{name}-journal"):
            Path(leftover).unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Have a file's content on disk, with the permissions that any new file gets.

    StorageError when it is a database that lacks what was written last: SQLite says nothing when it cannot move that
    into the file at its close, and leaves it beside it.
    """
    if any(_size(path.with_name(path.name + end)) for end in ("-wal", "-journal")):
        raise StorageError(f"cannot write {path}: not all of it reached the file; the same command may be run again")
    umask = os.umask(0)
    os.umask(umask)
    path.chmod(0o666 & ~umask)
    with path.open("rb") as file:
        _sync(file.fileno(), path)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _sync(handle: int, path: Path) -> None:
    try:
        os.fsync(handle)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def place_new(temporary: Path, path: Path) -> bool:
    """Give a finished file its name; False when another file bears it already, which then stands."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
        if path.exists():
            return False
        temporary.rename(path)  # a file system without hard links
    sync_folder(path.parent)
    return True


def place_over(temporary: Path, path: Path) -> None:
    """Give a finished file its name, in the place of the file that bears it: at every instant one of the two does."""
    os.replace(temporary, path)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, with their names on disk: else a file in it that was synced
    could be lost with them."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in missing:
        sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # not every platform lets a folder be opened
    try:
        _sync(handle, folder)
    except OSError as error:
        if error.errno not in _NOT_SYNCED:
            raise
    finally:
        os.close(handle)
