"""The queue: what the audit found in all stories or in one, most serious and newest first, and who signed what off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.audit.catalogue import RULES
from tracker.audit.findings import Rule, Severity
from tracker.audit.signoff import SignOff, sign_off
from tracker.config import Config
from tracker.desk.erased import ErasedRef, erased_everywhere, erased_of
from tracker.desk.find import FoundStory, find_revision, find_story, refuse_unlinked
from tracker.desk.history import Freshness, freshness
from tracker.desk.moment import Asked, bounds, resolve
from tracker.desk.values import AskedMoment, StoryRef
from tracker.desk.workspace import Workspace
from tracker.errors import NotFound, UsageError
from tracker.ledger.read import LedgerView
from tracker.projections.findings import (
    NAME,
    Covered,
    FindingRow,
    Wanted,
    covered,
    live_generation,
    queue_page,
)
from tracker.projections.reviews import ReviewRow, reviews_of
from tracker.projections.stories import NAME as STORIES
from tracker.story.references import parse_reference
from tracker.story.times import Bound, parse_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAsked:
    """Which findings are asked for, in the words of the command line; None where nothing was asked."""

    since: str | None = None
    until: str | None = None
    published_since: str | None = None
    published_until: str | None = None
    rules: tuple[str, ...] = ()
    least: Severity = Severity.LOW
    unreviewed: bool = False
    backfill: bool = False
    known_at: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One finding in the queue, under the name that a review takes, and where it stands with its reviewers."""

    finding: FindingRow
    signed: SignOff

    @property
    def id(self) -> str:
        """What to call it: `flood-toll@r3:n1`."""
        return f"{self.finding.slug}@r{self.finding.revision}:n{self.finding.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The findings that ask for a look. `settled` counts those left out because they are signed off, `more` those
    beyond the limit; `covered` is what they were taken from; bounds are resolved, None where none was asked. `erased`
    are the texts, of this story or of all, that were erased: what they changed is unavailable."""

    lines: tuple[QueueLine, ...]
    settled: int
    more: int
    covered: Covered
    wanted: Wanted
    story: StoryRef | None
    revision: int | None
    moment: AskedMoment
    freshness: Freshness
    least: Severity
    erased: tuple[ErasedRef, ...] = ()

    def worst(self) -> Severity | None:
        """The most serious severity in the queue, None when it is empty."""
        return max((line.finding.severity for line in self.lines), default=None)


def explain(code: str) -> Rule:
    """The rule of that code; NotFound names those there are."""
    found = {rule.code: rule for rule in RULES}.get(code)
    if found is None:
        raise NotFound(f"there is no rule {code!r}; rules are: {', '.join(rule.code for rule in RULES)}")
    return found


def audit(workspace: Workspace, name: str | None, asked: AuditAsked) -> Queue:
    """The queue of all stories, or of one story or revision, as bounded and as known at the asked moment.

    NotFound when the name or a rule does not exist, UsageError when a time cannot be meant.
    """
    for code in asked.rules:
        explain(code)
    with workspace.ledger.view() as view:
        wanted, story, moment = _resolved(workspace, view, name, asked)
        page = queue_page(view.connection, wanted, limit=asked.limit)
        return Queue(
            lines=tuple(_lines(view, page.rows, workspace.config, wanted.position)),
            settled=page.settled,
            more=page.listed - len(page.rows),
            covered=covered(view.connection, wanted),
            wanted=wanted,
            story=story.ref if story else None,
            revision=wanted.revision,
            moment=moment,
            freshness=freshness(view, NAME, STORIES),
            least=asked.least,
            erased=erased_everywhere(view) if story is None else tuple(erased_of(view, story).values()),
        )


def weighed(config: Config) -> Wanted:
    """All findings, with those left out or weighed less that sources without notes are known for."""
    silent = frozenset(name for name, settings in config.sources.items() if settings.notes != "wire")
    return Wanted(silent=silent, without_rules=[rule.code for rule in RULES if rule.needs_notes])


def _resolved(
    workspace: Workspace, view: LedgerView, name: str | None, asked: AuditAsked
) -> tuple[Wanted, FoundStory | None, AskedMoment]:
    now, zone = workspace.clock(), workspace.zone
    story = None
    revision = None
    if name is not None:
        reference = parse_reference(name)
        story = find_story(view, reference.story)
    elif asked.known_at is not None and view.shards > 1:
        raise UsageError("--known-at over all stories needs a ledger of one shard; name a story")
    moment = resolve(view, story.shard if story else 0, Asked(known_at=asked.known_at), now=now, zone=zone)
    if story is not None:
        refuse_unlinked(story, moment)
    if name is not None and story is not None and reference.revision is not None:
        revision = find_revision(view, story, reference.revision, bounds(moment)).event.revision

    def instant(text: str | None, bound: Bound) -> int | None:
        return None if text is None else parse_instant(text, now=now, zone=zone, bound=bound)

    wanted = replace(
        weighed(workspace.config),
        stream_id=story.stream_id if story else None,
        revision=revision,
        since=instant(asked.since, Bound.START),
        until=instant(asked.until, Bound.END),
        published_since=instant(asked.published_since, Bound.START),
        published_until=instant(asked.published_until, Bound.END),
        rules=asked.rules,
        least=asked.least,
        backfill=asked.backfill or name is not None,
        position=moment.position,
        required=workspace.config.reviews_required.value,
        lacking=asked.unreviewed,
    )
    return wanted, story, moment


def _lines(view: LedgerView, rows: Sequence[FindingRow], config: Config, until: int | None) -> Iterator[QueueLine]:
    held = _by_finding(reviews_of(view.connection, live_generation(), {row.stream_id for row in rows}))
    for row in rows:
        counting = [
            review.opinion
            for review in held.get((row.stream_id, row.revision, row.key), ())
            if review.counts(previous_position=row.previous_position, shown=row.shown, until=until)
        ]
        yield QueueLine(finding=row, signed=sign_off(counting, required=config.reviews_required.value))


def _by_finding(reviews: dict[str, list[ReviewRow]]) -> dict[tuple[str, int, str], list[ReviewRow]]:
    found: dict[tuple[str, int, str], list[ReviewRow]] = {}
    for stream_id, held in reviews.items():
        for review in held:
            found.setdefault((stream_id, review.revision, review.key), []).append(review)
    return found
