"""Finding a story's opening in the log: by key, or by the slug it minted; and what the opening says of the story."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.errors import IntegrityError
from tracker.ledger.read import LedgerView, Recorded
from tracker.story import canonical
from tracker.story.events import STORY, StoryOpened
from tracker.story.keys import StoryKey, parse_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is known of a story from its first event: its stream, key and slug, and the url and title it came with."""

    stream_id: str
    key: StoryKey
    slug: str
    url: str | None
    title: str | None
    opened_at: int


def find_key(view: LedgerView, key: StoryKey) -> Opening | None:
    """The story with this key, None if there is none."""
    recorded = view.version(view.identities.stream(key.text), 0)
    return None if recorded is None else opening_of(view, recorded)


def find_slug(view: LedgerView, slug: str) -> Opening | None:
    """The story that minted exactly this slug, None if there is none."""
    event_id = view.identities.slug(slug)
    for shard in range(view.shards):
        recorded = view.event_by_id(shard, event_id)
        if recorded is not None and isinstance(recorded.event, StoryOpened):
            return opening_of(view, recorded)
    return None


def opening_of(view: LedgerView, recorded: Recorded) -> Opening:
    """What a story's first event says of it; IntegrityError when its body does not fit."""
    body = view.body(recorded, STORY)
    try:
        about = canonical.decode(body)
        return Opening(
            stream_id=recorded.row.stream_id,
            key=parse_key(about["key"]),
            slug=about["slug"],
            url=about.get("url"),
            title=about.get("title"),
            opened_at=recorded.row.recorded_at,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise IntegrityError(f"the story opened at position {recorded.row.position} cannot be read: {error}") from None
