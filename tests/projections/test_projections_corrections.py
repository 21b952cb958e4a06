"""The read models follow voids, restores and redates: at every position they say what the corrected events say."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import anew
import pytest
from backends import SQLite
from builders import MINUTE, FakeClock, at, events_of, not_reread, observed, opened, workspace
from histories import TOLLS, catch_up_by, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.desk.corrections import redate, restore, void
from tracker.desk.record import record
from tracker.errors import UsageError
from tracker.ledger.asof import happened
from tracker.ledger.read import LedgerView
from tracker.ledger.store import Ledger
from tracker.projections.examinations import examinations_of
from tracker.projections.findings import Wanted, find_findings, live_generation
from tracker.projections.revisions import logged_points, logged_revisions
from tracker.projections.runner import PROJECTIONS, check, standings
from tracker.projections.stories import list_stories
from tracker.story.evolve import fold
from tracker.story.times import rfc3339


class Told(NamedTuple):
    """A text with its note, at a minute that the outlet states or at which it was fetched."""

    minute: int
    stated: bool
    version: int | None
    text: str


class Deed(NamedTuple):
    """A correction of one of the revisions there are; `minute` is a redate's new time."""

    kind: str
    number: int
    minute: int


class Batch(NamedTuple):
    """Texts and a correction, then so many events at a time for the read models; 0: they are left behind."""

    told: list[Told]
    deed: Deed | None
    step: int


_TEXTS = st.builds("".join, st.tuples(st.sampled_from(sorted(TOLLS)), st.sampled_from(["", "+", "-", "~"])))
_TOLD = st.builds(
    Told,
    minute=st.integers(0, 5),
    stated=st.booleans(),
    version=st.sampled_from([None, None, 0, 1]),
    text=_TEXTS,
)
_DEED = st.builds(
    Deed,
    kind=st.sampled_from(["void", "void", "restore", "redate"]),
    number=st.integers(0, 5),
    minute=st.integers(0, 5),
)
HISTORIES = st.lists(
    st.builds(Batch, told=st.lists(_TOLD, min_size=1, max_size=3), deed=st.none() | _DEED, step=st.integers(0, 3)),
    min_size=1,
    max_size=5,
)


def _play(ledger: Ledger, key: str, history: list[Batch]) -> None:
    for batch in history:
        for told in batch.told:
            when = at("13:00") + told.minute * MINUTE
            times = {"published": when} if told.stated else {"retrieved": when}
            made = observed(text_of(told.text), key=key, source_version=told.version, **times)
            record(ledger, [made], reread=not_reread)
        if batch.deed is not None:
            _correct(ledger, key, batch.deed)
        if batch.step:
            catch_up_by(ledger, batch.step)
    catch_up_by(ledger, 500)


def _correct(ledger: Ledger, key: str, deed: Deed) -> None:
    with ledger.view() as view:
        last = view.last(view.identities.stream(key))
    assert last is not None
    space, name = workspace(ledger), f"{key}@r{1 + deed.number % last.row.version}"
    try:
        if deed.kind == "void":
            void(space, name, by="Mara Ilic", reason="another story")
        elif deed.kind == "restore":
            restore(space, name, by="Mara Ilic", reason="it was right")
        else:
            when = rfc3339(at("13:00") + deed.minute * MINUTE)
            redate(space, name, published=when, by="Mara Ilic", reason="typing error")
    except UsageError:
        pass  # it is voided already, or is not, or has that time


def _hold(ledger: Ledger, key: str, history: list[Batch]) -> None:
    _play(ledger, key, history)
    for projection in PROJECTIONS:
        assert check(ledger, projection) == ()
    with ledger.view() as view:
        assert {standing.errors for standing in standings(view)} == {0}
        stream_id = view.identities.stream(key)
        story = anew.Story.read(view, stream_id)
        state = fold(map(happened, story.events))
        counted = [replace(point, behind=None) for point in state.counted()]
        assert [logged.point for logged in logged_points(view.connection, stream_id)] == counted
        rows = logged_revisions(view.connection, stream_id)
        ordered = zip(counted, [None, *counted], strict=False)
        expected = {point.revision: before and before.revision for point, before in ordered if not point.confirmed}
        assert {number: rows[number].previous for number in expected} == expected
        (row,) = [row for row in list_stories(view.connection) if f"{row.source}:{row.key_id}" == key]
        assert (row.revisions, row.latest_revision) == (len(expected), counted[-1].revision if counted else 0)
        if counted:
            assert (row.first_published, row.latest_published) == (counted[0].published_at, counted[-1].published_at)
        _hold_audit(view, story, stream_id)


def _hold_audit(view: LedgerView, story: anew.Story, stream_id: str) -> None:
    """At every position the open findings are those of an audit made anew from the events up to there."""
    wanted = Wanted(stream_id=stream_id, backfill=True)
    for position in story.positions:
        rows = find_findings(view.connection, replace(wanted, position=position))
        found = {(row.revision, row.key, int(row.severity), row.old_words, row.new_words) for row in rows}
        assert found == anew.open_findings(story.examined(position)), position
        assert len(rows) == len(found)
    examined = story.examined(story.positions[-1])
    logged = examinations_of(view.connection, live_generation(), stream_id)
    assert {number: item.previous for number, item in logged.items()} == {
        n: each.previous for n, each in examined.items()
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(history=HISTORIES)
def test_read_models_follow_corrections_on_sqlite(sqlite: SQLite, history: list[Batch]) -> None:
    """On SQLite: after any history with corrections, taken in by any steps, points, neighbours, stories and findings
    are those of the events, at every position, and those of a rebuild."""
    url = sqlite.fresh()
    with opened(url, FakeClock()) as ledger:
        _hold(ledger, "wire:story", history)
    sqlite.drop(url)


@pytest.mark.slow
def test_read_models_follow_corrections_on_postgresql(postgresql_url: str, clock: FakeClock) -> None:
    """On PostgreSQL: the same, with fewer histories in one ledger."""
    with opened(postgresql_url, clock) as ledger:

        @settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
        @given(history=HISTORIES)
        def law(history: list[Batch]) -> None:
            _hold(ledger, f"wire:story-{len(events_of(ledger))}", history)

        law()
