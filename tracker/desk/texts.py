"""A story's texts one after another, as a reader met them: in publication order, up to a moment, from the events alone.

A confirmation counts where it brought back an earlier text; where it repeats the text that stood, nothing new was said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.desk.find import FoundStory
from tracker.desk.values import RevisionRef
from tracker.errors import IntegrityError
from tracker.ledger.asof import timeline
from tracker.ledger.read import LedgerView, Recorded
from tracker.story.article import Article
from tracker.story.events import Basis
from tracker.story.moments import Moment, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a story said from a point on: the revision with the times of that point, and its article.

    `confirmed` tells that the outlet gave an earlier revision's text again: the times are those of the repetition.
    """

    revision: RevisionRef
    confirmed: bool
    article: Article


def texts(view: LedgerView, story: FoundStory, moment: Moment, *, last: Point | None = None) -> Iterator[Told]:
    """The story's texts in publication order as far as the moment admits, and up to the point `last` if one is given.
    A voided one is none of them, nor one that was erased.

    Articles are read one at a time. IntegrityError when a point names a revision that is not there.
    """
    points = [pair for pair in timeline(view, story.stream_id, moment.position) if moment.admits(pair[0])]
    contents = {point.revision: item for point, item in points if not point.confirmed}
    stood, erased = None, view.erasures.of_story(story.stream_id)
    for point, item in points:
        if last is not None and point.order > last.order:
            return
        if point.revision == stood:
            continue
        content = contents.get(point.revision) or view.version(story.stream_id, point.revision)
        if content is None:
            raise IntegrityError(f"position {point.position} confirms r{point.revision}, which is not there")
        stood = point.revision
        if stood in erased:
            continue
        yield Told(revision=_ref(point, item, content), confirmed=point.confirmed, article=view.article(content))


def _ref(point: Point, item: Recorded, content: Recorded) -> RevisionRef:
    return RevisionRef(
        number=point.revision,
        published_at=point.published_at,
        basis=Basis.STATED if point.confirmed or point.redated_from is not None else content.event.basis,
        recorded_at=item.row.recorded_at,
        position=point.position,
        source_version=point.source_version,
    )
