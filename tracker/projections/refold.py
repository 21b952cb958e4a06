"""Folding one story anew after an erasure: from its events, as they can be read since, and from no row of before.

So a read model that was kept up says what one made anew would say. Who replaces the rows is the runner's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tracker.ledger.asof import history_of
from tracker.ledger.identity import DESK_SUFFIX
from tracker.ledger.read import LedgerView, Recorded
from tracker.projections.model import Handler, Projection, Rows
from tracker.projections.texts import Texts
from tracker.story.events import BodyErased

_NOBODYS = -1
"""A generation that has no rows."""

Handle = Callable[[Handler, Sequence[Recorded]], Iterator[tuple[int, str]]]
"""Gives a handler its events and names those that it fails on, with the reasons."""


def erased_story(recorded: object) -> str | None:
    """The stream of the story that an event erases something of; None for any other event."""
    if not isinstance(recorded, Recorded) or not isinstance(recorded.event, BodyErased):
        return None
    return recorded.row.stream_id.removesuffix(DESK_SUFFIX)


def refold(
    projection: Projection, view: LedgerView, generation: int, texts: Texts, erasure: Recorded, handle: Handle
) -> tuple[Rows, list[tuple[int, str]]]:
    """The rows of the story that `erasure` is of, folded up to there, and the events that failed."""
    stream_id = erased_story(erasure)
    assert stream_id is not None
    handler = projection.handler(view, _NOBODYS, texts)
    history = history_of(view, stream_id, erasure.row.position)
    failures = list(handle(handler, history))
    rows = {table: [{**row, "generation": generation} for row in found] for table, found in handler.rows().items()}
    return rows, failures
