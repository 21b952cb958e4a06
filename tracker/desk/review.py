"""Signing changes off: what a person says of a revision's change, or of single findings, kept as an event.

A review says what was shown: the pair of revisions, the findings' keys, and in its remark their words. Nothing is
taken back by an edit; a review is withdrawn by another event.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker import __version__
from tracker.audit.model import AUDIT_VERSION
from tracker.audit.signoff import WHOLE
from tracker.config import Config
from tracker.desk.audit import weighed
from tracker.desk.corrected import corrections_at, voided
from tracker.desk.find import FoundStory, find_revision, find_story, revision_ref
from tracker.desk.history import freshness
from tracker.desk.remarks import Deed, append_deeds, said
from tracker.desk.values import RevisionRef, StoryRef
from tracker.desk.workspace import Workspace
from tracker.diff import ENGINE, ENGINE_VERSION
from tracker.errors import DatabaseStateError, NotFound, UsageError
from tracker.ledger.asof import before
from tracker.ledger.entry import Stored
from tracker.ledger.read import LedgerView, Recorded
from tracker.projections.findings import NAME, FindingRow, find_findings, live_generation
from tracker.projections.reviews import ReviewRow, reviews_of
from tracker.projections.runner import catch_up
from tracker.story.events import ChangeReviewed, ReviewVerdict, ReviewWithdrawn
from tracker.story.moments import NO_VERSION, Moment, Order
from tracker.story.references import Number, parse_finding, parse_reference

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One review as recorded, or one that was withdrawn: whose, of what, and where it stands in the ledger.

    `findings` are those it covers; none: the change had none, or single ones were not asked for.
    """

    story: StoryRef
    revision: RevisionRef
    previous: int | None
    findings: tuple[FindingRow, ...]
    whole: bool
    verdict: ReviewVerdict
    name: str
    comment: str | None
    position: int
    recorded_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A review that no longer counts."""

    story: StoryRef
    revision: int
    verdict: ReviewVerdict
    name: str
    review: int
    position: int
    recorded_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """A revision to sign off, with the numbers of the findings that were named; none: all of it."""

    story: FoundStory
    recorded: Recorded
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """What is signed off: the revision, the text before it, and the findings."""

    target: _Target
    revision: RevisionRef
    previous: int | None
    previous_position: int | None
    findings: tuple[FindingRow, ...]


def signer(workspace: Workspace, name: str | None) -> str:
    """Whose name stands under it: as given, else as configured. UsageError when there is none; none is invented.

    Blanks and ways to write a letter are made the same, so that nobody becomes two people by them.
    """
    chosen = name if name is not None else workspace.config.reviewer.value
    chosen = " ".join(filter(None, unicodedata.normalize("NFC", chosen).split(" ")))
    if not chosen:
        raise UsageError('say who signs: --by NAME, or reviewer = "NAME" in tracker.toml')
    if len(chosen) > _LONGEST_NAME or not chosen.isprintable():
        raise UsageError(f"a name has at most {_LONGEST_NAME} printable characters")
    return chosen


def review(
    workspace: Workspace, targets: Sequence[str], *, verdict: ReviewVerdict, by: str | None, comment: str | None
) -> tuple[Signed, ...]:
    """Record what `by` says of revisions (STORY@rN) or findings (STORY@rN:nM); what is returned is on disk.

    NotFound when there is no such revision, or no such finding is open; UsageError when nobody signs, or when a
    verdict other than "accept" says no reason; DatabaseStateError when the findings are not those of this program.
    """
    name = signer(workspace, by)
    comment = said(comment, "a comment")
    if verdict is not ReviewVerdict.ACCEPT and comment is None:
        raise UsageError(f"a verdict of {verdict} needs a reason: -m TEXT")
    catch_up(workspace.ledger)
    pairs: list[_Pair] = []

    def decide(view: LedgerView) -> list[Deed]:
        _refuse_unknown(view)
        pairs[:] = [_pair(view, workspace.config, target) for target in _targets(view, targets)]
        return [_deed(pair, verdict, name, comment) for pair in pairs]

    stored = append_deeds(workspace.ledger, decide)
    catch_up(workspace.ledger)
    return tuple(_signed(pair, at, verdict, name, comment) for pair, at in zip(pairs, stored, strict=True))


def withdraw(
    workspace: Workspace, targets: Sequence[str], *, by: str | None, comment: str | None
) -> tuple[Withdrawn, ...]:
    """Withdraw what `by` said of these revisions, or in reviews that cover these findings.

    NotFound when there is nothing of that name to withdraw.
    """
    name = signer(workspace, by)
    comment = said(comment, "a comment")
    catch_up(workspace.ledger)
    config = workspace.config
    found: list[tuple[FoundStory, ReviewRow]] = []

    def decide(view: LedgerView) -> list[Deed]:
        found[:] = [item for target in _targets(view, targets) for item in _own_reviews(view, config, target, name)]
        return [
            Deed(
                stream_id=story.stream_id,
                event=ReviewWithdrawn(review=row.position, tool=__version__),
                remark=_without_none({"by": name, "comment": comment}),
            )
            for story, row in found
        ]

    stored = append_deeds(workspace.ledger, decide)
    catch_up(workspace.ledger)
    return tuple(
        Withdrawn(
            story=story.ref,
            revision=row.revision,
            verdict=row.verdict,
            name=row.name,
            review=row.position,
            position=at.position,
            recorded_at=at.recorded_at,
        )
        for (story, row), at in zip(found, stored, strict=True)
    )


def _targets(view: LedgerView, texts: Sequence[str]) -> list[_Target]:
    """The revisions that were named, each once, with their findings; in the order given."""
    targets: dict[tuple[str, int], _Target] = {}
    for text in texts:
        finding = parse_finding(text)
        if finding is None:
            reference = parse_reference(text)
            if reference.revision is None:
                raise UsageError(f"{text}: name the revision that is signed off, as in {text}@r2")
            story, named, number = find_story(view, reference.story), reference.revision, None
        else:
            story, named, number = find_story(view, finding.story), Number(finding.revision.n), finding.number
        recorded = find_revision(view, story, named, Moment())
        key = (story.stream_id, recorded.event.revision)
        if number is None or (key in targets and not targets[key].numbers):
            numbers: tuple[int, ...] = ()
        else:
            numbers = (*(targets[key].numbers if key in targets else ()), number)
        targets[key] = _Target(story=story, recorded=recorded, numbers=tuple(dict.fromkeys(numbers)))
    return list(targets.values())


def _refuse_unknown(view: LedgerView) -> None:
    """What is signed off must be what the audit says now: neither of another version, nor short of events."""
    state = freshness(view, NAME)
    if state.stale:
        raise DatabaseStateError("the findings are of another version of tracker: run `tracker projections rebuild`")


def _pair(view: LedgerView, config: Config, target: _Target) -> _Pair:
    ref = revision_ref(view, target.recorded, Moment())
    if ref.number in voided(corrections_at(view, target.story, Moment())):
        raise UsageError(f"{target.story.ref.slug}@r{ref.number} is voided: there is nothing to sign off")
    version = NO_VERSION if ref.source_version is None else ref.source_version
    point, _ = before(view, target.story.stream_id, Order(ref.published_at, version, ref.position))
    there = None if point is None else view.version(target.story.stream_id, point.revision)
    return _Pair(
        target=target,
        revision=ref,
        previous=None if point is None else point.revision,
        previous_position=None if there is None else there.row.position,
        findings=_findings(view, config, target),
    )


def _findings(view: LedgerView, config: Config, target: _Target) -> tuple[FindingRow, ...]:
    """The open findings that were named, or all of the revision, weighed as the queue weighs them."""
    number = target.recorded.event.revision
    wanted = replace(weighed(config), stream_id=target.story.stream_id, revision=number, backfill=True)
    opened = {row.number: row for row in find_findings(view.connection, wanted)}
    missing = [number for number in target.numbers if number not in opened]
    if missing:
        name = f"{target.story.ref.slug}@r{number}"
        known = ", ".join(f"n{number}" for number in sorted(opened)) or "none"
        raise NotFound(f"{name} has no open finding n{missing[0]}; open are: {known}")
    return tuple(opened[number] for number in target.numbers or sorted(opened))


def _deed(pair: _Pair, verdict: ReviewVerdict, name: str, comment: str | None) -> Deed:
    whole = () if pair.target.numbers else (WHOLE,)
    shown = [
        _without_none(
            {
                "key": row.key,
                "severity": int(row.severity),
                "place": row.place,
                "message": row.message,
                "old": row.old_words,
                "new": row.new_words,
            }
        )
        for row in pair.findings
    ]
    event = ChangeReviewed(
        revision=pair.target.recorded.event.revision,
        verdict=verdict,
        keys=(*whole, *(row.key for row in pair.findings)),
        engine=f"{ENGINE}/{ENGINE_VERSION} audit/{AUDIT_VERSION}",
        tool=__version__,
        previous=pair.previous,
        previous_position=pair.previous_position,
    )
    remark = _without_none({"by": name, "comment": comment, "findings": shown or None})
    return Deed(stream_id=pair.target.story.stream_id, event=event, remark=remark)


def _signed(pair: _Pair, at: Stored, verdict: ReviewVerdict, name: str, comment: str | None) -> Signed:
    return Signed(
        story=pair.target.story.ref,
        revision=pair.revision,
        previous=pair.previous,
        findings=pair.findings,
        whole=not pair.target.numbers,
        verdict=verdict,
        name=name,
        comment=comment,
        position=at.position,
        recorded_at=at.recorded_at,
    )


def _own_reviews(view: LedgerView, config: Config, target: _Target, name: str) -> list[tuple[FoundStory, ReviewRow]]:
    """The reviews under this name that are not withdrawn, of a revision or covering its named findings, each once."""
    keys = {row.key for row in _findings(view, config, target)} if target.numbers else None
    rows = reviews_of(view.connection, live_generation(), [target.story.stream_id]).get(target.story.stream_id, [])
    number = target.recorded.event.revision
    standing = [row for row in rows if row.revision == number and row.withdrawn_position is None]
    standing = [row for row in standing if keys is None or row.key in keys]
    mine = {row.position: row for row in standing if row.name == name}
    if not mine:
        names = ", ".join(dict.fromkeys(row.name for row in standing)) or "nobody"
        raise NotFound(f"{name} has not signed {target.story.ref.slug}@r{number}; it was signed by: {names}")
    return [(target.story, row) for row in mine.values()]


def _without_none(data: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in data.items() if value is not None}
