"""File names that carry the facts: what a pattern takes out of them, what it leaves to the input, what it refuses."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from tracker.errors import InputError, UsageError
from tracker.sources import Reading, name_pattern
from tracker.story.article import Article

ALL = r"(?P<story>[a-z-]+)_(?P<published>[0-9T]+Z?)_v(?P<version>[0-9]+)\.txt$"


def reading(**stated: Any) -> Reading:
    """A reading that states only this."""
    article = Article(paragraphs=("The river rose.",))
    return Reading(article=article, capture=b"", name="in.txt", reader="wire", reader_version=1, **stated)


def test_a_name_tells_story_time_and_version() -> None:
    """Each group fills its field, wherever in the folder the file lies."""
    filled = name_pattern(ALL).filled(reading(), "2023/01/flood-toll_20230121T171000Z_v03.txt")
    assert filled.story == "flood-toll"
    assert filled.published == datetime(2023, 1, 21, 17, 10, tzinfo=UTC)
    assert filled.version == 3


def test_a_time_without_offset_stays_without() -> None:
    """Whoever knows the zone resolves it, as in front matter."""
    filled = name_pattern(ALL).filled(reading(), "flood_20230121T1710_v1.txt")
    assert filled.published == datetime(2023, 1, 21, 17, 10)


def test_what_the_input_states_itself_stands() -> None:
    """The name fills in only what is missing."""
    stated = reading(story="ap:dam", version=7)
    filled = name_pattern(ALL).filled(stated, "flood_20230121T1710_v1.txt")
    assert (filled.story, filled.version) == ("ap:dam", 7)
    assert filled.published is not None


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        (r"(?P<story>[a-z]+)", "flood.txt", {"story": "flood"}),
        (r"v(?P<version>[0-9]+)", "flood-v12.txt", {"version": 12}),
        (r"^(?P<story>[a-z]+)(?:-v(?P<version>[0-9]+))?", "flood.txt", {"story": "flood", "version": None}),
    ],
)
def test_any_subset_of_the_groups_will_do(pattern: str, name: str, expected: dict[str, Any]) -> None:
    """A group that is missing, or that took part in no match, says nothing."""
    filled = name_pattern(pattern).filled(reading(), name)
    assert {field: getattr(filled, field) for field in expected} == expected


@pytest.mark.parametrize(
    ("pattern", "name", "said"),
    [
        (ALL, "flood.txt", "does not match"),
        (r"(?P<published>[^_]+)", "teatime_1.txt", "teatime"),
        (r"(?P<published>[0-9-]+)", "2023-01-21.txt", "needs a time"),
        (r"(?P<version>[^.]+)", "x.txt", "'x'"),
        (r"(?P<version>[0-9]+)", f"{'9' * 5000}.txt", "whole number"),
    ],
)
def test_a_name_that_tells_nothing_or_nonsense_is_rejected(pattern: str, name: str, said: str) -> None:
    """The input is rejected, and the reason names what was found."""
    with pytest.raises(InputError) as error:
        name_pattern(pattern).filled(reading(), name)
    assert said in error.value.reason


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(?P<story>", "no regular expression"),
        ("[a-z]+", "no named group"),
        ("(?P<slug>[a-z]+)", "'slug'"),
        ("(?P<story>[a-z]+", "no regular expression"),
        (r"(?P<story>a)(?=b)", "no regular expression"),
        ("(?P<story>a)" + "b" * 20_000, "longer"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(pattern: str, said: str) -> None:
    """Before any input is looked at, with the reason."""
    with pytest.raises(UsageError) as error:
        name_pattern(pattern)
    assert said in str(error.value)


def test_no_pattern_hangs() -> None:
    """A pattern that takes other engines exponential time takes linear time (a wide bound against hanging)."""
    pattern = name_pattern(r"(?P<story>(a+)+)$")
    began = time.process_time()
    with pytest.raises(InputError):
        pattern.filled(reading(), "a" * 20_000 + "!")
    assert time.process_time() - began < 10
