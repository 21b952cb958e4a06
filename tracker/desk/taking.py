"""One run's inputs, turned into observations one by one, and what became of each, kept for the run's record.

What cannot be recorded is told to the listener and left out. Recording is for others, but for notices, which come
last: the story that one withdraws may have come in the same run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace

from tracker.desk.intake import Ingested, Listener, Options
from tracker.desk.observe import observe
from tracker.desk.record import Receipt
from tracker.desk.recorders import existing_or_empty
from tracker.desk.runs import Looked, Reject, RunReport
from tracker.desk.withdrawals import Rehearsed, notice_in, rehearse_withdrawal, rehearsed, withdraw_by
from tracker.desk.workspace import Workspace
from tracker.errors import InputError
from tracker.notes.withdrawal import Withdrawal
from tracker.projections.runner import catch_up
from tracker.sources import Deferred, Input, Reading, load, read
from tracker.story.decide import Observation, Outcome

SEVERAL = "--story names one story, but there are several inputs; add --same-story if they are all revisions of it"


class Taking:
    """One run as it goes on. `known` are the rejects of the job's run before, by their identities."""

    def __init__(
        self,
        workspace: Workspace,
        options: Options,
        listener: Listener,
        report: RunReport,
        known: Collection[tuple[str, str]] = (),
    ) -> None:
        self.report = report
        self.spoilt: set[str] = set()
        self._workspace = workspace
        self._options = options
        self._listener = listener
        self._known = known
        self._again = 0
        self._done: Counter[Outcome] = Counter()
        self._notices: list[tuple[Reading, Withdrawal, str | None]] = []
        self._rehearsed: dict[Rehearsed, None] = {}
        self._single = options.given.story is not None and not options.same_story
        report.sources |= {source for source in (options.source, _source_of(options)) if source}

    def total(self, inputs: int) -> None:
        """Say how many inputs there are."""
        self._listener.total(inputs)

    @property
    def done(self) -> int:
        """How many articles have been dealt with: what they say is on disk."""
        return self._done.total()

    def observations(self, inputs: Iterable[Input | InputError | Deferred]) -> Iterator[Observation]:
        """The observations of all inputs that can be read; the others are told to the listener."""
        for item in inputs:
            if isinstance(item, InputError):
                self._reject(item, None)
            elif isinstance(item, Deferred):
                self._defer(item, None)
            else:
                try:
                    data = load(item)
                except InputError as error:
                    self._reject(error, None, item.identity)
                    continue
                yield from self._read(item, data)

    def take(self, receipts: Sequence[Receipt], observations: Sequence[Observation]) -> None:
        """Keep what became of observations that were recorded, and pass it on."""
        for receipt, observation in zip(receipts, observations, strict=True):
            if receipt.outcome is Outcome.REFUSED:
                error = InputError(receipt.name, receipt.reason or "refused")
                self._reject(error, observation.capture, observation.name)
        self._taken([receipt for receipt in receipts if receipt.outcome is not Outcome.REFUSED])

    def take_notices(self) -> None:
        """Withdraw the stories that notices name."""
        options, config, ledger = self._options, self._workspace.config, self._workspace.ledger
        if self._notices and not options.dry_run:
            catch_up(ledger)  # a headline is looked up in the list of stories
        rehearsing = self._notices and options.dry_run
        with existing_or_empty(self._workspace) if rehearsing else nullcontext(ledger) as known:
            for reading, notice, name in self._notices:
                try:
                    if options.dry_run:
                        with known.view() as view:
                            beside = self._rehearsed
                            receipt = rehearse_withdrawal(
                                view, reading, notice, name, options.given, config, beside=beside
                            )
                    else:
                        receipt = withdraw_by(ledger, reading, notice, name, options.given, config)
                except InputError as error:
                    self._reject(error, reading.capture, name)
                else:
                    self._taken([receipt])

    def result(self, *, caught_up: bool, run: int | None) -> Ingested:
        """What the run came to; `run` is the position of its record."""
        return Ingested(
            outcomes={outcome: self._done[outcome] for outcome in Outcome if outcome is not Outcome.REFUSED},
            rejected=len(self.report.rejects),
            rejected_again=self._again,
            deferred=len(self.report.deferred),
            caught_up=caught_up,
            dry_run=self._options.dry_run,
            job=None if run is None else self.report.job,
            run=run,
        )

    def _taken(self, receipts: Sequence[Receipt]) -> None:
        for receipt in receipts:
            self._done[receipt.outcome] += 1
            if receipt.key is not None and receipt.stream_id is not None:
                self.report.sources.add(receipt.key.partition(":")[0])
                looked = Looked(receipt.name, receipt.stream_id, receipt.revision, receipt.outcome)
                self.report.inputs.append(looked)
            for warning in receipt.warnings:
                self._listener.warned(receipt.name, warning)
        self._listener.receipts(receipts)

    def _read(self, item: Input, data: bytes) -> Iterator[Observation]:
        met = 0
        for reading in read(data, name=item.name, encoding=self._options.encoding):
            if isinstance(reading, InputError):
                self._reject(reading, data if reading.capture is None else reading.capture, item.identity)
            elif isinstance(reading, Deferred):
                self._defer(reading, item.identity)
            else:
                met += 1
                if met > 1 and self._single:
                    self._reject(InputError(reading.name, SEVERAL), reading.capture, item.identity)
                    continue
                yield from self._observed(item, reading)

    def _observed(self, item: Input, reading: Reading) -> Iterator[Observation]:
        """The observation that a reading makes, if it makes one; a notice is kept for the end."""
        name = _identity(item, reading)
        try:
            filled = self._filled(item, reading)
            notice = notice_in(filled)
            if notice is not None:
                self._notices.append((filled, notice, name))
                return
            observation = observe(filled, name, self._options.given, self._workspace.config)
        except InputError as error:
            self._reject(error, reading.capture, name)
            return
        if self._options.dry_run:
            self._rehearsed[rehearsed(observation)] = None
        yield observation

    def _filled(self, item: Input, reading: Reading) -> Reading:
        """The reading with what the input's name and the command line say of it, where it says nothing itself."""
        names, source = self._options.names, self._options.source
        filled = reading if names is None else names.filled(reading, item.name)
        if source is None or filled.source is not None or ":" in (filled.story or ""):
            return filled
        return replace(filled, source=source)

    def _reject(self, error: InputError, capture: bytes | None, identity: str | None = None) -> None:
        digest = None
        if capture is not None and not self._options.dry_run:
            digest = self._workspace.ledger.identities.digest(capture).hex()
        reject = Reject(error.name, digest, error.reason)
        self.report.rejects.append(reject)
        self._spoil(identity)
        if reject.identity in self._known:
            self._again += 1
            self._listener.rejected_again(error)
        else:
            self._listener.rejected(error)

    def _defer(self, item: Deferred, identity: str | None) -> None:
        self.report.deferred.append((item.name, item.reason))
        self._spoil(identity)
        self._listener.deferred(item)

    def _spoil(self, identity: str | None) -> None:
        """Note that not all of an input was recorded, so that a spool does not throw it away."""
        if identity is not None:
            self.spoilt.add(identity.partition(":")[0])


def _source_of(options: Options) -> str | None:
    return None if options.given.story is None else options.given.story.source


def _identity(item: Input, reading: Reading) -> str | None:
    """The name under which a reading is known again. Lines of standard input that was kept have one each: nobody adds
    to it, and the same text twice in it was sent twice."""
    if item.identity is None or item.name != "-":
        return item.identity
    return item.identity + reading.name.removeprefix(item.name)
