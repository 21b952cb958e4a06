"""Runs of jobs for the tests: recorded as `ingest` records them, with the inputs that a test names."""

from __future__ import annotations

from collections.abc import Sequence

from builders import HOUR

from tracker.desk.runs import Looked, Reject, RunReport, append_run, last_run
from tracker.ledger.store import Ledger
from tracker.story.decide import Outcome

Input = tuple[str, int | None, Outcome]
"""The key of a story, the revision that an input stands at, and what it came to."""


def ran(
    ledger: Ledger,
    job: str = "poll",
    *inputs: Input,
    sources: Sequence[str] = (),
    rejects: Sequence[tuple[str, str | None, str]] = (),
    started: int | None = None,
) -> int:
    """Record a run of a job that ends now; its ledger position. It took an hour unless `started` says otherwise."""
    looked = [
        Looked(f"in/{number}.txt", ledger.identities.stream(key), revision, outcome)
        for number, (key, revision, outcome) in enumerate(inputs)
    ]
    report = RunReport(
        job=job,
        started=ledger.clock() - HOUR if started is None else started,
        sources={*sources, *(key.partition(":")[0] for key, _, _ in inputs)},
        inputs=looked,
        rejects=[Reject(*each) for each in rejects],
    )
    with ledger.view() as view:
        previous = last_run(view, job)
    return append_run(ledger, report, previous)
