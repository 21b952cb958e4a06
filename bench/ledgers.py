"""Fresh ledgers to measure on, and generated revisions in the forms that the program takes: observations, events."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from bench.stories import WireRevision
from tracker import __version__
from tracker.clock import system_clock
from tracker.config import Config, Setting
from tracker.desk.ingest import reread_if_moved
from tracker.desk.observe import Given, observe
from tracker.desk.record import BATCH, record
from tracker.desk.workspace import Workspace, open_workspace
from tracker.ledger.append import Base, NewEvent
from tracker.ledger.bodies import FULL_COPY_EVERY
from tracker.ledger.identity import Identities
from tracker.ledger.migrate import upgrade
from tracker.sources import Reading, read
from tracker.story import canonical
from tracker.story.decide import Observation
from tracker.story.events import ARTICLE, CAPTURE, STORY, RevisionRecorded, StoryOpened


@contextmanager
def fresh() -> Iterator[Workspace]:
    """A workspace on an empty SQLite ledger in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        path = str(Path(folder) / "ledger.db")
        setting = Setting(value=path, origin="bench")
        config = Config(database=setting, timezone=Setting(value="UTC", origin="bench"))
        workspace = open_workspace(path, config=config, clock=system_clock, zone=UTC, read_only=False)
        upgrade(workspace.database, clock=system_clock)
        try:
            yield workspace
        finally:
            workspace.close()


def observed(revision: WireRevision) -> Observation:
    """The revision as `ingest` would observe it from its file."""
    reading = next(iter(read(revision.wire(), name=revision.name)))
    assert isinstance(reading, Reading), reading
    config = Config(database=Setting(value="", origin=""), timezone=Setting(value="", origin=""))
    return observe(reading, revision.name, Given(), config)


def record_all(workspace: Workspace, revisions: Sequence[WireRevision]) -> None:
    """Record revisions through the desk, a batch in each transaction."""
    for start in range(0, len(revisions), BATCH):
        batch = [observed(revision) for revision in revisions[start : start + BATCH]]
        record(workspace.ledger, batch, reread=reread_if_moved)


def events_of(observations: Sequence[Observation], ids: Identities) -> list[list[NewEvent]]:
    """The events that record these observations in an empty ledger, a batch of 500 revisions in each list: with their
    bodies and the bases these are compressed against, as the desk would give them."""
    last: dict[str, tuple[dict[str, bytes], int, int]] = {}
    batches: list[list[NewEvent]] = []
    position = 0
    for index, observation in enumerate(observations):
        if index % BATCH == 0:
            batches.append([])
        stream_id = ids.stream(observation.key.text)
        if stream_id not in last:
            batches[-1].append(_opening(observation, stream_id, ids))
            last[stream_id] = ({}, 0, position)
            position += 1
        bodies = {ARTICLE: canonical.encode(observation.article.to_data()), CAPTURE: observation.capture}
        batches[-1].append(_recording(observation, stream_id, ids, bodies, last[stream_id]))
        last[stream_id] = (bodies, last[stream_id][1] + 1, position)
        position += 1
    return batches


def _opening(observation: Observation, stream_id: str, ids: Identities) -> NewEvent:
    about = {"key": observation.key.text, "slug": observation.key.id, "title": observation.article.headline}
    return NewEvent(
        stream_id=stream_id,
        version=0,
        event_id=ids.slug(observation.key.id),
        event=StoryOpened(tool=__version__),
        bodies={STORY: canonical.encode(about)},
    )


def _recording(
    observation: Observation,
    stream_id: str,
    ids: Identities,
    bodies: dict[str, bytes],
    last: tuple[dict[str, bytes], int, int],
) -> NewEvent:
    before, version, position = last
    bases = {slot: Base(content=before[slot], version=version, position=position) for slot in before}
    return NewEvent(
        stream_id=stream_id,
        version=version + 1,
        event_id=ids.event(observation.identity()),
        event=RevisionRecorded(
            revision=version + 1,
            reader=observation.reader,
            reader_version=observation.reader_version,
            tool=__version__,
            basis=observation.basis,
            source_version=observation.source_version,
        ),
        published_at=observation.published,
        timed=True,
        bodies=bodies,
        bases={} if version % FULL_COPY_EVERY == 0 else bases,
    )
