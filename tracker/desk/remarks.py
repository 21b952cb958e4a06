"""Appending what people at the desk do to a story: an event in the story's desk stream, with a remark beside it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.errors import Conflict
from tracker.ledger.append import NONE_YET, NewEvent
from tracker.ledger.entry import Stored
from tracker.ledger.identity import desk_stream
from tracker.ledger.read import LedgerView
from tracker.ledger.store import Ledger
from tracker.story import canonical
from tracker.story.events import REMARK, Event

_ATTEMPTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody does to a story: the event, who and why in words, and its publish time if it has one."""

    stream_id: str
    event: Event
    remark: Mapping[str, Any]
    published_at: int | None = None


def append_deeds(ledger: Ledger, decide: Callable[[LedgerView], list[Deed]]) -> tuple[Stored, ...]:
    """Append what `decide` says in one transaction, in order; what this returns is on disk.

    Where another writer comes first, it is decided again on what then stands. Conflict when that keeps happening.
    """
    for attempt in range(_ATTEMPTS):
        with ledger.view() as view:
            batch = _batch(view, decide(view))
        try:
            return ledger.append(batch).events if batch else ()
        except Conflict:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0, 0.002 * min(attempt + 1, 20)))
    raise AssertionError("unreachable")


def _batch(view: LedgerView, deeds: list[Deed]) -> list[NewEvent]:
    batch: list[NewEvent] = []
    versions: dict[str, int] = {}
    for deed in deeds:
        stream = desk_stream(deed.stream_id)
        if stream not in versions:
            last = view.last(stream)
            versions[stream] = NONE_YET if last is None else last.row.version
        versions[stream] += 1
        batch.append(
            NewEvent(
                stream_id=stream,
                version=versions[stream],
                event_id=view.identities.event(None),
                event=deed.event,
                published_at=deed.published_at,
                bodies={REMARK: canonical.encode(dict(deed.remark))},
            )
        )
    return batch
