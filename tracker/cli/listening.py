"""What `tracker ingest` says while it runs: to a person, to the rejects file, to the receipts file.

Where nobody reads, only what is new and wrong is said: cron mails every line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.progress import Bar
from tracker.cli.session import Session
from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.cli.linefile import LineFile
    from tracker.desk.record import Receipt
    from tracker.sources import Deferred

MOST_DEFERRED = 5


class Telling:
    """Passes on what happens to inputs. Without `speaks` only new rejects are told of, with `strict` also old ones.

    `spoke` says whether there is any reason to end with a summary.
    """

    def __init__(
        self,
        session: Session,
        bar: Bar,
        rejects: LineFile | None,
        receipts: LineFile | None,
        *,
        speaks: bool,
        strict: bool,
    ) -> None:
        self.spoke = speaks
        self._session = session
        self._bar = bar
        self._rejects = rejects
        self._receipts = receipts
        self._speaks = speaks
        self._strict = strict
        self._total = 0
        self._done = 0
        self._deferred = 0

    def total(self, inputs: int) -> None:
        """Start the bar."""
        self._total = inputs
        self._bar.at(0, inputs)

    def receipts(self, receipts: Sequence[Receipt]) -> None:
        """Write down what is on disk."""
        from tracker.views.ingest import receipt_line

        self._done += len(receipts)
        self._bar.at(min(self._done, self._total), self._total)
        if self._receipts is not None:
            self._receipts.add(map(receipt_line, receipts))
        for receipt in receipts:
            if self._session.verbose:
                where = receipt.key if receipt.revision is None else f"{receipt.key}@r{receipt.revision}"
                self._session.message(_line(f"{receipt.name}: {receipt.outcome}, {where}"))

    def rejected(self, error: InputError) -> None:
        """Say which input was not recorded and why; this is an error and is said also when quiet."""
        self.spoke = True
        self._session.error(_line(f"rejected {error}"))
        self._write_reject(error)

    def rejected_again(self, error: InputError) -> None:
        """Write down what was rejected before; it is said again only when asked for."""
        if self._strict:
            self.rejected(error)
        else:
            self._write_reject(error)
            if self._session.verbose:
                self._session.message(_line(f"rejected again: {error}"))

    def put_aside(self, place: Path) -> None:
        """Say where rejected standard input lies: nobody can fetch it a second time."""
        if self.spoke:
            self._session.message(f"what was rejected of standard input is kept in {place}")

    def deferred(self, item: Deferred) -> None:
        """Say that an input is not complete yet; of many only the first."""
        self._deferred += 1
        if self._speaks and (self._deferred <= MOST_DEFERRED or self._session.verbose):
            self._session.message(_line(f"left for the next run: {item.name}: {item.reason}"))

    def warned(self, name: str, warning: str) -> None:
        """Say what looks wrong about an input that was recorded."""
        if self._speaks:
            self._session.message(_line(f"warning: {name}: {warning}"))

    def _write_reject(self, error: InputError) -> None:
        from tracker.views.ingest import reject_line

        if self._rejects is not None:
            self._rejects.add([reject_line(error.name, error.reason)])


def _line(text: str) -> str:
    """A message that holds the name of a file: on one line, so that no name can forge a message."""
    return text.replace("\n", "␊")
