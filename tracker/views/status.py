"""How the tracker itself is doing, as text, as one line for each reason of alarm, and as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import refs
from tracker.views.layout import wrap
from tracker.views.quantities import size_of, span_of
from tracker.views.style import BLANK, Line, Piece, Style, render
from tracker.views.when import ago, near
from tracker.views.words import count

if TYPE_CHECKING:
    from tracker.desk.status import Disk, JobRuns, ModelStatus, Reason, ShardStatus, SourceStatus, Status, Unswept

_HANG = 4
_MINUTE = 60_000_000
_MOST_REJECTS = 20


def text(status: Status, style: Style) -> str:
    """What is amiss, then sources, jobs, read models, ledger and disk."""
    lines: list[Line] = []
    for reason in status.reasons:
        lines += wrap([Piece(f"! {_said(reason, style)}", "warning")], style.width, hang=2)
    for title, section in (
        ("Sources", [line for source in status.sources for line in _source(source, style)]),
        ("Jobs", [line for job in status.jobs for line in _job(job, style)]),
        ("Read models", [line for model in status.models for line in _model(model, status, style)]),
        ("Ledger", _ledger(status, style)),
    ):
        lines += [BLANK] if lines else []
        lines += [(Piece(title, "heading"),), *(section or wrap([Piece("  none yet", "dim")], style.width))]
    return render(lines, style)


def reasons(status: Status, style: Style) -> str:
    """One line for each reason of alarm, unwrapped; nothing when all is well."""
    return "".join(f"{Piece(_said(reason, style)).text}\n" for reason in status.reasons)


def data(status: Status) -> dict[str, Any]:
    """`tracker.status/1`."""
    return {
        "schema": "tracker.status/1",
        "now": rfc3339(status.now),
        "well": not status.reasons,
        "reasons": [_reason_data(reason) for reason in status.reasons],
        "sources": [_source_data(source) for source in status.sources],
        "jobs": [_job_data(job) for job in status.jobs],
        "projections": [_model_data(model) for model in status.models],
        "shards": [_shard_data(shard) for shard in status.shards],
        "clock_behind_seconds": status.clock_behind // 1_000_000,
        "unswept": [_unswept_data(erasure) for erasure in status.unswept],
        "disk": None if status.disk is None else _disk_data(status.disk),
    }


def _said(reason: Reason, style: Style) -> str:
    """A reason in one line, with its remedy where there is one."""
    name = reason.subject
    if reason.kind == "silent":
        return _silence(reason, style)
    if reason.kind == "stale":
        return f"{name}: made by another version of tracker; run `tracker projections rebuild {name}`"
    if reason.kind == "lag":
        since = "" if reason.since is None else f" since {_clock(reason.since, style)}"
        return f"{name}: {count(reason.amount or 0, 'event')} behind{since}; run `tracker projections catch-up`"
    if reason.kind == "errors":
        failed = count(reason.amount or 0, "event")
        return f"{name}: {failed} could not be read and left out, first #{reason.bound}: {reason.detail}"
    if reason.kind == "disk":
        wanted = size_of(reason.bound or 0)
        return f"disk: {size_of(reason.amount or 0)} free where {name} lies (at least {wanted} wanted)"
    last = _clock(reason.since or 0, style)
    if reason.kind == "unswept":
        left = count(reason.amount or 0, "erasure")
        return f"erased text may still be in the database's files ({left} since {last}): run `tracker erase --sweep`"
    return f"clock: the machine is {span_of(reason.amount or 0)} behind the ledger, whose last event is of {last}"


def _silence(reason: Reason, style: Style) -> str:
    since = "no input yet" if reason.since is None else f"no input since {_clock(reason.since, style)}"
    looked = "no job has looked"
    if reason.last_run_at is not None:
        looked = f"job {reason.detail} last looked {_clock(reason.last_run_at, style)}"
    return f"{reason.subject}: {since} (expected every {span_of(reason.bound or 0)}); {looked}"


def _source(source: SourceStatus, style: Style) -> list[Line]:
    runs = source.runs
    said = [
        f"last input {_when(runs.last_input_at, style)}",
        f"last change {_when(runs.last_change_at, style)}",
        f"last run {_when(runs.last_run_at, style)}" + (f" by {runs.last_run_job}" if runs.last_run_job else ""),
    ]
    if source.expected_every is not None:
        said.append(f"expected every {span_of(source.expected_every)}")
    return _named(runs.source, said, style, late=source.late)


def _job(job: JobRuns, style: Style) -> list[Line]:
    took = job.finished_at - job.started_at
    outcomes = [f"{number:,} {name}" for name, number in job.counts.items() if number]
    said = [
        f"last run {_when(job.finished_at, style)}, took {span_of(max(took, 0))}",
        f"run {job.runs:,}",
        ", ".join(outcomes) or "nothing there",
        f"last input {_when(job.last_input_at, style)}",
        f"last change {_when(job.last_change_at, style)}",
    ]
    lines = _named(job.job, said, style)
    for reject in job.rejects[:_MOST_REJECTS]:
        line = f"! rejected {reject.name}: {reject.reason} (since {_clock(reject.first_seen, style)})"
        lines += wrap([Piece(line, "warning")], style.width, lead=(Piece(" " * _HANG),), hang=_HANG + 2)
    if len(job.rejects) > _MOST_REJECTS:
        more = f"and {len(job.rejects) - _MOST_REJECTS:,} more rejects (--json lists all)"
        lines += wrap([Piece(more, "dim")], style.width, lead=(Piece(" " * _HANG),), hang=_HANG)
    return lines


def _model(model: ModelStatus, status: Status, style: Style) -> list[Line]:
    standing = model.standing
    name = f"{standing.name}, shard {standing.shard}" if len(status.shards) > 1 else standing.name
    said = ["up to date"]
    if standing.lag:
        waiting = "" if model.waiting_since is None else f", the first recorded {ago(model.waiting_since, style.now)}"
        said = [f"{count(standing.lag, 'event')} behind{waiting}"]
    said += [f"{count(len(model.errors), 'event')} left out"] if model.errors else []
    said += ["made by another version of tracker"] if standing.stale else []
    return _named(name, said, style, late=bool(model.errors) or standing.stale)


def _ledger(status: Status, style: Style) -> list[Line]:
    lines: list[Line] = []
    for shard in status.shards:
        name = f"shard {shard.shard}" if len(status.shards) > 1 else "log"
        said = [count(shard.events, "event"), f"last recorded {_when(shard.last_recorded_at, style)}"]
        lines += _named(name, said, style)
    if status.disk is not None:
        room = f"{size_of(status.disk.free)} free of {size_of(status.disk.total)}, where {status.disk.path} lies"
        lines += _named("disk", [room], style)
    return lines


def _named(name: str, said: Sequence[str], style: Style, *, late: bool = False) -> list[Line]:
    label = Piece(name, "warning" if late else "heading")
    return wrap([label, Piece("  " + " · ".join(said))], style.width, lead=(Piece("  "),), hang=_HANG)


def _when(micros: int | None, style: Style) -> str:
    return "never" if micros is None else f"{_clock(micros, style)} ({ago(micros, style.now)})"


def _clock(micros: int, style: Style) -> str:
    """An instant to the minute, without its day where that is today."""
    return near(micros - micros % _MINUTE, style.now, style)


def _reason_data(reason: Reason) -> dict[str, Any]:
    return {
        "kind": reason.kind,
        "subject": reason.subject,
        "since": refs.instant(reason.since),
        "detail": reason.detail,
    }


def _source_data(source: SourceStatus) -> dict[str, Any]:
    runs, every = source.runs, source.expected_every
    return {
        "name": runs.source,
        "last_run_at": refs.instant(runs.last_run_at),
        "last_run_job": runs.last_run_job,
        "last_input_at": refs.instant(runs.last_input_at),
        "last_change_at": refs.instant(runs.last_change_at),
        "expected_every_seconds": None if every is None else every // 1_000_000,
        "late": source.late,
    }


def _job_data(job: JobRuns) -> dict[str, Any]:
    return {
        "name": job.job,
        "sources": list(job.sources),
        "runs": job.runs,
        "last_run": {
            "started_at": rfc3339(job.started_at),
            "finished_at": rfc3339(job.finished_at),
            "shard": job.shard,
            "position": job.position,
            **job.counts,
        },
        "last_input_at": refs.instant(job.last_input_at),
        "last_change_at": refs.instant(job.last_change_at),
        "rejects": [
            {"name": reject.name, "reason": reject.reason, "first_seen": rfc3339(reject.first_seen)}
            for reject in job.rejects
        ],
    }


def _model_data(model: ModelStatus) -> dict[str, Any]:
    standing = model.standing
    return {
        "name": standing.name,
        "shard": standing.shard,
        "lag": standing.lag,
        "waiting_since": refs.instant(model.waiting_since),
        "stale": standing.stale,
        "errors": [{"position": position, "message": message} for position, message in model.errors],
    }


def _shard_data(shard: ShardStatus) -> dict[str, Any]:
    return {
        "shard": shard.shard,
        "events": shard.events,
        "last_recorded_at": refs.instant(shard.last_recorded_at),
    }


def _unswept_data(erasure: Unswept) -> dict[str, Any]:
    return {
        "shard": erasure.shard,
        "position": erasure.position,
        "recorded_at": rfc3339(erasure.recorded_at),
    }


def _disk_data(disk: Disk) -> dict[str, Any]:
    return {"path": disk.path, "free_bytes": disk.free, "total_bytes": disk.total}
