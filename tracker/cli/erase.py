"""`tracker erase`: take texts out of the ledger for good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tracker.cli.progress import progress
from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from tracker.desk.erase_plan import ErasePlan


@click.command(
    "erase",
    # or "-2..-1" would be taken for an option
    context_settings={"ignore_unknown_options": True},
    epilog=examples(
        'tracker erase flood-toll@r2 --by "Mara Ilic" --authority "court order 7/23" --reason "a minor" --dry-run',
        'tracker erase flood-toll --containing "Mill Lane" --by "Mara Ilic" --authority "our lawyers" --reason privacy',
        "tracker erase --sweep",
    ),
)
@click.argument("story", metavar="STORY[@rN]", required=False)
@click.argument("range_", metavar="[A..B]", required=False)
@click.option("--containing", metavar="TEXT", help="The revisions of STORY that hold this phrase, however it is set.")
@click.option("--by", metavar="NAME", help="Who erases it [reviewer in tracker.toml].")
@click.option("--authority", metavar="TEXT", help="On whose authority: a court's order, the editor-in-chief.")
@click.option("--reason", metavar="TEXT", help="Why; without the words that are erased, for it stays.")
@click.option("--yes", is_flag=True, help="Do not ask. Where nobody can be asked, nothing is erased without it.")
@click.option("--dry-run", is_flag=True, help="Say what would be erased and what would stay, and do nothing.")
@click.option("--sweep", "sweeping", is_flag=True, help="Finish what an erasure could not: rid the files of its bytes.")
@with_session
def command(
    session: Session,
    story: str | None,
    range_: str | None,
    containing: str | None,
    by: str | None,
    authority: str | None,
    reason: str | None,
    yes: bool,
    dry_run: bool,
    sweeping: bool,
) -> int:
    """Erase the text of a revision, of the revisions from A to B, of those that hold a phrase, or of all of STORY.

    It cannot be undone. The log keeps its events and goes on verifying; it says who erased what, on whose authority and
    why, and so does every command from then on, for every moment. What comes again is refused. First everything else
    that holds the same sentences is listed.
    """
    from tracker.desk.erase import erase
    from tracker.desk.erase_plan import plan_erasure
    from tracker.views import erase as view

    _refuse_unmeant(story, range_, sweeping)
    if story is None:
        return _sweep(session)
    with session.workspace(read_only=dry_run) as workspace:
        who = {"by": by, "authority": authority, "reason": reason}
        with progress(session, "reading") as bar:
            plan = plan_erasure(workspace, story, range_, containing=containing, **who, progress=bar.at)
        if dry_run:
            session.show(lambda style: view.plan_text(plan, style), lambda: view.plan_data(plan))
            return ExitCode.FINE
        _confirm(session, plan, yes=yes)
        done = erase(workspace, plan)
    session.show(lambda style: view.text(done, style), lambda: view.data(done))
    return ExitCode.FINE if done.swept.done else ExitCode.STORAGE


def _refuse_unmeant(story: str | None, range_: str | None, sweeping: bool) -> None:
    for argument in (story or "", range_ or ""):
        if argument.startswith("--"):
            raise click.NoSuchOption(argument, ctx=click.get_current_context())
    if (story is None) != sweeping:
        raise UsageError("name what to erase, as in STORY@rN or STORY, or give --sweep alone")


def _sweep(session: Session) -> int:
    from tracker.desk.erase import sweep_again
    from tracker.views import erase as view

    with session.workspace(read_only=False) as workspace:
        swept = sweep_again(workspace)
    session.show(lambda style: view.swept_text(swept, style), lambda: view.swept_data(swept))
    return ExitCode.FINE if swept.done else ExitCode.STORAGE


def _confirm(session: Session, plan: ErasePlan, *, yes: bool) -> None:
    """Ask for the slug at a terminal; UsageError when it is not given, or nobody can be asked."""
    from tracker.views import erase as view

    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("nobody can be asked here: look with --dry-run, then give --yes; nothing was erased")
    click.echo(view.plan_text(plan, session.style()), err=True, nl=False)
    click.echo(f"This cannot be undone. To erase it, type {plan.story.slug}: ", err=True, nl=False)
    if sys.stdin.readline().strip() != plan.story.slug:
        raise UsageError("that is not the story's name: nothing was erased")
