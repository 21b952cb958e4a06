"""`tracker db backup|restore|copy`: a disaster played through, what is said, and which code a script gets."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import psycopg
import pytest
from backends import PostgreSQL
from terminal import Cli, story

from tracker.errors import ExitCode

LATE, LATER = "The ferry Aurora left Marby an hour late.", "The ferry Aurora left Marby two hours late."


@pytest.fixture
def news(cli: Cli) -> Path:
    """The ledger of the command line, with one story."""
    record(cli, LATE, "10:00")
    return cli.folder.parent / "news.db"


def record(cli: Cli, text: str, clock: str, *options: str) -> str:
    """Ingest one text of the ferry's story; its outcome."""
    name = cli.write(
        "ferry.txt", story(text, key="wire:ferry", headline="Ferry leaves late", published=f"2024-03-01T{clock}:00Z")
    )
    outcomes = cli.ok("ingest", name, "--json", *options).json["outcomes"]
    (outcome,) = [outcome for outcome, number in outcomes.items() if number]
    return str(outcome)


def root(cli: Cli, database: str | Path) -> str:
    """The tree head of a sound ledger."""
    (shard,) = cli.ok("verify", "--json", "--database", str(database)).json["shards"]
    return str(shard["root"])


def test_a_disaster(cli: Cli, news: Path) -> None:
    """Backup, more work, the ledger lost, restore: the story stands as in the backup, the rest comes again from its
    inputs, and each step is told in a few lines."""
    backed_up = cli.ok("db", "backup", "news.bak")
    said = backed_up.out.splitlines()
    (held,) = cli.ok("verify", "--json").json["shards"]
    assert said[0].startswith(f"news.bak: {held['events']} events and {held['bodies']} bodies of")
    assert f"position #{held['events'] - 1}" in backed_up.out
    assert root(cli, "news.bak") in backed_up.out
    assert backed_up.err == ""
    record(cli, LATER, "11:00")
    for path in news.parent.glob("news.db*"):
        path.unlink()
    done = cli.ok("db", "restore", "news.bak", "--by", "Mara Ilic", "--reason", "the disk failed")
    assert "What was recorded after the backup is not in it" in done.out
    assert "by Mara Ilic: the disk failed" in " ".join(done.out.split())
    assert root(cli, "news.bak") in done.out
    assert LATE in cli.ok("show", "ferry-leaves-late").out
    assert record(cli, LATER, "11:00") == "recorded"
    assert record(cli, LATE, "10:00") == "seen_before"
    assert cli.ok("projections", "check").code == ExitCode.FINE
    assert cli.ok("db", "check").code == ExitCode.FINE


def test_there_and_back(cli: Cli, news: Path, postgresql: PostgreSQL) -> None:
    """SQLite to PostgreSQL and back to SQLite: the same root each time, and the same answer."""
    server = postgresql.empty()
    there = cli.ok("db", "copy", "--to", server, "--json").json
    back = cli.ok("db", "copy", "--to", "back.db", "--database", server, "--json").json
    assert there["shards"] == back["shards"]
    assert [shard["root"] for shard in back["shards"]] == [root(cli, news)] == [root(cli, "back.db")]
    assert there["log_id"] == back["log_id"]
    for database in (server, "back.db"):
        assert LATE in cli.ok("show", "ferry-leaves-late", "--database", database).out
        assert "ferry-leaves-late" in cli.ok("stories", "--database", database).out
    said = cli("db", "copy", "--to", server)
    assert (said.code, said.out) == (ExitCode.USAGE, "")
    assert "holds a ledger with events" in said.err
    postgresql.drop(server)


def test_a_server_is_backed_up_and_restored(cli: Cli, news: Path, postgresql: PostgreSQL) -> None:
    """A backup of a PostgreSQL ledger is a file like any other; it is restored to a server too. A password is not
    printed."""
    server, other = postgresql.empty(), postgresql.empty()
    cli.ok("db", "copy", "--to", server)
    made = cli.ok("db", "backup", "server.bak", "--database", server, "--json").json
    assert [shard["root"] for shard in made["shards"]] == [root(cli, news)]
    done = cli.ok("db", "restore", "server.bak", "--database", other, "--json").json
    assert done["shards"] == made["shards"]
    assert done["restored"]["position"] == made["shards"][0]["events"]
    assert LATE in cli.ok("show", "ferry-leaves-late", "--database", other).out
    for url in (server, other):
        postgresql.drop(url)


def test_a_nightly_backup(cli: Cli, news: Path) -> None:
    """The same command every night replaces the backup of the night before, and only with --force."""
    cli.ok("db", "backup", "news.bak")
    record(cli, LATER, "11:00")
    refused = cli("db", "backup", "news.bak")
    assert (refused.code, refused.out) == (ExitCode.USAGE, "")
    assert "--force" in refused.err
    cli.ok("db", "backup", "news.bak", "--force")
    assert root(cli, "news.bak") == root(cli, news)
    assert sorted(path.name for path in cli.folder.iterdir()) == ["ferry.txt", "news.bak"]


def test_a_restored_ledger_does_not_replace_the_backup_it_lost(cli: Cli, news: Path) -> None:
    """After a restore from an older backup the nightly --force cannot destroy the newer one."""
    assert news.exists()
    cli.ok("db", "backup", "old.bak")
    record(cli, LATER, "11:00")
    cli.ok("db", "backup", "new.bak")
    cli.ok("db", "restore", "old.bak", "--database", "again.db")
    refused = cli("db", "backup", "new.bak", "--force", "--database", "again.db")
    assert refused.code == ExitCode.USAGE
    assert "holds events that again.db does not have" in refused.err


def _sql(path: str | Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


TAMPER = ("DROP TRIGGER events_no_update", "UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 1")


def test_codes(cli: Cli, news: Path) -> None:
    """What each failure ends with, that its message names what is wrong, and that it leaves nothing behind."""
    cli.ok("db", "backup", "news.bak")
    for made in ("damaged.bak", "behind.bak", "bad.db"):
        shutil.copyfile(cli.folder / "news.bak", cli.folder / made)
    _sql(cli.folder / "damaged.bak", *TAMPER)
    _sql(cli.folder / "bad.db", *TAMPER)
    _sql(cli.folder / "behind.bak", "UPDATE alembic_version SET version_num = '0001'")
    cli.write("letter", "Dear editor")
    before = sorted(path.name for path in cli.folder.iterdir())
    rows = [
        (["backup", "x.bak", "--database", "none.db"], ExitCode.DATABASE_STATE, "none.db"),
        (["backup", "x.bak", "--database", "letter"], ExitCode.DATABASE_STATE, "letter"),
        (["backup", "x.bak", "--database", "behind.bak"], ExitCode.DATABASE_STATE, "db upgrade"),
        (["backup", "x.bak", "--database", "bad.db"], ExitCode.INTEGRITY, "position 1"),
        (["backup", "letter", "--force"], ExitCode.USAGE, "letter is no backup"),
        (["backup", "postgresql://desk@server/news"], ExitCode.USAGE, "tracker db copy"),
        (["backup", "none/x.bak"], ExitCode.STORAGE, "none/x.bak"),
        (["backup", ""], ExitCode.USAGE, "empty"),
        (["restore", "none.bak", "--database", "new.db"], ExitCode.DATABASE_STATE, "none.bak"),
        (["restore", "letter", "--database", "new.db"], ExitCode.DATABASE_STATE, "letter"),
        (["restore", "behind.bak", "--database", "new.db"], ExitCode.DATABASE_STATE, "--database behind.bak"),
        (["restore", "damaged.bak", "--database", "new.db"], ExitCode.INTEGRITY, "position 1"),
        (["restore", "news.bak"], ExitCode.USAGE, "holds a ledger with events"),
        (["restore", "news.bak", "--database", "letter"], ExitCode.DATABASE_STATE, "letter"),
        (["copy"], ExitCode.USAGE, "--to"),
        (["copy", "--to", str(news)], ExitCode.USAGE, "holds a ledger with events"),
        (["copy", "--to", "new.db", "--database", "bad.db"], ExitCode.INTEGRITY, "position 1"),
        (["copy", "--to", "letter"], ExitCode.DATABASE_STATE, "letter"),
        (["copy", "--to", "mysql://x/y"], ExitCode.USAGE, "mysql"),
        (["copy", "--to", "ferry.txt/new.db"], ExitCode.STORAGE, "ferry.txt/new.db"),
        (["copy", "--to", "postgresql://x@/y?host=nowhere"], ExitCode.STORAGE, "again"),
        (["copy", "--to", "new.db", "--database", "none.db"], ExitCode.DATABASE_STATE, "none.db"),
    ]
    for arguments, code, said in rows:
        result = cli("db", *arguments)
        assert (result.code, result.out) == (code, ""), (arguments, result.err)
        assert said in result.err, arguments
        assert "Traceback" not in result.err
        assert "internal error" not in result.err
        assert ".tmp" not in result.err
    assert sorted(path.name for path in cli.folder.iterdir()) == before


def test_a_server_without_that_database(cli: Cli, news: Path, postgresql: PostgreSQL) -> None:
    """A database that the server does not have is not made: the message says what makes one."""
    assert news.exists()
    gone = postgresql.empty()
    postgresql.drop(gone)
    result = cli("db", "copy", "--to", gone)
    assert result.code == ExitCode.DATABASE_STATE
    assert "createdb" in result.err


def test_a_server_that_somebody_uses(cli: Cli, news: Path, postgresql: PostgreSQL) -> None:
    """An empty ledger that another session is connected to is not filled: exit 9, and the same command works later."""
    assert news.exists()
    server = postgresql.fresh()
    with psycopg.connect(server, autocommit=True) as session:
        session.execute("SELECT 1")
        result = cli("db", "copy", "--to", server)
        assert result.code == ExitCode.STORAGE
        assert "in use" in result.err
    cli.ok("db", "copy", "--to", server)
    postgresql.drop(server)


def test_quiet_without_a_terminal(cli: Cli, news: Path) -> None:
    """No progress is drawn where nobody looks, and the JSON is one object."""
    assert news.exists()
    result = cli.ok("db", "backup", "news.bak", "--json")
    assert result.err == ""
    assert result.json["size"] == (cli.folder / "news.bak").stat().st_size
