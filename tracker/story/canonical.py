"""Canonical JSON: one byte string for one value, so that a hash of it means something.

Keys sorted by code point, UTF-8 without escapes beyond those JSON demands, no white space, no floats,
integers within ±(2^53 - 1), no lone surrogates. Leaving out fields at their default is the caller's part.
"""

from __future__ import annotations

import json
from typing import Any

MAX_INTEGER = 2**53 - 1

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def encode(value: Any) -> bytes:
    """The canonical bytes of plain data (dict, list, str, int, bool, None); ValueError names what it refuses."""
    _check(value)
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"lone surrogate at character {error.start} of the encoded value") from None


def decode(data: bytes | str) -> Any:
    """Plain data from JSON; duplicate keys, floats, NaN, huge integers and lone surrogates raise ValueError."""
    text = data if isinstance(data, str) else data.decode("utf-8")
    value = json.loads(
        text,
        object_pairs_hook=_unique,
        parse_float=_refuse_float,
        parse_int=_bounded,
        parse_constant=_refuse_float,
    )
    if "\\u" in text:  # only an escape can smuggle in a lone surrogate: UTF-8 decoding refuses raw ones
        _refuse_surrogates(value)
    return value


def _check(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError(f"key {key!r} is not a string")
            _check(item)
    elif isinstance(value, list):
        for item in value:
            _check(item)
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise ValueError(f"integer {value} is outside ±(2^53 - 1)")
    elif value is not None and not isinstance(value, str):
        raise ValueError(f"{type(value).__name__} has no canonical form")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"duplicate key {twice!r}")
    return result


def _refuse_float(text: str) -> Any:
    raise ValueError(f"number {text} is not an integer; canonical JSON has no floats")


def _bounded(text: str) -> int:
    # The length is checked first: turning a million digits into an integer takes quadratic time.
    if len(text) > 17 or abs(int(text)) > MAX_INTEGER:
        raise ValueError(f"integer {text[:20]}{'…' if len(text) > 20 else ''} is outside ±(2^53 - 1)")
    return int(text)


def _refuse_surrogates(value: Any) -> None:
    if isinstance(value, str):
        for offset, character in enumerate(value):
            if "\ud800" <= character <= "\udfff":
                raise ValueError(f"lone surrogate \\u{ord(character):04x} at character {offset}")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_surrogates(key)
            _refuse_surrogates(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_surrogates(item)
