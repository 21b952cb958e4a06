"""`tracker verify-timestamp`: when a file was there, by an authority's word, with no database and no network."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.session import Session, examples, with_session


@click.command(
    "verify-timestamp",
    epilog=examples(
        "tracker verify-timestamp latest.checkpoint",
        "tracker verify-timestamp latest.checkpoint --ca authority.pem --timestamp kept/latest.checkpoint.tsr",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--timestamp", metavar="FILE", type=click.Path(path_type=Path), help="Where the timestamp is [beside it, .tsr]."
)
@click.option(
    "--ca",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The authority's certificate must lead to one of these (PEM).",
)
@with_session
def command(session: Session, file: Path, timestamp: Path | None, ca: Path | None) -> None:
    """Check the timestamp (RFC 3161) of a checkpoint or of any other file. Exit 5 if it does not hold.

    Without --ca it shows only that the timestamp fits the certificate in it: anybody can make one.
    """
    from tracker.desk.timestamps import check_stamp
    from tracker.views import timestamp as view

    checked = check_stamp(file, timestamp, ca)
    session.show(lambda style: view.text(checked, style), lambda: view.data(checked))
