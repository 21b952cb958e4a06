"""A progress bar that also says how fast it goes and how long it will take; silence where `progress` is silent."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tracker.cli.progress import Bar, progress
from tracker.cli.session import Session


@contextmanager
def rated(session: Session, what: str, unit: str) -> Iterator[Bar]:
    """A bar for the block with its rate, in `unit` a second."""
    if session.quiet or session.log_json or not sys.stderr.isatty():
        with progress(session, what) as silent:
            yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, rate="")

        class Shown:
            def at(self, done: int, total: int) -> None:
                speed = bar.tasks[0].speed
                bar.update(task, completed=done, total=total, rate=f"{speed:,.0f} {unit}/s" if speed else "")

        yield Shown()
