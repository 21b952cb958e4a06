"""How the tracker itself is doing: what came last from each source, what each job did, and what is amiss.

What is late is measured against `expect_every` of the source's settings or the bound that was asked for. A reject that
stands is shown and is no reason for alarm: the run that met it first has said so.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.desk.workspace import Workspace
from tracker.errors import NotFound, StorageError, UsageError
from tracker.ledger.read import LedgerView
from tracker.ledger.sweep import Unswept as Unswept  # for the views, which ask no ledger
from tracker.ledger.sweep import unswept
from tracker.projections import runner, runs
from tracker.projections.runner import Standing
from tracker.projections.runs import NAME as RUNS
from tracker.projections.runs import JobRuns as JobRuns  # for the views, which ask no projections
from tracker.projections.runs import SourceRuns

MINUTE = 60_000_000
LAG_ALLOWED = 15 * MINUTE
"""How long an event may wait for a read model: `ingest` leaves a long tail to the next run or to `catch-up`."""

CLOCK_ALLOWED = MINUTE
"""How far the machine's clock may be behind the ledger's last event."""


class ReasonKind(StrEnum):
    """What may be amiss: a silent source; a read model behind, of another version, or with events left out; the disk;
    the clock; erased text that the files of the database may still hold."""

    SILENT = "silent"
    LAG = "lag"
    STALE = "stale"
    ERRORS = "errors"
    DISK = "disk"
    CLOCK = "clock"
    UNSWEPT = "unswept"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """One source: when something came last, and within what span (micros) something is expected, None for no bound.

    `late` tells that it has been silent for longer.
    """

    runs: SourceRuns
    expected_every: int | None
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStatus:
    """How far a read model has come in one shard; `waiting_since` is when the first event that it lacks was
    recorded."""

    standing: Standing
    waiting_since: int | None
    errors: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardStatus:
    """One shard of the ledger: its events, and when the last one was recorded (micros UTC), None if there is none."""

    shard: int
    events: int
    last_recorded_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """The file system that the database lies on: bytes free for this user, and in all."""

    path: str
    free: int
    total: int
    wanted: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that is amiss with `subject`: a source, a read model, the disk, the clock, erasures.

    `since` is an instant where there is one (None for a source from which nothing ever came); `amount` a span in
    micros, bytes or a count, and `bound` what it is held against. `last_run_at` is when a job last looked at a silent
    source, and `detail` which; of events set aside, `bound` is the first one's position and `detail` what was wrong.
    """

    kind: ReasonKind
    subject: str
    since: int | None = None
    amount: int | None = None
    bound: int | None = None
    last_run_at: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How everything stands at `now`; `clock_behind` is by how many micros the machine's clock is behind the ledger.

    `unswept` are the erasures whose bytes the files of the database may still hold. `disk` is None where the database
    is on a server. `reasons` is empty when all is well.
    """

    now: int
    sources: tuple[SourceStatus, ...]
    jobs: tuple[JobRuns, ...]
    models: tuple[ModelStatus, ...]
    shards: tuple[ShardStatus, ...]
    clock_behind: int
    disk: Disk | None
    unswept: tuple[Unswept, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What `status` is asked for: one source or all, the longest silence (micros) of sources whose settings name none,
    the least free disk (bytes)."""

    source: str | None = None
    max_age: int | None = None
    min_free: int | None = None


def status(workspace: Workspace, bounds: Bounds) -> Status:
    """How the sources, jobs, read models, disk and clock stand.

    NotFound for a source that nobody knows; UsageError when the free disk of a server is asked for.
    """
    with workspace.ledger.view() as view:
        sources = _sources(workspace, view, bounds)
        jobs = tuple(job for job in runs.jobs(view.connection) if bounds.source in (None, *job.sources))
        models = tuple(_models(view))
        shards = tuple(_shard(view, shard) for shard in range(view.shards))
        left = tuple(unswept(view.connection))
    now = workspace.clock()
    late = tuple(_late(source, now) for source in sources)
    behind = max((shard.last_recorded_at or now) - now for shard in shards)
    disk = _disk(workspace.database.path, bounds)
    return Status(
        now=now,
        sources=late,
        jobs=jobs,
        models=models,
        shards=shards,
        clock_behind=max(0, behind),
        disk=disk,
        unswept=left,
        reasons=(*_reasons(late, models, disk, behind=behind, now=now), *_sweep_reasons(left)),
    )


def _sources(workspace: Workspace, view: LedgerView, bounds: Bounds) -> list[SourceStatus]:
    """The sources that the ledger or the settings know, not yet judged."""
    known = {found.source: found for found in runs.sources(view.connection)}
    for name, settings in workspace.config.sources.items():
        if settings.expect_every is not None and name not in known:
            known[name] = _nothing_from(name)
    if bounds.source is not None:
        known = {bounds.source: _only(bounds.source, known, configured=bounds.source in workspace.config.sources)}
    return [
        SourceStatus(runs=known[name], expected_every=_expected(workspace, name, bounds), late=False)
        for name in sorted(known)
    ]


def _only(name: str, known: Mapping[str, SourceRuns], *, configured: bool) -> SourceRuns:
    if name in known:
        return known[name]
    if configured:
        return _nothing_from(name)
    others = f"; known are {', '.join(sorted(known))}" if known else ""
    raise NotFound(f"nothing came from a source {name!r}, and no settings name it{others}")


def _nothing_from(name: str) -> SourceRuns:
    return SourceRuns(source=name, last_run_at=None, last_run_job=None, last_input_at=None, last_change_at=None)


def _expected(workspace: Workspace, name: str, bounds: Bounds) -> int | None:
    settings = workspace.config.sources.get(name)
    own = None if settings is None else settings.expected_micros
    return bounds.max_age if own is None else own


def _late(source: SourceStatus, now: int) -> SourceStatus:
    last, every = source.runs.last_input_at, source.expected_every
    late = every is not None and (last is None or now - last > every)
    return SourceStatus(runs=source.runs, expected_every=every, late=late)


def _models(view: LedgerView) -> Iterator[ModelStatus]:
    for standing in runner.standings(view):
        waiting = next(view.rows(standing.shard, standing.position, standing.position + 1), None)
        projection = runner.named(standing.name)
        yield ModelStatus(
            standing=standing,
            waiting_since=None if waiting is None else waiting.recorded_at,
            errors=tuple(runner.set_aside(view.connection, projection, standing.shard)),
        )


def _shard(view: LedgerView, shard: int) -> ShardStatus:
    head = view.head(shard)
    return ShardStatus(shard=shard, events=head.size, last_recorded_at=head.recorded_at if head.size else None)


def _disk(path: Path | None, bounds: Bounds) -> Disk | None:
    if path is None:
        if bounds.min_free is not None:
            raise UsageError("--min-free: the database is on a server, and its disk cannot be seen from here")
        return None
    try:
        usage = shutil.disk_usage(path.resolve().parent)
    except OSError as error:
        raise StorageError(f"{path}: cannot tell how much room its disk has: {error.strerror}") from None
    return Disk(path=str(path), free=usage.free, total=usage.total, wanted=bounds.min_free)


def _reasons(
    sources: Sequence[SourceStatus], models: Sequence[ModelStatus], disk: Disk | None, *, behind: int, now: int
) -> Iterator[Reason]:
    silent = [source for source in sources if source.late]
    for source in silent:
        last = source.runs
        yield Reason(
            kind=ReasonKind.SILENT,
            subject=last.source,
            since=last.last_input_at,
            bound=source.expected_every,
            last_run_at=last.last_run_at,
            detail=last.last_run_job,
        )
    for model in models:
        yield from _model_reasons(model, now=now, judged_by=bool(silent) and model.standing.name == RUNS)
    if disk is not None and disk.wanted is not None and disk.free < disk.wanted:
        yield Reason(kind=ReasonKind.DISK, subject=disk.path, amount=disk.free, bound=disk.wanted)
    if behind > CLOCK_ALLOWED:
        yield Reason(kind=ReasonKind.CLOCK, subject="clock", amount=behind, since=now + behind)


def _sweep_reasons(left: Sequence[Unswept]) -> Iterator[Reason]:
    if left:
        since = min(erasure.recorded_at for erasure in left)
        yield Reason(kind=ReasonKind.UNSWEPT, subject="erasures", since=since, amount=len(left))


def _model_reasons(model: ModelStatus, *, now: int, judged_by: bool) -> Iterator[Reason]:
    """What is amiss with a read model; with `judged_by`, silence was judged by it, and any lag may be the cause."""
    standing = model.standing
    waited = model.waiting_since is not None and now - model.waiting_since > LAG_ALLOWED
    if standing.stale:
        yield Reason(kind=ReasonKind.STALE, subject=standing.name)
    elif waited or (judged_by and standing.lag):
        yield Reason(kind=ReasonKind.LAG, subject=standing.name, since=model.waiting_since, amount=standing.lag)
    if model.errors:
        position, said = model.errors[0]
        yield Reason(
            kind=ReasonKind.ERRORS, subject=standing.name, amount=len(model.errors), bound=position, detail=said
        )
