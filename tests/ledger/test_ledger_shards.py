"""Ledgers of eight shards, on PostgreSQL in as many partitions: the guards of each, and every use of the whole."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from backends import Backend, PostgreSQL
from builders import FakeClock, opened, revision_event

from tracker.cli.main import run as tracker
from tracker.ledger.health import problems
from tracker.ledger.identity import shard_of

SHARDS = 8
PARTITIONS = [f"events_p{number}" for number in range(SHARDS)]
COLUMNS = (
    "shard, position, stream_id, version, event_id, type, schema_version, published_at, recorded_at, data, leaf_hash"
)
GIRL = "Jane Doe of Mill Lane was found on a roof."
Run = Callable[..., Any]


@pytest.fixture
def parted(sharded_postgresql: PostgreSQL, clock: FakeClock) -> Iterator[str]:
    """A PostgreSQL ledger of eight shards with five events in each."""
    url = sharded_postgresql.fresh()
    found: dict[int, str] = {}
    for number in range(200):
        found.setdefault(shard_of(f"story {number}", SHARDS), f"story {number}")
    with opened(url, clock) as ledger:
        ledger.append([revision_event(name, version) for name in found.values() for version in range(5)])
    yield url
    sharded_postgresql.drop(url)


def test_every_partition_is_guarded(sharded_postgresql: PostgreSQL, parted: str) -> None:
    """UPDATE, DELETE and TRUNCATE are refused on the table and on each partition by its own name."""
    filled = 0
    for table in ("events", *PARTITIONS):
        ((rows,),) = sharded_postgresql.run(parted, f"SELECT count(*) FROM {table}")
        filled += rows > 0
        changing = [f"UPDATE {table} SET data = ''", f"DELETE FROM {table}"] if rows else []
        for sql in (*changing, f"TRUNCATE {table} CASCADE"):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                sharded_postgresql.run(parted, sql)
    assert filled > 3
    assert sharded_postgresql.run(parted, "SELECT count(*) FROM events") == [(40,)]


def test_a_partition_takes_no_forged_position(sharded_postgresql: PostgreSQL, parted: str) -> None:
    """Inserting into a partition itself moves the shard as inserting into the table does, or is refused."""
    marks = ", ".join("?" * 11)
    ((table,),) = sharded_postgresql.run(parted, "SELECT tableoid::regclass::text FROM events WHERE shard = 3 LIMIT 1")
    for target in ("events", table):
        for position in (6, 40, -1):
            row = (3, position, "forged", 0, b"forged", "t", 1, None, 2**51, "{}", bytes(32))
            with pytest.raises(psycopg.errors.RaiseException, match="does not continue shard 3 at 5"):
                sharded_postgresql.run(parted, f"INSERT INTO {target} ({COLUMNS}) VALUES ({marks})", *row)
    row = (3, 5, "honest", 0, b"honest", "t", 1, None, 2**51, "{}", bytes(32))
    sharded_postgresql.run(parted, f"INSERT INTO {table} ({COLUMNS}) VALUES ({marks})", *row)
    assert sharded_postgresql.run(parted, "SELECT size FROM shards WHERE shard = 3") == [(6,)]


def test_a_guard_missing_from_a_partition_is_noticed(sharded_postgresql: PostgreSQL, parted: str) -> None:
    """The database's health names guard and partition; `db upgrade` puts the guard back."""
    sharded_postgresql.run(parted, "DROP TRIGGER events_extend ON events_p3")
    with opened(parted, FakeClock()) as ledger, ledger.view() as view:
        (problem,) = problems(view.connection)
    assert "events_extend of events_p3" in problem
    assert tracker(["db", "upgrade", "-q", "--database", parted]) == 0
    with opened(parted, FakeClock()) as ledger, ledger.view() as view:
        assert list(problems(view.connection)) == []


@pytest.fixture(params=["sharded_sqlite", "sharded_postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty ledger of eight shards on each kind of database in turn."""
    backend: Backend = request.getfixturevalue(request.param)
    url = backend.fresh()
    yield url
    backend.drop(url)


@pytest.fixture
def use(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Runs a command on the ledger that must succeed; its JSON."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("TRACKER_DATABASE", database)
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Any:
        capsysbinary.readouterr()
        code = tracker([*words, "--json"])
        out, err = capsysbinary.readouterr()
        assert code == 0, (words, err)
        return json.loads(out)

    return run


def _write(folder: Path, story: str, number: int) -> None:
    text = (
        f'+++\nstory = "wire:{story}"\nheadline = "The {story} news"\npublished = 2024-03-01T1{number}:00:00Z\n+++\n'
        f"The {story} was closed for {number} days.\n\n{GIRL}\n"
    )
    (folder / f"{story}-{number}.txt").write_text(text)


def test_a_ledger_of_eight_shards_in_every_use(use: Run, tmp_path: Path) -> None:
    """Record, list, review, checkpoint, prove, pack evidence, erase, back up, restore and copy: each works shard by
    shard, and what the ledger says of itself stays sound."""
    folder = tmp_path / "in"
    folder.mkdir()
    for story in ("dam", "mill", "ferry", "bridge"):
        for number in (1, 2):
            _write(folder, story, number)
    ingest = ("ingest", str(folder), "--settle", "0")
    assert use(*ingest)["outcomes"]["recorded"] == 8
    assert use(*ingest)["outcomes"]["recorded"] == 0
    sizes = [shard["events"] for shard in use("verify")["shards"]]
    assert (len(sizes), sum(sizes)) == (SHARDS, 4 * 3 + 2)
    assert sum(size > 0 for size in sizes) > 1
    assert len(use("stories")["stories"]) == 4
    use("review", "the-dam-news@r2", "--verdict", "accept", "--by", "Mara Ilic")
    use("checkpoint", "--out", "kept")
    assert sorted(path.name for path in tmp_path.glob("kept.*")) == [f"kept.{shard}" for shard in range(SHARDS)]
    use("prove", "the-mill-news@r2", "--out", "mill.proof")
    assert use("verify-proof", "mill.proof")
    assert use("evidence", "the-dam-news", "--out", "dam.zip")["events"] == 4
    _holds_runs(tmp_path / "dam.zip")
    words = ("--by", "Mara Ilic", "--authority", "a court", "--reason", "a minor")
    use("erase", "the-ferry-news", "--containing", "Jane Doe", *words, "--yes")
    _sound(use)
    assert use("projections", "check")
    use("projections", "rebuild")
    against = [word for shard in range(SHARDS) for word in ("--against", f"kept.{shard}")]
    roots = _roots(use("verify", *against))
    use("db", "backup", "copy.bak")
    use("db", "copy", "--to", "copy.db")
    assert _roots(use("verify", "--database", "copy.db")) == roots
    use("db", "restore", "copy.bak", "--database", "restored.db", "--by", "Mara Ilic", "--reason", "a trial")
    _sound(lambda *words: use(*words, "--database", "restored.db"))
    with sqlite3.connect(tmp_path / "restored.db") as restored:
        assert restored.execute("SELECT count(*) FROM shards").fetchone() == (SHARDS,)


def _holds_runs(path: Path) -> None:
    """The runs are in it although they stand in their job's shard, each with the checkpoint of that shard."""
    with zipfile.ZipFile(path) as archive:
        runs = [name for name in archive.namelist() if "run.finished" in name]
        assert len(runs) == 2
        for name in runs:
            content = archive.read(name).decode()
            shard = name.removeprefix("proofs/shard-").split("-")[0] if "/shard-" in name else None
            own = "checkpoint.txt" if shard is None else f"checkpoint-{shard}.txt"
            assert archive.read(own).decode() in content


def _sound(use: Run) -> None:
    verified = use("verify")
    assert len(verified["shards"]) == SHARDS
    assert use("status")["shards"]


def _roots(verified: Any) -> list[str]:
    return [shard["root"] for shard in verified["shards"]]


def test_a_copy_into_partitions_has_them(use: Run, sharded_postgresql: PostgreSQL, tmp_path: Path) -> None:
    """What is copied into an empty database that was made with partitions is spread over them, with as many shards as
    its source has."""
    _write(tmp_path, "dam", 1)
    use("ingest", str(tmp_path / "dam-1.txt"), "--settle", "0")
    target = sharded_postgresql.fresh()
    use("db", "copy", "--to", target)
    assert _roots(use("verify", "--database", target)) == _roots(use("verify"))
    assert sharded_postgresql.run(target, "SELECT count(*) FROM events WHERE tableoid = 'events'::regclass") == [(0,)]
    sharded_postgresql.drop(target)
