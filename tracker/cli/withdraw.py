"""`tracker withdraw`: mark a story as withdrawn."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session


@click.command(
    "withdraw",
    epilog=examples(
        'tracker withdraw flood-toll --at "today 14:00" --by "Mara Ilic" --reason "the source was an impostor"',
        'tracker withdraw flood-toll --at now --by "Mara Ilic" --reason "killed by the agency" --dry-run',
    ),
)
@click.argument("story")
@click.option("--at", metavar="TIME", required=True, help="When it was withdrawn: no time ahead.")
@click.option("--by", metavar="NAME", help="Who says so [reviewer in tracker.toml].")
@click.option("--reason", metavar="TEXT", required=True, help="Why it was withdrawn.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@with_session
def command(session: Session, story: str, at: str, by: str | None, reason: str, dry_run: bool) -> None:
    """Mark STORY as withdrawn from TIME on: `show` says so before the last text. Texts and history stay.

    What arrives later is recorded, and the story stays withdrawn until `tracker reinstate`.
    """
    from tracker.desk.life import withdraw
    from tracker.views import life as view

    with session.workspace(read_only=dry_run) as workspace:
        turned = withdraw(workspace, story, at=at, by=by, reason=reason, dry_run=dry_run)
    session.show(lambda style: view.turned_text(turned, style), lambda: view.turned_data(turned))
