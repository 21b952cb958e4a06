"""`tracker checkpoint`: what the log holds now, in a few lines."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.session import Session, examples, with_session


@click.command(
    "checkpoint",
    epilog=examples("tracker checkpoint", "tracker checkpoint --key desk.key --out latest.checkpoint"),
)
@click.option(
    "--key", metavar="FILE", type=click.Path(path_type=Path), help="Sign it with this key (`tracker key new`)."
)
@click.option(
    "--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it to FILE, in whole."
)
@with_session
def command(session: Session, key: Path | None, out: Path | None) -> None:
    """Print size and tree head of the log: keep them where nobody who writes the log can reach.

    `tracker verify --against FILE` shows later whether the log still is what it was then. FILE is replaced only where
    the log goes on from the checkpoint in it; exit 5 where it does not.
    """
    from tracker.desk.checkpoints import checkpoints, write_checkpoint
    from tracker.desk.keyfiles import read_key
    from tracker.views import checkpoint as view

    signer = read_key(key) if key else None
    with session.workspace() as workspace:
        made = write_checkpoint(workspace, out, signer) if out else checkpoints(workspace, signer)
    session.show(lambda style: view.text(made, style), lambda: view.data(made))
