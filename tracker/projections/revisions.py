"""The read model `revisions`: every point of every story, and for each revision how it differs from the text before it.

A late arrival gives its successor another predecessor: both are compared anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from tracker.audit.model import AUDIT_VERSION, MOST_PAST
from tracker.diff import ENGINE, ENGINE_VERSION, Comparison
from tracker.ledger.asof import happened
from tracker.ledger.identity import DESK_SUFFIX
from tracker.ledger.read import EVERYTHING, Recorded
from tracker.projections import schema
from tracker.projections.auditing import AuditFold
from tracker.projections.model import Handler, Projection, Rows, printable
from tracker.projections.reviews import ReviewFold
from tracker.projections.schema import examinations, findings, points, reviews, revisions
from tracker.projections.timeline import Timeline, point_from
from tracker.story import canonical
from tracker.story.article import Article
from tracker.story.events import ARTICLE, Basis, RevisionConfirmed, RevisionRecorded, StoryWithdrawn
from tracker.story.evolve import point_of
from tracker.story.moments import Order, Point

NAME = "revisions"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedPoint:
    """One point of a story in the list: a revision or a confirmation of one, and whether it came after a later one."""

    point: Point
    recorded_at: int
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedRevision:
    """What the list knows of a revision; counts against `previous`, None where there is nothing before it."""

    revision: int
    basis: Basis
    previous: int | None
    fingerprint: bytes
    headline: str | None
    note: str | None
    paragraphs: int
    words: int
    words_added: int | None
    words_removed: int | None
    changes: int | None
    coarse: bool


class RevisionsHandler(Handler):
    """Adds points and revisions, and compares each revision with the text before it."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._points: list[dict[str, Any]] = []
        self._revisions: dict[tuple[str, int], dict[str, Any]] = {}
        self._timelines: dict[str, Timeline] = {}
        self._audit = AuditFold(self.view, self.generation, self.texts, self._timeline)
        self._reviews = ReviewFold(self.view, self.generation)

    def handle(self, recorded: Recorded) -> None:
        """Take a recorded or confirmed revision, a review or a withdrawal; other events change nothing here."""
        self._reviews.take(recorded)
        if isinstance(recorded.event, StoryWithdrawn):
            self._withdrawn(recorded)
        if not isinstance(recorded.event, RevisionRecorded | RevisionConfirmed):
            return
        point = point_of(happened(recorded))
        assert point is not None
        stream_id = recorded.row.stream_id.removesuffix(DESK_SUFFIX)
        timeline = self._timeline(stream_id)
        following = timeline.after(point.order)
        fresh = []
        if isinstance(recorded.event, RevisionRecorded):
            fresh.append(self._row(stream_id, recorded, timeline.before(point.order)))
        if following is not None and not following.confirmed:
            fresh.append(self._row(stream_id, self.texts.recorded(stream_id, following.revision), point))
        with self._audit.whole_or_not_at_all(), timeline.adding(point):
            self._examine(stream_id, recorded, point, late=following is not None)
        self._points.append(self._point_row(stream_id, recorded, point, late=following is not None))
        self._revisions.update({(stream_id, row["revision"]): row for row in fresh})

    def rows(self) -> Rows:
        """The points, revisions, findings and reviews that the batch adds or changes."""
        return {
            points: self._points,
            revisions: list(self._revisions.values()),
            examinations: list(self._audit.examinations.values()),
            findings: self._audit.findings(),
            reviews: list(self._reviews.rows.values()),
        }

    def _examine(self, stream_id: str, recorded: Recorded, point: Point, *, late: bool) -> None:
        """Examine a new revision; a late point gives those after it another past, so they are examined again."""
        if isinstance(recorded.event, RevisionRecorded):
            self._audit.examine(stream_id, point, recorded, at=recorded, cause=None)
        else:
            own = self._own_point(stream_id, point.revision)
            self._again(stream_id, [own], recorded, f"r{point.revision} was given again")
        if late:
            arrived = f"r{point.revision} {'was confirmed' if point.confirmed else 'arrived'} late"
            self._again(stream_id, self._timeline(stream_id).recorded_after(point.order, MOST_PAST), recorded, arrived)

    def _withdrawn(self, recorded: Recorded) -> None:
        """Examine again what stood when the story was withdrawn, and what came after."""
        stream_id = recorded.row.stream_id.removesuffix(DESK_SUFFIX)
        published = recorded.row.published_at
        assert published is not None
        timeline = self._timeline(stream_id)
        place = Order(published, EVERYTHING, EVERYTHING)
        stood = timeline.recorded_before(place, 1)
        with self._audit.whole_or_not_at_all():
            later = timeline.recorded_after(place, MOST_PAST)
            self._again(stream_id, [*stood, *later], recorded, "the story was withdrawn")

    def _own_point(self, stream_id: str, revision: int) -> Point:
        point = point_of(happened(self.texts.recorded(stream_id, revision)))
        assert point is not None
        return point

    def _again(self, stream_id: str, found: Sequence[Point], at: Recorded, cause: str) -> None:
        for point in found:
            recorded = self.texts.recorded(stream_id, point.revision)
            self._audit.examine(stream_id, point, recorded, at=at, cause=cause)

    def _timeline(self, stream_id: str) -> Timeline:
        if stream_id not in self._timelines:
            self._timelines[stream_id] = Timeline(self.view.connection, self.generation, stream_id)
        return self._timelines[stream_id]

    def _row(self, stream_id: str, recorded: Recorded, before: Point | None) -> dict[str, Any]:
        revision = recorded.event.revision
        article = self.texts.article(stream_id, revision, recorded)
        comparison = self.texts.comparison(stream_id, before.revision, revision) if before else None
        return {
            "generation": self.generation,
            "stream_id": stream_id,
            "revision": revision,
            "position": recorded.row.position,
            "basis": str(recorded.event.basis),
            "previous": None if before is None else before.revision,
            "fingerprint": self._fingerprint(recorded, article),
            "headline": printable(article.headline),
            "note": printable(article.note),
            "paragraphs": len(article.paragraphs),
            "words": len(" ".join(article.paragraphs).split()),
            **_counts(comparison),
        }

    def _fingerprint(self, recorded: Recorded, article: Article) -> bytes:
        """What tells that two revisions have the same content, 16 bytes; furniture does not count."""
        if article.furniture:
            content = canonical.encode(article.comparable().to_data())
        else:
            content = self.view.body(recorded, ARTICLE)
        return hashlib.sha256(content).digest()[:16]

    def _point_row(self, stream_id: str, recorded: Recorded, point: Point, *, late: bool) -> dict[str, Any]:
        published_at, source_version, position = point.order
        return {
            "generation": self.generation,
            "stream_id": stream_id,
            "published_at": published_at,
            "source_version": source_version,
            "position": position,
            "revision": point.revision,
            "confirmed": int(point.confirmed),
            "late": int(late),
            "recorded_at": recorded.row.recorded_at,
        }


REVISIONS = Projection(
    name=NAME,
    version=f"3 {ENGINE}/{ENGINE_VERSION} audit/{AUDIT_VERSION}",
    tables=(points, revisions, examinations, findings, reviews),
    handler=RevisionsHandler,
)


def points_of(connection: Connection, shard: int, stream_id: str) -> tuple[list[Point], int]:
    """A story's points as the read model has them, in publication order, and how many of the shard's events it has
    seen."""
    return [logged.point for logged in logged_points(connection, stream_id)], _seen(connection, shard)


def logged_points(connection: Connection, stream_id: str) -> list[LoggedPoint]:
    """A story's points in publication order."""
    order = (points.c.published_at, points.c.source_version, points.c.position)
    live = points.c.generation == _generation()
    rows = connection.execute(select(points).where(live, points.c.stream_id == stream_id).order_by(*order))
    return [LoggedPoint(point=point_from(row), recorded_at=row.recorded_at, late=bool(row.late)) for row in rows]


def logged_revisions(connection: Connection, stream_id: str) -> dict[int, LoggedRevision]:
    """What the list knows of a story's revisions, by number."""
    live = revisions.c.generation == _generation()
    rows = connection.execute(select(revisions).where(live, revisions.c.stream_id == stream_id))
    return {row.revision: _logged(row) for row in rows}


def _logged(row: Any) -> LoggedRevision:
    return LoggedRevision(
        revision=row.revision,
        basis=Basis(row.basis),
        previous=row.previous,
        fingerprint=row.fingerprint,
        headline=row.headline,
        note=row.note,
        paragraphs=row.paragraphs,
        words=row.words,
        words_added=row.words_added,
        words_removed=row.words_removed,
        changes=row.changes,
        coarse=bool(row.coarse),
    )


def _counts(comparison: Comparison | None) -> dict[str, Any]:
    return {
        "words_added": comparison.words_added if comparison else None,
        "words_removed": comparison.words_removed if comparison else None,
        "changes": len(comparison.changes) if comparison else None,
        "coarse": int(comparison.coarse) if comparison else 0,
    }


def _generation() -> Any:
    table = schema.projections
    return select(table.c.generation).where(table.c.name == NAME).scalar_subquery()


def _seen(connection: Connection, shard: int) -> int:
    table = schema.cursors
    found = connection.execute(
        select(table.c.position).where(
            table.c.name == NAME, table.c.generation == _generation(), table.c.shard == shard
        )
    ).scalar()
    return found or 0
