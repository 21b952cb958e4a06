"""The order in which observations arrive makes no difference to what a story said at any moment of the published
clock."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, permutations

import pytest
from builders import MINUTE, FakeClock, article, at, not_reread, observed, opened, take, text_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.desk.record import record
from tracker.ledger.store import Ledger
from tracker.story.decide import Observation

# Places on the published clock: minute and the outlet's version. Each is stated once, so that no two compete for it.
places = st.lists(st.tuples(st.integers(0, 5), st.sampled_from([None, 0, 1, 2])), min_size=1, max_size=7, unique=True)
_stories = count(1)


@st.composite
def arrivals(draw: st.DrawFn) -> list[list[tuple[int, int | None, str]]]:
    """Texts with their places, in any order of arrival and cut into runs anyhow."""
    told = [(minute, version, draw(st.sampled_from("ABC"))) for minute, version in draw(places)]
    shuffled = draw(st.permutations(told))
    cuts = sorted(draw(st.sets(st.integers(1, len(told)))))
    return [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(told)], strict=True)]


def _expected(told: Sequence[tuple[int, int | None, str]], minute: int) -> str:
    """The text of the highest place up to a minute, however it arrived: the whole of the rule."""
    before = [((m, -1 if version is None else version), text) for m, version, text in told if m <= minute]
    return max(before)[1] if before else ""


def _observation(key: str, minute: int, version: int | None, text: str) -> Observation:
    made = article(text, headline=key)
    return observed(made, at("13:00") + minute * MINUTE, key=key, source_version=version)


def _hold(ledger: Ledger, runs: list[list[tuple[int, int | None, str]]]) -> None:
    key = f"wire:story-{next(_stories)}"  # a story of its own for each example, all in one ledger
    for batch in runs:
        record(ledger, [_observation(key, *item) for item in batch], reread=not_reread)
    told = [item for batch in runs for item in batch]
    for minute in range(-1, 7):
        assert text_at(ledger, at("13:00") + minute * MINUTE, key=key) == _expected(told, minute)
    assert text_at(ledger, key=key) == _expected(told, 99)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(runs=arrivals())
def test_arrival_order_does_not_matter_on_sqlite(
    sqlite_ledger: Ledger, runs: list[list[tuple[int, int | None, str]]]
) -> None:
    """On SQLite: texts stated once for each place give the same answers in any order, cut into any runs."""
    _hold(sqlite_ledger, runs)


@pytest.mark.slow
def test_arrival_order_does_not_matter_on_postgresql(postgresql_url: str, clock: FakeClock) -> None:
    """On PostgreSQL: the same, with fewer examples."""
    with opened(postgresql_url, clock) as ledger:

        @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
        @given(runs=arrivals())
        def law(runs: list[list[tuple[int, int | None, str]]]) -> None:
            _hold(ledger, runs)

        law()


def test_all_orders_of_a_text_that_came_back(sqlite_ledger: Ledger) -> None:
    """A of 13:00, B of 13:01, A of 13:02, A of 13:03: in all 24 orders of arrival the answers are the same."""
    told: list[tuple[int, int | None, str]] = [(0, None, "A"), (1, None, "B"), (2, None, "A"), (3, None, "A")]
    for order in permutations(told):
        _hold(sqlite_ledger, [[item] for item in order])


def test_a_return_to_older_text_is_a_revision(ledger: Ledger) -> None:
    """A, B, A are three revisions, the third one with the text of the first."""
    receipts = take(ledger, *(observed(text, when) for text, when in zip("ABA", (1, 2, 3), strict=True)))
    assert [receipt.revision for receipt in receipts] == [1, 2, 3]
