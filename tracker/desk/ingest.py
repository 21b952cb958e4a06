"""Ingesting: find the inputs, read them, record them in batches, leave a record of the run, bring the lists up to date.

Every batch is one transaction: a run that is killed leaves whole batches, and the same command completes it. One job
runs once at a time; different jobs, and other writers, run beside each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from tracker.desk import runs
from tracker.desk.intake import Ingested, Listener, Options
from tracker.desk.jobs import default_name
from tracker.desk.order import ordered_batches
from tracker.desk.recorders import Recorder, into_ledger, rehearsal, reread_if_moved
from tracker.desk.runs import RunReport
from tracker.desk.spool import Spool
from tracker.desk.taking import SEVERAL, Taking
from tracker.desk.workspace import Workspace
from tracker.errors import ClockBehind, InputError, JobRunning, StorageError, UsageError
from tracker.ledger.database import RETRY_IS_SAFE
from tracker.ledger.locks import job_lock, lock_file
from tracker.ledger.migrate import upgrade
from tracker.ledger.subtrees import keep_every_subtree
from tracker.projections.runner import catch_up
from tracker.sources import Deferred, Input, Settling, gather

__all__ = ["Ingested", "Listener", "Options", "ingest", "reread_if_moved"]

CATCH_UP_S = 2.0

Item = Input | InputError | Deferred


def ingest(
    workspace: Workspace, paths: Sequence[str], options: Options, *, stdin: BinaryIO | None, listener: Listener
) -> Ingested:
    """Record the inputs that the paths stand for; what cannot be recorded is told to the listener and left out.

    A missing SQLite database is made. UsageError when one story is given for several inputs without `same_story`;
    JobRunning when the job is at work elsewhere; StorageError, with what was recorded, when the storage fails.
    """
    job = options.job or _default_job(paths, options)
    report = RunReport(job=job, started=workspace.clock())
    if options.dry_run:
        run = Taking(workspace, options, listener, report)
        with rehearsal(workspace) as recorder:
            _take(run, [_inputs(workspace, paths, options, stdin)], options, recorder)
        run.take_notices()
        return run.result(caught_up=True, run=None)
    space = _ready(workspace, options)
    spool = _spool(paths, options, job)
    kept = spool.keep(_given(stdin), now=report.started) if spool is not None else None
    with _locked(space, job, options):
        before = _before(space, job) if options.run else None
        run = Taking(space, options, listener, report, before.rejects if before else ())
        waiting = spool.inputs() if spool is not None else []
        others = _inputs(space, [path for path in paths if spool is None or path != "-"], options, stdin)
        rest: list[Item] = [*([kept] if kept else []), *others]
        with _said(run, len(waiting) + len(rest)):
            # Each by itself: what came earlier on standard input is recorded earlier.
            _take(run, [*([item] for item in waiting), rest], options, into_ledger(space.ledger))
            run.take_notices()
            _clear(spool, waiting, run, listener)
            position = runs.append_run(space.ledger, report, before) if options.run else None
            caught_up = catch_up(space.ledger, budget_s=CATCH_UP_S)
            keep_every_subtree(space.database, space.ledger.shards)  # so that no proof has all of it to do
            return run.result(caught_up=caught_up, run=position)


def _take(run: Taking, groups: Sequence[Sequence[Item]], options: Options, recorder: Recorder) -> None:
    """Record groups of inputs one after the other, each in its own order."""
    _check_story(groups, options)
    run.total(sum(not isinstance(item, Deferred) for group in groups for item in group))
    for group in groups:
        for batch in ordered_batches(run.observations(group)):
            run.take(recorder(batch), batch)


def _inputs(workspace: Workspace, paths: Sequence[str], options: Options, stdin: BinaryIO | None) -> list[Item]:
    own = _own_files(workspace, options)
    spool = None if options.spool is None else options.spool.resolve()
    settling = Settling(now=workspace.clock(), seconds=options.settle_s)
    return [item for item in gather(paths, stdin=stdin, settling=settling) if not _is_own(item, own, spool)]


def _own_files(workspace: Workspace, options: Options) -> frozenset[Path]:
    """The files that the run itself writes to, but for those in its spool."""
    database, locks = workspace.database.path, lock_file(workspace.database)
    beside = [database.with_name(database.name + end) for end in ("", "-wal", "-shm")] if database else []
    return frozenset(path.resolve() for path in (*options.outputs, *beside, *([locks] if locks else [])))


def _is_own(item: Item, own: frozenset[Path], spool: Path | None) -> bool:
    if not isinstance(item, Input) or item.path is None:
        return False
    place = item.path.resolve()
    return place in own or (spool is not None and spool in place.parents)


def _check_story(groups: Iterable[Sequence[Item]], options: Options) -> None:
    """One story for several inputs must be asked for. What waited in a spool was given for that story alone."""
    if options.given.story is None or options.same_story:
        return
    if any(sum(not isinstance(item, Deferred) for item in group) > 1 for group in groups):
        raise UsageError(SEVERAL)


def _default_job(paths: Sequence[str], options: Options) -> str:
    story = options.given.story
    return default_name(paths, [name for name in (story.text if story else None, options.source) if name])


def _ready(workspace: Workspace, options: Options) -> Workspace:
    """The workspace on a database that is there and fit to be written to."""
    path = workspace.database.path
    if path is not None and not path.exists():
        upgrade(workspace.database, clock=workspace.clock)
    _ = workspace.ledger.log_id  # says what is wrong with the database before a lock is waited for
    return replace(workspace, ledger=workspace.ledger.accepting_clock()) if options.accept_clock else workspace


def _spool(paths: Sequence[str], options: Options, job: str) -> Spool | None:
    if options.spool is None:
        return None
    if "-" not in paths:
        raise UsageError("--spool keeps standard input: give - among the paths")
    story = options.given.story
    return Spool(folder=options.spool, owner=f"{job}\n{story.text if story else ''}\n{options.source or ''}")


def _given(stdin: BinaryIO | None) -> BinaryIO:
    if stdin is None:
        raise UsageError("there is no standard input to keep in --spool")
    return stdin


def _before(workspace: Workspace, job: str) -> runs.LastRun | None:
    with workspace.ledger.view() as view:
        return runs.last_run(view, job)


@contextmanager
def _locked(workspace: Workspace, job: str, options: Options) -> Iterator[None]:
    """Hold the job's lock, if the run is to be one of a job."""
    if not options.run:
        yield
        return
    try:
        lock = job_lock(workspace.database, job, timeout_s=options.lock_timeout_s)
        with lock:
            yield
    except JobRunning as error:
        if options.spool is None:
            raise
        raise JobRunning(f"{error}; standard input is kept in {options.spool} for it") from None


@contextmanager
def _said(run: Taking, total: int) -> Iterator[None]:
    """Where the storage fails, say what was recorded and what was not."""
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads any more what the run says
    except ClockBehind as error:
        if not run.done:
            raise
        raise ClockBehind(f"{error}; {_progress(run.done, total)}, the same command completes it") from error
    except (StorageError, OSError) as error:
        why = str(error).removesuffix(RETRY_IS_SAFE) if isinstance(error, StorageError) else _reason(error)
        raise StorageError(f"{why}; {_progress(run.done, total)}, the same command completes it") from error


def _reason(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)


def _progress(done: int, total: int) -> str:
    if not done:
        return "nothing of this run was recorded"
    # One file of JSON Lines holds many articles.
    return f"recorded {done:,} of {total:,} inputs" if done <= total else f"recorded {done:,} articles"


def _clear(spool: Spool | None, waiting: Sequence[Input], run: Taking, listener: Listener) -> None:
    """Empty the spool of what this run took: recorded inputs go, those with something rejected are put aside."""
    if spool is None:
        return
    spoilt = [item for item in waiting if item.identity in run.spoilt]
    spool.recorded([item for item in waiting if item.identity not in run.spoilt])
    for item in spoilt:
        place = spool.rejected(item)
        if place is not None:
            listener.put_aside(place)
