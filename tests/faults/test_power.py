"""The power fails at any instant: the ledger verifies, and holds what was acknowledged before; no receipt outlives what
it is for.

The disk is simulated from a log of what the real program wrote (`crashes`). `pytest tests/faults/test_power.py
--faults-images 10000` looks at more images of it.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from crashes import Change, Disk, read_log
from launcher import Launcher
from ledgercheck import check, check_whole, kept, receipts, receipts_in, write_inputs

pytestmark = pytest.mark.faults

IMAGES, SEED, COMPLETED_OF = 120, 20_230_121, 30
WHO = ("--by", "Mara Ilic", "--authority", "court order 7/23", "--reason", "privacy", "--yes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What a ledger went through: all changes of its files; how many had been made when its erasure was reported; what
    it was given; what was stored of the text that was erased."""

    changes: list[Change]
    erased_after: int
    inputs: dict[str, bytes]
    erased: list[bytes]


def ingest(place: Path, disk: Path) -> list[object]:
    """The command line of the job, on a disk."""
    files = ("--database", disk / "deep" / "news.db", "--receipts", disk / "receipts")
    return ["ingest", place / "in", "--job", "poll", "--settle", 0, *files]


def lived(launcher: Launcher, place: Path) -> Life:
    """A ledger's life from its making: it grows in three runs, a text is erased, it grows again. For a while another
    program has it open, so that its WAL stays from one command to the next."""
    disk, log = place / "disk", place / "log"
    disk.mkdir()
    plan = {"shim": {"folder": disk, "log": log}, "batch": 2, "checkpoint_every": 40}
    inputs: dict[str, bytes] = {}

    def grow(*numbers: int) -> int:
        for number in numbers:
            inputs.update(write_inputs(place / "in", [number], padding=_padding(number)))
        return launcher(place, *ingest(place, disk), **plan).code

    assert grow(0, 1) == 0
    database = disk / "deep" / "news.db"
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as other:
        other.execute("SELECT count(*) FROM events").fetchone()
        assert (grow(2, 4), grow(3, 5)) == (0, 0)
        erased = _stored(database, inputs["3.txt"])
        ended = launcher(place, "erase", "bridge-0-closed@r2", *WHO, "--database", database, **plan)
        assert (ended.code, ended.err) == (0, "")
    erased_after = len(read_log(log))
    assert grow(6, 7, 8) == 3  # what was erased lies there still, and is refused
    check_whole(database, inputs)
    return Life(changes=read_log(log), erased_after=erased_after, inputs=inputs, erased=erased)


def _padding(number: int) -> str:
    """What no compression makes smaller, so that a body takes more than a page."""
    return f" Seal {random.Random(number).randbytes(4_000).hex()}."


def _stored(database: Path, capture: bytes) -> list[bytes]:
    """What is stored of the revision that came as these bytes."""
    position = next(at for at, (_, data) in kept(database).revisions.items() if data == capture)
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT salt, bytes FROM bodies WHERE position = ?", (position,)).fetchall()
    return [value for row in rows for value in row]


@pytest.mark.timeout(3600)
def test_power_lost_at_any_instant(shimmed: Launcher, place: Path, often: dict[str, int]) -> None:
    """Images of the disk at random instants of a ledger's life, from before there is a file to the end: each verifies
    and holds all that was acknowledged, and the same job completes it."""
    rng, life = random.Random(often.get("seed", SEED)), lived(shimmed, place)
    disk, made = Disk(place / "disk"), 0
    images = often.get("images", IMAGES)
    cuts = [rng.randint(0, len(life.changes)) for _ in range(images)] + [life.erased_after] * (images // 10)
    cuts.sort()
    for number, cut in enumerate(cuts):
        for change in life.changes[made:cut]:
            disk.make(change)
        made = cut
        image = place / "image"
        image.mkdir()
        disk.image(image, rng)
        bore(life, cut, image)
        if number % COMPLETED_OF == 0:
            ended = shimmed(place, *ingest(place, image))
            assert ended.code in (0, 3), ended  # 3: what was erased comes again, and is refused
            check_whole(image / "deep" / "news.db", life.inputs)
        shutil.rmtree(image)


def bore(life: Life, cut: int, image: Path) -> None:
    """Assert that an image holds what it must."""
    said = b"".join(change.data for change in life.changes[:cut] if change.op == "W" and _is_receipts(change))
    held = check(image / "deep" / "news.db", [*receipts_in(said), *receipts(image / "receipts")], life.inputs)
    if cut >= life.erased_after:
        assert held is not None
        assert held.erasures == 1
        for path in (image / "deep").iterdir():
            data = path.read_bytes()
            assert not [one for one in life.erased if one in data], path.name


def _is_receipts(change: Change) -> bool:
    return Path(change.path).name == "receipts"
