"""`tracker review`: sign changes and findings off, or take that back."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session
from tracker.errors import UsageError


@click.command(
    "review",
    epilog=examples(
        'tracker review flood-toll@r3 --verdict accept --by "Mara Ilic"',
        'tracker review flood-toll@r3:n1 --verdict query --by "Mara Ilic" -m "who gave the new toll?"',
        'tracker review flood-toll@r3 --withdraw --by "Mara Ilic" -m "wrong story"',
    ),
)
@click.argument("targets", metavar="STORY@rN|FINDING...", nargs=-1, required=True)
@click.option("--verdict", type=click.Choice(["accept", "query", "correction-needed"]), help="What you say of it.")
@click.option("--by", metavar="NAME", help="Who says so [reviewer in tracker.toml].")
@click.option("-m", "--message", "comment", metavar="TEXT", help="Why; needed unless you accept.")
@click.option("--withdraw", is_flag=True, help="Take back what NAME said of these revisions.")
@with_session
def command(
    session: Session, targets: tuple[str, ...], verdict: str | None, by: str | None, comment: str | None, withdraw: bool
) -> None:
    """Sign off what changed in STORY@rN with all its findings, or single findings such as STORY@rN:n2.

    A review is an event: it stays in the ledger with its name and the words that were shown. It counts until the text
    before changes (a late arrival), or a finding's words or severity do.
    """
    from tracker.desk import review as desk
    from tracker.story.events import ReviewVerdict
    from tracker.views import review as view

    if withdraw == (verdict is not None):
        raise UsageError("say either --verdict accept|query|correction-needed, or --withdraw")
    with session.workspace(read_only=False) as workspace:
        if verdict is None:
            gone = desk.withdraw(workspace, targets, by=by, comment=comment)
        else:
            signed = desk.review(workspace, targets, verdict=ReviewVerdict(verdict), by=by, comment=comment)
    if verdict is None:
        session.show(lambda style: view.withdrawn_text(gone, style), lambda: view.withdrawn_data(gone))
    else:
        session.show(lambda style: view.text(signed, style), lambda: view.data(signed))
