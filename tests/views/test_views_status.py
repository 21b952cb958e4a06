"""How the tracker is doing, for people, for a scheduler's mail, and for Prometheus."""

from __future__ import annotations

import re

import pytest
from viewed import NOW, REASONS, instant, job_runs, source_status, status, style

from tracker.views import metrics
from tracker.views.quantities import size_of, span_of
from tracker.views.status import reasons, text

WELL = status(sources=(source_status(late=False),), reasons=(), models=(), clock_behind=0)


def test_one_line_for_each_reason() -> None:
    """Each thing that is amiss is one line, however long, with its remedy where there is one; times are to the minute
    and without their day where that is today."""
    assert reasons(status(), style(40)).splitlines() == [
        "wire: no input since 10:10 (expected every 15m); job dams last looked 17:00",
        "fog: no input yet (expected every 1d); no job has looked",
        "runs: 2 events behind since 16:00; run `tracker projections catch-up`",
        "stories: made by another version of tracker; run `tracker projections rebuild stories`",
        "revisions: 1 event could not be read and left out, first #17: the article is gone",
        "disk: 1.5 GB free where wire.db lies (at least 2 GB wanted)",
        "clock: the machine is 1h 30m behind the ledger, whose last event is of 18:40",
        "erased text may still be in the database's files (1 erasure since 16:40): run `tracker erase --sweep`",
    ]


def test_nothing_amiss_is_no_line() -> None:
    """Cron mails what is printed: when all is well there is nothing."""
    assert reasons(WELL, style()) == ""


def test_a_silence_of_another_day_names_the_day() -> None:
    """An hour alone would mean today."""
    silent = REASONS[0]
    made = status(reasons=(type(silent)(kind=silent.kind, subject="wire", since=instant("22:10"), bound=60_000_000),))
    assert reasons(made, style()).startswith("wire: no input since 21 Jan 2023 17:10 EST (expected every 1m)")


def test_the_whole_as_text() -> None:
    """Sources, jobs with the rejects that stand, read models, ledger and disk."""
    assert text(WELL, style(120)) == (
        "Sources\n"
        "  wire  last input 10:10 (6 h ago) · last change 20 Jan 2026 07:00 EST (1 day ago) · last run 17:00"
        " (10 min ago) by dams\n    · expected every 15m\n"
        "\n"
        "Jobs\n"
        "  dams  last run 17:00 (10 min ago), took 2s · run 2,880 · 41 seen, 1 rejected · last input 10:10 (6 h ago) ·"
        " last\n    change never\n"
        "    ! rejected in/fog.txt: it is empty (since 15:15)\n"
        "\n"
        "Read models\n"
        "  none yet\n"
        "\n"
        "Ledger\n"
        "  log  2,200 events · last recorded 18:40 (in 1 h)\n"
        "  disk  1.5 GB free of 20 GB, where wire.db lies\n"
    )


def test_what_is_amiss_comes_first() -> None:
    """The reasons stand above everything else, marked."""
    lines = text(status(), style(120)).splitlines()
    assert lines[0] == "! wire: no input since 10:10 (expected every 15m); job dams last looked 17:00"
    assert lines[len(REASONS)] == ""
    assert "  stories  2 events behind, the first recorded 1 h ago · 1 event left out" in lines


def test_of_many_rejects_the_first_are_shown() -> None:
    """A folder full of bad files does not push everything else off the screen."""
    rejects = job_runs().rejects * 23
    lines = text(status(jobs=(job_runs(rejects=rejects),)), style(120)).splitlines()
    assert sum("! rejected in/fog.txt" in line for line in lines) == 20
    assert "    and 3 more rejects (--json lists all)" in lines


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.4, "under 1s"),
        (1, "1s"),
        (90, "1m 30s"),
        (900, "15m"),
        (7_200, "2h"),
        (90_061, "1d 1h 1m 1s"),
        (604_800, "7d"),
    ],
)
def test_spans(seconds: float, shown: str) -> None:
    """A span is told in days, hours, minutes and seconds, without those that are zero."""
    assert span_of(int(seconds * 1_000_000)) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (2_000_000_000, "2 GB"),
        (1_999_999, "1.9 MB"),
        (12_340, "12.3 kB"),
    ],
)
def test_sizes(amount: int, shown: str) -> None:
    """Free room is rounded down, never up."""
    assert size_of(amount) == shown


def test_metrics() -> None:
    """Each metric has its HELP and TYPE line, then a sample for each source, job or read model; times are seconds."""
    lines = metrics.text(WELL).splitlines()
    assert lines[:3] == [
        "# HELP tracker_status_time_seconds When these metrics were written.",
        "# TYPE tracker_status_time_seconds gauge",
        f"tracker_status_time_seconds {NOW // 1_000_000}",
    ]
    for sample in (
        "tracker_status_reasons 0",
        'tracker_source_last_input_time_seconds{source="wire"} 1769008230',
        'tracker_source_expected_every_seconds{source="wire"} 900',
        'tracker_source_late{source="wire"} 0',
        'tracker_job_last_run_time_seconds{job="dams"} 1769032800',
        'tracker_job_last_run_duration_seconds{job="dams"} 2',
        'tracker_job_runs_total{job="dams"} 2880',
        'tracker_job_last_run_inputs{job="dams",outcome="seen"} 41',
        'tracker_job_standing_rejects{job="dams"} 1',
        'tracker_ledger_events_total{shard="0"} 2200',
        "tracker_clock_behind_ledger_seconds 0",
        "tracker_disk_free_bytes 1540000000",
    ):
        assert lines.count(sample) == 1, sample


def test_metrics_leave_out_what_is_not_known() -> None:
    """A source without an expectation has no sample of it: zero would be a lie."""
    made = metrics.text(status(sources=(source_status(expected_every=None),), disk=None))
    assert "expected_every" not in made
    assert "disk_free" not in made


def test_metrics_are_well_formed_whatever_the_names_are() -> None:
    """Quotes, backslashes and line feeds in a job's name neither end a label nor a line."""
    made = metrics.text(status(jobs=(job_runs(job='a"b\\c\nd\x1b'),)))
    assert 'tracker_job_runs_total{job="a\\"b\\\\c␊d␛"} 2880\n' in made
    label = r'[a-z_]+="(?:[^"\\\n]|\\["\\n])*"'
    line = re.compile(
        rf"# (?:HELP [a-z_]+ .+|TYPE [a-z_]+ (?:gauge|counter))|[a-z_]+(?:\{{{label}(?:,{label})*\}})? [0-9.]+"
    )
    assert made.endswith("\n")
    assert all(line.fullmatch(each) for each in made.splitlines())


def test_each_metric_is_told_of_once() -> None:
    """The format wants one HELP and one TYPE line for each name, and its samples together below them."""
    made = metrics.text(status())
    names = re.findall(r"^# TYPE (\S+)", made, re.M)
    assert len(names) == len(set(names)) > 15
    assert names == re.findall(r"^# HELP (\S+)", made, re.M)
    sampled = [line.partition(" ")[0].partition("{")[0] for line in made.splitlines() if not line.startswith("#")]
    assert list(dict.fromkeys(sampled)) == names
