"""Ask every rule about one revision, and give each finding its key.

What the rules look for is in their own modules, what they are in `rulebook`; what becomes of findings is for others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from tracker.audit.case import Case, Report
from tracker.audit.catalogue import RULES
from tracker.audit.clocks import clocks
from tracker.audit.corrections import naming, places
from tracker.audit.findings import Closure, Finding
from tracker.audit.history import returns
from tracker.audit.life import life, notice_of
from tracker.audit.model import Context, ExaminedChange, ExaminedClaim
from tracker.audit.noterules import claims as claim_rules
from tracker.audit.noterules import closures
from tracker.audit.truncation import lost_changes, truncation
from tracker.audit.undisclosed import undisclosed
from tracker.audit.versions import missed, versions
from tracker.diff.model import Comparison
from tracker.story.article import Article

__all__ = ["MOST_FINDINGS", "RULES", "findings"]

MOST_FINDINGS = 200
"""Findings of one revision; beyond it the least serious are left out, and the last one says so."""

Family = Callable[[Case], Iterator[Report]]

# In the order in which findings of one severity are shown.
_FAMILIES: tuple[Family, ...] = (
    undisclosed, claim_rules, naming, places, truncation, returns, clocks, versions, life,
)  # fmt: skip


def findings(
    old: Article | None,
    new: Article,
    comparison: Comparison | None,
    claims: Sequence[ExaminedClaim],
    changes: Sequence[ExaminedChange],
    context: Context,
) -> tuple[tuple[Finding, ...], tuple[Closure, ...]]:
    """The findings on one revision, the most serious first, and the earlier findings that its note closes.

    `old` and `comparison` are None for a first revision. Pure, deterministic and near linear in the changes; at most
    200 findings, of which the last then says how many more there were.
    """
    notice = notice_of(new)
    case = Case(
        old=old,
        new=new,
        comparison=comparison,
        claims=tuple(claims),
        changes=tuple(changes),
        context=context,
        missed=missed(old, new, context),
        lost=lost_changes(old, comparison, explained=bool(claims) or notice is not None),
        notice=notice,
    )
    reports = [report for family in _FAMILIES for report in family(case)]
    found = sorted(_keyed(reports), key=lambda finding: -finding.severity)
    return _bounded(found), tuple(closures(case))


def _keyed(reports: Iterable[Report]) -> Iterator[Finding]:
    """The reports with their keys: those of one rule at one place are numbered in reading order, whatever else is."""
    counts: Counter[tuple[str, str]] = Counter()
    for report in reports:
        counts[report.rule.code, report.place] += 1
        yield Finding(
            rule=report.rule.code,
            severity=report.severity,
            key=f"{report.rule.code}:{report.place}:{counts[report.rule.code, report.place]}",
            place=report.shown,
            message=report.message,
            old_words=report.old_words,
            new_words=report.new_words,
            change=report.change,
            claim=report.claim,
        )


def _bounded(found: Sequence[Finding]) -> tuple[Finding, ...]:
    if len(found) <= MOST_FINDINGS:
        return tuple(found)
    kept, left = found[:MOST_FINDINGS], len(found) - MOST_FINDINGS
    return (*kept[:-1], replace(kept[-1], message=f"{kept[-1].message}; {left} more findings are not listed"))
