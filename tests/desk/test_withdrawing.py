"""Withdrawing a story by hand and reinstating it: what stood at which moment, and that both clocks tell it apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from backends import SQLite
from builders import FakeClock, Overtaken, at, events_of, observed, opened, take, workspace
from hypothesis import given, settings
from hypothesis import strategies as st
from intake import folder, run, wire
from queues import queue

from tracker.desk.history import log, stories
from tracker.desk.life import Turned, reinstate, withdraw
from tracker.desk.moment import NOTHING_ASKED, Asked
from tracker.desk.replay import replay
from tracker.desk.show import Shown, show
from tracker.errors import NotFound, UsageError
from tracker.ledger.life import life_of, withdrawal_at
from tracker.ledger.store import Ledger
from tracker.projections.runner import PROJECTIONS, catch_up, check
from tracker.story.decide import Outcome
from tracker.story.events import StoryWithdrawn
from tracker.story.moments import Moment

BY, WHY = "Mara Ilic", "the source was an impostor"
KEY = "wire:flood"


def _day(clock: str) -> str:
    return f"2023-01-21T{clock}Z"


def _withdraw(ledger: Ledger, clock: str, **options: object) -> Turned:
    return withdraw(workspace(ledger), KEY, at=_day(clock), by=BY, reason=WHY, **options)  # type: ignore[arg-type]


def _reinstate(ledger: Ledger, clock: str, **options: object) -> Turned:
    return reinstate(workspace(ledger), KEY, at=_day(clock), by=BY, reason="it is true", **options)  # type: ignore[arg-type]


def _shown(ledger: Ledger, clock: str | None = None, known_at: str | None = None) -> Shown:
    return show(workspace(ledger), KEY, Asked(at=clock and _day(clock), known_at=known_at))


def _gone(ledger: Ledger, clock: str | None = None, known_at: str | None = None) -> bool:
    return _shown(ledger, clock, known_at).withdrawn is not None


@pytest.fixture
def story(ledger: Ledger, clock: FakeClock) -> Ledger:
    """A text of 10:00, recorded 10:05; it is 18:00."""
    clock.now = at("10:05")
    take(ledger, observed("The river rose.", "10:00"))
    clock.now = at("18:00")
    return ledger


def test_a_withdrawn_story_says_so_from_then_on(story: Ledger) -> None:
    """With who and why, at every moment from its time on and none before; the last text is there all the same."""
    done = _withdraw(story, "12:00")
    assert (done.withdrawn, done.text.number, done.until) == (True, 1, None)
    shown = _shown(story)
    assert shown.withdrawn is not None
    assert (shown.withdrawn.published_at, shown.withdrawn.by, shown.withdrawn.reason) == (at("12:00"), BY, WHY)
    assert shown.withdrawn.position == done.position
    assert shown.article.paragraphs == ("The river rose.",)
    assert [_gone(story, clock) for clock in ("11:59", "12:00", "17:00")] == [False, True, True]
    assert not _gone(story, known_at="#1")


def test_neither_name_nor_reason_stands_in_the_open(story: Ledger) -> None:
    """They lie in the event's body, which can be erased."""
    _withdraw(story, "12:00")
    event = events_of(story)[-1]
    assert (event.row.type, set(event.bodies)) == ("story.withdrawn", {"remark"})
    assert "Mara" not in event.row.data
    assert "impostor" not in event.row.data


def test_what_arrives_after_a_withdrawal_is_recorded_and_the_story_stays_withdrawn(story: Ledger) -> None:
    """The newest text is shown, under the withdrawal; the audit reports it."""
    _withdraw(story, "12:00")
    (receipt,) = take(story, observed("The river rose again.", "13:00"))
    catch_up(story)
    assert receipt.outcome is Outcome.RECORDED
    assert (_shown(story).article.paragraphs, _gone(story)) == (("The river rose again.",), True)
    assert "text-after-withdrawal" in _rules(story)


def test_a_reinstated_story_stands(story: Ledger) -> None:
    """From its time on it is not withdrawn, for show, list, replay and audit; before that it was, on both clocks."""
    _withdraw(story, "12:00")
    done = _reinstate(story, "14:00")
    assert done.before is not None
    assert done.before.reason == WHY
    assert [_gone(story, clock) for clock in (None, "11:00", "13:00", "14:00")] == [False, False, True, False]
    assert _gone(story, known_at="#2")
    assert stories(workspace(story)).stories[0].withdrawn_at is None
    assert replay(workspace(story), KEY, NOTHING_ASKED).revision.number == 1
    (first,) = log(workspace(story), KEY, NOTHING_ASKED).withdrawals
    (second,) = log(workspace(story), KEY, NOTHING_ASKED).reinstatements
    assert (first.published_at, second.published_at, second.reason) == (at("12:00"), at("14:00"), "it is true")
    assert log(workspace(story), KEY, Asked(known_at="#2")).reinstatements == ()
    take(story, observed("The river fell.", "15:00"))
    catch_up(story)
    assert "text-after-withdrawal" not in _rules(story)


def test_a_reinstatement_closes_what_the_audit_found(story: Ledger) -> None:
    """A text after the withdrawal is a finding until the story is reinstated from before that text on."""
    _withdraw(story, "12:00")
    take(story, observed("The river fell.", "15:00"))
    catch_up(story)
    assert "text-after-withdrawal" in _rules(story)
    _reinstate(story, "14:00")
    assert "text-after-withdrawal" not in _rules(story)
    assert [list(check(story, projection)) for projection in PROJECTIONS] == [[] for _ in PROJECTIONS]


def _rules(ledger: Ledger) -> set[str]:
    """The rules with open findings in the story."""
    return {line.finding.rule for line in queue(ledger, KEY).lines}


def test_what_is_so_already_is_refused(story: Ledger) -> None:
    """Withdrawn twice, reinstated while it stands, before its first text, ahead of now: refused, saying what is so."""
    with pytest.raises(UsageError, match=r"was not withdrawn at 21 Jan 2023 12:00 UTC$"):
        _reinstate(story, "12:00")
    _withdraw(story, "12:00")
    with pytest.raises(UsageError, match="withdrawn already, since 21 Jan 2023 12:00 UTC: the source was an impostor"):
        _withdraw(story, "13:00")
    with pytest.raises(UsageError, match=r"was not withdrawn at .* 11:00 UTC; it was withdrawn at .* 12:00 UTC"):
        _reinstate(story, "11:00")
    with pytest.raises(UsageError, match="had no text at 21 Jan 2023 09:00 UTC"):
        _withdraw(story, "09:00")
    with pytest.raises(UsageError, match="lies ahead"):
        _withdraw(story, "18:01")
    with pytest.raises(UsageError, match="say why"):
        withdraw(workspace(story), KEY, at=_day("12:00"), by=BY, reason="  ")
    with pytest.raises(UsageError, match="say who"):
        withdraw(workspace(story), KEY, at=_day("12:00"), by=None, reason=WHY)
    with pytest.raises(UsageError, match="one revision"):
        withdraw(workspace(story), f"{KEY}@r1", at=_day("12:00"), by=BY, reason=WHY)
    with pytest.raises(NotFound):
        withdraw(workspace(story), "wire:nothing", at=_day("12:00"), by=BY, reason=WHY)
    assert len(events_of(story)) == 3


def test_an_earlier_time_can_be_said_later(story: Ledger) -> None:
    """A withdrawal recorded for 15:00, then one for 12:00, then a reinstatement at 13:00: each moment has its own
    answer, and it is said where a later one turns it round."""
    _withdraw(story, "15:00")
    assert _withdraw(story, "12:00").until is None
    assert _reinstate(story, "13:00").until == at("15:00")
    moments = ("11:00", "12:30", "14:00", "16:00")
    assert [_gone(story, clock) for clock in moments] == [False, True, False, True]
    assert stories(workspace(story)).stories[0].withdrawn_at == at("15:00")


def test_a_dry_run_records_nothing(story: Ledger) -> None:
    """It says what would be, and refuses what would be refused."""
    done = _withdraw(story, "12:00", dry_run=True)
    assert (done.position, done.recorded_at, done.text.number) == (None, None, 1)
    with pytest.raises(UsageError):
        _reinstate(story, "12:00", dry_run=True)
    assert (_gone(story), len(events_of(story))) == (False, 2)


def test_two_who_withdraw_at_once(story: Ledger, url: str, clock: FakeClock) -> None:
    """Who comes second is told that it is so already: one event."""
    with opened(url, clock) as other:
        slow = Overtaken(story, meanwhile=lambda: _withdraw(other, "12:00"))
        with pytest.raises(UsageError, match="already"):
            _withdraw(slow, "12:00")
    assert [recorded.row.type for recorded in events_of(story)].count("story.withdrawn") == 1


def test_a_notice_after_a_reinstatement_withdraws_again(ledger: Ledger, clock: FakeClock, tmp_path: Path) -> None:
    """A second notice for a withdrawn story changes nothing; one that comes after it was reinstated does; the first
    one, once more in the folder, was seen before."""
    clock.now = at("18:00")
    words = "KILL KILL KILL\n\nA kill is mandatory, because the source was an impostor."
    path = folder(
        tmp_path,
        a__txt=wire("The river rose.", "10:00"),
        b__txt=wire(words, "11:00"),
        c__txt=wire(words, "11:30"),
    )
    assert run(ledger, path).counts == {Outcome.RECORDED: 1, Outcome.WITHDRAWN: 1, Outcome.UNCHANGED: 1}
    _reinstate(ledger, "12:00")
    assert run(ledger, path).counts == {Outcome.SEEN: 3}
    assert not _gone(ledger)
    folder(tmp_path, d__txt=wire(words, "13:00"))
    assert run(ledger, path).counts == {Outcome.SEEN: 3, Outcome.WITHDRAWN: 1}
    assert _gone(ledger)


@settings(max_examples=15)
@given(turns=st.lists(st.tuples(st.booleans(), st.integers(0, 6)), max_size=5))
def test_the_seek_says_what_the_events_say(sqlite: SQLite, turns: list[tuple[bool, int]]) -> None:
    """At every moment on both clocks, the story is as the last of its events up to then left it; the lists say the
    same, and as much as lists made anew."""
    with opened(sqlite.fresh(), FakeClock(at("18:00"))) as ledger:
        take(ledger, observed("The river rose.", "08:00"))
        for withdraws, hour in turns:
            turn = _withdraw if withdraws else _reinstate
            try:
                turn(ledger, f"{hour + 8:02d}:00")
            except UsageError:
                continue
            take(ledger, observed(f"Text of {hour}.", f"{hour + 8:02d}:10"))
        with ledger.view() as view:
            stream_id = view.identities.stream(KEY)
            events = [(item.row.published_at or 0, item.row.position, item) for item in life_of(view, stream_id)]
            for published in [None, *(at(f"{hour:02d}:30") for hour in range(7, 18))]:
                for position in [None, *range(2 * len(turns) + 2)]:
                    known = [e for e in events if position is None or e[1] <= position]
                    known = [e for e in known if published is None or e[0] <= published]
                    last = max(known, key=lambda e: e[:2], default=None)
                    expected = last[2] if last and isinstance(last[2].event, StoryWithdrawn) else None
                    assert withdrawal_at(view, stream_id, Moment(published=published, position=position)) == expected
        catch_up(ledger)
        last_at = withdrawn.published_at if (withdrawn := _shown(ledger).withdrawn) else None
        assert stories(workspace(ledger)).stories[0].withdrawn_at == last_at
        assert [check(ledger, projection) for projection in PROJECTIONS] == [() for _ in PROJECTIONS]
