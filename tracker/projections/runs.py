"""The read model `runs`: what each job did last, when something came from each source, who last looked at a text.

It is folded from `run.finished` and from the points of stories. What is late, or amiss, is for `status` to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from tracker.errors import Erased, IntegrityError
from tracker.ledger.identity import DESK_SUFFIX
from tracker.ledger.read import Recorded
from tracker.ledger.story import opening_of
from tracker.projections import schema
from tracker.projections.model import Handler, Projection, Rows, printable, readable
from tracker.projections.schema import run_jobs, run_looks, run_sources
from tracker.story import canonical
from tracker.story.events import RUN, RevisionConfirmed, RevisionRecorded, RunFinished

NAME = "runs"
COUNTS = ("recorded", "confirmed", "unchanged", "seen", "withdrawn", "rejected", "deferred")
"""The outcomes that a run counts, in the order in which they are told."""

_FRESH = ("recorded", "confirmed", "unchanged", "withdrawn")  # as counts and as outcomes: what was not seen before
_SAME_TEXT = ("confirmed", "unchanged", "seen_before")
_LINE = re.compile(r":[0-9]+\Z")

Key = tuple[Any, ...]
Row = dict[str, Any]
Touched = dict[Table, dict[Key, Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingReject:
    """An input that the last run of its job rejected, why, and since when (micros UTC) its runs did so one by one."""

    name: str
    reason: str
    first_seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRuns:
    """The runs of one job: the last one's place in its shard, times (micros UTC) and counts by outcome.

    `sources` are all that it ever brought. `last_input_at` is when its last run ended that met something not seen
    before, `last_change_at` when the last one ended that recorded a revision; None if none did.
    """

    job: str
    shard: int
    position: int
    started_at: int
    finished_at: int
    runs: int
    counts: Mapping[str, int]
    sources: tuple[str, ...]
    rejects: tuple[StandingReject, ...]
    last_input_at: int | None
    last_change_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRuns:
    """One source: the last run of a job that brings it, the last input not seen before, the last new revision."""

    source: str
    last_run_at: int | None
    last_run_job: str | None
    last_input_at: int | None
    last_change_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The last run of a job that met a revision's text again: when it ended (micros UTC) and its place in its shard."""

    job: str
    looked_at: int
    shard: int
    position: int


@dataclass(frozen=True, slots=True)
class _Run:
    """A run as its body tells it."""

    job: str
    sources: Sequence[str]
    inputs: Sequence[Sequence[Any]]
    rejects: Sequence[Sequence[Any]]


class RunsHandler(Handler):
    """Keeps the rows of the jobs, sources and texts that the batch touches."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._rows: Touched = {run_jobs: {}, run_sources: {}, run_looks: {}}
        self._fresh: Touched = {}
        self._sources: dict[str, str] = {}

    def handle(self, recorded: Recorded) -> None:
        """Take a run, or a point that says when something came."""
        event = recorded.event
        self._fresh = {table: {} for table in self._rows}
        if isinstance(event, RunFinished):
            run = self._read(recorded)
            if run is not None:
                self._run(recorded, event, run)
        elif isinstance(event, RevisionRecorded | RevisionConfirmed):
            changed = {"last_change_at": recorded.row.recorded_at} if isinstance(event, RevisionRecorded) else {}
            source = self._source(recorded.row.stream_id.removesuffix(DESK_SUFFIX))
            self._move_source(recorded, source, last_input_at=recorded.row.recorded_at, **changed)
        for table, rows in self._fresh.items():
            self._rows[table].update(rows)

    def rows(self) -> Rows:
        """The rows that the batch touched."""
        return {table: list(rows.values()) for table, rows in self._rows.items()}

    def _read(self, recorded: Recorded) -> _Run | None:
        """What a run told; where that was erased, only that its job ran, if the job is known by another run."""
        try:
            return _run_of(self.view.body(recorded, RUN), recorded.row.position)
        except Erased:
            before = self._job(recorded.row.stream_id)
            return None if before is None else _Run(before["job"], json.loads(before["sources"]), [], [])

    def _run(self, recorded: Recorded, event: RunFinished, run: _Run) -> None:
        row = recorded.row
        before = self._job(row.stream_id)
        known = json.loads(before["sources"]) if before else []
        sources = sorted({*known, *run.sources})
        finished = row.recorded_at
        fresh = any(getattr(event, name) for name in _FRESH)
        self._fresh[run_jobs][row.stream_id,] = {
            "generation": self.generation,
            "stream_id": row.stream_id,
            "shard": row.shard,
            "job": printable(run.job),
            "position": row.position,
            "started_at": event.started_at,
            "finished_at": finished,
            "runs": (before["runs"] if before else 0) + 1,
            "counts": json.dumps({name: getattr(event, name) for name in COUNTS}),
            "sources": json.dumps(sources),
            "rejects": _rejects_text(run, json.loads(before["rejects"]) if before else [], finished),
            "last_input_at": finished if fresh else before["last_input_at"] if before else None,
            "last_change_at": finished if event.recorded else before["last_change_at"] if before else None,
        }
        for source in sources:
            self._move_source(recorded, source, last_run_at=finished, last_run_job=printable(run.job))
        self._take_inputs(recorded, run)

    def _take_inputs(self, recorded: Recorded, run: _Run) -> None:
        """Note when something came from each source, and which texts were met again."""
        came: set[str] = set()
        for _, stream_id, revision, outcome in run.inputs:
            if outcome in _FRESH:
                # What a source brought may belong to a story that another one opened: a run of one source tells.
                came.add(run.sources[0] if len(run.sources) == 1 else self._source(stream_id))
            if outcome in _SAME_TEXT and revision:
                self._look(recorded, stream_id, revision, run.job)
        for source in sorted(came):
            self._move_source(recorded, source, last_input_at=recorded.row.recorded_at)

    def _look(self, recorded: Recorded, stream_id: str, revision: int, job: str) -> None:
        row = recorded.row
        look = {"shard": row.shard, "position": row.position, "looked_at": row.recorded_at, "job": printable(job)}
        names = {"generation": self.generation, "stream_id": stream_id, "revision": revision}
        self._fresh[run_looks][stream_id, revision] = {**names, **look}

    def _move_source(self, recorded: Recorded, source: str, **moved: Any) -> None:
        shard = recorded.row.shard
        row = self._touched(run_sources, (shard, source))
        if row is None:
            stored = _one(self.view.connection, run_sources, generation=self.generation, shard=shard, source=source)
            row = stored or {
                **{column.name: None for column in run_sources.columns},
                "generation": self.generation,
                "shard": shard,
                "source": source,
            }
        self._fresh[run_sources][shard, source] = {**row, **moved}

    def _job(self, stream_id: str) -> Row | None:
        row = self._touched(run_jobs, (stream_id,))
        return row or _one(self.view.connection, run_jobs, generation=self.generation, stream_id=stream_id)

    def _touched(self, table: Table, key: Key) -> Row | None:
        return self._fresh[table].get(key) or self._rows[table].get(key)

    def _source(self, stream_id: str) -> str:
        if stream_id not in self._sources:
            opened = self.view.version(stream_id, 0)
            if opened is None:
                raise IntegrityError(f"the story of stream {stream_id} was never opened")
            self._sources[stream_id] = opening_of(self.view, opened).key.source
        return self._sources[stream_id]


RUNS = Projection(name=NAME, version="1", tables=(run_jobs, run_sources, run_looks), handler=RunsHandler)


def jobs(connection: Connection) -> list[JobRuns]:
    """The jobs of the live generation, by name."""
    rows = connection.execute(_live(run_jobs).order_by(run_jobs.c.job, run_jobs.c.stream_id))
    with readable("runs"):
        return [_job_of(dict(row._mapping)) for row in rows]


def sources(connection: Connection) -> list[SourceRuns]:
    """The sources of the live generation, by name, over all shards."""
    merged: dict[str, SourceRuns] = {}
    for row in connection.execute(_live(run_sources).order_by(run_sources.c.source, run_sources.c.shard)):
        fresh = SourceRuns(**{name: row._mapping[name] for name in SourceRuns.__dataclass_fields__})
        merged[row.source] = _newest(merged[row.source], fresh) if row.source in merged else fresh
    return [merged[name] for name in sorted(merged)]


def last_look(connection: Connection, stream_id: str, revision: int) -> Look | None:
    """The last run that met this revision's text again, None if none did."""
    c = run_looks.c
    statement = _live(run_looks).where(c.stream_id == stream_id, c.revision == revision)
    row = connection.execute(statement.order_by(c.looked_at.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return Look(job=row.job, looked_at=row.looked_at, shard=row.shard, position=row.position)


def _run_of(body: bytes, position: int) -> _Run:
    try:
        told = canonical.decode(body)
        run = _Run(told["job"], told["sources"], told["inputs"], told["rejects"])
        shapes = ((run.inputs, 4), (run.rejects, 3))
        if any(len(item) != length for items, length in shapes for item in items):
            raise ValueError("a list in it has another length")
    except (ValueError, KeyError, TypeError) as error:
        raise IntegrityError(f"the run at position {position} cannot be read: {error}") from None
    return run


def _rejects_text(run: _Run, before: Iterable[Sequence[Any]], now: int) -> str:
    """What this run rejected as [name, digest, reason, first seen]; the same file and bytes keep their first time."""
    known: dict[Key, int] = {}
    for name, digest, reason, first in before:
        known[_reject(name, digest, reason)] = min(first, known.get(_reject(name, digest, reason), first))
    return json.dumps(
        [[name, digest, reason, known.get(_reject(name, digest, reason), now)] for name, digest, reason in run.rejects]
    )


def _reject(name: str, digest: str | None, reason: str) -> Key:
    # A line of a file may move; an input without bytes is known by what was wrong with it.
    return _LINE.sub("", name), digest or f"unread: {reason}"


def _job_of(row: Mapping[str, Any]) -> JobRuns:
    plain = ("job", "shard", "position", "started_at", "finished_at", "runs", "last_input_at", "last_change_at")
    rejects = (
        StandingReject(name=name, reason=reason, first_seen=first)
        for name, _, reason, first in json.loads(row["rejects"])
    )
    return JobRuns(
        **{name: row[name] for name in plain},
        counts=json.loads(row["counts"]),
        sources=tuple(json.loads(row["sources"])),
        rejects=tuple(rejects),
    )


def _newest(one: SourceRuns, other: SourceRuns) -> SourceRuns:
    ran = max((one, other), key=lambda each: each.last_run_at or 0)
    return SourceRuns(
        source=one.source,
        last_run_at=ran.last_run_at,
        last_run_job=ran.last_run_job,
        last_input_at=_later(one.last_input_at, other.last_input_at),
        last_change_at=_later(one.last_change_at, other.last_change_at),
    )


def _later(one: int | None, other: int | None) -> int | None:
    return max((instant for instant in (one, other) if instant is not None), default=None)


def _live(table: Table) -> Select[Any]:
    live = select(schema.projections.c.generation).where(schema.projections.c.name == NAME).scalar_subquery()
    return select(table).where(table.c.generation == live)


def _one(connection: Connection, table: Table, **key: Any) -> Row | None:
    found = connection.execute(select(table).where(*(table.c[name] == value for name, value in key.items())))
    row = found.one_or_none()
    return None if row is None else dict(row._mapping)
