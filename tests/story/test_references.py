from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import UsageError
from tracker.story.references import (
    FromEnd,
    Number,
    Range,
    Reference,
    parse_range,
    parse_reference,
)

revisions = st.builds(Number, st.integers(1, 999_999_999)) | st.builds(FromEnd, st.integers(1, 999_999_999))


@pytest.mark.parametrize(
    ("text", "story", "revision"),
    [
        ("flood-toll", "flood-toll", None),
        ("  flood-toll\n", "flood-toll", None),
        ("flood-toll@r7", "flood-toll", Number(7)),
        ("flood-toll@-1", "flood-toll", FromEnd(1)),
        ("flood-toll@-2", "flood-toll", FromEnd(2)),
        ("ap/flood-toll@r12", "ap/flood-toll", Number(12)),
        ("ap:123", "ap:123", None),
        ("ap:123@r3", "ap:123", Number(3)),
        ("ap:desk@wire", "ap:desk@wire", None),
        ("ap:desk@wire@-4", "ap:desk@wire", FromEnd(4)),
        ("urn:news:a:1", "urn:news:a:1", None),
        ("https://example.com/a", "https://example.com/a", None),
        ("https://example.com/@desk/a:b", "https://example.com/@desk/a:b", None),
        ("https://example.com/@desk/a:b@r2", "https://example.com/@desk/a:b", Number(2)),
        ("HTTPS://example.com:8080/x@-1", "HTTPS://example.com:8080/x", FromEnd(1)),
        ("https://example.com/x@r2.html", "https://example.com/x@r2.html", None),
        ("洪水-死者@r2", "洪水-死者", Number(2)),
        ("r7", "r7", None),
    ],
)
def test_a_story_and_its_revision_are_told_apart(text: str, story: str, revision: Number | FromEnd | None) -> None:
    """Only a trailing @rN or @-N is a revision; other at signs and colons belong to the key or URL."""
    assert parse_reference(text) == Reference(story=story, revision=revision)


@given(st.text("abcdefgh-/:.", min_size=1, max_size=20), revisions)
def test_what_was_put_together_comes_apart(story: str, revision: Number | FromEnd) -> None:
    """STORY@REVISION gives back both, whatever the story looks like."""
    assert parse_reference(f"{story}@{revision}") == Reference(story=story, revision=revision)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing is named"),
        ("  ", "nothing is named"),
        ("@r7", "no story"),
        ("@-1", "no story"),
        ("-1", "no story"),
        ("r2..r5", "no story"),
        ("..r5", "no story"),
        ("flood-toll@", "is no revision"),
        ("flood-toll@7", "'7' is no revision"),
        ("flood-toll@R7", "'R7' is no revision"),
        ("flood-toll@rx", "is no revision"),
        ("flood-toll@r0", "counting starts at 1"),
        ("flood-toll@-0", "counting starts at 1"),
        ("flood-toll@r00", "counting starts at 1"),
        ("flood-toll@r07", "no leading zeros"),
        ("flood-toll@r1_0", "is no revision"),
        ("flood-toll@r+1", "is no revision"),
        ("flood-toll@r７", "is no revision"),
        ("flood-toll@-١", "is no revision"),
        ("flood-toll@r1234567890", "too large"),
        ("flood-toll@r" + "9" * 5_000, "too large"),
        ("https://example.com/x@r0", "counting starts at 1"),
        ("ap:123@r１２", "is no revision"),
        ("flood-toll@r3:n1", "names a finding"),
        ("ap:123@r3:n1", "names a finding"),
        ("https://example.com/x@r3:n1", "names a finding"),
        ("flood-toll@r2..r5", "'flood-toll r2..r5'"),
        ("flood-toll@r2..", "'flood-toll r2..'"),
        ("flood-toll@..r5", "'flood-toll ..r5'"),
        ("flood\u202etoll", "RIGHT-TO-LEFT OVERRIDE"),
        ("flood\x1b[31m", "U\\+001B"),
        ("flood@r1@", "is no revision"),
        ("a" * 10_000, "too long"),
    ],
)
def test_what_cannot_be_a_reference_is_refused_with_the_reason(text: str, said: str) -> None:
    """A UsageError says what is wrong; int() leniency (other digits, underscores, signs) finds no way in."""
    with pytest.raises(UsageError, match=said) as refusal:
        parse_reference(text)
    assert len(str(refusal.value)) < 300
    assert str(refusal.value).isprintable()


def test_a_refusal_shows_an_example() -> None:
    """Someone who mistyped sees the right form in the same line."""
    with pytest.raises(UsageError, match="flood-toll@r7, flood-toll@-1"):
        parse_reference("flood-toll@7")
    with pytest.raises(UsageError, match=r"r2\.\.r5, -2\.\.-1"):
        parse_range("2..5")


def test_a_finding_is_pointed_at_its_revision() -> None:
    """STORY@rN:nM says how the revision itself is named."""
    with pytest.raises(UsageError, match="say 'flood-toll@r3'"):
        parse_reference("flood-toll@r3:n1")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("r2..r5", Number(2), Number(5)),
        ("-2..-1", FromEnd(2), FromEnd(1)),
        ("r2..-1", Number(2), FromEnd(1)),
        ("r5..r2", Number(5), Number(2)),
        ("r2..", Number(2), None),
        ("..r5", None, Number(5)),
        ("..-2", None, FromEnd(2)),
        ("r3", Number(3), Number(3)),
        ("-1", FromEnd(1), FromEnd(1)),
        (" r2..r5 ", Number(2), Number(5)),
    ],
)
def test_ranges(text: str, first: Number | FromEnd | None, last: Number | FromEnd | None) -> None:
    """A..B with either end open; a single revision stands at both ends; the order given is kept."""
    assert parse_range(text) == Range(first=first, last=last)


@given(revisions | st.none(), revisions | st.none())
def test_range_round_trip(first: Number | FromEnd | None, last: Number | FromEnd | None) -> None:
    """Any two ends written with dots between them are read back, but for two open ones."""
    text = f"{first or ''}..{last or ''}"
    if first is None and last is None:
        with pytest.raises(UsageError, match="names no revision"):
            parse_range(text)
    else:
        assert parse_range(text) == Range(first=first, last=last)


@pytest.mark.parametrize(
    "text",
    [
        "", "..", "...", "r2...r5", "r2..r5..r7", "2..5", "3", "15", "r", "-", "r0", "r2..r0", "r0..r2", "r01",
        "r1_0", "r１", "r2 .. r5", "r2,r5", "r2-r5", "R2..R5", "--1", "-1..1", "+1", "r" + "1" * 100_000, "." * 100_000,
        "@r2", "r2\x00",
    ],
)  # fmt: skip
def test_other_ranges_are_refused(text: str) -> None:
    """Everything that is no range is a UsageError with examples, quickly also when it is long."""
    with pytest.raises(UsageError, match=r"given? .*r2\.\.r5") as refusal:
        parse_range(text)
    assert len(str(refusal.value)) < 300
