"""Checking a shard by several processes, each a range of it at a time; what they find is put together in order.

They open the database themselves, so the ranges end where the log did when the check began: what was recorded since is
left for the next one. Processes only find out that all is well. Where anything is not, or something was erased
meanwhile, the shard is gone through once more from its beginning by one, so that the faults are the same as ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from sqlalchemy import text

from tracker.clock import system_clock
from tracker.ledger.database import Database
from tracker.ledger.erased import Body, erased_so_far
from tracker.ledger.read import LedgerView
from tracker.ledger.store import Ledger
from tracker.ledger.tree import HASH_SIZE
from tracker.ledger.verify import Enough, Progress, Sample, ShardCheck, ShardTree, Walk, never, verify_shard

RANGE = 10_000
"""Events of a range: each takes a third of a second, so that progress is seen and all processes end at one time."""
LAST = text("SELECT max(position) FROM events WHERE shard = :shard")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A range of a shard to check, `start` to `last`, in a database where `erased` bodies had been erased: of its own
    those in `declared`."""

    url: str
    shard: int
    start: int
    last: int
    erased: int
    declared: Mapping[Body, tuple[int, int]]
    sample: Sample | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A range as found: leaf hashes joined, and counts. `well` is unset where anything was not as it should be."""

    well: bool
    leaves: bytes = b""
    bodies: int = 0
    erased: int = 0
    last_time: int = 0


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """So many processes to check with; what they still have to do is dropped at the end."""
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def verify_shard_by(
    pool: Executor,
    database: Database,
    view: LedgerView,
    shard: int,
    *,
    sizes: Collection[int] = (),
    progress: Progress | None = None,
    since: int = 0,
    sample: Sample | None = None,
    enough: Enough = never,
) -> ShardCheck:
    """As `verify.verify_shard`, by the processes of a pool; `enough` is asked after each range of 10,000 events."""
    tasks = list(_tasks(database, view, shard, since, sample))
    check = ShardCheck(shard=shard, since=since)
    tree = ShardTree(view, check, sizes)
    last_time: int | None = None
    waiting = [pool.submit(check_range, task) for task in tasks]
    for task, future in zip(tasks, waiting, strict=True):
        found = _result(future)
        last_time = found.last_time if found.well else None
        if last_time is None:
            break
        _count(check, found)
        tree.extend([found.leaves[at : at + HASH_SIZE] for at in range(0, len(found.leaves), HASH_SIZE)])
        if progress is not None:
            progress(task.last + 1, tasks[-1].last + 1)
        if task is not tasks[-1] and enough():
            check.resume = task.last + 1
            break
    for future in waiting:
        future.cancel()
    if last_time is None:
        return verify_shard(view, shard, sizes=sizes, progress=progress, since=since, sample=sample, enough=enough)
    return tree.finished(last_time)


def _result(future: Future[Found]) -> Found:
    try:
        return future.result()
    except BrokenExecutor:  # somebody killed one of the processes
        return Found(well=False)


def _count(check: ShardCheck, found: Found) -> None:
    check.events += len(found.leaves) // HASH_SIZE
    check.bodies += found.bodies
    check.erased += found.erased


def check_range(task: Task) -> Found:
    """Check a range, in a process of its own; what keeps it from that is said by who goes through alone."""
    try:
        return _range(task)
    except Exception:
        return Found(well=False)


def _range(task: Task) -> Found:
    database = Database(task.url, read_only=True)
    try:
        with Ledger(database, clock=system_clock).view() as view:
            walk = Walk(view, task.shard, start=task.start, last=task.last, sample=task.sample, declared=task.declared)
            leaves = b"".join(leaf for chunk in walk.chunks() for leaf in chunk)
            walk.end()
            whole = walk.expected == task.last + 1 and erased_so_far(view.connection) == task.erased
            return Found(
                well=whole and not walk.check.faults,
                leaves=leaves,
                bodies=walk.check.bodies,
                erased=walk.check.erased,
                last_time=walk.last_time,
            )
    finally:
        database.close()


def _tasks(database: Database, view: LedgerView, shard: int, since: int, sample: Sample | None) -> Iterator[Task]:
    last: Any = view.connection.execute(LAST, {"shard": shard}).scalar()
    erased, declared = erased_so_far(view.connection), view.erasures.declared()
    url = str(database.path) if database.path else database.url.render_as_string(hide_password=False)
    if isinstance(last, int):
        for start in range(since, last + 1, RANGE):
            end = min(start + RANGE - 1, last)
            own = {body: by for body, by in declared.items() if body[0] == shard and start <= body[1] <= end}
            yield Task(url=url, shard=shard, start=start, last=end, erased=erased, declared=own, sample=sample)
