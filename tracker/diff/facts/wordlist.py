"""Word lists are written as one string of words; this makes a set of them."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which white space divides."""
    return frozenset(text.split())
