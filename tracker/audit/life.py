"""Rules on a story's life: withdrawals, embargoes and bylines."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.audit.case import STORY, Case, Report
from tracker.audit.findings import Rule
from tracker.audit.rulebook import AFTERLIFE, BYLINE, EMBARGO, UNREASONED
from tracker.audit.snippet import words_of
from tracker.audit.wording import quoted, span_of_time
from tracker.notes.withdrawal import Withdrawal, withdrawal
from tracker.story.article import Article
from tracker.story.times import from_rfc3339

_NOTICE = 4  # paragraphs, and
_NOTICE_LENGTH = 1_500  # characters that a notice has at most


def notice_of(article: Article) -> Withdrawal | None:
    """What an article says if it withdraws the story instead of telling it; None for any other.

    Its note and headline are read, and its text where that is short: a long one tells a story.
    """
    said = [article.note or ""]
    if len(article.paragraphs) <= _NOTICE and sum(map(len, article.paragraphs)) <= _NOTICE_LENGTH:
        said += article.paragraphs
    return withdrawal("\n".join(filter(None, said)), article.headline)


def life(case: Case) -> Iterator[Report]:
    """Report withdrawals without a reason, texts after one, broken embargoes and changed bylines."""
    yield from _withdrawn(case)
    yield from _after_withdrawal(case)
    yield from _before_embargo(case)
    yield from _byline(case)


def _withdrawn(case: Case) -> Iterator[Report]:
    notice, given = case.notice, case.context.withdrawal
    if notice is None and given is None:
        return
    if (notice is not None and notice.reason) or (given is not None and (given.reason or "").strip()):
        return
    said = f": {quoted(case.new.note)}" if notice is not None and case.new.note else ""
    yield _story(UNREASONED, f"the story was withdrawn and no reason is given{said}")


def _after_withdrawal(case: Case) -> Iterator[Report]:
    before = case.context.withdrawn
    if before is None or case.notice is not None:
        return
    now = case.context.times.published
    if before.published is None or now is None:
        after = ""
    elif now < before.published:
        return  # it came late, but readers had it before
    else:
        after = f" {span_of_time(now - before.published)}"
    why = f" ({quoted(before.reason)})" if before.reason else ""
    yield _story(AFTERLIFE, f"published{after} after the story was withdrawn{why}; nobody had reinstated it")


def _before_embargo(case: Case) -> Iterator[Report]:
    times = case.context.times
    embargo = _instant(case.new.embargo)
    if embargo is None or times.published is None or not times.stated or times.published >= embargo:
        return
    early = span_of_time(embargo - times.published)
    yield _story(EMBARGO, f"published {early} before its embargo, {case.new.embargo}")


def _instant(embargo: str | None) -> int | None:
    if embargo is None:
        return None
    try:
        return from_rfc3339(embargo)
    except ValueError:
        return None  # what cannot be read cannot be broken


def _story(rule: Rule, message: str) -> Report:
    return Report(rule=rule, severity=rule.severity, place=STORY, shown=STORY, message=message)


def _byline(case: Case) -> Iterator[Report]:
    for change in case.changes:
        if change.part != "byline" or change.disclosed or change.typographic:
            continue
        what = {"added": "added", "removed": "removed"}.get(change.kind, "changed")
        old_words, new_words = words_of(change, case.comparison, None)
        yield Report(
            rule=BYLINE,
            severity=BYLINE.severity,
            place="byline",
            shown="byline",
            message=f"byline {what}; {case.note_says()}",
            old_words=old_words,
            new_words=new_words,
            change=change.change,
        )
        return
