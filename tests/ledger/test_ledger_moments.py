"""Moments: what a story said at (P, K), by seeks, held against an oracle that knows nothing of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

import oracle
import pytest
from backends import Backend
from builders import HOUR, MINUTE, FakeClock, article, at, events_of, not_reread, observed, opened, take, text_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Told

from tracker.desk.record import record
from tracker.ledger.asof import after, position_at, standing
from tracker.ledger.read import EVERYTHING, LedgerView
from tracker.ledger.store import Ledger
from tracker.story.decide import Observation, Outcome
from tracker.story.moments import Moment

# How an observation's time is known, its minute, the outlet's version, its text. Few values of each, so that they meet.
kinds = st.sampled_from(["stated", "stated", "stated", "retrieved", "recorded"])
items = st.tuples(kinds, st.integers(0, 5), st.sampled_from([None, None, 0, 1, 2]), st.sampled_from("ABC"))
History = list[list[tuple[str, int, int | None, str]]]
batches = st.lists(st.lists(items, min_size=1, max_size=3), min_size=1, max_size=5)


def _observation(key: str, item: tuple[str, int, int | None, str], base: int, now: int) -> tuple[Observation, Told]:
    kind, minute, version, text = item
    when = now if kind == "recorded" else base + minute * MINUTE
    made = observed(
        article(f"Text {text}.", headline=f"Story {key}"),
        when if kind == "stated" else None,
        retrieved=when if kind == "retrieved" else None,
        source_version=version,
        key=key,
    )
    return made, Told(text, when, kind == "stated", -1 if version is None else version)


def _moments(told: list[Told], positions: list[int]) -> Iterator[tuple[int | None, int | None]]:
    edges = sorted({one.published + shift for one in told for shift in (-1, 0)})
    for published in (*edges, None):
        for position in (*(place + shift for place in positions for shift in (-1, 0)), None):
            yield published, position


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=batches)
def test_every_moment_of_any_history_on_sqlite(sqlite_ledger: Ledger, clock: FakeClock, history: History) -> None:
    """On SQLite: whatever was observed in whatever order and batches, each moment gives what the oracle says."""
    _hold_against_the_oracle(sqlite_ledger, clock, history)


@pytest.mark.slow
def test_every_moment_of_any_history_on_postgresql(postgresql_url: str, clock: FakeClock) -> None:
    """On PostgreSQL: the same, with fewer histories."""
    with opened(postgresql_url, clock) as ledger:

        @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
        @given(history=batches)
        def law(history: History) -> None:
            _hold_against_the_oracle(ledger, clock, history)

        law()


def _hold_against_the_oracle(ledger: Ledger, clock: FakeClock, history: History) -> None:
    before = len(events_of(ledger))
    key, base = f"wire:story-{before}", clock.now + 24 * HOUR  # a story of its own for each example, all in one ledger
    told: list[Told] = []
    for number, batch in enumerate(history):
        clock.now = base + number * MINUTE
        pairs = [_observation(key, item, base, clock.now) for item in batch]
        record(ledger, [observation for observation, _ in pairs], reread=not_reread)
        told += [one for _, one in pairs]
    known = oracle.points(told)
    positions = [recorded.row.position for recorded in events_of(ledger)[before + 1 :]]
    assert len(positions) == len(known)
    with ledger.view() as view:
        stream_id = view.identities.stream(key)
        texts = {r.row.version: view.article(r).paragraphs[0] for r in view.stream(stream_id, start=1)}
        for published, position in _moments(told, positions):
            visible = [p for p, at_ in zip(known, positions, strict=True) if position is None or at_ <= position]
            _hold_moment(view, stream_id, texts, visible, positions, Moment(published=published, position=position))


def _hold_moment(
    view: LedgerView,
    stream_id: str,
    texts: dict[int, str],
    visible: list[oracle.Known],
    positions: list[int],
    moment: Moment,
) -> None:
    expected = oracle.standing(visible, moment.published)
    point = standing(view, stream_id, moment)
    assert (point is None) == (expected is None), moment
    if point is None or expected is None:
        return
    assert texts[point.revision] == f"Text {expected.told.text}.", moment
    assert (point.position, point.confirmed) == (positions[expected.number], not expected.new), moment
    next_one, next_expected = after(view, stream_id, point, moment), oracle.following(visible, expected)
    assert (next_one and next_one.position) == (next_expected and positions[next_expected.number]), moment


def test_a_late_arrival_takes_its_place(ledger: Ledger) -> None:
    """A of 13:00, C of 15:00, then B of 14:00: at 14:30 readers saw B; as known before B came, they saw A."""
    take(ledger, observed("A", "13:00"), observed("C", "15:00"), observed("B", "14:00"))
    assert [text_at(ledger, when) for when in ("12:59", "13:00", "14:30", "15:00", None)] == ["", "A", "B", "C", "C"]
    assert text_at(ledger, "14:30", position=2) == "A"
    assert [text_at(ledger, position=position) for position in range(4)] == ["", "A", "C", "C"]


def test_a_confirmation_holds_its_place(ledger: Ledger) -> None:
    """A of 13:00, A again at 14:00, then a late B of 13:30: at 13:45 it said B, at 14:30 A."""
    receipts = take(ledger, observed("A", "13:00"), observed("A", "14:00"), observed("B", "13:30"))
    assert [receipt.outcome for receipt in receipts] == [Outcome.RECORDED, Outcome.CONFIRMED, Outcome.RECORDED]
    assert [text_at(ledger, when) for when in ("13:15", "13:45", "14:30", None)] == ["A", "B", "A", "A"]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (2, 1, 3), (3, 1, 2), (1, 3, 2)])
def test_the_outlets_version_orders_what_has_one_time(ledger: Ledger, order: tuple[int, ...]) -> None:
    """Three versions of one publish time: version 3 stands at it, in whatever order they arrived."""
    take(ledger, *(observed(f"Version {version}", "13:00", source_version=version) for version in order))
    assert (text_at(ledger, "13:00"), text_at(ledger, "12:59")) == ("Version 3", "")
    for known in range(1, 4):
        assert text_at(ledger, position=known) == f"Version {max(order[:known])}"


def test_sixty_late_versions_of_one_time_are_passed_over(ledger: Ledger) -> None:
    """Sixty lower versions that came after the highest are skipped on the way to it, also beyond one look."""
    take(ledger, observed("Highest", "13:00", source_version=99))
    late = [observed(f"Version {version}", "13:00", source_version=version) for version in range(60, 0, -1)]
    record(ledger, late, reread=not_reread)
    assert text_at(ledger) == text_at(ledger, "13:00") == text_at(ledger, position=30) == "Highest"


def test_equal_times_follow_the_order_of_recording(ledger: Ledger) -> None:
    """Of two texts of one time without versions, the later recorded one stands, and the earlier one before that."""
    take(ledger, observed("First", "13:00"), observed("Second", "13:00"))
    assert [text_at(ledger, "13:00", position=position) for position in (0, 1, 2)] == ["", "First", "Second"]


def test_an_instant_is_a_position(ledger: Ledger, clock: FakeClock, backend: Backend, url: str) -> None:
    """The recorded clock resolves to the last position recorded at or before the instant, -1 before the first; the
    events of one transaction become known together."""
    for when, count in (("12:00", 2), ("13:00", 1), ("15:00", 3)):
        clock.now = at(when)
        record(ledger, [observed(f"{when} {n}", n, key=f"wire:{when}") for n in range(count)], reread=not_reread)
    rows = backend.run(url, "SELECT position, recorded_at FROM events")
    assert len(rows) == 9  # 2 + 1 + 3 revisions of 3 stories
    for instant in (0, *(at(when) + shift for when in ("12:00", "13:00", "15:00") for shift in (-1, 0, 1)), EVERYTHING):
        with ledger.view() as view:
            assert position_at(view, 0, instant) == max((p for p, time in rows if time <= instant), default=-1)
