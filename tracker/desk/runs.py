"""The record that each run of a job leaves in the log, and what the next run of the job wants to know of it.

It says which inputs were looked at, so that silence means something, and which were rejected, so that a reject is
told of once.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker import __version__
from tracker.errors import Conflict, Erased, IntegrityError
from tracker.ledger.append import NONE_YET, Base, NewEvent
from tracker.ledger.identity import Identities
from tracker.ledger.read import LedgerView
from tracker.ledger.store import Ledger
from tracker.story import canonical
from tracker.story.decide import Outcome
from tracker.story.events import RUN, RunFinished

FULL_COPY_EVERY = 48
"""A chain of bodies may be 64 long; runs are many and mostly alike, so theirs is longer than that of revisions."""

_ATTEMPTS = 5
_LINE = re.compile(r":[0-9]+\Z")


@dataclass(frozen=True, slots=True)
class Looked:
    """One input that a run took: its name, the stream of the story it stands at, the revision, what it came to."""

    name: str
    stream_id: str
    revision: int | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Reject:
    """One input that a run rejected; `digest` is the keyed digest of its bytes, None where none could be read."""

    name: str
    digest: str | None
    reason: str

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it the same reject again: file and bytes, wherever the line stands now; without bytes, the
        reason."""
        return _LINE.sub("", self.name), self.digest or f"unread: {self.reason}"


@dataclass(slots=True, kw_only=True)
class RunReport:
    """What one run saw, as it is gathered. `started` is in micros UTC."""

    job: str
    started: int
    sources: set[str] = field(default_factory=set)
    inputs: list[Looked] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    deferred: list[tuple[str, str]] = field(default_factory=list)

    def event(self) -> RunFinished:
        """The event, with the counts."""
        counts = Counter(looked.outcome for looked in self.inputs)
        return RunFinished(
            started_at=self.started,
            tool=__version__,
            recorded=counts[Outcome.RECORDED],
            confirmed=counts[Outcome.CONFIRMED],
            unchanged=counts[Outcome.UNCHANGED],
            seen=counts[Outcome.SEEN],
            withdrawn=counts[Outcome.WITHDRAWN],
            rejected=len(self.rejects),
            deferred=len(self.deferred),
        )

    def body(self) -> bytes:
        """The body `run` as `docs/log-format.md` describes it."""
        return canonical.encode(
            {
                "job": self.job,
                "sources": sorted(self.sources),
                "started": self.started,
                "inputs": [[one.name, one.stream_id, one.revision, outcome_name(one.outcome)] for one in self.inputs],
                "rejects": [[one.name, one.digest, one.reason] for one in self.rejects],
                "deferred": [list(one) for one in self.deferred],
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The newest run of a job: where its record stands, its body, and the identities of what it rejected.

    The body is None where it was erased: then nobody knows what that run rejected.
    """

    version: int
    position: int
    body: bytes | None
    rejects: frozenset[tuple[str, str]]


def outcome_name(outcome: Outcome) -> str:
    """An outcome as one word: "seen_before"."""
    return str(outcome).replace(" ", "_")


def job_stream(identities: Identities, job: str) -> str:
    """The stream of a job's runs; the line feed keeps it apart from that of any story."""
    return identities.stream(f"job\n{job}")


def last_run(view: LedgerView, job: str) -> LastRun | None:
    """The newest run of a job, None before its first; IntegrityError when its record is damaged."""
    recorded = view.last(job_stream(view.identities, job))
    if recorded is None:
        return None
    position = recorded.row.position
    try:
        body = view.body(recorded, RUN)
    except Erased:
        return LastRun(version=recorded.row.version, position=position, body=None, rejects=frozenset())
    return LastRun(version=recorded.row.version, position=position, body=body, rejects=_rejects(body, position))


def append_run(ledger: Ledger, report: RunReport, previous: LastRun | None) -> int:
    """Append the record of a run to its job's stream; its position. What this returns is on disk."""
    for attempt in range(_ATTEMPTS):
        try:
            return ledger.append([_new(ledger.identities, report, previous)]).events[0].position
        except Conflict:  # a run elsewhere that no lock keeps apart
            if attempt == _ATTEMPTS - 1:
                raise
            with ledger.view() as view:
                previous = last_run(view, report.job)
    raise AssertionError("unreachable")


def _new(identities: Identities, report: RunReport, previous: LastRun | None) -> NewEvent:
    version = (NONE_YET if previous is None else previous.version) + 1
    bases = {}
    if previous is not None and previous.body is not None and version % FULL_COPY_EVERY:
        bases[RUN] = Base(content=previous.body, version=previous.version, position=previous.position)
    return NewEvent(
        stream_id=job_stream(identities, report.job),
        version=version,
        event_id=identities.event(None),
        event=report.event(),
        bodies={RUN: report.body()},
        bases=bases,
    )


def _rejects(body: bytes, position: int) -> frozenset[tuple[str, str]]:
    try:
        listed: Iterable[list[str]] = json.loads(body)["rejects"]
        return frozenset(Reject(*one).identity for one in listed)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise IntegrityError(f"the run at position {position} cannot be read: {error}") from None
