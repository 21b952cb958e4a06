"""Rules on what the note claims and the diff does not bear out, and on what it discloses late.

Verdicts come from the check of notes; here is said which of them an editor must look at. What a note leaves quiet is
left to `undisclosed`; what it calls things, to `corrections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.audit.case import NOTE, Case, Report
from tracker.audit.findings import Closure, Rule, Severity
from tracker.audit.late import quiet_until_now
from tracker.audit.model import MOST_PAST, ExaminedClaim, Past
from tracker.audit.rulebook import CARRIED, CONTRADICTED, ELSEWHERE, LATE, NOT_FOUND, PARTLY, UNPARSED
from tracker.audit.wording import quoted, span_of_time
from tracker.notes.model import VerdictKind

_OF_VERDICT: dict[VerdictKind, Rule] = {
    "contradicted": CONTRADICTED,
    "not_found": NOT_FOUND,
    "partly": PARTLY,
    "elsewhere": ELSEWHERE,
    "carried": CARRIED,
    "unparsed": UNPARSED,
}
_HOUR = 3_600_000_000  # microseconds


def claims(case: Case) -> Iterator[Report]:
    """Report the claims that are false, misplaced, unreadable or left over, in the note's order."""
    for number, claim in enumerate(case.claims, 1):
        rule = _OF_VERDICT.get(claim.verdict)
        if claim.verdict == "earlier":
            yield from _late(case, number, claim)
        elif rule is not None:
            yield _report(number, rule, _severity(rule, claim), f"{quoted(claim.text)}: {claim.reason}")


def _severity(rule: Rule, claim: ExaminedClaim) -> Severity:
    promised = rule is PARTLY and claim.ruling.claim.verb != "correct"
    return Severity.LOW if promised else rule.severity


def _report(number: int, rule: Rule, severity: Severity, message: str) -> Report:
    return Report(
        rule=rule,
        severity=severity,
        place=f"c{number}",
        shown=NOTE,
        message=message,
        claim=number,
    )


def _late(case: Case, number: int, claim: ExaminedClaim) -> Iterator[Report]:
    past = _past(case, claim.ruling.revision)
    if past is None or not quiet_until_now(claim.ruling.claim, past):
        return
    waited = _between(past, case)
    here = "disclosed only now" if case.context.revision is None else f"disclosed in r{case.context.revision}"
    after = "" if waited is None else f", {span_of_time(waited)} later"
    prompt = waited is not None and abs(waited) < _HOUR
    message = f"{quoted(claim.text)}: changed in r{past.revision}, {here}{after}"
    yield _report(number, LATE, Severity.LOW if prompt else LATE.severity, message)


def _between(past: Past, case: Case) -> int | None:
    """Microseconds from an earlier revision's publish time to this one's; None where one of them is not known."""
    now, then = case.context.times.published, past.times.published
    return None if now is None or then is None else now - then


def closures(case: Case) -> Iterator[Closure]:
    """The earlier changes that this note made good, each once, in the note's order."""
    seen = set()
    for claim in case.claims:
        past = _past(case, claim.ruling.revision) if claim.verdict == "earlier" else None
        if past is None:
            continue
        for change in quiet_until_now(claim.ruling.claim, past):
            closure = Closure(revision=past.revision, change=change)
            if closure not in seen:
                seen.add(closure)
                yield closure


def _past(case: Case, revision: int | None) -> Past | None:
    return next((past for past in case.context.past[:MOST_PAST] if past.revision == revision), None)
