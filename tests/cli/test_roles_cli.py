"""`tracker db roles` and the accounts it makes, as they meet the commands: who may record, look and erase."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from backends import PostgreSQL
from sqlalchemy import make_url
from terminal import Cli, Result, story

WHO = ("--by", "Mara Ilic", "--authority", "court order 7/23", "--reason", "names a minor")
GIRL = "Jane Doe of Mill Lane was found on a roof by the fire brigade."
LEAD = "The gates of the dam were opened after {} days of rain."
SLUG = "dam-gates-opened"
As = Callable[..., Result]


@pytest.fixture
def account(cli: Cli, postgresql: PostgreSQL, postgresql_url: str) -> Iterator[As]:
    """Runs a command as the writer, reader or eraser that the printed script has made."""
    name = make_url(postgresql_url).database
    kinds = ("writer", "reader", "eraser")
    named = [word for kind in kinds for word in (f"--{kind}", f"{name}_{kind}")]
    script = cli.ok("db", "roles", "--database", postgresql_url, *named).out
    with postgresql.raw(postgresql_url) as owner:
        owner.execute(script)
    for kind in kinds:
        postgresql.run(postgresql_url, f"ALTER ROLE {name}_{kind} PASSWORD '{kind}'")

    def run(kind: str, *words: str) -> Result:
        url = make_url(postgresql_url).set(username=f"{name}_{kind}", password=kind)
        return cli(*words, "--database", url.render_as_string(hide_password=False))

    yield run
    for kind in kinds:
        postgresql.run(postgresql_url, f"DROP OWNED BY {name}_{kind}")
        postgresql.run(postgresql_url, f"DROP ROLE {name}_{kind}")


def _refused(result: Result, role: str) -> None:
    assert (result.code, result.raw) == (2, b"")
    assert "permission denied" in result.err
    assert role in result.err
    assert result.err.count("\n") == 1


def test_each_account_does_its_own(cli: Cli, account: As) -> None:
    """The writer records, follows and reviews; the reader looks at everything and writes nothing; only the eraser
    erases. Who may not is told in one line which role may, and exits 2."""
    for number in (1, 2):
        lines = story(LEAD.format(number), GIRL, published=f"2024-03-01T1{number}:00:00Z")
        name = cli.write(f"{number}.txt", lines)
        assert account("writer", "ingest", name).code == 0
    written = [("projections", "catch-up"), ("review", f"{SLUG}@r2", "--verdict", "accept", "--by", "Mara Ilic")]
    for words in written:
        assert account("writer", *words).code == 0, words
    for words in (
        ("show", SLUG), ("diff", SLUG), ("log", SLUG), ("audit",), ("verify",), ("stories",), ("status",),
        ("prove", f"{SLUG}@r1", "--out", "r1.proof"), ("evidence", SLUG, "--out", "dam.zip"), ("db", "check"),
    ):  # fmt: skip
        looked = account("reader", *words, "--no-pager")
        assert looked.code == 0, (words, looked.err)
    erase = ("erase", f"{SLUG}@r2", *WHO, "--yes")
    more = cli.write("3.txt", story(LEAD.format(3), published="2024-03-01T13:00:00Z"))
    _refused(account("reader", "ingest", more), "the writer role")
    _refused(account("reader", "review", f"{SLUG}@r2", "--verdict", "accept", "--by", "Ana"), "the writer role")
    _refused(account("reader", *erase), "the eraser role")
    _refused(account("writer", *erase), "the eraser role")
    _refused(account("eraser", "db", "upgrade"), "the account that owns the tables")
    assert GIRL in account("reader", "show", f"{SLUG}@r2").out
    assert account("eraser", *erase).code == 0
    assert "erased" in account("reader", "show", f"{SLUG}@r2").out
    assert account("reader", "verify").code == 0


def test_a_file_has_no_roles(cli: Cli) -> None:
    """On SQLite nothing is printed, and why is said."""
    cli.ok("db", "upgrade")
    refused = cli("db", "roles")
    assert (refused.code, refused.raw) == (2, b"")
    assert "SQLite has no accounts" in refused.err


def test_shards_are_settled_when_a_ledger_is_made(cli: Cli) -> None:
    """A ledger is made with as many shards as are asked for; asking for others later is refused and changes nothing, as
    are partitions on SQLite."""
    cli.ok("db", "upgrade", "--shards", "3")
    assert len(cli.ok("verify", "--json").json["shards"]) == 3
    assert cli.ok("db", "upgrade", "--shards", "3").code == 0
    assert cli.ok("db", "upgrade").code == 0
    other = cli("db", "upgrade", "--shards", "4")
    assert (other.code, other.raw) == (2, b"")
    assert "was made with 3 shards" in other.err
    assert cli("db", "upgrade", "--shards", "0").code == 2
    parted = cli("db", "upgrade", "--partitions", "--database", "new.db")
    assert (parted.code, parted.raw) == (2, b"")
    assert not (cli.folder / "new.db").exists()


def test_partitions_are_settled_too(cli: Cli, postgresql: PostgreSQL) -> None:
    """On PostgreSQL a new ledger gets a partition for each shard; one that was made without them gets none."""
    plain, parted = postgresql.fresh(), postgresql.empty()
    refused = cli("db", "upgrade", "--partitions", "--database", plain)
    assert refused.code == 2
    assert "was made with no partitions" in refused.err
    cli.ok("db", "upgrade", "--shards", "3", "--partitions", "--database", parted)
    counted = "SELECT count(*) FROM pg_inherits WHERE inhparent IN ('events'::regclass, 'bodies'::regclass)"
    assert postgresql.run(parted, counted) == [(6,)]
    for url in (plain, parted):
        postgresql.drop(url)
