"""The events of a story: what they say in the open, and how they are read back at any age.

An event here holds only what may stand in the log for ever: numbers, names of readers, keyed commitments. Every text
from a source or a person lies in a body beside it, under a slot name. How events are stored is the ledger's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Protocol

ARTICLE, CAPTURE, STORY = "article", "capture", "story"
"""Body slots: the article as canonical JSON, the bytes as received, and key, slug, url and title of a story."""


class Basis(StrEnum):
    """What a revision's place on the published clock rests on."""

    STATED = "stated"
    RETRIEVED = "retrieved"
    RECORDED = "recorded"


class Event(Protocol):
    """What every event class offers: its stable dotted name and its current schema version."""

    type: ClassVar[str]
    schema_version: ClassVar[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOpened:
    """A story was seen for the first time; version 0 of its stream. Key, slug, url and title are in the body
    `story`."""

    type: ClassVar[str] = "story.opened"
    schema_version: ClassVar[int] = 1

    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRecorded:
    """One article was recorded as revision `revision`, which is its version in the story's stream.

    `source_version` is the outlet's own count, if it gives one. `behind` names the revision of the same publish time
    with a higher source version that stood already: this one came late and sorts before it.
    """

    type: ClassVar[str] = "revision.recorded"
    schema_version: ClassVar[int] = 1

    revision: int
    reader: str
    tool: str
    reader_version: int = 1
    basis: Basis = Basis.STATED
    source_version: int | None = None
    behind: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionConfirmed:
    """The outlet gave the text of `revision` again under a later publish time: a point on the published clock."""

    type: ClassVar[str] = "revision.confirmed"
    schema_version: ClassVar[int] = 1

    revision: int
    tool: str
    source_version: int | None = None
    behind: int | None = None


StoryEvent = StoryOpened | RevisionRecorded | RevisionConfirmed
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


def to_data(event: Event) -> dict[str, Any]:
    """The event's fields as plain data for canonical JSON; fields at their default are left out."""
    data = {}
    for name, default in _defaults(type(event)):
        value = getattr(event, name)
        if default is MISSING or value != default:
            data[name] = str(value) if isinstance(value, StrEnum) else value
    return data


@cache
def _defaults(event_type: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((item.name, item.default) for item in fields(event_type))


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """Reads stored event data of any age: lifts old schema versions step by step, then builds the event.

    `upcasters[type, n]` is a pure function from the data of schema version n to that of n + 1.
    """

    types: Mapping[str, type[Any]]
    upcasters: Mapping[tuple[str, int], Upcaster] = field(default_factory=dict)

    def load(self, name: str, schema_version: int, data: Mapping[str, Any]) -> Any:
        """The event of that name; ValueError when this program is too old for it or the data does not fit."""
        event_type = self.types.get(name)
        if event_type is None:
            raise ValueError(f"event type {name!r} is unknown to this version of tracker")
        if schema_version > event_type.schema_version:
            raise ValueError(
                f"{name} has schema {schema_version}; this version of tracker reads up to {event_type.schema_version}"
            )
        lifted = self._lift(name, schema_version, event_type.schema_version, dict(data))
        try:
            return event_type(**{key: _READ.get(key, _same)(value) for key, value in lifted.items()})
        except TypeError as error:
            raise ValueError(f"{name} has data that does not fit: {error}") from None

    def _lift(self, name: str, start: int, end: int, data: dict[str, Any]) -> dict[str, Any]:
        for version in range(start, end):
            upcaster = self.upcasters.get((name, version))
            if upcaster is None:
                raise ValueError(f"{name} of schema {version} cannot be lifted to {version + 1}: no upcaster")
            data = upcaster(data)
        return data


def codec_for(types: Iterable[type[Any]], upcasters: Mapping[tuple[str, int], Upcaster] | None = None) -> Codec:
    """A codec for these event classes."""
    return Codec(types={kind.type: kind for kind in types}, upcasters=upcasters or {})


def _same(value: Any) -> Any:
    return value


_READ: dict[str, Callable[[Any], Any]] = {"basis": Basis}

STORY_EVENTS = codec_for((StoryOpened, RevisionRecorded, RevisionConfirmed))
