"""Bytes to text: which encoding, and what is not text at all. What the text means is for the readers.

UTF-8 with or without a byte order mark is the rule; any other encoding has to be named. `plain` is for wire text:
a byte order mark inside it (files put together) carries no meaning there and is left out.
"""

from __future__ import annotations

import codecs
import re

from tracker.errors import InputError, UsageError

# Codecs that Python calls text encodings but that no news file is in: they fail on every input, or unescape.
_NOT_CHARACTER_SETS = frozenset(
    {"undefined", "unicode-escape", "raw-unicode-escape", "idna", "punycode", "mbcs", "oem"}
)
_CONTROLS = bytes(n for n in range(32) if n not in b"\t\n\v\f\r") + b"\x7f"
_VISIBLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BOM = "\ufeff"


def codec_name(encoding: str) -> str:
    """The canonical name of a text encoding ("windows-1252" -> "cp1252"); UsageError when there is none."""
    try:
        name = codecs.lookup(encoding).name
        b"a".decode(name, "replace")
    except (LookupError, ValueError, UnicodeError):
        name = "undefined"
    if name.replace("_", "-") in _NOT_CHARACTER_SETS:
        raise UsageError(f"unknown text encoding {encoding!r}; use a name like utf-8, windows-1252 or iso-8859-15")
    return name


def decode(data: bytes, *, name: str, encoding: str | None = None) -> str:
    """The text of an input; InputError with the byte offset where it is not text, or nothing in it is visible.

    `encoding` is a canonical codec name, None for UTF-8.
    """
    text = _utf8(data, name) if encoding is None else _named(data, name, encoding)
    if not _VISIBLE.search(text):
        raise InputError(name, "no text")
    return text.removeprefix(_BOM)


def plain(text: str) -> str:
    """The text with "\n" for each kind of line end, and without the byte order marks left inside it."""
    if _BOM in text:
        text = text.replace(_BOM, "")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _utf8(data: bytes, name: str) -> str:
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise InputError(name, "not UTF-8: it begins like UTF-16; name its encoding with --encoding utf-16")
    nul = data.find(b"\0")
    if nul >= 0:
        raise InputError(name, f"binary file (NUL byte at offset {nul})")
    _refuse_binary(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        hint = "name its encoding with --encoding, for example --encoding windows-1252"
        raise InputError(name, f"not UTF-8: {where}; {hint}") from None


def _named(data: bytes, name: str, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"byte 0x{data[error.start]:02x} at offset {error.start}" if error.start < len(data) else "its end"
        raise InputError(name, f"not {encoding}: {where}; see --encoding") from None
    except UnicodeError as error:
        raise InputError(name, f"not {encoding}: {error}; see --encoding") from None
    nul = text.find("\0")
    if nul >= 0:
        raise InputError(name, f"binary file (NUL at character {nul})")
    stray = _SURROGATE.search(text)
    if stray:
        raise InputError(name, f"not {encoding}: lone surrogate at character {stray.start()}; see --encoding")
    if text.isascii():
        _refuse_binary(text.encode("ascii"), name)
    return text


def _refuse_binary(data: bytes, name: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls * 10 > len(data) * 3:
        raise InputError(name, f"binary file ({controls} control bytes of {len(data)})")
