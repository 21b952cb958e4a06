"""The compiled string algorithms, imported when first needed: importing them takes longer than most commands."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def strings() -> Any:
    """rapidfuzz's distances: `LCSseq`, `Prefix` and `Postfix`, over strings or sequences of hashable items."""
    from rapidfuzz import distance

    return distance


@cache
def tables() -> Any:
    """rapidfuzz's searches over many strings: `extract` and `cdist`; the latter imports numpy."""
    from rapidfuzz import process

    return process
