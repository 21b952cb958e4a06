"""The read model `stories`: one row for each story, with its names, its newest headline and its newest times."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from tracker.errors import IntegrityError
from tracker.ledger.asof import happened, timeline
from tracker.ledger.identity import DESK_SUFFIX
from tracker.ledger.life import withdrawal_at
from tracker.ledger.read import Recorded
from tracker.ledger.story import opening_of
from tracker.projections import schema
from tracker.projections.model import Handler, Projection, Rows, printable
from tracker.projections.schema import stories
from tracker.story.events import (
    RevisionRecorded,
    RevisionRedated,
    RevisionRestored,
    RevisionVoided,
    StoryOpened,
    StoryReinstated,
    StoryWithdrawn,
)
from tracker.story.evolve import point_of
from tracker.story.keys import normalise_url
from tracker.story.moments import Moment, Order, Point

NAME = "stories"


class StoryRow(NamedTuple):
    """One story as the list knows it; times are micros UTC. `headline` is that of the newest revision in publication
    order; where its text was erased, `erased` is the position of the event that says so."""

    stream_id: str
    source: str
    key_id: str
    slug: str
    url: str | None
    headline: str | None
    revisions: int
    latest_revision: int
    first_published: int
    latest_published: int
    opened_at: int
    changed_at: int
    withdrawn_at: int | None
    erased: int | None = None


class StoriesHandler(Handler):
    """Keeps one row for each story that the batch touches."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._rows: dict[str, dict[str, Any]] = {}

    def handle(self, recorded: Recorded) -> None:
        """Open a row, move it on when the event adds a point to the story, or mark it withdrawn or reinstated."""
        if isinstance(recorded.event, StoryOpened):
            self._rows[recorded.row.stream_id] = self._opened(recorded)
            return
        stream_id = recorded.row.stream_id.removesuffix(DESK_SUFFIX)
        if isinstance(recorded.event, StoryWithdrawn | StoryReinstated):
            self._rows[stream_id] = {**self._row(stream_id), "withdrawn_at": self._withdrawn(recorded, stream_id)}
            return
        if isinstance(recorded.event, RevisionVoided | RevisionRestored | RevisionRedated):
            self._rows[stream_id] = self._corrected(self._row(stream_id), recorded)
            return
        point = point_of(happened(recorded))
        if point is not None:
            self._rows[stream_id] = self._moved(self._row(stream_id), recorded, point)

    def rows(self) -> Rows:
        """The rows of the stories that the batch touched."""
        return {stories: list(self._rows.values())}

    def _withdrawn(self, recorded: Recorded, stream_id: str) -> int | None:
        """Since when the story stands withdrawn, as known with this event; None where it stands."""
        gone = withdrawal_at(self.view, stream_id, Moment(position=recorded.row.position))
        return None if gone is None else gone.row.published_at

    def _opened(self, recorded: Recorded) -> dict[str, Any]:
        opening = opening_of(self.view, recorded)
        return {
            "generation": self.generation,
            "stream_id": opening.stream_id,
            "shard": recorded.row.shard,
            "source": opening.key.source,
            "key_id": printable(opening.key.id),
            "slug": opening.slug,
            "url": _normal(opening.url),
            "headline": printable(opening.title),
            "revisions": 0,
            "latest_revision": 0,
            "latest_position": -1,
            "latest_version": -1,
            "first_published": 0,
            "latest_published": 0,
            "opened_at": recorded.row.recorded_at,
            "changed_at": recorded.row.recorded_at,
            "withdrawn_at": None,
            "erased": None,
        }

    def _row(self, stream_id: str) -> dict[str, Any]:
        if stream_id in self._rows:
            return self._rows[stream_id]
        statement = select(stories).where(stories.c.generation == self.generation, stories.c.stream_id == stream_id)
        row = self.view.connection.execute(statement).one_or_none()
        if row is None:
            raise IntegrityError(f"the story of stream {stream_id} was never opened")
        return dict(row._mapping)

    def _moved(self, row: dict[str, Any], recorded: Recorded, point: Point) -> dict[str, Any]:
        row = dict(row)
        newest = Order(row["latest_published"], row["latest_version"], row["latest_position"])
        first = newest.position < 0  # publish times may lie before 1970: they cannot tell
        row["first_published"] = point.published_at if first else min(row["first_published"], point.published_at)
        if isinstance(recorded.event, RevisionRecorded):
            row["revisions"] += 1
            row["changed_at"] = recorded.row.recorded_at
        if first or point.order > newest:
            row["latest_published"], row["latest_version"], row["latest_position"] = point.order
            if point.revision != row["latest_revision"]:
                row.update(self._headline(recorded, point, row["stream_id"]))
                row["latest_revision"] = point.revision
        return row

    def _corrected(self, row: dict[str, Any], recorded: Recorded) -> dict[str, Any]:
        """The row with what counts after a correction; where nothing does, its times stay as they were."""
        told = timeline(self.view, row["stream_id"], recorded.row.position)
        row = {
            **row,
            "revisions": sum(not point.confirmed for point, _ in told),
            "changed_at": recorded.row.recorded_at,
        }
        if not told:
            return {**row, "latest_revision": 0, "latest_position": -1}
        point, newest = told[-1]
        row["first_published"] = told[0][0].published_at
        row["latest_published"], row["latest_version"], row["latest_position"] = point.order
        if point.revision != row["latest_revision"]:
            row.update(self._headline(newest, point, row["stream_id"]))
            row["latest_revision"] = point.revision
        return row

    def _headline(self, recorded: Recorded, point: Point, stream_id: str) -> dict[str, Any]:
        erased = self.texts.erased(stream_id).get(point.revision)
        source = self.view.version(stream_id, point.revision) if point.confirmed else recorded
        told = None if source is None or erased is not None else self.view.article(source).headline
        return {"headline": printable(told), "erased": erased}


STORIES = Projection(name=NAME, version="3", tables=(stories,), handler=StoriesHandler, by_story=True)


def list_stories(
    connection: Connection, *, since: int | None = None, source: str | None = None, limit: int | None = None
) -> list[StoryRow]:
    """The stories of the live generation, newest publish time first; `since` bounds when they last changed (recorded
    clock)."""
    statement = _live().order_by(stories.c.latest_published.desc(), stories.c.slug)
    if since is not None:
        statement = statement.where(stories.c.changed_at >= since)
    if source is not None:
        statement = statement.where(stories.c.source == source)
    return _rows(connection, statement.limit(limit))


def stories_by_prefix(connection: Connection, prefix: str, *, source: str | None = None, limit: int) -> list[StoryRow]:
    """The stories whose slug starts with `prefix`, at most `limit`, newest publish time first.

    With a source those of that source alone, whether their slug names it (SOURCE/slug) or not.
    """
    if source is None:
        statement = _live().where(_starts(prefix))
    else:
        statement = _live().where(stories.c.source == source, or_(_starts(prefix), _starts(f"{source}/{prefix}")))
    return _rows(connection, statement.order_by(stories.c.latest_published.desc(), stories.c.slug).limit(limit))


def _starts(prefix: str) -> ColumnElement[bool]:
    return and_(stories.c.slug >= prefix, stories.c.slug < prefix + "\U0010ffff")


def stories_by_slug_of_source(connection: Connection, source: str, slug: str) -> list[StoryRow]:
    """The story of one source with this slug, plain or as SOURCE/slug."""
    slugs = (slug, f"{source}/{slug}")
    return _rows(connection, _live().where(stories.c.source == source, stories.c.slug.in_(slugs)).limit(2))


def stories_by_url(connection: Connection, url: str) -> list[StoryRow]:
    """The stories that came with this normalised URL."""
    return _rows(connection, _live().where(stories.c.url == url).order_by(stories.c.slug))


def _live() -> Select[Any]:
    live = select(schema.projections.c.generation).where(schema.projections.c.name == NAME).scalar_subquery()
    return select(*(stories.c[name] for name in StoryRow._fields)).where(stories.c.generation == live)


def _rows(connection: Connection, statement: Select[Any]) -> list[StoryRow]:
    return [StoryRow(*row) for row in connection.execute(statement)]


def _normal(url: str | None) -> str | None:
    try:
        return None if url is None else normalise_url(url)
    except ValueError:
        return printable(url)
