"""`tracker demo`: record the shipped stories and look at them, each step with the command that does it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from tracker.cli.session import Session, examples, with_session

if TYPE_CHECKING:
    from tracker.desk.audit import Queue
    from tracker.desk.workspace import Workspace

DATABASE = "tracker-demo.db"


@click.command(
    "demo", epilog=examples("tracker demo", f"tracker --help && tracker diff flood-toll --database {DATABASE}")
)
@with_session
def command(session: Session) -> None:
    """Record the stories that come with tracker into tracker-demo.db; show, diff, replay, verify and audit them."""
    if session.database_origin != "--database":
        session = replace(session, database=DATABASE)
    session = replace(session, pager=False)
    with session.workspace(read_only=False) as workspace:
        if session.as_json:
            _as_json(session, workspace)
        else:
            _recorded(session, workspace)
            _replayed(session, workspace)
            # Last, so that it is what a terminal still shows: the thing that nothing but this program tells.
            _checked(session, workspace)
            _end(session)


def _recorded(session: Session, workspace: Workspace) -> None:
    from tracker.desk import demo, history
    from tracker.desk.moment import Asked
    from tracker.views import ingest, log, stories

    style = session.style()
    done = demo.record_fixtures(workspace)
    _step(session, "record every revision, each once", "ingest fixtures/", ingest.text(done, style))
    _step(session, "the stories there are", "stories", stories.text(history.stories(workspace), style))
    logged = history.log(workspace, demo.LATE_STORY, Asked())
    _step(
        session, "one of them in publication order; a copy came late", f"log {demo.LATE_STORY}", log.text(logged, style)
    )


def _replayed(session: Session, workspace: Workspace) -> None:
    from tracker.desk import demo, integrity, replay, show
    from tracker.desk.moment import Asked
    from tracker.views import replay as replay_view
    from tracker.views import show as show_view
    from tracker.views import verify as verify_view

    style = session.style()
    shown = show.show(workspace, demo.STORY, Asked(at=demo.BEFORE))
    said = f"{demo.STORY} --at {demo.BEFORE}"
    _step(session, "what readers saw at an instant", f"show {said}", show_view.text(shown, style))
    for why, at in (("the same from the events alone", demo.BEFORE), ("and after two updates", demo.AFTER)):
        replayed = replay.replay(workspace, demo.STORY, Asked(at=at))
        _step(session, why, f"replay {demo.STORY} --at {at}", replay_view.text(replayed, style))
    verified = integrity.verify(workspace)
    _step(session, "nothing recorded was changed since", "verify", verify_view.text(verified, style))


def _checked(session: Session, workspace: Workspace) -> None:
    from tracker.desk import compare, demo
    from tracker.desk.moment import Asked
    from tracker.views import audit as audit_view
    from tracker.views import diff as diff_view

    style = session.style()
    for why, story in (
        ("an update whose note tells all", demo.STORY),
        ("and one whose note does not", demo.UNTOLD_STORY),
    ):
        compared = compare.diff(workspace, story, None, Asked())
        _step(session, why, f"diff {story}", diff_view.text(compared, style))
    _step(
        session,
        "the gravest changes that no note told of, in all stories",
        "audit --min-severity high",
        audit_view.text(_gravest(workspace), style),
    )


def _gravest(workspace: Workspace) -> Queue:
    from tracker.audit.findings import Severity
    from tracker.desk.audit import AuditAsked, audit

    return audit(workspace, None, AuditAsked(least=Severity.HIGH))


def _as_json(session: Session, workspace: Workspace) -> None:
    from tracker.desk import demo, history, integrity
    from tracker.views import audit as audit_view
    from tracker.views import ingest as ingest_view
    from tracker.views import stories as stories_view
    from tracker.views import verify as verify_view
    from tracker.views.json import dump

    parts = {
        "ingested": ingest_view.data(demo.record_fixtures(workspace)),
        "stories": stories_view.data(history.stories(workspace)),
        "verified": verify_view.data(integrity.verify(workspace)),
        "audited": audit_view.data(_gravest(workspace)),
    }
    click.echo(dump({"schema": "tracker.demo/1", "database": session.database, **parts}), nl=False)


def _step(session: Session, why: str, line: str, text: str) -> None:
    """Say what comes and which command gives it, then what it prints."""
    command = f"$ tracker {line}"
    click.echo(f"# {why}")
    click.echo(click.style(command, bold=True) if session.colour else command, color=session.colour or None)
    click.echo(text, color=session.colour or None)


def _end(session: Session) -> None:
    from tracker.views.safe import safe_line

    place = safe_line(session.database)
    click.echo(f"All of it is in {place}: add --database {place} to any command to look further.")
