"""`tracker db`: make, upgrade and check the database."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode


@click.group("db", epilog=examples("tracker db upgrade", "tracker db current"))
def command() -> None:
    """Make, upgrade and check the database."""


@command.command("upgrade")
@with_session
def upgrade(session: Session) -> None:
    """Make the database if there is none, or bring its schema up to this program's."""
    from tracker.desk.database import upgrade
    from tracker.views import database as view

    with session.workspace(read_only=False) as workspace:
        result = upgrade(workspace)
    session.show(lambda _: view.upgraded_text(result), lambda: view.upgraded_data(result))


@command.command("current")
@with_session
def current(session: Session) -> int:
    """Show the database's schema revision and this program's; exit 6 when they differ."""
    from tracker.desk.database import current
    from tracker.views import database as view

    with session.workspace() as workspace:
        result = current(workspace)
    session.show(lambda _: view.current_text(result), lambda: view.current_data(result))
    return ExitCode.FINE if result.usable else ExitCode.DATABASE_STATE


@command.command("check")
@with_session
def check(session: Session) -> int:
    """Check schema revision, guards, journal mode and the file itself, quickly; `tracker verify` checks the content."""
    from tracker.desk.database import check
    from tracker.views import database as view

    with session.workspace() as workspace:
        result = check(workspace)
    session.show(lambda _: view.checked_text(result), lambda: view.checked_data(result))
    if not result.current.usable:
        return ExitCode.DATABASE_STATE
    return ExitCode.INTEGRITY if result.problems else ExitCode.FINE
