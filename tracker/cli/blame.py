"""`tracker blame`: which revision brought each sentence or run of words."""

from __future__ import annotations

from typing import Literal

import click

from tracker.cli.moments import at_options
from tracker.cli.session import Session, examples, with_session


@click.command(
    "blame",
    epilog=examples(
        "tracker blame flood-toll", "tracker blame flood-toll --by word", "tracker blame flood-toll --at 'today 14:00'"
    ),
)
@click.argument("story")
@at_options
@click.option("--by", type=click.Choice(["sentence", "word"]), default="sentence", help="What to blame [sentence].")
@with_session
def command(
    session: Session, story: str, at: str | None, known_at: str | None, by: Literal["sentence", "word"]
) -> None:
    """Show which revision brought each sentence of STORY, through edits, moves and reverts.

    A sentence is blamed on the revision that brought most of its words, and names the others; --by word shows each run
    of words. Words that were removed and came back are blamed on the revision that brought them first. STORY@rN blames
    that revision. Always from the ledger's events.
    """
    from tracker.desk.blame import blame
    from tracker.desk.moment import Asked
    from tracker.views import blame as view

    with session.workspace() as workspace:
        result = blame(workspace, story, Asked(at=at, known_at=known_at), by=by)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))
