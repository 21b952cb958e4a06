"""What an examination of a revision says: its claims with their verdicts, its changes, its findings; values only.

Claims and changes are found in `examine` and `disclose`, findings by the rules. Every number is 1-based.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tracker.audit.findings import Closure, Finding
from tracker.diff.model import Comparison, FactChange, Kind, Weight
from tracker.notes.model import Note, Verdict, VerdictKind

AUDIT_VERSION = 1
"""Goes up whenever the same revisions may have other claims, verdicts or findings."""

MOST_PAST = 200
"""Earlier revisions that rules look back at."""

LOOKS_BACK: frozenset[VerdictKind] = frozenset({"not_found", "unverifiable"})
"""Verdicts that may become another one once the past has its comparisons."""

NotesHabit = Literal["wire", "web", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When a revision was published and recorded, in microseconds since 1970 UTC; None where it is not known.

    `stated` says that the outlet itself gave the publish time.
    """

    published: int | None = None
    recorded: int | None = None
    stated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The outlet withdrew the story at `published`, in microseconds, for `reason`; None where it gave none."""

    published: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An earlier revision, as far as rules look back at it.

    `comparison` is that of the pair which led to it, None for the first or where it was not kept. `content` is a
    fingerprint of the whole content, `sentences` are those of its sentences.
    """

    revision: int
    comparison: Comparison | None = None
    note: str | None = None
    times: Times = Times()
    content: bytes | None = None
    sentences: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known beside the two articles.

    `revision` is the number of the new one, `previous` that of the old one; `times` and `previous_times` are
    theirs, `version` and `previous_version` what the source calls them. `notes` is the source's habit: "none" and
    "web" sites carry no desk notes. `past` are revisions before the new one, newest first, 200 at most: the old one
    is the first of them where it is given, and its comparison is the pair before the one examined. `confirmed` are
    later publish times under which the outlet gave the new text again. `content` is the new one's fingerprint,
    where it is known. `withdrawn` is the withdrawal that stood when the new revision came, `withdrawal` the one
    that came while it stood.
    """

    revision: int | None = None
    previous: int | None = None
    times: Times = Times()
    previous_times: Times = Times()
    version: int | None = None
    previous_version: int | None = None
    notes: NotesHabit = "wire"
    past: tuple[Past, ...] = ()
    confirmed: tuple[int, ...] = ()
    content: bytes | None = None
    withdrawn: Withdrawn | None = None
    withdrawal: Withdrawn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedClaim:
    """One claim of the new revision's note, and what the diff says of it."""

    ruling: Verdict

    @property
    def text(self) -> str:
        """The stretch of the note that makes the claim."""
        return self.ruling.claim.text

    @property
    def verdict(self) -> VerdictKind:
        """What the diff says of it, in one word."""
        return self.ruling.kind

    @property
    def reason(self) -> str:
        """Why, in one sentence for an editor."""
        return self.ruling.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedChange:
    """One change that is told, or kept quiet, on its own: a paragraph that came or went, or one edit within it.

    `change` is the number of the change of the comparison that it belongs to; several may belong to one. `part`,
    `kind`, `old` and `new` (numbers of units), `facts`, `weight` and `typographic` are as there. `old_text` and
    `new_text` are the words that went and came, None for none. `claims` are the 1-based numbers of the claims that
    tell of it; `disclosed` says that there are any.
    """

    change: int
    part: str
    kind: Kind
    old: tuple[int, ...]
    new: tuple[int, ...]
    old_text: str | None
    new_text: str | None
    facts: tuple[FactChange, ...]
    weight: Weight
    typographic: bool
    claims: tuple[int, ...] = ()

    @property
    def disclosed(self) -> bool:
        """Whether a claim of the note tells of it."""
        return bool(self.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What the audit says of one revision as compared with the one before.

    `note` is the new revision's note as read, None where there is none; `comparison` is None for a first revision.
    `changes` are in the comparison's order; the note itself is none of them. `findings` are the most serious first;
    `closures` are the earlier changes that the note made good.
    """

    note: Note | None
    comparison: Comparison | None
    claims: tuple[ExaminedClaim, ...]
    changes: tuple[ExaminedChange, ...]
    findings: tuple[Finding, ...] = ()
    closures: tuple[Closure, ...] = ()

    @property
    def undisclosed(self) -> tuple[ExaminedChange, ...]:
        """The changes of weight that no claim tells of."""
        return tuple(change for change in self.changes if change.weight == "substantive" and not change.disclosed)
