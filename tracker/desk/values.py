"""Values that several use cases answer with. Instants are micros UTC; revision numbers count recordings from 1."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.story.events import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRef:
    """Which story an answer is about."""

    key: str
    slug: str
    source: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRef:
    """Which revision an answer is about, with both its times. `published_at` is a stated time only where `basis` says
    so."""

    number: int
    published_at: int
    basis: Basis
    recorded_at: int
    position: int
    source_version: int | None = None

    @property
    def stated(self) -> bool:
        """Whether the outlet itself gave the publish time; if not, it is when the text was first seen."""
        return self.basis is Basis.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnRef:
    """The story was withdrawn at `published_at`; `reason` is None where it was by a notice that gave none."""

    published_at: int
    recorded_at: int
    position: int
    reason: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstatedRef:
    """The story stands again from `published_at` on, because somebody said so."""

    published_at: int
    recorded_at: int
    position: int
    reason: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRef:
    """The story got a key beside its own (`linked`), or lost it."""

    key: str
    linked: bool
    recorded_at: int
    position: int
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMoment:
    """The moment an answer is for, as resolved: bounds on both clocks, None where none was asked for.

    `position` is the last ledger position that was known at `known_at`; it repeats the answer exactly. `head` is the
    last position there is.
    """

    now: int
    published: int | None = None
    known_at: int | None = None
    position: int | None = None
    head: int = -1
