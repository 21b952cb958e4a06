"""Places on the two clocks: points that a story passed, and moments at which one can ask what it said.

`published` is when the outlet says a revision went out, `recorded` when the ledger took it. All instants are
integer microseconds since the epoch, UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple


class Order(NamedTuple):
    """Publication order: publish time, then the source's own version (none sorts lowest), then ledger position."""

    published_at: int
    source_version: int
    position: int


NO_VERSION = -1
"""Stands for a source version that was not given; given ones are 0 or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The story said revision `revision` from `published_at` on: it was recorded or confirmed at ledger `position`.

    `redated_from` is the publish time that it was recorded with, where an operator put another one in its place.
    """

    revision: int
    published_at: int
    position: int
    source_version: int | None = None
    behind: int | None = None
    confirmed: bool = False
    redated_from: int | None = None

    @property
    def order(self) -> Order:
        """Where this point stands in publication order."""
        version = NO_VERSION if self.source_version is None else self.source_version
        return Order(self.published_at, version, self.position)

    def redated(self, published_at: int) -> Point:
        """This point at another publish time; back at the one it was recorded with, it is no longer redated."""
        origin = self.published_at if self.redated_from is None else self.redated_from
        return replace(self, published_at=published_at, redated_from=None if published_at == origin else origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """(published <= P, recorded <= K): what would we have said, at K, that readers saw at P?

    `published` is P, None without a bound. `position` is the last ledger position known at K (-1: nothing yet) and
    `known_at` the instant it was resolved from; both None: everything known now.
    """

    published: int | None = None
    position: int | None = None
    known_at: int | None = None

    def admits(self, point: Point) -> bool:
        """Whether the point lies at or before this moment on both clocks."""
        published = self.published is None or point.published_at <= self.published
        return published and (self.position is None or point.position <= self.position)


NOW = Moment()
