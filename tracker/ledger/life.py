"""Whether a story stood withdrawn, at a moment: the last of its withdrawals and reinstatements up to then.

They are ordered by publish time, then by ledger position, and found by index seeks like texts (`asof`).
"""

from __future__ import annotations

from tracker.ledger.asof import BY_TIME, LATEST
from tracker.ledger.identity import desk_stream
from tracker.ledger.read import EVERYTHING, LedgerView, Recorded
from tracker.story.events import StoryReinstated, StoryWithdrawn
from tracker.story.moments import Moment

_KINDS = (StoryWithdrawn.type, StoryReinstated.type)


def life_of(view: LedgerView, stream_id: str, *, until: int = EVERYTHING) -> list[Recorded]:
    """The events that withdrew or reinstated a story, in their order, up to ledger position `until`."""
    of_story = {"shard": view.shard(stream_id), "stream_id": desk_stream(stream_id), "until": until}
    rows = [row for kind in _KINDS for row in view.connection.execute(BY_TIME, {**of_story, "type": kind})]
    return sorted(map(view.recorded, rows), key=life_order)


def withdrawal_at(view: LedgerView, stream_id: str, moment: Moment) -> Recorded | None:
    """The withdrawal that stood at a moment, None where the story stood."""
    bounds = {
        "published": EVERYTHING if moment.published is None else moment.published,
        "until": EVERYTHING if moment.position is None else moment.position,
    }
    of_story = {"shard": view.shard(stream_id), "stream_id": desk_stream(stream_id), "limit": 1, "skip": 0}
    rows = [row for kind in _KINDS for row in view.connection.execute(LATEST, {**of_story, **bounds, "type": kind})]
    last = max(map(view.recorded, rows), key=life_order, default=None)
    return last if last is not None and isinstance(last.event, StoryWithdrawn) else None


def life_order(recorded: Recorded) -> tuple[int, int]:
    """What such events are ordered by: publish time, then position."""
    published = recorded.row.published_at
    assert published is not None
    return published, recorded.row.position
