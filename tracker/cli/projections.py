"""`tracker projections`: look after the read models that lists come from."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode

NAMES = click.Choice(["stories", "revisions", "runs"])


@click.group("projections", epilog=examples("tracker projections list", "tracker projections rebuild revisions"))
def command() -> None:
    """Look after the read models. All of them can be made again from the ledger at any time."""


@command.command("list")
@with_session
def list_(session: Session) -> None:
    """Show how far each read model has come, what it set aside, and whether it is of this program's version."""
    from tracker.desk.models import standings
    from tracker.views import projections as view

    with session.workspace() as workspace:
        result = standings(workspace)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))


@command.command("catch-up")
@with_session
def catch_up(session: Session) -> None:
    """Fold all events that were recorded since into every read model."""
    from tracker.desk.models import catch_up, standings
    from tracker.views import projections as view

    with session.workspace(read_only=False) as workspace:
        catch_up(workspace)
        result = standings(workspace)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))


@command.command("rebuild")
@click.argument("name", type=NAMES, required=False)
@with_session
def rebuild(session: Session, name: str | None) -> None:
    """Make a read model (all, if none is named) anew from the ledger, then put it in the place of the old one."""
    from tracker.desk.models import rebuild, standings
    from tracker.views import projections as view

    with session.workspace(read_only=False) as workspace:
        rebuild(workspace, name)
        result = standings(workspace)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))


@command.command("check")
@click.argument("name", type=NAMES, required=False)
@with_session
def check(session: Session, name: str | None) -> int:
    """Make a read model anew beside the live one and compare them row by row; exit 1 if they differ."""
    from tracker.desk.models import check
    from tracker.views import projections as view

    with session.workspace(read_only=False) as workspace:
        result = check(workspace, name)
    session.show(lambda style: view.check_text(result, style), lambda: view.check_data(result))
    return ExitCode.DIFFERENCES if any(found.differences for found in result) else ExitCode.FINE
