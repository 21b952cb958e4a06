"""What was erased, in the words of the desk: which revision of which story, by whom, on whose authority and why.

Erasing is `erase`'s matter; here is what every other answer says of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.desk.find import FoundStory, find_whole_story, found
from tracker.desk.workspace import Workspace
from tracker.errors import Erased, IntegrityError
from tracker.ledger.erased import Body, Erasure
from tracker.ledger.identity import DESK_SUFFIX
from tracker.ledger.read import LedgerView, Recorded
from tracker.ledger.story import opening_of
from tracker.projections.stories import StoryRow
from tracker.story import canonical
from tracker.story.article import Article
from tracker.story.events import ARTICLE, REMARK, RevisionRecorded


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedRef:
    """The text of a revision was erased: where the event that says so stands, and what it says.

    `slug` is that of the story. `authority` is None where none was named.
    """

    slug: str
    revision: int
    recorded_at: int
    position: int
    by: str
    reason: str
    authority: str | None = None


def erased_of(view: LedgerView, story: FoundStory) -> Mapping[int, ErasedRef]:
    """The revisions of a story whose text was erased, by number."""
    erased = view.erasures.of_story(story.stream_id)
    return {number: _ref(story.ref.slug, number, erasure) for number, erasure in erased.items()}


def erased_everywhere(view: LedgerView) -> tuple[ErasedRef, ...]:
    """Every erased text of the ledger, in its order."""
    refs = []
    for text in view.erasures.texts():
        erasure = view.erasures.of(text.shard, text.position, ARTICLE)
        if erasure is not None:
            refs.append(_ref(_story(view, text.stream_id).ref.slug, text.revision, erasure))
    return tuple(refs)


def newest_erased(view: LedgerView, row: StoryRow) -> ErasedRef | None:
    """Who erased the newest text of a story in the list; None where nobody did."""
    erasure = None if row.erased is None else view.erasures.of_story(row.stream_id).get(row.latest_revision)
    return None if erasure is None else _ref(row.slug, row.latest_revision, erasure)


def erased_texts(workspace: Workspace, name: str | None = None) -> tuple[ErasedRef, ...]:
    """The erased texts of the story `name`, or of all stories."""
    with workspace.ledger.view() as view:
        if name is None:
            return erased_everywhere(view)
        return tuple(ref for _, ref in sorted(erased_of(view, find_whole_story(view, name)).items()))


def article_or_erased(
    view: LedgerView, story: FoundStory, recorded: Recorded
) -> tuple[Article | None, ErasedRef | None]:
    """The article of a revision, or who erased it."""
    try:
        return view.article(recorded), None
    except Erased:
        return None, erased_of(view, story)[recorded.row.version]


def known_article(view: LedgerView, story: FoundStory, recorded: Recorded, *, lost: str) -> Article:
    """The article of a revision; Erased, with by whom and why, says that for want of it `lost` is unavailable."""
    article, erased = article_or_erased(view, story, recorded)
    if article is None:
        assert erased is not None
        erasure = view.erasures.of(recorded.row.shard, recorded.row.position, ARTICLE)
        told = erasure.told if erasure else "erased"
        raise Erased(f"{lost} is unavailable: r{erased.revision} of {erased.slug} was {told}")
    return article


def remark_of(view: LedgerView, recorded: Recorded) -> dict[str, Any]:
    """What the remark of an event says; where it was erased, by whom and why stands for its reason."""
    try:
        remark: dict[str, Any] = canonical.decode(view.body(recorded, REMARK))
    except Erased:
        erasure = view.erasures.of(recorded.row.shard, recorded.row.position, REMARK)
        return {"reason": f"its words were {erasure.told}"} if erasure else {}
    return remark


def come_again(view: LedgerView, digests: set[bytes]) -> dict[bytes, str]:
    """Of these keyed digests, those of something that was erased, each with why it is not recorded again."""
    return {digest: _refusal(view, body) for digest, body in view.erasures.again(digests).items()}


def _refusal(view: LedgerView, body: Body) -> str:
    shard, position, slot = body
    erasure, recorded = view.erasures.of(shard, position, slot), view.event(shard, position)
    if erasure is None or recorded is None:
        raise IntegrityError(f"the {slot} at position {position} is listed as erased, but the log does not say so")
    what = f"r{recorded.row.version} of " if isinstance(recorded.event, RevisionRecorded) else "a notice for "
    slug = _story(view, recorded.row.stream_id).ref.slug
    return f"erased content is not recorded again: {what}{slug} was {erasure.told}"


def _story(view: LedgerView, stream_id: str) -> FoundStory:
    opened = view.version(stream_id.removesuffix(DESK_SUFFIX), 0)
    if opened is None:
        raise IntegrityError(f"the story of stream {stream_id} was never opened")
    return found(view, opening_of(view, opened))


def _ref(slug: str, number: int, erasure: Erasure) -> ErasedRef:
    return ErasedRef(
        slug=slug,
        revision=number,
        recorded_at=erasure.recorded_at,
        position=erasure.position,
        by=erasure.by,
        reason=erasure.reason,
        authority=erasure.authority,
    )
