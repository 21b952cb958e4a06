"""What the rows of the read models hold: odd texts, old times, and what an event that fails leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from backends import Backend, SQLite
from builders import article, at, observed, take
from readmodels import differences, headlines, standings_of

from tracker.desk.remarks import Deed, append_deeds
from tracker.ledger.read import Recorded
from tracker.ledger.store import Ledger
from tracker.projections import runner
from tracker.projections.revisions import REVISIONS, RevisionsHandler, logged_revisions
from tracker.projections.runner import catch_up, set_aside
from tracker.projections.stories import STORIES, list_stories
from tracker.story.events import StoryWithdrawn


def _damage(backend: Backend, url: str, position: int) -> None:
    backend.run(url, "UPDATE bodies SET salt = ? WHERE position = ? AND slot = 'article'", bytes(16), position)


def test_an_event_that_fails_is_set_aside(ledger: Ledger, backend: Backend, url: str) -> None:
    """A revision whose article is damaged is set aside with the reason in both read models and shows in the
    standings; the story before it and the story after it are listed."""
    take(ledger, observed(article("A", headline="First"), 1), observed(article("B", headline="Second"), 2))
    take(ledger, observed(article("C", headline="Third"), 3, key="wire:ferries"))
    _damage(backend, url, 2)
    assert catch_up(ledger)
    assert {name: (s.lag, s.errors) for name, s in standings_of(ledger).items()} == {
        "stories": (0, 1),
        "revisions": (0, 1),
        "runs": (0, 0),  # reads no article
    }
    with ledger.view() as view:
        for projection in (STORIES, REVISIONS):
            ((position, reason),) = set_aside(view.connection, projection, 0)
            assert position == 2
            assert "article at position 2" in reason
        revisions = logged_revisions(view.connection, view.identities.stream("wire:flood"))
    assert headlines(ledger) == ["Third", "First"]
    assert set(revisions) == {1}
    assert differences(ledger) == []


def _withdrawal(stream_id: str) -> Deed:
    remark = {"by": "Mara Ilic", "reason": "It rests on a forged list"}
    return Deed(stream_id=stream_id, event=StoryWithdrawn(tool="test"), remark=remark, published_at=at("11:00"))


def test_a_withdrawal_that_cannot_be_read_is_no_fault_of_the_texts_before(
    ledger: Ledger, backend: Backend, url: str
) -> None:
    """Its reason is damaged: it is set aside, and the text before it is listed, also when all is made anew."""
    take(ledger, observed("A", at("09:00")))
    catch_up(ledger)
    append_deeds(ledger, lambda view: [_withdrawal(view.identities.stream("wire:flood"))])
    backend.run(url, "UPDATE bodies SET salt = ? WHERE position = 2 AND slot = 'remark'", bytes(16))
    assert catch_up(ledger)
    with ledger.view() as view:
        assert [position for position, _ in set_aside(view.connection, REVISIONS, 0)] == [2]
        assert set(logged_revisions(view.connection, view.identities.stream("wire:flood"))) == {1}
    assert differences(ledger) == []


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
    assert {name: (s.lag, s.errors) for name, s in standings_of(ledger).items()} == {
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
    assert {name: (s.lag, s.errors) for name, s in standings_of(sqlite_ledger).items()} == {
        "stories": (0, 1),
        "revisions": (0, 1),
        "runs": (0, 1),
    }
    assert len(headlines(sqlite_ledger)) == 2


def test_a_fingerprint_is_of_the_content_alone(ledger: Ledger) -> None:
    """A text that came back has the fingerprint it had, whatever stood around it; another text has another one."""
    lists = (("Most read: floods",), ("Most read: football",), ())
    take(ledger, *(observed(article(text, furniture=lists[n]), n) for n, text in enumerate("ABA")))
    catch_up(ledger)
    with ledger.view() as view:
        rows = logged_revisions(view.connection, view.identities.stream("wire:flood"))
    assert rows[1].fingerprint == rows[3].fingerprint != rows[2].fingerprint


@pytest.fixture
def odd(ledger: Ledger) -> Ledger:
    """A story whose texts hold NUL and other characters that databases stumble over."""
    made = article("Zero \x00 here.", headline="Nul \x00 and \ud7ff\U0010ffff", note="(Adds \x00)", byline="\x00")
    take(ledger, observed(made, at("13:00"), url="https://news.example/a%00b"))
    return ledger


def test_nul_and_other_odd_characters_are_listed(odd: Ledger) -> None:
    """NUL becomes its symbol in lists, on PostgreSQL as on SQLite, while the article keeps it."""
    assert catch_up(odd)
    assert headlines(odd) == ["Nul \u2400 and \ud7ff\U0010ffff"]
    assert {standing.errors for standing in standings_of(odd).values()} == {0}
    with odd.view() as view:
        stream_id = view.identities.stream("wire:flood")
        assert logged_revisions(view.connection, stream_id)[1].note == "(Adds \u2400)"
        recorded = view.version(stream_id, 1)
        assert recorded is not None
        assert view.article(recorded).headline == "Nul \x00 and \ud7ff\U0010ffff"
    assert differences(odd) == []


@pytest.mark.parametrize("first", [-(2**50), -1, 0, 1])
def test_publish_times_before_and_at_the_epoch(sqlite_ledger: Ledger, first: int) -> None:
    """Stories of before 1970 are listed with their times and newest headline like any other."""
    take(sqlite_ledger, *(observed(article(f"{n}", headline=f"Headline {n}"), first + n) for n in (1, 0, 2)))
    catch_up(sqlite_ledger)
    with sqlite_ledger.view() as view:
        (row,) = list_stories(view.connection)
    assert (row.first_published, row.latest_published, row.headline) == (first, first + 2, "Headline 2")
