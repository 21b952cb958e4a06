"""The optional TOML between two +++ lines at the very top of a wire text file. What follows is for the wire reader."""

from __future__ import annotations

import re
import tomllib

from tracker.bounded import toml
from tracker.errors import InputError
from tracker.sources.fields import Stated, stated

LIMIT = 64 * 1024
_CLOSING = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


def split(text: str, *, name: str) -> tuple[Stated, str]:
    """What the front matter states, and the text after it; InputError where it is not what it should be.

    The first line that is +++ alone closes it, so a TOML value cannot hold such a line. At most 64 Ki characters.
    """
    first, _, rest = text.partition("\n") if text.startswith("+++") else ("", "", text)
    if first.rstrip(" \t") != "+++":
        return Stated(), text
    closing = _CLOSING.search(rest)
    if closing is None:
        raise InputError(name, "front matter is not closed: no second line +++")
    if closing.start() > LIMIT:
        raise InputError(name, f"front matter is longer than {LIMIT} characters")
    body = rest[closing.end() :]
    if not body.strip():
        raise InputError(name, "front matter but no text after it")
    return _parse(rest[: closing.start()], name), body


def _parse(source: str, name: str) -> Stated:
    try:
        return stated(toml(source))
    except tomllib.TOMLDecodeError as error:
        raise InputError(name, f"front matter is not TOML: {_LINE.sub(_in_file, str(error))}") from None
    except ValueError as error:
        raise InputError(name, f"front matter: {error}") from None


def _in_file(match: re.Match[str]) -> str:
    return f"(at line {int(match[1]) + 1}, column {match[2]})"  # the +++ line is the file's first
