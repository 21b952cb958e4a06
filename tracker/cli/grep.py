"""`tracker grep`: when a phrase appeared, changed or vanished."""

from __future__ import annotations

import click

from tracker.cli.moments import at_options
from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode


@click.command(
    "grep",
    epilog=examples(
        'tracker grep "natural causes"',
        "tracker grep -w -i hospital flood-toll --at 'today 14:00'",
        "tracker grep -E '[0-9]+ (people|dead)' flood-toll",
    ),
)
@click.argument("pattern")
@click.argument("story", required=False)
@click.option("-i", "--ignore-case", is_flag=True, help="Take capitals and small letters as the same.")
@click.option("-w", "--words", is_flag=True, help="Only where it stands as whole words.")
@click.option("-E", "--regex", is_flag=True, help="PATTERN is a regular expression (RE2 syntax, linear time).")
@at_options
@with_session
def command(
    session: Session,
    pattern: str,
    story: str | None,
    ignore_case: bool,
    words: bool,
    regex: bool,
    at: str | None,
    known_at: str | None,
) -> int:
    """Find when PATTERN first appeared, changed or vanished, in STORY or in every story.

    Headlines, paragraphs, subheads, bullets, tables and desk notes are searched, in publication order, always from the
    ledger's events. Quotes, dashes and spaces match however they are set.

    The exit code is 0 with a match and 1 without.
    """
    from tracker.desk.grep import grep
    from tracker.desk.moment import Asked
    from tracker.desk.phrases import Wanted
    from tracker.views import grep as view

    wanted = Wanted(pattern=pattern, regex=regex, ignore_case=ignore_case, words=words)
    with session.workspace() as workspace:
        result = grep(workspace, wanted, story, Asked(at=at, known_at=known_at))
    session.show(lambda style: view.text(result, style), lambda: view.data(result))
    return ExitCode.FINE if result.matches else ExitCode.DIFFERENCES
