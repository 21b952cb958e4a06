"""The content that one revision carries: a pure value, and its form as JSON.

Publish times, ids and fetch metadata are no part of it; they belong to the observation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

INSERT_KINDS = ("subhead", "bullet", "table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """A subhead, bullet or table row: text that desks do not count as a paragraph.

    `before` is the 1-based number of the paragraph it stands before, 1..n+1 (n+1: after the last).
    """

    before: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of a story's text. `paragraphs` are the counted ones: ¶1 is the one with the dateline.

    `dateline` is kept apart from the first paragraph, as printed but for the dash after it
    ("CARACAS, Jan 21 (Reuters)"). `credits` are the reporting and editing lines, `contacts` the
    contact lines and sign-offs, `furniture` most-read lists and related links: kept, but outside every
    comparison. `embargo` is RFC 3339 in UTC. `extra` holds further metadata as sorted (name, value) pairs.

    Raises ValueError when an insert points outside 1..n+1.
    """

    paragraphs: tuple[str, ...]
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    inserts: tuple[Insert, ...] = ()
    note: str | None = None
    credits: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    copyright: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    embargo: str | None = None
    furniture: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        last = len(self.paragraphs) + 1
        for insert in self.inserts:
            if not 1 <= insert.before <= last:
                raise ValueError(f"insert before ¶{insert.before}, but the article allows 1 to {last}")

    def comparable(self) -> Article:
        """This article without its furniture: what comparisons look at."""
        return replace(self, furniture=()) if self.furniture else self

    def to_data(self) -> dict[str, Any]:
        """This article as plain data for canonical JSON; fields at their default are left out."""
        data: dict[str, Any] = {"paragraphs": list(self.paragraphs)}
        for name in _OPTIONAL:
            value = getattr(self, name)
            if value is not None and value != ():
                data[name] = _PLAIN.get(name, _plain)(value)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Article:
        """The article that `to_data` gave; unknown fields are refused with ValueError."""
        unknown = set(data) - _NAMES
        if unknown:
            raise ValueError(f"unknown article fields: {', '.join(sorted(unknown))}")
        return cls(**{name: _READ.get(name, _same)(value) for name, value in data.items()})


def _plain(value: str | tuple[str, ...]) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _same(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_NAMES = frozenset(field.name for field in fields(Article))
_OPTIONAL = tuple(field.name for field in fields(Article) if field.name != "paragraphs")
_PLAIN: dict[str, Any] = {
    "inserts": lambda inserts: [{"before": i.before, "kind": i.kind, "text": i.text} for i in inserts],
    "extra": dict,
}
_READ: dict[str, Any] = {
    "inserts": lambda rows: tuple(Insert(**row) for row in rows),
    "extra": lambda pairs: tuple(sorted(pairs.items())),
}
