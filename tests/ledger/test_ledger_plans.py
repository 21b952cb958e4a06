"""What the as-of seeks cost: they use their indexes on both databases, whatever position they are bounded by."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from backends import Backend, PostgreSQL, SQLite
from builders import MINUTE, FakeClock, at, opened, revision_event
from sqlalchemy import make_url

from tracker.ledger.asof import CORRECTED, EARLIEST, LATEST, POSITION_AT, SAME_TIME
from tracker.ledger.read import EVERYTHING
from tracker.story.events import RevisionRecorded

DEEP, OTHERS, EACH = 2_000, 100, 20
ROWS = DEEP + OTHERS * EACH
BOUNDS = [EVERYTHING, ROWS // 2, 0]
SEEKS = {"LATEST": LATEST, "EARLIEST": EARLIEST, "SAME_TIME": SAME_TIME, "CORRECTED": CORRECTED}


def _sql(seek: str) -> str:
    """The statement of a seek, its parameters written `:name`."""
    return str(SEEKS[seek])


def _filled(backend: Backend) -> Iterator[str]:
    """A story of 2,000 revisions among 100 of 20, recorded by turns, two minutes apart on the published clock."""
    url = backend.fresh()
    with opened(url, FakeClock()) as ledger:
        batch = []
        for n in range(DEEP):
            batch.append(revision_event("deep", n, published_at=at("00:00") + 2 * n * MINUTE))
            if n % (DEEP // EACH) == 0:
                version = n * EACH // DEEP
                batch += [revision_event(f"other-{o}", version, published_at=at("00:00") + n) for o in range(OTHERS)]
            if len(batch) >= 500 or n == DEEP - 1:
                ledger.append(batch)
                batch = []
    yield url
    backend.drop(url)


@pytest.fixture(scope="module")
def full_sqlite(sqlite: SQLite) -> Iterator[str]:
    """4,000 events on SQLite."""
    yield from _filled(sqlite)


@pytest.fixture(scope="module")
def full_postgresql(postgresql: PostgreSQL) -> Iterator[str]:
    """4,000 events on PostgreSQL, with statistics."""
    for url in _filled(postgresql):
        postgresql.run(url, "VACUUM ANALYZE events")
        yield url


def _parameters(statement: str, until: int) -> dict[str, object]:
    given = {
        "shard": 0,
        "stream_id": "deep",
        "type": RevisionRecorded.type,
        "published": at("00:00") + DEEP * MINUTE,  # the middle of the deep story
        "until": until,
        "limit": 1,
        "skip": 0,
    }
    return {name: value for name, value in given.items() if f":{name}" in statement}


@pytest.mark.parametrize("until", BOUNDS, ids=["head", "middle", "first"])
@pytest.mark.parametrize("seek", SEEKS)
def test_sqlite_seeks_in_the_as_of_index(sqlite: SQLite, full_sqlite: str, seek: str, until: int) -> None:
    """SQLite searches `events_as_of` by story, type and publish time, reads no table through, and sorts nothing."""
    statement = _sql(seek)
    with sqlite.raw(full_sqlite) as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", _parameters(statement, until)).fetchall()
    (detail,) = [row[3] for row in rows]
    assert detail.startswith("SEARCH events USING INDEX events_as_of (shard=? AND stream_id=? AND type=? AND published")


def test_sqlite_finds_an_instant_in_its_index(sqlite: SQLite, full_sqlite: str) -> None:
    """SQLite resolves the recorded clock in `events_recorded` alone."""
    with sqlite.raw(full_sqlite) as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {POSITION_AT!s}", {"shard": 0, "known_at": at("12:00")})
        (detail,) = [row[3] for row in rows.fetchall()]
    assert detail == "SEARCH events USING COVERING INDEX events_recorded (shard=? AND recorded_at<?)"


@pytest.mark.parametrize("planned", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("until", BOUNDS, ids=["head", "middle", "first"])
@pytest.mark.parametrize("seek", SEEKS)
def test_postgresql_seeks_in_the_as_of_index(full_postgresql: str, seek: str, until: int, planned: str) -> None:
    """PostgreSQL uses `events_as_of`, whether it plans for these values or once for all, as it does for a statement
    that was prepared."""
    statement = _sql(seek)
    plan = _explained(full_postgresql, statement, _parameters(statement, until), planned)
    assert "events_as_of" in plan, plan
    assert "Seq Scan" not in plan, plan
    # Whether there are corrections at all is asked without a bound on the publish time.
    sought = "type" if seek == "CORRECTED" else "published_at"
    assert sought in plan.partition("Index Cond:")[2].partition("\n")[0], plan


@pytest.mark.parametrize("planned", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("known_at", [at("12:00"), 0, EVERYTHING])
def test_postgresql_finds_an_instant_in_its_index(full_postgresql: str, known_at: int, planned: str) -> None:
    """PostgreSQL resolves the recorded clock in `events_recorded`, without a sort."""
    plan = _explained(full_postgresql, str(POSITION_AT), {"shard": 0, "known_at": known_at}, planned)
    assert "events_recorded" in plan, plan
    assert "Sort" not in plan, plan
    assert "Seq Scan" not in plan, plan


def _explained(url: str, statement: str, parameters: dict[str, object], planned: str) -> str:
    """The plan of the statement as a prepared one."""
    kinds = {"shard": "int", "stream_id": "text", "type": "text"}
    placed = statement
    for number, name in enumerate(parameters, start=1):
        placed = placed.replace(f":{name}", f"${number}")
    types = ", ".join(kinds.get(name, "bigint") for name in parameters)
    values = ", ".join(f"'{v}'" if isinstance(v, str) else str(v) for v in parameters.values())
    with psycopg.connect(make_url(url).render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f"SET plan_cache_mode = {planned}")
        connection.execute(f"PREPARE seek ({types}) AS {placed}")
        return "\n".join(row[0] for row in connection.execute(f"EXPLAIN EXECUTE seek ({values})"))
