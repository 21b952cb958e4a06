"""Whether the ledger is what was recorded and its tables and guards are as they were made, and, on request, whether the
read models say what the log says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from tracker.desk.against import Held, Kept, hold, read_kept, sizes_by_shard
from tracker.desk.checking import ALL, Asked, Place
from tracker.desk.models import check as check_models
from tracker.desk.workspace import Workspace
from tracker.errors import UsageError
from tracker.evidence.checkpoints import parse_origin
from tracker.evidence.signednotes import VerifierKey
from tracker.ledger.read import LedgerView
from tracker.ledger.schemacheck import schema_faults
from tracker.ledger.verify import Fault, Sample, ShardCheck, never, shard_size, verify_shard, verify_whole

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedShard:
    """One shard as checked: its events, its bodies, those that were erased, the tree head (RFC 6962) over its
    entries.

    Of the events before `since` nothing was read but their leaf hashes.
    """

    shard: int
    events: int
    bodies: int
    root: bytes
    erased: int = 0
    since: int = 0


class Part(StrEnum):
    """What a flaw is in: the log itself, the tables and guards that keep it, the lists that are made from it."""

    LOG = "log"
    SCHEMA = "schema"
    LISTS = "lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something that does not match what was recorded. `position` is None where it is not about one event."""

    shard: int
    position: int | None
    what: str
    part: Part = Part.LOG


class Lists(StrEnum):
    """Whether the read models were checked as well, and if not, why."""

    CHECKED = "checked"
    UNSOUND = "log not sound"
    UNFINISHED = "log not finished"
    UNASKED = "not asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What `verify` found. The ledger is sound when `flaws` is empty; the first flaw is the first bad position.

    `held` says what the log is to checkpoints that were kept elsewhere, as far as any were given. `resume` is where to
    go on, where the check was ended before its time.
    """

    log_id: str
    shards: tuple[VerifiedShard, ...]
    flaws: tuple[Flaw, ...]
    now: int
    held: tuple[Held, ...] = ()
    since: Place | None = None
    sample: Sample | None = None
    resume: Place | None = None
    lists: Lists = Lists.UNASKED

    @property
    def sound(self) -> bool:
        """Whether everything that was checked matches what was recorded, here and in the checkpoints."""
        return not self.flaws and all(one.fits for one in self.held)

    def of(self, part: Part) -> tuple[Flaw, ...]:
        """The flaws of one part."""
        return tuple(flaw for flaw in self.flaws if flaw.part is part)


def verify(
    workspace: Workspace,
    *,
    against: Sequence[Path] = (),
    keys: Sequence[VerifierKey] = (),
    asked: Asked = ALL,
    progress: Progress | None = None,
) -> Verified:
    """Recompute what the ledger says of itself; `progress` is told events done and in all, shard by shard.

    The checkpoints in the files `against` are held against what was recomputed; with `keys`, one of them must have
    signed each. UsageError when a file holds no checkpoint, when there is no such position, and when one of the
    checkpoints lies in what is left out.
    """
    kept = read_kept(against, keys)
    if asked.lists:
        with workspace.database.write():  # better said now than after all the checking
            pass
    with workspace.ledger.view() as view:
        _require_possible(view, kept, asked)
        schema = [Flaw(shard=0, position=None, what=what, part=Part.SCHEMA) for what in schema_faults(view.connection)]
        checks = _checks(workspace, view, kept, asked, progress)
        resume = next((Place(shard=one.shard, position=one.resume) for one in checks if one.resume is not None), None)
        faults = [fault for check in checks for fault in check.faults]
        faults += verify_whole(view) if resume is None else []
        held = hold(view, kept, {check.shard: check.roots for check in checks}, keys)
        log_id = view.log_id
    found = Verified(
        log_id=log_id,
        shards=tuple(map(_verified, checks)),
        flaws=(*map(_flaw, faults), *schema),
        now=workspace.clock(),
        held=held,
        since=asked.since,
        sample=asked.sample,
        resume=resume,
    )
    return _with_lists(workspace, found) if asked.lists else found


def _require_possible(view: LedgerView, kept: Sequence[Kept], asked: Asked) -> None:
    """UsageError where there is no such place to begin at, or a checkpoint lies before it."""
    since = asked.since
    if since is None:
        return
    if since.shard >= view.shards:
        last = f"the last is {view.shards - 1}" if view.shards > 1 else "there is one, 0"
        raise UsageError(f"this log has no shard {since.shard}: {last}")
    size = shard_size(view, since.shard)
    if size is not None and since.position > size:
        raise UsageError(f"position #{since.position} lies beyond the end: the log has {size:,} events there")
    for one in kept:
        try:
            _, log_id, shard = parse_origin(one.checkpoint.origin)
        except ValueError:
            continue
        if log_id == view.log_id and (shard, one.checkpoint.size) < (since.shard, since.position):
            raise UsageError(
                f"{one.file} is of the first {one.checkpoint.size:,} events, which are not read"
                f" from #{since.position} on: give an earlier --since, or none"
            )


def _checks(
    workspace: Workspace, view: LedgerView, kept: Sequence[Kept], asked: Asked, progress: Progress | None
) -> list[ShardCheck]:
    """The shards that were asked for, in order, as far as there was time for them."""
    sizes = sizes_by_shard(kept)
    since = asked.since or Place(shard=0, position=0)
    checks: list[ShardCheck] = []
    with ExitStack() as stack:
        one = _checker(workspace, view, asked, progress, stack)
        for shard in range(since.shard, view.shards):
            if checks and asked.enough is not None and asked.enough():
                checks.append(ShardCheck(shard=shard, resume=0))
            else:
                checks.append(one(shard, sizes.get(shard, ()), since.position if shard == since.shard else 0))
            if checks[-1].resume is not None:
                break
    return checks


def _checker(
    workspace: Workspace, view: LedgerView, asked: Asked, progress: Progress | None, stack: ExitStack
) -> Callable[[int, Collection[int], int], ShardCheck]:
    """What checks a shard: alone, or with processes that last as long as the stack."""
    enough = asked.enough or never
    if asked.jobs == 1:
        return lambda shard, sizes, start: verify_shard(
            view, shard, sizes=sizes, progress=progress, since=start, sample=asked.sample, enough=enough
        )
    from tracker.ledger.verify_many import processes, verify_shard_by  # it loads what starts processes

    pool = stack.enter_context(processes(asked.jobs))
    return lambda shard, sizes, start: verify_shard_by(
        pool,
        workspace.database,
        view,
        shard,
        sizes=sizes,
        progress=progress,
        since=start,
        sample=asked.sample,
        enough=enough,
    )


def _verified(check: ShardCheck) -> VerifiedShard:
    return VerifiedShard(
        shard=check.shard,
        events=check.events,
        bodies=check.bodies,
        root=check.root,
        erased=check.erased,
        since=check.since,
    )


def _flaw(fault: Fault) -> Flaw:
    return Flaw(shard=fault.shard, position=fault.position, what=fault.what)


def _with_lists(workspace: Workspace, found: Verified) -> Verified:
    """What was found, and what differs in the read models: of a log that is not sound they tell nothing."""
    if found.resume is not None:
        return replace(found, lists=Lists.UNFINISHED)
    if found.of(Part.LOG):
        return replace(found, lists=Lists.UNSOUND)
    flaws = tuple(
        Flaw(shard=0, position=None, what=f"the list {model.name}: {difference}", part=Part.LISTS)
        for model in check_models(workspace, None)
        for difference in model.differences
    )
    return replace(found, flaws=(*found.flaws, *flaws), lists=Lists.CHECKED)
