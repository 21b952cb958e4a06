"""Spans of time and sizes for people, in the forms in which they may be typed again: "2h", "1h 30m", "1.5 GB"."""

from __future__ import annotations

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))
_SIZES = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def span_of(micros: int) -> str:
    """A span in whole seconds, rounded down: "15m", "1h 30m", "2d"; "under 1s" where there is none."""
    rest = micros // 1_000_000
    parts = []
    for size, unit in _UNITS:
        amount, rest = divmod(rest, size)
        parts += [f"{amount}{unit}"] if amount else []
    return " ".join(parts) or "under 1s"


def size_of(amount: int) -> str:
    """Bytes in SI units with one decimal, rounded down: "1.5 GB", "2 MB", "940 bytes"."""
    for size, unit in _SIZES:
        if amount >= size:
            whole, tenth = divmod(amount * 10 // size, 10)
            return f"{whole:,}.{tenth} {unit}" if tenth else f"{whole:,} {unit}"
    return f"{amount} byte" if amount == 1 else f"{amount} bytes"
