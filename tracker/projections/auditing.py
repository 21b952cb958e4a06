"""Folding the audit: each revision examined against the text before it, its findings opened, and closed with a cause.

A finding is never changed: where its words or its severity do, the old one is closed and another one opened. What the
rules look for is theirs; which revisions must be looked at again is said by the handler that owns this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice, pairwise
from typing import Any

from sqlalchemy import select

from tracker.audit import Context, Examination, Times, examine
from tracker.audit.findings import Closure, Finding
from tracker.audit.model import LOOKS_BACK, Past
from tracker.ledger.read import LedgerView, Recorded
from tracker.ledger.story import opening_of
from tracker.notes.lookback import MOST_EARLIER
from tracker.projections.examinations import UNAVAILABLE, claims_text
from tracker.projections.kept import disclosed_in, made_good, says
from tracker.projections.model import printable
from tracker.projections.past import PastRevisions, follows, given_at, packed, past_of
from tracker.projections.schema import examinations, findings
from tracker.projections.texts import Texts
from tracker.projections.timeline import Timeline
from tracker.projections.withdrawals import Withdrawals
from tracker.story.article import Article
from tracker.story.events import Basis
from tracker.story.moments import Point

Row = dict[str, Any]


class AuditFold:
    """Folds the examinations and findings of one batch into rows."""

    def __init__(self, view: LedgerView, generation: int, texts: Texts, timeline: Callable[[str], Timeline]) -> None:
        self._view = view
        self._generation = generation
        self._texts = texts
        self._timeline = timeline
        self._past = PastRevisions(view.connection, generation)
        self._withdrawals = Withdrawals(view)
        self._sources: dict[str, str] = {}
        self.examinations: dict[tuple[str, int], Row] = {}
        self._findings: dict[tuple[str, int], dict[int, Row]] = {}

    @contextmanager
    def whole_or_not_at_all(self) -> Iterator[None]:
        """Take back what is folded within, if any of it fails."""
        examinations, findings, past = dict(self.examinations), dict(self._findings), self._past.copy()
        try:
            yield
        except Exception:
            self.examinations, self._findings, self._past = examinations, findings, past
            raise

    def withdrawn_texts(self, stream_id: str, at: Recorded) -> set[int]:
        """The revisions that stood when the story was withdrawn, as known at an event."""
        timeline = self._timeline(stream_id)
        stood = (timeline.stood(*place) for place in self._withdrawals.places(stream_id, at.row.position))
        return {point.revision for point in stood if point is not None}

    def findings(self) -> list[Row]:
        """The findings that the batch opens or closes."""
        return [row for rows in self._findings.values() for row in rows.values()]

    def corrected(self, stream_id: str) -> None:
        """A story's course was corrected: what was remembered of the order of its revisions holds no more."""
        self._past.forget(stream_id)

    def void(self, stream_id: str, revision: int, *, at: Recorded, cause: str) -> None:
        """Close the findings of a revision that counts no more, and open those that only its note made good."""
        for row in self._rows(stream_id, revision).values():
            if row["closed_position"] is None:
                self._close(row, at, cause)
        examined = self._examined(stream_id, revision)
        if examined is not None:
            self.examinations[stream_id, revision] = {**examined, "counted": 0}
        self._lapse(stream_id, revision, frozenset(), at, cause)

    def examine(
        self,
        stream_id: str,
        point: Point,
        recorded: Recorded,
        *,
        at: Recorded,
        cause: str | None,
        lapsed: int | None = None,
    ) -> None:
        """Examine the revision that `recorded` recorded and that stands at `point`.

        `at` is the event that made it necessary; `cause` says why in words where the revision was examined before.
        `lapsed` is a revision whose note no longer makes anything good here.
        """
        if point.revision in self._texts.erased(stream_id):
            return
        before = self._timeline(stream_id).before(point.order)
        past, examination = self._looked_at(stream_id, point, before, recorded, at=at, again=cause is not None)
        self._past.add(stream_id, point, past)
        self._keep(stream_id, point, before, recorded, examination, past)
        self._settle(stream_id, point, recorded, examination, at=at, cause=cause, lapsed=lapsed)
        for closure in examination.closures:
            self._disclose(stream_id, closure, point.revision, at)
        if cause is not None:
            told = frozenset((closure.revision, closure.change) for closure in examination.closures)
            self._lapse(stream_id, point.revision, told, at, cause)

    def _looked_at(
        self, stream_id: str, point: Point, before: Point | None, recorded: Recorded, *, at: Recorded, again: bool
    ) -> tuple[Past, Examination]:
        article = self._texts.article(stream_id, point.revision, recorded)
        stated = recorded.event.basis is Basis.STATED or point.redated_from is not None
        times = Times(published=point.published_at, recorded=recorded.row.recorded_at, stated=stated)
        past = past_of(article, times, point.revision)
        context = self._context(stream_id, point, before, past, at=at, again=again)
        return past, self._examination(stream_id, point, before, article, context)

    def _examination(
        self, stream_id: str, point: Point, before: Point | None, article: Article, context: Context
    ) -> Examination:
        if before is None:
            return examine(None, article, context)
        if before.revision in self._texts.erased(stream_id):
            return UNAVAILABLE
        old = self._texts.article(stream_id, before.revision)
        comparison = self._texts.comparison(stream_id, before.revision, point.revision)
        found = examine(old, article, context, comparison=comparison)
        if not any(claim.verdict in LOOKS_BACK for claim in found.claims):
            return found
        # What the note tells of may have changed earlier: only then are the earlier pairs compared again.
        return examine(
            old, article, replace(context, past=self._compared(stream_id, context.past)), comparison=comparison
        )

    def _context(
        self, stream_id: str, point: Point, before: Point | None, here: Past, *, at: Recorded, again: bool
    ) -> Context:
        timeline = self._timeline(stream_id)
        past = self._past.before(stream_id, point, timeline, again=again)
        there = next((item for item in past if before is not None and item.revision == before.revision), None)
        until = at.row.position

        def under_it(published_at: int, position: int) -> bool:
            stood = timeline.stood(published_at, position)
            return stood is not None and stood.revision == point.revision

        return Context(
            revision=point.revision,
            previous=None if before is None else before.revision,
            times=here.times,
            content=here.content,
            previous_times=given_at(before, there),
            version=point.source_version,
            previous_version=None if before is None else before.source_version,
            past=past,
            confirmed=timeline.confirmations(point.revision) if again else (),
            withdrawn=self._withdrawals.before(stream_id, point, until),
            withdrawal=self._withdrawals.first(stream_id, under_it, until),
        )

    def _compared(self, stream_id: str, past: tuple[Past, ...]) -> tuple[Past, ...]:
        """The past with the comparisons of its newest pairs; none where an erased text stood between the two."""
        whole, timeline = not self._texts.erased(stream_id), self._timeline(stream_id)
        compared = [
            replace(new, comparison=self._texts.comparison(stream_id, old.revision, new.revision))
            if whole or follows(timeline, old.revision, new.revision)
            else new
            for new, old in islice(pairwise(past), MOST_EARLIER)
        ]
        return (*compared, *past[len(compared) :])

    def _keep(
        self,
        stream_id: str,
        point: Point,
        before: Point | None,
        recorded: Recorded,
        examination: Examination,
        past: Past,
    ) -> None:
        self.examinations[stream_id, point.revision] = {
            "generation": self._generation,
            "stream_id": stream_id,
            "revision": point.revision,
            "shard": recorded.row.shard,
            "position": recorded.row.position,
            "recorded_at": recorded.row.recorded_at,
            "published_at": point.published_at,
            "previous": None if before is None else before.revision,
            "previous_position": self._position(stream_id, before),
            "backfill": int(recorded.event.backfill),
            "changes": len(examination.changes),
            "substantive": sum(change.weight == "substantive" for change in examination.changes),
            "undisclosed": len(examination.undisclosed),
            "claims": claims_text(examination),
            "content": past.content,
            "sentences": packed(past.sentences),
            "counted": int(before is None or before.revision not in self._texts.erased(stream_id)),
        }

    def _position(self, stream_id: str, before: Point | None) -> int | None:
        """Where the text before was recorded, also where it was only confirmed at that point."""
        if before is None:
            return None
        return (
            before.position if not before.confirmed else self._texts.recorded(stream_id, before.revision).row.position
        )

    def _settle(
        self,
        stream_id: str,
        point: Point,
        recorded: Recorded,
        examination: Examination,
        *,
        at: Recorded,
        cause: str | None,
        lapsed: int | None,
    ) -> None:
        """Close the findings that are none any more, open those that are new, and leave the others as they are: open,
        or made good by a later note."""
        known = self._rows(stream_id, point.revision) if cause is not None else {}
        previous = self.examinations[stream_id, point.revision]["previous_position"]
        fresh = {finding.key: finding for finding in examination.findings}
        place = (previous, point.published_at)
        for row in {row["key"]: row for _, row in sorted(known.items())}.values():
            finding = fresh.get(row["key"])
            same = finding is not None and (row["previous_position"], row["published_at"]) == place
            same = same and finding is not None and says(row, finding)
            if row["closed_position"] is None and not same:
                self._close(row, at, cause or "examined again")
            elif same and (row["closed_position"] is None or made_good(row, lapsed)):
                del fresh[row["key"]]
        number = max(known, default=0)
        for finding in fresh.values():
            number += 1
            row = self._opened(stream_id, point, recorded, finding, number, at, noted=bool(examination.claims))
            self._put({**row, "previous_position": previous})

    def _opened(
        self,
        stream_id: str,
        point: Point,
        recorded: Recorded,
        finding: Finding,
        number: int,
        at: Recorded,
        *,
        noted: bool,
    ) -> Row:
        return {
            "generation": self._generation,
            "stream_id": stream_id,
            "revision": point.revision,
            "number": number,
            "source": self._source(stream_id),
            "rule": finding.rule,
            "severity": int(finding.severity),
            "key": finding.key,
            "change": finding.change,
            "place": printable(finding.place),
            "old_words": printable(finding.old_words),
            "new_words": printable(finding.new_words),
            "message": printable(finding.message),
            "noted": int(noted),
            "backfill": int(recorded.event.backfill),
            "published_at": point.published_at,
            "opened_position": at.row.position,
            "opened_at": at.row.recorded_at,
            "closed_position": None,
            "closed_at": None,
            "cause": None,
        }

    def _disclose(self, stream_id: str, closure: Closure, revision: int, at: Recorded) -> None:
        for row in self._rows(stream_id, closure.revision).values():
            if row["closed_position"] is None and row["change"] == closure.change:
                self._close(row, at, disclosed_in(revision))

    def _lapse(self, stream_id: str, revision: int, told: frozenset[tuple[int, int]], at: Recorded, cause: str) -> None:
        """Examine again those revisions whose changes the note of `revision` made good, and does no longer."""
        said = disclosed_in(revision)
        stored = select(findings.c.revision).where(
            findings.c.generation == self._generation, findings.c.stream_id == stream_id, findings.c.cause == said
        )
        numbers = {row.revision for row in self._view.connection.execute(stored)}
        mine = [(number, rows) for (stream, number), rows in self._findings.items() if stream == stream_id]
        numbers |= {number for number, rows in mine if any(row["cause"] == said for row in rows.values())}
        for number in sorted(numbers):
            last = {row["key"]: row for _, row in sorted(self._rows(stream_id, number).items())}
            if any(row["cause"] == said and (number, row["change"]) not in told for row in last.values()):
                for point in self._timeline(stream_id).of_revision(number):
                    if not point.confirmed:
                        recorded = self._texts.recorded(stream_id, number)
                        self.examine(stream_id, point, recorded, at=at, cause=cause, lapsed=revision)
                        self._told_by_others(stream_id, point, at)

    def _told_by_others(self, stream_id: str, told: Point, at: Recorded) -> None:
        """Close what other notes than the one that closed it first make good."""
        timeline = self._timeline(stream_id)
        known = timeline.recorded_after(told.order, MOST_EARLIER)
        for point in (point for point in known if point.revision not in self._texts.erased(stream_id)):
            recorded, before = self._texts.recorded(stream_id, point.revision), timeline.before(point.order)
            _, examination = self._looked_at(stream_id, point, before, recorded, at=at, again=True)
            for closure in examination.closures:
                if closure.revision == told.revision:
                    self._disclose(stream_id, closure, point.revision, at)

    def _examined(self, stream_id: str, revision: int) -> Row | None:
        if (stream_id, revision) in self.examinations:
            return self.examinations[stream_id, revision]
        columns = (examinations.c.generation, examinations.c.stream_id, examinations.c.revision)
        place = zip(columns, (self._generation, stream_id, revision), strict=True)
        row = self._view.connection.execute(select(examinations).where(*(c == v for c, v in place))).one_or_none()
        return None if row is None else dict(row._mapping)

    def _close(self, row: Row, at: Recorded, cause: str) -> None:
        closed = {"closed_position": at.row.position, "closed_at": at.row.recorded_at, "cause": cause}
        self._put({**row, **closed})

    def _put(self, row: Row) -> None:
        # A dict of its own each time: what is taken back if the event fails is the outer one.
        place = (row["stream_id"], row["revision"])
        self._findings[place] = {**self._findings.get(place, {}), row["number"]: row}

    def _rows(self, stream_id: str, revision: int) -> Mapping[int, Row]:
        """All findings of a revision, also closed ones, as they stand in this batch."""
        stored = select(findings).where(
            findings.c.generation == self._generation,
            findings.c.stream_id == stream_id,
            findings.c.revision == revision,
        )
        rows = {row.number: dict(row._mapping) for row in self._view.connection.execute(stored)}
        return {**rows, **self._findings.get((stream_id, revision), {})}

    def _source(self, stream_id: str) -> str:
        if stream_id not in self._sources:
            self._sources[stream_id] = opening_of(self._view, self._texts.recorded(stream_id, 0)).key.source
        return self._sources[stream_id]
