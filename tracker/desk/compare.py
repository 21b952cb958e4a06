"""What changed between two revisions, of one story or of two: computed from the ledger's events each time it is
asked."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.audit import Examination
from tracker.audit.signoff import NOBODY, SignOff
from tracker.desk.audited import StoryAudit
from tracker.desk.erased import known_article
from tracker.desk.examination import examine_pair
from tracker.desk.find import (
    FoundStory,
    find_revision,
    find_story,
    find_whole_story,
    publication_order,
    refuse_unlinked,
    revision,
    revision_ref,
)
from tracker.desk.moment import Asked, bounds, resolve
from tracker.desk.values import AskedMoment, RevisionRef, StoryRef
from tracker.desk.workspace import Workspace
from tracker.diff import Comparison, compare
from tracker.errors import NotFound, UsageError
from tracker.ledger.read import LedgerView, Recorded
from tracker.story.article import Article
from tracker.story.moments import Moment
from tracker.story.references import Number, Range, parse_range, parse_reference
from tracker.story.references import RevisionRef as NamedRevision


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two revisions and what changed from the old one to the new one.

    `reversed` tells that the old one was published after the new one. `new_article` is there so that unchanged text
    can be shown. `examination` checks the new one's desk note; None unless the old one stands just before it, and
    `signed` says who signed that change off.
    """

    story: StoryRef
    new_story: StoryRef
    old: RevisionRef
    new: RevisionRef
    old_article: Article
    new_article: Article
    comparison: Comparison
    moment: AskedMoment
    reversed: bool
    examination: Examination | None = None
    signed: SignOff = NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    story: FoundStory
    recorded: Recorded
    article: Article


def diff(workspace: Workspace, name: str, other: str | None, asked: Asked) -> Compared:
    """Compare two revisions: of a range (`r2..r4`), of two references, or by default the newest with the one before it.

    NotFound when a revision does not exist, or when the story has only one; Erased when the text of one was erased.
    """
    with workspace.ledger.view() as view:
        reference = parse_reference(name)
        story = find_story(view, reference.story)
        moment = resolve(view, story.shard, asked, now=workspace.clock(), zone=workspace.zone)
        refuse_unlinked(story, moment)
        if other is not None and _is_reference(other):
            old = _side(view, story, reference.revision or Number(1), bounds(moment))
            new = _other_side(view, other, bounds(moment))
        else:
            old, new = _range(view, story, reference.revision, other, bounds(moment))
        return _compared(workspace, view, old, new, moment)


def since_reviewed(workspace: Workspace, name: str, asked: Asked) -> Compared:
    """Compare the newest revision with the last one, in publication order, whose whole change enough people accepted.

    Where that is the newest itself, it is compared with itself. NotFound when no change was accepted yet.
    """
    with workspace.ledger.view() as view:
        story = find_whole_story(view, name)
        moment = resolve(view, story.shard, asked, now=workspace.clock(), zone=workspace.zone)
        refuse_unlinked(story, moment)
        order = [point.revision for point in publication_order(view, story, bounds(moment))]
        required = workspace.config.reviews_required.value
        audit = StoryAudit(view, story.stream_id, required=required, until=moment.position)
        pairs = zip(order, [None, *order], strict=False)
        settled = [number for number, before in pairs if (found := audit.of(number, before)) and found.signed.settled]
        if not settled:
            raise NotFound(
                f"no change of {story.ref.slug} is signed off yet; `tracker review {story.ref.slug}@rN"
                " --verdict accept` does so, and A..B compares any two revisions"
            )
        old, new = (_side(view, story, Number(number), bounds(moment)) for number in (settled[-1], order[-1]))
        return _compared(workspace, view, old, new, moment)


def _compared(workspace: Workspace, view: LedgerView, old: _Side, new: _Side, moment: AskedMoment) -> Compared:
    comparison = compare(old.article, new.article)
    examination = _examined(view, old, new, comparison, bounds(moment))
    signed = _signed(workspace, view, old, new, moment.position) if examination else NOBODY
    old_ref, new_ref = (revision_ref(view, side.recorded, bounds(moment)) for side in (old, new))
    return Compared(
        story=old.story.ref,
        new_story=new.story.ref,
        old=old_ref,
        new=new_ref,
        old_article=old.article,
        new_article=new.article,
        comparison=comparison,
        moment=moment,
        reversed=_order(old_ref) > _order(new_ref),
        examination=examination,
        signed=signed,
    )


def _examined(view: LedgerView, old: _Side, new: _Side, comparison: Comparison, moment: Moment) -> Examination | None:
    """The examination of the new side, if the old one stands just before it in publication order."""
    if old.story != new.story:
        return None
    order = [point.revision for point in publication_order(view, new.story, moment)]
    numbers = [old.recorded.event.revision, new.recorded.event.revision]
    place = order.index(numbers[1]) if numbers[1] in order else 0
    if not place or order[place - 1] != numbers[0]:
        return None
    return examine_pair(view, new.story, order[:place], old.recorded, new.recorded, comparison, moment)


def _signed(workspace: Workspace, view: LedgerView, old: _Side, new: _Side, until: int | None) -> SignOff:
    required = workspace.config.reviews_required.value
    audit = StoryAudit(view, new.story.stream_id, required=required, until=until)
    found = audit.of(new.recorded.event.revision, old.recorded.event.revision)
    return found.signed if found else NOBODY


def _is_reference(text: str) -> bool:
    return "@" in text and not text.startswith("@")


def _side(view: LedgerView, story: FoundStory, named: NamedRevision, moment: Moment) -> _Side:
    recorded = find_revision(view, story, named, moment)
    return _Side(story=story, recorded=recorded, article=known_article(view, story, recorded, lost="the comparison"))


def _other_side(view: LedgerView, text: str, moment: Moment) -> _Side:
    reference = parse_reference(text)
    if reference.revision is None:
        raise UsageError(f"{text}: name its revision, as in {text}@r1")
    return _side(view, find_story(view, reference.story), reference.revision, moment)


def _range(
    view: LedgerView, story: FoundStory, named: NamedRevision | None, text: str | None, moment: Moment
) -> tuple[_Side, _Side]:
    asked = parse_range(text) if text is not None else Range(first=None, last=named)
    if text is not None and asked.first == asked.last:
        asked = Range(first=None, last=asked.last)
    order = [point.revision for point in publication_order(view, story, moment)]
    if not order:
        raise NotFound(f"no revision of {story.ref.slug} counts at that moment")
    last = find_revision(view, story, asked.last, moment).event.revision if asked.last else order[-1]
    if asked.first is not None:
        first = find_revision(view, story, asked.first, moment).event.revision
    elif text is not None and text.startswith(".."):
        first = order[0]
    else:
        first = _before(order, last, story)
    sides = [revision(view, story, number) for number in (first, last)]
    old, new = (known_article(view, story, recorded, lost="the comparison") for recorded in sides)
    return (
        _Side(story=story, recorded=sides[0], article=old),
        _Side(story=story, recorded=sides[1], article=new),
    )


def _before(order: list[int], number: int, story: FoundStory) -> int:
    if number not in order:
        raise NotFound(
            f"r{number} of {story.ref.slug} has no place among its revisions at that moment: it is voided, or was"
            f" published later; name both, as in r{order[-1]}..r{number}"
        )
    index = order.index(number)
    if index == 0:
        raise NotFound(
            f"r{number} is the first revision of {story.ref.slug}: there is nothing before it to compare with"
        )
    return order[index - 1]


def _order(ref: RevisionRef) -> tuple[int, int, int]:
    return ref.published_at, -1 if ref.source_version is None else ref.source_version, ref.position
