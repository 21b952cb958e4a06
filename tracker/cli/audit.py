"""`tracker audit`: the queue of findings, and what each rule means."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode, UsageError

_PAGE = 100
_SEVERITIES = click.Choice(["low", "medium", "high"])


@click.command(
    "audit",
    epilog=examples(
        "tracker audit --since 22:00 --fail-on high",
        "tracker audit flood-toll",
        "tracker audit --explain undisclosed-number",
    ),
)
@click.argument("story", required=False)
@click.option("--since", metavar="TIME", help="Found since then.")
@click.option("--until", metavar="TIME", help="Found by then.")
@click.option("--published-since", metavar="TIME", help="In revisions published since then.")
@click.option("--published-until", metavar="TIME", help="In revisions published by then.")
@click.option("--rule", "rules", metavar="RULE", multiple=True, help="Only findings of this rule; may be repeated.")
@click.option("--min-severity", type=_SEVERITIES, default="low", help="Only findings at least so serious [low].")
@click.option("--fail-on", type=_SEVERITIES, help="Exit with 1 if a finding shown is at least so serious.")
@click.option("--unreviewed", is_flag=True, help="Only findings that not enough people have looked at.")
@click.option("--backfill", is_flag=True, help="Also findings in revisions that came from an archive.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Show at most N [100; all with --json].")
@click.option("--known-at", metavar="TIME|#POSITION", help="The queue as it stood then.")
@click.option("--explain", metavar="RULE", help="Say what a rule looks for, and why.")
@with_session
def command(
    session: Session,
    story: str | None,
    rules: tuple[str, ...],
    min_severity: str,
    fail_on: str | None,
    limit: int | None,
    explain: str | None,
    **asked: object,
) -> int:
    """Show what the audit found in all stories, in STORY, or in STORY@rN: most serious and newest first.

    Findings that enough reviewers accepted are left out. Those of STORY include what came from an archive.
    """
    from tracker.audit.findings import Severity
    from tracker.desk.audit import AuditAsked, audit
    from tracker.views import audit as view

    if explain is not None:
        return _explain(session, explain)
    least = Severity[min_severity.upper()]
    if fail_on is not None and Severity[fail_on.upper()] < least:
        raise UsageError(f"--fail-on {fail_on} would never see what --min-severity {min_severity} leaves out")
    if limit is None and not session.as_json:
        limit = _PAGE  # who reads has the worst first; a program has all
    wanted = AuditAsked(rules=rules, least=least, limit=limit, **asked)  # type: ignore[arg-type]
    with session.workspace() as workspace:
        queue = audit(workspace, story, wanted)
    session.show(lambda style: view.text(queue, style), lambda: view.data(queue))
    worst = queue.worst()
    failed = fail_on is not None and worst is not None and worst >= Severity[fail_on.upper()]
    return ExitCode.DIFFERENCES if failed else ExitCode.FINE


def _explain(session: Session, code: str) -> int:
    from tracker.desk.audit import explain
    from tracker.views import audit as view

    rule = explain(code)
    session.show(lambda style: view.rule_text(rule, style), lambda: view.rule_data(rule))
    return ExitCode.FINE
