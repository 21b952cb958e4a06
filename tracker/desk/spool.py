"""Standard input on disk until it is recorded: what a killed or failed run leaves is taken first by the next one.

A spooled input is known again by the name of its file, so that it is recorded once however often it is tried. What
was rejected cannot be fetched a second time either: it is put aside in the folder `rejected`, for a person to look at.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker.errors import InputError, StorageError
from tracker.ledger.files import make_folder
from tracker.sources import MAX_BYTES, Input

REJECTED = "rejected"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Spool:
    """A folder of inputs that wait. `owner` tells whose they are: only the same job for the same story takes them."""

    folder: Path
    owner: str

    def keep(self, stdin: BinaryIO, *, now: int) -> InputError | None:
        """Put standard input on disk, synced, before anything else is done; the error when it is too large.

        `now` (micros UTC) puts it in its order. StorageError when it cannot be written: then nothing of it stays.
        """
        # A clock that stands still or goes back must not put a later input before an earlier one.
        place = max([now, *(_micros(name) + 1 for name in self._names())])
        name = f"stdin-{self._tag}-{place:016}-{secrets.token_hex(4)}"
        partial = self.folder / f".{name}.part"
        try:
            make_folder(self.folder)
            size = _copy(stdin, partial)
            if size > MAX_BYTES:
                partial.unlink()
                return InputError("-", f"larger than {MAX_BYTES // 1024**2} MiB")
            partial.rename(self.folder / name)
            _sync(self.folder)
        except OSError as error:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise StorageError(f"cannot keep standard input in {self.folder}: {error.strerror}") from None
        return None

    def inputs(self) -> list[Input]:
        """What waits for this job and story, oldest first."""
        return [Input(name="-", path=self.folder / name, identity=name) for name in self._names()]

    def recorded(self, inputs: Sequence[Input]) -> None:
        """Remove what is on disk in the ledger."""
        for item in inputs:
            if item.path is not None:
                item.path.unlink(missing_ok=True)

    def rejected(self, item: Input) -> Path | None:
        """Put an input aside that was rejected, in whole or in part; where it lies. Equal bytes are kept once."""
        if item.path is None:
            return None
        aside = self.folder / REJECTED
        aside.mkdir(exist_ok=True)
        place = aside / f"stdin-{hashlib.sha256(item.path.read_bytes()).hexdigest()[:16]}"
        item.path.replace(place)
        _sync(aside)
        return place

    def _names(self) -> list[str]:
        """The files of this job and story, in the order in which they were kept."""
        start = f"stdin-{self._tag}-"
        try:
            return sorted(name for name in os.listdir(self.folder) if name.startswith(start))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StorageError(f"cannot read {self.folder}: {error.strerror}") from None

    @property
    def _tag(self) -> str:
        return hashlib.sha256(self.owner.encode()).hexdigest()[:8]


def _micros(name: str) -> int:
    """The time in the name of a spooled file, 0 where somebody else named it."""
    number = name.split("-")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def _copy(stdin: BinaryIO, path: Path) -> int:
    """Copy as much as may be read, and a byte more; how much that was."""
    size = 0
    with path.open("xb") as file:
        while size <= MAX_BYTES and (chunk := stdin.read(min(_CHUNK, MAX_BYTES + 1 - size))):
            file.write(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size


def _sync(folder: Path) -> None:
    with suppress(OSError):  # not every platform lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
