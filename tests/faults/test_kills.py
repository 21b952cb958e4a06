"""Killed with SIGKILL at any instant: the ledger verifies, what was acknowledged is there once, the next run completes.

`pytest tests/faults/test_kills.py --faults-kills 10000` kills for longer.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from builders import FakeClock, opened, workspace
from launcher import Ended, Launcher
from ledgercheck import check, check_whole, kept, receipts, write_inputs
from oldledgers import OLD_REVISIONS, old_ledger

from tracker.clock import system_clock
from tracker.desk.integrity import verify
from tracker.ledger.health import problems
from tracker.ledger.schema import SCHEMA_REVISION

pytestmark = pytest.mark.faults

KILLS, SEED, PARTS = 200, 20_230_121, 2
KILLS_A_LEDGER, NEW_INPUTS, INPUTS_A_BATCH = 10, 2, 1
WHO = ("--by", "Mara Ilic", "--authority", "court order 7/23", "--reason", "privacy", "--yes")
Plan = dict[str, Any]


def ingest(folder: Path, number: int | str = "") -> list[object]:
    """The command line of the job, with receipts."""
    paths = ("--database", folder / "news.db", "--receipts", folder / f"receipts{number}")
    return ["ingest", folder / f"in{number}", "--settle", 0, *paths]


@dataclass(frozen=True, slots=True)
class Length:
    """How long a command takes when it is not killed: in seconds, and in changes of files (0: nobody counted them)."""

    seconds: float
    changes: int

    def fate(self, rng: random.Random) -> Plan:
        """When such a command is killed: after a time, or at one of its changes, in the middle of it if it can be."""
        if self.changes and rng.random() < 0.5:
            return {"shim": {"kill_at": rng.randint(1, self.changes)}}
        return {"kill_after": rng.uniform(0, self.seconds)}


def measured(launcher: Launcher, folder: Path, *argv: object, **plan: Any) -> Length:
    """How long a command takes that must succeed."""
    ended = launcher(folder, *argv, **plan, **({"shim": {}} if launcher.has_shim else {}))
    assert (ended.code, ended.err) == (0, "")
    return Length(ended.seconds, ended.changes or 0)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(PARTS))
def test_ingest_killed_at_random_instants(launcher: Launcher, place: Path, often: dict[str, int], part: int) -> None:
    """Runs are killed at any instant or in the middle of a write, while a file is made and when it has grown; each
    takes up what the one before it left, and the last one completes the work."""
    rng = random.Random(often.get("seed", SEED) + part)
    left = -(-often.get("kills", KILLS) // PARTS)
    making, going_on = lengths(launcher, place / "whole")
    while left > 0:
        ledger = Killed(launcher, place / str(left), rng, making, going_on)
        left -= ledger.kill(min(KILLS_A_LEDGER, left))
        ledger.complete()


def lengths(launcher: Launcher, folder: Path) -> tuple[Length, Length]:
    """How long a run takes that makes the ledger, and one that goes on."""
    folder.mkdir()
    found = []
    for start in (0, NEW_INPUTS):
        write_inputs(folder / "in", range(start, start + NEW_INPUTS))
        found.append(measured(launcher, folder, *ingest(folder), batch=INPUTS_A_BATCH))
    return found[0], found[1]


class Killed:
    """A ledger whose runs are killed; each has some new inputs."""

    def __init__(self, launcher: Launcher, folder: Path, rng: random.Random, making: Length, going_on: Length) -> None:
        folder.mkdir()
        self._launcher, self._folder, self._rng = launcher, folder, rng
        self._making, self._going_on = making, going_on
        self._database = folder / "news.db"
        self._inputs: dict[str, bytes] = {}

    def kill(self, wanted: int) -> int:
        """Kill so many runs, and look at the ledger after each; how many it were."""
        kills = 0
        while kills < wanted:
            start = len(self._inputs)
            self._inputs |= write_inputs(self._folder / "in", range(start, start + NEW_INPUTS))
            length = self._going_on if self._database.exists() else self._making
            kills += self._run(length.fate(self._rng)).killed
            check(self._database, receipts(self._folder / "receipts"), self._inputs)
        return kills

    def complete(self) -> None:
        """Let one run be; all is in the ledger and in the lists then."""
        ended = self._run({})
        assert (ended.code, ended.out, ended.err) == (0, "", "")
        check_whole(self._database, self._inputs)
        assert {receipt["name"] for receipt in receipts(self._folder / "receipts")} == set(self._inputs)
        caught_up = self._launcher(self._folder, "projections", "check", "--database", self._database)
        assert caught_up.code == 0, caught_up.out
        shutil.rmtree(self._folder)

    def _run(self, fate: Plan) -> Ended:
        return self._launcher(self._folder, *ingest(self._folder), batch=INPUTS_A_BATCH, **fate)


def test_half_a_receipt_is_left_alone(launcher: Launcher, place: Path) -> None:
    """Where a kill cut off a line of the receipts, the next run's first line stands by itself; a whole last line is
    followed at once."""
    inputs = write_inputs(place / "in", range(2))
    (place / "receipts").write_text('{"schema": "tracker.receipt/1", "na')
    for _ in range(2):
        assert launcher(place, *ingest(place)).code == 0
    half, *lines = (place / "receipts").read_text().splitlines()
    assert half == '{"schema": "tracker.receipt/1", "na'
    assert [json.loads(line)["name"] for line in lines] == [*inputs, *inputs]


@pytest.mark.parametrize("revision", OLD_REVISIONS)
def test_an_upgrade_killed_at_random_instants(launcher: Launcher, place: Path, revision: str) -> None:
    """The ledger has its old schema or the new one, and every event; the next upgrade completes it."""
    rng, old = random.Random(SEED), place / "old.db"
    old_ledger(str(old), revision, FakeClock())
    before, database = _rows(old), place / "news.db"
    upgrade = ("db", "upgrade", "--database", database)
    shutil.copyfile(old, database)
    length = measured(launcher, place, *upgrade)
    for _ in range(4):
        for path in place.glob("news.db*"):
            path.unlink()
        shutil.copyfile(old, database)
        launcher(place, *upgrade, **length.fate(rng))
        found, events = _rows(database)
        assert (found, events) in [before, (SCHEMA_REVISION, before[1])]
        ended = launcher(place, *upgrade)
        assert (ended.code, ended.err) == (0, "")
        assert _rows(database) == (SCHEMA_REVISION, before[1])
        with opened(str(database), system_clock, read_only=True) as ledger:
            assert verify(workspace(ledger)).sound
            with ledger.view() as view:
                assert list(problems(view.connection)) == []


def _rows(database: Path) -> tuple[str, list[tuple[Any, ...]]]:
    """The schema revision and the events, as they stand in a file that must be whole."""
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        ((revision,),) = connection.execute("SELECT version_num FROM alembic_version")
        return revision, connection.execute("SELECT * FROM events ORDER BY position").fetchall()
    finally:
        connection.close()


def test_an_erasure_killed_at_random_instants(launcher: Launcher, place: Path) -> None:
    """The text is erased or it is not, and the log says which; the next erasure or sweep completes it, and then no file
    holds a byte of what was stored."""
    rng, whole = random.Random(SEED), place / "whole"
    whole.mkdir()
    inputs = write_inputs(whole / "in", range(6))
    assert launcher(whole, *ingest(whole)).code == 0
    position = next(at for at, (_, capture) in kept(whole / "news.db").revisions.items() if capture == inputs["3.txt"])
    stored = _stored(whole / "news.db", position)
    length = None
    for number in range(11):
        folder = place / str(number)
        folder.mkdir()
        database = shutil.copyfile(whole / "news.db", folder / "news.db")
        erase = ("erase", "bridge-0-closed@r2", *WHO, "--database", database)
        if length is None:
            length = measured(launcher, folder, *erase)
            continue
        ended = launcher(folder, *erase, **length.fate(rng))
        held = check(database, receipts(whole / "receipts"), inputs)
        assert held is not None
        assert held.erasures == (held.revisions[position][1] is None)
        assert held.erasures or ended.killed
        again = ("erase", "--sweep", "--database", database) if held.erasures else erase
        assert launcher(folder, *again).code == 0
        assert kept(database).revisions[position] == (2, None)
        files = [path.read_bytes() for path in folder.glob("news.db*")]
        assert not [one for one in stored for file in files if one in file]


def _stored(database: Path, position: int) -> list[bytes]:
    """The salts and bytes of an event's bodies."""
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT salt, bytes FROM bodies WHERE position = ?", (position,)).fetchall()
    connection.close()
    return [value for row in rows for value in row]


def test_sixteen_processes_open_a_new_file(launcher: Launcher, place: Path) -> None:
    """Six of them are killed while they do. All find one ledger; who is not killed records its input at the first try,
    and what a killed one had acknowledged is there."""
    rng, inputs, killed = random.Random(SEED), {}, 6
    for number in range(16):
        inputs |= write_inputs(place / f"in{number}", [number])
    plans: list[Plan] = [{"argv": ingest(place, number)} for number in range(16)]
    for plan in plans[:killed]:
        plan["kill_after"] = rng.uniform(0, 1)
    ended = launcher.together(place, plans)
    assert [_said(one) for one in ended if not one.killed] == [(0, "", "")] * sum(not one.killed for one in ended)
    assert not any(one.killed for one in ended[killed:])
    acknowledged = [receipts(place / f"receipts{number}") for number in range(16)]
    assert all(len(each) == 1 for each, one in zip(acknowledged, ended, strict=True) if not one.killed)
    check(place / "news.db", [one for each in acknowledged for one in each], inputs)
    for number in range(killed):
        assert launcher(place, *ingest(place, number)).code == 0
    check_whole(place / "news.db", inputs)


def _said(ended: Ended) -> tuple[int, str, str]:
    return ended.code, ended.out, ended.err
