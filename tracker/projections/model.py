"""What a projection is: a name, a version, its tables, and a handler that folds one batch of events into rows.

A handler reads the event, its bodies and projection rows, never the log beyond it. It only collects rows; the runner
writes them in the transaction that moves the cursor, so each event counts exactly once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table

from tracker.errors import IntegrityError
from tracker.ledger.read import LedgerView, Recorded
from tracker.projections.texts import Texts

Rows = Mapping[Table, Sequence[dict[str, Any]]]


class Handler(ABC):
    """Folds the events of one batch. `view` reads the ledger; the rows of `generation` are this handler's own, `texts`
    are shared by all."""

    def __init__(self, view: LedgerView, generation: int, texts: Texts) -> None:
        self.view = view
        self.generation = generation
        self.texts = texts

    @abstractmethod
    def handle(self, recorded: Recorded) -> None:
        """Take one event; an error sets this event aside and must leave the handler as it was."""

    @abstractmethod
    def rows(self) -> Rows:
        """The rows to insert or replace, by table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A read model. A change of `version` (its own, or its engine's) makes what is stored stale until it is rebuilt.

    With `by_story`, each row of its tables is of one story, whose stream it names, and comes of that story's events
    alone: then a story can be folded anew.
    """

    name: str
    version: str
    tables: tuple[Table, ...]
    handler: type[Handler]
    by_story: bool = False


def insert_into(connection: Connection, table: Table) -> Any:
    """This database's INSERT into a table, with its ON CONFLICT clauses."""
    # Imported here: a dialect costs a twentieth of a second, and whoever only reads needs none by name.
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table)
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert(table)


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, replacing those with the same key."""
    if not rows:
        return
    statement = insert_into(connection, table)
    keys = [column.name for column in table.primary_key.columns]
    fresh = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh), list(rows))


def printable(text: str | None) -> str | None:
    """Text fit for a read model: NUL, which PostgreSQL refuses, becomes its symbol. The ledger's bodies keep it."""
    return None if text is None else text.replace("\x00", "\u2400")


@contextmanager
def readable(what: str) -> Iterator[None]:
    """For the reading of stored rows: where one holds what no handler wrote, IntegrityError says what to do."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        remedy = "`tracker projections rebuild` makes the lists anew, `tracker verify` tells whether the log is sound"
        raise IntegrityError(f"the list of {what} cannot be read ({error}): {remedy}") from None
