"""The read models say what the events say, however the events came: rebuilt equals incremental equals the oracle."""

from __future__ import annotations

import oracle
import pytest
from backends import SQLite
from builders import MINUTE, FakeClock, article, at, not_reread, observed, opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Known, Told

from tracker.desk.record import record
from tracker.diff import compare
from tracker.ledger.store import Ledger
from tracker.projections import runner
from tracker.projections.revisions import (
    LoggedPoint,
    LoggedRevision,
    logged_points,
    logged_revisions,
)
from tracker.projections.runner import PROJECTIONS, catch_up, check, rebuild
from tracker.projections.stories import list_stories
from tracker.story.article import Article

# Story, minute, the outlet's version, text; None as a minute: the publish time is not stated but that of retrieval.
items = st.tuples(
    st.sampled_from(["one", "two"]),
    st.integers(0, 5),
    st.booleans(),
    st.sampled_from([None, 0, 1]),
    st.sampled_from("ABC"),
)
History = list[tuple[int, list[tuple[str, int, bool, int | None, str]]]]
# Each batch with the number of events that the read models take at a time after it; 0: they are not brought up to date.
histories = st.lists(st.tuples(st.integers(0, 3), st.lists(items, min_size=1, max_size=4)), min_size=1, max_size=5)


def _article(text: str) -> Article:
    return article(
        *(f"{text} says the mayor of the lower town, line {n}." for n in range(3)), headline=f"Headline {text}"
    )


def _play(ledger: Ledger, name: str, history: History) -> dict[str, list[Told]]:
    """Record a history with the read models catching up in between; what each story was told."""
    told: dict[str, list[Told]] = {}
    for step, batch in history:
        observations = []
        for story, minute, stated, version, text in batch:
            when = at("13:00") + minute * MINUTE
            given_time = {"published": when} if stated else {"retrieved": when}
            key = f"wire:{name}-{story}"
            observations.append(observed(_article(text), key=key, source_version=version, **given_time))
            told.setdefault(key, []).append(Told(text, when, stated, -1 if version is None else version))
        record(ledger, observations, reread=not_reread)
        if step:
            _catch_up_by(ledger, step)
    _catch_up_by(ledger, 500)
    return told


def _catch_up_by(ledger: Ledger, step: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "BATCH", step)
        assert catch_up(ledger)


def _hold(ledger: Ledger, name: str, history: History) -> None:
    told = _play(ledger, name, history)
    for projection in PROJECTIONS:
        assert check(ledger, projection) == ()
    _hold_against_the_oracle(ledger, told)
    rebuild(ledger, PROJECTIONS[len(history) % 2])
    _hold_against_the_oracle(ledger, told)


def _hold_against_the_oracle(ledger: Ledger, told: dict[str, list[Told]]) -> None:
    with ledger.view() as view:
        rows = {f"{row.source}:{row.key_id}": row for row in list_stories(view.connection)}
        for key, history in told.items():
            known = oracle.points(history)
            last = oracle.standing(known, None)
            assert last is not None
            row = rows[key]
            assert row.revisions == sum(point.new for point in known)
            assert (row.latest_revision, row.headline) == (last.revision, f"Headline {last.told.text}")
            assert row.first_published == min(point.told.published for point in known)
            assert row.latest_published == last.told.published
            stream_id = view.identities.stream(key)
            _hold_points(known, logged_points(view.connection, stream_id))
            _hold_revisions(known, logged_revisions(view.connection, stream_id))


def _hold_points(known: list[Known], logged: list[LoggedPoint]) -> None:
    expected = [
        (
            point.revision,
            point.told.published,
            not point.new,
            any(other.order > point.order for other in known[: point.number]),
        )
        for point in sorted(known, key=lambda point: point.order)
    ]
    found = [(each.point.revision, each.point.published_at, each.point.confirmed, each.late) for each in logged]
    assert found == expected


def _hold_revisions(known: list[Known], logged: dict[int, LoggedRevision]) -> None:
    ordered = sorted(known, key=lambda point: point.order)
    assert set(logged) == {point.revision for point in known}
    # Two revisions have one fingerprint exactly when they have one text.
    prints = {(point.told.text, logged[point.revision].fingerprint) for point in known}
    assert len({text for text, _ in prints}) == len({fingerprint for _, fingerprint in prints}) == len(prints)
    for place, point in enumerate(ordered):
        if not point.new:
            continue
        row, text = logged[point.revision], _article(point.told.text)
        before = ordered[place - 1] if place else None
        assert row.previous == (before.revision if before else None)
        assert (row.paragraphs, row.words) == (3, 30)
        if before is None:
            assert (row.changes, row.words_added, row.words_removed) == (None, None, None)
        else:
            comparison = compare(_article(before.told.text), text)
            assert row.changes == len(comparison.changes)
            assert (row.words_added, row.words_removed) == (comparison.words_added, comparison.words_removed)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories)
def test_read_models_say_what_the_events_say_on_sqlite(sqlite: SQLite, history: History) -> None:
    """On SQLite: after any history with late arrivals, taken in by any steps, the stories, points and revisions are
    those of the oracle, and those of a rebuild."""
    url = sqlite.fresh()
    with opened(url, FakeClock()) as ledger:
        _hold(ledger, "story", history)
    sqlite.drop(url)


@pytest.mark.slow
def test_read_models_say_what_the_events_say_on_postgresql(postgresql_url: str, clock: FakeClock) -> None:
    """On PostgreSQL: the same, with fewer histories in one ledger."""
    numbers = iter(range(1_000))
    with opened(postgresql_url, clock) as ledger:

        @settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
        @given(history=histories)
        def law(history: History) -> None:
            _hold(ledger, f"story-{next(numbers)}", history)

        law()
