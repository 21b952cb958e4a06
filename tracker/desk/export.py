"""Stories as JSON Lines that `ingest` reads back into the same content and publish times. Content only, not
evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracker.desk.find import FoundStory, find_whole_story, found, revision_ref
from tracker.desk.workspace import Workspace
from tracker.ledger.asof import happened
from tracker.ledger.identity import desk_stream
from tracker.ledger.read import LedgerView, Recorded
from tracker.ledger.story import opening_of
from tracker.story import canonical
from tracker.story.events import Basis, RevisionConfirmed, StoryOpened
from tracker.story.evolve import point_of
from tracker.story.times import rfc3339


def export(workspace: Workspace, name: str) -> Iterator[bytes]:
    """One story, a JSON line (with its newline) for each point in publication order."""
    with workspace.ledger.view() as view:
        yield from _lines(view, find_whole_story(view, name))


def export_all(workspace: Workspace) -> Iterator[bytes]:
    """Every story of the ledger, one after the other in the order they were opened."""
    with workspace.ledger.view() as view:
        for shard in range(view.shards):
            for recorded in view.range(shard, 0):
                if isinstance(recorded.event, StoryOpened):
                    yield from _lines(view, found(view, opening_of(view, recorded)))


def _lines(view: LedgerView, story: FoundStory) -> Iterator[bytes]:
    recorded = [*view.stream(story.stream_id, start=1), *view.stream(desk_stream(story.stream_id))]
    points = [(point, item) for item in recorded if (point := point_of(happened(item))) is not None]
    by_revision = {item.event.revision: item for point, item in points if not point.confirmed}
    for point, item in sorted(points, key=lambda pair: pair[0].order):
        yield canonical.encode(_line(view, story, item, by_revision[point.revision])) + b"\n"


def _line(view: LedgerView, story: FoundStory, item: Recorded, content: Recorded) -> dict[str, Any]:
    """One observation's worth: where it belongs, its times as far as the outlet stated them, and the article."""
    line: dict[str, Any] = {"story": story.ref.key, "slug": story.ref.slug, **view.article(content).to_data()}
    if story.ref.url is not None:
        line["url"] = story.ref.url
    if item.event.source_version is not None:
        line["version"] = item.event.source_version
    assert item.row.published_at is not None
    if isinstance(item.event, RevisionConfirmed) or revision_ref(item).basis is Basis.STATED:
        line["published"] = rfc3339(item.row.published_at)
    else:
        line["retrieved"] = rfc3339(item.row.published_at)
    return line
