"""Moments as people ask for them, resolved once against a ledger: `--at` on the published clock, `--known-at` on the
recorded one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import tzinfo

from tracker.desk.values import AskedMoment
from tracker.errors import NotFound, UsageError
from tracker.ledger.asof import position_at
from tracker.ledger.read import LedgerView
from tracker.story.moments import Moment
from tracker.story.times import Bound, parse_instant, rfc3339

_POSITION = re.compile(r"#([0-9]{1,15})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A moment in the words of the command line; None where nothing was asked."""

    at: str | None = None
    known_at: str | None = None


NOTHING_ASKED = Asked()


def resolve(view: LedgerView, shard: int, asked: Asked, *, now: int, zone: tzinfo) -> AskedMoment:
    """The moment that was asked for, with every instant resolved.

    UsageError for a time that cannot be meant or a future `known_at`; NotFound when nothing was recorded by then.
    """
    published = None if asked.at is None else parse_instant(asked.at, now=now, zone=zone, bound=Bound.END)
    head = view.head(shard).size - 1
    if asked.known_at is None:
        return AskedMoment(now=now, published=published, head=head)
    match = _POSITION.fullmatch(asked.known_at.strip())
    if match:
        return _at_position(view, shard, int(match[1]), now=now, published=published, head=head)
    known_at = parse_instant(asked.known_at, now=now, zone=zone, bound=Bound.END)
    # A machine whose clock is behind may ask for every time that the ledger has: nothing comes before its last one.
    if known_at > max(now, view.head(shard).recorded_at):
        raise UsageError(
            f"--known-at {asked.known_at}: {rfc3339(known_at)} lies ahead, and what will be known then is not known now"
        )
    position = position_at(view, shard, known_at)
    if position < 0:
        raise NotFound(f"nothing had been recorded at {rfc3339(known_at)}{_first(view, shard)}")
    return AskedMoment(now=now, published=published, known_at=known_at, position=position, head=head)


def bounds(asked: AskedMoment) -> Moment:
    """The asked moment as the story core takes it."""
    return Moment(published=asked.published, position=asked.position, known_at=asked.known_at)


def _at_position(
    view: LedgerView, shard: int, position: int, *, now: int, published: int | None, head: int
) -> AskedMoment:
    recorded = view.event(shard, position)
    if recorded is None:
        raise NotFound(f"--known-at '#{position}': the ledger ends at #{head}")
    known_at = recorded.row.recorded_at
    return AskedMoment(now=now, published=published, known_at=known_at, position=position, head=head)


def _first(view: LedgerView, shard: int) -> str:
    first = view.event(shard, 0)
    return "" if first is None else f"; the first event was recorded at {rfc3339(first.row.recorded_at)}"
