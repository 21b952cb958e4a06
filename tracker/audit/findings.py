"""What an audit reports: findings, how serious each is, and the rules they come from.

Values only. Which rules there are stands in `rules`; what they look at, in `model`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How serious a finding is; the greater, the more."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """As people write it: "high"."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing the audit looks for.

    `severity` is what its findings have as a rule; a finding may have less, and says why. `why` says what harm it
    guards against, `trigger` what makes it report, `example` shows one. `needs_notes`: it means nothing for a source
    that never carries desk notes.
    """

    code: str
    severity: Severity
    title: str
    why: str
    trigger: str
    example: str
    needs_notes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One report of one rule on one revision.

    `key` tells it from the revision's other findings and holds no text: `rule:place:number`, as in
    "undisclosed-number:p4:1". `place` is for people ("¶4", "headline", "note"). `message` is one sentence;
    `old_words` and `new_words` are the words that changed, where words did. `change` is the 1-based number of the
    comparison's change, `claim` that of the note's claim.
    """

    rule: str
    severity: Severity
    key: str
    place: str
    message: str
    old_words: str | None = None
    new_words: str | None = None
    change: int | None = None
    claim: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Findings of an earlier revision that this one's note made good: those of its comparison's change `change`."""

    revision: int
    change: int
