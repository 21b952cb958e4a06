"""What the audit says of a revision, in a word or two: its note's claims, what went untold, and who signed it off."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from tracker.views.words import listed, paragraphs

if TYPE_CHECKING:
    from tracker.audit import ExaminedChange, ExaminedClaim
    from tracker.desk.audited import Audited

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


def ruled(claim: ExaminedClaim) -> str:
    """One claim's verdict with its reason: "supported: …"."""
    return f"→ {_SHOWN.get(claim.verdict, claim.verdict)}: {claim.reason}"


def undisclosed_at(change: ExaminedChange) -> str:
    """Where something went untold, and its facts: "¶4 number", "was ¶3", "headline"."""
    numbers = change.new or change.old
    if change.part == "paragraph":
        place = f"{'' if change.new else 'was '}{paragraphs(numbers)}"
    else:
        place = f"{change.part} {numbers[0]}" if numbers else change.part
    facts = ", ".join(dict.fromkeys(item.fact for item in change.facts))
    return f"{place} {facts}".rstrip()


def untold(found: Audited | None) -> str:
    """How much went untold, if anything did: "2 undisclosed"."""
    return f"{found.undisclosed:,} undisclosed" if found and found.undisclosed else ""


def signed(found: Audited | None) -> str:
    """Where the change stands with its reviewers, if anybody looked: "accepted by Mara Ilic"."""
    if found is None or found.signed.state == "unreviewed":
        return ""
    return f"{found.signed.state} by {listed(found.signed.names)}"


def audited(found: Audited | None) -> dict[str, Any]:
    """The same for JSON."""
    if found is None:
        return {"claims": None, "undisclosed": None, "review": None, "reviewers": []}
    return {
        "claims": [
            {"text": claim.text, "verdict": claim.verdict, "reason": claim.reason, "revision": claim.revision}
            for claim in found.claims
        ],
        "undisclosed": found.undisclosed,
        "review": found.signed.state,
        "reviewers": list(found.signed.names),
    }


def _said(claim: Ruled) -> str:
    word = _SHOWN.get(claim.verdict, claim.verdict)
    if claim.revision is None:
        return word
    return f"{word} (r{claim.revision})"
