"""Recording observations: gather each story's neighbours, decide purely, append the batch in one transaction.

When another writer moves one of the streams first, the batch is gathered and decided again from the start; who comes
second again and again decides while the others wait.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker import __version__
from tracker.desk.compose import confirmation, keyed, opening, recording
from tracker.desk.erased import come_again
from tracker.desk.follow import Keys, Placed
from tracker.desk.gather import PROVISIONAL, Reread, StoryInBatch
from tracker.desk.slugs import Slugs
from tracker.errors import Conflict
from tracker.ledger.append import NewEvent, Sighting
from tracker.ledger.read import EVERYTHING, LedgerView
from tracker.ledger.sightings import seen_before
from tracker.ledger.store import Ledger
from tracker.story import canonical
from tracker.story.decide import Decision, Neighbours, Observation, Outcome, Seen, Standing, decide
from tracker.story.events import RevisionConfirmed, StoryOpened
from tracker.story.keys import StoryKey
from tracker.story.moments import NO_VERSION, Order, Point
from tracker.story.overlap import shared_words

BATCH = 500
ATTEMPTS = 4
"""How often a batch is decided beside other writers, before they have to wait for it."""
FOREIGN_SHARE = 0.10
"""A revision that shares less than this with the one before it draws a warning: it may belong to another story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one input, as it stands on disk. `revision` is the one its story stands at afterwards,
    `stream_id` that story's stream."""

    name: str
    outcome: Outcome
    key: str | None = None
    stream_id: str | None = None
    revision: int | None = None
    position: int | None = None
    reason: str | None = None
    warnings: tuple[str, ...] = ()


def record(ledger: Ledger, observations: Sequence[Observation], *, reread: Reread) -> list[Receipt]:
    """Record observations in one transaction and say what became of each, in their order.

    What is returned is on disk. Raises StorageError when the storage fails.
    """
    for attempt in range(ATTEMPTS):
        with ledger.view() as view:
            batch = _decided(view, observations, now=ledger.clock(), reread=reread)
        try:
            appended = ledger.append(batch.events, batch.sightings) if batch.sightings else None
        except Conflict:
            time.sleep(random.uniform(0, 0.002 * (attempt + 1)))
            continue
        return list(batch.receipts([stored.position for stored in appended.events] if appended else []))
    return _record_alone(ledger, observations, reread)


def _record_alone(ledger: Ledger, observations: Sequence[Observation], reread: Reread) -> list[Receipt]:
    """Decide and append while every other writer waits."""
    batches = []

    def decide(view: LedgerView) -> tuple[list[NewEvent], list[Sighting]]:
        batches.append(_decided(view, observations, now=ledger.clock(), reread=reread))
        return batches[-1].events, batches[-1].sightings

    appended = ledger.append_decided(decide)
    return list(batches[-1].receipts([stored.position for stored in appended.events]))


def _decided(view: LedgerView, observations: Sequence[Observation], *, now: int, reread: Reread) -> Batch:
    batch = Batch(view, now=now, reread=reread)
    batch.take(observations)
    return batch


def rehearse(batch: Batch, observations: Sequence[Observation]) -> list[Receipt]:
    """What `record` would do, without doing it; the batch keeps what it learnt for the next call."""
    batch.take(observations)
    return list(batch.receipts(()))[-len(observations) :]


class Batch:
    """Observations taken one after the other, each seeing what the ones before it will have done.

    Until the ledger hands out positions, the batch's events have provisional ones that sort after all real ones.
    """

    def __init__(self, view: LedgerView, *, now: int, reread: Reread) -> None:
        self.view = view
        self.events: list[NewEvent] = []
        self.sightings: list[Sighting] = []
        # What an untimed observation stands at until the ledger gives it the time it is recorded.
        self._now = max(now, *(view.head(shard).recorded_at + 1 for shard in range(view.shards)))
        self._reread = reread
        self._stories: dict[str, StoryInBatch] = {}
        self._met: dict[bytes, _Met] = {}
        self._looked_up: set[bytes] = set()
        self._slugs = Slugs(view)
        self._keys = Keys(view, self._story)
        self._receipts: list[Receipt] = []
        self._erasing = view.erasures.any()
        self._erased: dict[bytes, str] = {}

    def take(self, observations: Sequence[Observation]) -> None:
        """Decide each observation and keep the events it takes."""
        identified = [self._identify(observation) for observation in observations]
        if self._erasing:
            self._erased |= come_again(self.view, {digest for item in identified for digest in item.digests})
        self._meet(identified)
        unmet = [item for item in identified if self._met_before(item) is None]
        self._meet([self._moved(item, self._keys.story_of(item.observation.key)) for item in unmet])
        for item in identified:
            self._take(item)

    def _take(self, item: _Identified) -> None:
        item, taken = self._decided(item)
        if taken.decision.outcome is not Outcome.REFUSED:
            self.sightings.append(_sighting(item, taken.place))
        self._receipts.append(_receipt(item, taken))

    def _decided(self, item: _Identified) -> tuple[_Identified, _Taken]:
        """What becomes of an observation, and the observation as one of the story that it goes to."""
        gone = next((self._erased[digest] for digest in item.digests if digest in self._erased), None)
        if gone is not None:
            return item, _refused(gone)
        met = self._met_before(item)
        if met is not None:
            return item, _again(item, met)
        placed = self._keys.placed(item.observation)
        moved = self._moved(item, placed.key)
        self._meet([moved])
        met = self._met_before(moved)
        if met is not None:
            return moved, _again(moved, met)
        if placed.refusal is not None:
            return item, _refused(placed.refusal)
        if placed.links:
            self._link(item.observation, placed.key)
        taken = self._fresh(moved, placed)
        self._met[moved.observation_id] = _Met(digest=moved.digest, revision=taken.revision, place=taken.place)
        return moved, taken

    def _fresh(self, item: _Identified, placed: Placed) -> _Taken:
        observation = item.observation
        story = self._story(item.stream_id)
        previous, ahead = story.neighbours(Order(self._time(observation), _version(observation), EVERYTHING))
        neighbours = Neighbours(last_version=story.last_version, previous=previous, ahead=ahead)
        decision = decide(observation, neighbours, tool=__version__)
        made = None if decision.event is None else self._keep(story, observation, decision, item.identity)
        revision = decision.revision or 0
        warnings = (*filter(None, [placed.warning]), *_warnings(observation, previous, decision))
        return _Taken(decision=decision, revision=revision, place=story.place(revision), made=made, warnings=warnings)

    def receipts(self, positions: Sequence[int]) -> Iterator[Receipt]:
        """What became of each observation, given the positions that the batch's events got (none: a rehearsal)."""
        for receipt in self._receipts:
            place = receipt.position
            if place is not None and place >= PROVISIONAL:
                place = positions[place - PROVISIONAL] if positions else None
            yield replace(receipt, position=place)

    def _meet(self, identified: Sequence[_Identified]) -> None:
        """Look up which observations were made before, all at once."""
        by_shard: dict[int, list[bytes]] = {}
        for item in identified:
            if item.identity is not None and item.observation_id not in self._looked_up:
                by_shard.setdefault(self.view.shard(item.stream_id), []).append(item.observation_id)
        self._looked_up.update(item.observation_id for item in identified)
        for shard, ids in by_shard.items():
            for observation_id, sighted in seen_before(self.view, shard, ids).items():
                self._met[observation_id] = _Met(
                    digest=sighted.digest, revision=sighted.revision, place=sighted.position
                )

    def _met_before(self, item: _Identified) -> _Met | None:
        return self._met.get(item.observation_id) if item.identity is not None else None

    def _moved(self, item: _Identified, key: StoryKey | None) -> _Identified:
        """The observation as one of the story with this key; None: of its own."""
        if key is None or key == item.observation.key:
            return item
        return self._identify(replace(item.observation, key=key))

    def _identify(self, observation: Observation) -> _Identified:
        """The observation with its ids; where something was ever erased, also the digest of its article."""
        ids = self.view.identities
        identity = observation.identity()
        content = canonical.encode(observation.article.comparable().to_data()) if self._erasing else None
        return _Identified(
            observation=observation,
            stream_id=ids.stream(observation.key.text),
            identity=identity,
            observation_id=ids.observation(identity or _unnamed(observation)),
            digest=ids.digest(observation.capture),
            article=None if content is None else ids.article_digest(content),
        )

    def _link(self, observation: Observation, to: StoryKey) -> None:
        """Make the observation's key one of another story."""
        story = self._story(self.view.identities.stream(to.text))
        self.events.append(keyed(story, observation.key, self._keys.state(observation.key), observation))
        self._keys.link(observation.key, to)

    def _story(self, stream_id: str) -> StoryInBatch:
        if stream_id not in self._stories:
            self._stories[stream_id] = StoryInBatch.load(self.view, stream_id, self._reread)
        return self._stories[stream_id]

    def _time(self, observation: Observation) -> int:
        if observation.published is not None:
            return observation.published
        return self._now if observation.retrieved is None else observation.retrieved

    def _keep(self, story: StoryInBatch, observation: Observation, decision: Decision, identity: str | None) -> int:
        """Keep the events of a decision; the place of the one that is a point."""
        if decision.opened is not None:
            self._open(story, observation, decision.opened)
        place = PROVISIONAL + len(self.events)
        event = decision.event
        assert event is not None
        event_id = self.view.identities.event(identity)
        if isinstance(event, RevisionConfirmed):
            self.events.append(confirmation(story, observation, event, event_id))
        else:
            self.events.append(recording(story, observation, event, event_id, place))
        story.add_point(
            Point(
                revision=event.revision,
                published_at=self._time(observation),
                position=place,
                source_version=observation.source_version,
                behind=event.behind,
                confirmed=isinstance(event, RevisionConfirmed),
            )
        )
        return place

    def _open(self, story: StoryInBatch, observation: Observation, opened: StoryOpened) -> None:
        slug = self._slugs.mint(observation)
        self.events.append(opening(story, observation, opened, slug, self._keys.state(observation.key)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Identified:
    """An observation with its ids: its stream, what it is known by if by anything, and the keyed digests of its
    bytes and, where that is needed, its article."""

    observation: Observation
    stream_id: str
    identity: str | None
    observation_id: bytes
    digest: bytes
    article: bytes | None = None

    @property
    def digests(self) -> tuple[bytes, ...]:
        """By what erased content is known when it comes again."""
        return (self.digest,) if self.article is None else (self.digest, self.article)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    """An observation met before: the keyed digest of its bytes, and the revision and place it stands at."""

    digest: bytes
    revision: int
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What was decided of one observation, the revision and place it stands at, and the place of the event it made."""

    decision: Decision
    revision: int
    place: int
    made: int | None = None
    warnings: tuple[str, ...] = ()


def _again(item: _Identified, met: _Met) -> _Taken:
    seen = Seen.SAME if met.digest == item.digest else Seen.OTHER
    decision = decide(item.observation, Neighbours(seen=seen), tool=__version__)
    return _Taken(decision=decision, revision=met.revision, place=met.place)


def _refused(reason: str) -> _Taken:
    return _Taken(decision=Decision(outcome=Outcome.REFUSED, reason=reason), revision=0, place=0)


def _unnamed(observation: Observation) -> str:
    """Under what an observation without an identity is counted: it is never taken for one seen before."""
    digest = hashlib.sha256(observation.capture).hexdigest()
    return f"{observation.key.text}\nunnamed\n{observation.published or ''}\n{digest}"


def _version(observation: Observation) -> int:
    return NO_VERSION if observation.source_version is None else observation.source_version


def _sighting(item: _Identified, place: int) -> Sighting:
    provisional = place >= PROVISIONAL
    return Sighting(
        observation_id=item.observation_id,
        stream_id=item.stream_id,
        digest=item.digest,
        index=place - PROVISIONAL if provisional else None,
        position=None if provisional else place,
        article=item.article,
    )


def _receipt(item: _Identified, taken: _Taken) -> Receipt:
    refused = taken.decision.outcome is Outcome.REFUSED
    return Receipt(
        name=item.observation.label,
        outcome=taken.decision.outcome,
        key=item.observation.key.text,
        stream_id=None if refused else item.stream_id,
        revision=None if refused else taken.revision,
        position=None if refused else taken.place if taken.made is None else taken.made,
        reason=taken.decision.reason,
        warnings=taken.warnings,
    )


def _warnings(observation: Observation, previous: Standing | None, decision: Decision) -> tuple[str, ...]:
    if previous is None or previous.article is None or decision.outcome is not Outcome.RECORDED:
        return ()
    share = shared_words(observation.article, previous.article)
    if share is None or share >= FOREIGN_SHARE:
        return ()
    return (
        f"shares {share:.0%} of its words with r{previous.point.revision} of {observation.key.text}:"
        " is it the same story?",
    )
