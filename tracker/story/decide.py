"""What an observation means for its story: a new revision, a confirmation, a sighting, or nothing.

`decide` is pure: whoever calls it has gathered the neighbours by seeks. It never folds a stream.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from tracker.story.article import Article
from tracker.story.events import Basis, RevisionConfirmed, RevisionRecorded, StoryOpened
from tracker.story.keys import StoryKey
from tracker.story.moments import NO_VERSION, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One input seen by one run. `published` is the stated publish time, `retrieved` when it was fetched (micros UTC).

    `name` is the input's name (None for standard input and the like), `label` what messages call it, and `capture_id`
    the poller's own id of this fetch, if it gave one. `backfill` says that it comes from an archive. `follows` is the
    key of the story that it says it goes on.
    """

    key: StoryKey
    article: Article
    capture: bytes
    reader: str
    reader_version: int
    label: str
    name: str | None = None
    capture_id: str | None = None
    published: int | None = None
    retrieved: int | None = None
    source_version: int | None = None
    slug: str | None = None
    url: str | None = None
    backfill: bool = False
    follows: StoryKey | None = None

    @property
    def basis(self) -> Basis:
        """What this observation's place on the published clock rests on."""
        if self.published is not None:
            return Basis.STATED
        return Basis.RECORDED if self.retrieved is None else Basis.RETRIEVED

    def identity(self) -> str | None:
        """What makes this observation the same as an earlier one, or None when nothing does.

        The capture id, scoped to the story; else, for a named input, its name, stated publish time and digest.
        """
        if self.capture_id is not None:
            return f"{self.key.text}\ncapture\n{self.capture_id}"
        if self.name is None:
            return None
        stated = "" if self.published is None else str(self.published)
        return f"{self.key.text}\nname\n{self.name}\n{stated}\n{hashlib.sha256(self.capture).hexdigest()}"


class Seen(StrEnum):
    """Whether this observation's identity was met before, and with which bytes."""

    NEVER = "never"
    SAME = "same bytes"
    OTHER = "other bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the story said just before an observation in publication order; None where that was erased since."""

    point: Point
    article: Article | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """All that `decide` may know of the story. `last_version` is None when there is no such story yet.

    `previous` stands just before the observation in publication order; `ahead` is the point of the same publish time
    with the highest source version above the observation's, if there is one.
    """

    seen: Seen = Seen.NEVER
    last_version: int | None = None
    previous: Standing | None = None
    ahead: Point | None = None


class Outcome(StrEnum):
    """What became of one observation."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    UNCHANGED = "unchanged"
    SEEN = "seen before"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The outcome and the events it takes, in order; `revision` is the one that the story stands at afterwards.

    `reason` is set when the observation is refused.
    """

    outcome: Outcome
    opened: StoryOpened | None = None
    event: RevisionRecorded | RevisionConfirmed | None = None
    revision: int | None = None
    reason: str | None = None


def decide(observation: Observation, neighbours: Neighbours, *, tool: str) -> Decision:
    """What the observation means, given its neighbours; `tool` is the version of this program."""
    previous = neighbours.previous
    if neighbours.seen is Seen.SAME:
        return Decision(outcome=Outcome.SEEN)
    if neighbours.seen is Seen.OTHER:
        reason = f"capture id {observation.capture_id!r} was seen before with other bytes; give each fetch its own id"
        return Decision(outcome=Outcome.REFUSED, reason=reason)
    if previous is None or previous.article is None:
        return _record(observation, neighbours, tool)
    if previous.article.comparable() != observation.article.comparable():
        return _record(observation, neighbours, tool)
    if _is_new_point(observation, previous.point):
        behind = neighbours.ahead.revision if neighbours.ahead else None
        event = RevisionConfirmed(
            revision=previous.point.revision, tool=tool, source_version=observation.source_version, behind=behind
        )
        return Decision(outcome=Outcome.CONFIRMED, event=event, revision=event.revision)
    return Decision(outcome=Outcome.UNCHANGED, revision=previous.point.revision)


def _record(observation: Observation, neighbours: Neighbours, tool: str) -> Decision:
    opened = StoryOpened(tool=tool) if neighbours.last_version is None else None
    event = RevisionRecorded(
        revision=(neighbours.last_version or 0) + 1,
        reader=observation.reader,
        reader_version=observation.reader_version,
        tool=tool,
        basis=observation.basis,
        source_version=observation.source_version,
        behind=neighbours.ahead.revision if neighbours.ahead else None,
        backfill=observation.backfill,
    )
    return Decision(outcome=Outcome.RECORDED, opened=opened, event=event, revision=event.revision)


def _is_new_point(observation: Observation, previous: Point) -> bool:
    """Whether an unchanged text adds a point to the published clock: only a stated time (or version of it) does."""
    if observation.published is None:
        return False
    version = NO_VERSION if observation.source_version is None else observation.source_version
    return (observation.published, version) > previous.order[:2]
