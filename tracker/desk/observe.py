"""Readings made into observations: whose story it is, and when it was published, with what the command line adds.

Nothing is guessed: a key nobody gives and a publish time without a zone are refused, each with the way to give it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from tracker.config import Config
from tracker.errors import InputError
from tracker.sources import Reading
from tracker.story.decide import Observation
from tracker.story.keys import StoryKey, key_for_url, make_key, parse_key, valid_slug
from tracker.story.times import resolve_local, to_micros


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the command line says of all inputs: the story they belong to, the zone of publish times without one, and
    whether they come from an archive."""

    story: StoryKey | None = None
    published_zone: tzinfo | None = None
    backfill: bool = False


def observe(reading: Reading, input_name: str | None, given: Given, config: Config) -> Observation:
    """The observation that a reading makes; InputError when its key or its publish time is missing or makes no sense.

    `input_name` is the file's name without a line number, None for standard input.
    """
    try:
        key = given.story or _key(reading)
        follows = _followed(reading, key)
        slug = valid_slug(reading.slug) if reading.slug else None
        zone = given.published_zone or config.source_zone(key.source)
        published = _instant(reading.published, zone, "published", key)
        retrieved = _instant(reading.retrieved, zone, "retrieved", key)
    except ValueError as error:
        raise InputError(reading.name, str(error)) from None
    return Observation(
        key=key,
        article=reading.article,
        capture=reading.capture,
        reader=reading.reader,
        reader_version=reading.reader_version,
        label=reading.name,
        name=input_name,
        capture_id=reading.id,
        published=published,
        retrieved=retrieved,
        source_version=reading.version,
        slug=slug,
        url=reading.url,
        backfill=given.backfill,
        follows=follows,
    )


def _key(reading: Reading) -> StoryKey:
    story, source = reading.story, reading.source
    if story is None and reading.url is not None:
        return key_for_url(reading.url, source)
    if story is None:
        raise ValueError(
            'whose story is this? Give --story SOURCE:ID, or put story = "SOURCE:ID"'
            " (or source and story, or url) in its front matter"
        )
    if source is None:
        if ":" not in story:
            raise ValueError(f"story {story!r} lacks its source: write SOURCE:ID, or give source as well")
        return parse_key(story)
    return make_key(source, _own_id(source, story))


def _own_id(source: str, story: str) -> str:
    own = f"{source.lower()}:"
    return story[len(own) :] if story.lower().startswith(own) else story


def _followed(reading: Reading, key: StoryKey) -> StoryKey | None:
    """The key of the story that the input follows: SOURCE:ID, an address, or an id of its own source."""
    follows = reading.follows
    if follows is None:
        return None
    try:
        if "://" in follows:
            return key_for_url(follows, reading.source)
        return parse_key(follows) if ":" in follows else make_key(key.source, follows)
    except ValueError as error:
        raise ValueError(f"follows: {error}") from None


def _instant(when: datetime | None, zone: tzinfo | None, field: str, key: StoryKey) -> int | None:
    if when is None:
        return None
    if when.tzinfo is not None:
        return to_micros(when)
    if zone is None:
        raise ValueError(
            f"{field} {when.isoformat()} has no offset from UTC: add one, give --published-tz ZONE,"
            f" or set timezone under [sources.{key.source}] in tracker.toml"
        )
    return resolve_local(when, zone, shown=f"{field} {when.isoformat()}")
