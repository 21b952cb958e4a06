"""What happened to a story beside its texts, as known at a moment: withdrawn, reinstated, given keys, and by whom."""

from __future__ import annotations

from typing import Any

from tracker.desk.erased import remark_of
from tracker.desk.find import FoundStory
from tracker.desk.values import KeyedRef, ReinstatedRef, WithdrawnRef
from tracker.ledger.life import life_of, withdrawal_at
from tracker.ledger.read import EVERYTHING, LedgerView, Recorded
from tracker.ledger.story import linked_keys
from tracker.story.events import StoryKeyed, StoryReinstated, StoryWithdrawn
from tracker.story.moments import Moment


def withdrawn_at(view: LedgerView, story: FoundStory, moment: Moment) -> WithdrawnRef | None:
    """The withdrawal that stood at a moment, None if the story stood then."""
    recorded = withdrawal_at(view, story.stream_id, moment)
    return None if recorded is None else WithdrawnRef(**_told(view, recorded))


def withdrawals(view: LedgerView, story: FoundStory, moment: Moment) -> tuple[WithdrawnRef, ...]:
    """The withdrawals of a story that the moment admits, by publish time, also those that were undone since."""
    events = _life(view, story, moment)
    return tuple(WithdrawnRef(**_told(view, item)) for item in events if isinstance(item.event, StoryWithdrawn))


def reinstatements(view: LedgerView, story: FoundStory, moment: Moment) -> tuple[ReinstatedRef, ...]:
    """The reinstatements of a story that the moment admits, by publish time."""
    events = _life(view, story, moment)
    return tuple(ReinstatedRef(**_told(view, item)) for item in events if isinstance(item.event, StoryReinstated))


def keys(view: LedgerView, story: FoundStory, moment: Moment) -> tuple[KeyedRef, ...]:
    """How a story got keys beside its own and lost them, in ledger order, as far as it was known at the moment."""
    found = []
    for recorded, key in linked_keys(view, story.stream_id, until=_until(moment)):
        remark = remark_of(view, recorded)
        found.append(
            KeyedRef(
                key=key.text,
                linked=isinstance(recorded.event, StoryKeyed),
                recorded_at=recorded.row.recorded_at,
                position=recorded.row.position,
                by=remark.get("by"),
                reason=remark.get("reason"),
            )
        )
    return tuple(found)


def _life(view: LedgerView, story: FoundStory, moment: Moment) -> list[Recorded]:
    events = life_of(view, story.stream_id, until=_until(moment))
    return [item for item in events if moment.published is None or (item.row.published_at or 0) <= moment.published]


def _until(moment: Moment) -> int:
    return EVERYTHING if moment.position is None else moment.position


def _told(view: LedgerView, recorded: Recorded) -> dict[str, Any]:
    remark = remark_of(view, recorded)
    return {
        "published_at": recorded.row.published_at,
        "recorded_at": recorded.row.recorded_at,
        "position": recorded.row.position,
        "by": remark.get("by"),
        "reason": remark.get("reason"),
    }
