"""Restoring a backup and moving a ledger: what the log says of it, what the lists show, what is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backends import Backend, SQLite
from builders import FakeClock, events_of, observed, opened, take, text_at, workspace

from tracker.desk.backup import backup
from tracker.desk.copying import copy
from tracker.desk.history import stories
from tracker.desk.models import check, standings
from tracker.desk.restore import Restored, restore
from tracker.errors import DatabaseStateError, IntegrityError, StorageError, UsageError
from tracker.ledger.store import Ledger
from tracker.ledger.verify import verify_shard, verify_whole
from tracker.projections import runner
from tracker.story import canonical
from tracker.story.events import REMARK, LedgerRestored


def quiet(done: int, size: int) -> None:
    """Progress that nobody watches."""
    assert 0 <= done <= size


@pytest.fixture
def file(ledger: Ledger, tmp_path: Path) -> str:
    """A backup of a ledger with one story in two revisions; a third was recorded afterwards."""
    path = str(tmp_path / "news.bak")
    take(ledger, observed("The dyke holds.", "12:00"), observed("The dyke fails.", "12:30"))
    backup(workspace(ledger), path, replace=False, progress=quiet)
    take(ledger, observed("The dyke is mended.", "13:00"))
    return path


@pytest.fixture
def target(backend: Backend) -> Iterator[str]:
    """A database without a ledger, of the same kind."""
    url = backend.empty()
    yield url
    backend.drop(url)


def restored(target: str, file: str, clock: FakeClock, **said: Any) -> Restored:
    """Restore a backup into a database."""
    with opened(target, clock) as ledger:
        return restore(workspace(ledger), file, by=said.get("by"), reason=said.get("reason"), progress=quiet)


def test_a_restore_brings_back_what_the_backup_held(ledger: Ledger, file: str, target: str, clock: FakeClock) -> None:
    """Each event of the backup stands at its position; what was recorded after it is not there, and comes again when
    it is given again."""
    done = restored(target, file, clock)
    kept = events_of(ledger)[:3]
    with opened(target, clock) as back:
        assert [event.row for event in events_of(back)[:3]] == [event.row for event in kept]
        assert back.log_id == ledger.log_id == done.log_id
        assert text_at(back) == "The dyke fails."
        (receipt,) = take(back, observed("The dyke is mended.", "13:00"))
        assert (receipt.revision, receipt.position) == (3, 4)
        with back.view() as view:
            assert verify_shard(view, 0).faults + verify_whole(view) == []
    assert done.last_recorded == kept[-1].row.recorded_at
    assert [(shard.events, shard.bodies) for shard in done.shards] == [(3, 5)]


def test_the_log_says_that_it_was_restored(file: str, target: str, clock: FakeClock) -> None:
    """The event after the backup's last says how many events it held, by whom it was restored and why; the words are
    in its remark, not in its data."""
    clock.now += 60_000_000
    done = restored(target, file, clock, by="Mara Ilic", reason="The disk failed.")
    with opened(target, clock) as back, back.view() as view:
        *_, last = view.range(0, 0)
        assert isinstance(last.event, LedgerRestored)
        assert last.event.sizes == (3,)
        assert (last.row.version, last.row.published_at, last.row.recorded_at) == (0, None, clock.now)
        assert "Mara" not in last.row.data
        assert canonical.decode(view.body(last, REMARK)) == {"by": "Mara Ilic", "reason": "The disk failed."}
    assert (done.position, done.recorded_at, done.by, done.reason) == (3, clock.now, "Mara Ilic", "The disk failed.")


def test_who_and_why_may_be_left_out(file: str, target: str, clock: FakeClock) -> None:
    """A restore that nobody signs has no remark."""
    restored(target, file, clock)
    with opened(target, clock) as back:
        assert dict(events_of(back)[-1].bodies) == {}


def test_restores_of_a_restored_ledger_are_counted(
    file: str, backend: Backend, clock: FakeClock, tmp_path: Path
) -> None:
    """A backup of a restored ledger is restored again: both events are in one stream, the second after the first."""
    urls = [backend.empty(), backend.empty()]
    restored(urls[0], file, clock)
    with opened(urls[0], clock) as once:
        backup(workspace(once), str(tmp_path / "second.bak"), replace=False, progress=quiet)
    restored(urls[1], str(tmp_path / "second.bak"), clock)
    with opened(urls[1], clock) as twice:
        found = [item for item in events_of(twice) if isinstance(item.event, LedgerRestored)]
    assert [(item.row.version, item.event.sizes) for item in found] == [(0, (3,)), (1, (4,))]
    assert len({item.row.stream_id for item in found}) == 1
    for url in urls:
        backend.drop(url)


def test_lists_are_made_at_once(file: str, target: str, clock: FakeClock) -> None:
    """After a restore the read models have seen every event, set none aside, and are what a rebuild gives."""
    restored(target, file, clock)
    with opened(target, clock) as back:
        desk = workspace(back)
        assert {(one.lag, one.errors) for one in standings(desk)} == {(0, 0)}
        assert {one.differences for one in check(desk, None)} == {()}
        (line,) = stories(desk).stories
        assert line.revisions == 2


def test_a_ledger_with_events_is_never_restored_over(ledger: Ledger, url: str, file: str, clock: FakeClock) -> None:
    """The live ledger is refused, with its events as they were."""
    before = [event.row for event in events_of(ledger)]
    with pytest.raises(UsageError, match="holds a ledger with events"):
        restored(url, file, clock)
    assert [event.row for event in events_of(ledger)] == before


def test_a_damaged_backup_is_not_restored(file: str, backend: Backend, target: str, clock: FakeClock) -> None:
    """A backup that does not verify is refused with the position of the fault, and no ledger is made."""
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER events_no_update")
        connection.execute("UPDATE events SET published_at = published_at + 1 WHERE position = 2")
    connection.close()
    with pytest.raises(IntegrityError, match=r"news\.bak is damaged: .*position 2.*nothing was restored"):
        restored(target, file, clock)
    assert untouched(backend, target)


def untouched(backend: Backend, target: str) -> bool:
    """Whether a target is as empty as it was."""
    if isinstance(backend, SQLite):
        return not list(Path(target).parent.glob(f"*{Path(target).name}*"))
    return backend.run(target, "SELECT to_regclass('events')") == [(None,)]


def test_what_is_no_backup_is_refused(file: str, backend: Backend, target: str, clock: FakeClock) -> None:
    """Nothing, a folder, a letter, another program's database, a server: each is named, and nothing is made."""
    folder = Path(file).parent
    (folder / "letter.txt").write_bytes(b"Dear editor,\n" * 100)
    with sqlite3.connect(folder / "mail.db") as connection:
        connection.execute("CREATE TABLE mail (subject)")
    connection.close()
    for name in ("none.bak", "", "letter.txt", "mail.db"):
        with pytest.raises(DatabaseStateError, match=name or folder.name):
            restored(target, str(folder / name), clock)
    with pytest.raises(UsageError, match="a backup is a file"):
        restored(target, "postgresql://desk@server/news", clock)
    assert untouched(backend, target)


def test_an_old_backup_says_what_brings_it_up_to_date(file: str, target: str, clock: FakeClock) -> None:
    """A backup that an older version wrote is refused with the command that upgrades it; one by a newer version
    too."""
    for revision, said in (("0001", f"tracker db upgrade --database {file}"), ("9999", "upgrade tracker")):
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.close()
        with pytest.raises(DatabaseStateError, match=said):
            restored(target, file, clock)


def test_a_restore_without_lists_says_so(
    file: str, target: str, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where room runs out after the ledger is restored, the message says that only the lists are missing, and they
    are made later."""

    def full(ledger: Ledger) -> None:
        raise StorageError(f"{ledger.database.shown}: the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(runner, "catch_up", full)
        with pytest.raises(StorageError, match=r"is restored and verified.*projections catch-up"):
            restored(target, file, clock)
    with opened(target, clock) as back:
        assert len(events_of(back)) == 4
        assert runner.catch_up(back)
        assert len(stories(workspace(back)).stories) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_copy_answers_like_its_source(
    ledger: Ledger, file: str, kind: str, request: pytest.FixtureRequest, clock: FakeClock
) -> None:
    """A copied ledger has its lists, and says at every moment what its source says."""
    assert file
    other: Backend = request.getfixturevalue(kind)
    url = other.empty()
    done = copy(workspace(ledger), url, progress=quiet)
    runner.catch_up(ledger)
    with opened(url, clock) as copied:
        for published in ("11:00", "12:00", "12:29", "12:30", "13:00"):
            assert text_at(copied, published) == text_at(ledger, published)
        for position in range(4):
            assert text_at(copied, position=position) == text_at(ledger, position=position)
        assert stories(workspace(copied)).stories == stories(workspace(ledger)).stories
        assert {one.lag for one in standings(workspace(copied))} == {0}
        with copied.view() as view:
            assert [shard.root for shard in done.shards] == [verify_shard(view, 0).root]
    other.drop(url)
