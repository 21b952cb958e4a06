"""Whether the ledger's tables and guards are still those that this program makes.

A trigger that was dropped, emptied or switched off lets events be changed unnoticed from then on; a column or key that
was altered lets in what a log cannot hold. Whether rows were changed is `verify`'s matter; what only makes reading
quick (an index that is no key) is nobody's here, and neither is how a table is parted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from sqlalchemy import Connection, Dialect, Table, UniqueConstraint

from tracker.ledger.guards import install_guards
from tracker.ledger.schema import metadata
from tracker.ledger.schemafacts import (
    REFERENCES,
    STRICT,
    Guards,
    TableFacts,
    function_text,
    guards_of,
    named_trigger,
    reference,
    tables_of,
)

PUT_BACK = "`tracker db upgrade` puts it back"
MADE_ANEW = "`tracker db copy` into a new database makes it as it should be"
RESTORE = "restore a backup"
DANGER = "the log could be changed unnoticed"
_FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)(.*?)\$\$(.*)\$\$", re.DOTALL)
_LANGUAGE = re.compile(r"\bLANGUAGE (\w+)")
_PATH = re.compile(r"\bSET search_path = (.+?) AS\b", re.DOTALL)
_ON = re.compile(r"\bON (\S+)")


def schema_faults(connection: Connection) -> Iterator[str]:
    """What was dropped from or altered in the ledger's tables and guards, in words; nothing when all is as made."""
    yield from table_faults(connection)
    if "events" in tables_of(connection):
        yield from _guard_faults(guards_of(connection), _installed(connection))


def table_faults(connection: Connection) -> Iterator[str]:
    """The same of the tables alone."""
    tables = tables_of(connection)
    for table in metadata.sorted_tables:
        if table.name in tables:
            yield from _table_faults(table.name, tables[table.name], _described(table, connection.dialect))
        else:
            yield f"the table {table.name} is missing: {RESTORE}"


def _table_faults(name: str, found: TableFacts, expected: TableFacts) -> Iterator[str]:
    for column, (kind, empty) in expected.columns.items():
        if column not in found.columns:
            yield f"the column {name}.{column} is missing: {RESTORE}"
            continue
        kind_found, empty_found = found.columns[column]
        if kind_found != kind:
            yield f"the column {name}.{column} was altered: it is {kind_found}, not {kind}; {MADE_ANEW}"
        if empty_found != empty:
            may = "may be empty" if empty_found else "must not be empty"
            yield f"the column {name}.{column} was altered: it {may}; {MADE_ANEW}"
    for column in found.columns:
        if column not in expected.columns:
            yield f"the table {name} has a column {column}, which tracker does not make; {MADE_ANEW}"
    for key in sorted(expected.keys - found.keys):
        yield f"the key of {name} over {', '.join(key)} is missing: a row could be there twice; {MADE_ANEW}"
    for words in sorted(expected.rest - found.rest):
        yield f"the table {name} has lost {words}; {MADE_ANEW}"
    for words in sorted(found.rest - expected.rest):
        yield f"the table {name} has {words}, which tracker does not make; {MADE_ANEW}"


def _guard_faults(found: Guards, expected: Guards) -> Iterator[str]:
    for name, body in sorted(expected.functions.items()):
        if name not in found.functions:
            yield f"the function {name} is missing: nothing can be recorded; {PUT_BACK}"
        elif found.functions[name] != body:
            yield f"the function {name} was altered: {DANGER}; {PUT_BACK}"
    for (table, name), body in sorted(expected.triggers.items()):
        if (table, name) not in found.triggers:
            yield f"the guard {name} of {table} is missing: {DANGER}; {PUT_BACK}"
        elif found.triggers[table, name] != body:
            yield f"the guard {name} of {table} was altered: {DANGER}; {PUT_BACK}"
    for table, name in sorted(found.triggers.keys() - expected.triggers.keys()):
        yield f"the table {table} has a trigger {name}, which tracker does not make: drop it"
    for table, name in sorted(found.off):
        what = "the check of references" if name == REFERENCES else f"the guard {name}"
        yield f"{what} of {table} is switched off: {DANGER}; `ALTER TABLE {table} ENABLE TRIGGER {name}` puts it on"


def _described(table: Table, dialect: Dialect) -> TableFacts:
    """A table as `schema` describes it."""
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    rest = {reference(one.referred_table.name, list(one.column_keys)) for one in table.foreign_key_constraints}
    if dialect.name == "sqlite" and table.dialect_options["sqlite"]["strict"]:
        rest.add(STRICT)
    return TableFacts(
        columns={
            column.name: (column.type.compile(dialect=dialect).upper(), bool(column.nullable))
            for column in table.columns
        },
        keys=frozenset(tuple(column.name for column in one.columns) for one in (table.primary_key, *unique)),
        rest=frozenset(rest),
    )


class _Recorder:
    """Stands in for a connection: what would be executed is kept, and nothing is; what is asked is asked."""

    def __init__(self, connection: Connection) -> None:
        self.dialect = connection.dialect
        self.scalars = connection.scalars
        self.statements: list[str] = []

    def exec_driver_sql(self, statement: str) -> None:
        """Keep a statement, as the server would see it."""
        self.statements.append(statement.replace("%%", "%"))


def _installed(connection: Connection) -> Guards:
    """The guards that `install_guards` would make in this database."""
    recorder = _Recorder(connection)
    install_guards(cast(Connection, recorder))
    guards = Guards()
    for statement in recorder.statements:
        function, trigger, on = _FUNCTION.search(statement), named_trigger(statement), _ON.search(statement)
        if function is not None:
            guards.functions[function[1]] = _function(function[2], function[3])
        elif trigger is not None and on is not None:
            guards.triggers[on[1], trigger[0]] = trigger[1]
    return guards


def _function(head: str, body: str) -> str:
    language, path = _LANGUAGE.search(head), _PATH.search(head)
    return function_text(
        language=language[1] if language else "",
        definer="SECURITY DEFINER" in head,
        settings=f"search_path={path[1]}".replace('"', "") if path else "",
        body=body,
    )
