"""What a story stood at, at a moment: by index seeks, never by folding its stream.

The recorded clock is resolved once to a ledger position, and every seek then filters `position + 0 <= p`: the sum keeps
PostgreSQL on the as-of index, which orders by publish time, instead of the primary key.

Points of one publish time are ordered by the source's version. Those that came behind a higher version are marked so
when they are recorded (`behind`), so a seek passes over them and needs no sort. A story with voids or redates, which
one more seek finds, is folded instead: the index has its points as they were recorded, not as they count.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.sql.expression import column

from tracker.ledger.identity import desk_stream
from tracker.ledger.read import EVENT_COLUMNS, EVERYTHING, LedgerView, Recorded, event_query
from tracker.story.course import Course, course
from tracker.story.events import (
    RevisionConfirmed,
    RevisionRecorded,
    RevisionRedated,
    RevisionRestored,
    RevisionVoided,
)
from tracker.story.evolve import Happened, point_of
from tracker.story.moments import Moment, Order, Point

_POINTS = (
    f"SELECT {EVENT_COLUMNS} FROM events WHERE shard = :shard AND stream_id = :stream_id AND type = :type"
    " AND published_at IS NOT NULL AND position + 0 <= :until"
)
LATEST = event_query(
    f"{_POINTS} AND published_at <= :published ORDER BY published_at DESC, position DESC LIMIT :limit OFFSET :skip"
)
EARLIEST = event_query(
    f"{_POINTS} AND published_at > :published ORDER BY published_at, position LIMIT :limit OFFSET :skip"
)
BY_TIME = event_query(f"{_POINTS} ORDER BY published_at, position")
SAME_TIME = event_query(f"{_POINTS} AND published_at = :published ORDER BY position")
CORRECTED = event_query(
    f"SELECT {EVENT_COLUMNS} FROM events WHERE shard = :shard AND stream_id = :stream_id"
    f" AND type IN ('{RevisionVoided.type}', '{RevisionRedated.type}')"
    " AND published_at IS NOT NULL AND position + 0 <= :until LIMIT 1"
)
POSITION_AT = text(
    "SELECT position, recorded_at FROM events WHERE shard = :shard AND recorded_at <= :known_at"
    " ORDER BY recorded_at DESC, position DESC LIMIT 1"
).columns(column("position"), column("recorded_at"))
_FIRST_LOOK, _NEXT_LOOKS = 1, 50


def position_at(view: LedgerView, shard: int, known_at: int) -> int:
    """The last position recorded at or before that instant (micros UTC); -1 when there is none."""
    row = view.connection.execute(POSITION_AT, {"shard": shard, "known_at": known_at}).one_or_none()
    return -1 if row is None else int(row.position)


def course_of(view: LedgerView, stream_id: str, until: int | None) -> Course | None:
    """The course of a story that was corrected, as known at ledger position `until` (None: now).

    None where nothing was: then seeks answer.
    """
    bound = EVERYTHING if until is None else until
    parameters = {"shard": view.shard(stream_id), "stream_id": desk_stream(stream_id), "until": bound}
    if view.connection.execute(CORRECTED, parameters).one_or_none() is None:
        return None
    return course(happened(recorded) for recorded in history_of(view, stream_id, until))


def timeline(view: LedgerView, stream_id: str, until: int | None) -> list[tuple[Point, Recorded]]:
    """All points that count, in publication order, as known at ledger position `until` (None: now), each with its
    event."""
    history = history_of(view, stream_id, until)
    events = {recorded.row.position: recorded for recorded in history}
    return [(point, events[point.position]) for point in course(map(happened, history)).points]


def standing(view: LedgerView, stream_id: str, moment: Moment) -> Point | None:
    """The point a story stood at, at this moment; None before its first. One seek for revisions, one for
    confirmations."""
    corrected = course_of(view, stream_id, moment.position)
    if corrected is not None:
        return corrected.standing(moment.published)
    found = (
        _latest(view, stream_id, RevisionRecorded.type, moment),
        _latest(view, desk_stream(stream_id), RevisionConfirmed.type, moment),
    )
    return max((point for point in found if point), key=lambda point: point.order, default=None)


def last_confirmation(view: LedgerView, stream_id: str, moment: Moment) -> Point | None:
    """The last point, as known at the moment, at which a text of the story was given again; None if there is none."""
    corrected = course_of(view, stream_id, moment.position)
    if corrected is not None:
        return corrected.last_confirmation(moment.published)
    return _latest(view, desk_stream(stream_id), RevisionConfirmed.type, moment)


def own_point(view: LedgerView, recorded: Recorded, moment: Moment) -> Point:
    """The point of a recorded revision, at the publish time it has as known at the moment, also where it is voided."""
    point = point_of(happened(recorded))
    assert point is not None
    until = EVERYTHING if moment.position is None else moment.position
    stream_id = recorded.row.stream_id
    parameters = {"shard": view.shard(stream_id), "stream_id": desk_stream(stream_id), "type": RevisionRedated.type}
    found = map(view.recorded, view.connection.execute(BY_TIME, {**parameters, "until": until}))
    mine = [item.row for item in found if item.event.revision == point.revision]
    last = max(mine, key=lambda row: row.position, default=None)
    return point if last is None or last.published_at is None else point.redated(last.published_at)


def corrections_of(view: LedgerView, stream_id: str, *, until: int | None = None) -> list[Recorded]:
    """The events that voided, restored or redated revisions of a story, in ledger order, up to a position."""
    bound = EVERYTHING if until is None else until
    found = []
    for kind in (RevisionVoided.type, RevisionRestored.type, RevisionRedated.type):
        parameters = {"shard": view.shard(stream_id), "stream_id": desk_stream(stream_id), "type": kind, "until": bound}
        found += [view.recorded(row) for row in view.connection.execute(BY_TIME, parameters)]
    return sorted(found, key=lambda recorded: recorded.row.position)


def before(view: LedgerView, stream_id: str, order: Order) -> tuple[Point | None, Point | None]:
    """The point just before a place in publication order, and the highest of the same publish time after it, if any."""
    corrected = course_of(view, stream_id, None)
    if corrected is not None:
        return corrected.before(order)
    top = standing(view, stream_id, Moment(published=order.published_at))
    if top is None or top.order < order:
        return top, None
    ties = list(_ties(view, stream_id, order.published_at))
    lower = [point for point in ties if point.order < order]
    if lower:
        return max(lower, key=lambda point: point.order), top
    return standing(view, stream_id, Moment(published=order.published_at - 1)), top


def after(view: LedgerView, stream_id: str, point: Point, moment: Moment) -> Point | None:
    """The next revision in publication order after this point that says something else, as known at the moment."""
    corrected = course_of(view, stream_id, moment.position)
    if corrected is not None:
        return corrected.after(point.order)
    until = EVERYTHING if moment.position is None else moment.position
    same_time = [
        other
        for other in _ties(view, stream_id, point.published_at)
        if other.order > point.order and not other.confirmed and other.position <= until
    ]
    if same_time:
        return min(same_time, key=lambda other: other.order)
    return _earliest(view, stream_id, point.published_at, until)


def _latest(view: LedgerView, stream_id: str, event_type: str, moment: Moment) -> Point | None:
    published = EVERYTHING if moment.published is None else moment.published
    until = EVERYTHING if moment.position is None else moment.position
    skip, limit = 0, _FIRST_LOOK
    while True:
        rows = list(
            _seek(view, LATEST, stream_id, event_type, published=published, until=until, skip=skip, limit=limit)
        )
        for point in rows:
            if point.behind is None:
                return point
        if len(rows) < limit:
            return None
        skip, limit = skip + limit, _NEXT_LOOKS


def _earliest(view: LedgerView, stream_id: str, published: int, until: int) -> Point | None:
    first = next(
        _seek(view, EARLIEST, stream_id, RevisionRecorded.type, published=published, until=until, skip=0, limit=1), None
    )
    if first is None or first.source_version is None:
        return first
    ties = [
        point for point in _ties(view, stream_id, first.published_at) if not point.confirmed and point.position <= until
    ]
    return min(ties, key=lambda point: point.order)


def _ties(view: LedgerView, stream_id: str, published: int) -> Iterator[Point]:
    yield from _seek(view, SAME_TIME, stream_id, RevisionRecorded.type, published=published, until=EVERYTHING)
    yield from _seek(
        view, SAME_TIME, desk_stream(stream_id), RevisionConfirmed.type, published=published, until=EVERYTHING
    )


def _seek(view: LedgerView, statement: object, stream_id: str, event_type: str, **bounds: int) -> Iterator[Point]:
    parameters = {"shard": view.shard(stream_id), "stream_id": stream_id, "type": event_type, **bounds}
    for row in view.connection.execute(statement, parameters):  # type: ignore[call-overload]
        point = point_of(happened(view.recorded(row)))
        if point is not None:
            yield point


def history_of(view: LedgerView, stream_id: str, until: int | None) -> list[Recorded]:
    """The events of both of a story's streams, in ledger order, up to a position (None: all)."""
    both = [*view.stream(stream_id, until=until), *view.stream(desk_stream(stream_id), until=until)]
    return sorted(both, key=lambda recorded: recorded.row.position)


def happened(recorded: Recorded) -> Happened:
    """A recorded event as the pure story core takes it."""
    row = recorded.row
    return Happened(
        event=recorded.event, position=row.position, recorded_at=row.recorded_at, published_at=row.published_at
    )
