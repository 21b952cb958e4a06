"""The life of a finding: what opens and closes it, as texts, notes and notices come in any order; what a rebuild does.

Position 0 opens the story, r1 stands at 1, r2 at 2, and so on. What comes late was published before something that is
recorded already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from builders import at, take, workspace
from queues import desk, found, ids, queue, sign, states, take_in, told

from tracker.audit import Examination
from tracker.audit.findings import Finding, Severity
from tracker.desk.corrections import redate, restore, void
from tracker.desk.history import log
from tracker.desk.moment import NOTHING_ASKED
from tracker.desk.observe import Given
from tracker.desk.withdrawals import notice_in, withdraw_by
from tracker.ledger.store import Ledger
from tracker.projections import auditing, runner
from tracker.projections.model import Projection
from tracker.projections.revisions import REVISIONS
from tracker.projections.runner import catch_up, rebuild
from tracker.sources import Reading
from tracker.story.article import Article
from tracker.story.keys import parse_key

CORRECTS = "Corrects toll in first paragraph to 41 from 14"
MAYOR = "The mayor of the lower town, Ada Brook, spoke of a disaster."
RAIN = "Forecasters expect more rain in the hills."
SILENT, FORGED = "This story has been withdrawn.", "This story has been withdrawn. It rests on a forged list."
NUMBER, GONE, AFTER = "undisclosed-number", "withdrawn-without-reason", "text-after-withdrawal"


def tolls(ledger: Ledger, **asked: Any) -> dict[str, tuple[str | None, str | None]]:
    """What the numbers in the queue were and became, by the names of the findings."""
    lines = queue(ledger, rules=(NUMBER,), **asked).lines
    return {line.id: (line.finding.old_words, line.finding.new_words) for line in lines}


def closings(ledger: Ledger, known_at: str) -> dict[str, tuple[int | None, str | None]]:
    """Where and why the findings that stood open then were closed since; (None, None) for those that still stand."""
    lines = queue(ledger, known_at=known_at).lines
    return {line.id: (line.finding.closed_position, line.finding.cause) for line in lines}


def withdrawn(ledger: Ledger, published: str, text: str = SILENT) -> None:
    """Take in a notice that withdraws the story, and bring the lists up to date."""
    reading = Reading(
        article=Article(paragraphs=(text,)),
        capture=text.encode(),
        name="notice",
        reader="wire",
        reader_version=1,
        published=datetime.fromtimestamp(at(published) / 1_000_000, UTC),
    )
    notice = notice_in(reading)
    assert notice is not None
    withdraw_by(ledger, reading, notice, None, Given(story=parse_key("wire:flood")), workspace(ledger).config)
    assert catch_up(ledger)


def life(ledger: Ledger, **asked: Any) -> list[tuple[str, str]]:
    """What the queue says of withdrawals, as (revision, rule)."""
    return sorted(found(ledger, rules=(GONE, AFTER), **asked))


def test_a_text_that_comes_between_two_parts_them(ledger: Ledger) -> None:
    """14, 41, and late 38 between: the finding of a pair that is no pair any more closes, both new pairs have one."""
    take_in(ledger, told(14, "09:00"), told(41, "11:00"))
    old = {"flood-toll@r2:n1": ("At least 14 people were", "At least 41 people were")}
    assert tolls(ledger) == old
    take_in(ledger, told(38, "10:00"))
    assert tolls(ledger) == {
        "flood-toll@r2:n3": ("At least 38 people were", "At least 41 people were"),
        "flood-toll@r3:n1": ("At least 14 people were", "At least 38 people were"),
    }
    assert {line.finding.opened_position for line in queue(ledger).lines} == {3}
    assert tolls(ledger, known_at="#2") == old
    assert closings(ledger, "#2") == dict.fromkeys(["flood-toll@r2:n1", "flood-toll@r2:n2"], (3, "r3 arrived late"))


def test_pairs_that_stay_neighbours_keep_their_findings(ledger: Ledger) -> None:
    """What comes late between r1 and r2 closes nothing of r3: the same numbers, open since they were opened."""
    take_in(ledger, told(14, "09:00"), told(41, "11:00"), told(38, "12:00"))
    stood = ids(ledger, "flood-toll@r3")
    assert len(stood) == 2
    take_in(ledger, told(20, "10:00"))
    assert ids(ledger, "flood-toll@r3") == stood
    assert {closings(ledger, "#3")[name] for name in stood} == {(None, None)}


@pytest.mark.parametrize(("second", "again", "moved"), [("10:00", (41, "11:00"), "r2"), ("12:00", (14, "10:00"), "r1")])
def test_a_text_given_again_closes_nothing(ledger: Ledger, second: str, again: tuple[int, str], moved: str) -> None:
    """Also where it comes late, before r2: what stood stands under its number, and before it nothing was moved."""
    take_in(ledger, told(14, "09:00"), told(41, second))
    before = ids(ledger)
    take_in(ledger, told(*again))
    assert set(found(ledger)) == {("r2", NUMBER), ("r2", "no-note"), (moved, "time-moved")}
    assert ids(ledger, known_at="#2") == before
    assert closings(ledger, "#2") == dict.fromkeys(before, (None, None))


def test_a_note_closes_what_it_owns_up_to_and_no_more(ledger: Ledger) -> None:
    """r2 changed two numbers in silence, r3 tells of one of them: that one is closed and says where it was disclosed,
    and so does what r3 is told on; the other one stands."""
    bridges = "In the hills {} bridges were swept away, the council said."
    take_in(ledger, told(14, "09:00", more=(bridges.format(2),)), told(41, "10:00", more=(bridges.format(7),)))
    assert set(tolls(ledger)) == {"flood-toll@r2:n1", "flood-toll@r2:n2"}
    take_in(ledger, told(41, "10:52", more=(bridges.format(7), RAIN), note=f"{CORRECTS}. Adds forecast"))
    assert list(tolls(ledger).values()) == [("the hills 2 bridges were", "the hills 7 bridges were")]
    (made_good,) = (closing for closing in closings(ledger, "#2").values() if closing != (None, None))
    assert made_good == (3, "disclosed in r3")
    (late,) = queue(ledger, rules=("late-disclosure",)).lines
    assert (late.finding.revision, late.finding.severity) == (3, Severity.LOW)
    assert late.finding.message == f"“{CORRECTS}”: changed in r2, disclosed in r3, 52 minutes later"


def test_a_note_that_comes_late_closes_as_well(ledger: Ledger) -> None:
    """r4 is published between r2, which changed the toll in silence, and r3: r2's finding is disclosed in r4."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"), told(44, "12:00", note="Updates toll in first paragraph"))
    assert "flood-toll@r2:n1" in tolls(ledger)
    take_in(ledger, told(41, "11:00", note=CORRECTS, more=(RAIN,)))
    assert "flood-toll@r2:n1" not in tolls(ledger)
    assert closings(ledger, "#3")["flood-toll@r2:n1"] == (4, "disclosed in r4")


def test_what_was_disclosed_is_not_opened_again_by_another_look(ledger: Ledger) -> None:
    """r2, of which r3 owned up to, is given again between them: what is found of that is its third finding."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"), told(41, "12:00", note=CORRECTS, more=(RAIN,)))
    take_in(ledger, told(41, "11:00"))
    assert ids(ledger, "flood-toll@r2") == ["flood-toll@r2:n3"]
    assert ("r2", "time-moved") in found(ledger)
    assert closings(ledger, "#2") == dict.fromkeys(["flood-toll@r2:n1", "flood-toll@r2:n2"], (3, "disclosed in r3"))


def test_what_a_note_tells_of_its_own_pair_it_no_longer_tells_of_another(ledger: Ledger) -> None:
    """r3 owned up to r2's change, until r4 turned up between them with the old toll: now r3 tells of its own change,
    and r2's stands undisclosed again, under a new number and from r4's arrival on."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"), told(41, "11:00", note=CORRECTS, more=(RAIN,)))
    assert tolls(ledger) == {}
    take_in(ledger, told(14, "10:30"))
    words = ("At least 14 people were", "At least 41 people were")
    assert [words for name, words in tolls(ledger).items() if "@r2:" in name] == [words]
    assert closings(ledger, "#2")["flood-toll@r2:n1"] == (3, "disclosed in r3")
    assert tolls(ledger, known_at="#3") == {}


def test_what_two_notes_tell_of_stays_closed_while_one_does(ledger: Ledger) -> None:
    """r3 owned up to r2's change; r4 comes late between them and says the same, so that r3 only carries it over: r4
    discloses it now, and it was never open again."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"), told(41, "12:00", note=CORRECTS, more=(RAIN, MAYOR)))
    assert tolls(ledger) == {}
    take_in(ledger, told(41, "11:00", note=CORRECTS, more=(RAIN,)))
    assert ("r3", "note-carried") in found(ledger)
    assert tolls(ledger) == {}
    take_in(ledger, told(14, "11:30", more=(RAIN,)))  # r3's note now tells of its own change, r4's of r2's as before
    assert [name for name in tolls(ledger) if "@r2:" in name] == []


def test_a_story_withdrawn_without_a_reason(ledger: Ledger) -> None:
    """The text that stood says so from the notice on; a text that is published after it is the gravest thing."""
    take_in(ledger, told(14, "09:00"), told(14, "10:00", more=(MAYOR,), note="Adds mayor's comment in fifth paragraph"))
    withdrawn(ledger, "11:00")
    assert life(ledger) == [("r2", GONE)]
    assert life(ledger, known_at="#2") == []
    take_in(ledger, told(14, "11:40", more=(MAYOR, RAIN), note="Adds forecast in sixth paragraph"))
    assert life(ledger) == [("r2", GONE), ("r3", AFTER)]
    (after,) = queue(ledger, rules=(AFTER,)).lines
    assert (after.finding.severity, after.finding.opened_position) == (Severity.HIGH, 4)
    assert after.finding.message.startswith("published 40 minutes after the story was withdrawn")


def test_a_story_withdrawn_with_a_reason(ledger: Ledger) -> None:
    """Nothing is found in the text that stood."""
    take_in(ledger, told(14, "09:00"))
    withdrawn(ledger, "11:00", FORGED)
    assert life(ledger) == []


def test_a_text_that_was_given_again_is_the_one_withdrawn(ledger: Ledger) -> None:
    """Between the revision and the notice lies a point of the same text, and it is still that text."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"), told(41, "10:30"))
    withdrawn(ledger, "11:00")
    assert life(ledger) == [("r2", GONE)]


def test_a_text_that_returned_is_the_one_withdrawn(ledger: Ledger) -> None:
    """r1 was given again at 10:30, and r2 turned up late before that: at 11:00 readers had r1."""
    take_in(ledger, told(14, "09:00"), told(14, "10:30"), told(41, "10:00"))
    withdrawn(ledger, "11:00")
    assert life(ledger) == [("r1", GONE)]


def test_a_text_recorded_after_the_notice_may_have_been_out_before_it(ledger: Ledger) -> None:
    """r2 was published before the notice: it is what was withdrawn, r1 is not, and no text came after."""
    take_in(ledger, told(14, "09:00"))
    withdrawn(ledger, "11:00")
    assert life(ledger) == [("r1", GONE)]
    take_in(ledger, told(41, "10:00"))
    assert life(ledger) == [("r2", GONE)]
    assert closings(ledger, "#2") == {"flood-toll@r1:n1": (3, "r2 stood when the story was withdrawn")}


def test_a_notice_recorded_after_a_text_may_have_been_out_before_it(ledger: Ledger) -> None:
    """Once the notice is known, r2 is a text after it."""
    take_in(ledger, told(14, "09:00"), told(41, "12:00"))
    withdrawn(ledger, "11:00")
    assert life(ledger) == [("r1", GONE), ("r2", AFTER)]
    assert life(ledger, known_at="#2") == []


def test_a_voided_text_is_not_the_one_withdrawn(ledger: Ledger) -> None:
    """r1 was given again at 10:30, with r2 before and r3 after that: without r3, readers had r1 when the notice came;
    with r3 again, or a later publish time of it, all is judged anew."""
    take_in(ledger, told(14, "09:00"), told(14, "10:30"), told(41, "10:00"), told(38, "10:45"))
    withdrawn(ledger, "11:00")
    assert life(ledger) == [("r3", GONE)]
    space, name, why = workspace(ledger), "flood-toll@r3", {"by": "Mara Ilic", "reason": "a slip of the desk"}
    void(space, name, **why)
    assert catch_up(ledger)
    assert life(ledger) == [("r1", GONE)]
    restore(space, name, **why)
    assert catch_up(ledger)
    assert life(ledger) == [("r3", GONE)]
    redate(space, name, published="2023-01-21T11:30:00Z", **why)
    assert catch_up(ledger)
    assert life(ledger) == [("r1", GONE), ("r3", AFTER)]
    assert life(ledger, known_at="#5") == [("r3", GONE)]


def test_of_a_text_and_a_notice_of_one_time_the_ledger_says_which_came_first(ledger: Ledger) -> None:
    """r1, recorded before the notice, is what it withdraws; r2 under the same time came after it."""
    take_in(ledger, told(14, "11:00"))
    withdrawn(ledger, "11:00")
    assert life(ledger) == [("r1", GONE)]
    take_in(ledger, told(41, "11:00"))
    assert life(ledger) == [("r1", GONE), ("r2", AFTER)]


def test_a_text_changed_under_the_time_at_which_it_was_given_again(ledger: Ledger) -> None:
    """The outlet gave r1 again at 10:00, and r2 under that very time: readers cannot tell that it says something
    else."""
    take_in(ledger, told(14, "09:00"), told(14, "10:00"), told(41, "10:00"))
    assert ("r2", "time-unmoved") in found(ledger)


def test_a_text_that_returned_belongs_to_the_past(ledger: Ledger) -> None:
    """r3 is the text of r2 again, also where r1 was given again twice and all of it is folded at once."""
    for sent in (told(14, "09:00"), told(14, "11:00"), told(41, "10:00"), told(14, "12:00"), told(41, "13:00")):
        take(ledger, sent)
    assert catch_up(ledger)
    (back,) = queue(ledger, rules=("flip-flop",)).lines
    assert back.finding.revision == 3
    assert back.finding.message.startswith("the whole text is that of r2 again; what r1 said is undone")


def newer(monkeypatch: pytest.MonkeyPatch, finds: Callable[[Finding], Finding]) -> Projection:
    """A program of another version, which finds the same as this one but for what `finds` makes of it."""

    def examine(*given: Any, **more: Any) -> Examination:
        seen = auditing_examine(*given, **more)
        return replace(seen, findings=tuple(map(finds, seen.findings)))

    auditing_examine = auditing.examine
    monkeypatch.setattr(auditing, "examine", examine)
    projection = replace(REVISIONS, version="of another program")
    others = tuple(projection if one is REVISIONS else one for one in runner.PROJECTIONS)
    monkeypatch.setattr(runner, "PROJECTIONS", others)
    return projection


def accepted(ledger: Ledger) -> dict[int, str]:
    """Where the change of each revision stands with its reviewers."""
    lines = log(desk(ledger), "flood-toll", NOTHING_ASKED).lines
    return {line.revision.number: line.audited.signed.state for line in lines if line.audited}


def test_another_version_that_says_the_same_reopens_no_review(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists own up to their age until they are made anew; then reviews and objections stand as they did."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"), told(38, "11:00"))
    sign(ledger, "flood-toll@r2")
    sign(ledger, "flood-toll@r3:n1", verdict="query", comment="38?")
    before = (states(ledger), queue(ledger).settled, accepted(ledger))
    assert before[1:] == (2, {1: "unreviewed", 2: "accepted", 3: "unreviewed"})
    projection = newer(monkeypatch, lambda finding: finding)
    stale = queue(ledger)
    assert (stale.freshness.stale, len(stale.lines)) == (True, len(before[0]))
    rebuild(ledger, projection)
    assert queue(ledger).freshness.complete
    assert (states(ledger), queue(ledger).settled, accepted(ledger)) == before


def other_words(finding: Finding) -> Finding:
    """Another version cuts the words of a number otherwise."""
    return replace(finding, old_words="14", new_words="41") if finding.rule == NUMBER else finding


def other_severity(finding: Finding) -> Finding:
    """Another version weighs a number less."""
    return replace(finding, severity=Severity.MEDIUM) if finding.rule == NUMBER else finding


@pytest.mark.parametrize("finds", [other_words, other_severity])
def test_another_version_that_says_something_else_reopens_a_review(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, finds: Callable[[Finding], Finding]
) -> None:
    """Of that finding alone: nobody accepted it with these words, or at this severity. The change as a whole is the
    same and stays signed off."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"))
    sign(ledger, "flood-toll@r2")
    assert (ids(ledger), queue(ledger).settled) == ([], 2)
    rebuild(ledger, newer(monkeypatch, finds))
    assert states(ledger) == [("flood-toll@r2:n1", "unreviewed", ())]
    assert (queue(ledger).settled, accepted(ledger)[2]) == (1, "accepted")
    sign(ledger, "flood-toll@r2:n1", by="Jo Ek")
    assert (ids(ledger), queue(ledger).settled) == ([], 2)


def test_an_objection_stands_whatever_its_author_signs_elsewhere(ledger: Ledger) -> None:
    """Where two names are needed, r2 is disputed, also after the one who queried it accepts r3, or queries that too."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"), told(38, "11:00"))
    two, r2 = desk(ledger, required=2), ["flood-toll@r2:n1", "flood-toll@r2:n2"]
    sign(two, "flood-toll@r2", by="Jo Ek", verdict="query", comment="41?")
    sign(two, "flood-toll@r2")
    for verdict in ("accept", "query"):
        sign(two, "flood-toll@r3", by="Jo Ek", verdict=verdict, comment="38?")
        assert states(two, "flood-toll@r2") == [(name, "disputed", ("Jo Ek", "Mara Ilic")) for name in r2]
        assert states(two, "flood-toll@r2", unreviewed=True) == []
        assert queue(two).settled == 0
