"""`tracker export`: stories as JSON Lines."""

from __future__ import annotations

import sys

import click

from tracker.cli.session import Session, examples, with_session
from tracker.errors import UsageError


@click.command(
    "export", epilog=examples("tracker export flood-toll > flood-toll.jsonl", "tracker export --all > everything.jsonl")
)
@click.argument("story", required=False)
@click.option("--all", "everything", is_flag=True, help="Every story in the ledger.")
@with_session
def command(session: Session, story: str | None, everything: bool) -> None:
    """Write STORY, or all stories, as JSON Lines that `tracker ingest` reads back into the same content and publish
    times.

    Content only, not evidence: recorded times, captures and proofs stay in the ledger.
    """
    from tracker.desk.erased import erased_texts
    from tracker.desk.export import export, export_all

    if (story is None) == (not everything):
        raise UsageError("name one STORY, or give --all")
    out = sys.stdout.buffer
    with session.workspace() as workspace:
        for line in export_all(workspace) if story is None else export(workspace, story):
            out.write(line)
        for gone in erased_texts(workspace, story):
            session.message(f"r{gone.revision} of {gone.slug} is not among them: erased by {gone.by}: {gone.reason}")
