"""What a disk may hold after the power failed, from the shim's log of the changes that were made to it.

What was synced stands. Of what was not, any part may have reached the disk, in sectors of 512 or 4,096 bytes: a later
write without an earlier one, half of a write. Names belong to their folder: that a file was made, renamed or removed is
certain once its folder is synced, and until then the first few such changes may have happened; a file's own sync does
not make its name certain.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

_HEADER = struct.Struct("=cHQQI")
_FOLDER = -1
_SECTORS = (512, 4096)
_NOTHING, _EVERYTHING = 0.2, 0.3
"""How likely it is that nothing unsynced reached the disk; that or that all of it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change, as the shim logged it. `op`: W write, T truncate, S sync, C create, U unlink, L link, R rename,
    M mkdir; `data` is what was written, or the other name of L and R."""

    op: str
    path: str
    inode: int
    offset: int
    data: bytes


@dataclass(slots=True)
class _File:
    """The bytes of a file that are certain, and the changes that are not yet, in their order."""

    content: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Naming:
    """A change of names: what these names stand for afterwards, a file by its number or a folder; None: nothing."""

    names: dict[str, int | None]

    @property
    def folders(self) -> set[str]:
        return {str(Path(name).parent) for name in self.names}


def read_log(path: Path) -> list[Change]:
    """The changes in a log of the shim."""
    return list(_changes(path.read_bytes()))


def _changes(log: bytes) -> Iterator[Change]:
    at = 0
    while at < len(log):
        op, path_length, inode, offset, length = _HEADER.unpack_from(log, at)
        at += _HEADER.size
        path, data = log[at : at + path_length], log[at + path_length : at + path_length + length]
        yield Change(op=op.decode(), path=path.decode(), inode=inode, offset=offset, data=data)
        at += path_length + length


class Disk:
    """A disk as its changes are made; what is below `root` was not there before them."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._files: list[_File] = []
        self._by_inode: dict[int, int] = {}
        self._names: dict[str, int | None] = {self._root: _FOLDER}
        self._certain: dict[str, int | None] = {}
        self._namings: list[_Naming] = []

    def make(self, change: Change) -> None:
        """Make one change."""
        if change.op in "CULRM":
            naming = self._naming(change)
            self._names.update(naming.names)
            self._namings.append(naming)
        elif self._names.get(change.path) == _FOLDER:
            self._sync_folder(change.path)
        elif self._names.get(change.path) != self._by_inode.get(change.inode, _FOLDER):
            # Another program, which has no shim, has made the file: SQLite makes a WAL to read, too.
            self.make(replace(change, op="C", data=b""))
            self.make(change)
        elif change.op == "S":
            file = self._files[self._by_inode[change.inode]]
            for made in file.pending:
                _apply(file.content, made)
            file.pending.clear()
        else:
            self._files[self._by_inode[change.inode]].pending.append(change)

    def _naming(self, change: Change) -> _Naming:
        other, stands = change.data.decode(), self._names.get(change.path)
        if change.op == "C":
            # A file that is gone may have left its inode's number to another.
            self._by_inode[change.inode] = len(self._files)
            self._files.append(_File())
            return _Naming({change.path: len(self._files) - 1})
        if change.op == "R":
            return _Naming({change.path: None, other: stands})
        return _Naming({"U": {change.path: None}, "L": {other: stands}, "M": {change.path: _FOLDER}}[change.op])

    def _sync_folder(self, folder: str) -> None:
        left = []
        for naming in self._namings:
            if folder in naming.folders:
                self._certain.update(naming.names)
            else:
                left.append(naming)
        self._namings = left

    def image(self, target: Path, rng: random.Random) -> None:
        """Write what may be on the disk if the power fails now into `target`, an empty folder."""
        luck, sector = rng.random(), rng.choice(_SECTORS)
        chance = 0.0 if luck < _NOTHING else 1.0 if luck < _EVERYTHING else 0.5
        names = self._surviving_names(rng, chance)
        contents: dict[int, bytes] = {}
        for path, stands in sorted(names.items()):
            place = target / Path(path).relative_to(self._root)
            if not place.parent.is_dir():
                continue  # its folder is lost, and so is all in it
            if stands == _FOLDER:
                place.mkdir()
            elif stands is not None:
                if stands not in contents:
                    contents[stands] = self._surviving_bytes(self._files[stands], rng, chance, sector)
                place.write_bytes(contents[stands])

    def _surviving_names(self, rng: random.Random, chance: float) -> dict[str, int | None]:
        names = dict(self._certain)
        done = {0.0: 0, 1.0: len(self._namings)}.get(chance, rng.randint(0, len(self._namings)))
        for naming in self._namings[:done]:
            names.update(naming.names)
        return names

    def _surviving_bytes(self, file: _File, rng: random.Random, chance: float, sector: int) -> bytes:
        content = bytearray(file.content)
        for change in file.pending:
            if change.op == "W":
                for part in _sectors(change, sector):
                    if rng.random() < chance:
                        _apply(content, part)
            elif rng.random() < chance:
                _apply(content, change)
        return bytes(content)


def _sectors(change: Change, size: int) -> Iterator[Change]:
    """A write cut where sectors of the disk begin."""
    start = 0
    while start < len(change.data):
        stop = min(len(change.data), ((change.offset + start) // size + 1) * size - change.offset)
        at, data = change.offset + start, change.data[start:stop]
        yield Change(op="W", path=change.path, inode=change.inode, offset=at, data=data)
        start = stop


def _apply(content: bytearray, change: Change) -> None:
    end = change.offset + len(change.data)
    if change.op == "T":
        del content[change.offset :]
    content.extend(bytes(max(0, end - len(content))))
    if change.op == "W":
        content[change.offset : end] = change.data
