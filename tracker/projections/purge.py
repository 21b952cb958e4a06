"""Taking erased texts out of the read models, in the transaction that erases them: every generation, whoever folds.

What is taken out is folded again when the read models come to the event that erased it (`refold`).
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Table, delete, tuple_, update

from tracker.ledger.erased import Body
from tracker.projections.runner import PROJECTIONS
from tracker.projections.runs import RUNS
from tracker.projections.schema import cursors, errors, examinations, findings, reviews, revisions, stories
from tracker.story.events import RUN, STORY

_TOLD: tuple[Table, ...] = (revisions, examinations, findings, reviews)
SWEPT = ("bodies", "stories", "projection_errors", *(table.name for table in (*_TOLD, *RUNS.tables)))
"""The tables that held texts; to be swept once the erasure is on disk."""


def purge(connection: Connection, stream_id: str, erased: Collection[Body]) -> None:
    """Take out what the read models hold of a story's words, and with a run's record all that runs told."""
    for projection in PROJECTIONS:
        # Whoever writes rows moves a cursor first: from here on, nobody writes what was read before the erasure.
        mine = cursors.c.name == projection.name
        connection.execute(update(cursors).where(mine).values(position=cursors.c.position))
    for table in _TOLD:
        connection.execute(delete(table).where(table.c.stream_id == stream_id))
    gone: dict[str, None] = {"headline": None}
    if any(slot == STORY for _, _, slot in erased):
        gone["url"] = None
    connection.execute(update(stories).where(stories.c.stream_id == stream_id).values(**gone))
    places = sorted({(shard, position) for shard, position, _ in erased})
    for start in range(0, len(places), 500):
        chunk = tuple_(errors.c.shard, errors.c.position).in_(places[start : start + 500])
        connection.execute(delete(errors).where(chunk))
    if any(slot == RUN for _, _, slot in erased):
        _forget_runs(connection)


def _forget_runs(connection: Connection) -> None:
    """Let the list of runs be folded from the first event on: what one run told stands in rows of many."""
    for table in RUNS.tables:
        connection.execute(delete(table))
    connection.execute(delete(errors).where(errors.c.name == RUNS.name))
    connection.execute(update(cursors).where(cursors.c.name == RUNS.name).values(position=0))
