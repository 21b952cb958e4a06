"""`tracker verify`: nothing recorded was changed since."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.progress import progress
from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode, UsageError


@click.command("verify", epilog=examples("tracker verify", "tracker verify --against kept/latest.checkpoint"))
@click.option(
    "--against",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A checkpoint kept elsewhere that the log must go on from; may be given again.",
)
@click.option("--key", "keys", metavar="KEY|FILE", multiple=True, help="A verifier key that must have signed those.")
@with_session
def command(session: Session, against: tuple[Path, ...], keys: tuple[str, ...]) -> int:
    """Recompute every entry, leaf, the tree, positions, versions, times and every body; exit 5 if anything does not
    fit.

    Somebody who can write the whole ledger can write it anew in a way that fits: only checkpoints that were kept where
    nobody writes the log (--against) tell of that.
    """
    from tracker.desk.integrity import verify
    from tracker.desk.keyfiles import verifier
    from tracker.views import verify as view

    if keys and not against:
        raise UsageError("--key says who signed the checkpoints of --against; there are none")
    signers = [verifier(key) for key in keys]
    with session.workspace() as workspace, progress(session, "verifying") as bar:
        result = verify(workspace, against=against, keys=signers, progress=bar.at)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))
    return ExitCode.FINE if result.sound else ExitCode.INTEGRITY
