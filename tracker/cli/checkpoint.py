"""`tracker checkpoint`: what the log holds now, in a few lines."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.session import Session, examples, with_session
from tracker.errors import UpstreamFailed, UsageError


@click.command(
    "checkpoint",
    epilog=examples(
        "tracker checkpoint",
        "tracker checkpoint --key desk.key --out latest.checkpoint",
        "tracker checkpoint --out latest.checkpoint --timestamp https://tsa.example.org/tsr",
    ),
)
@click.option(
    "--key", metavar="FILE", type=click.Path(path_type=Path), help="Sign it with this key (`tracker key new`)."
)
@click.option(
    "--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it to FILE, in whole."
)
@click.option("--timestamp", metavar="URL", help="Have this authority (RFC 3161) say when, in FILE.tsr.")
@click.option(
    "--timestamp-ca",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Believe an authority only if its certificate leads to one of these (PEM).",
)
@with_session
def command(
    session: Session, key: Path | None, out: Path | None, timestamp: str | None, timestamp_ca: Path | None
) -> None:
    """Print size and tree head of the log: keep them where nobody who writes the log can reach.

    `tracker verify --against FILE` shows later whether the log still is what it was then. FILE is replaced only where
    the log goes on from the checkpoint in it; exit 5 where it does not.

    With --timestamp an authority is sent the digest of FILE, and nothing else; its answer shows anybody that FILE was
    there by then (`tracker verify-timestamp FILE`). Exit 8 when it gives none that holds: FILE is written all the same.
    """
    from tracker.desk.checkpoints import checkpoints, write_checkpoint
    from tracker.desk.keyfiles import read_key
    from tracker.desk.timestamps import Stamping, authority, stamp
    from tracker.views import checkpoint as view

    if timestamp is None and timestamp_ca is not None:
        raise UsageError("--timestamp-ca says which authority to believe; none is asked: give --timestamp URL")
    if timestamp is not None and out is None:
        raise UsageError("--timestamp is kept beside the checkpoint, as FILE.tsr: give --out FILE")
    asked = authority(timestamp, timestamp_ca) if timestamp is not None else None
    signer = read_key(key) if key else None
    with session.workspace() as workspace:
        made = write_checkpoint(workspace, out, signer) if out else checkpoints(workspace, signer)
    stamping = stamp([one.file for one in made if one.file], asked) if asked else Stamping()
    session.show(lambda style: view.text(made, style, stamping.stamped), lambda: view.data(made, stamping.stamped))
    if stamping.failed:
        raise UpstreamFailed(stamping.failed)
