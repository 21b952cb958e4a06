"""Ingesting: find the inputs, read them, record them in batches, bring the read models up to date.

Every batch is one transaction: a run that is killed leaves whole batches, and the same command completes it.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from tracker.desk.observe import Given, observe
from tracker.desk.record import BATCH, Batch, Receipt, record, rehearse
from tracker.desk.withdrawals import Rehearsed, notice_in, rehearse_withdrawal, rehearsed, withdraw_by
from tracker.desk.workspace import Workspace
from tracker.errors import InputError, UsageError
from tracker.ledger.database import Database
from tracker.ledger.migrate import upgrade
from tracker.ledger.store import Ledger
from tracker.notes.withdrawal import Withdrawal
from tracker.projections.runner import catch_up
from tracker.sources import Deferred, Input, Reading, gather, load, natural_key, read, reader_version, reread
from tracker.story.article import Article
from tracker.story.decide import Observation, Outcome
from tracker.story.events import RevisionRecorded
from tracker.story.keys import StoryKey

WINDOW = 5_000
"""How many inputs are held at once to be put in order; beyond it, order is kept within each window."""

CATCH_UP_S = 2.0

Recorder = Callable[[Sequence[Observation]], list[Receipt]]
"""Records a batch, or rehearses it, and says what became of each observation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to ingest. `encoding` overrides UTF-8; `same_story` allows `given.story` for several inputs.

    `outputs` are files that this run itself writes: in an ingested folder they are no inputs, nor is the database.
    """

    given: Given = field(default_factory=Given)
    encoding: str | None = None
    same_story: bool = False
    dry_run: bool = False
    outputs: tuple[Path, ...] = ()


class Listener(Protocol):
    """Who is told, while the run goes on, what became of the inputs; receipts come after their commit."""

    def total(self, inputs: int) -> None:
        """How many inputs there are."""

    def receipts(self, receipts: Sequence[Receipt]) -> None:
        """These are on disk, or would be in a dry run."""

    def rejected(self, error: InputError) -> None:
        """This input was not recorded."""

    def deferred(self, item: Deferred) -> None:
        """This input is not complete yet and was left for the next run."""

    def warned(self, name: str, warning: str) -> None:
        """This input looks wrong, and was recorded all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What a run did: inputs by outcome, rejected and deferred ones, and whether the read models caught up in time."""

    outcomes: dict[Outcome, int]
    rejected: int
    deferred: int
    caught_up: bool
    dry_run: bool

    @property
    def inputs(self) -> int:
        """How many articles were met, also the rejected ones."""
        return sum(self.outcomes.values()) + self.rejected


def ingest(
    workspace: Workspace, paths: Sequence[str], options: Options, *, stdin: BinaryIO | None, listener: Listener
) -> Ingested:
    """Record the inputs that the paths stand for; what cannot be recorded is told to the listener and left out.

    A missing SQLite database is made. UsageError when one story is given for several inputs without `same_story`.
    """
    own = _own_files(workspace, options)
    inputs = [item for item in gather(paths, stdin=stdin) if not _is_own(item, own)]
    _check_story(inputs, options)
    listener.total(len(inputs))
    run = _Run(workspace, options, listener)
    with _recorder(workspace, options) as recorder:
        for window in _windows(run.observations(inputs)):
            for batch in _batches(_in_order(window)):
                run.take(recorder(batch))
    run.take_notices()
    done = True if options.dry_run else catch_up(workspace.ledger, budget_s=CATCH_UP_S)
    return run.result(done)


class _Run:
    """One run's counts, and the inputs turned into observations one by one."""

    def __init__(self, workspace: Workspace, options: Options, listener: Listener) -> None:
        self._workspace = workspace
        self._options = options
        self._listener = listener
        self._outcomes: Counter[Outcome] = Counter()
        self._rejected = 0
        self._deferred = 0
        self._notices: list[tuple[Reading, Withdrawal, str | None]] = []
        self._rehearsed: dict[Rehearsed, None] = {}
        self._single = options.given.story is not None and not options.same_story

    def observations(self, inputs: Iterable[Input | InputError]) -> Iterator[Observation]:
        """The observations of all inputs that can be read; the others are told to the listener."""
        for item in inputs:
            if isinstance(item, InputError):
                self._reject(item)
                continue
            try:
                data = load(item)
            except InputError as error:
                self._reject(error)
                continue
            yield from self._read(item, data)

    def take(self, receipts: Sequence[Receipt]) -> None:
        """Count what was recorded and pass it on."""
        for receipt in receipts:
            if receipt.outcome is Outcome.REFUSED:
                self._reject(InputError(receipt.name, receipt.reason or "refused"))
            else:
                self._outcomes[receipt.outcome] += 1
        for receipt in receipts:
            for warning in receipt.warnings:
                self._listener.warned(receipt.name, warning)
        self._listener.receipts([receipt for receipt in receipts if receipt.outcome is not Outcome.REFUSED])

    def take_notices(self) -> None:
        """Withdraw the stories that notices name; they may have come in the same run, so this comes last."""
        given, config, ledger = self._options.given, self._workspace.config, self._workspace.ledger
        if self._notices and not self._options.dry_run:
            catch_up(ledger)  # a headline is looked up in the list of stories
        with _stories(self._workspace) if self._notices and self._options.dry_run else nullcontext(ledger) as known:
            for reading, notice, name in self._notices:
                try:
                    if self._options.dry_run:
                        with known.view() as view:
                            beside = self._rehearsed
                            receipt = rehearse_withdrawal(view, reading, notice, name, given, config, beside=beside)
                    else:
                        receipt = withdraw_by(ledger, reading, notice, name, given, config)
                except InputError as error:
                    self._reject(error)
                else:
                    self.take([receipt])

    def result(self, caught_up: bool) -> Ingested:
        """The run's counts."""
        return Ingested(
            outcomes={outcome: self._outcomes[outcome] for outcome in Outcome if outcome is not Outcome.REFUSED},
            rejected=self._rejected,
            deferred=self._deferred,
            caught_up=caught_up,
            dry_run=self._options.dry_run,
        )

    def _read(self, item: Input, data: bytes) -> Iterator[Observation]:
        name = None if item.name == "-" else item.name
        met = 0
        for reading in read(data, name=item.name, encoding=self._options.encoding):
            if isinstance(reading, InputError):
                self._reject(reading)
            elif isinstance(reading, Deferred):
                self._deferred += 1
                self._listener.deferred(reading)
            else:
                met += 1
                if met > 1 and self._single:
                    self._reject(InputError(reading.name, _SEVERAL))
                    continue
                if reading.follows is not None:
                    self._listener.warned(reading.name, "follows is not acted on yet: recorded under its own key")
                notice = notice_in(reading)
                if notice is not None:
                    self._notices.append((reading, notice, name))
                    continue
                try:
                    observation = observe(reading, name, self._options.given, self._workspace.config)
                except InputError as error:
                    self._reject(error)
                    continue
                if self._options.dry_run:
                    self._rehearsed[rehearsed(observation)] = None
                yield observation

    def _reject(self, error: InputError) -> None:
        self._rejected += 1
        self._listener.rejected(error)


_SEVERAL = "--story names one story, but there are several inputs; add --same-story if they are all revisions of it"


def _own_files(workspace: Workspace, options: Options) -> frozenset[Path]:
    database = workspace.database.path
    beside = [database.with_name(database.name + end) for end in ("", "-wal", "-shm")] if database else []
    return frozenset(path.resolve() for path in (*options.outputs, *beside))


def _is_own(item: Input | InputError, own: frozenset[Path]) -> bool:
    return isinstance(item, Input) and item.path is not None and item.path.resolve() in own


def _check_story(inputs: Sequence[Input | InputError], options: Options) -> None:
    if options.given.story is not None and len(inputs) > 1 and not options.same_story:
        raise UsageError(_SEVERAL)


def _recorder(workspace: Workspace, options: Options) -> AbstractContextManager[Recorder]:
    """What records a batch: the ledger, or in a dry run a rehearsal that goes on from one batch to the next."""
    if options.dry_run:
        return _rehearsal(workspace)
    path = workspace.database.path
    if path is not None and not path.exists():
        upgrade(workspace.database, clock=workspace.clock)
    return nullcontext(lambda batch: record(workspace.ledger, batch, reread=reread_if_moved))


@contextmanager
def _rehearsal(workspace: Workspace) -> Iterator[Recorder]:
    """A view held open over a dry run, so that each batch sees what the ones before it would have done."""
    with _stories(workspace) as ledger, ledger.view() as view:
        batch = Batch(view, now=workspace.clock(), reread=reread_if_moved)
        yield lambda observations: rehearse(batch, observations)


@contextmanager
def _stories(workspace: Workspace) -> Iterator[Ledger]:
    """The ledger of a dry run; where there is no database yet, an empty one in a temporary folder."""
    path = workspace.database.path
    if path is None or path.exists():
        yield workspace.ledger
        return
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tracker-"))
        database = Database(Path(folder) / "empty.db")
        stack.callback(database.close)
        upgrade(database, clock=workspace.clock)
        yield Ledger(database, clock=workspace.clock)


def reread_if_moved(event: RevisionRecorded, capture: Callable[[], bytes]) -> Article | None:
    """What today's reader makes of a stored capture, None where it is the reader of then or cannot read it any more."""
    if reader_version(event.reader) in (None, event.reader_version):
        return None
    try:
        return reread(capture(), reader=event.reader, name=f"r{event.revision}")
    except InputError:
        return None


def _windows(observations: Iterator[Observation]) -> Iterator[list[Observation]]:
    window: list[Observation] = []
    for observation in observations:
        window.append(observation)
        if len(window) == WINDOW:
            yield window
            window = []
    if window:
        yield window


def _in_order(window: Sequence[Observation]) -> list[Observation]:
    """Each story's observations by stated publish time, then natural name order; stories as they were first met."""
    first: dict[StoryKey, int] = {}
    for index, observation in enumerate(window):
        first.setdefault(observation.key, index)

    def place(observation: Observation) -> tuple[int, int, tuple[object, ...]]:
        when = observation.published if observation.published is not None else observation.retrieved
        return first[observation.key], sys.maxsize if when is None else when, natural_key(observation.label)

    return sorted(window, key=place)


def _batches(observations: Sequence[Observation]) -> Iterator[Sequence[Observation]]:
    for start in range(0, len(observations), BATCH):
        yield observations[start : start + BATCH]
