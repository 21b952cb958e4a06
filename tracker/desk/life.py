"""Withdrawing a story by hand and reinstating it: events at a publish time, each the other's opposite.

A notice among the inputs withdraws by itself (`withdrawals`). Texts are not touched: what was recorded stays, and what
arrives later is recorded, whether the story stands or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tracker import __version__
from tracker.desk.find import FoundStory, find_whole_story, revision, revision_ref
from tracker.desk.lifetime import withdrawn_at
from tracker.desk.remarks import Deed, append_deeds, said
from tracker.desk.review import signer
from tracker.desk.values import RevisionRef, StoryRef, WithdrawnRef
from tracker.desk.workspace import Workspace
from tracker.errors import UsageError
from tracker.ledger.asof import standing
from tracker.ledger.life import life_of
from tracker.ledger.read import LedgerView
from tracker.projections.runner import catch_up
from tracker.story.events import StoryReinstated, StoryWithdrawn
from tracker.story.moments import Moment
from tracker.story.times import Bound, local, parse_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A story was withdrawn (`withdrawn`) or reinstated at `at`, or would be: `position` and `recorded_at` are None
    then.

    `text` is the last text published by then. `before` is the withdrawal that a reinstatement ends. `until` is when a
    later event that was recorded before turns it round again, None if none does.
    """

    story: StoryRef
    withdrawn: bool
    at: int
    by: str
    reason: str
    text: RevisionRef
    before: WithdrawnRef | None = None
    until: int | None = None
    position: int | None = None
    recorded_at: int | None = None


def withdraw(
    workspace: Workspace, name: str, *, at: str, by: str | None, reason: str | None, dry_run: bool = False
) -> Turned:
    """Withdraw the story `name` at the publish time `at`; what is returned is on disk, unless it is a dry run.

    UsageError where nobody signs or no reason is given, where the time lies ahead or before the story's first text, and
    where the story was withdrawn then already; NotFound or Ambiguous where the name does not say which.
    """
    return _turn(workspace, name, at=at, by=by, reason=reason, dry_run=dry_run, withdrawn=True)


def reinstate(
    workspace: Workspace, name: str, *, at: str, by: str | None, reason: str | None, dry_run: bool = False
) -> Turned:
    """Let the story `name` stand again from the publish time `at` on; errors as for `withdraw`, and where it was not
    withdrawn then."""
    return _turn(workspace, name, at=at, by=by, reason=reason, dry_run=dry_run, withdrawn=False)


def _turn(
    workspace: Workspace, name: str, *, at: str, by: str | None, reason: str | None, dry_run: bool, withdrawn: bool
) -> Turned:
    signed, why, when = signer(workspace, by), said(reason, "a reason"), _instant(workspace, at)
    if why is None:
        raise UsageError(f"say why the story is {'withdrawn' if withdrawn else 'reinstated'}: --reason TEXT")
    event = StoryWithdrawn(tool=__version__) if withdrawn else StoryReinstated(tool=__version__)
    turned: list[Turned] = []
    if not dry_run:
        catch_up(workspace.ledger)  # a shortened slug is looked up in the list

    def decide(view: LedgerView) -> list[Deed]:
        story = find_whole_story(view, name)
        turned[:] = [_turned(workspace, view, story, when, signed, why, withdrawn=withdrawn)]
        remark = {"by": signed, "reason": why}
        return [Deed(stream_id=story.stream_id, event=event, remark=remark, published_at=when)]

    stored = append_deeds(workspace.ledger, decide, dry_run=dry_run)
    if not stored:
        return turned[0]
    catch_up(workspace.ledger)
    return replace(turned[0], position=stored[0].position, recorded_at=stored[0].recorded_at)


def _turned(
    workspace: Workspace, view: LedgerView, story: FoundStory, when: int, by: str, reason: str, *, withdrawn: bool
) -> Turned:
    text, before = _checked(view, story, when, lambda micros: local(micros, workspace.zone), withdrawn=withdrawn)
    until = _turned_round(view, story, when, withdrawn=withdrawn)
    return Turned(
        story=story.ref, withdrawn=withdrawn, at=when, by=by, reason=reason, text=text, before=before, until=until
    )


def _instant(workspace: Workspace, at: str) -> int:
    now = workspace.clock()
    when = parse_instant(at, now=now, zone=workspace.zone, bound=Bound.END)
    if when > now:
        shown = local(when, workspace.zone, seconds=True)
        raise UsageError(f"--at {at}: {shown} lies ahead; say it once it has happened, with that time or `--at now`")
    return when


def _checked(
    view: LedgerView, story: FoundStory, when: int, shown: Callable[[int], str], *, withdrawn: bool
) -> tuple[RevisionRef, WithdrawnRef | None]:
    """The last text up to then and the withdrawal that stood; UsageError where the story is so already."""
    slug, moment = story.ref.slug, Moment(published=when)
    point = standing(view, story.stream_id, moment)
    if point is None:
        raise UsageError(f"{slug} had no text at {shown(when)}: `tracker log {slug}` lists when each was published")
    gone = withdrawn_at(view, story, moment)
    if withdrawn and gone is not None:
        why = f": {gone.reason}" if gone.reason else ""
        raise UsageError(f"{slug} is withdrawn already, since {shown(gone.published_at)}{why}")
    if not withdrawn and gone is None:
        now = withdrawn_at(view, story, Moment())
        later = "" if now is None else f"; it was withdrawn at {shown(now.published_at)}: give a time from then on"
        raise UsageError(f"{slug} was not withdrawn at {shown(when)}{later}")
    return revision_ref(view, revision(view, story, point.revision), Moment()), gone


def _turned_round(view: LedgerView, story: FoundStory, when: int, *, withdrawn: bool) -> int | None:
    """When an event of a later publish time makes the opposite true again."""
    for recorded in life_of(view, story.stream_id):
        published = recorded.row.published_at
        if published is not None and published > when and isinstance(recorded.event, StoryWithdrawn) != withdrawn:
            return published
    return None
