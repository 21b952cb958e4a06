"""Running the read models: each event once, whoever else runs, however often it is killed; what fails is set aside."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from backends import Backend, SQLite
from builders import FakeClock, article, at, events_of, not_reread, observed, opened, take
from workers import finish, race

from tracker.desk.record import record
from tracker.errors import DatabaseStateError
from tracker.ledger.read import Recorded
from tracker.ledger.store import Ledger
from tracker.projections import runner
from tracker.projections.revisions import REVISIONS, RevisionsHandler, logged_revisions
from tracker.projections.runner import PROJECTIONS, Standing, catch_up, check, rebuild, set_aside, standings
from tracker.projections.stories import STORIES, list_stories

STORIES_OF = 5


def _standings(ledger: Ledger) -> dict[str, Standing]:
    with ledger.view() as view:
        return {standing.name: standing for standing in standings(view)}


def _headlines(ledger: Ledger) -> list[str | None]:
    with ledger.view() as view:
        return [row.headline for row in list_stories(view.connection)]


def _differences(ledger: Ledger) -> list[str]:
    return [difference for projection in PROJECTIONS for difference in check(ledger, projection)]


def _record_many(ledger: Ledger, count: int) -> None:
    """Revisions of five stories, each tenth of which comes late."""
    observations = [
        observed(f"Report {n}.", n - 25 if n % 10 == 9 else n, key=f"wire:{n % STORIES_OF}") for n in range(count)
    ]
    for start in range(0, count, 400):
        record(ledger, observations[start : start + 400], reread=not_reread)


def test_an_empty_ledger_is_caught_up(ledger: Ledger) -> None:
    """Nothing is recorded: nothing lags, nothing is listed, nothing differs."""
    assert catch_up(ledger)
    assert {(s.lag, s.errors, s.stale) for s in _standings(ledger).values()} == {(0, 0, False)}
    assert _headlines(ledger) == []
    assert _differences(ledger) == []


def test_standings_count_what_is_not_seen_yet(ledger: Ledger) -> None:
    """What is recorded after the last run lags until the next one."""
    take(ledger, observed("A", 1))
    catch_up(ledger)
    take(ledger, observed("B", 2), observed("C", 3))
    assert {name: (s.position, s.size, s.lag) for name, s in _standings(ledger).items()} == {
        "stories": (2, 4, 2),
        "revisions": (2, 4, 2),
    }
    catch_up(ledger)
    assert {standing.lag for standing in _standings(ledger).values()} == {0}


def test_more_events_than_a_batch(ledger: Ledger) -> None:
    """620 events cross the end of a batch of 500; the result is that of a rebuild, and catching up again changes
    nothing."""
    _record_many(ledger, 615)
    assert catch_up(ledger)
    assert len(events_of(ledger)) == 620
    with ledger.view() as view:
        rows = list_stories(view.connection)
    assert [row.revisions for row in rows] == [123] * STORIES_OF
    assert catch_up(ledger)
    assert _differences(ledger) == []


def test_the_time_budget_is_kept(sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the budget runs out the rest stays for the next run, which is said; nothing is lost by it."""
    monkeypatch.setattr(runner, "BATCH", 10)
    _record_many(sqlite_ledger, 50)
    assert not catch_up(sqlite_ledger, budget_s=0)
    assert {standing.lag for standing in _standings(sqlite_ledger).values()} == {45}
    assert catch_up(sqlite_ledger, budget_s=60)
    assert _differences(sqlite_ledger) == []


@pytest.mark.slow
def test_several_runners_count_each_event_once(ledger: Ledger, url: str, tmp_path: Path) -> None:
    """Two processes that catch up at the same time by steps of nine events both succeed, and the read models are
    those of a rebuild."""
    _record_many(ledger, 150)
    with race(tmp_path, [("project", url, 9)] * 2) as workers:
        finish(workers)
    assert {(standing.lag, standing.errors) for standing in _standings(ledger).values()} == {(0, 0)}
    assert _differences(ledger) == []


@pytest.mark.slow
def test_a_runner_killed_at_any_instant(backend: Backend, tmp_path: Path, clock: FakeClock) -> None:
    """Runners killed with SIGKILL at random instants leave read models that the next run completes."""
    urls = [backend.fresh() for _ in range(2)]
    for url in urls:
        with opened(url, clock) as ledger:
            _record_many(ledger, 120)
    with race(tmp_path, [("project", url, 4) for url in urls]) as workers:
        for worker in workers:
            time.sleep(random.uniform(0.02, 0.25))
            worker.kill()
            worker.wait()
    for url in urls:
        with opened(url, clock) as ledger:
            catch_up(ledger)
            assert _differences(ledger) == []
        backend.drop(url)


def test_a_step_is_whole_or_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure between moving the cursor and writing the rows leaves neither; the next run does both."""
    take(ledger, observed("A", 1), observed("B", 2))

    def fail(*_: object) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(runner, "upsert", fail)
        with pytest.raises(OSError, match="the disk is gone"):
            catch_up(ledger)
    assert {standing.position for standing in _standings(ledger).values()} == {0}
    assert _headlines(ledger) == []
    assert catch_up(ledger)
    assert _differences(ledger) == []
    assert len(_headlines(ledger)) == 1


def _damage(backend: Backend, url: str, position: int) -> None:
    backend.run(url, "UPDATE bodies SET salt = ? WHERE position = ? AND slot = 'article'", bytes(16), position)


def test_an_event_that_fails_is_set_aside(ledger: Ledger, backend: Backend, url: str) -> None:
    """A revision whose article is damaged is set aside with the reason in both read models and shows in the
    standings; the story before it and the story after it are listed."""
    take(ledger, observed(article("A", headline="First"), 1), observed(article("B", headline="Second"), 2))
    take(ledger, observed(article("C", headline="Third"), 3, key="wire:ferries"))
    _damage(backend, url, 2)
    assert catch_up(ledger)
    assert {name: (s.lag, s.errors) for name, s in _standings(ledger).items()} == {
        "stories": (0, 1),
        "revisions": (0, 1),
    }
    with ledger.view() as view:
        for projection in PROJECTIONS:
            ((position, reason),) = set_aside(view.connection, projection, 0)
            assert position == 2
            assert "article at position 2" in reason
        revisions = logged_revisions(view.connection, view.identities.stream("wire:flood"))
    assert _headlines(ledger) == ["Third", "First"]
    assert set(revisions) == {1}
    assert _differences(ledger) == []


class _Broken(RevisionsHandler):
    """A handler with a bug that one event meets."""

    def handle(self, recorded: Recorded) -> None:
        if recorded.row.position == 2:
            raise ZeroDivisionError("a bug with \x00 in it")
        super().handle(recorded)


def test_a_bug_that_one_event_meets_stops_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a handler fails with, only that event is set aside."""
    take(ledger, observed("A", 1), observed("B", 2), observed("C", 3))
    monkeypatch.setattr(runner, "PROJECTIONS", (STORIES, replace(REVISIONS, handler=_Broken)))
    assert catch_up(ledger)
    assert {name: (s.lag, s.errors) for name, s in _standings(ledger).items()} == {
        "stories": (0, 0),
        "revisions": (0, 1),
    }
    with ledger.view() as view:
        ((position, reason),) = set_aside(view.connection, REVISIONS, 0)
        assert set(logged_revisions(view.connection, view.identities.stream("wire:flood"))) == {1, 3}
    assert position == 2
    assert "a bug with \u2400 in it" in reason


def test_an_event_that_cannot_be_read_is_set_aside(sqlite: SQLite, sqlite_ledger: Ledger, sqlite_url: str) -> None:
    """An event of a type this program does not know, or with data it cannot read, is set aside like one that a handler
    fails on."""
    take(sqlite_ledger, observed("A", 1), observed("B", 2), observed("C", 3, key="wire:ferries"))
    sqlite.run(sqlite_url, "DROP TRIGGER events_no_update")
    sqlite.run(sqlite_url, "UPDATE events SET type = 'revision.foretold' WHERE position = 2")
    assert catch_up(sqlite_ledger)
    assert {name: (s.lag, s.errors) for name, s in _standings(sqlite_ledger).items()} == {
        "stories": (0, 1),
        "revisions": (0, 1),
    }
    assert len(_headlines(sqlite_ledger)) == 2


def test_a_read_model_of_another_version_is_never_mixed(
    ledger: Ledger, backend: Backend, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Rows made by another version of the program are left as they are, which is said; a rebuild is the remedy."""
    take(ledger, observed(article("A", headline="First"), 1))
    catch_up(ledger)
    backend.run(url, "UPDATE projection_cursors SET version = 'older'")
    take(ledger, observed(article("B", headline="Second"), 2))
    catch_up(ledger)
    assert {(s.stale, s.lag) for s in _standings(ledger).values()} == {(True, 1)}
    assert _headlines(ledger) == ["First"]
    assert "tracker projections rebuild" in caplog.text
    for projection in PROJECTIONS:
        rebuild(ledger, projection)
    assert {(s.stale, s.lag) for s in _standings(ledger).values()} == {(False, 0)}
    assert _headlines(ledger) == ["Second"]
    assert _differences(ledger) == []


def test_a_rebuild_leaves_one_generation(ledger: Ledger, backend: Backend, url: str) -> None:
    """Each rebuild is a generation of its own, and leaves no row of the ones before it, nor does a check."""
    _record_many(ledger, 20)
    catch_up(ledger)
    assert [rebuild(ledger, STORIES), rebuild(ledger, STORIES)] == [2, 3]
    assert check(ledger, STORIES) == ()
    assert backend.run(url, "SELECT DISTINCT generation FROM stories") == [(3,)]
    assert backend.run(url, "SELECT generation FROM projection_cursors WHERE name = 'stories'") == [(3,)]
    assert backend.run(url, "SELECT DISTINCT generation FROM points") == [(1,)]


def test_check_names_what_differs(ledger: Ledger, backend: Backend, url: str) -> None:
    """A row that was changed, one that was removed and one that was added in the read models are each named."""
    take(ledger, observed("A", 1), observed("B", 2))
    catch_up(ledger)
    backend.run(url, "UPDATE stories SET headline = 'forged'")
    backend.run(url, "DELETE FROM points WHERE revision = 1")
    backend.run(url, "UPDATE revisions SET revision = 9 WHERE revision = 2")
    with ledger.view() as view:
        stream_id = view.identities.stream("wire:flood")
    assert _differences(ledger) == [
        f"stories {stream_id} differs",
        f"points {stream_id}/1/-1/1 is missing",
        f"revisions {stream_id}/2 is missing",
        f"revisions {stream_id}/9 should not be there",
    ]


def test_of_two_rebuilds_at_once_one_gives_way(
    ledger: Ledger, url: str, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuild that another one overtook swaps nothing and says so; the lists stay whole."""
    _record_many(ledger, 20)
    catch_up(ledger)
    fill, calls = runner._fill, iter((1, 2))

    def overtaken(*arguments: object) -> int:
        made = fill(*arguments)  # type: ignore[arg-type]
        if next(calls) == 1:
            with opened(url, clock) as other:
                rebuild(other, STORIES)
        return made

    monkeypatch.setattr(runner, "_fill", overtaken)
    with pytest.raises(DatabaseStateError, match="nothing was swapped"):
        rebuild(ledger, STORIES)
    monkeypatch.undo()
    assert len(_headlines(ledger)) == STORIES_OF
    assert _differences(ledger) == []


def test_a_fingerprint_is_of_the_content_alone(ledger: Ledger) -> None:
    """A text that came back has the fingerprint it had, whatever stood around it; another text has another one."""
    lists = (("Most read: floods",), ("Most read: football",), ())
    take(ledger, *(observed(article(text, furniture=lists[n]), n) for n, text in enumerate("ABA")))
    catch_up(ledger)
    with ledger.view() as view:
        rows = logged_revisions(view.connection, view.identities.stream("wire:flood"))
    assert rows[1].fingerprint == rows[3].fingerprint != rows[2].fingerprint


@pytest.fixture
def odd(ledger: Ledger) -> Iterator[Ledger]:
    """A story whose texts hold NUL and other characters that databases stumble over."""
    made = article("Zero \x00 here.", headline="Nul \x00 and \ud7ff\U0010ffff", note="(Adds \x00)", byline="\x00")
    take(ledger, observed(made, at("13:00"), url="https://news.example/a%00b"))
    return ledger


def test_nul_and_other_odd_characters_are_listed(odd: Ledger) -> None:
    """NUL becomes its symbol in lists, on PostgreSQL as on SQLite, while the article keeps it."""
    assert catch_up(odd)
    assert _headlines(odd) == ["Nul \u2400 and \ud7ff\U0010ffff"]
    assert {standing.errors for standing in _standings(odd).values()} == {0}
    with odd.view() as view:
        stream_id = view.identities.stream("wire:flood")
        assert logged_revisions(view.connection, stream_id)[1].note == "(Adds \u2400)"
        recorded = view.version(stream_id, 1)
        assert recorded is not None
        assert view.article(recorded).headline == "Nul \x00 and \ud7ff\U0010ffff"
    assert _differences(odd) == []


@pytest.mark.parametrize("first", [-(2**50), -1, 0, 1])
def test_publish_times_before_and_at_the_epoch(sqlite_ledger: Ledger, first: int) -> None:
    """Stories of before 1970 are listed with their times and newest headline like any other."""
    take(sqlite_ledger, *(observed(article(f"{n}", headline=f"Headline {n}"), first + n) for n in (1, 0, 2)))
    catch_up(sqlite_ledger)
    with sqlite_ledger.view() as view:
        (row,) = list_stories(view.connection)
    assert (row.first_published, row.latest_published, row.headline) == (first, first + 2, "Headline 2")
