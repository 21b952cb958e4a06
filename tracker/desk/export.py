"""Stories as JSON Lines that `ingest` reads back into the same content and publish times. Content only, not
evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracker.desk.find import FoundStory, find_whole_story, found, revision
from tracker.desk.workspace import Workspace
from tracker.ledger.asof import timeline
from tracker.ledger.read import LedgerView, Recorded
from tracker.ledger.story import opening_of
from tracker.story import canonical
from tracker.story.events import Basis, StoryOpened
from tracker.story.moments import Point
from tracker.story.times import rfc3339


def export(workspace: Workspace, name: str) -> Iterator[bytes]:
    """One story, a JSON line (with its newline) for each point in publication order; none for a voided revision, nor
    for one whose text was erased."""
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
    erased = view.erasures.of_story(story.stream_id)
    for point, item in timeline(view, story.stream_id, None):
        if point.revision in erased:
            continue
        content = revision(view, story, point.revision) if point.confirmed else item
        yield canonical.encode(_line(view, story, point, content)) + b"\n"


def _line(view: LedgerView, story: FoundStory, point: Point, content: Recorded) -> dict[str, Any]:
    """One observation's worth: where it belongs, its times as far as the outlet stated them, and the article."""
    line: dict[str, Any] = {"story": story.ref.key, "slug": story.ref.slug, **view.article(content).to_data()}
    if story.ref.url is not None:
        line["url"] = story.ref.url
    if point.source_version is not None:
        line["version"] = point.source_version
    stated = point.confirmed or point.redated_from is not None or content.event.basis is Basis.STATED
    line["published" if stated else "retrieved"] = rfc3339(point.published_at)
    return line
