"""Builders for the storage tests: times, articles, observations, events. All text here is our own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from tracker.config import Config, Setting
from tracker.desk.record import Receipt, record
from tracker.desk.workspace import Workspace
from tracker.ledger.append import Appended, NewEvent, Sighting
from tracker.ledger.asof import standing
from tracker.ledger.database import Database
from tracker.ledger.store import Ledger
from tracker.story.article import Article
from tracker.story.decide import Observation
from tracker.story.events import RevisionRecorded, RunFinished
from tracker.story.keys import StoryKey, parse_key
from tracker.story.moments import Moment

MINUTE = 60_000_000
HOUR = 60 * MINUTE
KEY = "wire:flood"


def at(clock: str, *, day: int = 21) -> int:
    """The instant of "HH:MM" on that day of January 2023, UTC, in microseconds."""
    hour, minute = map(int, clock.split(":"))
    return int(datetime(2023, 1, day, hour, minute, tzinfo=UTC).timestamp()) * 1_000_000


class FakeClock:
    """Stands still until it is told to move."""

    def __init__(self, now: int | None = None) -> None:
        self.now = at("12:00") if now is None else now

    def __call__(self) -> int:
        return self.now


class Overtaken(Ledger):
    """A ledger on which another writer always comes first: just before an append, `meanwhile` is done, up to `times`
    times."""

    def __init__(self, ledger: Ledger, *, meanwhile: Callable[[], object], times: int = 1) -> None:
        super().__init__(ledger.database, clock=ledger.clock)
        self._meanwhile = meanwhile
        self._times = times

    def append(self, batch: Sequence[NewEvent], sightings: Iterable[Sighting] = ()) -> Appended:
        """Let the other writer in, then append."""
        if self._times:
            self._times -= 1
            self._meanwhile()
        return super().append(batch, sightings)


@contextmanager
def opened(url: str, clock: Callable[[], int], *, read_only: bool = False) -> Iterator[Ledger]:
    """An open ledger on a database, closed at the end."""
    database = Database(url, read_only=read_only)
    try:
        yield Ledger(database, clock=clock)
    finally:
        database.close()


def workspace(ledger: Ledger, *, sources: Mapping[str, Any] | None = None, zone: tzinfo = UTC) -> Workspace:
    """A workspace on an open ledger, with its clock."""
    given = Setting(value="", origin="test")
    config = Config(database=given, timezone=given, sources=sources or {})
    return Workspace(ledger=ledger, clock=ledger.clock, config=config, zone=zone)


def article(*paragraphs: str, headline: str | None = "River floods the lower town", **fields: Any) -> Article:
    """An article of these paragraphs."""
    return Article(paragraphs=paragraphs or ("The river rose in the night.",), headline=headline, **fields)


def observed(
    text: str | Article = "The river rose in the night.", published: str | int | None = None, **fields: Any
) -> Observation:
    """One observation of the story `wire:flood`: its text, its stated time as "HH:MM" or micros, anything else by
    name."""
    content = article(text) if isinstance(text, str) else text
    key = fields.pop("key", KEY)
    made = Observation(
        key=key if isinstance(key, StoryKey) else parse_key(key),
        article=content,
        capture="\n\n".join(content.paragraphs).encode(),
        reader="wire",
        reader_version=1,
        label=fields.get("name") or "input",
        published=at(published) if isinstance(published, str) else published,
    )
    return replace(made, **fields)


def not_reread(*_: object) -> None:
    """A reader that never moved: every stored article stands as it was read."""


def take(ledger: Ledger, *observations: Observation) -> list[Receipt]:
    """Record observations, each in a transaction of its own, as separate runs would."""
    return [receipt for observation in observations for receipt in record(ledger, [observation], reread=not_reread)]


def text_at(ledger: Ledger, published: str | int | None = None, *, position: int | None = None, key: str = KEY) -> str:
    """What the story said at a moment: its paragraphs joined; "" when it said nothing yet."""
    moment = Moment(published=at(published) if isinstance(published, str) else published, position=position)
    with ledger.view() as view:
        stream_id = view.identities.stream(parse_key(key).text)
        point = standing(view, stream_id, moment)
        if point is None:
            return ""
        recorded = view.version(stream_id, point.revision)
        assert recorded is not None
        return "\n".join(view.article(recorded).paragraphs)


def revision_event(stream_id: str, version: int, *, event_id: bytes | None = None, **fields: Any) -> NewEvent:
    """An event fit to be appended as `version` of a stream, without any meaning beyond that."""
    made = NewEvent(
        stream_id=stream_id,
        version=version,
        event_id=event_id or f"{stream_id} {version}".encode(),
        event=RevisionRecorded(revision=max(version, 1), reader="wire", tool="test"),
        timed=True,
    )
    return replace(made, **fields)


def stream_of(stream_id: str, count: int, *, start: int = 0) -> list[NewEvent]:
    """Events `start`..`start + count - 1` of a stream."""
    return [revision_event(stream_id, version) for version in range(start, start + count)]


def events_of(ledger: Ledger, shard: int = 0) -> Sequence[Any]:
    """Every event of a shard, in order."""
    with ledger.view() as view:
        return list(view.range(shard, 0))


def of_stories(ledger: Ledger) -> Sequence[Any]:
    """Every event of a story, in order: all but what runs of jobs leave."""
    return [recorded for recorded in events_of(ledger) if not isinstance(recorded.event, RunFinished)]
