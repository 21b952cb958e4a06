"""What the diff says of a desk note's claims, in a word or two behind the note."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Protocol

_SHOWN = {"not_found": "not found"}


class Ruled(Protocol):
    """A claim with its verdict, and the revision that the verdict names, if it names one."""

    @property
    def verdict(self) -> str:
        """One of the verdicts."""

    @property
    def revision(self) -> int | None:
        """The earlier revision that the verdict is about."""


def verdicts(claims: Sequence[Ruled]) -> str:
    """ " → supported", " → supported ×2, not found"; nothing for a note without claims."""
    said = [_said(claim) for claim in claims]
    parts = [(word, len(list(group))) for word, group in groupby(said)]
    return f" → {', '.join(word if n == 1 else f'{word} ×{n}' for word, n in parts)}" if parts else ""


def _said(claim: Ruled) -> str:
    word = _SHOWN.get(claim.verdict, claim.verdict)
    if claim.revision is None:
        return word
    return f"{word} (r{claim.revision})"
