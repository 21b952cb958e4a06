"""Appending what people at the desk do to a story: an event in the story's desk stream, with a remark beside it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.errors import Conflict, UsageError
from tracker.ledger.append import NONE_YET, Claim, NewEvent
from tracker.ledger.entry import Stored
from tracker.ledger.identity import desk_stream
from tracker.ledger.read import LedgerView
from tracker.ledger.store import Ledger
from tracker.story import canonical
from tracker.story.events import REMARK, STORY, Event

_ATTEMPTS = 50
_LONGEST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody does to a story: the event, who and why in words, and its publish time if it has one.

    `about` is what the event's body `story` says, `claim` the name that it takes; its id is then the claim's.
    """

    stream_id: str
    event: Event
    remark: Mapping[str, Any]
    published_at: int | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    claim: Claim | None = None


def said(text: str | None, what: str) -> str | None:
    """What somebody typed for a remark, without blanks around it, None where that is nothing; `what` names it in
    messages. UsageError where it cannot be kept."""
    plain = (text or "").strip()
    if any("\ud800" <= character <= "\udfff" for character in plain):
        raise UsageError(f"{what} is not valid Unicode text")
    if len(plain) > _LONGEST:
        raise UsageError(f"{what} has at most {_LONGEST:,} characters")
    return plain or None


def append_deeds(
    ledger: Ledger, decide: Callable[[LedgerView], list[Deed]], *, dry_run: bool = False
) -> tuple[Stored, ...]:
    """Append what `decide` says in one transaction, in order; what this returns is on disk. A dry run only decides.

    Where another writer comes first, it is decided again on what then stands. Conflict when that keeps happening.
    """
    for attempt in range(_ATTEMPTS):
        with ledger.view() as view:
            batch = _batch(view, decide(view))
        if dry_run:
            return ()
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
        batch.append(_event(view, deed, stream, versions[stream]))
    return batch


def _event(view: LedgerView, deed: Deed, stream_id: str, version: int) -> NewEvent:
    bodies = {REMARK: canonical.encode(dict(deed.remark))}
    if deed.about:
        bodies[STORY] = canonical.encode(dict(deed.about))
    return NewEvent(
        stream_id=stream_id,
        version=version,
        event_id=view.identities.event(None) if deed.claim is None else deed.claim.event_id,
        event=deed.event,
        published_at=deed.published_at,
        bodies=bodies,
        claims=() if deed.claim is None else (deed.claim,),
    )
