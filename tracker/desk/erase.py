"""Erasing what must not be kept, as planned (`erase_plan`): the event that says who erased it, on whose authority and
why, and the end of the bytes, in one transaction (`ledger.erase`).

What other answers say of what was erased is `erased`'s matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker import __version__
from tracker.desk.erase_plan import ErasePlan
from tracker.desk.holding import holders
from tracker.desk.workspace import Workspace
from tracker.errors import Conflict, UsageError
from tracker.ledger.append import NONE_YET, Claim, NewEvent
from tracker.ledger.erase import ErasedBodies, erase_bodies
from tracker.ledger.identity import DESK_SUFFIX, desk_stream
from tracker.ledger.read import LedgerView
from tracker.ledger.sweep import Swept, sweep
from tracker.projections.purge import SWEPT, purge
from tracker.projections.runner import catch_up
from tracker.story import canonical
from tracker.story.events import REMARK, RUN, STORY, BodyErased

_ATTEMPTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeping:
    """Whether the database's files were rid of the bytes; `reason` says why not. `server`: it is no file of ours."""

    done: bool
    server: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseDone:
    """What was erased: the plan, the event's place, how many other bodies were stored anew, and the sweeping."""

    plan: ErasePlan
    position: int
    recorded_at: int
    recoded: int
    swept: Sweeping


def erase(workspace: Workspace, plan: ErasePlan) -> EraseDone:
    """Do what the plan says; what is returned is on disk, and what was erased is no more in the database.

    UsageError when something that holds the same words was recorded since the plan was made: then nothing is erased.
    """
    ledger = workspace.ledger
    for attempt in range(_ATTEMPTS):
        with ledger.view() as view:
            new = _event(view, plan)
        try:
            done = erase_bodies(
                ledger,
                new,
                check=lambda view: _unchanged(view, plan),
                purge=lambda connection: purge(connection, plan.stream_id, plan.bodies),
            )
        except Conflict:
            if attempt == _ATTEMPTS - 1:
                raise
            continue
        return _finished(workspace, plan, done)
    raise AssertionError("unreachable")


def sweep_again(workspace: Workspace) -> Sweeping:
    """Rid the database's files of what was erased before, where that could not be done then."""
    return _sweeping(workspace, sweep(workspace.database, SWEPT, clock=workspace.clock))


def _finished(workspace: Workspace, plan: ErasePlan, done: ErasedBodies) -> EraseDone:
    swept = sweep(workspace.database, SWEPT, clock=workspace.clock)
    catch_up(workspace.ledger)
    return EraseDone(
        plan=plan,
        position=done.stored.position,
        recorded_at=done.stored.recorded_at,
        recoded=done.recoded,
        swept=_sweeping(workspace, swept),
    )


def _sweeping(workspace: Workspace, swept: Swept) -> Sweeping:
    return Sweeping(done=swept.done, server=not workspace.database.is_sqlite, reason=swept.reason)


def _event(view: LedgerView, plan: ErasePlan) -> NewEvent:
    stream_id = desk_stream(plan.stream_id)
    last = view.last(stream_id)
    remark = {"by": plan.by, "authority": plan.authority, "reason": plan.reason}
    bodies = {REMARK: canonical.encode(remark)}
    if plan.kept is not None:
        bodies[STORY] = canonical.encode(dict(plan.kept))
    return NewEvent(
        stream_id=stream_id,
        version=(NONE_YET if last is None else last.row.version) + 1,
        event_id=view.identities.event(None),
        event=BodyErased(erased=plan.bodies, tool=__version__),
        bodies=bodies,
        claims=tuple(_locks(view, plan)),
    )


def _locks(view: LedgerView, plan: ErasePlan) -> Iterator[Claim]:
    """What keeps the writers of other shards away, where records of runs are erased: names that nobody else wants."""
    for shard, position, slot in plan.bodies:
        recorded = view.event(shard, position) if slot == RUN else None
        if recorded is not None:
            yield Claim(home=recorded.row.stream_id, event_id=view.identities.event(None))


def _unchanged(view: LedgerView, plan: ErasePlan) -> None:
    """UsageError when the plan is no longer what would be made now."""
    for body in plan.bodies:
        erasure = view.erasures.of(*body)
        if erasure is not None:
            raise UsageError(f"some of it was {erasure.told}, meanwhile; look again at what there is to erase")
    for item in holders(view, plan.wordings, start=plan.heads):
        mine = item.recorded.row.stream_id.removesuffix(DESK_SUFFIX) == plan.stream_id
        if mine or RUN in item.slots:
            raise UsageError(
                f"the same words were recorded once more meanwhile (#{item.recorded.row.position}): nothing was erased;"
                " give the command again to see what there is now"
            )
    fresh = view.last(plan.stream_id)
    if plan.whole and fresh is not None and fresh.row.position >= plan.heads[fresh.row.shard]:
        raise UsageError(
            f"r{fresh.row.version} of {plan.story.slug} was recorded meanwhile: nothing was erased;"
            " give the command again to see what there is now"
        )
