"""The read model of runs: what each job did last, when something came from each source, who met a text again."""

from __future__ import annotations

import pytest
from backends import SQLite, migrated
from builders import HOUR, MINUTE, FakeClock, at, observed, opened, take
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jobruns import Input, ran
from readmodels import standings_of

from tracker.desk.runs import job_stream
from tracker.ledger.append import NewEvent
from tracker.ledger.store import Ledger
from tracker.projections import runner
from tracker.projections.runner import catch_up, check, rebuild, set_aside
from tracker.projections.runs import RUNS, JobRuns, Look, SourceRuns, StandingReject, jobs, last_look, sources
from tracker.story.decide import Outcome
from tracker.story.events import RUN, RunFinished

RECORDED, CONFIRMED, UNCHANGED, SEEN, WITHDRAWN = (
    Outcome.RECORDED, Outcome.CONFIRMED, Outcome.UNCHANGED, Outcome.SEEN, Outcome.WITHDRAWN,
)  # fmt: skip


@pytest.fixture
def story(ledger: Ledger, clock: FakeClock) -> Ledger:
    """A ledger in which r1 of `wire:flood` was recorded at 12:00."""
    take(ledger, observed("The river rose.", "11:30"))
    clock.now = at("13:00")
    return ledger


def _jobs(ledger: Ledger) -> list[JobRuns]:
    assert catch_up(ledger)
    with ledger.view() as view:
        return jobs(view.connection)


def _sources(ledger: Ledger) -> dict[str, SourceRuns]:
    assert catch_up(ledger)
    with ledger.view() as view:
        return {found.source: found for found in sources(view.connection)}


def _look(ledger: Ledger, revision: int = 1, key: str = "wire:flood") -> Look | None:
    assert catch_up(ledger)
    with ledger.view() as view:
        return last_look(view.connection, view.identities.stream(key), revision)


def test_a_ledger_without_runs(ledger: Ledger) -> None:
    """Nothing ran: there are no jobs, and from no source did anything come."""
    assert _jobs(ledger) == []
    assert _sources(ledger) == {}


def test_what_came_is_known_without_any_run(story: Ledger) -> None:
    """A revision tells when something came from its source and changed, also where no run was recorded."""
    assert _sources(story) == {
        "wire": SourceRuns(
            source="wire",
            last_run_at=None,
            last_run_job=None,
            last_input_at=at("12:00"),
            last_change_at=at("12:00"),
        )
    }


def test_the_last_run_of_a_job(story: Ledger, clock: FakeClock) -> None:
    """A job's row tells where its last run stands, its times and counts, how many runs there were, and since when
    nothing came."""
    ran(story, "poll", ("wire:flood", 1, UNCHANGED))
    clock.now = at("14:00")
    position = ran(story, "poll", ("wire:flood", 1, SEEN), ("wire:flood", 1, SEEN))
    assert _jobs(story) == [
        JobRuns(
            job="poll",
            shard=0,
            position=position,
            started_at=at("13:00"),
            finished_at=at("14:00"),
            runs=2,
            counts={
                "recorded": 0, "confirmed": 0, "unchanged": 0, "seen": 2, "withdrawn": 0, "rejected": 0, "deferred": 0,
            },
            sources=("wire",),
            rejects=(),
            last_input_at=at("13:00"),
            last_change_at=None,
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "came", "changed"),
    [(RECORDED, True, True), (CONFIRMED, True, False), (UNCHANGED, True, False), (WITHDRAWN, True, False),
     (SEEN, False, False)],
)  # fmt: skip
def test_what_counts_as_input(story: Ledger, outcome: Outcome, came: bool, changed: bool) -> None:
    """Whatever was not seen before is an input: a folder that is read again and again is none, or a feed that died
    would never be missed."""
    ran(story, "poll", ("wire:flood", None if outcome is WITHDRAWN else 1, outcome))
    (job,) = _jobs(story)
    assert (job.last_input_at, job.last_change_at) == (
        at("13:00") if came else None,
        at("13:00") if changed else None,
    )
    source = _sources(story)["wire"]
    assert (source.last_run_at, source.last_run_job) == (at("13:00"), "poll")
    assert source.last_input_at == (at("13:00") if came else at("12:00"))
    assert source.last_change_at == at("12:00")  # an event of its own tells of a new revision, not the run


def test_a_run_that_saw_nothing_has_looked(story: Ledger, clock: FakeClock) -> None:
    """A job that brought a source once has looked for it in every run, also where its folder was empty."""
    ran(story, "poll", ("wire:flood", 1, SEEN))
    clock.now = at("14:00")
    ran(story, "poll")
    source = _sources(story)["wire"]
    assert (source.last_run_at, source.last_input_at) == (at("14:00"), at("12:00"))
    assert _jobs(story)[0].sources == ("wire",)


def test_a_source_that_only_the_command_line_names(story: Ledger) -> None:
    """A run for a source from which nothing ever came leaves its row: somebody looked, nothing came."""
    ran(story, "poll", sources=["fog"])
    assert _sources(story)["fog"] == SourceRuns(
        source="fog", last_run_at=at("13:00"), last_run_job="poll", last_input_at=None, last_change_at=None
    )


def test_of_several_sources_each_input_tells_whose_it_is(story: Ledger, clock: FakeClock) -> None:
    """In a run of two sources only the one moves from which something came."""
    take(story, observed("Fog.", "12:30", key="fog:1"))
    clock.now = at("14:00")
    ran(story, "poll", ("wire:flood", 1, UNCHANGED), ("fog:1", 1, SEEN))
    found = _sources(story)
    assert (found["wire"].last_input_at, found["fog"].last_input_at) == (at("14:00"), at("13:00"))
    assert found["wire"].last_run_at == found["fog"].last_run_at == at("14:00")


def test_rejects_stand_until_a_run_meets_them_no_more(story: Ledger, clock: FakeClock) -> None:
    """A reject keeps its first time while every run rejects the same bytes of the same file, wherever the line stands;
    other bytes, or one run without it, begin anew."""
    for hour, rejects in (
        ("13:00", [("a.txt", "aa", "it is empty"), ("b.jsonl:3", "bb", "no text"), ("c.txt", None, "cannot be read")]),
        ("14:00", [("a.txt", "aa", "it is empty"), ("b.jsonl:4", "bb", "no text"), ("c.txt", None, "is a folder")]),
        ("15:00", [("a.txt", "a2", "it is empty"), ("b.jsonl:4", "bb", "no text")]),
    ):
        clock.now = at(hour)
        ran(story, "poll", rejects=rejects)
        if hour == "14:00":
            assert [reject.first_seen for reject in _jobs(story)[0].rejects] == [at("13:00"), at("13:00"), at("14:00")]
    assert _jobs(story)[0].rejects == (
        StandingReject(name="a.txt", reason="it is empty", first_seen=at("15:00")),
        StandingReject(name="b.jsonl:4", reason="no text", first_seen=at("13:00")),
    )
    clock.now = at("16:00")
    ran(story, "poll")
    assert _jobs(story)[0].rejects == ()


@pytest.mark.parametrize("outcome", [CONFIRMED, UNCHANGED, SEEN])
def test_who_met_a_text_again(story: Ledger, clock: FakeClock, outcome: Outcome) -> None:
    """A run that met a revision's text again is named, with its place in the log; the newest one counts."""
    ran(story, "poll", ("wire:flood", 1, outcome))
    clock.now = at("13:58")
    position = ran(story, "other", ("wire:flood", 1, outcome))
    assert _look(story) == Look(job="other", looked_at=at("13:58"), shard=0, position=position)
    assert _look(story, revision=2) is None


@pytest.mark.parametrize(("revision", "outcome"), [(1, RECORDED), (None, WITHDRAWN)])
def test_new_text_is_not_met_again(story: Ledger, revision: int | None, outcome: Outcome) -> None:
    """What was just recorded, or withdrawn, is confirmed by nobody yet."""
    ran(story, "poll", ("wire:flood", revision, outcome))
    assert _look(story) is None


def test_a_run_that_cannot_be_read_is_set_aside(story: Ledger) -> None:
    """A body that is no run stops nothing: the next run counts, and the list says which event it lacks."""
    stream = job_stream(story.identities, "poll")
    broken = RunFinished(started_at=at("12:59"), tool="test")
    bodies = {RUN: b'{"inputs":[["only a name"]],"job":"poll","rejects":[],"sources":["wire"],"started":0}'}
    (stored,) = story.append(
        [NewEvent(stream_id=stream, version=0, event_id=bytes(16), event=broken, bodies=bodies)]
    ).events
    ran(story, "other", ("wire:flood", 1, UNCHANGED))
    assert [job.job for job in _jobs(story)] == ["other"]
    with story.view() as view:
        ((position, message),) = set_aside(view.connection, RUNS, 0)
    assert position == stored.position
    assert "a list in it has another length" in message
    assert standings_of(story)["runs"].errors == 1


def test_shards_are_put_together(sqlite: SQLite, clock: FakeClock) -> None:
    """With several shards a source's jobs lie apart; the answer is the newest of all."""
    url = migrated(sqlite.empty(), shards=4)
    with opened(url, clock) as ledger:
        take(ledger, observed("The river rose.", "11:30"))
        for number in range(12):
            clock.now = at("13:00") + number * MINUTE
            ran(ledger, f"job {number}", ("wire:flood", 1, UNCHANGED))
        found = _jobs(ledger)
        assert len({job.shard for job in found}) > 1
        assert [job.runs for job in found] == [1] * 12
        last = at("13:11")
        assert _sources(ledger)["wire"] == SourceRuns(
            source="wire", last_run_at=last, last_run_job="job 11", last_input_at=last, last_change_at=at("12:00")
        )
        look = _look(ledger)
        assert look is not None
        assert (look.job, look.looked_at) == ("job 11", last)
        assert check(ledger, RUNS) == ()
    sqlite.drop(url)


# A step: a revision of one of two stories, or a run of one of two jobs with inputs and rejects.
inputs = st.tuples(st.sampled_from(["wire:a", "fog:b"]), st.just(1), st.sampled_from([CONFIRMED, UNCHANGED, SEEN]))
runs = st.tuples(
    st.sampled_from(["one", "two"]),
    st.lists(inputs, max_size=3),
    st.lists(st.sampled_from([("x.txt", "aa", "empty"), ("y:1", "bb", "no text"), ("z", None, "gone")]), max_size=2),
)
steps = st.lists(st.tuples(st.integers(0, 3), st.one_of(st.sampled_from("ab"), runs)), min_size=1, max_size=8)


def _play(
    ledger: Ledger, clock: FakeClock, history: list[tuple[int, str | tuple[str, list[Input], list[object]]]]
) -> None:
    """Play a history, folding after each step by batches of so many events (0: not at all)."""
    for number, (batch, step) in enumerate(history):
        clock.now += HOUR
        if isinstance(step, str):
            take(ledger, observed(f"Text {number}.", number, key={"a": "wire:a", "b": "fog:b"}[step]))
        else:
            job, looked, rejects = step
            ran(ledger, job, *looked, rejects=rejects)  # type: ignore[arg-type]
        if batch:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(runner, "BATCH", batch)
                assert catch_up(ledger)
    assert catch_up(ledger)


def _answers(ledger: Ledger) -> tuple[object, ...]:
    with ledger.view() as view:
        return jobs(view.connection), sources(view.connection)


def _hold(ledger: Ledger, clock: FakeClock, history: object) -> None:
    take(ledger, observed("Text.", 0, key="wire:a"), observed("Text.", 0, key="fog:b"))
    _play(ledger, clock, history)  # type: ignore[arg-type]
    assert {(standing.lag, standing.errors) for standing in standings_of(ledger).values()} == {(0, 0)}
    assert check(ledger, RUNS) == ()
    before = _answers(ledger)
    rebuild(ledger, RUNS)
    assert _answers(ledger) == before


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(history=steps)
def test_rebuilt_equals_incremental(sqlite: SQLite, history: object) -> None:
    """After any history, folded by any steps, the rows are those of one made anew from the log."""
    url, clock = sqlite.fresh(), FakeClock()
    with opened(url, clock) as ledger:
        _hold(ledger, clock, history)
    sqlite.drop(url)


@pytest.mark.slow
def test_rebuilt_equals_incremental_on_postgresql(postgresql_url: str, clock: FakeClock) -> None:
    """On PostgreSQL: the same, for one long history."""
    history = [
        (1, "a"),
        (2, ("one", [("wire:a", 1, UNCHANGED), ("fog:b", 1, SEEN)], [("x.txt", "aa", "empty")])),
        (0, ("two", [], [("z", None, "gone")])),
        (0, "b"),
        (1, ("one", [("fog:b", 1, CONFIRMED)], [("x.txt", "aa", "empty")])),
    ]
    with opened(postgresql_url, clock) as ledger:
        _hold(ledger, clock, history)
