"""Reviews in the read model: a row for each finding that a review covers, and what reviewers come to about each.

A review counts for a finding as it was shown: of the same pair of revisions, with the same words and severity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from tracker.audit.signoff import WHOLE, Opinion
from tracker.errors import Erased
from tracker.ledger.identity import DESK_SUFFIX
from tracker.ledger.read import LedgerView, Recorded
from tracker.projections.model import printable
from tracker.projections.schema import reviews
from tracker.story import canonical
from tracker.story.events import REMARK, ChangeReviewed, ReviewVerdict, ReviewWithdrawn

Rows = dict[tuple[str, int, str], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One review of one finding, or of the change as a whole (`key` is WHOLE); times are micros UTC.

    `shown` is what the reviewer was shown of the finding, None for the whole.
    """

    position: int
    revision: int
    key: str
    previous_position: int | None
    verdict: ReviewVerdict
    name: str
    comment: str | None
    shown: bytes | None
    recorded_at: int
    withdrawn_position: int | None

    def counts(self, *, previous_position: int | None, shown: bytes | None, until: int | None) -> bool:
        """Whether it is an opinion on this pair and these words, as known at ledger position `until` (None: now)."""
        if self.previous_position != previous_position or (self.key != WHOLE and self.shown != shown):
            return False
        if until is not None and self.position > until:
            return False
        gone = self.withdrawn_position
        return gone is None or (until is not None and gone > until)

    @property
    def opinion(self) -> Opinion:
        """What was said, by whom."""
        return Opinion(name=self.name, verdict=self.verdict, position=self.position)


def shown_as(severity: int, old_words: str | None, new_words: str | None) -> bytes:
    """What tells whether a finding still says what a reviewer was shown: `signed` makes the same of a finding's row.

    No two findings that differ come to the same: the lengths say where the words end.
    """
    lengths = "|".join("-" if words is None else str(len(words)) for words in (old_words, new_words))
    return f"{severity}|{lengths}|{old_words or ''}{new_words or ''}".encode()


class ReviewFold:
    """Folds the reviews of one batch into rows."""

    def __init__(self, view: LedgerView, generation: int) -> None:
        self._view = view
        self._generation = generation
        self.rows: Rows = {}

    def take(self, recorded: Recorded) -> None:
        """Take a review or the withdrawal of one; other events are none of its matters."""
        stream_id = recorded.row.stream_id.removesuffix(DESK_SUFFIX)
        if isinstance(recorded.event, ChangeReviewed):
            try:
                remark = canonical.decode(self._view.body(recorded, REMARK))
            except Erased:
                return  # it quoted what was erased: nobody is known to have said anything
            for row in self._reviewed(recorded, stream_id, recorded.event, remark):
                self.rows[stream_id, recorded.row.position, row["key"]] = row
        elif isinstance(recorded.event, ReviewWithdrawn):
            for row in self._of(stream_id, recorded.event.review):
                key = (stream_id, row["position"], row["key"])
                self.rows[key] = {**row, "withdrawn_position": recorded.row.position}

    def _reviewed(
        self, recorded: Recorded, stream_id: str, event: ChangeReviewed, remark: Mapping[str, Any]
    ) -> Iterator[dict[str, Any]]:
        shown = {item["key"]: item for item in remark.get("findings", ())}
        for key in event.keys:
            item = shown.get(key)
            yield {
                "generation": self._generation,
                "stream_id": stream_id,
                "position": recorded.row.position,
                "key": key,
                "revision": event.revision,
                "previous_position": event.previous_position,
                "verdict": str(event.verdict),
                "name": printable(remark["by"]),
                "comment": printable(remark.get("comment")),
                "shown": shown_as(item["severity"], item.get("old"), item.get("new")) if item else None,
                "recorded_at": recorded.row.recorded_at,
                "withdrawn_position": None,
            }

    def _of(self, stream_id: str, position: int) -> list[dict[str, Any]]:
        mine = [row for (stream, at, _), row in self.rows.items() if (stream, at) == (stream_id, position)]
        if mine:
            return mine
        stored = select(reviews).where(
            reviews.c.generation == self._generation,
            reviews.c.stream_id == stream_id,
            reviews.c.position == position,
        )
        return [dict(row._mapping) for row in self._view.connection.execute(stored)]


def reviews_of(connection: Connection, live: Any, stream_ids: Iterable[str]) -> dict[str, list[ReviewRow]]:
    """All reviews of these stories, also withdrawn ones, oldest first; `live` is the generation to read."""
    found: dict[str, list[ReviewRow]] = {}
    for chunk in _chunks(sorted(set(stream_ids))):
        rows = connection.execute(
            select(reviews)
            .where(reviews.c.generation == live, reviews.c.stream_id.in_(chunk))
            .order_by(reviews.c.stream_id, reviews.c.position, reviews.c.key)
        )
        for row in rows:
            found.setdefault(row.stream_id, []).append(_row(row))
    return found


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def _row(row: Any) -> ReviewRow:
    return ReviewRow(
        position=row.position,
        revision=row.revision,
        key=row.key,
        previous_position=row.previous_position,
        verdict=ReviewVerdict(row.verdict),
        name=row.name,
        comment=row.comment,
        shown=row.shown,
        recorded_at=row.recorded_at,
        withdrawn_position=row.withdrawn_position,
    )
