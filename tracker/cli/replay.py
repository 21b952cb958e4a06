"""`tracker replay`: a story rebuilt from its events alone."""

from __future__ import annotations

import click

from tracker.cli.moments import at_options
from tracker.cli.session import Session, examples, with_session


@click.command(
    "replay", epilog=examples("tracker replay flood-toll", "tracker replay flood-toll --at 'yesterday 18:00' --trace")
)
@click.argument("story")
@at_options
@click.option("--trace", is_flag=True, help="Also every event, and where the story stood after it.")
@with_session
def command(session: Session, story: str, at: str | None, known_at: str | None, trace: bool) -> None:
    """Rebuild STORY from its events alone, one by one, and say whether the index and the read model agree."""
    from tracker.desk.moment import Asked
    from tracker.desk.replay import replay
    from tracker.views import replay as view

    with session.workspace() as workspace:
        result = replay(workspace, story, Asked(at=at, known_at=known_at), trace=trace)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))
