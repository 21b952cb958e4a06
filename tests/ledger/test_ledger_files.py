"""SQLite files: how one is made, what is refused as one, and reading it from media that cannot be written."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from backends import SQLite, migrated
from builders import FakeClock, events_of, observed, opened, stream_of, take

from tracker.errors import DatabaseStateError, ExitCode, StorageError, TrackerError, UsageError
from tracker.ledger.database import Database
from tracker.ledger.health import problems
from tracker.ledger.migrate import upgrade
from tracker.ledger.schema import SCHEMA_REVISION
from tracker.ledger.store import Ledger

NOBODY = 65_534


def test_a_new_file_is_whole_and_safe(tmp_path: Path, clock: FakeClock) -> None:
    """A new ledger is one file in a folder made on the way, in WAL mode, with the permissions of any new file."""
    path = tmp_path / "deep" / "er" / "news.db"
    database = Database(path)
    assert upgrade(database, clock=clock) == (None, SCHEMA_REVISION)
    with database.write() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
    database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2}  # 2: FULL
    assert [entry.name for entry in path.parent.iterdir()] == ["news.db"]
    (tmp_path / "plain").touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_every_ledger_has_its_own_secret(sqlite: SQLite) -> None:
    """Two new ledgers have different log ids and secrets of 32 bytes."""
    rows = [sqlite.run(migrated(sqlite.empty()), "SELECT log_id, secret FROM ledger")[0] for _ in range(2)]
    assert rows[0][0] != rows[1][0]
    assert rows[0][1] != rows[1][1]
    assert {len(secret) for _, secret in rows} == {32}


def test_a_name_with_odd_characters_is_just_a_name(tmp_path: Path, clock: FakeClock) -> None:
    """Spaces, question marks, percent signs, hashes and letters of any script in the path mean nothing but
    themselves."""
    path = tmp_path / "Nachrichten 100% #1?mode=memory é洪.db"
    migrated(str(path))
    with opened(str(path), clock) as ledger:
        take(ledger, observed("The dyke holds."))
        assert len(events_of(ledger)) == 2
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("content", [b"Dear editor,\n" * 100, b"\x00" * 4096, b"SQLite format 3\x00" + b"\xff" * 4080])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, clock: FakeClock, content: bytes) -> None:
    """Another file is refused with exit code 6 by reading, recording and upgrading, and stays as it is."""
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    for use in (events_of, lambda it: take(it, observed("x")), lambda it: upgrade(it.database, clock=clock)):
        with opened(str(path), clock) as ledger, pytest.raises(TrackerError) as refused:
            use(ledger)
        assert refused.value.exit_code is ExitCode.DATABASE_STATE
        assert "letter.txt" in str(refused.value)
    assert path.read_bytes() == content


def test_a_folder_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    """A folder is no database, for reading nor for upgrading."""
    for use in (events_of, lambda it: upgrade(it.database, clock=clock)):
        with opened(str(tmp_path), clock) as ledger, pytest.raises(DatabaseStateError):
            use(ledger)


def test_a_missing_file_is_named(tmp_path: Path, clock: FakeClock) -> None:
    """Reading what is not there says so, names the path and what makes one, and makes nothing."""
    with opened(str(tmp_path / "none.db"), clock) as ledger, pytest.raises(DatabaseStateError, match=r"none\.db"):
        events_of(ledger)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_hold_a_file_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    """A path below a file cannot be made: a storage error that says why."""
    (tmp_path / "file").touch()
    database = Database(tmp_path / "file" / "news.db")
    with pytest.raises(StorageError, match=r"cannot make .*news\.db"):
        upgrade(database, clock=clock)
    database.close()


def test_an_empty_file_becomes_a_ledger_in_wal_mode(tmp_path: Path, clock: FakeClock) -> None:
    """`db upgrade` on an empty file, as `mktemp` leaves it, makes a ledger there that is as safe as any."""
    path = tmp_path / "news.db"
    path.touch()
    migrated(str(path))
    with opened(str(path), clock) as ledger, ledger.view() as view:
        assert list(problems(view.connection)) == []


@pytest.mark.parametrize("url", ["", "  ", "mysql://host/name", "sqlite://", "sqlite:///:memory:", "foo://x", "://"])
def test_urls_that_are_no_ledger(url: str) -> None:
    """What is no path, no SQLite file and no PostgreSQL is a usage error."""
    with pytest.raises(UsageError):
        Database(url)


def test_a_password_is_never_shown() -> None:
    """The name for messages leaves the password out."""
    shown = Database("postgresql://desk:topsecret@db.example/news").shown
    assert "topsecret" not in shown
    assert "db.example/news" in shown


def test_what_is_opened_for_reading_is_not_written(sqlite_url: str, clock: FakeClock) -> None:
    """A ledger opened read-only refuses to record."""
    with opened(sqlite_url, clock, read_only=True) as ledger:
        assert events_of(ledger) == []
        with pytest.raises(UsageError, match="for reading only"):
            take(ledger, observed("x"))


def test_the_reading_connection_cannot_write(sqlite_ledger: Ledger) -> None:
    """Read commands hold a connection on which the database itself refuses to write."""
    with pytest.raises(StorageError, match="readonly"), sqlite_ledger.database.read() as connection:
        connection.exec_driver_sql("DELETE FROM sightings")


@contextmanager
def _nobody() -> Iterator[None]:
    """Without root's power to write anywhere, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def read_only_folder(sqlite_url: str, clock: FakeClock) -> Iterator[Path]:
    """A ledger with three events, closed, in a folder that nobody may write to. (Not below pytest's own folder, which
    only its owner may enter.)"""
    with opened(sqlite_url, clock) as ledger:
        ledger.append(stream_of("s", 3))
    folder = Path(tempfile.mkdtemp(prefix="tracker-media-"))
    shutil.copyfile(sqlite_url, folder / "news.db")
    (folder / "news.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_read_only_media_are_read_as_immutable(read_only_folder: Path, clock: FakeClock) -> None:
    """Where no WAL file can be made beside the ledger it is read as immutable, and says so."""
    with _nobody(), opened(str(read_only_folder / "news.db"), clock, read_only=True) as ledger:
        assert len(events_of(ledger)) == 3
        assert ledger.database.notice is not None
        assert "read-only media" in ledger.database.notice
        with pytest.raises(TrackerError):
            Database(read_only_folder / "news.db").write().__enter__()
    assert [path.name for path in read_only_folder.iterdir()] == ["news.db"]


def test_a_log_left_beside_read_only_media_is_not_ignored(read_only_folder: Path, clock: FakeClock) -> None:
    """With a WAL file beside it the file alone may lack the newest events: it is not read as immutable."""
    read_only_folder.chmod(0o755)
    wal = read_only_folder / "news.db-wal"
    wal.write_bytes(b"left over")
    wal.chmod(0o000)
    read_only_folder.chmod(0o555)
    with (
        _nobody(),
        opened(str(read_only_folder / "news.db"), clock, read_only=True) as ledger,
        pytest.raises(StorageError, match="cannot read"),
    ):
        events_of(ledger)
