"""The inputs of `ingest PATH…|-`: which files there are, under which names, and their bytes.

Reading them is for others. Directories are walked in natural name order ("2.txt" before "10.txt"). Dotfiles and
files still being written ("*.tmp", "*.part", "*~", or changed a moment ago) are left there for the next run; a file
named on the command line is taken.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker.bounded import read_bytes
from tracker.errors import InputError
from tracker.sources.reading import Deferred

MAX_BYTES = 64 * 1024 * 1024
_UNFINISHED = (".tmp", ".part", "~")
_NUMBER = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input: its name for messages, and the file it is in, or its bytes (standard input).

    `identity` is the name under which what it holds is known again, None where nothing is: the name of a file.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    identity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """How long a file in a directory must have been left alone: `seconds` before `now` (micros UTC)."""

    now: int
    seconds: float


def gather(
    paths: Sequence[str], *, stdin: BinaryIO | None = None, settling: Settling | None = None
) -> Iterator[Input | InputError | Deferred]:
    """The inputs that paths stand for, each file once, in the order given; what cannot be listed as an InputError.

    A file is named by its own name, a file in a directory by its path from there with "/", standard input "-". With
    `settling`, files of directories that are to wait come as Deferred; without, unfinished ones are left out silently.
    """
    seen: set[str] = set()
    for path in paths:
        if path in seen:
            continue
        if path == "-":
            seen.add(path)
            yield _standard_input(stdin)
        else:
            yield from _path(path, seen, settling)


def load(item: Input) -> bytes:
    """The bytes of an input; InputError when they cannot be read or are more than 64 MiB."""
    if item.data is not None:
        return _within_limit(item.data, item.name)
    if item.path is None:
        raise InputError(item.name, "neither a file nor data")
    try:
        return _within_limit(read_bytes(item.path, most=MAX_BYTES), item.name)
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


def _path(path: str, seen: set[str], settling: Settling | None) -> Iterator[Input | InputError | Deferred]:
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        yield InputError(shown(path), _why(error))
        return
    if stat.S_ISDIR(mode):
        yield from _directory(path, seen, settling)
    elif stat.S_ISSOCK(mode):
        yield InputError(shown(path), "is a socket, not a file")
    else:
        yield from _once(path, os.path.basename(path), seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A file of a directory by its name from there; why it cannot be taken, or is left for the next run."""

    name: str
    problem: str | None = None
    waits: str | None = None


def _directory(top: str, seen: set[str], settling: Settling | None) -> Iterator[Input | InputError | Deferred]:
    """The files below a directory; links to directories are not followed."""
    found: list[_Found] = []
    pending = [""]
    while pending:
        below = pending.pop()
        try:
            with os.scandir(os.path.join(top, below)) as entries:
                for entry in entries:
                    _sort_out(entry, f"{below}/{entry.name}" if below else entry.name, found, pending, settling)
        except OSError as error:
            found.append(_Found(name=below or shown(top), problem=_why(error)))
    for item in sorted(found, key=lambda item: natural_key(item.name)):
        if item.problem:
            yield InputError(shown(item.name), item.problem)
        elif item.waits is None:
            yield from _once(os.path.join(top, item.name), item.name, seen)
        elif settling is not None:
            yield Deferred(name=shown(item.name), reason=item.waits)


def _sort_out(
    entry: os.DirEntry[str], name: str, found: list[_Found], pending: list[str], settling: Settling | None
) -> None:
    waits = _unfinished(entry.name)
    if waits:
        found.append(_Found(name=name, waits=waits))
        return
    if entry.is_dir(follow_symlinks=False):
        pending.append(name)
        return
    try:
        status = entry.stat()
    except OSError as error:
        problem = f"broken link ({_why(error)})" if entry.is_symlink() else _why(error)
        found.append(_Found(name=name, problem=problem))
        return
    if stat.S_ISREG(status.st_mode):
        found.append(_Found(name=name, waits=_unsettled(status.st_mtime_ns // 1000, settling)))
    elif not stat.S_ISDIR(status.st_mode):
        found.append(_Found(name=name, problem="is a pipe, socket or device, not a file"))


def _unfinished(name: str) -> str | None:
    """Why a name keeps a file from being read, None where it does not."""
    if name.startswith("."):
        return "its name starts with a dot"
    ending = next((ending for ending in _UNFINISHED if name.endswith(ending)), None)
    return f"its name ends in {ending}" if ending else None


def _unsettled(changed: int, settling: Settling | None) -> str | None:
    """Why a file that was changed then may still be being written. A change far ahead of the clock tells nothing."""
    if settling is None or abs(settling.now - changed) >= settling.seconds * 1_000_000:
        return None
    return f"it changed less than {settling.seconds:g} s ago"


def _once(path: str, name: str, seen: set[str]) -> Iterator[Input]:
    real = os.path.realpath(path)
    if real not in seen:
        seen.add(real)
        yield Input(name=shown(name), path=Path(path), identity=shown(name))


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
