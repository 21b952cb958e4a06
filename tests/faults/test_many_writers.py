"""Many writers on one ledger: the database puts them in a row, nobody is turned away, and who follows them misses
nothing.

They are processes of their own. `TRACKER_TEST_APPENDS=100 pytest tests/faults/test_many_writers.py` has each of the 32
append as often as that; by default fewer do.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import events_of, opened
from crowd import append_and_record, faults, follow, project
from processes import Ended, started

from tracker.clock import system_clock
from tracker.ledger.read import Recorded
from tracker.projections.runner import PROJECTIONS, check
from tracker.story.events import RevisionRecorded, RunFinished

pytestmark = [pytest.mark.faults, pytest.mark.slow]

EACH = int(os.environ.get("TRACKER_TEST_APPENDS", "6"))


def test_thirty_two_writers(url: str, tmp_path: Path) -> None:
    """Each of 32 processes appends events to a stream of its own, as many as asked, and after every sixth records a
    text of one story that all share. None fails, however often it comes second; no event is lost or there twice,
    positions are gapless and verify; who comes second with a text decides anew, so that all of them become r1, r2, …
    without a gap, each where its receipt says."""
    plans = [{"call": (append_and_record, url, f"writer-{number}", EACH, 6)} for number in range(32)]
    with started(tmp_path, {}, plans) as workers:
        ended = [worker.ended() for worker in workers]
    with opened(url, system_clock) as ledger:
        _hold(ended, events_of(ledger), appended=EACH, recorded=EACH // 6)
        assert faults(ledger) == []


def _hold(ended: list[Ended], events: Sequence[Recorded], *, appended: int, recorded: int) -> None:
    """What the writers did, each as often as it says, is what the log has; and where they were told."""
    assert {(one.code, one.err) for one in ended} == {(0, "")}
    receipts = [receipt for one in ended for receipt in json.loads(one.out)]
    assert {outcome for outcome, _, _ in receipts} == {"recorded"}
    size = len(ended) * (appended + recorded) + 1  # and the story's opening
    assert [event.row.position for event in events] == list(range(size))
    own = Counter(event.row.stream_id for event in events if event.row.stream_id.startswith("writer-"))
    assert own == {f"writer-{number}": appended for number in range(len(ended))}
    told = {revision: position for _, revision, position in receipts}
    assert sorted(told) == list(range(1, len(ended) * recorded + 1))
    shared = [event for event in events if not event.row.stream_id.startswith("writer-")]
    assert {event.event.revision: event.row.position for event in shared[1:]} == told


def test_whoever_follows_eight_writers_misses_nothing(url: str, tmp_path: Path) -> None:
    """A reader that asks again and again for what comes after the last position it has seen, beside 8 writers, sees
    every event once, in order, and never an earlier one turn up late. The runner of the read models, which does the
    same, comes to what it makes of the finished log."""
    size = 8 * (20 + 4) + 1
    plans = [{"call": (append_and_record, url, f"writer-{number}", 20, 5)} for number in range(8)]
    followers = [{"call": (follow, url, size)}, {"call": (project, url, size)}]
    with started(tmp_path, {}, [*followers, *plans]) as workers:
        reader, runner, *writers = [worker.ended() for worker in workers]
    assert (reader.code, reader.err, runner.code, runner.err) == (0, "", 0, "")
    met = json.loads(reader.out)
    assert [position for position in met if position >= 0] == list(range(size))
    looks = "".join(" " if position < 0 else "." for position in met).split()
    assert len(looks) > 2  # it did look while the others wrote
    assert int(runner.out) >= 1  # the runner's steps are longer: how many there are hangs on the machine
    with opened(url, system_clock) as ledger:
        _hold(writers, events_of(ledger), appended=20, recorded=4)
        assert [check(ledger, projection) for projection in PROJECTIONS] == [()] * len(PROJECTIONS)


def test_eight_jobs_that_ingest_the_same_files(url: str, tmp_path: Path) -> None:
    """Eight jobs ingest overlapping thirds of 24 files at once, 4 at a time. All of them end with 0 and say nothing;
    each text is recorded once, by whoever came first, and is seen by the others; each run is in the log."""
    _write_files(tmp_path / "in")
    jobs = [[f"in/{(3 * number + offset) % 24}.txt" for offset in range(8)] for number in range(8)]
    command = ["ingest", "--source", "wire", "--settle", "0"]
    plans = [
        {"argv": [*command, "--job", f"job-{n}", "--receipts", f"{n}.jsonl", *mine], "batch": 4}
        for n, mine in enumerate(jobs)
    ]
    environment = {"TRACKER_DATABASE": url, "TZ": "UTC", "XDG_CONFIG_HOME": str(tmp_path)}
    with started(tmp_path, environment, plans) as workers:
        assert [worker.ended() for worker in workers] == [(0, "", "")] * len(jobs)
    receipts = [_receipts(tmp_path / f"{number}.jsonl") for number in range(len(jobs))]
    assert [sorted(receipt["name"] for receipt in mine) for mine in receipts] == [
        sorted(Path(path).name for path in mine) for mine in jobs
    ]
    outcomes = Counter((receipt["name"], receipt["outcome"]) for mine in receipts for receipt in mine)
    assert {name for name, outcome in outcomes if outcome == "recorded"} == _NAMES
    assert {outcomes[name, "recorded"] for name in _NAMES} == {1}
    assert outcomes.total() == 64
    assert sum(number for (_, outcome), number in outcomes.items() if outcome == "seen_before") == 64 - len(_NAMES)
    with opened(url, system_clock) as ledger:
        events = events_of(ledger)
        assert len([one for one in events if isinstance(one.event, RevisionRecorded)]) == len(_NAMES)
        assert len([one for one in events if isinstance(one.event, RunFinished)]) == len(jobs)
        assert faults(ledger) == []


_NAMES = {f"{number}.txt" for number in range(24)}


def _write_files(folder: Path) -> None:
    """24 texts of three stories."""
    folder.mkdir()
    for number in range(24):
        published = f"2023-01-21T{number:02}:00:00Z"
        text = f"Bulletin {number} of the harbour office was read to the boats."
        front = f'story = "boat-{number % 3}"\nheadline = "Harbour {number}"\npublished = {published}'
        (folder / f"{number}.txt").write_text(f"+++\n{front}\n+++\n{text}\n")


def _receipts(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]
