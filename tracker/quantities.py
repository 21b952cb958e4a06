"""Durations and sizes as people write them, "15m" and "2GB"; what they are good for is the callers' matter."""

from __future__ import annotations

import re

from tracker.errors import UsageError

_SECOND = 1_000_000
_DURATION = re.compile(r"([0-9]{1,6})([smhdw])", re.ASCII)
_DURATION_UNITS = {
    "s": _SECOND,
    "m": 60 * _SECOND,
    "h": 3_600 * _SECOND,
    "d": 86_400 * _SECOND,
    "w": 604_800 * _SECOND,
}
_SIZE = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,3}))? ?([kmgt]i?b|b)", re.ASCII | re.IGNORECASE)
_PREFIXES = "kmgt"
_LONGEST = 60  # characters of what was given that a message repeats


def duration(text: str) -> int:
    """The microseconds that "30s", "15m", "2h", "1d" or "1w" stand for; UsageError for anything else, zero too."""
    match = _DURATION.fullmatch(text)
    if match is None or not int(match[1]):
        shown = text[:_LONGEST]
        raise UsageError(f"{shown!r} is no duration; write a whole number and s, m, h, d or w, as in 15m or 2h")
    return int(match[1]) * _DURATION_UNITS[match[2]]


def size(text: str) -> int:
    """The bytes that "500MB", "2GB", "1.5 GiB" or "100kB" stand for; UsageError for anything else.

    kB, MB, GB and TB count in thousands (SI), KiB, MiB, GiB and TiB in 1,024s (IEC 80000-13).
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        shown = text[:_LONGEST]
        raise UsageError(f"{shown!r} is no size; write a number and its unit, as in 500MB, 2GB or 2GiB")
    whole, fraction, unit = match[1], match[2] or "", match[3].lower()
    power = 0 if unit == "b" else _PREFIXES.index(unit[0]) + 1
    factor = int((1_024 if "i" in unit else 1_000) ** power)
    return int(whole + fraction) * factor // int(10 ** len(fraction))
