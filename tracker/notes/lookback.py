"""What a claim is checked against beside the pair at hand: earlier pairs of the story, and the note before.

A claim that the diff does not bear out may be late, or may have been left standing from the revision before. How
claims and edits are matched is left to `matching`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tracker.diff.model import Comparison
from tracker.notes.model import Claim, Note

MOST_EARLIER = 20
"""Earlier pairs that are looked back at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier pair of the story: the number of the revision that it led to, and its comparison."""

    revision: int
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What came before the pair that is checked.

    `earlier` are earlier pairs, newest first, without the pair itself; 20 are looked back at. `previous` is the number
    of the revision before, `previous_note` what its note said.
    """

    earlier: tuple[Earlier, ...] = ()
    previous: int | None = None
    previous_note: Note | None = None


NO_CONTEXT = Context()


def same_claims(note: Note | None) -> frozenset[str]:
    """The claims of a note, in a form in which a repeated claim meets itself."""
    return frozenset(spoken(claim) for claim in note.claims) if note else frozenset()


def spoken(claim: Claim) -> str:
    """The words of a claim, without case, signs and the frame around them ("This story has been ...")."""
    return _frame().sub("", " ".join(_words(claim.text)))


def _words(text: str) -> Iterable[str]:
    return _word().findall(text.casefold())


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\W_]+(?:[.,]\d+)*")


@cache
def _frame() -> re.Pattern[str]:
    return re.compile(r"^(?:eds|editors|this (?:version of the )?(?:story|article|item) (?:(?:has|was|is|been) )*) ?")
