"""Finding the story and the revision that a reference names.

Exact names (a key, a URL, a slug) are answered from the ledger alone; a slug's prefix needs the list of stories.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from tracker.desk.values import AskedMoment, RevisionRef, StoryRef
from tracker.errors import Ambiguous, NotFound, UsageError
from tracker.ledger.asof import own_point, timeline
from tracker.ledger.read import LedgerView, Recorded
from tracker.ledger.story import Linked, Opening, find_key, find_slug, opening_of
from tracker.projections.stories import StoryRow, stories_by_prefix, stories_by_slug_of_source, stories_by_url
from tracker.story.events import Basis, RevisionRecorded
from tracker.story.keys import key_for_url, normalise_url, parse_key
from tracker.story.moments import Moment, Point
from tracker.story.references import Number, parse_reference
from tracker.story.references import RevisionRef as NamedRevision
from tracker.story.times import rfc3339

PREFIX_LENGTH = 4
SHOWN_CANDIDATES = 20
_LONGEST_HEADLINE = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStory:
    """A story that was found: its stream and what it is called; `linked` where it was found by a key it got later."""

    stream_id: str
    shard: int
    ref: StoryRef
    opened_at: int
    linked: Linked | None = None


def find_story(view: LedgerView, name: str) -> FoundStory:
    """The one story that `name` means: slug, `source:id`, URL, `SOURCE/slug`, or a prefix of a slug.

    NotFound when there is none; Ambiguous, with the candidates, when there is more than one.
    """
    opening = _exactly(view, name)
    if opening is None:
        rows = _loosely(view, name)
        if len(rows) > 1:
            raise Ambiguous(_candidates(name, rows))
        if not rows:
            raise NotFound(_no_story(name))
        recorded = view.version(rows[0].stream_id, 0)
        if recorded is None:
            raise NotFound(_no_story(name))
        opening = opening_of(view, recorded)
    return found(view, opening)


def find_whole_story(view: LedgerView, name: str) -> FoundStory:
    """The one story that `name` means, where a single revision makes no sense; UsageError when one is named."""
    reference = parse_reference(name)
    if reference.revision is not None:
        raise UsageError(f"{name!r} names one revision; give the story alone: {reference.story}")
    return find_story(view, reference.story)


def found(view: LedgerView, opening: Opening) -> FoundStory:
    """The story that this opening opened."""
    ref = StoryRef(key=opening.key.text, slug=opening.slug, source=opening.key.source, url=opening.url)
    return FoundStory(
        stream_id=opening.stream_id,
        shard=view.shard(opening.stream_id),
        ref=ref,
        opened_at=opening.opened_at,
        linked=opening.linked,
    )


def refuse_unlinked(story: FoundStory, moment: AskedMoment) -> None:
    """NotFound where the story was found by a key that it had not got yet, as known at the moment."""
    linked = story.linked
    if linked is not None and moment.position is not None and linked.position > moment.position:
        raise NotFound(
            f"no story was called {linked.key.text} then; it was linked to {story.ref.key} at"
            f" {rfc3339(linked.recorded_at)} (#{linked.position})"
        )


def find_revision(view: LedgerView, story: FoundStory, named: NamedRevision, moment: Moment) -> Recorded:
    """The revision rN, or the n-th from the end in publication order, as known at the moment; NotFound if there is
    none."""
    if isinstance(named, Number):
        recorded = view.version(story.stream_id, named.n)
        known = recorded is not None and (moment.position is None or recorded.row.position <= moment.position)
        if recorded is None or not known:
            last = view.last(story.stream_id)
            newest = last.row.version if last else 0
            raise NotFound(f"{story.ref.slug} has no r{named.n}{'' if known else f' (its newest is r{newest})'}")
        return recorded
    points = publication_order(view, story, moment)
    if named.n > len(points):
        raise NotFound(f"{story.ref.slug}@-{named.n}: only {len(points)} revisions are known")
    return revision(view, story, points[-named.n].revision)


def publication_order(view: LedgerView, story: FoundStory, moment: Moment) -> list[Point]:
    """The points of a story's recorded revisions (no confirmations, none that is voided) in publication order, as far
    as the moment admits."""
    points = (point for point, _ in timeline(view, story.stream_id, moment.position))
    return [point for point in points if not point.confirmed and moment.admits(point)]


def revision(view: LedgerView, story: FoundStory, number: int) -> Recorded:
    """Revision rN of a story that is known to have it."""
    recorded = view.version(story.stream_id, number)
    if recorded is None:
        raise NotFound(f"{story.ref.slug} has no r{number}")
    return recorded


def revision_ref(view: LedgerView, recorded: Recorded, moment: Moment) -> RevisionRef:
    """What to call a recorded revision, with the publish time it has as known at the moment."""
    event, row = recorded.event, recorded.row
    assert isinstance(event, RevisionRecorded)
    point = own_point(view, recorded, moment)
    return RevisionRef(
        number=event.revision,
        published_at=point.published_at,
        basis=event.basis if point.redated_from is None else Basis.STATED,
        recorded_at=row.recorded_at,
        position=row.position,
        source_version=event.source_version,
    )


def _exactly(view: LedgerView, name: str) -> Opening | None:
    minted = find_slug(view, name)
    if minted is not None or ":" not in name:
        return minted
    try:
        key = key_for_url(name) if "://" in name else parse_key(name)
    except ValueError:
        return None
    return find_key(view, key)


def _loosely(view: LedgerView, name: str) -> list[StoryRow]:
    if "://" in name:
        try:
            return stories_by_url(view.connection, normalise_url(name))
        except ValueError as error:
            raise NotFound(f"{name}: {error}") from None
    source, slash, slug = name.partition("/")
    if slash:
        rows = stories_by_slug_of_source(view.connection, source, slug)
        if not rows and len(slug) >= PREFIX_LENGTH:
            rows = stories_by_prefix(view.connection, slug, source=source, limit=SHOWN_CANDIDATES + 1)
        if rows:
            return rows
    if len(name) < PREFIX_LENGTH:
        return []
    return stories_by_prefix(view.connection, name, limit=SHOWN_CANDIDATES + 1)


def _no_story(name: str) -> str:
    hint = "; `tracker stories` lists what there is"
    if len(name) < PREFIX_LENGTH:
        hint = f"; a slug may be shortened to {PREFIX_LENGTH} characters, not fewer"
    return f"no story is called {name!r}{hint}"


def _candidates(name: str, rows: list[StoryRow]) -> str:
    lines = [f"  {_copied(row)}  {row.slug}  {_headline(row)}  {rfc3339(row.latest_published)}" for row in rows]
    more = "\n  … and more" if len(rows) > SHOWN_CANDIDATES else ""
    return f"{name!r} could be any of these:\n" + "\n".join(lines[:SHOWN_CANDIDATES]) + more


def _copied(row: StoryRow) -> str:
    """The key as it can be pasted after a command."""
    return shlex.quote(f"{row.source}:{row.key_id}")


def _headline(row: StoryRow) -> str:
    """On one line and bounded: it must not pass for another candidate."""
    words = " ".join((row.headline or "").split())
    return words if len(words) <= _LONGEST_HEADLINE else words[: _LONGEST_HEADLINE - 1] + "…"
