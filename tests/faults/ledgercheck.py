"""What must hold of a ledger whatever befell it: it verifies, what was acknowledged is there, and nothing is twice.

Acknowledged is what `ingest --receipts` wrote a line for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builders import opened, workspace

from tracker.clock import system_clock
from tracker.desk.integrity import verify
from tracker.errors import Erased
from tracker.story.events import CAPTURE, BodyErased, RevisionRecorded

STORIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a ledger holds: of each revision, by its position, its number and the bytes it came as (None: erased); how
    many erasures its log tells of; the tree heads of its shards."""

    revisions: Mapping[int, tuple[int, bytes | None]]
    erasures: int
    roots: tuple[bytes, ...]


def write_inputs(folder: Path, numbers: Iterable[int], *, padding: str = "") -> dict[str, bytes]:
    """Write texts for `ingest`, revisions of three stories by turns; their bytes by their names."""
    folder.mkdir(exist_ok=True)
    made = {f"{number}.txt": _text(number, padding).encode() for number in numbers}
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return made


def _text(number: int, padding: str) -> str:
    story, minute = number % STORIES, number // STORIES
    return (
        f'+++\nstory = "wire:{story}"\nheadline = "Bridge {story} closed"\nnote = "Adds number of lorries"\n'
        f"published = 2024-03-01T{10 + minute // 60}:{minute % 60:02}:00Z\n+++\n"
        f"Bridge {story} was closed on Friday after {number + 20} lorries had crossed it, the town said.\n\n"
        f"Nobody could say when it would open again.{padding}\n"
    )


def receipts(path: Path) -> list[dict[str, Any]]:
    """The receipts in a file, which may not be there yet. Half a line, as a kill leaves it, is none, and what comes
    after it stands on a line of its own."""
    return list(receipts_in(path.read_bytes() if path.exists() else b""))


def receipts_in(data: bytes) -> Iterator[dict[str, Any]]:
    """The receipts in the bytes of a file."""
    for line in data.split(b"\n")[:-1]:
        with suppress(ValueError):
            yield json.loads(line)


def kept(database: Path) -> Kept:
    """What a ledger holds; it must verify."""
    with opened(str(database), system_clock, read_only=True) as ledger:
        verified = verify(workspace(ledger))
        assert verified.sound, verified.flaws
        with ledger.view() as view:
            revisions, erasures = {}, 0
            for recorded in view.range(0, 0):
                if isinstance(recorded.event, RevisionRecorded):
                    try:
                        capture = view.body(recorded, CAPTURE)
                    except Erased:
                        capture = None
                    revisions[recorded.row.position] = recorded.row.version, capture
                erasures += isinstance(recorded.event, BodyErased)
            return Kept(revisions=revisions, erasures=erasures, roots=tuple(one.root for one in verified.shards))


def check(database: Path, acknowledged: Sequence[Mapping[str, Any]], inputs: Mapping[str, bytes]) -> Kept | None:
    """Assert that a ledger bore what befell it; what it holds, None where it was never made."""
    if not database.exists():
        assert not acknowledged
        return None
    held = kept(database)
    for receipt in acknowledged:
        revision, capture = held.revisions[receipt["position"]]
        assert receipt["outcome"] in {"recorded", "seen_before"}, receipt
        assert revision == receipt["revision"], receipt
        assert capture is None or capture == inputs[receipt["name"]], receipt
    captures = [capture for _, capture in held.revisions.values() if capture is not None]
    assert len(set(captures)) == len(captures), "an input was recorded twice"
    assert set(captures) <= set(inputs.values())
    return held


def check_whole(database: Path, inputs: Mapping[str, bytes]) -> Kept:
    """Assert that every input is in the ledger, once."""
    held = check(database, [], inputs)
    assert held is not None
    assert len(held.revisions) == len(inputs)
    return held
