"""`tracker link`: let a story go by one more key, or no longer."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session


@click.command(
    "link",
    epilog=examples(
        'tracker link flood-toll ap:78123 --by "Mara Ilic"',
        'tracker link flood-toll ap:78123 --undo --by "Mara Ilic" --reason "another flood"',
    ),
)
@click.argument("story")
@click.argument("key", metavar="SOURCE:ID|URL")
@click.option("--by", metavar="NAME", help="Who says so [reviewer in tracker.toml].")
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option("--undo", is_flag=True, help="Take the key off the story again.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@with_session
def command(
    session: Session, story: str, key: str, by: str | None, reason: str | None, undo: bool, dry_run: bool
) -> None:
    """Let STORY go by SOURCE:ID (or an address) too: what comes in under that key is filed in STORY from now on.

    All its other names keep leading to it. A key that has opened a story of its own stays with that one.
    """
    from tracker.desk.link import link
    from tracker.views import life as view

    with session.workspace(read_only=dry_run) as workspace:
        done = link(workspace, story, key, by=by, reason=reason, undo=undo, dry_run=dry_run)
    session.show(lambda style: view.link_text(done, style), lambda: view.link_data(done))
