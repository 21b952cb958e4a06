"""`tracker void`: a revision that was recorded by mistake counts no more, or does again."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session
from tracker.errors import UsageError


@click.command(
    "void",
    epilog=examples(
        'tracker void flood-toll@r5 --by "Mara Ilic" --reason "another story" --belongs-to wire:ferry',
        'tracker void flood-toll@r5 --undo --by "Mara Ilic" --reason "it was the right story"',
    ),
)
@click.argument("revision", metavar="STORY@rN")
@click.option("--reason", metavar="TEXT", required=True, help="Why it does not count.")
@click.option("--by", metavar="NAME", help="Who says so [reviewer in tracker.toml].")
@click.option("--belongs-to", metavar="SOURCE:ID", help="The story that the text belongs to.")
@click.option("--undo", is_flag=True, help="Let a voided revision count again.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@with_session
def command(
    session: Session,
    revision: str,
    reason: str,
    by: str | None,
    belongs_to: str | None,
    undo: bool,
    dry_run: bool,
) -> None:
    """Void STORY@rN, which was recorded by mistake: as if it had never come, from now on.

    Nothing is deleted. `show STORY@rN` and `log --all` still show it, other revisions keep their numbers, and
    --known-at a time before still gives the answer of then.
    """
    from tracker.desk.corrections import restore, void
    from tracker.views import corrections as view

    if undo and belongs_to is not None:
        raise UsageError("--belongs-to says where a voided text belongs, --undo that it belongs here: give one of them")
    with session.workspace(read_only=dry_run) as workspace:
        if undo:
            done = restore(workspace, revision, by=by, reason=reason, dry_run=dry_run)
        else:
            done = void(workspace, revision, by=by, reason=reason, belongs_to=belongs_to, dry_run=dry_run)
    session.show(lambda style: view.text(done, style), lambda: view.data(done))
