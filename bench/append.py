"""Appending 500 revisions a transaction: the ledger against bare SQLite and against the `eventsourcing` library.

Everybody stores the same 2,000 revisions, each an article and the capture it was read from (6.2 + 6.4 kB), made ready
before the clock starts and in the order of a wire: every story's first revision, then every story's second.

- tracker: `Ledger.append` of finished events. Inside the clock: encoding and compressing, two keyed commitments,
  the Merkle tree, the triggers, four indexes; and 200 `story.opened` events that nobody else has to store.
- sqlite3: one table (stream, version, two times, two blobs; the first two its primary key), `executemany`, WAL,
  synchronous=FULL. Nothing is hashed, compressed or indexed beyond that.
- eventsourcing: `Application.events.put` of finished domain events on its SQLite module, WAL and synchronous=FULL as
  they come with it. Its JSON transcoder runs inside the clock, as our encoding does; article and capture are two text
  fields of the event. Again with its ZlibCompressor, for those who want a file of a similar size; and its recorder
  alone, given the two texts as ready bytes: less than any application does with it.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import StoredEvent

from bench.ledgers import events_of, fresh, observed
from bench.measure import Figure, Samples, Took, alternating, ratio, spread, timed
from bench.stories import arrivals, stories
from tracker.desk.record import BATCH
from tracker.story import canonical
from tracker.story.decide import Observation

OF_RAW, OF_EVENTSOURCING = 0.35, 1.0
_TRACKER, _RAW = "tracker", "sqlite3, uncompressed"
_LIBRARY, _ZLIB, _RECORDER = "eventsourcing", "eventsourcing + zlib", "eventsourcing, recorder alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One revision as the rivals store it."""

    stream: str
    version: int
    published_at: int
    article: bytes
    capture: bytes


@dataclass(frozen=True)
class Recorded(DomainEvent):
    """The rival library's event for one revision."""

    published_at: int
    article: str
    capture: str


def run(*, quick: bool) -> list[Figure]:
    """Rates of all contestants, and how the ledger compares."""
    told = stories(60 if quick else 200, 10)
    observations = [observed(revision) for revision in arrivals(told)]
    rows = _rows(observations)
    contestants: dict[str, Callable[[], Took]] = {
        _TRACKER: lambda: _tracker(observations),
        _RAW: lambda: _raw(rows),
        _LIBRARY: lambda: _library(rows, {}),
        _ZLIB: lambda: _library(rows, {"COMPRESSOR_TOPIC": "eventsourcing.compressor:ZlibCompressor"}),
        _RECORDER: lambda: _recorder(rows),
    }
    for once in contestants.values():  # what is loaded on first use is no part of appending
        once()
    samples = alternating(contestants, 3 if quick else 9)
    return [*(_rate(name, samples[name], len(rows)) for name in contestants), *_ratios(samples)]


def _rate(name: str, samples: Samples, count: int) -> Figure:
    wall, cpu = sorted(samples.wall), sorted(samples.cpu)
    middle = len(wall) // 2
    return Figure(
        what=name, value=f"{count / wall[middle]:,.0f} revisions/s wall, {count / cpu[middle]:,.0f} by processor time"
    )


def _ratios(samples: dict[str, Samples]) -> list[Figure]:
    ours = samples[_TRACKER]
    figures = []
    for name, target in ((_RAW, OF_RAW), (_LIBRARY, OF_EVENTSOURCING), (_ZLIB, None), (_RECORDER, None)):
        found = ratio(ours.wall, samples[name].wall)
        each = [b / a for a, b in zip(ours.wall, samples[name].wall, strict=True)]
        figures.append(
            Figure(
                what=f"tracker : {name}",
                value=f"{found:.2f} wall ({spread(each)}), {ratio(ours.cpu, samples[name].cpu):.2f} by processor time",
                target="" if target is None else f">= {target}",
                met=None if target is None else found >= target,
            )
        )
    return figures


def _rows(observations: Sequence[Observation]) -> list[Row]:
    versions: dict[str, int] = {}
    rows = []
    for observation in observations:
        stream = observation.key.text
        versions[stream] = versions.get(stream, 0) + 1
        assert observation.published is not None
        rows.append(
            Row(
                stream=stream,
                version=versions[stream],
                published_at=observation.published,
                article=canonical.encode(observation.article.to_data()),
                capture=observation.capture,
            )
        )
    return rows


def _tracker(observations: Sequence[Observation]) -> Took:
    with fresh() as workspace:
        ledger = workspace.ledger
        batches = events_of(observations, ledger.identities)

        def work() -> None:
            for batch in batches:
                ledger.append(batch)

        return timed(work)


def _raw(rows: Sequence[Row]) -> Took:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        connection = sqlite3.connect(Path(folder) / "raw.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(
            "CREATE TABLE revisions (stream TEXT, version INTEGER, published_at INTEGER, recorded_at INTEGER,"
            " article BLOB, capture BLOB, PRIMARY KEY (stream, version))"
        )
        values = [(row.stream, row.version, row.published_at, 0, row.article, row.capture) for row in rows]

        def work() -> None:
            for start in range(0, len(values), BATCH):
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?)", values[start : start + BATCH])
                connection.execute("COMMIT")

        took = timed(work)
        connection.close()
        return took


def _library(rows: Sequence[Row], settings: dict[str, str]) -> Took:
    now = datetime.now(tz=UTC)
    events = [
        Recorded(
            originator_id=_uuid(row.stream),
            originator_version=row.version,
            timestamp=now,
            published_at=row.published_at,
            article=row.article.decode(),
            capture=row.capture.decode(),
        )
        for row in rows
    ]
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        application = _application(folder, settings)

        def work() -> None:
            for start in range(0, len(events), BATCH):
                application.events.put(events[start : start + BATCH])

        took = timed(work)
        application.close()
        return took


def _recorder(rows: Sequence[Row]) -> Took:
    events = [
        StoredEvent(
            originator_id=_uuid(row.stream),
            originator_version=row.version,
            topic="bench.append:Recorded",
            state=row.article + row.capture,
        )
        for row in rows
    ]
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        application = _application(folder, {})

        def work() -> None:
            for start in range(0, len(events), BATCH):
                application.recorder.insert_events(events[start : start + BATCH])

        took = timed(work)
        application.close()
        return took


def _application(folder: str, settings: dict[str, str]) -> Application[UUID]:
    place = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(Path(folder) / "rival.db")}
    return Application(env={**place, **settings})


def _uuid(stream: str) -> UUID:
    return uuid5(NAMESPACE_URL, stream)
