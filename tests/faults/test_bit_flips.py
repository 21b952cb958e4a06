"""A damaged file: whatever bits were flipped, pages wiped or ends cut off, every command ends with an exit code that
says what it is, and `verify` tells of every change of what was recorded.

`pytest tests/faults/test_bit_flips.py --faults-flips 100000` damages more files.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from ledgercheck import write_inputs

from tracker.cli.main import run
from tracker.errors import ExitCode

pytestmark = pytest.mark.faults

FLIPS, SEED, PARTS = 120, 20_230_121, 1
PAGE = 4096
WHO = ("--by", "Mara Ilic", "--authority", "court order 7/23", "--reason", "privacy", "--yes")
LEDGER = {
    "ledger": "log_id, shards",
    "shards": "*",
    "events": "*",
    "bodies": "shard, position, slot, salt, codec, base, bytes",
    "erasures": "shard, position, slot, by_shard, by_position",
}
"""What the log consists of: what `verify` must miss nothing of."""
OTHERS = (("show", "wire:0"), ("log", "wire:1"), ("diff", "wire:2"), ("audit",), ("status",), ("stories",))
DOCUMENTED = {ExitCode.FINE, ExitCode.NOT_FOUND, ExitCode.INTEGRITY, ExitCode.DATABASE_STATE, ExitCode.STORAGE}
Contents = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="session")
def sound_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of some pages, with revisions, runs and an erasure."""
    folder = tmp_path_factory.mktemp("sound")
    write_inputs(folder / "in", range(12))
    database = ["--database", str(folder / "news.db")]
    assert run(["ingest", str(folder / "in"), "--settle", "0", *database]) == 0
    assert run(["erase", "bridge-0-closed@r2", *WHO, *database]) == 0
    return folder / "news.db"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def flip(data: bytearray, page: int, rng: random.Random) -> None:
    """Flip one bit."""
    data[page + rng.randrange(PAGE)] ^= 1 << rng.randrange(8)


def flip_many(data: bytearray, page: int, rng: random.Random) -> None:
    """Flip some bits of one page."""
    for _ in range(rng.randint(2, 64)):
        flip(data, page, rng)


def wipe(data: bytearray, page: int, rng: random.Random) -> None:  # noqa: ARG001
    """Fill a page with zeros."""
    data[page : page + PAGE] = bytes(PAGE)


def swap(data: bytearray, page: int, rng: random.Random) -> None:
    """Let two pages change places."""
    other = rng.randrange(0, len(data), PAGE)
    data[page : page + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[page : page + PAGE]


def cut(data: bytearray, page: int, rng: random.Random) -> None:
    """Cut off the end, anywhere in a page."""
    del data[page + rng.randrange(PAGE) :]


DAMAGES: tuple[Callable[[bytearray, int, random.Random], None], ...] = (*[flip] * 6, *[flip_many] * 2, wipe, swap, cut)


def pages_of_the_log(sound: bytes, place: Path) -> list[int]:
    """Where the pages begin that the log stands on, the first page not among them."""
    file = place / "probe.db"

    def found(data: bytes) -> Contents | None:
        file.write_bytes(data)
        return contents(file)

    whole, pages = found(sound), range(PAGE, len(sound), PAGE)
    return [page for page in pages if found(sound[:page] + bytes(PAGE) + sound[page + PAGE :]) != whole]


@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("part", range(PARTS))
def test_damaged_files(
    sound_file: Path, place: Path, often: dict[str, int], part: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each damage is met by `verify` and one other command; a bit, many bits, a page or the end of the file."""
    rng = random.Random(often.get("seed", SEED) + part)
    sound, before = sound_file.read_bytes(), contents(sound_file)
    assert before is not None
    places = [pages_of_the_log(sound, place), range(0, len(sound), PAGE)]
    database, changed = place / "news.db", 0
    for number in range(often.get("flips", FLIPS) // PARTS):
        data = bytearray(sound)
        damage = rng.choice(DAMAGES)
        damage(data, rng.choice(places[number % 2]), rng)
        for path in place.iterdir():
            path.unlink()
        database.write_bytes(data)
        is_changed = contents(database) != before
        codes = {}
        for command in (("verify",), OTHERS[number % len(OTHERS)]):
            codes[command[0]] = run([*command, "--no-pager", "--database", str(database)])
            out, err = capsys.readouterr()
            assert codes[command[0]] in DOCUMENTED, (part, number, damage.__name__, command, err)
            assert "Traceback" not in out + err
            assert "internal error" not in err
            assert (codes[command[0]] == 0) or err or command == ("verify",), (part, number, command)
        assert codes["verify"] != 0 or not is_changed, (part, number, damage.__name__)
        changed += is_changed
    assert changed > len(range(often.get("flips", FLIPS) // PARTS)) // 5


def contents(database: Path) -> Contents | None:
    """All that the log consists of, as it stands in a file; None where it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.text_factory = bytes
            return {
                table: sorted(connection.execute(f"SELECT {columns} FROM {table} NOT INDEXED"), key=repr)
                for table, columns in LEDGER.items()
            }
    except (sqlite3.Error, OverflowError, ValueError):  # a name that is no UTF-8
        return None


def test_the_harness_sees_what_verify_must_see(sound_file: Path, place: Path) -> None:
    """A change of one stored byte is a change of contents; one of a read model is none."""
    before = contents(sound_file)
    for sql, is_changed in (
        ("UPDATE bodies SET bytes = x'00' WHERE position = 1", True),
        ("DELETE FROM projections", False),
    ):
        database = shutil.copyfile(sound_file, place / "news.db")
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(sql)
        assert (contents(database) != before) == is_changed


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("sql", "command", "said"),
    [
        ("UPDATE run_jobs SET finished_at = 1 << 62", ("status",), "an instant outside the years"),
        ("UPDATE run_jobs SET rejects = '[['", ("status",), "`tracker projections rebuild`"),
        ("UPDATE examinations SET claims = '[{}]'", ("log", "wire:1"), "`tracker projections rebuild`"),
        ("UPDATE ledger SET shards = 1 << 40", ("verify",), "does not say which log it holds"),
        ("DELETE FROM shards", ("status",), "has no head row"),
        ("ALTER TABLE examinations RENAME COLUMN changes TO other", ("log", "wire:1"), "the file is damaged"),
        ("UPDATE events SET data = CAST(x'7bff7d' AS TEXT)", ("show", "wire:0"), "is damaged"),
    ],
)
def test_what_no_program_wrote_is_told(
    sound_file: Path, place: Path, capsys: pytest.CaptureFixture[str], sql: str, command: tuple[str, ...], said: str
) -> None:
    """Values that are of the right kind and cannot be meant are no internal error either: exit code 5, and what to
    do."""
    database = shutil.copyfile(sound_file, place / "news.db")
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(sql)
    assert run([*command, "--no-pager", "--database", str(database)]) == ExitCode.INTEGRITY
    assert said in capsys.readouterr().err
