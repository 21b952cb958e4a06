"""`tracker config`: the settings in force and where each comes from."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session


@click.command("config", epilog=examples("tracker config", "tracker config show --origin"))
@click.argument("action", type=click.Choice(["show"]), default="show", required=False)
@click.option("--origin", is_flag=True, help="Also where each setting comes from.")
@with_session
def command(session: Session, action: str, origin: bool) -> None:
    """Show the settings in force: the database, the time zone, and what is known of each source."""
    from tracker.views import config as view

    del action  # `show` is the only one yet, and the default
    shown = view.Shown(
        config=session.config, database=session.database, database_origin=session.database_origin, zone=session.zone
    )
    session.show(lambda _: view.text(shown, origin=origin), lambda: view.data(shown))
