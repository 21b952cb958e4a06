"""A file that a run writes lines to: each is handed over whole, and an error names the file.

What the lines say is left to who writes them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from io import FileIO
from pathlib import Path

from tracker.errors import StorageError
from tracker.ledger.files import target_of


class LineFile:
    """Lines for a file, written anew or, with `mode` "a", added to.

    Nothing is held back: what `add` returned from is with the system, also when the process is killed next.
    """

    def __init__(self, path: str, mode: str) -> None:
        """StorageError when the file cannot be opened."""
        self._path = path
        try:
            target = target_of(Path(path))
            self._torn = mode == "a" and _is_torn(target)
            self._file = FileIO(target, mode, opener=_at_once)
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror}") from None

    def add(self, lines: Iterable[str]) -> None:
        """Write lines, each with its end. OSError names the file."""
        text = "".join(lines)
        # A run that was killed, or had no more room, may have left half a line: what comes now is not part of it.
        left = memoryview((("\n" if self._torn else "") + text).encode())
        try:
            while text and left:
                left = left[self._file.write(left) :]
                self._torn = False
        except OSError as error:
            raise OSError(error.errno, error.strerror, self._path) from None

    def close(self) -> None:
        """Give the file back; all is written already."""
        with suppress(OSError):
            self._file.close()


def _is_torn(path: Path) -> bool:
    """Whether a file's last line has no end."""
    with suppress(OSError):
        if path.is_file() and path.stat().st_size:
            with path.open("rb") as file:
                file.seek(-1, os.SEEK_END)
                return file.read() != b"\n"
    return False


def _at_once(path: str, flags: int) -> int:
    """Open a file without waiting for whoever reads it: of a pipe that nobody reads, OSError."""
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
    os.set_blocking(handle, True)
    return handle
