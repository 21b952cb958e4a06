"""The one place that reads the machine's clock; everything else is handed an instant or this function."""

from __future__ import annotations

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Gives the present instant in microseconds since the epoch, UTC."""


def system_clock() -> int:
    """Now, in microseconds since the epoch, UTC."""
    return time.time_ns() // 1000
