"""What a reader makes of an input: one article, the bytes it came from, and what the input says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.story.article import Article

MAX_ARTICLE = 512 * 1024
"""Bytes; beyond any story, and within what every command shows and compares in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One article as read. Every field an input may leave out is None; nothing is guessed.

    `capture` holds the bytes as received (for JSON Lines: the one line, without its newline). `name` is for
    messages ("in/flood.txt", "feed.jsonl:17"). `reader` and `reader_version` say what read it; a reader of bytes in
    a named encoding carries it ("wire;cp1252"), so that the capture can be read again. `story`, `source`,
    `id` (the capture id), `version`, `follows`, `slug` and `url` are as the input states them. `published` and
    `retrieved` may be without offset where the input gave none; whoever knows the source's zone resolves them.
    """

    article: Article
    capture: bytes
    name: str
    reader: str
    reader_version: int
    story: str | None = None
    source: str | None = None
    id: str | None = None
    version: int | None = None
    published: datetime | None = None
    retrieved: datetime | None = None
    follows: str | None = None
    slug: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """An input left for the next run, because it may still be being written; `name` says which, `reason` why."""

    name: str
    reason: str
