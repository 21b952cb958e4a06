"""The facts of a database's schema that the ledger's promise hangs on: columns, keys, triggers, functions.

Each is put into one form, in which only what it means counts: how it was written, and by which version of a library
or server, does not. What they should be is left to `schemacheck`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from tracker.ledger.guards import event_partitions
from tracker.ledger.schema import metadata

REFERENCES = "ALL"
"""Stands for the triggers by which PostgreSQL checks references, as in DISABLE TRIGGER ALL."""

_EVENTS = re.compile(r"(BEFORE|AFTER) (.+?) ON \S+ ?")
_NAMED = re.compile(r"CREATE (?:OR REPLACE )?TRIGGER (\w+) (.*)", re.DOTALL)
# What can stand in a table of SQLite that its pragmas do not tell of.
_CLAUSES = re.compile(r"\bCOLLATE\s+\w+|\bCHECK\b|\bGENERATED\b|\bDEFAULT\b|\bON\s+CONFLICT\s+\w+", re.IGNORECASE)

_SQLITE_TABLES = text(
    "SELECT l.name, l.strict, s.sql FROM pragma_table_list l"
    " JOIN sqlite_schema s ON s.type = 'table' AND s.name = l.name WHERE l.schema = 'main'"
)
_SQLITE_COLUMNS = text('SELECT name, type, "notnull", pk FROM pragma_table_xinfo(:name) ORDER BY cid')
_SQLITE_KEYS = text('SELECT name FROM pragma_index_list(:name) WHERE "unique" = 1 AND partial = 0')
_SQLITE_KEY = text("SELECT name, coll FROM pragma_index_xinfo(:name) WHERE key = 1 ORDER BY seqno")
_SQLITE_REFERENCES = text('SELECT id, "table", "from" FROM pragma_foreign_key_list(:name) ORDER BY id, seq')
_SQLITE_TRIGGERS = text("SELECT tbl_name, name, sql FROM sqlite_schema WHERE type = 'trigger'")

_TABLE = text(
    "SELECT c.oid AS id, c.relpersistence = 'u' AS unlogged, c.relrowsecurity AS hides"
    " FROM pg_class c WHERE c.oid = to_regclass(:name) AND c.relkind IN ('r', 'p')"
)
_COLUMNS = text(
    "SELECT a.attname AS name, NOT a.attnotnull AS empty, upper(format_type(a.atttypid, a.atttypmod)) AS kind,"
    " CASE WHEN a.attcollation <> t.typcollation THEN upper(l.collname) END AS collated"
    " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_collation l ON l.oid = a.attcollation"
    " WHERE a.attrelid = :id AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
)
_KEYS = text(
    "SELECT (SELECT array_agg(CAST(a.attname AS text) ORDER BY k.place)"
    " FROM unnest(i.indkey) WITH ORDINALITY AS k(number, place)"
    " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number WHERE k.place <= i.indnkeyatts)"
    " FROM pg_index i WHERE i.indrelid = :id AND i.indisunique AND i.indisvalid AND i.indpred IS NULL"
    " AND i.indexprs IS NULL"
)
_REST = text(
    "SELECT CASE o.contype WHEN 'c' THEN 'a check ' || o.conname ELSE 'its reference to ' || f.relname || ' (' || ("
    "SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(o.conkey) WITH ORDINALITY AS k(number, place)"
    " JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.number) || ')' END"
    " FROM pg_constraint o LEFT JOIN pg_class f ON f.oid = o.confrelid"
    " WHERE o.conrelid = :id AND (o.contype = 'c' OR o.contype = 'f' AND o.convalidated)"
    " AND o.conparentid = 0 UNION"
    " SELECT 'a rule ' || rulename FROM pg_rewrite WHERE ev_class = :id AND rulename <> '_RETURN'"
)
_TRIGGERS = text(
    "SELECT g.tgname AS name, g.tgisinternal AS internal, g.tgenabled IN ('D', 'R') AS off, g.tgparentid <> 0 AS given,"
    " pg_get_triggerdef(g.oid) AS sql FROM pg_trigger g WHERE g.tgrelid = to_regclass(:name)"
)
_FUNCTIONS = text(
    "SELECT p.proname AS name, l.lanname AS language, p.prosecdef AS definer, p.proconfig AS settings, p.prosrc AS body"
    " FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.proname LIKE 'tracker\\_%'"
    " AND p.pronamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('events'))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFacts:
    """What counts of one table: its columns in order with type and whether NULL may be there, its keys, and the rest
    in words (what it references, whether it is strict, what else stands in its definition)."""

    columns: Mapping[str, tuple[str, bool]]
    keys: frozenset[tuple[str, ...]]
    rest: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Guards:
    """Triggers by table and name, functions by name; those that are switched off, by table and name."""

    triggers: dict[tuple[str, str], str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    off: set[tuple[str, str]] = field(default_factory=set)


def tables_of(connection: Connection) -> dict[str, TableFacts]:
    """The ledger's tables as they stand in the database; one that is not there is left out."""
    return dict(_sqlite_tables(connection) if connection.dialect.name == "sqlite" else _tables(connection))


def guards_of(connection: Connection) -> Guards:
    """The triggers on the ledger's tables as they stand in the database, and the functions of this program."""
    return _sqlite_guards(connection) if connection.dialect.name == "sqlite" else _guards(connection)


def function_text(*, language: str, definer: bool, settings: str, body: str) -> str:
    """A function in one form: its language, whose rights it has, what it sets, and its body as it is."""
    rights = "definer" if definer else "invoker"
    return f"{language} {rights} [{settings.replace(' ', '')}] {body.strip()}"


def trigger_text(body: str) -> str:
    """What follows a trigger's name in one form: white space, the order of its events and its table do not count."""
    plain = " ".join(body.split())
    start = _EVENTS.match(plain)
    if start is None:
        return plain
    return f"{start[1]} {' OR '.join(sorted(start[2].split(' OR ')))} {plain[start.end() :]}"


def named_trigger(sql: str) -> tuple[str, str] | None:
    """A trigger's name and what follows it in one form; None where the statement makes no trigger."""
    found = _NAMED.match(sql.strip())
    return None if found is None else (found[1], trigger_text(found[2]))


def _sqlite_tables(connection: Connection) -> Iterator[tuple[str, TableFacts]]:
    for name, strict, sql in connection.execute(_SQLITE_TABLES).all():
        if name in metadata.tables:
            rows = connection.execute(_SQLITE_COLUMNS, {"name": name}).all()
            # In a damaged file the statement can be anything.
            rest = {" ".join(clause.upper().split()) for clause in _CLAUSES.findall(str(sql))}
            rest |= set(_sqlite_references(connection, name))
            if strict:
                rest.add(STRICT)
            primary = tuple(row.name for row in sorted(rows, key=lambda row: row.pk) if row.pk)
            keys = set(_sqlite_keys(connection, name))
            if len(primary) == 1:  # an integer that is the row's own number has no index
                keys.add(primary)
            columns = {row.name: (row.type.upper(), not row.notnull) for row in rows}
            yield name, TableFacts(columns=columns, keys=frozenset(keys), rest=frozenset(rest))


STRICT = "its strictness about types (STRICT)"


def _sqlite_keys(connection: Connection, table: str) -> Iterator[tuple[str, ...]]:
    for (index,) in connection.execute(_SQLITE_KEYS, {"name": table}).all():
        columns = connection.execute(_SQLITE_KEY, {"name": index}).all()
        if all(column.coll == "BINARY" for column in columns):  # another one takes different texts for the same
            yield tuple(column.name for column in columns)


def _sqlite_references(connection: Connection, table: str) -> Iterator[str]:
    columns: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for number, other, column in connection.execute(_SQLITE_REFERENCES, {"name": table}):
        columns[number, other].append(column)
    for (_, other), names in columns.items():
        yield reference(other, names)


def reference(table: str, columns: list[str]) -> str:
    """What a foreign key is in words."""
    return f"its reference to {table} ({', '.join(columns)})"


def _sqlite_guards(connection: Connection) -> Guards:
    guards = Guards()
    for table, name, sql in connection.execute(_SQLITE_TRIGGERS):
        if table in metadata.tables:
            made = named_trigger(sql)
            guards.triggers[table, name] = made[1] if made else sql
    return guards


def _tables(connection: Connection) -> Iterator[tuple[str, TableFacts]]:
    for name in metadata.tables:
        table = connection.execute(_TABLE, {"name": name}).one_or_none()
        if table is not None:
            where = {"id": table.id}
            columns = {
                row.name: (row.kind + (f' COLLATE "{row.collated}"' if row.collated else ""), bool(row.empty))
                for row in connection.execute(_COLUMNS, where)
            }
            keys = frozenset(tuple(row[0]) for row in connection.execute(_KEYS, where))
            rest = {str(row[0]) for row in connection.execute(_REST, where)}
            rest |= {"no write-ahead log (UNLOGGED)"} if table.unlogged else set()
            rest |= {"row security, which hides rows"} if table.hides else set()
            yield name, TableFacts(columns=columns, keys=keys, rest=frozenset(rest))


def _guards(connection: Connection) -> Guards:
    guards = Guards()
    for table in (*metadata.tables, *event_partitions(connection)):
        for row in connection.execute(_TRIGGERS, {"name": table}):
            if row.off:
                guards.off.add((table, REFERENCES if row.internal else row.name))
            made = named_trigger(row.sql)
            if made is not None and not row.internal and not row.given:  # a partition has some from its parent
                guards.triggers[table, row.name] = made[1]
    for row in connection.execute(_FUNCTIONS):
        settings = "; ".join(row.settings or ()).replace('"', "")
        guards.functions[row.name] = function_text(
            language=row.language, definer=row.definer, settings=settings, body=row.body
        )
    return guards
