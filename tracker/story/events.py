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

ARTICLE, CAPTURE, STORY, REMARK, RUN = "article", "capture", "story", "remark", "run"
"""Body slots: the article as canonical JSON, the bytes as received; key, slug, url and title of a story; who did
something, why, and what was shown to them; what a run of a job saw, input by input."""


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
    `backfill` says that it came from an archive: what an audit finds in it is no news.
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
    backfill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionConfirmed:
    """The outlet gave the text of `revision` again under a later publish time: a point on the published clock."""

    type: ClassVar[str] = "revision.confirmed"
    schema_version: ClassVar[int] = 1

    revision: int
    tool: str
    source_version: int | None = None
    behind: int | None = None


class ReviewVerdict(StrEnum):
    """What a reviewer says of a change."""

    ACCEPT = "accept"
    QUERY = "query"
    CORRECTION_NEEDED = "correction-needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWithdrawn:
    """The outlet withdrew the story at the event's publish time. The body `remark` says by whom, why, and in which
    words."""

    type: ClassVar[str] = "story.withdrawn"
    schema_version: ClassVar[int] = 1

    tool: str
    basis: Basis = Basis.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReviewed:
    """A person signed off how `revision` differs from the text before it.

    `previous` is that text's revision and `previous_position` where it was recorded; both None for a first revision.
    `keys` are the findings covered, as `rule:place:number`, and "change" for the change as a whole; none holds text.
    `engine` names the versions that compared and audited. The body `remark` holds the name, the comment and the words
    that were shown.
    """

    type: ClassVar[str] = "change.reviewed"
    schema_version: ClassVar[int] = 1

    revision: int
    verdict: ReviewVerdict
    keys: tuple[str, ...]
    engine: str
    tool: str
    previous: int | None = None
    previous_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWithdrawn:
    """The review recorded at ledger position `review` no longer counts. The body `remark` says by whom and why."""

    type: ClassVar[str] = "review.withdrawn"
    schema_version: ClassVar[int] = 1

    review: int
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReinstated:
    """The story stands again from the event's publish time on, after a withdrawal. The body `remark` says by whom and
    why."""

    type: ClassVar[str] = "story.reinstated"
    schema_version: ClassVar[int] = 1

    tool: str
    basis: Basis = Basis.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionVoided:
    """`revision` was recorded by mistake and counts no more. The body `remark` says by whom, why, and where it
    belongs.

    The event's publish time is the one that the revision has: only so does a seek find it.
    """

    type: ClassVar[str] = "revision.voided"
    schema_version: ClassVar[int] = 1

    revision: int
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRestored:
    """`revision` was voided by mistake and counts again, under the event's publish time: the one it has."""

    type: ClassVar[str] = "revision.restored"
    schema_version: ClassVar[int] = 1

    revision: int
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRedated:
    """`revision` was published at the event's publish time, not when its input said. The body `remark` says by whom
    and why."""

    type: ClassVar[str] = "revision.redated"
    schema_version: ClassVar[int] = 1

    revision: int
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryKeyed:
    """The story goes by one more key, which stands in the body `story`; what comes under it is filed here."""

    type: ClassVar[str] = "story.keyed"
    schema_version: ClassVar[int] = 1

    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryUnkeyed:
    """The story no longer goes by the key in the body `story`; what came under it before stays where it was filed."""

    type: ClassVar[str] = "story.unkeyed"
    schema_version: ClassVar[int] = 1

    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished:
    """A run of a job ended. `started_at` is its begin (micros UTC); the counts are those of its inputs by outcome.

    The body `run` names the job and says of each input which story and revision it stands at, or why it was rejected.
    """

    type: ClassVar[str] = "run.finished"
    schema_version: ClassVar[int] = 1

    started_at: int
    tool: str
    recorded: int = 0
    confirmed: int = 0
    unchanged: int = 0
    seen: int = 0
    withdrawn: int = 0
    rejected: int = 0
    deferred: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRestored:
    """The ledger was restored from a backup that held `sizes` events in its shards, in their order.

    What had been recorded after the backup is not in this log. The body `remark` says by whom and why.
    """

    type: ClassVar[str] = "ledger.restored"
    schema_version: ClassVar[int] = 1

    sizes: tuple[int, ...]
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyErased:
    """Bodies were erased, with their salts: `erased` are (shard, position, slot) of each, in that order.

    They are the story's own, and records of runs that held its words. The body `remark` says by whom, on whose
    authority and why; where what the story was opened with is erased, the body `story` has what stays of it.
    """

    type: ClassVar[str] = "body.erased"
    schema_version: ClassVar[int] = 1

    erased: tuple[tuple[int, int, str], ...]
    tool: str


PointEvent = RevisionRecorded | RevisionConfirmed
"""The events that add a point to the published clock."""

Correction = RevisionVoided | RevisionRestored | RevisionRedated
"""The events that say which revisions count, and when they were published."""

StoryEvent = (
    StoryOpened | PointEvent | Correction | StoryKeyed | StoryUnkeyed | StoryWithdrawn | StoryReinstated
    | ChangeReviewed | ReviewWithdrawn | BodyErased
)  # fmt: skip
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


def to_data(event: Event) -> dict[str, Any]:
    """The event's fields as plain data for canonical JSON; fields at their default are left out."""
    data = {}
    for name, default in _defaults(type(event)):
        value = getattr(event, name)
        if default is MISSING or value != default:
            data[name] = _plain(value)
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return str(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


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


def _bodies(value: Any) -> tuple[tuple[int, int, str], ...]:
    return tuple((int(shard), int(position), str(slot)) for shard, position, slot in value)


_READ: dict[str, Callable[[Any], Any]] = {
    "basis": Basis,
    "verdict": ReviewVerdict,
    "keys": tuple,
    "sizes": tuple,
    "erased": _bodies,
}

STORY_EVENTS = codec_for(
    (
        *(StoryOpened, RevisionRecorded, RevisionConfirmed, RevisionVoided, RevisionRestored, RevisionRedated),
        *(StoryKeyed, StoryUnkeyed, StoryWithdrawn, StoryReinstated, ChangeReviewed, ReviewWithdrawn),
        *(BodyErased, RunFinished, LedgerRestored),
    )
)
