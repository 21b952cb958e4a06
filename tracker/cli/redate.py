"""`tracker redate`: give a revision the publish time that it should have had."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session


@click.command(
    "redate",
    epilog=examples(
        'tracker redate flood-toll@r2 --published "2026-03-01T14:00Z" --by "Mara Ilic" --reason "wrong zone"',
        'tracker redate flood-toll@-1 --published "today 14:00" --by "Mara Ilic" --reason "typing error" --dry-run',
    ),
)
@click.argument("revision", metavar="STORY@rN")
@click.option("--published", metavar="TIME", required=True, help="When it was published.")
@click.option("--reason", metavar="TEXT", required=True, help="Why the time it has is wrong.")
@click.option("--by", metavar="NAME", help="Who says so [reviewer in tracker.toml].")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@with_session
def command(session: Session, revision: str, published: str, reason: str, by: str | None, dry_run: bool) -> None:
    """Give STORY@rN another publish time: it moves in publication order everywhere, from now on.

    Nothing is deleted: --known-at a time before still gives the answer of then. To undo it, redate it again.
    """
    from tracker.desk.corrections import redate
    from tracker.views import corrections as view

    with session.workspace(read_only=dry_run) as workspace:
        done = redate(workspace, revision, published=published, by=by, reason=reason, dry_run=dry_run)
    session.show(lambda style: view.text(done, style), lambda: view.data(done))
