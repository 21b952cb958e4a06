"""The JSON of values that several results hold: stories, revisions, moments, articles, times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339

if TYPE_CHECKING:
    from tracker.desk.embargo import Embargo
    from tracker.desk.history import Freshness
    from tracker.desk.values import AskedMoment, KeyedRef, ReinstatedRef, RevisionRef, StoryRef, WithdrawnRef
    from tracker.story.article import Article


def instant(micros: int | None) -> str | None:
    """An instant as RFC 3339 in UTC; None stays None."""
    return None if micros is None else rfc3339(micros)


def story(ref: StoryRef) -> dict[str, Any]:
    """Which story an answer is about."""
    return {"key": ref.key, "slug": ref.slug, "source": ref.source, "url": ref.url}


def revision(ref: RevisionRef) -> dict[str, Any]:
    """A revision or point with both its times."""
    return {
        "number": ref.number,
        "published_at": rfc3339(ref.published_at),
        "basis": str(ref.basis),
        "recorded_at": rfc3339(ref.recorded_at),
        "position": ref.position,
        "source_version": ref.source_version,
    }


def moment(asked: AskedMoment) -> dict[str, Any]:
    """The moment an answer is for, as resolved."""
    return {
        "now": rfc3339(asked.now),
        "published": instant(asked.published),
        "known_at": instant(asked.known_at),
        "position": asked.position,
        "head": asked.head,
    }


def withdrawn(found: WithdrawnRef | ReinstatedRef) -> dict[str, Any]:
    """A withdrawal, or a reinstatement."""
    return {
        "published_at": rfc3339(found.published_at),
        "recorded_at": rfc3339(found.recorded_at),
        "position": found.position,
        "reason": found.reason,
        "by": found.by,
    }


def embargo(found: Embargo) -> dict[str, Any]:
    """An embargo that holds at the moment, or that cannot be read as a time."""
    return {"text": found.text, "until": instant(found.until)}


def keyed(found: KeyedRef) -> dict[str, Any]:
    """A key that a story got or lost."""
    return {
        "key": found.key,
        "linked": found.linked,
        "recorded_at": rfc3339(found.recorded_at),
        "position": found.position,
        "by": found.by,
        "reason": found.reason,
    }


def article(content: Article) -> dict[str, Any]:
    """An article with all its fields, also the empty ones."""
    return {
        "headline": content.headline,
        "byline": content.byline,
        "dateline": content.dateline,
        "paragraphs": list(content.paragraphs),
        "inserts": [{"before": item.before, "kind": item.kind, "text": item.text} for item in content.inserts],
        "note": content.note,
        "credits": list(content.credits),
        "contacts": list(content.contacts),
        "copyright": content.copyright,
        "language": content.language,
        "keywords": list(content.keywords),
        "embargo": content.embargo,
        "furniture": list(content.furniture),
        "extra": [{"name": name, "value": value} for name, value in content.extra],
    }


def freshness(state: Freshness) -> dict[str, Any]:
    """How far a list is behind the ledger."""
    return {"lag": state.lag, "errors": state.errors, "stale": state.stale, "complete": state.complete}
