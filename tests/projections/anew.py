"""The audit of a story worked out anew from its events alone, for any ledger position: nothing is kept.

Which texts stood when is folded by the story's own rules, and what a pair of texts comes to is `examine`'s matter. What
the read model must know beside, which revisions to look at again and what was found before, is unknown here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tracker.audit import Context, Examination, Past, Times, examine
from tracker.audit.fingerprints import content_fingerprint, sentence_fingerprints
from tracker.audit.model import LOOKS_BACK, Withdrawn
from tracker.diff import Comparison, compare
from tracker.ledger.asof import happened
from tracker.ledger.identity import desk_stream
from tracker.ledger.read import LedgerView, Recorded
from tracker.notes.lookback import MOST_EARLIER
from tracker.story import canonical
from tracker.story.article import Article
from tracker.story.events import REMARK, Basis, RevisionRecorded, StoryWithdrawn
from tracker.story.evolve import fold
from tracker.story.moments import Point

Open = set[tuple[int, str, int, str | None, str | None]]
"""Findings as (revision, key, severity, old words, new words)."""


@dataclass(frozen=True, kw_only=True)
class Anew:
    """A revision examined from nothing, against `previous`, None for a first one."""

    previous: int | None
    examination: Examination


@dataclass(frozen=True, kw_only=True)
class Story:
    """All events of one story, with the comparisons that its pairs have been made into."""

    events: list[Recorded]
    articles: dict[int, Article]
    reasons: dict[int, str | None]
    compared: dict[tuple[int, int], Comparison] = field(default_factory=dict)

    @classmethod
    def read(cls, view: LedgerView, stream_id: str) -> Story:
        """The story as the ledger has it."""
        streams = (view.stream(stream_id), view.stream(desk_stream(stream_id), start=0))
        events = sorted((event for stream in streams for event in stream), key=lambda event: event.row.position)
        revisions = [event for event in events if isinstance(event.event, RevisionRecorded)]
        withdrawals = [event for event in events if isinstance(event.event, StoryWithdrawn)]
        return cls(
            events=events,
            articles={event.event.revision: view.article(event) for event in revisions},
            reasons={e.row.position: canonical.decode(view.body(e, REMARK)).get("reason") for e in withdrawals},
        )

    @property
    def positions(self) -> list[int]:
        """Where its events stand in the ledger."""
        return [event.row.position for event in self.events]

    def points(self, until: int | None = None) -> tuple[Point, ...]:
        """The points that count at a ledger position, None: now, in publication order."""
        return fold(map(happened, self.events)).counted(until)

    def examined(self, until: int) -> dict[int, Anew]:
        """Every revision known at a ledger position, examined with all that was known then."""
        known = [event for event in self.events if event.row.position <= until]
        points = self.points(until)
        recorded = {event.event.revision: event for event in known if isinstance(event.event, RevisionRecorded)}
        gone = [event for event in known if isinstance(event.event, StoryWithdrawn)]
        found = {}
        for place, point in enumerate(points):
            if not point.confirmed:
                context = self._context(points, place, recorded, gone)
                found[point.revision] = Anew(previous=context.previous, examination=self._examine(context))
        return found

    def compare(self, old: int, new: int) -> Comparison:
        """How two revisions differ; made once."""
        if (old, new) not in self.compared:
            self.compared[old, new] = compare(self.articles[old], self.articles[new])
        return self.compared[old, new]

    def _examine(self, context: Context) -> Examination:
        assert context.revision is not None
        article = self.articles[context.revision]
        if context.previous is None:
            return examine(None, article, context)
        old, comparison = self.articles[context.previous], self.compare(context.previous, context.revision)
        found = examine(old, article, context, comparison=comparison)
        if not any(claim.verdict in LOOKS_BACK for claim in found.claims):
            return found
        past = list(context.past)
        for place, (new, before) in enumerate(pairwise(context.past[: MOST_EARLIER + 1])):
            past[place] = replace(new, comparison=self.compare(before.revision, new.revision))
        return examine(old, article, replace(context, past=tuple(past)), comparison=comparison)

    def _context(
        self, points: Sequence[Point], place: int, recorded: dict[int, Recorded], gone: list[Recorded]
    ) -> Context:
        point, before = points[place], points[place - 1] if place else None
        past = [self._past(item, recorded) for item in points[:place] if not item.confirmed]
        follows = before is not None and before.revision in {item.revision for item in past}
        here = self._past(point, recorded)
        return Context(
            revision=point.revision,
            previous=before.revision if before else None,
            times=here.times,
            content=here.content,
            previous_times=_times(before, recorded) if before and follows else Times(),
            version=point.source_version,
            previous_version=before.source_version if before else None,
            past=tuple(reversed(past)),
            confirmed=tuple(p.published_at for p in points if p.confirmed and p.revision == point.revision),
            withdrawn=self._last([event for event in gone if _when(event) < _place(point)]),
            withdrawal=self._first([event for event in gone if _stood(points, event) == point.revision]),
        )

    def _past(self, point: Point, recorded: dict[int, Recorded]) -> Past:
        article = self.articles[point.revision]
        return Past(
            revision=point.revision,
            note=article.note,
            times=_times(point, recorded),
            content=content_fingerprint(article),
            sentences=sentence_fingerprints(article),
        )

    def _last(self, gone: list[Recorded]) -> Withdrawn | None:
        return self._withdrawn(max(gone, key=_when)) if gone else None

    def _first(self, gone: list[Recorded]) -> Withdrawn | None:
        return self._withdrawn(min(gone, key=_when)) if gone else None

    def _withdrawn(self, event: Recorded) -> Withdrawn:
        return Withdrawn(published=event.row.published_at, reason=self.reasons[event.row.position])


def open_findings(examined: dict[int, Anew]) -> Open:
    """What stands open: all that is found, but for what a later note made good."""
    told = {(item.revision, item.change) for each in examined.values() for item in each.examination.closures}
    return set(_open(examined, told))


def _open(
    examined: dict[int, Anew], told: set[tuple[int, int]]
) -> Iterator[tuple[int, str, int, str | None, str | None]]:
    for revision, each in examined.items():
        for finding in each.examination.findings:
            if (revision, finding.change) not in told:
                yield revision, finding.key, int(finding.severity), finding.old_words, finding.new_words


def _times(point: Point, recorded: dict[int, Recorded]) -> Times:
    """When a text was given: the time of a confirmation was stated, and an operator's as well."""
    event = recorded[point.revision]
    stated = point.confirmed or point.redated_from is not None or event.event.basis is Basis.STATED
    return Times(published=point.published_at, recorded=event.row.recorded_at, stated=stated)


def _place(point: Point) -> tuple[int, int]:
    return point.published_at, point.position


def _when(event: Recorded) -> tuple[int, int]:
    """The place of a withdrawal: among texts of its own publish time, what was recorded before it stood before it."""
    assert event.row.published_at is not None
    return event.row.published_at, event.row.position


def _stood(points: Sequence[Point], event: Recorded) -> int | None:
    """The revision that stood when the story was withdrawn."""
    before = [point for point in points if _place(point) < _when(event)]
    return before[-1].revision if before else None
