"""Files that are there whole or not at all: filled under a temporary name, synced, and only then given their own.

What goes into a file is left to who asks for one.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.errors import StorageError

_LONGEST_STEM = 40
"""Characters of a name that its temporary name repeats: with them and more it still fits into any file system."""


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
    finally:
        for leftover in (name, f"{name}-wal", f"{name}-shm", f"{name}-journal"):
            Path(leftover).unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Have a file's content on disk, with the permissions that any new file gets."""
    umask = os.umask(0)
    os.umask(umask)
    path.chmod(0o666 & ~umask)
    with path.open("rb") as file:
        os.fsync(file.fileno())


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


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk."""
    with suppress(OSError):  # not every platform lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
