"""The queue of findings: what stands in it and in which order, what every filter leaves, and how it stood before."""

from __future__ import annotations

from typing import Any

import pytest
from builders import MINUTE, FakeClock, opened
from queues import desk, found, ids, queue, take_in, told

from tracker.audit.catalogue import RULES
from tracker.audit.findings import Severity
from tracker.config import SourceSettings
from tracker.desk.audit import explain
from tracker.errors import NotFound, UsageError
from tracker.ledger.store import Ledger
from tracker.projections.findings import Wanted, find_findings
from tracker.story.times import rfc3339

BACKGROUND = "Adds background"
CORRECTS = "Corrects toll in first paragraph to 41 from 14"
MAYOR = "The mayor of the lower town, Ada Brook, spoke of a disaster."


def two_stories(ledger: Ledger, clock: FakeClock) -> None:
    """A toll that changed untold at 12:10, one that changed with a claim that is not so at 12:20; and 12:30, another
    story's first text."""
    take_in(ledger, told(14, "09:00"), told(3, "09:00", key="wire:fire"))
    clock.now += 10 * MINUTE
    take_in(ledger, told(41, "10:00"))
    clock.now += 10 * MINUTE
    take_in(ledger, told(5, "10:30", key="wire:fire", note=BACKGROUND))
    clock.now += 10 * MINUTE
    take_in(ledger, told(8, "10:45", key="wire:wind"))


def test_the_most_serious_come_first_then_the_newest(ledger: Ledger, clock: FakeClock) -> None:
    """High before medium; within one severity, what was found last."""
    two_stories(ledger, clock)
    lines = queue(ledger).lines
    assert [(line.id, line.finding.severity.label, line.finding.rule) for line in lines] == [
        ("fire-toll@r2:n1", "high", "undisclosed-number"),
        ("flood-toll@r2:n1", "high", "undisclosed-number"),
        ("fire-toll@r2:n2", "medium", "note-not-found"),
        ("flood-toll@r2:n2", "medium", "no-note"),
    ]
    assert (lines[0].finding.old_words, lines[0].finding.new_words) == (
        "At least 3 people were",
        "At least 5 people were",
    )


def test_what_was_found_in_one_transaction_is_in_ledger_order(ledger: Ledger) -> None:
    """At one recorded time, the later position comes first, in whatever order the findings are stored."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"), told(38, "11:00"), told(44, "12:00"))
    assert ids(ledger, rules=("undisclosed-number",)) == ["flood-toll@r4:n1", "flood-toll@r3:n1", "flood-toll@r2:n1"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"since": "12:20"}, ["fire-toll@r2:n1", "fire-toll@r2:n2"]),
        ({"since": "12:15", "until": "today 12:20"}, ["fire-toll@r2:n1", "fire-toll@r2:n2"]),
        ({"until": "today 12:10"}, ["flood-toll@r2:n1", "flood-toll@r2:n2"]),
        ({"published_since": "10:30"}, ["fire-toll@r2:n1", "fire-toll@r2:n2"]),
        ({"published_until": "today 10:29"}, ["flood-toll@r2:n1", "flood-toll@r2:n2"]),
        ({"rules": ("no-note",)}, ["flood-toll@r2:n2"]),
        ({"rules": ("no-note", "note-not-found")}, ["fire-toll@r2:n2", "flood-toll@r2:n2"]),
        ({"least": Severity.HIGH}, ["fire-toll@r2:n1", "flood-toll@r2:n1"]),
        ({"limit": 1}, ["fire-toll@r2:n1"]),
        ({"limit": 1, "rules": ("no-note",)}, ["flood-toll@r2:n2"]),
        ({"since": "12:30"}, []),
    ],
)
def test_filters(ledger: Ledger, clock: FakeClock, asked: dict[str, Any], expected: list[str]) -> None:
    """Bounds on both clocks, both included; rules; severity; a limit."""
    two_stories(ledger, clock)
    assert ids(ledger, **asked) == expected


def test_a_limit_says_how_much_it_leaves_out(ledger: Ledger, clock: FakeClock) -> None:
    """So that nobody takes a page for the whole."""
    two_stories(ledger, clock)
    assert (queue(ledger, limit=3).more, queue(ledger, limit=4).more, queue(ledger).more) == (1, 0, 0)


def test_one_story_and_one_revision(ledger: Ledger, clock: FakeClock) -> None:
    """By slug, key, or revision in recording or publication order."""
    two_stories(ledger, clock)
    flood = ["flood-toll@r2:n1", "flood-toll@r2:n2"]
    assert ids(ledger, "flood-toll") == ids(ledger, "wire:flood") == flood
    assert ids(ledger, "flood-toll@r2") == ids(ledger, "flood-toll@-1") == flood
    assert ids(ledger, "flood-toll@r1") == []
    for name in ("flood-toll@r3", "no-such-story"):
        with pytest.raises(NotFound):
            queue(ledger, name)


def test_an_empty_queue_says_what_it_was_taken_from(ledger: Ledger, clock: FakeClock) -> None:
    """Revisions that were compared with a text before them, their changes, and the last one recorded."""
    take_in(ledger, told(14, "09:00"), told(14, "10:00", more=(MAYOR,), note="Adds mayor's comment in fifth paragraph"))
    quiet = queue(ledger)
    assert quiet.lines == ()
    assert quiet.worst() is None
    assert (quiet.covered.revisions, quiet.covered.changes) == (1, 1)  # the note itself is none
    assert quiet.covered.last_recorded is not None
    assert clock.now <= quiet.covered.last_recorded < clock.now + MINUTE
    none = queue(ledger, since="today 13:00", until="today 14:00")
    assert (none.covered.revisions, none.covered.changes, none.covered.last_recorded) == (0, 0, None)


def test_a_ledger_without_events_has_an_empty_queue(ledger: Ledger) -> None:
    """Nothing found among nothing, and no error."""
    assert queue(ledger).covered.revisions == 0


def test_what_came_from_an_archive_is_no_news(ledger: Ledger) -> None:
    """Its findings stand out of the queue and of what it covers; asked for, or for that story, they are shown."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00", backfill=True))
    assert (ids(ledger), queue(ledger).covered.revisions) == ([], 0)
    shown = ["flood-toll@r2:n1", "flood-toll@r2:n2"]
    assert ids(ledger, backfill=True) == ids(ledger, "flood-toll") == shown
    assert [line.finding.backfill for line in queue(ledger, backfill=True).lines] == [True, True]


@pytest.mark.parametrize("notes", ["web", "none"])
def test_a_source_that_carries_no_notes_does_not_drown_the_queue(ledger: Ledger, notes: str) -> None:
    """Rules that ask for a note are silent for it, and what no note tells of weighs low; a note that it has counts."""
    take_in(ledger, told(14, "09:00", key="site:flood"), told(41, "10:00", key="site:flood"))
    take_in(ledger, told(3, "09:00"), told(5, "10:00", note=BACKGROUND))
    silent = desk(ledger, sources={"site": SourceSettings(notes=notes)})
    seen = [(line.id, line.finding.rule, line.finding.severity.label) for line in queue(silent).lines]
    flood = {row for row in seen if row[0].startswith("wire/flood-toll") or row[0].startswith("flood-toll")}
    assert ("flood-toll@r2:n1", "undisclosed-number", "low") in flood
    assert "no-note" not in {rule for _, rule, _ in seen}
    assert ("undisclosed-number", "high") in {(rule, severity) for _, rule, severity in seen}
    assert found(silent, least=Severity.HIGH) == [("r2", "undisclosed-number")]
    assert "no-note" in {rule for _, rule in found(ledger)}


def test_rules_that_need_notes_are_known() -> None:
    """There are such rules at all: the settings would do nothing otherwise."""
    assert {rule.code for rule in RULES if rule.needs_notes} == {"undisclosed-addition", "no-note"}


def test_a_late_disclosure_closes_what_it_discloses(ledger: Ledger) -> None:
    """r2 changed the toll in silence, r3's note owns up: r2's finding is closed by it and says so, r3 is told on."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00", note=BACKGROUND))
    before = ids(ledger)
    assert "flood-toll@r2:n1" in before
    take_in(ledger, told(41, "11:00", note=CORRECTS, more=(MAYOR,)))
    assert "flood-toll@r2:n1" not in ids(ledger)
    assert ("r3", "late-disclosure") in found(ledger)
    assert causes(ledger, known_at="#2")["flood-toll@r2:n1"] == (3, "disclosed in r3")
    assert ids(ledger, known_at="#2") == before


def causes(ledger: Ledger, *, known_at: str) -> dict[str, tuple[int | None, str | None]]:
    """Where and why the findings that were open then were closed afterwards."""
    lines = queue(ledger, known_at=known_at).lines
    return {line.id: (line.finding.closed_position, line.finding.cause) for line in lines}


def test_a_late_arrival_closes_and_opens_findings(ledger: Ledger) -> None:
    """r3 came late and stands before r2, with the note that r2 lacked: r2's findings go, and the queue of before can
    still be seen, with the position and the cause."""
    take_in(ledger, told(14, "09:00"), told(41, "11:00", more=(MAYOR,)))
    before = ids(ledger)
    assert before == ["flood-toll@r2:n1", "flood-toll@r2:n2"]
    take_in(ledger, told(41, "10:00", note=CORRECTS))
    assert found(ledger) == [("r2", "no-note")]
    assert ids(ledger) == ["flood-toll@r2:n3"]  # a number is not given again
    assert ids(ledger, known_at="#2") == before
    assert causes(ledger, known_at="#2") == dict.fromkeys(before, (3, "r3 arrived late"))
    assert ids(ledger, known_at="#3") == ids(ledger)
    assert queue(ledger, known_at="#2").moment.position == 2


def test_the_queue_as_it_stood_by_the_clock(ledger: Ledger, clock: FakeClock) -> None:
    """A time is resolved to the last position recorded by then; one before the ledger is not found, a future one is
    refused."""
    two_stories(ledger, clock)
    assert ids(ledger, known_at="today 12:15") == ["flood-toll@r2:n1", "flood-toll@r2:n2"]
    assert queue(ledger, known_at="today 12:15").covered.revisions == 1
    with pytest.raises(NotFound):
        queue(ledger, known_at="today 11:00")
    with pytest.raises(UsageError):
        queue(ledger, known_at="today 23:00")


def test_later_revisions_are_judged_anew_by_a_longer_past(ledger: Ledger) -> None:
    """A toll that goes from 41 to 14 undoes nothing, until a late text turns up that had said 14 before."""
    take_in(ledger, told(41, "10:00"), told(38, "11:00"), told(14, "12:00"))
    assert "reverted" not in {rule for _, rule in found(ledger)}
    take_in(ledger, told(14, "09:00"))
    back = [line.finding for line in queue(ledger).lines if line.finding.rule.startswith(("reverted", "flip"))]
    assert [(row.revision, row.opened_position) for row in back] == [(3, 4)]


def test_a_confirmation_is_no_second_finding(ledger: Ledger) -> None:
    """The same text under a new time opens "time-moved" for the revision it confirms, and leaves its others."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"))
    before = ids(ledger)
    take_in(ledger, told(41, "11:00"))
    assert set(before) < set(ids(ledger))
    assert set(found(ledger)) - {("r2", "undisclosed-number"), ("r2", "no-note")} == {("r2", "time-moved")}


def test_a_queue_says_when_the_lists_lag_behind(ledger: Ledger) -> None:
    """What is recorded but not examined yet is no finding, and the queue owns up to it."""
    from builders import take

    take_in(ledger, told(14, "09:00"))
    take(ledger, told(41, "10:00"))
    behind = queue(ledger)
    assert (behind.lines, behind.freshness.lag, behind.freshness.complete) == ((), 1, False)


def test_a_queue_made_by_another_version_says_so(url: str, clock: FakeClock, backend: Any) -> None:
    """It still answers; a rebuild is the remedy."""
    with opened(url, clock) as ledger:
        take_in(ledger, told(14, "09:00"), told(41, "10:00"))
        backend.run(url, "UPDATE projection_cursors SET version = 'of old' WHERE name = 'revisions'")
        old = queue(ledger)
        assert (len(old.lines), old.freshness.stale, old.freshness.complete) == (2, True, False)


def test_rules_are_explained() -> None:
    """A rule by its code; an unknown one names those there are."""
    assert explain("undisclosed-number").severity is Severity.HIGH
    with pytest.raises(NotFound, match=r"no rule 'typo'; rules are: undisclosed-number, .*byline"):
        explain("typo")


def test_an_unknown_rule_is_no_empty_queue(ledger: Ledger) -> None:
    """A misspelt filter would hide everything."""
    with pytest.raises(NotFound, match="typo"):
        queue(ledger, rules=("typo",))


def test_the_rows_of_findings_stand_for_what_the_queue_shows(ledger: Ledger) -> None:
    """The bare list without reviews is the same, in the same order."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"), told(38, "11:00", note=BACKGROUND))
    with ledger.view() as view:
        rows = find_findings(view.connection, Wanted())
    assert [f"{row.slug}@r{row.revision}:n{row.number}" for row in rows] == ids(ledger)
    assert all(rfc3339(row.opened_at).startswith("2023-01-21T12:00:00") for row in rows)
