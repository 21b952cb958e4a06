"""`tracker key`: keys that sign checkpoints."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.session import Session, examples, with_session

DEFAULT_NAME = "tracker"


@click.group("key", epilog=examples("tracker key new desk.key", "tracker key new desk.key --name example.org/desk"))
def command() -> None:
    """Make the keys that sign checkpoints and proofs (Ed25519; needs the extra `sign`)."""


@command.command("new", epilog=examples("tracker key new desk.key", "tracker key new desk.key --json"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--name", default=DEFAULT_NAME, metavar="NAME", help=f"Who signs, as in example.org/desk [{DEFAULT_NAME}]."
)
@with_session
def new(session: Session, file: Path, name: str) -> None:
    """Make a key in a new FILE, readable by its owner alone, and print the verifier key.

    Publish the verifier key where those who check will look for it; keep FILE where no backup of the ledger goes.
    """
    from tracker.desk.keyfiles import make_key
    from tracker.views import checkpoint as view

    made = make_key(file, name)
    session.show(lambda style: view.key_text(made, file, style), lambda: view.key_data(made, file))
