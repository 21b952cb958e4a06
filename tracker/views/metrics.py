"""How the tracker itself is doing, in the text format that Prometheus reads (version 0.0.4).

https://prometheus.io/docs/instrumenting/exposition_formats/. Times are seconds since the epoch. What is not known has
no sample: an alert on a silent source should also ask `absent(…)`. Where the text goes is left to the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.views.safe import safe_line

if TYPE_CHECKING:
    from tracker.desk.status import Status

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Metric:
    """One metric with its samples; a value of None is left out. Made by position: lists of them are tables."""

    name: str
    kind: str
    help: str
    samples: Sequence[tuple[Labels, int | None]]
    seconds: bool = False  # values are micros and are written as seconds


def text(status: Status) -> str:
    """All metrics, each with its HELP and TYPE line and a line for each sample."""
    return "".join(line for metric in _metrics(status) for line in _lines(metric))


def _metrics(status: Status) -> Iterator[_Metric]:
    yield _time("tracker_status_time_seconds", "When these metrics were written.", [((), status.now)])
    reasons = len(status.reasons)
    yield _Metric("tracker_status_reasons", "gauge", "How many things `status --check` complains of.", [((), reasons)])
    yield from _source_metrics(status)
    yield from _job_metrics(status)
    yield from _model_metrics(status)
    shards = [((("shard", str(shard.shard)),), shard) for shard in status.shards]
    events = [(labels, shard.events) for labels, shard in shards]
    yield _Metric("tracker_ledger_events_total", "counter", "Events in the ledger.", events)
    last = [(labels, shard.last_recorded_at) for labels, shard in shards]
    yield _time("tracker_ledger_last_recorded_time_seconds", "When the ledger's last event was recorded.", last)
    behind = "By how much the machine's clock is behind the ledger."
    yield _time("tracker_clock_behind_ledger_seconds", behind, [((), status.clock_behind)])
    if status.disk is not None:
        free = "Bytes free where the database lies."
        yield _Metric("tracker_disk_free_bytes", "gauge", free, [((), status.disk.free)])


def _source_metrics(status: Status) -> Iterator[_Metric]:
    sources = [((("source", source.runs.source),), source) for source in status.sources]
    for name, said, values in (
        (
            "last_input",
            "When something not seen before last came from a source.",
            [s.runs.last_input_at for _, s in sources],
        ),
        ("last_change", "When a revision of a source was last recorded.", [s.runs.last_change_at for _, s in sources]),
        ("last_run", "When a job that brings a source last ended.", [s.runs.last_run_at for _, s in sources]),
    ):
        samples = [(labels, value) for (labels, _), value in zip(sources, values, strict=True)]
        yield _time(f"tracker_source_{name}_time_seconds", said, samples)
    every = [(labels, source.expected_every) for labels, source in sources]
    yield _time("tracker_source_expected_every_seconds", "Within what time something is expected.", every)
    late = [(labels, int(source.late)) for labels, source in sources]
    yield _Metric("tracker_source_late", "gauge", "Whether a source has been silent for longer (1) or not (0).", late)


def _job_metrics(status: Status) -> Iterator[_Metric]:
    jobs = [((("job", job.job),), job) for job in status.jobs]
    finished = [(labels, job.finished_at) for labels, job in jobs]
    yield _time("tracker_job_last_run_time_seconds", "When a job's last run ended.", finished)
    took = [(labels, max(0, job.finished_at - job.started_at)) for labels, job in jobs]
    yield _time("tracker_job_last_run_duration_seconds", "How long a job's last run took.", took)
    runs = [(labels, job.runs) for labels, job in jobs]
    yield _Metric("tracker_job_runs_total", "counter", "Runs of a job that ended.", runs)
    counts = [((*labels, ("outcome", name)), number) for labels, job in jobs for name, number in job.counts.items()]
    yield _Metric("tracker_job_last_run_inputs", "gauge", "Inputs of a job's last run, by outcome.", counts)
    rejects = [(labels, len(job.rejects)) for labels, job in jobs]
    yield _Metric("tracker_job_standing_rejects", "gauge", "Inputs that a job's last run rejected.", rejects)


def _model_metrics(status: Status) -> Iterator[_Metric]:
    models = [
        ((("projection", model.standing.name), ("shard", str(model.standing.shard))), model) for model in status.models
    ]
    lag = [(labels, model.standing.lag) for labels, model in models]
    yield _Metric("tracker_projection_lag_events", "gauge", "Events that a read model has not seen yet.", lag)
    errors = [(labels, len(model.errors)) for labels, model in models]
    yield _Metric("tracker_projection_errors", "gauge", "Events that a read model could not take.", errors)
    stale = [(labels, int(model.standing.stale)) for labels, model in models]
    said = "Whether a read model is of another version of tracker (1) or of this one (0)."
    yield _Metric("tracker_projection_stale", "gauge", said, stale)


def _time(name: str, said: str, samples: Sequence[tuple[Labels, int | None]]) -> _Metric:
    return _Metric(name, "gauge", said, samples, seconds=True)


def _lines(metric: _Metric) -> Iterator[str]:
    known = [(labels, value) for labels, value in metric.samples if value is not None]
    if not known:
        return
    yield f"# HELP {metric.name} {metric.help}\n"
    yield f"# TYPE {metric.name} {metric.kind}\n"
    for labels, value in known:
        yield f"{metric.name}{_labels(labels)} {_seconds(value) if metric.seconds else value}\n"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}"


def _escaped(value: str) -> str:
    """A label's value: what acts on a terminal made visible, then backslash and quote escaped as the format demands."""
    return safe_line(value).replace("\\", "\\\\").replace('"', '\\"')


def _seconds(micros: int) -> str:
    whole, rest = divmod(micros, 1_000_000)
    return f"{whole}.{rest:06}" if rest else str(whole)
