"""`tracker prove`: a file that shows what the log holds, to somebody who has nothing else."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.session import Session, examples, with_session


@click.command(
    "prove",
    epilog=examples(
        "tracker prove flood-toll@r2 --out flood-toll.tlog-proof",
        "tracker prove flood-toll@r2 --out flood-toll.tlog-proof --key desk.key",
    ),
)
@click.argument("revision", metavar="STORY@rN")
@click.option(
    "--out", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Write it to FILE."
)
@click.option(
    "--key", metavar="FILE", type=click.Path(path_type=Path), help="Sign its checkpoint with this key (`key new`)."
)
@with_session
def command(session: Session, revision: str, out: Path, key: Path | None) -> None:
    """Write a proof that the log holds this revision as it was recorded, with its text and the bytes received.

    `tracker verify-proof FILE` checks it with no database and no network; docs/verify-by-hand.md does so without
    tracker.
    """
    from tracker.desk.keyfiles import read_key
    from tracker.desk.prove import prove
    from tracker.views import prove as view

    signer = read_key(key) if key else None
    with session.workspace(read_only=False) as workspace:
        made = prove(workspace, revision, out, signer)
    session.show(lambda style: view.text(made, style), lambda: view.data(made))
