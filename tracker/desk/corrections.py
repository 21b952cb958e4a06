"""Putting an operator's mistake right: voiding a revision, restoring it, giving it another publish time.

Each is an event that acts from its recording on: what was known before it stays as it was, and no number changes. What
a story then says is the ledger's matter (`ledger.asof`); what was corrected is read by `desk.corrected`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tracker import __version__
from tracker.desk.corrected import Kind, corrections_at, voided
from tracker.desk.find import FoundStory, find_revision, find_story, revision, revision_ref
from tracker.desk.remarks import Deed, append_deeds, said
from tracker.desk.review import signer
from tracker.desk.values import RevisionRef, StoryRef
from tracker.desk.workspace import Workspace
from tracker.errors import UsageError
from tracker.ledger.asof import happened, history_of
from tracker.ledger.read import EVERYTHING, LedgerView
from tracker.projections.runner import catch_up
from tracker.story.course import course
from tracker.story.events import Basis, Correction, RevisionRedated, RevisionRestored, RevisionVoided
from tracker.story.evolve import Happened
from tracker.story.keys import parse_key
from tracker.story.moments import NOW, Point
from tracker.story.references import parse_reference
from tracker.story.times import Bound, local, parse_instant

_CLASSES: dict[Kind, type[RevisionVoided] | type[RevisionRestored] | type[RevisionRedated]] = {
    Kind.VOIDED: RevisionVoided,
    Kind.RESTORED: RevisionRestored,
    Kind.REDATED: RevisionRedated,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A revision that was voided, restored or redated, or would be: `position` and `recorded_at` are None then.

    `revision` has the times from before, `published_at` is the publish time from then on. `said` is what the story said
    before, `says` what it says with the correction; None where no revision of it counts. `belongs_to` is the key of the
    story that a voided text belongs to, if that was given.
    """

    kind: Kind
    story: StoryRef
    revision: RevisionRef
    published_at: int
    by: str
    reason: str
    said: RevisionRef | None
    says: RevisionRef | None
    belongs_to: str | None = None
    position: int | None = None
    recorded_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What is to be done to which revision, by whom and why; `published` is the new time of a redate."""

    kind: Kind
    name: str
    by: str
    reason: str
    published: int | None = None
    belongs_to: str | None = None


def void(
    workspace: Workspace,
    name: str,
    *,
    by: str | None,
    reason: str | None,
    belongs_to: str | None = None,
    dry_run: bool = False,
) -> Corrected:
    """Void the revision STORY@rN: it was recorded by mistake and counts no more. What is returned is on disk, unless it
    is a dry run.

    UsageError where nobody signs, no reason is given, no revision is named, or it is voided already; NotFound or
    Ambiguous where the name does not say which story.
    """
    if belongs_to is not None:
        try:
            belongs_to = parse_key(belongs_to).text
        except ValueError as error:
            raise UsageError(f"--belongs-to {belongs_to}: {error}") from None
    return _correct(workspace, _order(workspace, Kind.VOIDED, name, by, reason, belongs_to=belongs_to), dry_run=dry_run)


def restore(workspace: Workspace, name: str, *, by: str | None, reason: str | None, dry_run: bool = False) -> Corrected:
    """Let a voided revision count again, with every confirmation of it; errors as for `void`, and where it is not
    voided."""
    return _correct(workspace, _order(workspace, Kind.RESTORED, name, by, reason), dry_run=dry_run)


def redate(
    workspace: Workspace, name: str, *, published: str, by: str | None, reason: str | None, dry_run: bool = False
) -> Corrected:
    """Give the revision STORY@rN another publish time; errors as for `void`, and where it has that time already.

    The times at which the outlet gave its text again stay as they are. It is undone by another redate.
    """
    when = parse_instant(published, now=workspace.clock(), zone=workspace.zone, bound=Bound.START)
    return _correct(workspace, _order(workspace, Kind.REDATED, name, by, reason, published=when), dry_run=dry_run)


def _order(
    workspace: Workspace,
    kind: Kind,
    name: str,
    by: str | None,
    reason: str | None,
    *,
    published: int | None = None,
    belongs_to: str | None = None,
) -> _Order:
    signed, why = signer(workspace, by), said(reason, "a reason")
    if why is None:
        raise UsageError(f"say why {name} is {kind}: --reason TEXT")
    if parse_reference(name).revision is None:
        raise UsageError(f"{name} names a whole story; say which revision is {kind}, as in {name}@r2")
    return _Order(kind=kind, name=name, by=signed, reason=why, published=published, belongs_to=belongs_to)


def _correct(workspace: Workspace, order: _Order, *, dry_run: bool) -> Corrected:
    done: list[Corrected] = []
    if not dry_run:
        catch_up(workspace.ledger)  # a shortened slug is looked up in the list

    def decide(view: LedgerView) -> list[Deed]:
        story, corrected = _decided(view, order, lambda micros: local(micros, workspace.zone, seconds=True))
        done[:] = [corrected]
        remark = {"by": order.by, "reason": order.reason, "belongs_to": order.belongs_to}
        return [
            Deed(
                stream_id=story.stream_id,
                event=_event(corrected.kind, corrected.revision.number),
                remark={name: value for name, value in remark.items() if value is not None},
                published_at=corrected.published_at,
            )
        ]

    stored = append_deeds(workspace.ledger, decide, dry_run=dry_run)
    if not stored:
        return done[0]
    catch_up(workspace.ledger)
    return replace(done[0], position=stored[0].position, recorded_at=stored[0].recorded_at)


def _event(kind: Kind, number: int) -> Correction:
    return _CLASSES[kind](revision=number, tool=__version__)


def _decided(view: LedgerView, order: _Order, shown: Callable[[int], str]) -> tuple[FoundStory, Corrected]:
    reference = parse_reference(order.name)
    assert reference.revision is not None
    story = find_story(view, reference.story)
    ref = revision_ref(view, find_revision(view, story, reference.revision, NOW), NOW)
    _refuse_needless(view, story, ref, order, shown)
    published_at = ref.published_at if order.published is None else order.published
    before, after = _standing(view, story, order.kind, ref, published_at)
    corrected = Corrected(
        kind=order.kind,
        story=story.ref,
        revision=ref,
        published_at=published_at,
        by=order.by,
        reason=order.reason,
        said=before,
        says=after,
        belongs_to=order.belongs_to,
    )
    return story, corrected


def _refuse_needless(
    view: LedgerView, story: FoundStory, ref: RevisionRef, order: _Order, shown: Callable[[int], str]
) -> None:
    name = f"{story.ref.slug}@r{ref.number}"
    gone = voided(corrections_at(view, story, NOW)).get(ref.number)
    if order.kind is Kind.RESTORED and gone is None:
        raise UsageError(f"{name} is not voided: there is nothing to undo")
    if order.kind is not Kind.RESTORED and gone is not None:
        already = " already" if order.kind is Kind.VOIDED else ""
        since = f"{name} is voided{already}, since {shown(gone.recorded_at)} by {gone.by}: {gone.reason}"
        how = f"; restore it first: tracker void {name} --undo" if order.kind is Kind.REDATED else ""
        raise UsageError(since + how)
    if order.published == ref.published_at:
        raise UsageError(f"{name} has that publish time already: {shown(ref.published_at)}")
    if order.belongs_to == story.ref.key:
        raise UsageError(f"--belongs-to {order.belongs_to} is the story that {name} is in now; name the other one")


def _standing(
    view: LedgerView, story: FoundStory, kind: Kind, ref: RevisionRef, published_at: int
) -> tuple[RevisionRef | None, RevisionRef | None]:
    """What the story says now, and what it says with the correction."""
    history = [happened(recorded) for recorded in history_of(view, story.stream_id, None)]
    then = Happened(event=_event(kind, ref.number), position=EVERYTHING, recorded_at=0, published_at=published_at)
    before, after = course(history).standing(None), course([*history, then]).standing(None)
    return _told(view, story, before), _told(view, story, after)


def _told(view: LedgerView, story: FoundStory, point: Point | None) -> RevisionRef | None:
    if point is None:
        return None
    ref = revision_ref(view, revision(view, story, point.revision), NOW)
    stated = point.confirmed or point.redated_from is not None
    return replace(ref, published_at=point.published_at, basis=Basis.STATED if stated else ref.basis)
