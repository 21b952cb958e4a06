"""Finding a story's opening in the log: by a key, or by the slug it minted; and what the opening says of the story.

A key is that of the story's stream, or one that was linked to it later. Names that only lists know are left to `find`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tracker.errors import Erased, IntegrityError
from tracker.ledger.append import Claim
from tracker.ledger.identity import DESK_SUFFIX, desk_stream
from tracker.ledger.read import EVENT_COLUMNS, EVERYTHING, LedgerView, Recorded, event_query
from tracker.story import canonical
from tracker.story.events import STORY, StoryKeyed, StoryOpened, StoryUnkeyed
from tracker.story.keys import StoryKey, parse_key

_KEYED = event_query(
    f"SELECT {EVENT_COLUMNS} FROM events WHERE shard = :shard AND stream_id = :stream_id"
    " AND type IN (:keyed, :unkeyed) AND position + 0 <= :until ORDER BY version"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A story got one more key: which one, and when it was recorded (micros UTC) at which position of its shard."""

    key: StoryKey
    position: int
    recorded_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is known of a story from its first event: its stream, key and slug, and the url and title it came with.

    `linked` is set where the story was found by a key that it got later.
    """

    stream_id: str
    key: StoryKey
    slug: str
    url: str | None
    title: str | None
    opened_at: int
    linked: Linked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyState:
    """How often a key was linked or taken off, and the link that stands; None where the key is no story's second one.

    It says nothing of the story that the key may have opened itself.
    """

    turns: int
    link: Recorded | None


def find_key(view: LedgerView, key: StoryKey) -> Opening | None:
    """The story with this key, its own or one linked to it; None if there is none."""
    recorded = view.version(view.identities.stream(key.text), 0)
    if recorded is not None:
        return opening_of(view, recorded)
    link = key_state(view, key).link
    if link is None:
        return None
    opened = view.version(link.row.stream_id.removesuffix(DESK_SUFFIX), 0)
    if opened is None:
        raise IntegrityError(f"position {link.row.position} links a key to a story that was never opened")
    linked = Linked(key=key, position=link.row.position, recorded_at=link.row.recorded_at)
    return replace(opening_of(view, opened), linked=linked)


def key_state(view: LedgerView, key: StoryKey) -> KeyState:
    """What the log says of a key as one that stories are given and lose."""
    turns = first_free(lambda number: _turn(view, key, number) is not None)
    last = _turn(view, key, turns - 1) if turns else None
    return KeyState(turns=turns, link=last if last is not None and isinstance(last.event, StoryKeyed) else None)


def key_claim(view: LedgerView, key: StoryKey, state: KeyState, *, unopened: bool) -> Claim:
    """The claim of who opens a story under a key, or links it (`unopened`): nobody else has it meanwhile."""
    event_id = view.identities.key(key.text, state.turns)
    return Claim(home=view.identities.stream(key.text), event_id=event_id, unopened=unopened)


def linked_keys(view: LedgerView, stream_id: str, *, until: int = EVERYTHING) -> Iterator[tuple[Recorded, StoryKey]]:
    """The events, in order, that gave a story a key or took one off, with the key, up to ledger position `until`."""
    of_story = {"shard": view.shard(stream_id), "stream_id": desk_stream(stream_id), "until": until}
    kinds = {"keyed": StoryKeyed.type, "unkeyed": StoryUnkeyed.type}
    for row in view.connection.execute(_KEYED, {**of_story, **kinds}):
        recorded = view.recorded(row)
        yield recorded, _key_of(view, recorded)


def first_free(taken: Callable[[int], bool]) -> int:
    """The first number from 0 that is not taken, where all before it are; looked for in doubling steps."""
    low, high = -1, 0
    while taken(high):
        low, high = high, 2 * high + 1
    while high - low > 1:
        middle = (low + high) // 2
        if taken(middle):
            low = middle
        else:
            high = middle
    return high


def find_slug(view: LedgerView, slug: str) -> Opening | None:
    """The story that minted exactly this slug, None if there is none."""
    recorded = _anywhere(view, view.identities.slug(slug))
    return opening_of(view, recorded) if recorded is not None and isinstance(recorded.event, StoryOpened) else None


def opening_of(view: LedgerView, recorded: Recorded) -> Opening:
    """What a story's first event says of it, or of what was erased of that the erasure; IntegrityError when its body
    does not fit."""
    body = _about(view, recorded)
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


def _about(view: LedgerView, recorded: Recorded) -> bytes:
    try:
        return view.body(recorded, STORY)
    except Erased:
        row = recorded.row
        erasure = view.erasures.event_of(row.shard, row.position, STORY)
        if erasure is None:
            raise
        return view.body(erasure, STORY)


def _key_of(view: LedgerView, recorded: Recorded) -> StoryKey:
    try:
        return parse_key(canonical.decode(view.body(recorded, STORY))["key"])
    except (ValueError, KeyError, TypeError) as error:
        raise IntegrityError(f"the key of position {recorded.row.position} cannot be read: {error}") from None


def _turn(view: LedgerView, key: StoryKey, number: int) -> Recorded | None:
    return _anywhere(view, view.identities.key(key.text, number))


def _anywhere(view: LedgerView, event_id: bytes) -> Recorded | None:
    found = (view.event_by_id(shard, event_id) for shard in range(view.shards))
    return next((recorded for recorded in found if recorded is not None), None)
