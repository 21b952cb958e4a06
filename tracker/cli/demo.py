"""`tracker demo`: record the shipped stories and look at them, each step with the command that does it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from tracker.cli.session import Session, examples, with_session

if TYPE_CHECKING:
    from tracker.desk.workspace import Workspace

DATABASE = "tracker-demo.db"


@click.command(
    "demo", epilog=examples("tracker demo", f"tracker --help && tracker diff flood-toll --database {DATABASE}")
)
@with_session
def command(session: Session) -> None:
    """Record the stories that come with tracker into tracker-demo.db and show, diff, replay and verify them."""
    if session.database_origin != "--database":
        session = replace(session, database=DATABASE)
    session = replace(session, pager=False)
    with session.workspace(read_only=False) as workspace:
        if session.as_json:
            _as_json(session, workspace)
        else:
            _tour(session, workspace)


def _tour(session: Session, workspace: Workspace) -> None:
    from tracker.desk import compare, demo, history, integrity, replay, show
    from tracker.desk.moment import Asked
    from tracker.views import diff as diff_view
    from tracker.views import ingest as ingest_view
    from tracker.views import log as log_view
    from tracker.views import replay as replay_view
    from tracker.views import show as show_view
    from tracker.views import stories as stories_view
    from tracker.views import verify as verify_view

    style = session.style()
    before, after = Asked(at=demo.BEFORE), Asked(at=demo.AFTER)
    _step(session, "tracker ingest fixtures/", ingest_view.text(demo.record_fixtures(workspace), style))
    _step(session, "tracker stories", stories_view.text(history.stories(workspace), style))
    _step(
        session,
        f"tracker log {demo.LATE_STORY}",
        log_view.text(history.log(workspace, demo.LATE_STORY, Asked()), style),
    )
    compared = compare.diff(workspace, demo.STORY, None, Asked())
    _step(session, f"tracker diff {demo.STORY}", diff_view.text(compared, style))
    shown = show.show(workspace, demo.STORY, before)
    _step(session, f"tracker show {demo.STORY} --at {demo.BEFORE}", show_view.text(shown, style))
    for asked in (before, after):
        replayed = replay.replay(workspace, demo.STORY, asked)
        _step(session, f"tracker replay {demo.STORY} --at {asked.at}", replay_view.text(replayed, style))
    _step(session, "tracker verify", verify_view.text(integrity.verify(workspace), style))
    click.echo(f"All of it is in {session.database}: add --database {session.database} to any command to look further.")


def _as_json(session: Session, workspace: Workspace) -> None:
    from tracker.desk import demo, history, integrity
    from tracker.views import ingest as ingest_view
    from tracker.views import stories as stories_view
    from tracker.views import verify as verify_view
    from tracker.views.json import dump

    parts = {
        "ingested": ingest_view.data(demo.record_fixtures(workspace)),
        "stories": stories_view.data(history.stories(workspace)),
        "verified": verify_view.data(integrity.verify(workspace)),
    }
    click.echo(dump({"schema": "tracker.demo/1", "database": session.database, **parts}), nl=False)


def _step(session: Session, line: str, text: str) -> None:
    click.echo(click.style(f"$ {line}", bold=True) if session.colour else f"$ {line}", color=session.colour or None)
    click.echo(text, color=session.colour or None)
