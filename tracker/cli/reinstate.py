"""`tracker reinstate`: let a withdrawn story stand again."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session


@click.command(
    "reinstate",
    epilog=examples(
        'tracker reinstate flood-toll --at "today 15:30" --by "Mara Ilic" --reason "withdrawn in error"',
        'tracker reinstate flood-toll --at now --by "Mara Ilic" --reason "the source was genuine" --dry-run',
    ),
)
@click.argument("story")
@click.option("--at", metavar="TIME", required=True, help="From when on it stands again: no time ahead.")
@click.option("--by", metavar="NAME", help="Who says so [reviewer in tracker.toml].")
@click.option("--reason", metavar="TEXT", required=True, help="Why it stands again.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@with_session
def command(session: Session, story: str, at: str, by: str | None, reason: str, dry_run: bool) -> None:
    """Let STORY stand again from TIME on, after a withdrawal by `tracker withdraw` or a notice.

    Until TIME it stays withdrawn: the withdrawal is not undone, it ends.
    """
    from tracker.desk.life import reinstate
    from tracker.views import life as view

    with session.workspace(read_only=dry_run) as workspace:
        turned = reinstate(workspace, story, at=at, by=by, reason=reason, dry_run=dry_run)
    session.show(lambda style: view.turned_text(turned, style), lambda: view.turned_data(turned))
