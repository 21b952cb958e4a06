"""`tracker show`: what a story says at a moment."""

from __future__ import annotations

import sys

import click

from tracker.cli.moments import at_options
from tracker.cli.session import Session, examples, with_session
from tracker.errors import UsageError


@click.command(
    "show",
    epilog=examples(
        "tracker show flood-toll", "tracker show flood-toll@r2", "tracker show flood-toll --at 'today 14:00'"
    ),
)
@click.argument("story")
@at_options
@click.option("--revision", metavar="rN|-N", help="This revision instead of the one that stands at the moment.")
@click.option("--raw", is_flag=True, help="The bytes it was read from, exactly as received.")
@click.option("--furniture", is_flag=True, help="Also most-read lists and related links.")
@with_session
def command(
    session: Session,
    story: str,
    at: str | None,
    known_at: str | None,
    revision: str | None,
    raw: bool,
    furniture: bool,
) -> None:
    """Show what STORY says: now, or as published by --at and recorded by --known-at. Always from the ledger's
    events."""
    from tracker.desk.moment import Asked
    from tracker.desk.show import capture, show
    from tracker.story.references import parse_revision
    from tracker.views import show as view

    if raw and session.as_json:
        raise UsageError("--raw prints bytes, --json an object: give one of them")
    number = None if revision is None else parse_revision(revision)
    asked = Asked(at=at, known_at=known_at)
    with session.workspace() as workspace:
        if raw:
            sys.stdout.buffer.write(capture(workspace, story, asked, number=number))
            return
        result = show(workspace, story, asked, number=number)
    session.show(lambda style: view.text(result, style, furniture=furniture), lambda: view.data(result))
