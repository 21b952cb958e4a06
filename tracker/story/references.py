"""STORY references as typed on the command line: `flood-toll@r7`, `ap:123@-1`, a URL, and ranges `r2..r5`.

This says what was meant, not whether it exists: finding the story by slug, prefix, key or URL, and the revision
in it, is the caller's part. Errors are UsageError with what was given and an example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.errors import UsageError
from tracker.story.keys import quoted, refuse_hidden

EXAMPLES = "flood-toll, flood-toll@r7, flood-toll@-1, ap:123 or a URL"
RANGE_EXAMPLES = "r2..r5, -2..-1, r2.., ..r5 or r3"
FINDING_EXAMPLES = "flood-toll@r3:n1, as `tracker audit` prints it"
REVISION_EXAMPLES = "r7, or -1 for the newest in publication order"

_LONGEST = 8_192
_MOST_DIGITS = 9
_REVISION = re.compile(rf"(r|-)([1-9][0-9]{{0,{_MOST_DIGITS - 1}}})")
_FINDING = re.compile(rf"n([1-9][0-9]{{0,{_MOST_DIGITS - 1}}})")
# \d is any Unicode digit here, on purpose: what looks like a revision is read as one or refused, never taken for text.
_LIKE_REVISION = re.compile(r"(?:r|-)[\d_+]+")
_LIKE_FINDING = re.compile(r"(?:r|-)[\d_+]+:n[\d_+]+")
_LIKE_RANGE = re.compile(r"(?:r|-)[\d_+]+\.\.(?:(?:r|-)[\d_+]+)?|\.\.(?:r|-)[\d_+]+")


@dataclass(frozen=True, slots=True)
class Number:
    """Revision rN: the N-th as recorded; that number never changes. N is 1 or more."""

    n: int

    def __str__(self) -> str:
        return f"r{self.n}"


@dataclass(frozen=True, slots=True)
class FromEnd:
    """Revision -N: the N-th from the end in publication order; 1 is the newest, 2 the one before it."""

    n: int

    def __str__(self) -> str:
        return f"-{self.n}"


RevisionRef = Number | FromEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A story as named by a person (slug, prefix of it, `source:id` or URL, as typed) and a revision, if any."""

    story: str
    revision: RevisionRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRef:
    """A finding as named by a person: `flood-toll@r3:n2` is the second one of that story's r3."""

    story: str
    revision: Number
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Two revisions, both included; None is an open end. A single revision stands at both ends."""

    first: RevisionRef | None
    last: RevisionRef | None


def parse_reference(text: str) -> Reference:
    """The story and revision that STORY or STORY@REVISION names; UsageError when it cannot be one.

    Only a trailing `@rN` or `@-N` is a revision. Any other "@" belongs to a URL or to the id in `source:id`,
    and is refused in a slug.
    """
    plain = _plain(text, EXAMPLES)
    story, at, tail = (part.strip() for part in plain.rpartition("@"))
    if not at:
        only_revisions = plain.startswith("-") or _LIKE_RANGE.fullmatch(plain)
        return Reference(story=_named("" if only_revisions else plain, text))
    if _LIKE_REVISION.fullmatch(tail):
        return Reference(story=_named(story, text), revision=_revision(tail, text, EXAMPLES))
    if _LIKE_FINDING.fullmatch(tail):
        revision = tail.partition(":")[0]
        raise UsageError(f"{quoted(text)} names a finding, not a revision; say {quoted(f'{story}@{revision}')}")
    if _LIKE_RANGE.fullmatch(tail):
        raise UsageError(f"{quoted(text)}: a range is a word of its own; say {quoted(f'{story} {tail}')}")
    if ":" in plain.partition("@")[0]:
        return Reference(story=plain)
    raise UsageError(f"{quoted(text)}: {quoted(tail)} is no revision; a story is given as {EXAMPLES}")


def parse_finding(text: str) -> FindingRef | None:
    """The finding that STORY@rN:nM names, None where the text names no finding; UsageError when it cannot be one."""
    plain = _plain(text, FINDING_EXAMPLES)
    story, at, tail = (part.strip() for part in plain.rpartition("@"))
    if not at or not _LIKE_FINDING.fullmatch(tail):
        return None
    revision, _, finding = tail.partition(":")
    number = _revision(revision, text, FINDING_EXAMPLES)
    found = _FINDING.fullmatch(finding)
    if found is None or not isinstance(number, Number):
        raise UsageError(f"{quoted(text)} is no finding; give {FINDING_EXAMPLES}")
    return FindingRef(story=_named(story, text), revision=number, number=int(found[1]))


def parse_revision(text: str) -> RevisionRef:
    """The revision that rN or -N names; UsageError when it cannot be one."""
    return _revision(_plain(text, REVISION_EXAMPLES), text, REVISION_EXAMPLES)


def parse_range(text: str) -> Range:
    """The revisions that `A..B` names: rN counts recordings, -N publication order from the end.

    Raises UsageError for anything else, also for `..` alone.
    """
    plain = _plain(text, RANGE_EXAMPLES)
    first, dots, last = plain.partition("..")
    if not dots:
        only = _revision(plain, text, RANGE_EXAMPLES)
        return Range(first=only, last=only)
    if not first and not last:
        raise UsageError(f"{quoted(text)} names no revision; a range is given as {RANGE_EXAMPLES}")
    return Range(
        first=_revision(first, text, RANGE_EXAMPLES) if first else None,
        last=_revision(last, text, RANGE_EXAMPLES) if last else None,
    )


def _plain(text: str, examples: str) -> str:
    plain = text.strip()
    if not plain:
        raise UsageError(f"nothing is named; give {examples}")
    if len(plain) > _LONGEST:
        raise UsageError(f"{quoted(text)} is too long; give {examples}")
    try:
        refuse_hidden(plain)
    except ValueError as error:
        raise UsageError(f"{quoted(text)}: {error}; give {examples}") from None
    return plain


def _named(story: str, text: str) -> str:
    if not story:
        raise UsageError(f"{quoted(text)} names a revision but no story; give {EXAMPLES}")
    return story


def _revision(plain: str, text: str, examples: str) -> RevisionRef:
    match = _REVISION.fullmatch(plain)
    if match is None:
        raise UsageError(f"{quoted(text)}: {quoted(plain)} is no revision{_why(plain)}; give {examples}")
    n = int(match[2])
    return Number(n) if match[1] == "r" else FromEnd(n)


def _why(plain: str) -> str:
    digits = plain[1:]
    if not (plain.startswith(("r", "-")) and digits.isascii() and digits.isdigit()):
        return ""
    if len(digits) > _MOST_DIGITS:
        return ": the number is too large"
    return ": counting starts at 1" if digits.strip("0") == "" else ": no leading zeros"
