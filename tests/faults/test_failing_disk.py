"""A disk that fails, is full, may not be written to or is taken by another program: a clear line, exit code 9, nothing
lost, and the same command completes the work.

`pytest tests/faults/test_failing_disk.py --faults-failures 2000` lets writes fail at more places.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from launcher import Ended, Launcher
from ledgercheck import check, check_whole, kept, receipts, write_inputs

pytestmark = pytest.mark.faults

FAILURES, SEED = 15, 20_230_121
WHO = ("--by", "Mara Ilic", "--authority", "court order 7/23", "--reason", "privacy", "--yes")
KINDS = [(errno.ENOSPC, 1), (errno.EIO, 0), (errno.EIO, 3)]
"""The error, and how many changes after the first one the next one fails: all, no other, every third."""
READING = (("show", "wire:0"), ("log", "wire:0"), ("diff", "wire:0"), ("audit",), ("status",), ("verify",))


def ingest(place: Path, folder: Path) -> list[object]:
    """The command line of the job, with its files in `folder`."""
    files = ("--database", folder / "news.db", "--receipts", folder / "receipts")
    return ["ingest", place / "in", "--job", "poll", "--settle", 0, *files]


def assert_told(ended: Ended, folder: Path) -> None:
    """Exit code 9 and one line that names the file, and that the command may be run again or how far it came."""
    assert ended.code == 9, ended
    assert ended.err.count("\n") == 1, ended.err
    assert ended.err.startswith("tracker: "), ended.err
    assert f"{folder}/" in ended.err
    assert ".tmp" not in ended.err
    assert ended.out == ""


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("number", "every"), KINDS)
def test_writes_that_fail_anywhere(
    shimmed: Launcher, place: Path, often: dict[str, int], number: int, every: int
) -> None:
    """Any write or sync fails, with no room left or an error of the disk, once, always or by turns, while a file is
    made and when it has grown: what was acknowledged is there, the log verifies, the next run completes."""
    rng = random.Random(often.get("seed", SEED))
    inputs = write_inputs(place / "in", range(4))
    grown = place / "grown"
    grown.mkdir()
    making = shimmed(place, *ingest(place, grown), batch=2, shim={"folder": grown}).changes
    inputs |= write_inputs(place / "in", range(4, 8))
    copy = Path(shutil.copytree(grown, place / "copy"))
    going_on = shimmed(place, *ingest(place, copy), batch=2, shim={"folder": copy}).changes
    assert making is not None
    assert going_on is not None
    failed = 0
    for turn in range(-(-often.get("failures", FAILURES) // len(KINDS))):
        folder = place / str(turn)
        shutil.copytree(grown, folder) if turn % 3 else folder.mkdir()
        first = rng.randint(1, going_on if turn % 3 else making)
        shim = {"folder": folder, "fail_from": first, "fail_every": every, "errno": number}
        ended = shimmed(place, *ingest(place, folder), batch=2, shim=shim)
        if ended.code:
            assert_told(ended, folder)
            failed += 1
        else:  # a change that may fail unnoticed: what SQLite does at its close, or nothing that can fail at all
            assert ended.err == ""
        check(folder / "news.db", receipts(folder / "receipts"), inputs)
        again = shimmed(place, *ingest(place, folder))
        assert (again.code, again.out, again.err) == (0, "", "")
        check_whole(folder / "news.db", inputs)
        assert {receipt["name"] for receipt in receipts(folder / "receipts")} >= set(inputs)
        shutil.rmtree(folder)
    assert failed


def test_an_erasure_whose_writes_fail(shimmed: Launcher, place: Path) -> None:
    """The text is erased or it is not, as the log says; where only the file could not be swept, that is said, and
    `erase --sweep` does it."""
    rng, whole, inputs = random.Random(SEED), place / "whole", write_inputs(place / "in", range(6))
    whole.mkdir()
    assert shimmed(place, *ingest(place, whole)).code == 0
    erase = ("erase", "bridge-0-closed@r2", *WHO, "--database")
    copy = Path(shutil.copytree(whole, place / "copy"))
    changes = shimmed(place, *erase, copy / "news.db", shim={"folder": copy}).changes
    assert changes is not None
    for turn in range(6):
        folder = Path(shutil.copytree(whole, place / str(turn)))
        number, every = KINDS[turn % 3]
        shim = {"folder": folder, "fail_from": rng.randint(1, changes), "fail_every": every, "errno": number}
        ended = shimmed(place, *erase, folder / "news.db", shim=shim)
        held = check(folder / "news.db", [], inputs)
        assert held is not None
        gone = [capture for _, capture in held.revisions.values()].count(None)
        assert held.erasures == gone
        assert "Traceback" not in ended.err
        assert ended.code == 9 or (ended.code == 0 and gone), ended
        again = ("erase", "--sweep", "--database") if gone else erase
        assert shimmed(place, *again, folder / "news.db").code == 0
        assert kept(folder / "news.db").erasures == 1


def test_a_backup_whose_writes_fail(shimmed: Launcher, place: Path) -> None:
    """There is a whole backup or none; the earlier one stands until the new one is there."""
    rng, folder, inputs = random.Random(SEED), place / "disk", write_inputs(place / "in", range(3))
    folder.mkdir()
    assert shimmed(place, *ingest(place, folder)).code == 0
    backup = ("db", "backup", folder / "kept.db", "--force", "--database", folder / "news.db", "--json")
    changes = shimmed(place, *backup, shim={"folder": folder}).changes
    assert changes is not None
    inputs |= write_inputs(place / "in", range(3, 6))
    assert shimmed(place, *ingest(place, folder)).code == 0
    for turn in range(6):
        number, every = KINDS[turn % 3]
        shim = {"folder": folder, "fail_from": rng.randint(1, changes), "fail_every": every, "errno": number}
        ended = shimmed(place, *backup, shim=shim)
        held = check(folder / "kept.db", [], inputs)
        assert held is not None
        if ended.code == 0:
            assert len(held.revisions) == 6
            break
        assert_told(ended, folder)
        assert len(held.revisions) == 3
        assert [path.name for path in folder.iterdir() if ".tmp" in path.name] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte, where the tests may mount one."""
    disk = tmp_path / "small"
    disk.mkdir()
    _mount_or_skip(["-t", "tmpfs", "-o", "size=1m", "tracker-test", str(disk)])
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def _mount_or_skip(options: list[str]) -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"nothing can be mounted here: {mounted.stderr.strip()}")


def test_a_full_disk_and_room_made_again(launcher: Launcher, small_disk: Path, place: Path) -> None:
    """A disk runs full in the middle of a run, which says how far it came; nothing more fits, but what is there can be
    read; with more room the same command completes it."""
    inputs: dict[str, bytes] = {}
    for number in range(16):
        seal = random.Random(number).randbytes(16_000).hex()  # no compression makes it smaller than half
        inputs |= write_inputs(place / "in", [number], padding=f" Seal {seal}.")
    first = launcher(place, *ingest(place, small_disk), batch=2)
    assert_told(first, small_disk)
    held = check(small_disk / "news.db", receipts(small_disk / "receipts"), inputs)
    assert held is not None
    assert 0 < len(held.revisions) < len(inputs)
    assert_told(launcher(place, *ingest(place, small_disk), batch=2), small_disk)
    assert launcher(place, "verify", "--database", small_disk / "news.db").code in (0, 9)
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    again = launcher(place, *ingest(place, small_disk), batch=2)
    assert (again.code, again.out, again.err) == (0, "", "")
    check_whole(small_disk / "news.db", inputs)
    assert {receipt["name"] for receipt in receipts(small_disk / "receipts")} == set(inputs)


def test_media_that_cannot_be_written(launcher: Launcher, small_disk: Path, place: Path) -> None:
    """From read-only media everything is read, and it is said that it is; recording ends with exit code 9, whether the
    ledger is there or would have to be made."""
    inputs = write_inputs(place / "in", range(6))
    assert launcher(place, *ingest(place, small_disk)).code == 0
    before = {path.name: path.read_bytes() for path in small_disk.iterdir()}
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for command in READING:
        ended = launcher(place, *command, "--database", small_disk / "news.db")
        assert (ended.code, ended.err.count("\n")) == (0, 1), ended
        assert f"{small_disk}/news.db lies on read-only media" in ended.err
    write_inputs(place / "in", range(6, 7))
    for database in ("news.db", "new.db"):
        ended = launcher(place, "ingest", place / "in", "--settle", 0, "--database", small_disk / database)
        *notices, told = ended.err.splitlines()
        assert ended.code == 9
        assert all("read-only media" in notice for notice in notices)
        assert f"{small_disk}/{database}" in told
        assert "Read-only file system" in told
    assert {path.name: path.read_bytes() for path in small_disk.iterdir()} == before
    check_whole(small_disk / "news.db", inputs)


def test_a_log_left_on_media_that_cannot_be_written(launcher: Launcher, small_disk: Path, place: Path) -> None:
    """What a killed run left beside the file cannot be taken in there: that is said, and nothing is answered without
    it."""
    inputs = write_inputs(place / "in", range(6))
    assert launcher(place, *ingest(place, small_disk)).code == 0
    with closing(sqlite3.connect(small_disk / "news.db", isolation_level=None)) as holder:
        holder.execute("SELECT count(*) FROM events").fetchone()
        holder.execute("PRAGMA wal_autocheckpoint = 0")
        inputs |= write_inputs(place / "in", range(6, 9))
        assert launcher(place, *ingest(place, small_disk)).code == 0
        for name in ("news.db", "news.db-wal"):
            shutil.copyfile(small_disk / name, small_disk / f"left-{name}")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for command in READING:
        ended = launcher(place, *command, "--database", small_disk / "left-news.db")
        assert_told(ended, small_disk)
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    check_whole(small_disk / "left-news.db", inputs)


def test_a_ledger_that_another_program_writes_to(launcher: Launcher, place: Path) -> None:
    """While another program is in a transaction, reading goes on; recording waits for its time and then says that the
    database is locked."""
    write_inputs(place / "in", range(6))
    assert launcher(place, *ingest(place, place)).code == 0
    write_inputs(place / "in", range(6, 9))
    with closing(sqlite3.connect(place / "news.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for command in READING:
            assert launcher(place, *command, "--database", place / "news.db", busy_timeout_s=1).code == 0
        assert_locked(launcher, place, *ingest(place, place))
    assert launcher(place, *ingest(place, place)).code == 0


def test_a_ledger_that_another_program_has_for_itself(launcher: Launcher, place: Path) -> None:
    """Where nobody else may even read, every command says that the database is locked; once it is free, all goes on."""
    inputs = write_inputs(place / "in", range(3))
    assert launcher(place, *ingest(place, place)).code == 0
    database = ("--database", place / "news.db")
    with closing(sqlite3.connect(place / "news.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        commands: list[tuple[Any, ...]] = [*READING, ("erase", "wire:0@r1", *WHO), ("db", "upgrade"), ("db", "check")]
        for command in commands:
            assert_locked(launcher, place, *command, *database)
        assert_locked(launcher, place, *ingest(place, place))
    assert launcher(place, *ingest(place, place)).code == 0
    check_whole(place / "news.db", inputs)


def assert_locked(launcher: Launcher, place: Path, *command: object) -> None:
    """Assert that a command gives up on a locked database when its time is over, and says so."""
    ended = launcher(place, *command, busy_timeout_s=0)
    assert_told(ended, place)
    assert "locked" in ended.err
