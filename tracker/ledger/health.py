"""A quick look at the database under the ledger: are the guards in place, does it write safely, is the file whole?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from tracker.ledger.schemacheck import RESTORE, schema_faults, table_faults
from tracker.story.times import FIRST_INSTANT, LAST_INSTANT

MOST_PAGES = 100_000
"""Of a file with more (400 MB), the indexes are not held against the tables: nobody waits minutes for an error."""
_TIMES = text(
    "SELECT made.name, its.name FROM sqlite_schema made, pragma_table_info(made.name) its"
    " WHERE made.type = 'table' AND its.type LIKE '%INT%' AND its.name LIKE '%~_at' ESCAPE '~'"
)


def problems(connection: Connection) -> Iterator[str]:
    """What is wrong with the database, in words; nothing when all is well."""
    yield from schema_faults(connection)
    if connection.dialect.name == "sqlite":
        mode = connection.execute(text("PRAGMA journal_mode")).scalar()
        if mode != "wal":
            yield f"the journal mode is {mode}, not wal"
        for (line,) in connection.execute(text("PRAGMA quick_check(5)")):
            if line != "ok":
                yield f"the file is damaged: {line}"


def damages(connection: Connection) -> Iterator[str]:
    """What is wrong with an SQLite file itself or with what its tables say they are, in words, with what to do; nothing
    on a server."""
    if connection.dialect.name == "sqlite":
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        look = "integrity_check" if pages < MOST_PAGES else "quick_check"
        for (line,) in connection.execute(text(f"PRAGMA {look}(1)")):
            if line != "ok":
                yield f"{line}; {RESTORE}"
        yield from table_faults(connection)
        yield from _impossible_times(connection)


def _impossible_times(connection: Connection) -> Iterator[str]:
    for table, column in connection.execute(_TIMES).all():
        outside = f"{column} NOT BETWEEN {FIRST_INSTANT} AND {LAST_INSTANT}"
        if connection.execute(text(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {outside})")).scalar():
            yield f"{table}.{column} holds an instant outside the years 1 to 9999; {RESTORE}"
