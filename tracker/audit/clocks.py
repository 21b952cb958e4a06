"""Rules on publish times: a text that changed under the old one, and an old text under a new one.

Times that nobody stated prove nothing; where the outlet gave none, these rules are silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.audit.case import STORY, Case, Report
from tracker.audit.findings import Severity
from tracker.audit.rulebook import MOVED, UNMOVED
from tracker.audit.wording import counted, span_of_time
from tracker.diff.headlines import split_tags
from tracker.diff.model import READ_PARTS

_REPEATS = ("RPT", "REPEAT", "RESEND", "RE-SEND", "RETRANS", "REFIL")


def clocks(case: Case) -> Iterator[Report]:
    """Report a publish time that stood still over a changed text, or moved over an unchanged one."""
    context = case.context
    now, then = context.times, context.previous_times
    if not now.stated or now.published is None:
        return
    if case.comparison is not None and then.stated and then.published is not None:
        if now.published == then.published and any(change.part in READ_PARTS for change in case.heavy):
            yield _unmoved(case)
        elif now.published > then.published and _says_the_same(case) and not _is_repeat(case):
            yield _moved(now.published - then.published, 1)
            return
    later = [instant for instant in context.confirmed if instant > now.published]
    if later and not _is_repeat(case):
        yield _moved(max(later) - now.published, len(later))


def _says_the_same(case: Case) -> bool:
    """Whether a reader reads the same words as before; tags, notes and credits may differ."""
    assert case.comparison is not None
    return not any(change.part in READ_PARTS and not change.typographic for change in case.comparison.changes)


def _is_repeat(case: Case) -> bool:
    """Whether the revision is called a repeat, or only mends what is no text."""
    tags, _ = split_tags(case.new.headline or "")
    tagged = any(tag.upper().lstrip("(").startswith(_REPEATS) for tag in tags)
    return tagged or any(claim.ruling.claim.verb in ("repeat", "refile") for claim in case.claims)


def _unmoved(case: Case) -> Report:
    context = case.context
    newer = (
        context.version is not None
        and context.previous_version is not None
        and context.version > context.previous_version
    )
    counted_on = f"; its version went from {context.previous_version} to {context.version}" if newer else ""
    return Report(
        rule=UNMOVED,
        severity=Severity.LOW if newer else UNMOVED.severity,
        place=STORY,
        shown=STORY,
        message=f"the text changed, its publish time did not{counted_on}",
    )


def _moved(micros: int, times: int) -> Report:
    again = "again" if times == 1 else f"again {counted(times, 'time')}"
    last = ", the last time" if times > 1 else ""
    return Report(
        rule=MOVED,
        severity=MOVED.severity,
        place=STORY,
        shown=STORY,
        message=f"the same text was given {again}{last} {span_of_time(micros)} later, and nothing calls it a repeat",
    )
