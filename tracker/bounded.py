"""What comes from outside, read within bounds: so many bytes of a file, TOML that does not run away.

A pipe is waited for a few seconds, not for ever. What the bytes mean is left to the readers.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

PATIENCE_S = 5
"""How long nothing may come through a pipe before it is given up."""

_CHUNK = 1 << 20
_MOST_PARTS = 100
# tomllib takes time and memory quadratic in the parts of a dotted key: 64 kB of "a.a.a…" took 20 s and 4 GB.
_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_DOTTED = re.compile(rf"(?<![\w-])(?:{_PART}[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}")


def read_bytes(path: Path, *, most: int) -> bytes:
    """The bytes of a file, pipe or device; of more than `most` bytes the first `most + 1`.

    OSError when it cannot be read, is a directory, or is a pipe through which nothing came for five seconds.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if stat.S_ISREG(os.fstat(handle).st_mode) or not hasattr(os, "O_NONBLOCK"):
            return file.read(most + 1)
        return _from_pipe(handle, most + 1)


def _from_pipe(handle: int, most: int) -> bytes:
    from select import POLLIN, poll

    waiting = poll()
    waiting.register(handle, POLLIN)
    found = bytearray()
    while len(found) < most:
        if not waiting.poll(PATIENCE_S * 1000):
            raise OSError(errno.ETIMEDOUT, f"nothing came through this pipe for {PATIENCE_S} s")
        chunk = os.read(handle, min(_CHUNK, most - len(found)))
        if not chunk:
            break
        found += chunk
    return bytes(found)


def toml(text: str) -> dict[str, Any]:
    """What TOML says; ValueError (tomllib.TOMLDecodeError where it names a place) when it is none, is nested too deep,
    or holds a key of a hundred parts."""
    if _DOTTED.search(text):
        raise ValueError(f"a key of {_MOST_PARTS} parts or more")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None
