"""Mistakes put right: what every command says of a story with voided and redated revisions, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from builders import MINUTE, FakeClock, Overtaken, at, events_of, observed, opened, take, text_at, workspace
from correcting import redates, restores, voids
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from queues import found, take_in, told

from tracker.desk.blame import blame
from tracker.desk.compare import diff
from tracker.desk.corrections import redate
from tracker.desk.export import export
from tracker.desk.grep import grep
from tracker.desk.history import log, stories
from tracker.desk.moment import NOTHING_ASKED, Asked
from tracker.desk.phrases import Wanted
from tracker.desk.replay import replay
from tracker.desk.show import show
from tracker.errors import NotFound, UsageError
from tracker.ledger.asof import after, before, course_of, last_confirmation, standing
from tracker.ledger.read import LedgerView
from tracker.ledger.store import Ledger
from tracker.projections.runner import PROJECTIONS, check
from tracker.story.decide import Outcome
from tracker.story.events import Basis
from tracker.story.moments import Moment, Order
from tracker.story.times import rfc3339


@pytest.fixture
def story(ledger: Ledger, clock: FakeClock) -> Ledger:
    """A of 13:00, B of 14:00, C of 15:00, each recorded five minutes later, at positions 1 to 3. It is 18:00."""
    for text, published, recorded in (("A", "13:00", "13:05"), ("B", "14:00", "14:05"), ("C", "15:00", "15:05")):
        clock.now = at(recorded)
        take(ledger, observed(text, published, name=f"{text}.txt"))
    clock.now = at("18:00")
    return ledger


def said(ledger: Ledger, **asked: str) -> str:
    return show(workspace(ledger), "wire:flood", Asked(**asked)).article.paragraphs[0]


def test_a_voided_revision_is_no_answer(story: Ledger) -> None:
    """At 14:30 readers saw A, as if B had never come; as known before the void, B. The numbers stay."""
    done = voids(story, 2)
    assert (done.position, done.said, done.says) == (4, done.says, done.said)
    assert [text_at(story, when) for when in ("13:30", "14:30", "15:30")] == ["A", "A", "C"]
    assert text_at(story, "14:30", position=3) == said(story, at="2023-01-21T14:30Z", known_at="#3") == "B"
    assert show(workspace(story), "wire:flood@-2", NOTHING_ASKED).revision.number == 1


def test_a_voided_revision_can_still_be_read(story: Ledger) -> None:
    """By its number, with who voided it and why; before that was known, without."""
    voids(story, 2, belongs_to="wire:ferry")
    shown = show(workspace(story), "wire:flood@r2", NOTHING_ASKED)
    assert shown.article.paragraphs == ("B",)
    assert shown.voided is not None
    assert (shown.voided.by, shown.voided.reason, shown.voided.belongs_to) == (
        "Mara Ilic",
        "another story",
        "wire:ferry",
    )
    assert show(workspace(story), "wire:flood@r2", Asked(known_at="#3")).voided is None


def test_undone_all_is_as_it_was(story: Ledger) -> None:
    """A restored revision stands where it stood."""
    voids(story, 2)
    done = restores(story, 2)
    assert done.says == done.said
    assert [text_at(story, when) for when in ("13:30", "14:30", "15:30")] == ["A", "B", "C"]
    assert text_at(story, "14:30", position=4) == "A"
    assert show(workspace(story), "wire:flood@r2", NOTHING_ASKED).voided is None


def test_a_redated_revision_moves(story: Ledger) -> None:
    """C belongs at 13:30: at 14:30 readers saw B, and B is the last; C says when and by whom it was moved."""
    done = redates(story, 3, "13:30")
    assert done.said is not None
    assert done.says is not None
    assert (done.said.number, done.says.number) == (3, 2)
    assert [text_at(story, when) for when in ("13:15", "13:45", "14:30", None)] == ["A", "C", "B", "B"]
    assert text_at(story, position=3) == "C"
    shown = show(workspace(story), "wire:flood@r3", NOTHING_ASKED)
    assert (shown.revision.published_at, shown.next_seen) == (at("13:30"), at("14:00"))
    assert shown.redated is not None
    assert (shown.redated.published_from, shown.redated.by) == (at("15:00"), "Jo Ek")
    redates(story, 3, "15:00")
    assert (text_at(story), show(workspace(story), "wire:flood@r3", NOTHING_ASKED).redated) == ("C", None)


def test_a_redate_states_a_time(ledger: Ledger) -> None:
    """A text that nobody gave a publish time was first seen; redated, it was published."""
    take(ledger, observed("A"))
    assert show(workspace(ledger), "wire:flood", NOTHING_ASKED).revision.basis is Basis.RECORDED
    redates(ledger, 1, "11:00")
    ref = show(workspace(ledger), "wire:flood", NOTHING_ASKED).revision
    assert (ref.basis, ref.published_at) == (Basis.STATED, at("11:00"))
    assert show(workspace(ledger), "wire:flood", Asked(known_at="#1")).revision.basis is Basis.RECORDED


def test_what_arrives_is_compared_with_what_counts(story: Ledger) -> None:
    """B again, without its name, is a text of its own once r2 is voided; A at 14:20 repeats r1; the file that was seen
    stays seen."""
    voids(story, 2)
    receipts = take(
        story, observed("A", "14:20"), observed("B", "14:00", name="B.txt"), observed("B", "14:30", name="other.txt")
    )
    assert [(receipt.outcome, receipt.revision) for receipt in receipts] == [
        (Outcome.CONFIRMED, 1),
        (Outcome.SEEN, 2),
        (Outcome.RECORDED, 4),
    ]


def test_every_look_leaves_it_out(story: Ledger) -> None:
    """Comparison, origin, search, export, lists and replay know A and C alone."""
    voids(story, 2)
    space = workspace(story)
    compared = diff(space, "wire:flood", None, NOTHING_ASKED)
    assert (compared.old.number, compared.new.number) == (1, 3)
    assert [ref.number for ref in blame(space, "wire:flood", NOTHING_ASKED).history] == [1, 3]
    assert grep(space, Wanted(pattern="B", words=True), "wire:flood", NOTHING_ASKED).matches == ()
    assert [b'"C"' in line for line in export(space, "wire:flood")] == [False, True]
    (line,) = stories(space).stories
    assert (line.revisions, line.latest_revision, line.changed_at) == (2, 3, at("18:00"))
    replayed = replay(space, "wire:flood", NOTHING_ASKED)
    assert (replayed.revision.number, replayed.points, replayed.projection.agrees) == (3, 2, True)


def test_what_is_voided_has_no_neighbour(story: Ledger) -> None:
    """It is compared only with both named; no origin of its words is told."""
    voids(story, 2)
    space = workspace(story)
    with pytest.raises(NotFound, match="voided"):
        diff(space, "wire:flood", "r2", NOTHING_ASKED)
    pair = diff(space, "wire:flood", "r1..r2", NOTHING_ASKED)
    assert (pair.old.number, pair.new.number, pair.examination) == (1, 2, None)
    with pytest.raises(NotFound, match="voided"):
        blame(space, "wire:flood@r2", NOTHING_ASKED)


def test_all_voided_says_so(story: Ledger) -> None:
    """`show` finds nothing, and says why; the list keeps the story; a new text makes it say something."""
    for number in (1, 2, 3):
        voids(story, number)
    with pytest.raises(NotFound, match=r"all its 3 revisions are voided .*log river-floods-the-lower-town --all"):
        said(story)
    assert said(story, known_at="#4") == "C"
    (line,) = stories(workspace(story)).stories
    assert (line.revisions, line.latest_revision) == (0, 0)
    (receipt,) = take(story, observed("D", "12:00"))
    assert (receipt.outcome, receipt.revision, said(story)) == (Outcome.RECORDED, 4, "D")


def test_the_log_tells_what_it_leaves_out(story: Ledger) -> None:
    """How many are voided, always; which, by whom and every correction with --all; as known before, nothing of it."""
    voids(story, 2)
    redates(story, 1, "12:30")
    short = log(workspace(story), "wire:flood", NOTHING_ASKED)
    assert ([line.revision.number for line in short.lines], short.voided, short.corrections) == ([1, 3], 1, ())
    assert short.lines[0].redated is not None
    assert [line.previous for line in short.lines] == [None, 1]
    whole = log(workspace(story), "wire:flood", NOTHING_ASKED, everything=True)
    assert [(line.revision.number, line.voided is not None) for line in whole.lines] == [
        (1, False),
        (2, True),
        (3, False),
    ]
    assert [(item.kind, item.revision, item.by) for item in whole.corrections] == [
        ("voided", 2, "Mara Ilic"),
        ("redated", 1, "Jo Ek"),
    ]
    then = log(workspace(story), "wire:flood", Asked(known_at="#3"), everything=True)
    assert ([line.revision.number for line in then.lines], then.voided, then.corrections) == ([1, 2, 3], 0, ())


def test_on_file_was_the_mistake(story: Ledger) -> None:
    """For 14:30 the answer is A; what was on file at 14:30 was B."""
    voids(story, 2)
    shown = show(workspace(story), "wire:flood", Asked(at="2023-01-21T14:30Z"))
    assert shown.on_file is not None
    assert (shown.revision.number, shown.on_file.revision) == (1, 2)


def test_the_audit_looks_again(ledger: Ledger) -> None:
    """A toll of 14, then a ferry text, then 41 without a note: two findings about texts that came and went; with the
    ferry voided its findings are closed, and the toll is found to have changed in silence. Undone, all is as before."""
    take_in(ledger, told(14, "13:00"), observed("The ferry left Marby late.", "14:00"), told(41, "15:00"))
    first = found(ledger)
    assert "r2" in {revision for revision, _ in first}
    voids(ledger, 2)
    assert ("r3", "undisclosed-number") in found(ledger)
    assert "r2" not in {revision for revision, _ in found(ledger)}
    assert found(ledger, known_at="#3") == first
    restores(ledger, 2)
    assert sorted(found(ledger)) == sorted(first)
    for projection in PROJECTIONS:
        assert check(ledger, projection) == ()


def test_nothing_is_written_by_a_dry_run(story: Ledger) -> None:
    """It says what the story would say, and records nothing."""
    before_it = len(events_of(story))
    done = voids(story, 3, dry_run=True)
    assert (done.said and done.said.number, done.says and done.says.number, done.position) == (3, 2, None)
    assert redates(story, 3, "13:30", dry_run=True).position is None
    assert len(events_of(story)) == before_it
    voids(story, 3)
    assert restores(story, 3, dry_run=True).position is None
    assert text_at(story) == "B"


def test_what_needs_no_correction_is_refused(story: Ledger) -> None:
    """Already voided, not voided, the same time, the same story, no name, no reason, no revision."""
    with pytest.raises(UsageError, match="not voided"):
        restores(story, 2)
    with pytest.raises(UsageError, match="that publish time already"):
        redates(story, 2, "14:00")
    with pytest.raises(UsageError, match="is the story that"):
        voids(story, 2, belongs_to="wire:flood")
    with pytest.raises(UsageError, match="no story key"):
        voids(story, 2, belongs_to="flood")
    with pytest.raises(UsageError, match="say why"):
        voids(story, 2, reason=" \n")
    with pytest.raises(UsageError, match="--by NAME"):
        voids(story, 2, by="")
    with pytest.raises(NotFound, match="no r9"):
        voids(story, 9)
    voids(story, 2)
    with pytest.raises(UsageError, match=r"voided already, since .* by Mara Ilic: another story"):
        voids(story, 2)
    with pytest.raises(UsageError, match="restore it first"):
        redates(story, 2, "13:30")
    assert len(events_of(story)) == 5


def test_two_who_void_the_same_void_it_once(story: Ledger) -> None:
    """Who comes second is told that it is voided; the log has one event."""
    with pytest.raises(UsageError, match="voided already"):
        voids(Overtaken(story, meanwhile=lambda: voids(story, 2, reason="first")), 2)
    assert [event.row.type for event in events_of(story)].count("revision.voided") == 1


steps = st.lists(
    st.one_of(
        st.tuples(st.just("told"), st.integers(0, 5), st.sampled_from("ABC"), st.sampled_from([None, 0, 1, 2])),
        st.tuples(st.sampled_from(["void", "restore"]), st.integers(0, 5)),
        st.tuples(st.just("redate"), st.integers(0, 5), st.integers(0, 5)),
    ),
    min_size=2,
    max_size=10,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=steps)
def test_every_moment_of_a_corrected_history_on_sqlite(
    sqlite_ledger: Ledger, clock: FakeClock, history: list[tuple[object, ...]]
) -> None:
    """On SQLite: whatever was told and corrected in whatever order, every moment says what a plain reading of the
    history says."""
    _hold(sqlite_ledger, clock, history)


@pytest.mark.slow
def test_every_moment_of_a_corrected_history_on_postgresql(postgresql_url: str, clock: FakeClock) -> None:
    """On PostgreSQL: the same, with fewer histories."""
    with opened(postgresql_url, clock) as ledger:

        @settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
        @given(history=steps)
        def law(history: list[tuple[object, ...]]) -> None:
            _hold(ledger, clock, history)

        law()


def _hold(ledger: Ledger, clock: FakeClock, history: list[tuple[object, ...]]) -> None:
    key, start = f"wire:story-{len(events_of(ledger))}", len(events_of(ledger))
    clock.now += MINUTE
    take(ledger, observed("A", clock.now, key=key))
    base = clock.now
    for step in history:
        _play(ledger, key, base, step)
    events = events_of(ledger)
    with ledger.view() as view:
        stream_id = view.identities.stream(key)
        head = view.head(view.shard(stream_id)).size
        for position in range(start, head):
            plain = _plainly(events, stream_id, position)
            for published in (*(base + minute * MINUTE + shift for minute in range(6) for shift in (-1, 0)), None):
                _hold_moment(view, stream_id, plain, Moment(published=published, position=position))
        plain = _plainly(events, stream_id, head)
        for place in [Order(base + minute * MINUTE, version, head // 2) for minute in range(6) for version in (-1, 1)]:
            lower = [item[0] for item in plain if item[0] < place]
            ahead = [item[0] for item in plain if item[0] >= place and item[0][0] == place.published_at]
            previous, above = before(view, stream_id, place)
            assert (previous and previous.order) == (lower[-1] if lower else None)
            assert (above and above.order) == (ahead[-1] if ahead else None)
        corrected = any(step[0] in ("void", "redate") for step in history)
        assert corrected or course_of(view, stream_id, None) is None


def _hold_moment(view: LedgerView, stream_id: str, plain: list[tuple[Order, int, bool]], moment: Moment) -> None:
    admitted = [item for item in plain if moment.published is None or item[0].published_at <= moment.published]
    point = standing(view, stream_id, moment)
    assert (point and (point.order, point.revision)) == (admitted[-1][:2] if admitted else None)
    given = [order for order, _, confirmed in admitted if confirmed]
    last = last_confirmation(view, stream_id, moment)
    assert (last and last.order) == (given[-1] if given else None)
    if point is not None:
        later = [order for order, _, confirmed in plain if order > point.order and not confirmed]
        follows = after(view, stream_id, point, moment)
        assert (follows and follows.order) == (later[0] if later else None)


def _play(ledger: Ledger, key: str, base: int, step: tuple[object, ...]) -> None:
    if step[0] == "told":
        _, minute, text, version = step
        assert isinstance(minute, int)
        take(ledger, observed(str(text), base + minute * MINUTE, key=key, source_version=version))
        return
    with ledger.view() as view:
        last = view.last(view.identities.stream(key))
    assert last is not None
    number = 1 + int(str(step[1])) % last.row.version
    try:
        if step[0] == "void":
            voids(ledger, number, key=key)
        elif step[0] == "restore":
            restores(ledger, number, key=key)
        else:
            _redate(ledger, key, number, base + int(str(step[2])) * MINUTE)
    except UsageError:
        pass  # it is voided already, or is not, or has that time


def _redate(ledger: Ledger, key: str, number: int, when: int) -> None:
    redate(workspace(ledger), f"{key}@r{number}", published=rfc3339(when), by="Jo Ek", reason="wrong")


def _plainly(events: Sequence[Any], stream_id: str, position: int) -> list[tuple[Order, int, bool]]:
    """The points that count at a position as (order, revision, confirmed), read off the rows one after another."""
    own: dict[int, list[int]] = {}
    given: list[tuple[Order, int]] = []
    gone: set[int] = set()
    for event in events:
        row = event.row
        if row.position > position or not row.stream_id.startswith(stream_id):
            continue
        number, version = getattr(event.event, "revision", 0), getattr(event.event, "source_version", None)
        order = [row.published_at or 0, -1 if version is None else version, row.position]
        match row.type.partition(".")[2]:
            case "recorded":
                own[number] = order
            case "confirmed":
                given.append((Order(*order), number))
            case "redated":
                own[number][0] = order[0]
            case "voided":
                gone.add(number)
            case "restored":
                gone.remove(number)
    points = [(Order(*order), number, False) for number, order in own.items()]
    points += [(order, number, True) for order, number in given]
    return sorted(point for point in points if point[1] not in gone)
