"""What a story said at a moment: always from the ledger's events; only who audited and who looked last is listed."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.desk.audited import Audited, StoryAudit
from tracker.desk.corrected import CorrectionRef, corrections_at, redated, voided
from tracker.desk.embargo import Embargo, embargo_ahead
from tracker.desk.erased import ErasedRef, article_or_erased
from tracker.desk.find import FoundStory, find_revision, find_story, refuse_unlinked, revision, revision_ref
from tracker.desk.lifetime import withdrawn_at
from tracker.desk.moment import Asked, bounds, resolve
from tracker.desk.values import AskedMoment, RevisionRef, StoryRef, WithdrawnRef
from tracker.desk.workspace import Workspace
from tracker.errors import NotFound
from tracker.ledger.asof import after, before, course_of, last_confirmation, own_point, position_at, standing
from tracker.ledger.read import EVERYTHING, LedgerView, Recorded
from tracker.ledger.sightings import sighting_times
from tracker.projections.runs import Look as Look  # for the views, which ask no projections
from tracker.projections.runs import last_look
from tracker.story.article import Article
from tracker.story.events import CAPTURE
from tracker.story.moments import NO_VERSION, Moment, Order, Point
from tracker.story.references import Reference, parse_reference
from tracker.story.references import RevisionRef as NamedRevision
from tracker.story.times import rfc3339


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """Where the clocks disagree: what was on file at the asked publish time was another revision, or none (None)."""

    at: int
    revision: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One revision with its article, and what to know about when it stood.

    `last_confirmed` is when the same text was last seen or given again, `next_seen` when the next text went out; None
    if never. `ahead` tells that its publish time lies ahead of now. `on_file` is set where the clocks disagree.
    `withdrawn` is the withdrawal that stood at the moment, `embargo` one that still holds then; `audited` what the list
    says of the revision's note.
    `voided` is set where a revision was named that counts no more, `redated` where its publish time was corrected.
    `looked` is the last run of a job that met this text again, asked only of what is known now.
    `article` is None where the text was erased since, whatever the moment: `erased` says by whom and why.
    """

    story: StoryRef
    revision: RevisionRef
    article: Article | None
    moment: AskedMoment
    first_seen: int
    last_confirmed: int | None
    next_seen: int | None
    ahead: bool
    on_file: OnFile | None = None
    withdrawn: WithdrawnRef | None = None
    embargo: Embargo | None = None
    audited: Audited | None = None
    voided: CorrectionRef | None = None
    redated: CorrectionRef | None = None
    looked: Look | None = None
    erased: ErasedRef | None = None


def show(workspace: Workspace, name: str, asked: Asked, *, number: NamedRevision | None = None) -> Shown:
    """What the story `name` said at the asked moment, or its revision `number`; NotFound when there is nothing."""
    with workspace.ledger.view() as view:
        story, recorded, moment, point = _locate(workspace, view, name, asked, number)
        ref = revision_ref(view, recorded, bounds(moment))
        corrections = corrections_at(view, story, bounds(moment))
        moved = own_point(view, recorded, bounds(moment)).redated_from is not None
        gone = voided(corrections).get(ref.number)
        article, erased = article_or_erased(view, story, recorded)
        sighted = sighting_times(view, story.shard, recorded.row.position)
        following = after(view, story.stream_id, point, bounds(moment))
        return Shown(
            story=story.ref,
            revision=ref,
            article=article,
            moment=moment,
            first_seen=ref.recorded_at if sighted is None else sighted.first_seen,
            last_confirmed=_last_confirmed(view, story, ref, following, sighted.last_seen if sighted else None),
            next_seen=following.published_at if following else None,
            ahead=ref.published_at > moment.now,
            on_file=None if gone else _on_file(view, story, ref, moment),
            withdrawn=withdrawn_at(view, story, bounds(moment)),
            embargo=None if article is None else embargo_ahead(article, moment),
            audited=None if gone else _audited(workspace, view, story, ref, moment),
            voided=gone,
            redated=redated(corrections)[ref.number] if moved else None,
            looked=last_look(view.connection, story.stream_id, ref.number) if moment.position is None else None,
            erased=erased,
        )


def capture(workspace: Workspace, name: str, asked: Asked, *, number: NamedRevision | None = None) -> bytes:
    """The bytes that revision was read from, as they were received; Erased, with by whom and why, where they were."""
    with workspace.ledger.view() as view:
        _, recorded, _, _ = _locate(workspace, view, name, asked, number)
        return view.body(recorded, CAPTURE)


def _locate(
    workspace: Workspace, view: LedgerView, name: str, asked: Asked, number: NamedRevision | None
) -> tuple[FoundStory, Recorded, AskedMoment, Point]:
    reference: Reference = parse_reference(name)
    story = find_story(view, reference.story)
    moment = resolve(view, story.shard, asked, now=workspace.clock(), zone=workspace.zone)
    refuse_unlinked(story, moment)
    wanted = number or reference.revision
    if wanted is not None:
        recorded = find_revision(view, story, wanted, bounds(moment))
        return story, recorded, moment, own_point(view, recorded, bounds(moment))
    point = stands_at(view, story, moment)
    return story, revision(view, story, point.revision), moment, point


def stands_at(view: LedgerView, story: FoundStory, moment: AskedMoment) -> Point:
    """The point the story stands at; NotFound names the first one when the moment lies before it."""
    point = standing(view, story.stream_id, bounds(moment))
    if point is not None:
        return point
    if moment.published is not None:
        known = Moment(position=moment.position)
        first = after(view, story.stream_id, Point(revision=0, published_at=-EVERYTHING, position=-1), known)
        if first is not None:
            raise NotFound(
                f"{story.ref.slug} had not been published at {rfc3339(moment.published)};"
                f" its first revision, r{first.revision}, is of {rfc3339(first.published_at)}"
            )
    known_at = "" if moment.known_at is None else f" at {rfc3339(moment.known_at)}"
    corrected = course_of(view, story.stream_id, moment.position)
    if corrected is not None and corrected.voided:
        raise NotFound(f"{story.ref.slug} says nothing{known_at}: {_all_voided(story, len(corrected.voided))}")
    raise NotFound(
        f"nothing of {story.ref.slug} was on file{known_at}; it was first recorded at {rfc3339(story.opened_at)}"
    )


def _all_voided(story: FoundStory, number: int) -> str:
    what = "its only revision is voided" if number == 1 else f"all its {number} revisions are voided"
    return f"{what} (`tracker log {story.ref.slug} --all` shows by whom and why)"


def _audited(
    workspace: Workspace, view: LedgerView, story: FoundStory, ref: RevisionRef, moment: AskedMoment
) -> Audited | None:
    version = NO_VERSION if ref.source_version is None else ref.source_version
    point, _ = before(view, story.stream_id, Order(ref.published_at, version, ref.position))
    required = workspace.config.reviews_required.value
    audit = StoryAudit(view, story.stream_id, required=required, until=moment.position)
    return audit.of(ref.number, None if point is None else point.revision)


def _last_confirmed(
    view: LedgerView, story: FoundStory, ref: RevisionRef, following: Point | None, last_seen: int | None
) -> int | None:
    """When the same text was last seen by a later run, or last given again before the next text."""
    bound = following.published_at - 1 if following else None
    point = last_confirmation(view, story.stream_id, Moment(published=bound))
    given = point.published_at if point is not None and point.revision == ref.number else None
    seen = last_seen if last_seen is not None and last_seen > ref.recorded_at else None
    return max((instant for instant in (seen, given) if instant is not None), default=None)


def _on_file(view: LedgerView, story: FoundStory, ref: RevisionRef, moment: AskedMoment) -> OnFile | None:
    """What was on file at the asked publish time, if the answer was recorded, or corrected, only after it."""
    if moment.published is None or moment.position is not None:
        return None
    early = ref.recorded_at <= moment.published
    if early and course_of(view, story.stream_id, None) is None:
        return None
    position = position_at(view, story.shard, moment.published)
    point = standing(view, story.stream_id, Moment(published=moment.published, position=position))
    if point is not None and point.revision == ref.number:
        return None
    stands = standing(view, story.stream_id, bounds(moment)) if early else None
    if early and (stands is None or stands.revision != ref.number):
        return None  # the revision was asked for by its number: that another one stood is no disagreement
    return OnFile(at=moment.published, revision=point.revision if point else None)
