"""Words of verdicts: one sentence each, for an editor who has no time. What is true is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 60  # characters of a value or quotation that are shown
_OPENING = frozenset('“"‘`«„')
_CLOSING = frozenset("”\"’'»“")
_MOST = 4  # paragraph numbers that are named


def quoted(text: str) -> str:
    """Words of a note or text, cut to a few and in quotation marks."""
    words = " ".join(text.split())
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rsplit(" ", 1)[0] + "…"
    return words if words[:1] in _OPENING and words[-1:] in _CLOSING else f"“{words}”"


def numbered(numbers: Sequence[int]) -> str:
    """Paragraph numbers in a row: "¶4", "¶4 and ¶9", "the headline"; at most four."""
    names = ["the headline" if number == 0 else f"¶{number}" for number in numbers[:_MOST]]
    if len(numbers) > _MOST:
        return f"{', '.join(names)} and {len(numbers) - _MOST} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def ranged(first: int, last: int) -> str:
    """A run of paragraphs: "¶4" or "¶4–¶6"."""
    return f"¶{first}" if first == last else f"¶{first}–¶{last}"
