"""What the tests share: a ledger on each kind of database, and a clock that stands still until it is told to move."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from backends import Backend, PostgreSQL, SQLite, postgresql_server
from builders import FakeClock, opened
from hypothesis import settings

from tracker.ledger.store import Ledger

SHARDS = 8

# Several processes share the machine's cores; pytest-timeout is what no hang gets past.
settings.register_profile("tracker", deadline=None, max_examples=30)
settings.load_profile("tracker")


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    """SQLite files in a folder of this session."""
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A real PostgreSQL server; that there is none is an error, never a reason to skip."""
    with postgresql_server() as url:
        server = PostgreSQL(url)
        yield server
        server.close()


@pytest.fixture(scope="session")
def sharded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    """SQLite files with ledgers of eight shards."""
    return SQLite(tmp_path_factory.mktemp("sharded"), shards=SHARDS)


@pytest.fixture(scope="session")
def sharded_postgresql(postgresql: PostgreSQL) -> Iterator[PostgreSQL]:
    """The same server, with ledgers of eight shards in as many partitions."""
    server = postgresql.like(shards=SHARDS)
    yield server
    server.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each kind of database in turn."""
    return cast(Backend, request.getfixturevalue(request.param))


@pytest.fixture
def url(backend: Backend) -> Iterator[str]:
    """A database with an empty ledger, of each kind in turn."""
    made = backend.fresh()
    yield made
    backend.drop(made)


@pytest.fixture
def sqlite_url(sqlite: SQLite) -> Iterator[str]:
    """An SQLite file with an empty ledger."""
    made = sqlite.fresh()
    yield made
    sqlite.drop(made)


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> Iterator[str]:
    """A PostgreSQL database with an empty ledger."""
    made = postgresql.fresh()
    yield made
    postgresql.drop(made)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands at 21 January 2023, 12:00 UTC until it is told to move."""
    return FakeClock()


@pytest.fixture
def ledger(url: str, clock: FakeClock) -> Iterator[Ledger]:
    """An open, empty ledger on each kind of database in turn."""
    with opened(url, clock) as made:
        yield made


@pytest.fixture
def sqlite_ledger(sqlite_url: str, clock: FakeClock) -> Iterator[Ledger]:
    """An open, empty ledger on SQLite, for what does not depend on the database."""
    with opened(sqlite_url, clock) as made:
        yield made
