"""`tracker status`: is the tracker itself at work, and does anything come from each source?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from tracker.desk.status import Bounds, Status

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    "status",
    epilog=examples("tracker status", "tracker status --check --max-age 6h --min-free 2GB", "tracker status --json"),
)
@click.option("--source", metavar="NAME", help="Only this source and the jobs that bring it.")
@click.option("--check", is_flag=True, help="Print a line for each thing that is amiss, and exit 1 if there is one.")
@click.option("--max-age", metavar="DURATION", help="How long a source may be silent whose settings name no time: 15m.")
@click.option("--min-free", metavar="SIZE", help="How much room the database's disk must have, as in 2GB.")
@click.option("--remember", metavar="FILE", type=_FILE, help="With --check: print only what FILE does not hold yet.")
@click.option("--metrics-file", metavar="FILE", type=_FILE, help="Also write Prometheus text to FILE, in one piece.")
@with_session
def command(
    session: Session, check: bool, remember: Path | None, metrics_file: Path | None, **bounds: str | None
) -> int:
    """Show what came last from each source, what each job did, and whether anything is amiss.

    With --check: nothing and exit 0 when all is well, else one line for each reason and exit 1. A source is expected as
    often as its settings say (expect_every), else within --max-age; without either it may be silent. With --remember a
    problem that lasts is printed once, so that cron mails it once; the exit code stays 1.
    """
    from tracker.desk.status import status
    from tracker.views import status as view

    if remember is not None and not check:
        raise UsageError("--remember goes with --check")
    with session.workspace() as workspace:
        result = status(workspace, _bounds(**bounds))
    if metrics_file is not None:
        from tracker.desk.textfile import replace_text
        from tracker.views import metrics

        replace_text(metrics_file, metrics.text(result))
    told = result if remember is None else _untold(result, remember)
    session.show(
        lambda style: view.reasons(told, style) if check else view.text(result, style), lambda: view.data(result)
    )
    return ExitCode.DIFFERENCES if check and result.reasons else ExitCode.FINE


def _bounds(*, source: str | None, max_age: str | None, min_free: str | None) -> Bounds:
    from tracker.desk.status import Bounds
    from tracker.quantities import duration, size

    return Bounds(
        source=source,
        max_age=_meant("--max-age", duration, max_age),
        min_free=_meant("--min-free", size, min_free),
    )


def _meant(option: str, read: Callable[[str], int], text: str | None) -> int | None:
    try:
        return None if text is None else read(text)
    except UsageError as error:
        raise UsageError(f"{option}: {error}") from None


def _untold(result: Status, path: Path) -> Status:
    from tracker.desk.told import untold

    return replace(result, reasons=untold(result.reasons, path))
