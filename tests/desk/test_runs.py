"""The record that every run leaves: what it looked at, what it came to, what it rejected; and rejects told of once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from builders import Overtaken, at, events_of, of_stories
from intake import folder, run, wire
from sqlalchemy import text

from tracker.config import SourceSettings
from tracker.desk import runs
from tracker.desk.jobs import default_name, job_name
from tracker.desk.observe import Given
from tracker.errors import UsageError
from tracker.ledger import subtrees
from tracker.ledger.store import Ledger
from tracker.ledger.verify import verify_shard
from tracker.sources import name_pattern
from tracker.story.decide import Outcome
from tracker.story.events import RUN, RevisionRecorded, RunFinished

FIRST, SECOND = "The river rose in the night.", "The river fell overnight."


def _runs(ledger: Ledger) -> list[tuple[RunFinished, dict[str, Any]]]:
    """Every run's event and body."""
    with ledger.view() as view:
        found = [recorded for recorded in view.range(0, 0) if isinstance(recorded.event, RunFinished)]
        return [(recorded.event, json.loads(view.body(recorded, RUN))) for recorded in found]


def _stream(ledger: Ledger, key: str) -> str:
    return ledger.identities.stream(key)


def test_a_run_says_what_it_looked_at(ledger: Ledger, tmp_path: Path) -> None:
    """Each input with the story and revision it stands at and its outcome; the rejects with reason and keyed digest;
    what was left; the sources; begin and counts."""
    path = folder(
        tmp_path,
        a__txt=wire(FIRST, "13:00"),
        b__txt=wire(SECOND, "14:00"),
        c__txt="no story",
        d__jsonl='{"story": "ap:ferry", "text": "Ferries stay in port."}\n{"story": "ap:ferry"',
    )
    result = run(ledger, path, job="poll").result
    ((event, body),) = _runs(ledger)
    reason = body["rejects"][0][2]
    digest = ledger.identities.digest(b"no story").hex()
    assert body == {
        "job": "poll",
        "sources": ["ap", "wire"],
        "started": at("12:00"),
        "inputs": [
            ["a.txt", _stream(ledger, "wire:flood"), 1, "recorded"],
            ["b.txt", _stream(ledger, "wire:flood"), 2, "recorded"],
            ["d.jsonl:1", _stream(ledger, "ap:ferry"), 1, "recorded"],
        ],
        "rejects": [["c.txt", digest, reason]],
        "deferred": [["d.jsonl:2", "the last line has no newline yet"]],
    }
    assert "--story" in reason
    assert (event.started_at, event.recorded, event.rejected, event.deferred) == (at("12:00"), 3, 1, 1)
    assert result is not None
    assert (result.job, result.run) == ("poll", 5)
    assert events_of(ledger)[-1].row.published_at is None


def test_the_run_is_the_last_event_and_its_stream_is_the_job_s(ledger: Ledger, tmp_path: Path) -> None:
    """It stands behind what it tells of; each job counts its own runs."""
    path = folder(tmp_path, a__txt=wire(FIRST, "13:00"))
    for job in ("one", "one", "two"):
        run(ledger, path, job=job)
    found = [recorded.row for recorded in events_of(ledger) if isinstance(recorded.event, RunFinished)]
    assert [row.position for row in found] == [2, 3, 4]
    assert [(row.stream_id, row.version) for row in found] == [
        (_stream(ledger, "job\none"), 0),
        (_stream(ledger, "job\none"), 1),
        (_stream(ledger, "job\ntwo"), 0),
    ]


def test_a_run_that_saw_nothing_says_so(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """An empty folder leaves a run with empty lists, about the source that the command line gave."""
    run(sqlite_ledger, folder(tmp_path), source="ap")
    ((event, body),) = _runs(sqlite_ledger)
    assert body["sources"] == ["ap"]
    assert [body[name] for name in ("inputs", "rejects", "deferred")] == [[], [], []]
    assert event == RunFinished(started_at=at("12:00"), tool=event.tool)


def test_a_dry_run_leaves_no_trace(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """Neither events nor a run."""
    result = run(sqlite_ledger, folder(tmp_path, a__txt=wire(FIRST, "13:00"), b__txt="?"), dry_run=True).result
    assert events_of(sqlite_ledger) == []
    assert result is not None
    assert (result.run, result.rejected, result.newly_rejected) == (None, 1, 1)


def test_runs_that_see_the_same_cost_next_to_nothing(sqlite_ledger: Ledger) -> None:
    """A run is coded against the one before it, but for a full copy now and then; every body reads back, and the ledger
    verifies."""
    seen = [runs.Looked(f"{n}.txt", _stream(sqlite_ledger, f"wire:{n}"), 1, Outcome.SEEN) for n in range(200)]
    for number in range(50):
        with sqlite_ledger.view() as view:
            previous = runs.last_run(view, "poll")
        runs.append_run(sqlite_ledger, runs.RunReport(job="poll", started=number, inputs=seen), previous)
    sizes = text("SELECT length(bytes) FROM bodies WHERE slot = 'run' ORDER BY position")
    with sqlite_ledger.view() as view:
        stored = [row[0] for row in view.connection.execute(sizes)]
        assert verify_shard(view, 0).faults == []
    assert [number for number, size in enumerate(stored) if size > 1_000] == [0, 48]
    assert sorted(stored)[-3] < 100
    assert [(len(body["inputs"]), event.seen) for event, body in _runs(sqlite_ledger)] == [(200, 200)] * 50


def test_so_do_runs_over_very_many_inputs(sqlite_ledger: Ledger) -> None:
    """What is alike may lie more than a megabyte back."""
    keys = [_stream(sqlite_ledger, f"wire:{n}") for n in range(20_000)]
    report = runs.RunReport(job="poll", started=1)
    report.inputs = [runs.Looked(f"{n}.txt", key, 1, Outcome.SEEN) for n, key in enumerate(keys)]
    for _ in range(2):
        with sqlite_ledger.view() as view:
            previous = runs.last_run(view, "poll")
        runs.append_run(sqlite_ledger, report, previous)
    sizes = text("SELECT length(bytes) FROM bodies WHERE slot = 'run' ORDER BY position")
    with sqlite_ledger.view() as view:
        full, alike = (row[0] for row in view.connection.execute(sizes))
        assert verify_shard(view, 0).faults == []
    assert full > 300_000
    assert alike < 1_000


def test_a_reject_is_told_of_once(ledger: Ledger, tmp_path: Path) -> None:
    """The same bytes under the same name are new in the first run only, and again after they changed."""
    path = folder(tmp_path, a__txt=wire(FIRST, "13:00"), bad__txt="no story")
    told = [run(ledger, path, job="poll") for _ in range(3)]
    assert [(len(kept.refused), len(kept.again)) for kept in told] == [(1, 0), (0, 1), (0, 1)]
    (path / "bad.txt").write_text("no story either")
    changed = run(ledger, path, job="poll")
    assert (len(changed.refused), len(changed.again)) == (1, 0)
    result = changed.result
    assert result is not None
    assert (result.rejected, result.rejected_again, result.newly_rejected) == (1, 0, 1)
    # Counted in every run's record, whether told of or not.
    assert [event.rejected for event, _ in _runs(ledger)] == [1, 1, 1, 1]


def test_a_reject_that_was_away_for_a_run_is_told_of_again(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """Only the run before counts: what was mended and broke again is news."""
    path = folder(tmp_path, bad__txt="no story")
    run(sqlite_ledger, path, job="poll")
    (path / "bad.txt").write_text(wire(FIRST, "13:00"))
    run(sqlite_ledger, path, job="poll")
    (path / "bad.txt").write_text("no story")
    assert len(run(sqlite_ledger, path, job="poll").refused) == 1


def test_another_job_is_told_of_it_too(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """What one job was told of is news to another."""
    path = folder(tmp_path, bad__txt="no story")
    assert [len(run(sqlite_ledger, path, job=job).refused) for job in ("one", "two")] == [1, 1]


def test_a_bad_line_stays_known_while_its_feed_grows(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """A line is known by its file and its own bytes, wherever it stands and whatever comes before and after it."""
    good = '{{"story": "wire:flood", "id": "{0}", "text": "Report {0}."}}\n'
    bad = '{"story": "wire:flood", "txet": "?"}\n'
    path = folder(tmp_path, feed__jsonl=good.format(1) + bad)
    assert [error.name for error in run(sqlite_ledger, path, job="poll").refused] == ["feed.jsonl:2"]
    (path / "feed.jsonl").write_text(bad + good.format(2))
    later = run(sqlite_ledger, path, job="poll")
    assert (later.refused, [error.name for error in later.again]) == ([], ["feed.jsonl:1"])


def test_a_file_that_cannot_be_read_is_known_by_its_reason(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """It has no bytes; for another reason it is told of again."""
    path = folder(tmp_path)
    broken = path / "a.txt"
    broken.symlink_to(path / "gone.txt")
    assert [len(run(sqlite_ledger, path, job="poll").refused) for _ in range(2)] == [1, 0]
    ((_, first), (_, second)) = _runs(sqlite_ledger)
    assert first["rejects"] == second["rejects"]
    assert first["rejects"][0][1] is None
    broken.unlink()
    broken.symlink_to(broken)
    assert len(run(sqlite_ledger, path, job="poll").refused) == 1


def test_the_same_command_is_the_same_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that nobody named is named by what it is about and the full paths; many paths make a short name."""
    monkeypatch.chdir(tmp_path)
    assert default_name(["in", "-"], ["ap:flood"]) == f"ap:flood {tmp_path}/in -"
    assert default_name(["in/"]) == default_name(["./in", "./in"])
    many = [default_name([f"{n}.txt" for n in range(count)]) for count in (5_000, 5_001, 5_000)]
    assert many[0] == many[2] != many[1]
    assert len(many[0]) <= 200


@pytest.mark.parametrize("name", ["", "  ", "a\x1b[31m", "x" * 201])
def test_a_job_s_name_is_one_line_of_text(name: str) -> None:
    """What cannot be shown is refused; white space is made single."""
    with pytest.raises(UsageError, match="--job"):
        job_name(name)
    assert job_name(" poll \n ap ") == "poll ap"


def test_a_run_elsewhere_moves_the_stream(sqlite_ledger: Ledger) -> None:
    """Where no lock keeps two runs of a job apart, the second stands behind the first, and both can be read."""
    report = runs.RunReport(job="poll", started=1)
    runs.append_run(sqlite_ledger, report, None)

    def meanwhile() -> None:
        with sqlite_ledger.view() as view:
            previous = runs.last_run(view, "poll")
        runs.append_run(sqlite_ledger, runs.RunReport(job="poll", started=2), previous)

    overtaken = Overtaken(sqlite_ledger, meanwhile=meanwhile)
    with sqlite_ledger.view() as view:
        stale = runs.last_run(view, "poll")
    runs.append_run(overtaken, runs.RunReport(job="poll", started=3), stale)
    assert [body["started"] for _, body in _runs(sqlite_ledger)] == [1, 2, 3]


def test_names_fill_in_what_files_do_not_say(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """Plain copy is filed by its name, with the source of the command line; times without offset take the zone given
    on the command line, else the source's own; what does not match is rejected."""
    names = name_pattern(r"^(?P<story>[a-z]+)_(?P<published>[0-9T]+Z?)_v(?P<version>[0-9]+)\.txt$")
    path = folder(tmp_path, flood_20230121T1300_v1__txt=FIRST, flood_20230121T140000Z_v2__txt=SECOND, other__txt="?")
    paris = {"ap": SourceSettings(timezone=ZoneInfo("Europe/Paris"))}
    kept = run(sqlite_ledger, path, names=names, source="ap", sources=paris)
    assert {receipt.key for receipt in kept.taken} == {"ap:flood"}
    assert [(error.name, "--name-pattern" in error.reason) for error in kept.refused] == [("other.txt", True)]
    revisions = [recorded for recorded in of_stories(sqlite_ledger) if isinstance(recorded.event, RevisionRecorded)]
    stated = [(recorded.row.published_at, recorded.event.source_version) for recorded in revisions]
    assert stated == [(at("12:00"), 1), (at("14:00"), 2)]


@pytest.mark.parametrize(
    ("stated", "given", "configured", "expected"),
    [
        ("2023-01-21T13:00:00+03:00", "Asia/Tokyo", "Europe/Paris", at("10:00")),
        ("2023-01-21T13:00:00", "Asia/Tokyo", "Europe/Paris", at("04:00")),
        ("2023-01-21T13:00:00", None, "Europe/Paris", at("12:00")),
        ("2023-01-21T13:00:00", "Asia/Tokyo", None, at("04:00")),
    ],
)
def test_whose_zone_a_publish_time_is_in(
    sqlite_ledger: Ledger, tmp_path: Path, stated: str, given: str | None, configured: str | None, expected: int
) -> None:
    """Its own offset wins over the zone of the command line, that over the zone configured for the source."""
    sources = {"wire": SourceSettings(timezone=ZoneInfo(configured))} if configured else None
    path = folder(tmp_path, a__txt=wire(FIRST, stated))
    run(sqlite_ledger, path, given=Given(published_zone=ZoneInfo(given) if given else None), sources=sources)
    (revision,) = [one for one in of_stories(sqlite_ledger) if isinstance(one.event, RevisionRecorded)]
    assert revision.row.published_at == expected


def test_a_source_on_the_command_line_is_for_those_that_name_none(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """A story that names its source keeps it; one that does not takes the given one."""
    path = folder(
        tmp_path,
        a__txt=wire(FIRST, "13:00", story="flood"),
        b__txt=wire(FIRST, "13:00", story="wire:dam"),
        c__txt=wire(FIRST, "13:00", story="ferry", source="dpa"),
    )
    kept = run(sqlite_ledger, path, source="ap")
    assert sorted(receipt.key or "" for receipt in kept.taken) == ["ap:flood", "dpa:ferry", "wire:dam"]
    assert kept.counts == {Outcome.RECORDED: 3}


def test_a_run_keeps_what_proofs_need(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The heads of the full subtrees of the log are kept by the run, so that the first proof is as quick as any."""
    monkeypatch.setattr(subtrees, "WIDTH", 4)
    files = {f"{number}__txt": wire(FIRST, "13:00", story=f"wire:{number}") for number in range(9)}
    run(ledger, folder(tmp_path, **files))
    with ledger.view() as view:  # 9 stories opened, 9 revisions, 1 run
        found = view.connection.execute(text("SELECT level, count(*) FROM subtrees GROUP BY level ORDER BY level"))
        assert [tuple(row) for row in found] == [(1, 4), (2, 1)]
