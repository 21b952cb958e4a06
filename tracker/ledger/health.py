"""A quick look at the database under the ledger: are the guards in place, does it write safely, is the file whole?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from tracker.ledger.guards import guard_names

_POSTGRESQL_TRIGGERS = text(
    "SELECT tgname FROM pg_trigger WHERE tgrelid = 'events'::regclass AND NOT tgisinternal AND tgenabled <> 'D'"
)


def problems(connection: Connection) -> Iterator[str]:
    """What is wrong with the database, in words; nothing when all is well."""
    dialect = connection.dialect.name
    for name in sorted(guard_names(dialect) - _triggers(connection)):
        yield f"the guard {name} is missing: events could be changed unnoticed; `tracker db upgrade` puts it back"
    if dialect == "sqlite":
        mode = connection.execute(text("PRAGMA journal_mode")).scalar()
        if mode != "wal":
            yield f"the journal mode is {mode}, not wal"
        for (line,) in connection.execute(text("PRAGMA quick_check(5)")):
            if line != "ok":
                yield f"the file is damaged: {line}"


def _triggers(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'events'"))
    else:
        rows = connection.execute(_POSTGRESQL_TRIGGERS)
    return {name for (name,) in rows}
