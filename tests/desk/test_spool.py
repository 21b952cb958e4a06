"""Standard input kept on disk until it is recorded: nothing is lost, nothing is recorded twice."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from builders import FakeClock, at, of_stories, workspace
from intake import Kept, run, wire

from tracker.desk import ingest as use_case
from tracker.desk.ingest import Options, ingest
from tracker.desk.observe import Given
from tracker.desk.spool import Spool
from tracker.errors import JobRunning, StorageError, UsageError
from tracker.ledger.store import Ledger
from tracker.story.decide import Outcome
from tracker.story.keys import parse_key

FIRST, SECOND, THIRD = "The river rose in the night.", "The river fell overnight.", "The river rose again."


def _lines(*texts: str) -> bytes:
    return "".join(json.dumps({"story": "wire:flood", "text": text}) + "\n" for text in texts).encode()


def _files(spool: Path) -> list[str]:
    return sorted(path.relative_to(spool).as_posix() for path in spool.rglob("*") if path.is_file())


def _fails(ledger: Ledger, spool: Path, stdin: bytes, monkeypatch: pytest.MonkeyPatch, *, at_step: str) -> None:
    """A run that ends before `at_step`, as a killed one would."""

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(use_case, at_step, fail)
        with pytest.raises(KeyboardInterrupt):
            ingest(workspace(ledger), ["-"], Options(spool=spool), stdin=BytesIO(stdin), listener=Kept())


def test_what_is_recorded_leaves_the_spool(ledger: Ledger, tmp_path: Path) -> None:
    """The folder is made, and empty afterwards."""
    spool = tmp_path / "spool"
    kept = run(ledger, "-", stdin=wire(FIRST, "13:00").encode(), spool=spool)
    assert [(receipt.name, receipt.outcome) for receipt in kept.taken] == [("-", Outcome.RECORDED)]
    assert _files(spool) == []


def test_what_a_killed_run_left_is_recorded_first_by_the_next(
    ledger: Ledger, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before anything was recorded: the next run takes the older input before its own."""
    spool = tmp_path / "spool"
    _fails(ledger, spool, _lines(FIRST), monkeypatch, at_step="_take")
    assert len(_files(spool)) == 1
    assert of_stories(ledger) == []
    clock.now = at("12:05")
    kept = run(ledger, "-", stdin=_lines(SECOND), spool=spool)
    assert [(receipt.outcome, receipt.revision) for receipt in kept.taken] == [
        (Outcome.RECORDED, 1),
        (Outcome.RECORDED, 2),
    ]
    with ledger.view() as view:
        revisions = list(view.stream(ledger.identities.stream("wire:flood"), start=1))
        assert [view.article(revision).paragraphs for revision in revisions] == [(FIRST,), (SECOND,)]
    assert _files(spool) == []


def test_what_was_recorded_before_the_kill_is_not_recorded_twice(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the commit but before the file was removed: the next run knows the input again, though it has no
    name and no capture id, and the same text twice in it stays two revisions."""
    spool = tmp_path / "spool"
    _fails(ledger, spool, _lines(FIRST, SECOND, FIRST), monkeypatch, at_step="_clear")
    assert len(_files(spool)) == 1
    before = of_stories(ledger)
    assert len(before) == 4
    kept = run(ledger, "-", stdin=_lines(THIRD), spool=spool)
    assert [receipt.outcome for receipt in kept.taken] == [*[Outcome.SEEN] * 3, Outcome.RECORDED]
    assert len(of_stories(ledger)) == 5
    assert _files(spool) == []


def test_what_was_rejected_is_put_aside_once(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """It cannot be fetched again: it lies in `rejected`, byte for byte, is told of, and is not tried again; the same
    bytes are kept once and are told of once."""
    spool = tmp_path / "spool"
    told = [run(sqlite_ledger, "-", stdin=b"no story", spool=spool) for _ in range(2)]
    assert [(len(kept.refused), len(kept.again)) for kept in told] == [(1, 0), (0, 1)]
    assert {kept.aside[0] for kept in told} == {spool / _files(spool)[0]}
    assert [(spool / name).read_bytes() for name in _files(spool)] == [b"no story"]
    assert _files(spool)[0].startswith("rejected/")
    good = run(sqlite_ledger, "-", stdin=wire(FIRST, "13:00").encode(), spool=spool)
    assert good.refused == good.again == good.aside == []


def test_lines_that_are_not_whole_are_kept(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """Of a feed that broke off the whole lines are recorded, and all of it is put aside."""
    spool = tmp_path / "spool"
    kept = run(sqlite_ledger, "-", stdin=_lines(FIRST) + b'{"story": "wire:fl', spool=spool)
    assert [receipt.outcome for receipt in kept.taken] == [Outcome.RECORDED]
    assert len(kept.left) == len(kept.aside) == 1


def test_one_story_s_leftovers_are_no_other_s(
    sqlite_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One job may be given one story after the other: what was left of the first waits for a run with the first, which
    takes both texts though it names one story."""
    spool, flood, dam = tmp_path / "spool", Given(story=parse_key("ap:flood")), Given(story=parse_key("ap:dam"))
    with monkeypatch.context() as patched:
        patched.setattr(use_case, "_take", _broken)
        with pytest.raises(StorageError):
            run(sqlite_ledger, "-", stdin=FIRST.encode(), spool=spool, job="poll", given=flood)
    other = run(sqlite_ledger, "-", stdin=SECOND.encode(), spool=spool, job="poll", given=dam)
    assert [receipt.key for receipt in other.taken] == ["ap:dam"]
    both = run(sqlite_ledger, "-", stdin=THIRD.encode(), spool=spool, job="poll", given=flood)
    assert [(receipt.key, receipt.revision) for receipt in both.taken] == [("ap:flood", 1), ("ap:flood", 2)]


def _broken(*_: object, **__: object) -> None:
    raise StorageError("the disk is full")


def test_a_job_that_is_running_does_not_lose_it(
    sqlite_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard input is on disk before the lock is asked for; the message says that it is kept."""

    def held(*_: object, **__: object) -> None:
        raise JobRunning("the job “poll” is running")

    spool = tmp_path / "spool"
    with monkeypatch.context() as patched:
        patched.setattr(use_case, "job_lock", held)
        with pytest.raises(JobRunning, match=r"kept in .*spool"):
            run(sqlite_ledger, "-", stdin=wire(FIRST, "13:00").encode(), spool=spool)
    taken = run(sqlite_ledger, "-", stdin=wire(SECOND, "14:00").encode(), spool=spool).taken
    assert [receipt.outcome for receipt in taken] == [Outcome.RECORDED] * 2


def test_a_spool_needs_standard_input(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """Without - among the paths it is a mistake; in a dry run nothing is kept."""
    with pytest.raises(UsageError, match="--spool"):
        run(sqlite_ledger, tmp_path, spool=tmp_path / "spool")
    run(sqlite_ledger, "-", stdin=wire(FIRST, "13:00").encode(), spool=tmp_path / "spool", dry_run=True)
    assert not (tmp_path / "spool").exists()


def test_a_spool_that_cannot_be_written_is_named(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """Nothing is read into thin air: the run fails before it records anything."""
    (tmp_path / "spool").write_text("a file")
    with pytest.raises(StorageError, match="spool"):
        run(sqlite_ledger, "-", stdin=wire(FIRST, "13:00").encode(), spool=tmp_path / "spool")
    assert of_stories(sqlite_ledger) == []


def test_too_much_is_rejected_and_not_kept(
    sqlite_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is larger than an input may be is told of, and leaves no file."""
    monkeypatch.setattr("tracker.desk.spool.MAX_BYTES", 1024**2)
    spool = tmp_path / "spool"
    kept = run(sqlite_ledger, "-", stdin=b"x" * (1024**2 + 1), spool=spool)
    assert [error.reason for error in kept.refused] == ["larger than 1 MiB"]
    assert _files(spool) == []


def test_a_file_still_being_spooled_is_left_alone(tmp_path: Path) -> None:
    """Only what is whole is taken: it gets its name when it is on disk."""
    spool = Spool(folder=tmp_path, owner="poll")
    assert spool.keep(BytesIO(b"text"), now=at("12:00")) is None
    (whole,) = spool.inputs()
    assert whole.path is not None
    (tmp_path / f".{whole.path.name}.part").write_bytes(b"te")
    assert spool.inputs() == [whole]
