"""`tracker stories`: the stories there are."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session


@click.command("stories", epilog=examples("tracker stories", "tracker stories --since yesterday --json"))
@click.option("--since", metavar="TIME", help="Only stories recorded or changed since then (recorded clock).")
@click.option("--source", metavar="NAME", help="Only stories of this source.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N stories.")
@with_session
def command(session: Session, since: str | None, source: str | None, limit: int | None) -> None:
    """List the stories, newest publish time first, with their slugs, revisions and headlines."""
    from tracker.desk.history import stories
    from tracker.views import stories as view

    with session.workspace() as workspace:
        result = stories(workspace, since=since, source=source, limit=limit)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))
