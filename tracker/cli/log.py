"""`tracker log`: the revisions of a story."""

from __future__ import annotations

import click

from tracker.cli.moments import at_options
from tracker.cli.session import Session, examples, with_session


@click.command("log", epilog=examples("tracker log flood-toll", "tracker log flood-toll --all --recorded-order"))
@click.argument("story")
@click.option("--recorded-order", is_flag=True, help="In the order they were recorded, not published.")
@click.option("--all", "everything", is_flag=True, help="Also voided revisions, and every correction.")
@at_options
@with_session
def command(
    session: Session, story: str, recorded_order: bool, everything: bool, at: str | None, known_at: str | None
) -> None:
    """List the revisions of STORY in publication order, with late arrivals, confirmations and reverts marked."""
    from tracker.desk.history import log
    from tracker.desk.moment import Asked
    from tracker.views import log as view

    with session.workspace() as workspace:
        asked = Asked(at=at, known_at=known_at)
        result = log(workspace, story, asked, recorded_order=recorded_order, everything=everything)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))
