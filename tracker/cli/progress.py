"""A progress bar on standard error, where that is a terminal; silence everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tracker.cli.session import Session


class Bar(Protocol):
    """Something that is told how far the work has come."""

    def at(self, done: int, total: int) -> None:
        """So many of so many are done."""


class _Silent:
    def at(self, done: int, total: int) -> None:
        """Say nothing."""


@contextmanager
def progress(session: Session, what: str) -> Iterator[Bar]:
    """A bar for the block, shown only to a person at a terminal who did not ask for quiet."""
    if session.quiet or session.log_json or not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        class Shown:
            def at(self, done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

        yield Shown()
