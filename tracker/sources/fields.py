"""What an input may state about its article: the same fields in front matter and in JSON Lines, checked alike.

The readers turn the ValueErrors raised here into InputErrors with the input's name. Times without offset stay
without: whoever knows the source's zone resolves them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from tracker.story.canonical import MAX_INTEGER


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The fields an input states; None or empty where it states nothing. `embargo` is RFC 3339 in UTC."""

    story: str | None = None
    source: str | None = None
    id: str | None = None
    version: int | None = None
    published: datetime | None = None
    retrieved: datetime | None = None
    follows: str | None = None
    slug: str | None = None
    url: str | None = None
    headline: str | None = None
    byline: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    embargo: str | None = None
    note: str | None = None


OBSERVED = ("story", "source", "id", "version", "published", "retrieved", "follows", "slug", "url")
NAMES = frozenset(field.name for field in fields(Stated))


def stated(values: Mapping[str, Any]) -> Stated:
    """The stated fields from plain values (TOML or JSON); ValueError names an unknown field or a wrong value."""
    refuse_unknown(values, NAMES)
    return Stated(**{name: READ[name](name, value) for name, value in values.items()})


def refuse_unknown(values: Mapping[str, Any], known: frozenset[str]) -> None:
    """Raise ValueError naming the fields that are not known, and those that are."""
    unknown = [name for name in values if name not in known]
    if unknown:
        shown = ", ".join(repr(name[:60]) for name in sorted(unknown)[:5])
        raise ValueError(f"unknown field {shown}; known are {', '.join(sorted(known))}")


def text(name: str, value: Any) -> str:
    """A string with something in it."""
    if not isinstance(value, str):
        raise ValueError(f"{name}: expected a string, found {found(value)}")
    if not value.strip():
        raise ValueError(f"{name}: is empty")
    return value


def texts(name: str, value: Any) -> tuple[str, ...]:
    """A list of strings."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{name}: expected a list of strings, found {found(value)}")
    return tuple(value)


def whole_number(name: str, value: Any) -> int:
    """An integer from 0 to 2^53 - 1."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_INTEGER:
        raise ValueError(f"{name}: expected a whole number from 0 to 2^53 - 1, found {found(value)}")
    return value


def instant(name: str, value: Any) -> datetime:
    """A date and time, from a TOML datetime or an ISO 8601 string; without offset where none is given."""
    if isinstance(value, str):
        value = _iso(name, value)
    if not isinstance(value, datetime):
        what = "needs a time" if isinstance(value, date) else f"expected a date and time, found {found(value)}"
        raise ValueError(f"{name}: {what}, as in 2023-01-21T17:10:00-05:00")
    if value.tzinfo is not None:
        _utc(name, value)
    return value


def embargo(name: str, value: Any) -> str:
    """A date and time with offset, as RFC 3339 in UTC."""
    moment = instant(name, value)
    if moment.tzinfo is None:
        raise ValueError(f"{name}: needs an offset, as in 2023-01-21T17:10:00-05:00: an embargo is one instant")
    return _utc(name, moment).replace(tzinfo=None).isoformat() + "Z"


def found(value: Any) -> str:
    """What a value is, in words for a message, at a bounded length."""
    if isinstance(value, str):
        return f"the string {value[:40]!r}" + ("…" if len(value) > 40 else "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"the number {value}" if abs(value) <= MAX_INTEGER else "a number beyond ±(2^53 - 1)"
    words = {list: "a list", dict: "a table", float: "a fraction", datetime: "a date and time", date: "a date"}
    return "nothing" if value is None else words.get(type(value), f"a {type(value).__name__}")


def _iso(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{name}: not an ISO 8601 date and time: {value[:40]!r}") from None


def _utc(name: str, moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{name}: {moment.isoformat()} lies outside the years 1 to 9999 in UTC") from None


READ: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("story", "source", "id", "follows", "slug", "url"), text),
    **dict.fromkeys(("headline", "byline", "language", "note"), text),
    "version": whole_number,
    "published": instant,
    "retrieved": instant,
    "keywords": texts,
    "embargo": embargo,
}
