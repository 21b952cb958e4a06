"""The pieces of one article as they are found, and how they become an Article with what the input states itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.sources import brackets
from tracker.sources.fields import Stated
from tracker.story.article import Article, Insert


@dataclass(slots=True)
class Draft:
    """What has been found so far; inserts as (number of the paragraph they stand before, kind, text)."""

    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    inserts: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    copyright: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)

    def insert(self, kind: str, text: str) -> None:
        """Put a subhead, bullet or table row before the next paragraph."""
        self.inserts.append((len(self.paragraphs) + 1, kind, text))

    def article(self, given: Stated) -> Article:
        """The article; what the input states wins, and what it displaces is kept (as subhead or credit)."""
        inserts, credits = list(self.inserts), list(self.credits)
        if given.headline and self.headline and not same(given.headline, self.headline):
            inserts.insert(0, (1, "subhead", self.headline))
        if given.byline and self.byline and not same(given.byline, self.byline):
            credits.insert(0, self.byline)
        return Article(
            paragraphs=tuple(self.paragraphs),
            headline=_tidy(given.headline) or self.headline,
            byline=_tidy(given.byline) or self.byline,
            dateline=self.dateline,
            inserts=tuple(Insert(before=before, kind=kind, text=text) for before, kind, text in inserts),
            note=_one_note(given.note, self.notes),
            credits=tuple(credits),
            contacts=tuple(self.contacts),
            copyright=" ".join(self.copyright) or None,
            language=given.language,
            keywords=given.keywords,
            embargo=given.embargo,
            furniture=tuple(self.furniture),
        )


def same(one: str, other: str) -> bool:
    """True when two texts differ at most in white space, case, outer brackets, a "By" or a final full stop."""
    return _key(one) == _key(other)


def _key(text: str) -> str:
    return " ".join(text.split()).strip("()[] .").casefold().removeprefix("by ")


def _tidy(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def _one_note(stated: str | None, found: list[str]) -> str | None:
    """The notes as one text: the stated one first, each only once."""
    notes: dict[str, str] = {}
    for note in (*([stated] if stated else []), *found):
        text = " ".join(note.split())
        text = brackets.inside(text) or text
        notes.setdefault(_key(text), text)
    return " ".join(notes.values()) or None
