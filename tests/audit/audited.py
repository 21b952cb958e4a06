"""Stories for the tests of the rules: own-written versions, examined in a row, with their past and their times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.audit import Context, Past, Times, examine
from tracker.audit.findings import Closure, Finding
from tracker.audit.fingerprints import content_fingerprint, sentence_fingerprints
from tracker.audit.model import Withdrawn
from tracker.audit.rules import findings
from tracker.diff import compare
from tracker.story.article import Article

MINUTE = 60_000_000
Told = tuple[tuple[Finding, ...], tuple[Closure, ...]]


def text(*paragraphs: str, note: str | None = None, **fields: Any) -> Article:
    """An article of these paragraphs with a desk note."""
    return Article(paragraphs=paragraphs, note=note, **fields)


def instant(clock: str) -> int:
    """Microseconds of "HH:MM" on 1 January 1970, UTC."""
    hour, minute = map(int, clock.split(":"))
    return (hour * 60 + minute) * MINUTE


def history(*versions: Article, published: Sequence[str] = (), **fields: Any) -> Context:
    """The context of the last of these versions: r1, r2 …; `published` are their times as "HH:MM"."""
    times = [Times(published=instant(clock)) for clock in published] or [Times() for _ in versions]
    past = [
        Past(
            revision=number,
            comparison=compare(versions[number - 2], version) if number > 1 else None,
            note=version.note,
            times=times[number - 1],
            content=content_fingerprint(version),
            sentences=sentence_fingerprints(version),
        )
        for number, version in enumerate(versions[:-1], 1)
    ]
    before = {"previous": len(past), "previous_times": times[-2]} if past else {}
    return Context(revision=len(versions), times=times[-1], past=tuple(reversed(past)), **before, **fields)


def audit(*versions: Article, published: Sequence[str] = (), **fields: Any) -> Told:
    """What the rules say of the last of these versions, and what it closes."""
    old, new = versions[-2] if len(versions) > 1 else None, versions[-1]
    context = history(*versions, published=published, **fields)
    seen = examine(old, new, context)
    return findings(old, new, seen.comparison, seen.claims, seen.changes, context)


def found(*versions: Article, published: Sequence[str] = (), **fields: Any) -> list[tuple[str, str]]:
    """(severity, key) of the findings on the last of these versions."""
    return [(item.severity.label, item.key) for item in audit(*versions, published=published, **fields)[0]]


def only(rule: str, told: Told) -> Finding:
    """The one finding of a rule."""
    (finding,) = (item for item in told[0] if item.rule == rule)
    return finding


def keys(told: Told) -> set[str]:
    """The keys of findings."""
    return {item.key for item in told[0]}


def example(written: str) -> Told:
    """What the rules say of an example as the table of rules writes it."""
    fields: dict[str, list[str]] = {}
    for line in written.split("\n"):
        name, _, value = line.partition(": ")
        fields.setdefault(name, []).append(value)
    versions = [text(*fields[name]) for name in ("r1", "r2") if name in fields]
    if "was" in fields:
        versions.append(_version("was", fields, note=fields.get("was note", [None])[0]))
    versions.append(_version("now", fields, note=fields.get("note", [None])[0], embargo=_embargo(fields)))
    published = fields.get("published", [""])[0]
    return audit(*versions, published=published.split(", ") if published else (), **_withdrawal(fields))


def _version(name: str, fields: dict[str, list[str]], **more: Any) -> Article:
    headline, byline = (fields.get(f"{name} {part}", [None])[0] for part in ("headline", "byline"))
    return text(*fields[name], headline=headline, byline=byline, **more)


def _embargo(fields: dict[str, list[str]]) -> str | None:
    return f"1970-01-01T{fields['embargo'][0]}:00Z" if "embargo" in fields else None


def _withdrawal(fields: dict[str, list[str]]) -> dict[str, Withdrawn]:
    if "withdrawn" not in fields:
        return {}
    clock, _, reason = fields["withdrawn"][0].partition(" ")
    # A text that has a time of its own came after the withdrawal; any other is what was withdrawn.
    name = "withdrawn" if "published" in fields else "withdrawal"
    return {name: Withdrawn(published=instant(clock), reason=reason or None)}
