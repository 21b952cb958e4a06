"""What the audit knows of a story's earlier revisions: read from the list once a batch, and kept up from then on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from tracker.audit.fingerprints import content_fingerprint, sentence_fingerprints
from tracker.audit.model import MOST_PAST, Past, Times
from tracker.projections.model import printable
from tracker.projections.schema import examinations, revisions
from tracker.projections.timeline import Timeline
from tracker.story.article import Article
from tracker.story.events import Basis
from tracker.story.moments import Point

_SIZE = 8  # bytes of a fingerprint


class PastRevisions:
    """The earlier revisions of the stories of one batch, nearest first, at most 200 of each."""

    def __init__(self, connection: Connection, generation: int) -> None:
        self._connection = connection
        self._generation = generation
        self._known: dict[tuple[str, int], Past] = {}
        # The newest points of a story, ascending, for the ordinary case that the next revision follows them.
        self._newest: dict[str, list[Point]] = {}
        self._jumped: frozenset[str] = frozenset()

    def copy(self) -> PastRevisions:
        """The same knowledge, which what comes after does not change."""
        twin = PastRevisions(self._connection, self._generation)
        twin._known = dict(self._known)
        twin._jumped = self._jumped
        twin._newest = {stream_id: list(points) for stream_id, points in self._newest.items()}
        return twin

    def forget(self, stream_id: str) -> None:
        """Ask anew which revisions came before which: a story's course was corrected."""
        self._newest.pop(stream_id, None)

    def before(self, stream_id: str, point: Point, timeline: Timeline, *, again: bool) -> tuple[Past, ...]:
        """The revisions before a point in publication order, without their comparisons; `again`: the revision at the
        point was examined before."""
        newest = self._newest.get(stream_id)
        if newest is None or not self._leads_to(newest, stream_id, point, timeline, again=again):
            newest = timeline.recorded_before(point.order, MOST_PAST)[::-1]
            self._newest[stream_id] = newest
        found = newest[: -MOST_PAST - 1 : -1]
        self._load(stream_id, [item.revision for item in found])
        return tuple(past for item in found if (past := self._known.get((stream_id, item.revision))) is not None)

    def add(self, stream_id: str, point: Point, past: Past) -> None:
        """Keep an examined revision as part of the past of those that follow it."""
        self._known[stream_id, point.revision] = past
        newest = self._newest.get(stream_id)
        if newest is not None and (not newest or newest[-1].order < point.order):
            newest.append(point)
            del newest[: -2 * MOST_PAST]

    def _leads_to(self, newest: list[Point], stream_id: str, point: Point, timeline: Timeline, *, again: bool) -> bool:
        """Whether no revision is missing between the newest known one and the point."""
        if not again and stream_id not in self._jumped:
            return not newest or newest[-1].order < point.order
        # Revisions examined again are taken out of turn: what was left out between two of them must be asked.
        self._jumped = self._jumped | {stream_id} if again else self._jumped - {stream_id}
        nearest = timeline.recorded_before(point.order, 1)
        return [item.order for item in nearest] == [item.order for item in newest[-1:]]

    def _load(self, stream_id: str, numbers: Sequence[int]) -> None:
        missing = [number for number in numbers if (stream_id, number) not in self._known]
        if not missing:
            return
        columns = (
            examinations.c.revision,
            examinations.c.published_at,
            examinations.c.recorded_at,
            examinations.c.content,
            examinations.c.sentences,
            revisions.c.note,
            revisions.c.basis,
        )
        same = [examinations.c[name] == revisions.c[name] for name in ("generation", "stream_id", "revision")]
        rows = self._connection.execute(
            select(*columns)
            .where(*same, examinations.c.generation == self._generation, examinations.c.stream_id == stream_id)
            .where(examinations.c.revision.in_(missing))
        )
        self._known.update(((stream_id, row.revision), _past(row)) for row in rows)


def past_of(article: Article, times: Times, revision: int) -> Past:
    """What is remembered of a revision."""
    return Past(
        revision=revision,
        note=printable(article.note),  # as it is read back from the list
        times=times,
        content=content_fingerprint(article),
        sentences=sentence_fingerprints(article),
    )


def given_at(before: Point | None, there: Past | None) -> Times:
    """When the text before was given last: a confirmation has a time of its own, which the outlet stated."""
    if before is None or there is None:
        return Times()
    return replace(there.times, published=before.published_at, stated=True) if before.confirmed else there.times


def follows(timeline: Timeline, old: int, new: int) -> bool:
    """Whether no other revision stands between two of them in publication order, be it one whose text is gone."""
    own = next((point for point in timeline.of_revision(new) if not point.confirmed), None)
    return own is not None and [point.revision for point in timeline.recorded_before(own.order, 1)] == [old]


def packed(marks: Iterable[bytes]) -> bytes:
    """Fingerprints as one column holds them, in an order of their own."""
    return b"".join(sorted(marks))


def _unpacked(marks: bytes) -> Iterator[bytes]:
    return (marks[start : start + _SIZE] for start in range(0, len(marks), _SIZE))


def _past(row: Any) -> Past:
    return Past(
        revision=row.revision,
        note=row.note,
        times=Times(published=row.published_at, recorded=row.recorded_at, stated=Basis(row.basis) is Basis.STATED),
        content=row.content,
        sentences=frozenset(_unpacked(row.sentences)),
    )
