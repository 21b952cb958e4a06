"""The inputs of `ingest PATH…|-`: which files there are, under which names, and their bytes.

Reading them is for others. Directories are walked in natural name order ("2.txt" before "10.txt"). Dotfiles and
files still being written ("*.tmp", "*.part", "*~") are skipped there; a file named on the command line is taken.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker.errors import InputError

MAX_BYTES = 64 * 1024 * 1024
_UNFINISHED = (".tmp", ".part", "~")
_NUMBER = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input: its name for messages and identity, and the file it is in, or its bytes (standard input)."""

    name: str
    path: Path | None = None
    data: bytes | None = None


def gather(paths: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[Input | InputError]:
    """The inputs that paths stand for, each file once, in the order given; what cannot be listed as an InputError.

    A file is named by its own name, a file in a directory by its path from there with "/", standard input "-".
    """
    seen: set[str] = set()
    for path in paths:
        if path in seen:
            continue
        if path == "-":
            seen.add(path)
            yield _standard_input(stdin)
        else:
            yield from _path(path, seen)


def load(item: Input) -> bytes:
    """The bytes of an input; InputError when they cannot be read or are more than 64 MiB."""
    if item.data is not None:
        return _within_limit(item.data, item.name)
    if item.path is None:
        raise InputError(item.name, "neither a file nor data")
    try:
        with item.path.open("rb") as file:
            return _within_limit(file.read(MAX_BYTES + 1), item.name)
    except (OSError, ValueError) as error:
        raise InputError(item.name, _why(error)) from None


def natural_key(name: str) -> tuple[tuple[tuple[tuple[int, int, str], ...], ...], str]:
    """A sort key under which numbers count as numbers, part by part of a path; equal names only for equal keys."""
    return tuple(_part_key(part) for part in name.split("/")), name


def _part_key(part: str) -> tuple[tuple[int, int, str], ...]:
    # (kind, length, text): digits compare by length without leading zeros, then by digit, at any length.
    pieces = _NUMBER.split(part)
    return tuple(
        (0, len(piece.lstrip("0")), piece.lstrip("0")) if at % 2 else (1, 0, piece)
        for at, piece in enumerate(pieces)
        if piece
    )


def _path(path: str, seen: set[str]) -> Iterator[Input | InputError]:
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        yield InputError(shown(path), _why(error))
        return
    if stat.S_ISDIR(mode):
        yield from _directory(path, seen)
    elif stat.S_ISSOCK(mode):
        yield InputError(shown(path), "is a socket, not a file")
    else:
        yield from _once(path, os.path.basename(path), seen)


def _directory(top: str, seen: set[str]) -> Iterator[Input | InputError]:
    """The files below a directory; links to directories are not followed."""
    found: list[tuple[str, str | None]] = []
    pending = [""]
    while pending:
        below = pending.pop()
        try:
            with os.scandir(os.path.join(top, below)) as entries:
                for entry in entries:
                    _sort_out(entry, f"{below}/{entry.name}" if below else entry.name, found, pending)
        except OSError as error:
            found.append((below or shown(top), _why(error)))
    for name, problem in sorted(found, key=lambda item: natural_key(item[0])):
        if problem:
            yield InputError(shown(name), problem)
        else:
            yield from _once(os.path.join(top, name), name, seen)


def _sort_out(entry: os.DirEntry[str], name: str, found: list[tuple[str, str | None]], pending: list[str]) -> None:
    if entry.name.startswith(".") or entry.name.endswith(_UNFINISHED):
        return
    if entry.is_dir(follow_symlinks=False):
        pending.append(name)
        return
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        found.append((name, f"broken link ({_why(error)})" if entry.is_symlink() else _why(error)))
        return
    if stat.S_ISREG(mode):
        found.append((name, None))
    elif not stat.S_ISDIR(mode):
        found.append((name, "is a pipe, socket or device, not a file"))


def _once(path: str, name: str, seen: set[str]) -> Iterator[Input]:
    real = os.path.realpath(path)
    if real not in seen:
        seen.add(real)
        yield Input(name=shown(name), path=Path(path))


def _standard_input(stdin: BinaryIO | None) -> Input | InputError:
    if stdin is None:
        return InputError("-", "there is no standard input")
    try:
        return Input(name="-", data=_within_limit(stdin.read(MAX_BYTES + 1), "-"))
    except InputError as error:
        return error
    except (OSError, ValueError) as error:
        return InputError("-", _why(error))


def shown(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 become replacement characters."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _within_limit(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise InputError(name, f"larger than {MAX_BYTES // 1024**2} MiB")
    return data


def _why(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
