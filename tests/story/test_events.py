"""Events as data: what they leave out, and how old ones are lifted when they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from tracker.story.events import (
    STORY_EVENTS,
    Basis,
    RevisionConfirmed,
    RevisionRecorded,
    StoryOpened,
    codec_for,
    to_data,
)


@pytest.mark.parametrize(
    "event",
    [
        StoryOpened(tool="0.1.0"),
        RevisionRecorded(revision=1, reader="wire", tool="0.1.0"),
        RevisionRecorded(
            revision=7,
            reader="jsonl",
            reader_version=3,
            tool="0.1.0",
            basis=Basis.RETRIEVED,
            source_version=2,
            behind=4,
        ),
        RevisionConfirmed(revision=2, tool="0.1.0", source_version=9),
    ],
)
def test_an_event_survives_its_data(event: Any) -> None:
    """Data and back gives the same event."""
    assert STORY_EVENTS.load(event.type, event.schema_version, to_data(event)) == event


def test_defaults_are_left_out_of_the_data() -> None:
    """A stated publish time by the first version of a reader needs no word."""
    event = RevisionRecorded(revision=1, reader="wire", tool="0.1.0")
    assert to_data(event) == {"revision": 1, "reader": "wire", "tool": "0.1.0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An event that has changed twice: version 1 had one field `by` with name and desk, version 2 split it."""

    type: ClassVar[str] = "story.filed"
    schema_version: ClassVar[int] = 3

    name: str
    desk: str
    urgent: bool


def split_by(data: dict[str, Any]) -> dict[str, Any]:
    name, _, desk = data["by"].partition("@")
    return {"name": name, "desk": desk, "priority": data["priority"]}


def name_urgency(data: dict[str, Any]) -> dict[str, Any]:
    return {"name": data["name"], "desk": data["desk"], "urgent": data["priority"] <= 2}


CODEC = codec_for([Filed], {("story.filed", 1): split_by, ("story.filed", 2): name_urgency})


@pytest.mark.parametrize(
    ("version", "data"),
    [
        (1, {"by": "lena@foreign", "priority": 1}),
        (2, {"name": "lena", "desk": "foreign", "priority": 2}),
        (3, {"name": "lena", "desk": "foreign", "urgent": True}),
    ],
)
def test_every_old_version_is_lifted_step_by_step(version: int, data: dict[str, Any]) -> None:
    """Data of any age gives the event as it is today, and is left as it was."""
    kept = dict(data)
    assert CODEC.load("story.filed", version, data) == Filed(name="lena", desk="foreign", urgent=True)
    assert data == kept


@pytest.mark.parametrize(
    ("name", "version", "data", "said"),
    [
        ("story.sung", 1, {}, "unknown to this version"),
        ("story.filed", 4, {}, "reads up to 3"),
        ("story.filed", 0, {}, "no upcaster"),
        ("story.filed", 3, {"name": "lena"}, "does not fit"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, version: int, data: dict[str, Any], said: str) -> None:
    """An unknown event, one of a newer program, a missing upcaster, data of another shape."""
    with pytest.raises(ValueError, match=said):
        CODEC.load(name, version, data)
