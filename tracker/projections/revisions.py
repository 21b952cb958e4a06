"""The read model `revisions`: every point of every story, and for each revision how it differs from the text before it.

A late arrival gives its successor another predecessor: both are compared anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, tuple_

from tracker.audit.model import AUDIT_VERSION, MOST_PAST
from tracker.diff import ENGINE, ENGINE_VERSION, Comparison
from tracker.ledger.asof import happened
from tracker.ledger.identity import DESK_SUFFIX
from tracker.ledger.read import EVERYTHING, Recorded
from tracker.projections import schema
from tracker.projections.auditing import AuditFold
from tracker.projections.model import Handler, Projection, Rows, printable, readable
from tracker.projections.reviews import ReviewFold
from tracker.projections.schema import examinations, findings, points, reviews, revisions
from tracker.projections.timeline import Timeline, point_from
from tracker.story import canonical
from tracker.story.article import Article
from tracker.story.events import (
    ARTICLE,
    Basis,
    Correction,
    RevisionConfirmed,
    RevisionRecorded,
    RevisionRedated,
    RevisionRestored,
    RevisionVoided,
    StoryReinstated,
    StoryWithdrawn,
)
from tracker.story.evolve import point_of
from tracker.story.moments import Order, Point

NAME = "revisions"
NO_TEXT = Article(paragraphs=())


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedPoint:
    """One point of a story in the list: a revision or a confirmation of one, and whether it came after a later one."""

    point: Point
    recorded_at: int
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedRevision:
    """What the list knows of a revision; counts against `previous`, None where there is nothing before it.

    `erased` is the position of the event that erased its text; then there is nothing to count, and nothing to compare.
    """

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
    erased: int | None = None


class RevisionsHandler(Handler):
    """Adds points and revisions, and compares each revision with the text before it."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._points: dict[tuple[str, Order], dict[str, Any]] = {}
        self._revisions: dict[tuple[str, int], dict[str, Any]] = {}
        self._timelines: dict[str, Timeline] = {}
        self._audit = AuditFold(self.view, self.generation, self.texts, self._timeline)
        self._reviews = ReviewFold(self.view, self.generation)

    def handle(self, recorded: Recorded) -> None:
        """Take a recorded, confirmed or corrected revision, a review or a withdrawal; nothing else changes anything."""
        self._reviews.take(recorded)
        if isinstance(recorded.event, RevisionVoided | RevisionRestored | RevisionRedated):
            self._correct(recorded, recorded.event)
        if isinstance(recorded.event, StoryWithdrawn | StoryReinstated):
            self._turned(recorded)
        if not isinstance(recorded.event, RevisionRecorded | RevisionConfirmed):
            return
        point = point_of(happened(recorded))
        assert point is not None
        stream_id = recorded.row.stream_id.removesuffix(DESK_SUFFIX)
        timeline = self._timeline(stream_id)
        following = timeline.after(point.order)
        fresh = []
        if isinstance(recorded.event, RevisionRecorded):
            fresh.append(self._row(stream_id, point, timeline.before(point.order)))
        if following is not None and not following.confirmed:
            fresh.append(self._row(stream_id, following, point))
        with self._audit.whole_or_not_at_all(), timeline.adding(point):
            self._examine(stream_id, recorded, point, late=following is not None)
        self._points[stream_id, point.order] = self._point_row(stream_id, point, recorded, late=following is not None)
        self._revisions.update({(stream_id, row["revision"]): row for row in fresh})

    def rows(self) -> Rows:
        """The points, revisions, findings and reviews that the batch adds or changes."""
        return {
            points: list(self._points.values()),
            revisions: list(self._revisions.values()),
            examinations: list(self._audit.examinations.values()),
            findings: self._audit.findings(),
            reviews: list(self._reviews.rows.values()),
        }

    def _examine(self, stream_id: str, recorded: Recorded, point: Point, *, late: bool) -> None:
        """Examine a new revision; a late point gives those after it another past, so they are examined again.

        So is the text that was taken for the withdrawn one until this came.
        """
        timeline = self._timeline(stream_id)
        before = timeline.before(point.order)
        if before and point.revision in self._audit.withdrawn_texts(stream_id, recorded) - {before.revision}:
            cause = f"r{point.revision} stood when the story was withdrawn"
            self._again(stream_id, _own(timeline, before.revision), recorded, cause)
        if isinstance(recorded.event, RevisionRecorded):
            self._audit.examine(stream_id, point, recorded, at=recorded, cause=None)
        else:
            own = _own(timeline, point.revision)
            self._again(stream_id, own, recorded, f"r{point.revision} was given again")
        if late:
            arrived = f"r{point.revision} {'was confirmed' if point.confirmed else 'arrived'} late"
            self._again(stream_id, timeline.recorded_after(point.order, MOST_PAST), recorded, arrived)

    def _turned(self, recorded: Recorded) -> None:
        """Examine again what stood when the story was withdrawn or reinstated, and what came after."""
        stream_id = recorded.row.stream_id.removesuffix(DESK_SUFFIX)
        published = recorded.row.published_at
        assert published is not None
        timeline = self._timeline(stream_id)
        stood = timeline.stood(published, recorded.row.position)
        own = _own(timeline, stood.revision) if stood else []
        later = timeline.recorded_after(Order(published, EVERYTHING, EVERYTHING), MOST_PAST)
        with self._audit.whole_or_not_at_all():
            self._again(stream_id, [*own, *later], recorded, f"the story was {recorded.event.type.partition('.')[2]}")

    def _correct(self, recorded: Recorded, event: Correction) -> None:
        """Take a revision's points out, back in, or elsewhere, and look again at all that stood by them or follows."""
        stream_id = recorded.row.stream_id.removesuffix(DESK_SUFFIX)
        timeline = self._timeline(stream_id)
        gone, come = _moved(timeline, event, recorded.row.published_at)
        if not gone and not come:
            return  # the revision itself could not be read
        withdrawn = self._audit.withdrawn_texts(stream_id, recorded)
        with self._audit.whole_or_not_at_all(), timeline.correcting(gone, come):
            touched = _touched(timeline, gone, come)
            rows = [self._row(stream_id, point, timeline.before(point.order)) for point in touched]
            self._audit.corrected(stream_id)
            cause = f"r{event.revision} was {event.type.partition('.')[2]}"
            if isinstance(event, RevisionVoided):
                self._audit.void(stream_id, event.revision, at=recorded, cause=cause)
            first = min(point.order for point in (*gone, *come))
            own = [point for point in come if not point.confirmed and point.order == first]
            nearest, later = timeline.recorded_before(first, 1), timeline.recorded_after(first, MOST_PAST)
            turned = withdrawn ^ self._audit.withdrawn_texts(stream_id, recorded)
            before = [point for number in turned for point in _own(timeline, number) if point.order < first]
            found = {point.order: point for point in (*before, *nearest, *own, *later)}
            self._again(stream_id, [found[order] for order in sorted(found)], recorded, cause)
            moved = [(point, 0) for point in gone] + [(point, 1) for point in come]
            stored = {(stream_id, point.order): self._stored_row(stream_id, point, counted) for point, counted in moved}
        self._points.update(stored)
        self._revisions.update({(stream_id, row["revision"]): row for row in rows})

    def _stored_row(self, stream_id: str, point: Point, counted: int) -> dict[str, Any]:
        """The row of a point that counts or does not from here on."""
        row = self._points.get((stream_id, point.order))
        if row is None:
            where = (points.c.generation == self.generation, points.c.stream_id == stream_id)
            place = tuple_(points.c.published_at, points.c.source_version, points.c.position) == tuple_(*point.order)
            found = self.view.connection.execute(select(points).where(*where, place)).one_or_none()
            row = None if found is None else dict(found._mapping)
        if row is None:
            recorded = self.texts.recorded(stream_id, point.revision)
            row = self._point_row(stream_id, point, recorded, late=False)  # it did not come late: it was moved
        return {**row, "counted": counted, "redated_from": point.redated_from}

    def _again(self, stream_id: str, found: Sequence[Point], at: Recorded, cause: str) -> None:
        for point in found:
            recorded = self.texts.recorded(stream_id, point.revision)
            self._audit.examine(stream_id, point, recorded, at=at, cause=cause)

    def _timeline(self, stream_id: str) -> Timeline:
        if stream_id not in self._timelines:
            self._timelines[stream_id] = Timeline(self.view.connection, self.generation, stream_id)
        return self._timelines[stream_id]

    def _row(self, stream_id: str, point: Point, before: Point | None) -> dict[str, Any]:
        revision = point.revision
        recorded = self.texts.recorded(stream_id, revision)
        erased = self.texts.erased(stream_id)
        article = NO_TEXT if revision in erased else self.texts.article(stream_id, revision, recorded)
        known = before is not None and not {before.revision, revision} & erased.keys()
        comparison = self.texts.comparison(stream_id, before.revision, revision) if before and known else None
        return {
            "generation": self.generation,
            "stream_id": stream_id,
            "revision": revision,
            "position": recorded.row.position,
            "basis": str(recorded.event.basis if point.redated_from is None else Basis.STATED),
            "previous": None if before is None else before.revision,
            "fingerprint": b"" if revision in erased else self._fingerprint(recorded, article),
            "headline": printable(article.headline),
            "note": printable(article.note),
            "paragraphs": len(article.paragraphs),
            "words": len(" ".join(article.paragraphs).split()),
            **_counts(comparison),
            "erased": erased.get(revision),
        }

    def _fingerprint(self, recorded: Recorded, article: Article) -> bytes:
        """What tells that two revisions have the same content, 16 bytes; furniture does not count."""
        if article.furniture:
            content = canonical.encode(article.comparable().to_data())
        else:
            content = self.view.body(recorded, ARTICLE)
        return hashlib.sha256(content).digest()[:16]

    def _point_row(self, stream_id: str, point: Point, recorded: Recorded, *, late: bool) -> dict[str, Any]:
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
            "counted": 1,
            "redated_from": point.redated_from,
        }


REVISIONS = Projection(
    name=NAME,
    version=f"4 {ENGINE}/{ENGINE_VERSION} audit/{AUDIT_VERSION}",
    tables=(points, revisions, examinations, findings, reviews),
    handler=RevisionsHandler,
    by_story=True,
)


def _moved(timeline: Timeline, event: Correction, published: int | None) -> tuple[list[Point], list[Point]]:
    """Which points a correction takes out of the course of a story, and which it puts in."""
    assert published is not None
    if isinstance(event, RevisionRestored):
        return [], list(timeline.uncounted(event.revision, published))
    mine = list(timeline.of_revision(event.revision))
    if isinstance(event, RevisionVoided):
        return mine, []
    own = [point for point in mine if not point.confirmed]
    return own, [point.redated(published) for point in own]


def _touched(timeline: Timeline, gone: Sequence[Point], come: Sequence[Point]) -> list[Point]:
    """The points of recorded revisions that stand where something was put in, or just after a change."""
    after = filter(None, (timeline.after(point.order) for point in (*gone, *come)))
    found = {point.revision: point for point in (*come, *after) if not point.confirmed}
    return list(found.values())


def points_of(connection: Connection, shard: int, stream_id: str) -> tuple[list[Point], int]:
    """A story's points as the read model has them, in publication order, and how many of the shard's events it has
    seen."""
    return [logged.point for logged in logged_points(connection, stream_id)], _seen(connection, shard)


def logged_points(connection: Connection, stream_id: str) -> list[LoggedPoint]:
    """A story's points that count now, in publication order."""
    order = (points.c.published_at, points.c.source_version, points.c.position)
    live = (points.c.generation == _generation(), points.c.counted == 1)
    rows = connection.execute(select(points).where(*live, points.c.stream_id == stream_id).order_by(*order))
    return [LoggedPoint(point=point_from(row), recorded_at=row.recorded_at, late=bool(row.late)) for row in rows]


def logged_revisions(connection: Connection, stream_id: str) -> dict[int, LoggedRevision]:
    """What the list knows of a story's revisions, by number."""
    live = revisions.c.generation == _generation()
    rows = connection.execute(select(revisions).where(live, revisions.c.stream_id == stream_id))
    with readable("revisions"):
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
        erased=row.erased,
    )


def _own(timeline: Timeline, revision: int) -> list[Point]:
    """The point at which a revision was given first, as corrected; none where it is voided."""
    return [point for point in timeline.of_revision(revision) if not point.confirmed]


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
