"""Giving a story one more key, and taking it off again: what comes in under the key is filed there from then on.

A key belongs to one story. One that opened a story of its own stays with it; two writers who link one key at once are
told apart by the ledger (`ledger.story.key_claim`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from shlex import quote

from tracker import __version__
from tracker.desk.find import FoundStory, find_whole_story
from tracker.desk.remarks import Deed, append_deeds, said
from tracker.desk.review import signer
from tracker.desk.values import StoryRef
from tracker.desk.workspace import Workspace
from tracker.errors import UsageError
from tracker.ledger.identity import DESK_SUFFIX
from tracker.ledger.read import LedgerView
from tracker.ledger.story import KeyState, Opening, find_key, key_claim, key_state
from tracker.projections.runner import catch_up
from tracker.projections.stories import stories_by_url
from tracker.story.events import StoryKeyed, StoryUnkeyed
from tracker.story.keys import StoryKey, key_for_url, normalise_url, parse_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`key` became a key of the story (`linked`) or was taken off it, or would be: `position` and `recorded_at` are
    None then."""

    story: StoryRef
    key: str
    linked: bool
    by: str
    reason: str | None
    position: int | None = None
    recorded_at: int | None = None


def link(
    workspace: Workspace,
    name: str,
    key: str,
    *,
    by: str | None,
    reason: str | None = None,
    undo: bool = False,
    dry_run: bool = False,
) -> tuple[Link, ...]:
    """Let the story `name` go by a key (SOURCE:ID or an address) too, or with `undo` no longer; what is returned is on
    disk, unless it is a dry run. An address is linked under its host and under the story's own source.

    UsageError where nobody signs, the key makes no sense, is the story's already (not its own, with `undo`), or is
    another one's; NotFound or Ambiguous where the name does not say which story.
    """
    signed, why = signer(workspace, by), said(reason, "a reason")
    if not dry_run:
        catch_up(workspace.ledger)  # a shortened slug is looked up in the list
    done: list[Link] = []

    def decide(view: LedgerView) -> list[Deed]:
        story = find_whole_story(view, name)
        keys = _taken_off(view, story, key) if undo else _free(view, story, key)
        done[:] = [Link(story=story.ref, key=item.text, linked=not undo, by=signed, reason=why) for item in keys]
        return [_deed(view, story, item, signed, why, undo=undo) for item in keys]

    stored = append_deeds(workspace.ledger, decide, dry_run=dry_run)
    if not stored:
        return tuple(done)
    catch_up(workspace.ledger)
    both = zip(done, stored, strict=True)
    return tuple(replace(item, position=at.position, recorded_at=at.recorded_at) for item, at in both)


def _deed(view: LedgerView, story: FoundStory, key: StoryKey, by: str, reason: str | None, *, undo: bool) -> Deed:
    event = StoryUnkeyed(tool=__version__) if undo else StoryKeyed(tool=__version__)
    return Deed(
        stream_id=story.stream_id,
        event=event,
        remark={"by": by} if reason is None else {"by": by, "reason": reason},
        about={"key": key.text},
        claim=key_claim(view, key, key_state(view, key), unopened=not undo),
    )


def _keys(story: FoundStory, text: str) -> list[StoryKey]:
    """What the text names: one key, or for an address the key under its host and that of the story's own source."""
    try:
        if "://" not in text:
            return [parse_key(text)]
        return list(dict.fromkeys((key_for_url(text), key_for_url(text, story.ref.source))))
    except ValueError as error:
        raise UsageError(str(error)) from None


def _free(view: LedgerView, story: FoundStory, text: str) -> list[StoryKey]:
    """The keys to link; UsageError where the story has all of them, or another story has one."""
    keys = _keys(story, text)
    missing = []
    for key in keys:
        holder = find_key(view, key)
        if holder is None:
            missing.append(key)
        elif holder.stream_id != story.stream_id:
            raise UsageError(_held(story, key, holder))
    if not missing:
        raise UsageError(f"{story.ref.slug} goes by {keys[0].text} already")
    if "://" in text:
        _refuse_address(view, story, text)
    return missing


def _refuse_address(view: LedgerView, story: FoundStory, text: str) -> None:
    """An address with which another story came in would no longer lead to that one."""
    rows = stories_by_url(view.connection, normalise_url(text))
    other = next((row for row in rows if row.stream_id != story.stream_id), None)
    if other is not None:
        raise UsageError(f"{text} is the address of another story, {other.slug} ({other.source}:{other.key_id})")


def _held(story: FoundStory, key: StoryKey, holder: Opening) -> str:
    """Whose key it is, and what can be done."""
    if holder.linked is not None:
        return (
            f"{key.text} is a key of {holder.slug} ({holder.key.text}) already;"
            f" take it off there first: tracker link {holder.slug} {quote(key.text)} --undo"
        )
    slug = holder.slug
    return (
        f"{key.text} is a story of its own, {slug}, and stays one. If its texts belong to {story.ref.slug}, void each"
        f" (tracker void {slug}@r1 --belongs-to {quote(story.ref.key)} --reason TEXT) and record it there"
        f" (tracker show {slug}@r1 --raw | tracker ingest --story {quote(story.ref.key)} -)"
    )


def _taken_off(view: LedgerView, story: FoundStory, text: str) -> list[StoryKey]:
    """The keys to take off; UsageError where none of them was linked to the story."""
    keys = _keys(story, text)
    linked = [key for key in keys if _linked_to(key_state(view, key)) == story.stream_id]
    if linked:
        return linked
    key = keys[0]
    if key.text == story.ref.key:
        raise UsageError(f"{key.text} is the key that {story.ref.slug} was opened with; that one stays")
    holder = find_key(view, key)
    whose = "no story goes by it" if holder is None else f"it is a key of {holder.slug}"
    raise UsageError(f"{key.text} is not linked to {story.ref.slug}: {whose}")


def _linked_to(state: KeyState) -> str | None:
    return None if state.link is None else state.link.row.stream_id.removesuffix(DESK_SUFFIX)
