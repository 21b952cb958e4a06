"""Backups: taken while writers write, verified, and never in the way of anything that holds more than they do."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from backends import Backend, SQLite, migrated
from builders import FakeClock, events_of, observed, opened, take
from crowd import append_and_record
from processes import started
from test_ledger_copy import DAMAGES, content, tamper
from test_ledger_verify import fill

from tracker.errors import IntegrityError, StorageError, UsageError
from tracker.ledger import backup as backing
from tracker.ledger.backup import Written, write_backup
from tracker.ledger.health import problems
from tracker.ledger.store import Ledger
from tracker.ledger.tree import Frontier
from tracker.ledger.verify import verify_shard, verify_whole


def back_up(ledger: Ledger, path: Path, *, replace: bool = False, progress: Any = lambda *_: None) -> Written:
    """Write a backup; what was written."""
    return write_backup(ledger, path, replace=replace, progress=progress)


def leaves(url: str | Path) -> list[bytes]:
    """The leaf hashes of a ledger in a file, in order."""
    connection = sqlite3.connect(url)
    try:
        return [leaf for (leaf,) in connection.execute("SELECT leaf_hash FROM events ORDER BY position")]
    finally:
        connection.close()


def test_a_backup_is_the_ledger_in_one_file(
    backend: Backend, sqlite: SQLite, ledger: Ledger, url: str, tmp_path: Path
) -> None:
    """From either database it is an SQLite ledger with the same bytes, alone in its folder, and says its size and
    root."""
    fill(ledger)
    take(ledger, observed("Named.", name="a.txt", key="wire:named"))
    path = tmp_path / "news.bak"
    written = back_up(ledger, path)
    assert content(sqlite, str(path)) == content(backend, url)
    assert [entry.name for entry in tmp_path.iterdir()] == ["news.bak"]
    assert written.size == path.stat().st_size
    assert written.last_recorded == events_of(ledger)[-1].row.recorded_at
    assert [check.root for check in written.checks] == [Frontier().extended(leaves(path)).root()]


def test_a_backup_is_whole_by_itself(sqlite_ledger: Ledger, tmp_path: Path, clock: FakeClock) -> None:
    """It needs no -wal beside it and reading it leaves nothing behind; its guards stand."""
    fill(sqlite_ledger)
    path = tmp_path / "news.bak"
    back_up(sqlite_ledger, path)
    with opened(str(path), clock, read_only=True) as copied, copied.view() as view:
        assert verify_shard(view, 0).faults == []
        assert verify_whole(view) == []
        assert list(problems(view.connection)) == ["the journal mode is delete, not wal"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["news.bak"]


def test_a_backup_of_an_empty_ledger(ledger: Ledger, tmp_path: Path) -> None:
    """A ledger without events has a backup too, with no last time."""
    written = back_up(ledger, tmp_path / "news.bak")
    assert (written.last_recorded, [check.events for check in written.checks]) == (0, [0])


def test_progress_ends_at_its_total(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is reported never goes back and ends with all of all."""
    monkeypatch.setattr(backing, "PAGES", 3)
    fill(ledger)
    reported: list[tuple[int, int]] = []
    back_up(ledger, tmp_path / "news.bak", progress=lambda done, size: reported.append((done, size)))
    assert reported == sorted(reported)
    assert reported[-1][0] == reported[-1][1] > 0


@pytest.mark.slow
def test_backups_while_writers_write(backend: Backend, tmp_path: Path, clock: FakeClock) -> None:
    """Backups taken while two processes record are each sound and hold the log exactly as it stood at one instant; no
    writer fails."""
    url = backend.fresh()
    backups = [tmp_path / f"{number}.bak" for number in range(3)]
    with started(tmp_path, {}, [{"call": (append_and_record, url, name, 60, 1)} for name in ("a", "b")]) as workers:
        with opened(url, clock) as ledger:
            for path in backups:
                back_up(ledger, path)
        assert [len(worker.returned()) for worker in workers] == [60, 60]
    with opened(url, clock) as ledger:
        assert len(events_of(ledger)) == 241  # of each process 60 events and 60 texts; one story was opened
        back_up(ledger, tmp_path / "last.bak")
    whole = leaves(tmp_path / "last.bak")
    sizes = []
    for path in backups:
        found = leaves(path)
        assert found == whole[: len(found)]
        sizes.append(len(found))
    assert sizes == sorted(sizes)
    backend.drop(url)


@pytest.mark.parametrize(("sql", "said"), DAMAGES)
def test_a_damaged_ledger_has_no_backup(
    backend: Backend, ledger: Ledger, url: str, tmp_path: Path, sql: str, said: str
) -> None:
    """A backup of what does not verify is refused, with the position; an earlier backup stays, and nothing else is
    left."""
    fill(ledger)
    path = tmp_path / "news.bak"
    back_up(ledger, path)
    before = path.read_bytes()
    tamper(backend, url, sql)
    with pytest.raises(IntegrityError, match=f"{said}.*no backup was made"):
        back_up(ledger, path, replace=True)
    with pytest.raises(IntegrityError, match=said):
        back_up(ledger, tmp_path / "new.bak")
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["news.bak"]


def test_an_existing_file_is_kept(ledger: Ledger, tmp_path: Path) -> None:
    """Without `replace` nothing that exists is touched, be it an earlier backup."""
    fill(ledger)
    path = tmp_path / "news.bak"
    back_up(ledger, path)
    before = path.read_bytes()
    take(ledger, observed("More.", key="wire:more"))
    with pytest.raises(UsageError, match=r"news\.bak exists"):
        back_up(ledger, path)
    assert path.read_bytes() == before


def test_an_earlier_backup_is_replaced(ledger: Ledger, tmp_path: Path) -> None:
    """With `replace` the backup of yesterday gives way to that of today, under its name and through a link to it."""
    fill(ledger)
    path, link = tmp_path / "news.bak", tmp_path / "latest"
    back_up(ledger, path)
    link.symlink_to(path)
    for name, target in (("more", path), ("again", link)):
        take(ledger, observed("More.", key=f"wire:{name}"))
        back_up(ledger, target, replace=True)
        assert len(leaves(path)) == len(events_of(ledger))
    assert link.is_symlink()


def test_a_backup_with_more_events_is_never_replaced(ledger: Ledger, tmp_path: Path) -> None:
    """A backup that holds an event which this ledger lacks stands, `replace` or not: of the same log gone another way,
    or of another log."""
    fill(ledger)
    back_up(ledger, tmp_path / "early.bak")
    take(ledger, observed("The last word.", key="wire:last"))
    back_up(ledger, tmp_path / "late.bak")
    live = tmp_path / "live.db"
    shutil.copyfile(tmp_path / "early.bak", live)
    with opened(str(live), ledger.clock) as fallen_back:
        for words in ("", "Another word.", "And one more."):
            if words:
                take(fallen_back, observed(words, key=f"wire:{len(words)}"))
            with pytest.raises(UsageError, match="does not have"):
                back_up(fallen_back, tmp_path / "late.bak", replace=True)
    with (
        opened(migrated(str(tmp_path / "other.db")), ledger.clock) as stranger,
        pytest.raises(UsageError, match="another log"),
    ):
        back_up(stranger, tmp_path / "late.bak", replace=True)
    assert len(leaves(tmp_path / "late.bak")) == len(events_of(ledger))


def test_what_is_no_backup_is_never_replaced(sqlite_ledger: Ledger, sqlite_url: str, tmp_path: Path) -> None:
    """The ledger itself, a letter, a folder: `replace` is for backups only. An empty file is nothing to lose."""
    fill(sqlite_ledger)
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"Dear editor,\n" * 100)
    for path, said in ((Path(sqlite_url), "the ledger itself"), (letter, "no backup"), (tmp_path, "no file")):
        with pytest.raises(UsageError, match=said):
            back_up(sqlite_ledger, path, replace=True)
    assert letter.read_bytes() == b"Dear editor,\n" * 100
    (tmp_path / "made").touch()
    back_up(sqlite_ledger, tmp_path / "made", replace=True)
    assert len(leaves(tmp_path / "made")) == len(events_of(sqlite_ledger))


def test_a_folder_that_is_not_there(ledger: Ledger, tmp_path: Path) -> None:
    """A backup into a folder that does not exist (a disk that is not mounted) is a storage error that names it, and
    makes no folder."""
    with pytest.raises(StorageError, match=r"none/news\.bak: No such file"):
        back_up(ledger, tmp_path / "none" / "news.bak")
    assert list(tmp_path.iterdir()) == []


FULL_DISK = """
import resource, sys
from pathlib import Path
from builders import FakeClock, opened
from tracker.errors import TrackerError
from tracker.ledger.backup import write_backup
with opened(sys.argv[1], FakeClock()) as ledger:
    ledger.log_id
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, resource.RLIM_INFINITY))
    try:
        write_backup(ledger, Path(sys.argv[2]), replace=True, progress=lambda *_: None)
    except TrackerError as error:
        print(int(error.exit_code), error)
"""


def test_no_room(backend: Backend, clock: FakeClock, tmp_path: Path) -> None:
    """Where the file cannot grow to its size the error is one of storage, the earlier backup stays, and what was begun
    is gone."""
    url = backend.fresh()
    with opened(url, clock) as ledger:
        fill(ledger)
        path = tmp_path / "news.bak"
        back_up(ledger, path)
        before = path.read_bytes()
    command = [sys.executable, "-c", FULL_DISK, url, str(path)]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("9 "), done
    assert str(path) in done.stdout
    assert ".tmp" not in done.stdout
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["news.bak"]
    backend.drop(url)
