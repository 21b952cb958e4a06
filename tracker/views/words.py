"""Small words of messages: counts with their nouns, lists, paragraph numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 event", "2,200 events", "3 bodies"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(items: Sequence[str]) -> str:
    """Items as people write them: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def paragraphs(numbers: Sequence[int]) -> str:
    """Paragraph numbers, runs folded: "¶5", "¶3–¶5", "¶3, ¶7–¶9"."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(paragraph_run(run[0], run[-1]) for run in runs)


def paragraph_run(first: int, last: int) -> str:
    """The paragraphs from `first` to `last`: "¶5", "¶3–¶5"."""
    return f"¶{first}" if first == last else f"¶{first}–¶{last}"


def capitalised(text: str) -> str:
    """`text` with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]
