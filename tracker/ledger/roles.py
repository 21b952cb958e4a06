"""What three roles may do in a ledger on PostgreSQL, as statements for the owner of its tables to run.

The reader reads; the writer reads, appends, and keeps the read models; the eraser does what the writer does, and takes
bodies away. None of them may change or delete an event or move a shard: the guards do that for whoever appends. Nothing
is executed here. SQLite has no accounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from tracker.errors import UsageError
from tracker.ledger.database import ERASER, READER, WRITER
from tracker.ledger.guards import LOCK_FUNCTION
from tracker.ledger.schema import bodies, erasures, events, metadata, sightings, subtrees

_PLACE = text(
    "SELECT current_schema(), current_database(), pg_get_userbyid(relowner), current_setting('server_version_num')"
    " FROM pg_class WHERE oid = to_regclass('events')"
)
_EXISTING = text("SELECT rolname FROM pg_roles WHERE rolname = ANY(:names)")
_LEAVES = text(
    "SELECT relname FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid"
    " WHERE inhparent = ANY(CAST(:names AS regclass[])) ORDER BY 1"
)
_LONGEST = 63  # bytes; the server would cut a longer name off
_NOT_NAMES = frozenset({"public", "none", "current_user", "current_role", "session_user"})
_MAINTAIN_SINCE = 170_000

_TABLES = ("alembic_version", *(table.name for table in metadata.sorted_tables))
APPENDED = {
    events.name: "INSERT",
    bodies.name: "INSERT",
    sightings.name: "INSERT, UPDATE",
    subtrees.name: "INSERT, DELETE",
}
ERASED = {bodies.name: "UPDATE, DELETE", erasures.name: "INSERT, UPDATE"}
KEPT = "INSERT, UPDATE, DELETE"
"""What whoever writes may do with read models: all of them can be made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One role: what it is (reader, writer, eraser), its name on the server, whether that exists there, and the
    statements that give it its rights."""

    kind: str
    name: str
    exists: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    schema: str
    database: str
    owner: str
    version: int

    def tables(self, *names: str) -> str:
        """These tables as a statement lists them."""
        return ", ".join(f"{self.schema}.{quoted(name)}" for name in names)


def roles(
    connection: Connection, names: dict[str, str], *, read_models: Sequence[str], swept: Sequence[str]
) -> tuple[Role, ...]:
    """The roles with these names, by kind. `read_models` are the tables that can be made again, `swept` those that an
    erasure leaves to be written anew. UsageError for a name that no role can have."""
    place = _place(connection)
    _check(names, place)
    existing = set(connection.scalars(_EXISTING, {"names": list(names.values())}))
    leaves = tuple(connection.scalars(_LEAVES, {"names": list(swept)}))
    every = place.tables(*_TABLES, *read_models)
    reading = (f"SELECT ON {every}",)
    writing = (*reading, *_writing(place, read_models))
    rights = {READER: reading, WRITER: writing, ERASER: (*writing, *_erasing(place, (*swept, *leaves)))}
    return tuple(
        Role(
            kind=kind,
            name=name,
            exists=name in existing,
            statements=tuple(_statements(place, name, every, rights[kind], exists=name in existing)),
        )
        for kind, name in names.items()
    )


def quoted(name: str) -> str:
    """A name as SQL takes it whatever it holds; UsageError where it holds what cannot be printed."""
    if not name.isprintable():
        raise UsageError(f"the name {name!r} holds characters that cannot be printed: no statement is made of it")
    return '"' + name.replace('"', '""') + '"'


def _place(connection: Connection) -> _Place:
    row = connection.execute(_PLACE).one()
    return _Place(schema=quoted(row[0]), database=quoted(row[1]), owner=row[2], version=int(row[3]))


def _check(names: dict[str, str], place: _Place) -> None:
    for kind, name in names.items():
        if not name.strip() or name.lower() in _NOT_NAMES or name.startswith("pg_"):
            raise UsageError(f"--{kind} {name!r}: no role can have that name")
        if len(quoted(name).encode()) - 2 > _LONGEST:
            raise UsageError(f"--{kind}: {name[:20]}… is longer than {_LONGEST} bytes: the server would cut it off")
        if name == place.owner:
            raise UsageError(f"--{kind} {name}: it owns the tables, and may do everything; give another role")
    if len(set(names.values())) < len(names):
        raise UsageError("the roles need different names: one that may erase may do more than one that writes")


def _statements(place: _Place, name: str, every: str, rights: Sequence[str], *, exists: bool) -> Iterator[str]:
    role = quoted(name)
    if not exists:
        yield f"CREATE ROLE {role} LOGIN;"
    # What it was given before goes, so that it has these rights and no others.
    yield f"REVOKE ALL ON {every} FROM {role};"
    yield f"GRANT CONNECT ON DATABASE {place.database} TO {role};"
    yield f"GRANT USAGE ON SCHEMA {place.schema} TO {role};"
    for right in rights:
        yield f"GRANT {right} TO {role};"


def _writing(place: _Place, read_models: Sequence[str]) -> Iterator[str]:
    for table, verbs in APPENDED.items():
        yield f"{verbs} ON {place.tables(table)}"
    yield f"{KEPT} ON {place.tables(*read_models)}"
    yield f"EXECUTE ON FUNCTION {place.schema}.{LOCK_FUNCTION}"


def _erasing(place: _Place, swept: Sequence[str]) -> Iterator[str]:
    for table, verbs in ERASED.items():
        yield f"{verbs} ON {place.tables(table)}"
    if place.version >= _MAINTAIN_SINCE:  # before, only the owner could write a table anew
        yield f"MAINTAIN ON {place.tables(*swept)}"
