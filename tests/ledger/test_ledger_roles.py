"""The rights of reader, writer and eraser on PostgreSQL: given by the statements that `db roles` prints, then tried out
by accounts of their own, past the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import psycopg
import pytest
from backends import PostgreSQL
from builders import FakeClock, events_of, observed, opened, take, workspace
from sqlalchemy import make_url

from tracker.desk.roles import RoleNames, grants
from tracker.errors import NotAllowed, UsageError
from tracker.ledger.roles import quoted
from tracker.ledger.schema import metadata as ledger_metadata
from tracker.ledger.store import Ledger
from tracker.projections.runner import catch_up
from tracker.projections.schema import metadata as projections_metadata

KINDS = ("reader", "writer", "eraser")
DENIED = psycopg.errors.InsufficientPrivilege
TABLES = sorted(
    name for metadata in (ledger_metadata, projections_metadata) for name in (*metadata.tables, "alembic_version")
)
COLUMNS = (
    "shard, position, stream_id, version, event_id, type, schema_version, published_at, recorded_at, data, leaf_hash"
)


class Accounts:
    """The three accounts of one database: `accounts[kind]` is the URL that the account reaches it by."""

    def __init__(self, server: PostgreSQL, url: str, names: RoleNames) -> None:
        self._server, self.url, self.names = server, url, names

    def __getitem__(self, kind: str) -> str:
        reached = make_url(self.url).set(username=asdict(self.names)[kind], password=kind)
        return reached.render_as_string(hide_password=False)

    def run(self, kind: str, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """One statement, past the program, as that account."""
        return self._server.run(self[kind], sql, *parameters)


@pytest.fixture(params=["postgresql", "sharded_postgresql"])
def accounts(request: pytest.FixtureRequest, clock: FakeClock) -> Iterator[Accounts]:
    """A ledger with one story, on one shard and on eight partitions, and an account for each role.

    Their names hold what SQL has to quote.
    """
    server: PostgreSQL = request.getfixturevalue(request.param)
    url = server.fresh()
    name = make_url(url).database
    names = RoleNames(reader=f"o'{name}", writer=f'{name}"desk', eraser=f"{name};--")
    with opened(url, clock) as ledger:
        take(ledger, observed("The dyke holds.", "12:00"))
        catch_up(ledger)
        made = grants(workspace(ledger), names)
    for role in made.roles:
        assert not role.exists
        for statement in role.statements:
            server.run(url, statement)
        server.run(url, f"ALTER ROLE {quoted(role.name)} PASSWORD '{role.kind}'")
    yield Accounts(server, url, names)
    for role in made.roles:
        server.run(url, f"DROP OWNED BY {quoted(role.name)}")
        server.run(url, f"DROP ROLE {quoted(role.name)}")
    server.drop(url)


def _insert(accounts: Accounts, kind: str, *, shard: int, position: int, at: int = 2**51) -> None:
    row = (shard, position, "forged", 0, b"forged", "revision.recorded", 1, None, at, "{}", bytes(32))
    accounts.run(kind, f"INSERT INTO events ({COLUMNS}) VALUES ({', '.join('?' * 11)})", *row)


def test_every_role_reads_and_no_role_changes_the_log(accounts: Accounts) -> None:
    """UPDATE, DELETE and TRUNCATE of events, heads and founding are refused to each of the three."""
    partition = accounts.run("reader", "SELECT relname FROM pg_class WHERE relname = 'events_p0'")
    protected = ["events", "shards", "ledger", "alembic_version", *(name for (name,) in partition)]
    for kind in KINDS:
        assert accounts.run(kind, "SELECT count(*) FROM events") == [(2,)]
        for table in protected:
            column = {"shards": "size", "ledger": "shards", "alembic_version": "version_num"}.get(table, "version")
            for sql in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                with pytest.raises(DENIED):
                    accounts.run(kind, sql)


def test_the_reader_writes_nothing(accounts: Accounts) -> None:
    """The reader may neither insert, change, delete nor empty in any table, make one, nor lock a shard."""
    for table in TABLES:
        assert accounts.run("reader", f"SELECT count(*) >= 0 FROM {table}") == [(True,)]
        for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            assert accounts.run("reader", f"SELECT has_table_privilege('{table}', '{right}')") == [(False,)]
    for sql in ("CREATE TABLE recipes (name text)", "SELECT * FROM tracker_lock_shard(0)"):
        with pytest.raises(DENIED):
            accounts.run("reader", sql)


def test_only_the_eraser_takes_bodies_away(accounts: Accounts) -> None:
    """A body, and what says that it was erased, are out of the writer's reach."""
    for sql in ("DELETE FROM bodies", "UPDATE bodies SET salt = ''", "DELETE FROM erasures"):
        with pytest.raises(DENIED):
            accounts.run("writer", sql)
    with pytest.raises(DENIED):
        accounts.run("writer", "INSERT INTO erasures VALUES (0, 0, 'article', 0, 0, NULL)")
    for right in ("UPDATE", "DELETE"):
        assert accounts.run("eraser", f"SELECT has_table_privilege('bodies', '{right}')") == [(True,)]
    with pytest.raises(DENIED):
        accounts.run("eraser", "TRUNCATE bodies")


@pytest.mark.parametrize("kind", ["writer", "eraser"])
def test_who_appends_chooses_no_position(accounts: Accounts, kind: str) -> None:
    """Positions that do not continue the shard, shards that there are not, and times before the last are refused; so
    they are when tables of the same names stand in the account's own temporary schema, and when its own trigger calls
    the guard's function."""
    ((shard, size),) = accounts.run(kind, "SELECT shard, size FROM shards WHERE size > 0")
    for which, position in ((shard, size + 1), (shard, -1), (99, 0)):
        with pytest.raises(psycopg.errors.RaiseException, match=r"does not continue|which there is not"):
            _insert(accounts, kind, shard=which, position=position)
    with pytest.raises(psycopg.errors.RaiseException, match="recorded before its predecessor"):
        _insert(accounts, kind, shard=shard, position=size, at=5)
    with psycopg.connect(accounts[kind], autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE shards AS SELECT * FROM public.shards")
        connection.execute("GRANT ALL ON pg_temp.shards TO PUBLIC")
        connection.execute("UPDATE pg_temp.shards SET size = 7")
        with pytest.raises(psycopg.errors.RaiseException, match="does not continue"):
            connection.execute(
                f"INSERT INTO events ({COLUMNS}) VALUES"
                " (%s, 7, 'f', 0, 'f', 'revision.recorded', 1, NULL, 1::bigint << 51, '{}', 'f')",
                [shard],
            )
        connection.execute("CREATE TEMP TABLE mine (shard int, position bigint, recorded_at bigint, leaf_hash bytea)")
        with pytest.raises(DENIED):
            connection.execute(
                "CREATE TRIGGER move AFTER INSERT ON mine REFERENCING NEW TABLE AS added"
                " FOR EACH STATEMENT EXECUTE FUNCTION tracker_extend_shard()"
            )
    assert accounts.run(kind, "SELECT size FROM shards WHERE shard = ?", shard) == [(size,)]


def test_the_writer_records_and_the_reader_is_told_who_may(accounts: Accounts, clock: FakeClock) -> None:
    """Recording and following go through with the writer's account alone; the reader's is refused in one line that
    names the role, and nothing is recorded."""
    with opened(accounts["writer"], clock) as ledger:
        take(ledger, observed("The dyke fails.", "12:30"))
        assert catch_up(ledger)
        assert sum(len(events_of(ledger, shard)) for shard in range(ledger.shards)) == 3
    with opened(accounts["reader"], clock) as ledger:
        for forbidden in (lambda it: take(it, observed("The dyke is gone.", "13:00")), _upgrade):
            with pytest.raises(NotAllowed, match="permission denied for") as refused:
                forbidden(ledger)
            assert "\n" not in str(refused.value)
        assert "the account that owns the tables" in str(refused.value)
        assert sum(len(events_of(ledger, shard)) for shard in range(ledger.shards)) == 3


def _upgrade(ledger: Ledger) -> None:
    from tracker.ledger.migrate import upgrade

    upgrade(ledger.database, clock=ledger.clock)


def test_the_statements_can_be_run_again(accounts: Accounts, clock: FakeClock) -> None:
    """Run twice, they take back what was given beside them, and make no role anew."""
    role = quoted(accounts.names.reader)
    with psycopg.connect(accounts.url, autocommit=True) as owner:
        owner.execute(f"GRANT DELETE ON bodies TO {role}")
        with opened(accounts.url, clock) as ledger:
            again = grants(workspace(ledger), accounts.names)
        assert all(made.exists for made in again.roles)
        for made in again.roles:
            for statement in made.statements:
                owner.execute(statement)
    assert accounts.run("reader", "SELECT has_table_privilege('bodies', 'DELETE')") == [(False,)]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ({"writer": "public"}, "no role can have that name"),
        ({"writer": "NONE"}, "no role can have that name"),
        ({"reader": "pg_monitor"}, "no role can have that name"),
        ({"reader": " "}, "no role can have that name"),
        ({"eraser": "a\nb"}, "cannot be printed"),
        ({"eraser": "a\x1b[2J"}, "cannot be printed"),
        ({"eraser": "ü" * 32}, "longer than 63 bytes"),
        ({"eraser": "tracker_writer"}, "different names"),
    ],
)
def test_names_that_no_role_can_have(postgresql_url: str, clock: FakeClock, names: dict[str, str], reason: str) -> None:
    """Names that mean everybody, that the server keeps for itself, cuts off or cannot print are refused."""
    with opened(postgresql_url, clock) as ledger, pytest.raises(UsageError, match=reason):
        grants(workspace(ledger), RoleNames(**names))


def test_the_owner_is_no_role(postgresql: PostgreSQL, postgresql_url: str, clock: FakeClock) -> None:
    """Taking rights away from the owner of the tables would stop the guards, which run with them."""
    ((owner,),) = postgresql.run(postgresql_url, "SELECT current_user")
    with opened(postgresql_url, clock) as ledger, pytest.raises(UsageError, match="owns the tables"):
        grants(workspace(ledger), RoleNames(writer=owner))


def test_a_file_has_no_accounts(sqlite_ledger: Ledger) -> None:
    """On SQLite there is nothing to grant, and that is said."""
    with pytest.raises(UsageError, match="SQLite has no accounts"):
        grants(workspace(sqlite_ledger), RoleNames())
