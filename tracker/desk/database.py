"""The database under the ledger: make it, bring it up to date, look whether it is fit for use."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.desk.workspace import Workspace
from tracker.errors import UsageError
from tracker.ledger import migrate
from tracker.ledger.health import problems
from tracker.ledger.schema import SCHEMA_REVISION


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What an upgrade did: the revisions before (None: there was no ledger) and after."""

    database: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """A database's schema revision (None: it holds no ledger) and the one this program needs."""

    database: str
    revision: str | None
    needed: str

    @property
    def usable(self) -> bool:
        """Whether this program can work with it."""
        return self.revision == self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a look at the database found; nothing, if all is well."""

    current: Current
    problems: tuple[str, ...]


def upgrade(workspace: Workspace, *, shards: int | None = None, partitioned: bool = False) -> Upgraded:
    """Make the database or bring its schema up to this program's; DatabaseStateError when it is newer.

    `shards` and `partitioned` say how a new ledger is made. UsageError where there is one that was made otherwise, and
    for partitions on SQLite.
    """
    database = workspace.database
    if partitioned and database.is_sqlite:
        raise UsageError("--partitions: SQLite has no partitions; --shards alone works on both databases")
    before, after = migrate.upgrade(database, clock=workspace.clock, shard_count=shards, partitioned=partitioned)
    return Upgraded(database=database.shown, before=before, after=after)


def current(workspace: Workspace) -> Current:
    """The database's schema revision; DatabaseStateError when there is no database."""
    with workspace.database.read() as connection:
        revision = migrate.current_revision(connection)
    return Current(database=workspace.database.shown, revision=revision, needed=SCHEMA_REVISION)


def check(workspace: Workspace) -> Checked:
    """A quick look at schema, guards and file."""
    found = current(workspace)
    if not found.usable:
        return Checked(current=found, problems=())
    with workspace.database.read() as connection:
        return Checked(current=found, problems=tuple(problems(connection)))
