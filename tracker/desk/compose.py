"""Decisions made into events with their bodies, ready to append."""

from __future__ import annotations

from tracker import __version__
from tracker.desk.gather import Revision, StoryInBatch
from tracker.ledger.append import Claim, NewEvent
from tracker.ledger.identity import desk_stream
from tracker.ledger.story import KeyState, key_claim
from tracker.story import canonical
from tracker.story.decide import Observation
from tracker.story.events import (
    ARTICLE,
    CAPTURE,
    REMARK,
    STORY,
    Basis,
    RevisionConfirmed,
    RevisionRecorded,
    StoryKeyed,
    StoryOpened,
)
from tracker.story.keys import StoryKey


def opening(story: StoryInBatch, observation: Observation, event: StoryOpened, slug: str, state: KeyState) -> NewEvent:
    """The event that opens a story. Its id is that of the slug, so that no two stories can mint the same one; `state`
    says that the key is no other story's, and the claim that it stays so."""
    event_id = story.view.identities.slug(slug)
    about = {"key": observation.key.text, "slug": slug, "title": observation.article.headline, "url": observation.url}
    story.last_version = 0
    return NewEvent(
        stream_id=story.stream_id,
        version=0,
        event_id=event_id,
        event=event,
        bodies={STORY: canonical.encode({name: value for name, value in about.items() if value is not None})},
        claims=(
            Claim(home=event_id.hex(), event_id=event_id),
            key_claim(story.view, observation.key, state, unopened=False),
        ),
    )


def keyed(story: StoryInBatch, key: StoryKey, state: KeyState, observation: Observation) -> NewEvent:
    """The event that gives the story the key of an input that says it follows it."""
    story.desk_version += 1
    claim = key_claim(story.view, key, state, unopened=True)
    followed = "" if observation.follows is None else observation.follows.text
    remark = {"by": key.source, "reason": f"{observation.label} says that it follows {followed}"}
    return NewEvent(
        stream_id=desk_stream(story.stream_id),
        version=story.desk_version,
        event_id=claim.event_id,
        event=StoryKeyed(tool=__version__),
        bodies={STORY: canonical.encode({"key": key.text}), REMARK: canonical.encode(remark)},
        claims=(claim,),
    )


def recording(
    story: StoryInBatch, observation: Observation, event: RevisionRecorded, event_id: bytes, place: int
) -> NewEvent:
    """The event that records a revision, with its article and its capture."""
    article = canonical.encode(observation.article.to_data())
    bodies = {ARTICLE: article, CAPTURE: observation.capture}
    bases = story.bases(event.revision, bodies)
    story.add_revision(Revision(event.revision, observation.article, bodies, place))
    return NewEvent(
        stream_id=story.stream_id,
        version=event.revision,
        event_id=event_id,
        event=event,
        published_at=observation.retrieved if event.basis is Basis.RETRIEVED else observation.published,
        timed=True,
        bodies=bodies,
        bases=bases,
    )


def confirmation(story: StoryInBatch, observation: Observation, event: RevisionConfirmed, event_id: bytes) -> NewEvent:
    """The event that confirms a revision under a later publish time."""
    story.desk_version += 1
    return NewEvent(
        stream_id=desk_stream(story.stream_id),
        version=story.desk_version,
        event_id=event_id,
        event=event,
        published_at=observation.published,
        timed=True,
    )
