"""`tracker diff`: what changed between two revisions."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session


@click.command(
    "diff",
    # or "-2..-1" would be taken for an option
    context_settings={"ignore_unknown_options": True},
    epilog=examples("tracker diff flood-toll", "tracker diff flood-toll r1..r3", "tracker diff flood-toll -2..-1"),
)
@click.argument("story")
@click.argument("range_", metavar="[A..B]", required=False)
@click.option("--known-at", metavar="TIME|#POSITION", help="Between the revisions that had been recorded by then.")
@with_session
def command(session: Session, story: str, range_: str | None, known_at: str | None) -> None:
    """Show what changed in STORY: in its newest revision, in the one named by STORY@rN, or from A to B.

    A and B are rN, or -1 for the newest in publication order, -2 for the one before. Two revisions of different
    stories can be compared too.
    """
    from tracker.desk.compare import diff
    from tracker.desk.moment import Asked
    from tracker.views import diff as view

    with session.workspace() as workspace:
        result = diff(workspace, story, range_, Asked(known_at=known_at))
    session.show(lambda style: view.text(result, style), lambda: view.data(result))
