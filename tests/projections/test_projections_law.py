"""The read models say what the events say, however the events came: rebuilt equals incremental equals the oracles.

Points, revisions and stories are held against what was told, the audit against one worked out anew from the events.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import anew
import oracle
import pytest
from backends import SQLite
from builders import FakeClock, opened
from histories import HISTORIES, PARAGRAPHS, WORDS, Batch, Played, play, text_of
from hypothesis import HealthCheck, given, settings
from oracle import Known

from tracker.audit.signoff import WHOLE, Opinion, sign_off
from tracker.diff import compare
from tracker.ledger.read import LedgerView
from tracker.ledger.store import Ledger
from tracker.projections import runner
from tracker.projections.examinations import examinations_of
from tracker.projections.findings import FindingRow, Wanted, find_findings, live_generation, queue_page
from tracker.projections.reviews import ReviewRow, reviews_of
from tracker.projections.revisions import LoggedPoint, LoggedRevision, logged_points, logged_revisions
from tracker.projections.runner import PROJECTIONS, check, rebuild
from tracker.projections.stories import list_stories

History = list[Batch]


def _hold(ledger: Ledger, name: str, history: History) -> None:
    """Hold a history, played in its own batches, against a rebuild in one, and either of them against the oracles."""
    played = play(ledger, name, history)
    for projection in PROJECTIONS:
        assert check(ledger, projection) == ()
    if len(history) % 2:
        for projection in PROJECTIONS:
            rebuild(ledger, projection)
    _hold_against_the_oracles(ledger, played)


def _hold_against_the_oracles(ledger: Ledger, played: Played) -> None:
    with ledger.view() as view:
        assert {standing.errors for standing in runner.standings(view)} == {0}
        _hold_stories(view, played)
        for key, told in played.told.items():
            known, stream_id = oracle.points(told), view.identities.stream(key)
            _hold_points(known, logged_points(view.connection, stream_id))
            _hold_revisions(known, logged_revisions(view.connection, stream_id))
            _hold_audit(view, stream_id)
        _hold_reviews(view, played)
        for required in (1, 2):
            _hold_queue(view, required)


def _hold_stories(view: LedgerView, played: Played) -> None:
    rows = {f"{row.source}:{row.key_id}": row for row in list_stories(view.connection)}
    for key, told in played.told.items():
        known, row = oracle.points(told), rows[key]
        last = oracle.standing(known, None)
        assert last is not None
        assert row.revisions == sum(point.new for point in known)
        assert (row.latest_revision, row.headline) == (last.revision, text_of(last.told.text).headline)
        assert row.first_published == min(point.told.published for point in known)
        assert row.latest_published == last.told.published
        assert row.withdrawn_at == played.killed.get(key)


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
        row, text = logged[point.revision], text_of(point.told.text)
        before = ordered[place - 1] if place else None
        assert row.previous == (before.revision if before else None)
        assert (row.paragraphs, row.words, row.note) == (PARAGRAPHS, WORDS, text.note)
        if before is None:
            assert (row.changes, row.words_added, row.words_removed) == (None, None, None)
        else:
            comparison = compare(text_of(before.told.text), text)
            assert row.changes == len(comparison.changes)
            assert (row.words_added, row.words_removed) == (comparison.words_added, comparison.words_removed)


def _hold_audit(view: LedgerView, stream_id: str) -> None:
    """After each of its events the findings of a story are those of an audit made anew from what there was by then."""
    story = anew.Story.read(view, stream_id)
    wanted = Wanted(stream_id=stream_id, backfill=True)
    for position in story.positions:
        rows = find_findings(view.connection, replace(wanted, position=position))
        found = {(row.revision, row.key, int(row.severity), row.old_words, row.new_words) for row in rows}
        assert found == anew.open_findings(story.examined(position)), position
        assert len(rows) == len(found)
    logged = examinations_of(view.connection, live_generation(), stream_id)
    examined = story.examined(story.positions[-1])
    assert set(logged) == set(examined)
    for revision, row in logged.items():
        said = examined[revision].examination
        assert row.previous == examined[revision].previous
        assert (row.changes, row.undisclosed) == (len(said.changes), len(said.undisclosed))
        claims = [(claim.text, claim.verdict, claim.ruling.revision) for claim in said.claims]
        assert [(claim.text, claim.verdict, claim.revision) for claim in row.claims] == claims


def _hold_reviews(view: LedgerView, played: Played) -> None:
    """Each review as it was signed, for the change and each finding that it covered, and where it was taken back."""
    streams = {view.identities.stream(key): key for key in played.told}
    found = {
        (streams[stream_id], row.position, row.key, row.revision, row.name, row.verdict, row.withdrawn_position)
        for stream_id, rows in reviews_of(view.connection, live_generation(), streams).items()
        for row in rows
    }
    assert found == {
        (key, said.position, covered, said.revision.number, said.name, said.verdict, played.unsigned.get(said.position))
        for key, said in played.signed
        for covered in (WHOLE, *(finding.key for finding in said.findings))
    }


def _hold_queue(view: LedgerView, required: int) -> None:
    """The queue leaves out what its reviews, counted one by one, come to call settled."""
    wanted = Wanted(backfill=True, required=required)
    rows, page = find_findings(view.connection, wanted), queue_page(view.connection, wanted)
    said = reviews_of(view.connection, live_generation(), {row.stream_id for row in rows})
    left = [row for row in rows if not sign_off(_opinions(row, said), required=required).settled]
    assert list(page.rows) == left
    assert (page.listed, page.settled) == (len(left), len(rows) - len(left))


def _opinions(row: FindingRow, said: Mapping[str, Sequence[ReviewRow]]) -> list[Opinion]:
    mine = [one for one in said.get(row.stream_id, ()) if (one.revision, one.key) == (row.revision, row.key)]
    shown = {"previous_position": row.previous_position, "shown": row.shown, "until": None}
    return [one.opinion for one in mine if one.counts(**shown)]


@settings(max_examples=14, suppress_health_check=[HealthCheck.too_slow])
@given(history=HISTORIES)
def test_read_models_say_what_the_events_say_on_sqlite(sqlite: SQLite, history: History) -> None:
    """On SQLite: after any history with notes, late arrivals, archived texts, withdrawals and reviews, taken in by any
    steps, the read models are those of the oracles, at every position, and those of a rebuild."""
    url = sqlite.fresh()
    with opened(url, FakeClock()) as ledger:
        _hold(ledger, "story", history)
    sqlite.drop(url)


@pytest.mark.slow
def test_read_models_say_what_the_events_say_on_postgresql(postgresql_url: str, clock: FakeClock) -> None:
    """On PostgreSQL: the same, with fewer histories in one ledger."""
    numbers = iter(range(1_000))
    with opened(postgresql_url, clock) as ledger:

        @settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
        @given(history=HISTORIES)
        def law(history: History) -> None:
            _hold(ledger, f"story-{next(numbers)}", history)

        law()
