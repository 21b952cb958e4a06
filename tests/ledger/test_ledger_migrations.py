"""Migrations: what they make is what the program believes, from every older version, whoever runs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from backends import Backend, migrated
from builders import FakeClock, events_of, observed, opened, take
from crowd import make
from oldledgers import OLD_REVISIONS, configuration, old_ledger
from processes import started
from sqlalchemy import MetaData, create_engine, make_url

from tracker.errors import DatabaseStateError, ExitCode
from tracker.ledger import schema
from tracker.ledger.database import Database, parse_url
from tracker.ledger.health import problems
from tracker.ledger.migrate import upgrade
from tracker.projections.schema import metadata as projections

METADATA: list[MetaData] = [schema.metadata, projections]


@pytest.fixture
def empty(backend: Backend) -> Iterator[str]:
    """A database without a ledger, of each kind in turn."""
    url = backend.empty()
    yield url
    backend.drop(url)


def test_the_program_expects_the_newest_migration() -> None:
    """The revision that is compared at every start is Alembic's one head, and later ones sort after earlier ones."""
    script = ScriptDirectory.from_config(configuration())
    assert script.get_heads() == [schema.SCHEMA_REVISION]
    in_order = [revision.revision for revision in reversed(list(script.walk_revisions()))]
    assert in_order == sorted(in_order)


def test_migrations_make_the_tables_that_the_program_knows(url: str) -> None:
    """Alembic sees no difference of tables, columns, types, keys and indexes between a migrated database and the
    program's tables."""
    database = Database(url)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []  # type: ignore[arg-type]
    database.close()


def test_migrations_make_what_the_program_would_make(backend: Backend, url: str, empty: str) -> None:
    """The database's own description of the migrated tables is that of tables made from the program's metadata: also
    collations, STRICT, partial indexes and the order of columns."""
    engine = create_engine(parse_url(empty))
    with engine.begin() as connection:
        for metadata in METADATA:
            metadata.create_all(connection)
    engine.dispose()
    made, expected = (_description(backend, which) for which in (url, empty))
    assert made == expected


def _description(backend: Backend, url: str) -> dict[str, list[tuple[Any, ...]]]:
    names = sorted(name for metadata in METADATA for name in metadata.tables)
    marks = ", ".join("?" * len(names))
    if backend.name == "sqlite":
        strict = "SELECT name, strict, wr FROM pragma_table_list"
        indexes = (
            f"SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ({marks}) AND sql IS NOT NULL"
        )
        found = {
            "tables": backend.run(url, f"{strict} WHERE name IN ({marks}) ORDER BY name", *names),
            "indexes": sorted((name, " ".join(sql.split())) for name, sql in backend.run(url, indexes, *names)),
        }
        for name in names:
            found[name] = [
                *backend.run(url, f"SELECT * FROM pragma_table_xinfo('{name}')"),
                *backend.run(url, f"SELECT * FROM pragma_foreign_key_list('{name}')"),
                *backend.run(
                    url, f"SELECT name, \"unique\", origin, partial FROM pragma_index_list('{name}') ORDER BY 1"
                ),
            ]
        return found
    columns = (
        "SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default, collation_name"
        f" FROM information_schema.columns WHERE table_name IN ({marks}) ORDER BY 1, 2"
    )
    indexes = f"SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename IN ({marks}) ORDER BY 1, 2"
    constraints = (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        f" WHERE conrelid::regclass::text IN ({marks}) ORDER BY 1, 2"
    )
    asked = {"columns": columns, "indexes": indexes, "constraints": constraints}
    return {what: backend.run(url, sql, *names) for what, sql in asked.items()}


@pytest.mark.parametrize("revision", OLD_REVISIONS)
def test_an_old_ledger_is_brought_up_to_date(backend: Backend, empty: str, clock: FakeClock, revision: str) -> None:
    """From every older version: events and founding are kept byte for byte, all guards stand, recording goes on."""
    old_ledger(empty, revision, clock)
    before = backend.run(empty, "SELECT * FROM events ORDER BY position"), backend.run(empty, "SELECT * FROM ledger")
    database = Database(empty)
    assert upgrade(database, clock=clock) == (revision, schema.SCHEMA_REVISION)
    assert upgrade(database, clock=clock) == (schema.SCHEMA_REVISION, schema.SCHEMA_REVISION)
    with database.read() as connection:
        assert list(problems(connection)) == []
    database.close()
    after = backend.run(empty, "SELECT * FROM events ORDER BY position"), backend.run(empty, "SELECT * FROM ledger")
    assert after == before
    with opened(empty, clock) as ledger:
        take(ledger, observed("The dyke holds.", "12:00"))
        assert len(events_of(ledger)) == 3 + 2


@pytest.mark.parametrize("revision", OLD_REVISIONS)
def test_an_old_ledger_is_refused_until_then(empty: str, clock: FakeClock, revision: str) -> None:
    """Normal use of an older ledger ends with exit code 6 and the command that upgrades it."""
    old_ledger(empty, revision, clock)
    with opened(empty, clock) as ledger:
        with pytest.raises(DatabaseStateError, match="run `tracker db upgrade`") as refused:
            events_of(ledger)
        with pytest.raises(DatabaseStateError):
            take(ledger, observed("The dyke holds."))
    assert refused.value.exit_code is ExitCode.DATABASE_STATE


def test_a_newer_ledger_is_refused(backend: Backend, url: str, clock: FakeClock) -> None:
    """A ledger of a newer program is read, written and upgraded by none of the commands."""
    backend.run(url, "UPDATE alembic_version SET version_num = '9999'")
    before = backend.run(url, "SELECT * FROM ledger")
    with opened(url, clock) as ledger:
        for use in (events_of, lambda it: take(it, observed("x")), lambda it: upgrade(it.database, clock=clock)):
            with pytest.raises(DatabaseStateError, match="newer than this program") as refused:
                use(ledger)
            assert refused.value.exit_code is ExitCode.DATABASE_STATE
    assert backend.run(url, "SELECT * FROM ledger") == before


def test_a_database_without_a_ledger_is_refused(backend: Backend, empty: str, clock: FakeClock) -> None:
    """A database that holds no ledger is not mistaken for an empty one; the command that makes one is named."""
    if backend.name == "sqlite":
        backend.run(empty, "CREATE TABLE recipes (name TEXT)")
    with (
        opened(empty, clock) as ledger,
        pytest.raises(DatabaseStateError, match="holds no ledger; `tracker db upgrade`"),
    ):
        events_of(ledger)


def test_upgrading_again_puts_a_dropped_guard_back(backend: Backend, url: str, clock: FakeClock) -> None:
    """`db upgrade` on a current ledger changes nothing but restores every guard."""
    on_sqlite = backend.name == "sqlite"
    guards = backend.run(
        url,
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'events'"
        if on_sqlite
        else "SELECT tgname FROM pg_trigger WHERE tgrelid = 'events'::regclass AND NOT tgisinternal",
    )
    assert guards
    for (name,) in guards:
        backend.run(url, f"DROP TRIGGER {name}" + ("" if on_sqlite else " ON events"))
    migrated(url)
    with opened(url, clock) as ledger, ledger.view() as view:
        assert list(problems(view.connection)) == []


@pytest.mark.slow
def test_several_processes_make_one_ledger(backend: Backend, empty: str, tmp_path: Path) -> None:
    """Two processes that make the same new database at once both succeed and find one ledger; an SQLite file leaves no
    temporary files beside it."""
    with started(tmp_path, {}, [{"call": (make, empty)}] * 2) as workers:
        assert {worker.returned()[1] for worker in workers} == {schema.SCHEMA_REVISION}
    assert backend.run(empty, "SELECT count(*) FROM ledger") == [(1,)]
    assert backend.run(empty, "SELECT count(*) FROM shards") == [(1,)]
    assert backend.run(empty, "SELECT version_num FROM alembic_version") == [(schema.SCHEMA_REVISION,)]
    if backend.name == "sqlite":
        assert [path.name for path in Path(empty).parent.iterdir() if ".tmp" in path.name] == []


def test_a_server_that_lacks_the_database_is_told_apart(postgresql_url: str, clock: FakeClock) -> None:
    """A database that the server does not have is a matter of state (exit code 6), with the way to make it; its name
    is shown without a password."""
    missing = make_url(postgresql_url).set(database="no_such", password="secret").render_as_string(hide_password=False)
    with opened(missing, clock) as ledger, pytest.raises(DatabaseStateError, match=r"no_such.*createdb") as refused:
        events_of(ledger)
    assert "secret" not in str(refused.value)
