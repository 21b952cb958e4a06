"""A simulated month: twenty sources, hundreds of runs of jobs, late, double and bad files, a clock that jumps, a disk
that fills, killed runs, operators' mistakes put right. Every answer equals an oracle's.

`pytest tests/month --month-runs 5000 --month-seed 7` makes it another month of any size.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest
from backends import Backend
from happenings import happenings, unexpected
from monthmodel import Said, Tale
from newsroom import Newsroom, month, newsroom
from outlets import DAY, HOUR, MINUTE, SECOND

from tracker.ledger.asof import position_at, standing
from tracker.ledger.life import withdrawal_at
from tracker.ledger.read import LedgerView
from tracker.projections.runner import PROJECTIONS
from tracker.story.events import RevisionConfirmed, RevisionRecorded, RunFinished, StoryWithdrawn
from tracker.story.moments import Moment

RUNS, SEED = {"sqlite": 420, "postgresql": 210}, 2024
MOMENTS = 8

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3_600)]


@pytest.fixture(scope="module")
def room(
    backend: Backend, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Newsroom]:
    """The newsroom at the end of the month, on each kind of database."""
    runs = request.config.getoption("--month-runs", default=None) or RUNS[backend.name]
    seed = request.config.getoption("--month-seed", default=None) or SEED
    url = backend.fresh()
    with newsroom(url, tmp_path_factory.mktemp("month"), seed) as made:
        month(made, happenings(backend, seed=seed), runs=runs)
        yield made
    backend.drop(url)


def test_what_cron_mailed(room: Newsroom) -> None:
    """One message for each real problem, and none beside."""
    assert unexpected(room.mail) == ([], [])


def test_every_answer_at_every_moment(room: Newsroom) -> None:
    """Each story, asked for random moments on both clocks, says what the oracle says, in the same words."""
    rng = random.Random(SEED)
    with room.ledger().view() as view:
        for tale in room.book.tales.values():
            for published, tx in _moments(room, tale, rng):
                position = None if tx is None else room.book.endings[tx].size - 1
                answer = _answer(view, tale.key, Moment(published=published, position=position))
                assert answer == tale.says(published, tx), (tale.key, published, tx)


def test_what_show_says(room: Newsroom) -> None:
    """The command gives the same answers, for the stories that something happened to at all their turns."""
    rng = random.Random(SEED)
    for tale in room.book.tales.values():
        turns = [entry.tx for entry in tale.entries if entry.kind not in ("revision", "confirmation")]
        for tx in {one for turn in turns for one in (turn - 1, turn)}:
            for published in (None, room.clock.now // SECOND * SECOND - rng.randrange(31 * 24) * HOUR):
                assert room.ask(tale.key, published, tx) == tale.says(published, tx), (tale.key, published, tx)


def test_when_everything_was_recorded(room: Newsroom) -> None:
    """Every transaction of the month stands at its place and time, also while the clock was wrong."""
    with room.ledger().view() as view:
        recorded = [(row.position, row.recorded_at) for row in view.rows(0, 0, view.head(0).size)]
        for ending in room.book.endings:
            assert recorded[ending.size - 1] == (ending.size - 1, ending.recorded_at)
            assert position_at(view, 0, ending.recorded_at) == ending.size - 1
    assert len(recorded) == room.book.size


def test_each_run_is_in_the_log(room: Newsroom) -> None:
    """One record for every run that came to its end; the list of jobs counts the same."""
    with room.ledger().view() as view:
        assert sum(isinstance(event.event, RunFinished) for event in view.range(0, 0)) == room.book.runs.total()
    jobs = room.operator("status")["jobs"]
    assert Counter({job["name"]: job["runs"] for job in jobs}) == room.book.runs


def test_each_receipt_is_there_once(room: Newsroom) -> None:
    """What was told to be on disk is there, each at a position of its own; three texts were recorded that a killed run
    could not tell of any more."""
    told = Counter(one["position"] for one in room.told() if one["outcome"] in ("recorded", "confirmed", "withdrawn"))
    assert set(told.values()) == {1}
    kinds = (RevisionRecorded, RevisionConfirmed, StoryWithdrawn)
    with room.ledger().view() as view:
        there = {event.row.position: event for event in view.range(0, 0) if isinstance(event.event, kinds)}
        by_hand = {at for at, event in there.items() if isinstance(event.event, StoryWithdrawn)} - set(told)
    assert set(told) < set(there)
    assert len(set(there) - set(told) - by_hand) == room.untold == 3


def test_the_ledger_is_sound(room: Newsroom) -> None:
    """`verify` finds nothing, the read models are those that a rebuild makes, and replay agrees with both."""
    assert room.operator("verify")["sound"]
    checked = room.operator("projections", "check")
    found = {model["name"]: model["differences"] for model in checked["projections"]}
    assert found == {projection.name: [] for projection in PROJECTIONS}
    for tale in list(room.book.tales.values())[::5]:
        assert room.operator("replay", tale.key)["projection"]["agrees"], tale.key


def test_old_keys_resolve(room: Newsroom) -> None:
    """An update's own id leads to the story that it follows; before the link it led nowhere."""
    aliases = room.book.aliases
    assert len(aliases) > 3
    for key, turns in aliases.items():
        linked, story = turns[-1]
        assert room.ask(key, None, None) == room.book.tales[story].says(None, None)
        assert room.ask(key, None, linked - 1) is None, key


def _moments(room: Newsroom, tale: Tale, rng: random.Random) -> Iterator[tuple[int | None, int | None]]:
    """Moments on both clocks: now, at and around the story's own points, and anywhere."""
    yield None, None
    own = [point.published for point in tale.points()] or [room.clock.now]
    for _ in range(MOMENTS):
        anywhere = room.clock.now - rng.randrange(40 * DAY)
        published = rng.choice([None, anywhere, rng.choice(own), rng.choice(own) - 1, rng.choice(own) + MINUTE])
        own_tx = rng.choice(tale.entries).tx + rng.choice([-1, 0, 1])
        known = rng.choice([None, rng.randrange(len(room.book.endings)), min(max(own_tx, 0), room.book.now)])
        yield published, known


def _answer(view: LedgerView, key: str, moment: Moment) -> Said | None:
    stream = view.identities.stream(key)
    point = standing(view, stream, moment)
    if point is None:
        return None
    recorded = view.version(stream, point.revision)
    assert recorded is not None
    article = view.article(recorded)
    text = "\n".join((article.headline or "", *article.paragraphs))
    return Said(point.revision, text, withdrawal_at(view, stream, moment) is not None)
