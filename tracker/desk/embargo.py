"""Embargoes as an answer must tell them: one that lies ahead of the asked moment, or that cannot be read as a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.desk.values import AskedMoment
from tracker.story.article import Article
from tracker.story.times import from_rfc3339, to_micros


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """The article must not be used before `until` (micros UTC). None where `text`, as it stands, is no instant."""

    text: str
    until: int | None


def embargo_ahead(article: Article, moment: AskedMoment) -> Embargo | None:
    """The article's embargo where it still holds at the asked moment, or may hold; None otherwise.

    The moment is the asked publish time, else the time as known at which it was asked, else now.
    """
    if not article.embargo:
        return None
    until = _instant(article.embargo)
    asked = next(time for time in (moment.published, moment.known_at, moment.now) if time is not None)
    return Embargo(text=article.embargo, until=until) if until is None or until > asked else None


def _instant(text: str) -> int | None:
    """Readers keep RFC 3339 in UTC; other ISO 8601 forms with an offset name one instant too."""
    try:
        return from_rfc3339(text)
    except ValueError:
        pass
    try:
        return to_micros(datetime.fromisoformat(text))
    except ValueError:
        return None
