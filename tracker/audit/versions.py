"""Versions that were never seen: told by the numbers in headline tags, else by the source's own count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.audit.case import HEADLINE, STORY, Case, Report
from tracker.audit.model import Context
from tracker.audit.rulebook import MISSED
from tracker.diff.headlines import split_tags
from tracker.story.article import Article

_MOST = 50  # versions; a greater leap is another way of counting
_COUNTS = 1_000  # a source's number beyond this is an id or a time, no count


def missed(old: Article | None, new: Article, context: Context) -> str | None:
    """What is missing between two versions, as part of a sentence: "UPDATE 2 was never seen"; None for nothing."""
    if old is None:
        return None
    tagged = _by_tag(old.headline, new.headline)
    if tagged is not None:
        return _gap(*tagged)
    before, now = context.previous_version, context.version
    if before is None or now is None or not 0 <= before <= now < _COUNTS:
        return None
    return _gap("version", before, now)


def versions(case: Case) -> Iterator[Report]:
    """Report that a version between the two was never seen."""
    if case.missed:
        tagged = case.old is not None and _by_tag(case.old.headline, case.new.headline) is not None
        place = HEADLINE if tagged else STORY
        message = f"{case.missed}; what its note said is unknown"
        yield Report(rule=MISSED, severity=MISSED.severity, place=place, shown=place, message=message)


def _by_tag(old: str | None, new: str | None) -> tuple[str, int, int] | None:
    """(name, old number, new number) of the tags by which both headlines are counted; None where they are not."""
    now, before = _counted(new), _counted(old)
    if now is None or old is None:
        return None
    if before is None:
        return now[0], 0, now[1]  # the first version carries no number
    return (now[0], before[1], now[1]) if now[0] == before[0] else None


def _counted(headline: str | None) -> tuple[str, int] | None:
    tags, _ = split_tags(headline or "")
    for tag in tags:
        match = _number().fullmatch(tag)
        if match:
            name = "lead" if match["rank"] else (match["name"] or "").upper().strip()
            return name or "version", int(match["count"] or match["rank"])
    return None


@cache
def _number() -> re.Pattern[str]:
    return re.compile(
        r"\(?(?:(?P<name>UPDATE|WRAP(?:-?UP)?|LEAD|URGENT) ?(?P<count>\d{1,3})"
        r"|(?P<rank>\d{1,2})(?:st|nd|rd|d|th) ?-?(?:Ld|Lead|Writethru).*)\)?",
        re.IGNORECASE,
    )


def _gap(name: str, before: int, now: int) -> str | None:
    if not 1 < now - before <= _MOST:
        return None
    first, last = before + 1, now - 1
    if name == "lead":
        shown = f"lead {first}" if first == last else f"leads {first} to {last}"
    else:
        shown = f"{name} {first}" if first == last else f"{name} {first} to {last}"
    return f"{shown} {'was' if first == last else 'were'} never seen"
