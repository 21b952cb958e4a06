"""What a desk note says: claims and their places; and what the diff says of each claim: verdicts.

Values only. Notes are read in `parse`, checked in `check`. Every number is 1-based.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verb = Literal[
    "add", "update", "correct", "remove", "substitute", "insert", "lead", "pickup", "recast", "clarify",
    "refile", "restore", "repeat", "trim", "withdraw", "other", "unparsed",
]  # fmt: skip
PlacePart = Literal["paragraph", "headline", "lead", "dateline", "byline", "throughout", "end", "slug", "other"]
VerdictKind = Literal[
    "supported", "elsewhere", "partly", "earlier", "carried", "not_found", "contradicted", "unverifiable", "unparsed"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a claim says that the change is.

    `first` and `last` are paragraph numbers, equal for a single one; None where the part has no number. They are
    counted from the first paragraph, or from the last one where `counted` is "end" (1 is then the last paragraph).
    `of` says whose numbers they are: the new text's, or the old one's ("pvs", removed paragraphs).
    """

    part: PlacePart
    first: int | None = None
    last: int | None = None
    counted: Literal["start", "end"] = "start"
    of: Literal["new", "old"] = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One checkable statement of a note.

    `text` is the stretch of the note that makes it; `object` what is said to have changed, in the note's words;
    `new_value` and `old_value` what it is said to be now and to have been ("X, not Y"), without quotation marks.
    `anchor` are the quoted opening words of the paragraph that the place means, where the note gives them. `earlier`
    says that the note speaks of an earlier version of the story.
    """

    text: str
    verb: Verb
    object: str | None = None
    places: tuple[Place, ...] = ()
    new_value: str | None = None
    old_value: str | None = None
    anchor: str | None = None
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A desk note as read. An "advisory" (embargo, "cq", contacts) has no claims; one that nobody can read has one
    claim, "unparsed"."""

    claims: tuple[Claim, ...]
    kind: Literal["update", "advisory"] = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the diff says of one claim.

    `found` are the 1-based numbers of the changes, in `Comparison.changes`, that the claim tells of: none of those that
    bear out a claim which says neither where nor what, if they only exchanged a number or name. `where` are the
    new text's paragraph numbers in which it was found (the old text's for what was removed), empty for other parts.
    `reason` is one sentence for an editor. `revision` is the number of the earlier revision, for "earlier" and
    "carried".
    """

    claim: Claim
    kind: VerdictKind
    reason: str
    found: tuple[int, ...] = ()
    where: tuple[int, ...] = ()
    revision: int | None = None
