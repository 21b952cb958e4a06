"""`tracker verify`: nothing recorded was changed since."""

from __future__ import annotations

import click

from tracker.cli.progress import progress
from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode


@click.command("verify", epilog=examples("tracker verify", "tracker verify --json"))
@with_session
def command(session: Session) -> int:
    """Recompute every entry, leaf, the tree, positions, versions, times and every body; exit 5 if anything does not
    fit."""
    from tracker.desk.integrity import verify
    from tracker.views import verify as view

    with session.workspace() as workspace, progress(session, "verifying") as bar:
        result = verify(workspace, progress=bar.at)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))
    return ExitCode.FINE if result.sound else ExitCode.INTEGRITY
