"""The accounts that a ledger on PostgreSQL is used by: what each may do, as SQL for its owner to run."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.desk.workspace import Workspace
from tracker.errors import UsageError
from tracker.ledger.database import ERASER, READER, WRITER
from tracker.ledger.roles import Role, roles
from tracker.projections.purge import SWEPT
from tracker.projections.schema import metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleNames:
    """What the roles are called on the server."""

    writer: str = "tracker_writer"
    reader: str = "tracker_reader"
    eraser: str = "tracker_eraser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The roles of a database, each with the statements that give it its rights."""

    database: str
    roles: tuple[Role, ...]


def grants(workspace: Workspace, names: RoleNames) -> Roles:
    """The statements for each role; nothing is executed.

    UsageError on SQLite, which has no accounts, and for names that no role can have.
    """
    if workspace.database.is_sqlite:
        raise UsageError(
            f"{workspace.database.shown}: SQLite has no accounts; who may read or write the file is for the system"
        )
    with workspace.ledger.view() as view:
        found = roles(
            view.connection,
            {WRITER: names.writer, READER: names.reader, ERASER: names.eraser},
            read_models=[table.name for table in metadata.sorted_tables],
            swept=SWEPT,
        )
    return Roles(database=workspace.database.shown, roles=found)
