"""Stories that an audit finds something in, and short ways to ask for the queue and to sign it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from builders import article, not_reread, observed, workspace

from tracker.config import Setting
from tracker.desk.audit import AuditAsked, Queue, audit
from tracker.desk.record import record
from tracker.desk.review import Signed, Withdrawn, review, withdraw
from tracker.desk.workspace import Workspace
from tracker.ledger.store import Ledger
from tracker.projections.runner import catch_up
from tracker.story.article import Article
from tracker.story.decide import Observation
from tracker.story.events import ReviewVerdict

REST = (
    "The river rose over its banks on Friday night.",
    "Schools in the lower town stay closed, the council said.",
    "Trains to the coast were cancelled until further notice.",
)


def report(toll: int | str, *, note: str | None = None, more: Sequence[str] = (), **fields: Any) -> Article:
    """A story of a flood that killed `toll` people; the lead is its first paragraph."""
    return article(f"At least {toll} people were killed in the flood, police said.", *REST, *more, note=note, **fields)


def told(toll: int | str, published: str, *, key: str = "wire:flood", **fields: Any) -> Observation:
    """That story, as observed with a stated publish time "HH:MM"; its slug is `flood-toll` for the key `wire:flood`."""
    own = {"backfill": fields.pop("backfill", False), "slug": f"{key.partition(':')[2]}-toll"}
    return observed(report(toll, **fields), published, key=key, name=f"{key}-{published}-{toll}", **own)


def take_in(ledger: Ledger, *observations: Observation) -> None:
    """Record observations, each in a transaction of its own, and bring the lists up to date."""
    for observation in observations:
        record(ledger, [observation], reread=not_reread)
    assert catch_up(ledger)


def desk(ledger: Ledger, *, required: int = 1, reviewer: str = "", **settings: Any) -> Workspace:
    """A workspace where so many names must sign off."""
    made = workspace(ledger, **settings)
    config = replace(
        made.config,
        reviews_required=Setting(value=required, origin="test"),
        reviewer=Setting(value=reviewer, origin="test"),
    )
    return replace(made, config=config)


def queue(at: Ledger | Workspace, story: str | None = None, **asked: Any) -> Queue:
    """The queue as asked for."""
    return audit(at if isinstance(at, Workspace) else desk(at), story, AuditAsked(**asked))


def ids(at: Ledger | Workspace, story: str | None = None, **asked: Any) -> list[str]:
    """What the findings of the queue are called."""
    return [line.id for line in queue(at, story, **asked).lines]


def found(at: Ledger | Workspace, story: str | None = None, **asked: Any) -> list[tuple[str, str]]:
    """The findings of the queue as (revision, rule)."""
    lines = queue(at, story, **asked).lines
    return [(f"r{line.finding.revision}", line.finding.rule) for line in lines]


def states(at: Ledger | Workspace, story: str | None = None, **asked: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    """The findings of the queue as (id, state, names)."""
    return [(line.id, line.signed.state, line.signed.names) for line in queue(at, story, **asked).lines]


def sign(
    at: Ledger | Workspace,
    *targets: str,
    by: str | None = "Mara Ilic",
    verdict: str = "accept",
    comment: str | None = None,
) -> tuple[Signed, ...]:
    """Sign something off."""
    space = at if isinstance(at, Workspace) else desk(at)
    return review(space, targets, verdict=ReviewVerdict(verdict), by=by, comment=comment)


def unsign(at: Ledger | Workspace, *targets: str, by: str | None = "Mara Ilic") -> tuple[Withdrawn, ...]:
    """Take a sign-off back."""
    return withdraw(at if isinstance(at, Workspace) else desk(at), targets, by=by, comment=None)
