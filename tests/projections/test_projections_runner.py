"""Running the read models: each event once, whoever else runs, however often it is killed; what fails is set aside."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from backends import Backend
from builders import FakeClock, article, events_of, not_reread, observed, opened, take
from crowd import project_by_steps
from processes import started
from readmodels import differences, headlines, standings_of
from sqlalchemy import select

from tracker.desk.record import record
from tracker.errors import DatabaseStateError
from tracker.ledger.read import Recorded
from tracker.ledger.store import Ledger
from tracker.projections import runner
from tracker.projections.model import Handler, Projection, Rows
from tracker.projections.runner import PROJECTIONS, catch_up, check, rebuild
from tracker.projections.schema import stories
from tracker.projections.stories import STORIES, list_stories

STORIES_OF = 5


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
    assert {(s.lag, s.errors, s.stale) for s in standings_of(ledger).values()} == {(0, 0, False)}
    assert headlines(ledger) == []
    assert differences(ledger) == []


def test_standings_count_what_is_not_seen_yet(ledger: Ledger) -> None:
    """What is recorded after the last run lags until the next one."""
    take(ledger, observed("A", 1))
    catch_up(ledger)
    take(ledger, observed("B", 2), observed("C", 3))
    assert {name: (s.position, s.size, s.lag) for name, s in standings_of(ledger).items()} == {
        "stories": (2, 4, 2),
        "revisions": (2, 4, 2),
        "runs": (2, 4, 2),
    }
    catch_up(ledger)
    assert {standing.lag for standing in standings_of(ledger).values()} == {0}


def test_more_events_than_a_batch(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """65 events cross the end of a batch of 50; the result is that of a rebuild, and catching up again changes
    nothing."""
    monkeypatch.setattr(runner, "BATCH", 50)
    _record_many(ledger, 60)
    assert catch_up(ledger)
    assert len(events_of(ledger)) == 65
    with ledger.view() as view:
        rows = list_stories(view.connection)
    assert [row.revisions for row in rows] == [12] * STORIES_OF
    assert catch_up(ledger)
    assert differences(ledger) == []


def test_the_time_budget_is_kept(sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the budget runs out the rest stays for the next run, which is said; nothing is lost by it."""
    monkeypatch.setattr(runner, "BATCH", 10)
    _record_many(sqlite_ledger, 50)
    assert not catch_up(sqlite_ledger, budget_s=0)
    assert {standing.lag for standing in standings_of(sqlite_ledger).values()} == {45}
    assert catch_up(sqlite_ledger, budget_s=60)
    assert differences(sqlite_ledger) == []


@pytest.mark.slow
def test_several_runners_count_each_event_once(ledger: Ledger, url: str, tmp_path: Path) -> None:
    """Two processes that catch up at the same time by steps of nine events both succeed, and the read models are
    those of a rebuild."""
    _record_many(ledger, 150)
    with started(tmp_path, {}, [{"call": (project_by_steps, url, 9)}] * 2) as workers:
        assert [worker.returned() for worker in workers] == [True, True]
    assert {(standing.lag, standing.errors) for standing in standings_of(ledger).values()} == {(0, 0)}
    assert differences(ledger) == []


class _Counting(Handler):
    """Counts the events of each story: to take one twice shows. While it folds, `meanwhile` is done once."""

    meanwhile: ClassVar[Callable[[], object] | None] = None

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._counts: Counter[str] = Counter()

    def handle(self, recorded: Recorded) -> None:
        self._counts[recorded.row.stream_id] += 1

    def rows(self) -> Rows:
        if _Counting.meanwhile is not None:
            other, _Counting.meanwhile = _Counting.meanwhile, None
            other()
        stored = self.view.connection.execute(select(stories.c.stream_id, stories.c.revisions))
        seen = {row.stream_id: row.revisions for row in stored}
        whole = {column.name: 0 for column in stories.columns if not column.nullable}
        texts = dict.fromkeys(("source", "key_id", "slug"), "")
        return {
            stories: [
                {
                    **whole,
                    **texts,
                    "generation": self.generation,
                    "stream_id": stream,
                    "revisions": seen.get(stream, 0) + n,
                }
                for stream, n in self._counts.items()
            ]
        }


def test_a_runner_that_was_overtaken_writes_nothing(
    ledger: Ledger, backend: Backend, url: str, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one runner folds a batch another one folds everything: the first one's rows and cursor are dropped, so
    that each event counts once."""
    for story in "AB":
        record(ledger, [observed(f"{story}{n}", n, key=f"wire:{story}") for n in range(5)], reread=not_reread)
    counts = Projection(name="counts", version="1", tables=(stories,), handler=_Counting)
    monkeypatch.setattr(runner, "PROJECTIONS", (counts,))
    monkeypatch.setattr(runner, "BATCH", 3)
    with opened(url, clock) as other:
        monkeypatch.setattr(_Counting, "meanwhile", lambda: catch_up(other))
        assert catch_up(ledger)
    assert backend.run(url, "SELECT revisions FROM stories") == [(6,), (6,)]
    assert backend.run(url, "SELECT position FROM projection_cursors") == [(12,)]


@pytest.mark.slow
def test_a_runner_killed_at_any_instant(ledger: Ledger, url: str, tmp_path: Path) -> None:
    """A runner killed with SIGKILL at a random instant leaves read models that the next run completes."""
    _record_many(ledger, 120)
    with started(tmp_path, {}, [{"call": (project_by_steps, url, 4)}]) as (worker,):
        time.sleep(random.uniform(0.02, 0.3))
        worker.kill()
    catch_up(ledger)
    assert differences(ledger) == []


def test_a_step_is_whole_or_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure between moving the cursor and writing the rows leaves neither; the next run does both."""
    take(ledger, observed("A", 1), observed("B", 2))

    def fail(*_: object) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(runner, "upsert", fail)
        with pytest.raises(OSError, match="the disk is gone"):
            catch_up(ledger)
    assert {standing.position for standing in standings_of(ledger).values()} == {0}
    assert headlines(ledger) == []
    assert catch_up(ledger)
    assert differences(ledger) == []
    assert len(headlines(ledger)) == 1


def test_a_read_model_of_another_version_is_never_mixed(
    ledger: Ledger, backend: Backend, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Rows made by another version of the program are left as they are, which is said; a rebuild is the remedy."""
    take(ledger, observed(article("A", headline="First"), 1))
    catch_up(ledger)
    backend.run(url, "UPDATE projection_cursors SET version = 'older'")
    take(ledger, observed(article("B", headline="Second"), 2))
    catch_up(ledger)
    assert {(s.stale, s.lag) for s in standings_of(ledger).values()} == {(True, 1)}
    assert headlines(ledger) == ["First"]
    assert "tracker projections rebuild" in caplog.text
    for projection in PROJECTIONS:
        rebuild(ledger, projection)
    assert {(s.stale, s.lag) for s in standings_of(ledger).values()} == {(False, 0)}
    assert headlines(ledger) == ["Second"]
    assert differences(ledger) == []


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
    assert differences(ledger) == [
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
    assert len(headlines(ledger)) == STORIES_OF
    assert differences(ledger) == []
