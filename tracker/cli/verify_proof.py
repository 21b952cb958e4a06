"""`tracker verify-proof`: what a proof shows, with no database and no network."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.session import Session, examples, with_session


@click.command(
    "verify-proof",
    epilog=examples(
        "tracker verify-proof flood-toll.tlog-proof",
        "tracker verify-proof flood-toll.tlog-proof --key example.org/desk+d361d1d6+AR7D…",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", "keys", metavar="KEY|FILE", multiple=True, help="A verifier key that must have signed it.")
@with_session
def command(session: Session, file: Path, keys: tuple[str, ...]) -> None:
    """Check a proof: signature, path, entry and texts. Exit 5 if anything in it does not fit.

    Without --key it shows only that the file fits its own checkpoint: compare that with one you got from elsewhere.
    """
    from tracker.desk.keyfiles import verifier
    from tracker.desk.prove import check_proof
    from tracker.views import prove as view

    checked = check_proof(file, [verifier(key) for key in keys])
    session.show(lambda style: view.checked_text(checked, style), lambda: view.checked_data(checked))
