"""One revision as the rules look at it, and a report before it has its key.

Where a change stands, for the key and for people, is said here; what is worth reporting is left to the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.audit.findings import Rule, Severity
from tracker.audit.model import Context, ExaminedChange, ExaminedClaim
from tracker.audit.wording import numbers, quoted
from tracker.diff.model import Comparison
from tracker.notes.withdrawal import Withdrawal
from tracker.story.article import Article

STORY, NOTE, HEADLINE = "story", "note", "headline"
"""Places of findings that are about no paragraph."""

_ALONE = frozenset({"headline", "dateline", "byline", "embargo"})
_COUNTED = frozenset({"subhead", "bullet", "table"})
_SHOWN = {"table": "table row"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A revision, the text before it, what the diff and the note say, and what is known beside them.

    `old` and `comparison` are None for a first revision. `missed` says that a version between the two was never seen,
    in words, `lost` are the numbers of the comparison's changes that a possible truncation explains, and `notice` is
    what the revision says if it withdraws the story.
    """

    old: Article | None
    new: Article
    comparison: Comparison | None
    claims: tuple[ExaminedClaim, ...]
    changes: tuple[ExaminedChange, ...]
    context: Context
    missed: str | None = None
    lost: frozenset[int] = frozenset()
    notice: Withdrawal | None = None

    @property
    def noted(self) -> bool:
        """Whether the revision has a note that claims something, readable or not."""
        return bool(self.claims)

    @property
    def quiet(self) -> bool:
        """Whether there is no note because the source carries none."""
        return not self.noted and self.context.notes != "wire"

    @property
    def heavy(self) -> Iterator[ExaminedChange]:
        """The changes of weight, in order."""
        return (change for change in self.changes if change.weight == "substantive")

    def note_says(self) -> str:
        """What the note says instead of what it should, as part of a sentence."""
        if not self.new.note:
            return "there is no desk note"
        if not self.claims:
            return f"the note {quoted(self.new.note)} tells of no change"
        if all(claim.verdict == "unparsed" for claim in self.claims):
            return f"the note could not be read: {quoted(self.new.note)}"
        if all(claim.verdict == "carried" for claim in self.claims):
            return f"the note {quoted(self.new.note)} is left from the revision before"
        return f"the note says only {quoted(self.new.note)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A finding before it has its key: `place` is the key's word for where, `shown` the words for people."""

    rule: Rule
    severity: Severity
    place: str
    shown: str
    message: str
    old_words: str | None = None
    new_words: str | None = None
    change: int | None = None
    claim: int | None = None


def place_of(change: ExaminedChange) -> str:
    """Where a change stands, for a key: "p4", "o13" for a paragraph that is gone, "headline", "bullet2"."""
    gone = not change.new
    number = (change.new or change.old or (0,))[0]
    if change.part == "paragraph":
        return f"o{number}" if gone else f"p{number}"
    if change.part in _ALONE:
        return change.part
    # The kind of any other insert comes from the source, so it is no word for a key.
    part = change.part if change.part in _COUNTED else "insert"
    return f"{part}-o{number}" if gone else f"{part}{number}"


def part_name(change: ExaminedChange) -> str:
    """What people call one unit of the change's part: "paragraph", "table row"; "insert" for kinds without a name."""
    known = change.part == "paragraph" or change.part in _ALONE | _COUNTED
    return _SHOWN.get(change.part, change.part if known else "insert")


def shown_place(change: ExaminedChange) -> str:
    """Where a change stands, for people: "¶4", "was ¶13", "headline", "bullet 2"."""
    if change.part == "paragraph":
        return numbers(change.new) if change.new else f"was {numbers(change.old)}"
    if change.part in _ALONE:
        return change.part
    name = part_name(change)
    number = (change.new or change.old or (0,))[0]
    return f"{name} {number}" if change.new else f"was {name} {number}"
