"""`tracker diff`: what changed between two revisions."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode, UsageError


@click.command(
    "diff",
    # or "-2..-1" would be taken for an option
    context_settings={"ignore_unknown_options": True},
    epilog=examples(
        "tracker diff flood-toll",
        "tracker diff flood-toll r1..r3 --side-by-side",
        "tracker diff flood-toll -2..-1 --stat --exit-code",
        "tracker diff flood-toll --since-reviewed",
    ),
)
@click.argument("story")
@click.argument("range_", metavar="[A..B]", required=False)
@click.option("--stat", is_flag=True, help="Count words added and removed, a line for each change.")
@click.option("--side-by-side", "columns", is_flag=True, help="Set old and new text in two columns (from 80 wide).")
@click.option(
    "--context",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Show N unchanged paragraphs, whole, around each changed one [0].",
)
@click.option("--since-reviewed", "unseen", is_flag=True, help="From the last revision that was signed off.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs, with 0 if not.")
@click.option("--known-at", metavar="TIME|#POSITION", help="Between the revisions that had been recorded by then.")
@with_session
def command(
    session: Session,
    story: str,
    range_: str | None,
    stat: bool,
    columns: bool,
    context: int,
    unseen: bool,
    exit_code: bool,
    known_at: str | None,
) -> int:
    """Show what changed in STORY: in its newest revision, in the one named by STORY@rN, or from A to B.

    A and B are rN, or -1 for the newest in publication order, -2 for the one before. Two revisions of different
    stories can be compared too.

    With --stat the changes themselves are shown only if --side-by-side or --context asks for them; --json is the same
    with any of these.
    """
    from tracker.desk.compare import diff, since_reviewed
    from tracker.desk.moment import Asked
    from tracker.views import diff as view

    for argument in (story, range_ or ""):
        if argument.startswith("--"):
            raise click.NoSuchOption(argument, ctx=click.get_current_context())
    if unseen and range_ is not None:
        raise UsageError("--since-reviewed names the revisions itself; leave A..B out")
    look = view.Look(stat=stat, columns=columns, context=context)
    with session.workspace() as workspace:
        asked = Asked(known_at=known_at)
        result = since_reviewed(workspace, story, asked) if unseen else diff(workspace, story, range_, asked)
    if unseen and result.old.number == result.new.number:
        session.message(f"r{result.new.number}, the newest revision of {result.story.slug}, is signed off: nothing new")
    session.show(lambda style: view.text(result, style, look), lambda: view.data(result))
    return ExitCode.DIFFERENCES if exit_code and not result.comparison.unchanged else ExitCode.FINE
