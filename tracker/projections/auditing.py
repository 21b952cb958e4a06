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
from tracker.projections.examinations import claims_text
from tracker.projections.model import printable
from tracker.projections.past import PastRevisions, packed, past_of
from tracker.projections.schema import findings
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

    def findings(self) -> list[Row]:
        """The findings that the batch opens or closes."""
        return [row for rows in self._findings.values() for row in rows.values()]

    def examine(self, stream_id: str, point: Point, recorded: Recorded, *, at: Recorded, cause: str | None) -> None:
        """Examine the revision that `recorded` recorded and that stands at `point`.

        `at` is the event that made it necessary; `cause` says why in words where the revision was examined before.
        """
        before = self._timeline(stream_id).before(point.order)
        article = self._texts.article(stream_id, point.revision, recorded)
        stated = recorded.event.basis is Basis.STATED
        times = Times(published=point.published_at, recorded=recorded.row.recorded_at, stated=stated)
        past = past_of(article, times, point.revision)
        context = self._context(stream_id, point, before, past, at=at, again=cause is not None)
        examination = self._examination(stream_id, point, before, article, context)
        self._past.add(stream_id, point, past)
        self._keep(stream_id, point, before, recorded, examination, past)
        self._settle(stream_id, point, recorded, examination, at=at, cause=cause)
        for closure in examination.closures:
            self._disclose(stream_id, closure, point.revision, at)

    def _examination(
        self, stream_id: str, point: Point, before: Point | None, article: Article, context: Context
    ) -> Examination:
        if before is None:
            return examine(None, article, context)
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
        past = self._past.before(stream_id, point, timeline)
        there = next((item for item in past if before is not None and item.revision == before.revision), None)
        following = timeline.after(point.order)
        until = at.row.position
        return Context(
            revision=point.revision,
            previous=None if before is None else before.revision,
            times=here.times,
            content=here.content,
            previous_times=there.times if there else Times(),
            version=point.source_version,
            previous_version=None if before is None else before.source_version,
            past=past,
            confirmed=timeline.confirmations(point.revision) if again else (),
            withdrawn=self._withdrawals.standing(stream_id, point.published_at, until),
            withdrawal=self._withdrawals.between(
                stream_id, point.published_at, following.published_at if following else None, until
            ),
        )

    def _compared(self, stream_id: str, past: tuple[Past, ...]) -> tuple[Past, ...]:
        """The past with the comparisons of its newest pairs."""
        pairs = islice(pairwise(past), MOST_EARLIER)
        compared = [
            replace(new, comparison=self._texts.comparison(stream_id, old.revision, new.revision)) for new, old in pairs
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
    ) -> None:
        """Close the findings that are none any more, open those that are new, and leave the others as they are."""
        known = self._rows(stream_id, point.revision) if cause is not None else {}
        previous = self.examinations[stream_id, point.revision]["previous_position"]
        fresh = {finding.key: finding for finding in examination.findings}
        for row in [row for row in known.values() if row["closed_position"] is None]:
            finding = fresh.get(row["key"])
            if finding is not None and row["previous_position"] == previous and _same(row, finding):
                del fresh[row["key"]]
            else:
                self._close(row, at, cause or "examined again")
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
                self._close(row, at, f"disclosed in r{revision}")

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


def _same(row: Row, finding: Finding) -> bool:
    shown = (printable(finding.old_words), printable(finding.new_words), int(finding.severity))
    return (row["old_words"], row["new_words"], row["severity"]) == shown
