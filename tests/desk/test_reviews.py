"""Signing off: what a review covers, how many names it takes, what reopens it, and what of it stands in the log."""

from __future__ import annotations

from typing import Any

import pytest
from builders import MINUTE, FakeClock, events_of, opened
from queues import desk, ids, queue, report, sign, states, take_in, told, unsign

from tracker.config import SourceSettings
from tracker.desk.compare import diff, since_reviewed
from tracker.desk.history import log
from tracker.desk.integrity import verify
from tracker.desk.moment import NOTHING_ASKED, Asked
from tracker.errors import DatabaseStateError, NotFound, UsageError
from tracker.ledger.identity import desk_stream
from tracker.ledger.store import Ledger
from tracker.story import canonical
from tracker.story.events import REMARK, ChangeReviewed, ReviewWithdrawn

MARA, JO = "Mara Ilic", "Jo Ek"
BOTH = ["flood-toll@r2:n1", "flood-toll@r2:n2"]


def untold(ledger: Ledger) -> None:
    """r2 changes the toll without a note: two findings, "undisclosed-number" and "no-note"."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"))


def test_a_whole_change_is_signed_off_with_all_its_findings(ledger: Ledger) -> None:
    """Its findings leave the queue and are counted; the answer says what was covered and where it stands."""
    untold(ledger)
    (signed,) = sign(ledger, "flood-toll@r2")
    assert (signed.whole, signed.previous, [row.number for row in signed.findings]) == (True, 1, [1, 2])
    assert (signed.name, signed.position) == (MARA, 3)
    assert (ids(ledger), queue(ledger).settled) == ([], 2)


def test_a_single_finding_is_signed_off_alone(ledger: Ledger) -> None:
    """The other one stays; the change as a whole is not signed off by that."""
    untold(ledger)
    (signed,) = sign(ledger, "flood-toll@r2:n1")
    assert (signed.whole, [row.number for row in signed.findings]) == (False, [1])
    assert ids(ledger) == ["flood-toll@r2:n2"]
    assert reviewed(ledger) == {1: "unreviewed", 2: "unreviewed"}


def reviewed(ledger: Ledger, **asked: Any) -> dict[int, str | None]:
    """Where the change of each revision stands, as the log says."""
    lines = log(desk(ledger), "flood-toll", Asked(**asked)).lines
    return {line.revision.number: line.audited.signed.state if line.audited else None for line in lines}


def test_findings_of_one_revision_named_together_make_one_review(ledger: Ledger) -> None:
    """Each named finding once, however often it was named; naming the revision as well covers all of it."""
    untold(ledger)
    assert [len(item.findings) for item in sign(ledger, "flood-toll@r2:n2", "flood-toll@r2:n2")] == [1]
    (both,) = sign(ledger, "flood-toll@r2:n1", "wire:flood@r2:n2", by=JO)
    assert (both.whole, [row.number for row in both.findings]) == (False, [1, 2])
    (whole,) = sign(ledger, "flood-toll@r2:n1", "flood-toll@-1", by=JO)
    assert (whole.whole, [row.number for row in whole.findings]) == (True, [1, 2])


def test_several_revisions_are_signed_off_in_one_transaction(ledger: Ledger) -> None:
    """All or none: where one of them does not exist, nothing is recorded."""
    untold(ledger)
    with pytest.raises(NotFound):
        sign(ledger, "flood-toll@r2", "flood-toll@r9")
    assert len(events_of(ledger)) == 3
    first, second = sign(ledger, "flood-toll@r1", "flood-toll@r2")
    assert (first.position, second.position, first.recorded_at == second.recorded_at) == (3, 4, True)


@pytest.mark.parametrize("target", ["flood-toll@r2:n3", "flood-toll@r1:n1", "flood-toll@r3", "nobody@r2"])
def test_what_does_not_exist_cannot_be_signed_off(ledger: Ledger, target: str) -> None:
    """No such finding is open, no such revision, no such story."""
    untold(ledger)
    with pytest.raises(NotFound):
        sign(ledger, target)


def test_a_revision_must_be_named(ledger: Ledger) -> None:
    """A story alone could be any of its revisions, also one that comes a moment later."""
    untold(ledger)
    with pytest.raises(UsageError, match="flood-toll@r2"):
        sign(ledger, "flood-toll")


@pytest.mark.parametrize("verdict", ["query", "correction-needed"])
@pytest.mark.parametrize("comment", [None, "", "  \n"])
def test_an_objection_needs_its_reason(ledger: Ledger, verdict: str, comment: str | None) -> None:
    """Nothing is recorded without one."""
    untold(ledger)
    with pytest.raises(UsageError, match="-m"):
        sign(ledger, "flood-toll@r2", verdict=verdict, comment=comment)
    assert len(events_of(ledger)) == 3


@pytest.mark.parametrize(
    ("name", "comment"),
    [("x" * 201, "why"), ("Mara\x1b[31m", "why"), ("Mara\u202e", "why"), (MARA, "x" * 10_001), (MARA, "caf\udce9")],
)
def test_names_and_comments_have_bounds(ledger: Ledger, name: str, comment: str) -> None:
    """Neither endless nor unprintable names; no comment that is no text."""
    untold(ledger)
    with pytest.raises(UsageError):
        sign(ledger, "flood-toll@r2", by=name, comment=comment)
    assert len(events_of(ledger)) == 3


def test_a_name_is_never_invented(ledger: Ledger) -> None:
    """It is given, else configured, else there is no review; an empty one is none."""
    untold(ledger)
    for name in (None, "", "  "):
        with pytest.raises(UsageError, match="--by"):
            sign(ledger, "flood-toll@r2", by=name)
    (signed,) = sign(desk(ledger, reviewer=JO), "flood-toll@r2", by=None)
    assert signed.name == JO
    with pytest.raises(UsageError, match="--by"):
        unsign(ledger, "flood-toll@r2", by=None)


def test_two_names_are_needed_where_two_are_required(ledger: Ledger) -> None:
    """One awaits the other; then the findings leave the queue."""
    untold(ledger)
    two = desk(ledger, required=2)
    sign(two, "flood-toll@r2")
    assert states(two) == [(name, "awaiting", (MARA,)) for name in BOTH]
    assert states(two, unreviewed=True) == states(two)
    sign(two, "flood-toll@r2", by=JO)
    assert (states(two), queue(two).settled, queue(two, unreviewed=True).settled) == ([], 2, 2)


@pytest.mark.parametrize("again", [MARA, " Mara  Ilic "])
def test_the_same_person_twice_is_one_name(ledger: Ledger, again: str) -> None:
    """Also with other blanks."""
    untold(ledger)
    two = desk(ledger, required=2)
    sign(two, "flood-toll@r2")
    sign(two, "flood-toll@r2", by=again)
    assert states(two) == [(name, "awaiting", (MARA,)) for name in BOTH]


def test_one_letter_written_in_two_ways_is_one_name(ledger: Ledger) -> None:
    """An é as one sign or as two."""
    untold(ledger)
    two = desk(ledger, required=2)
    sign(two, "flood-toll@r2", by="Zo\u00e9 Ek")
    sign(two, "flood-toll@r2", by="Zoe\u0301 Ek")
    assert {names for _, _, names in states(two)} == {("Zo\u00e9 Ek",)}


def test_differing_verdicts_are_disputed_and_stay(ledger: Ledger) -> None:
    """Until one of the two says otherwise: of each name the newest opinion counts."""
    untold(ledger)
    two = desk(ledger, required=2)
    sign(two, "flood-toll@r2")
    sign(two, "flood-toll@r2", by=JO, verdict="query", comment="who says so?")
    assert states(two) == [(name, "disputed", (MARA, JO)) for name in BOTH]
    assert states(two, unreviewed=True) == []
    sign(two, "flood-toll@r2", by=JO)
    assert states(two) == []


def test_where_one_name_is_enough_the_newest_opinion_decides(ledger: Ledger) -> None:
    """An objection after an approval puts a finding back, and the other way round."""
    untold(ledger)
    sign(ledger, "flood-toll@r2")
    sign(ledger, "flood-toll@r2:n1", by=JO, verdict="correction-needed", comment="it was 38")
    assert states(ledger) == [("flood-toll@r2:n1", "correction needed", (MARA, JO))]
    assert states(ledger, unreviewed=True) == []
    sign(ledger, "flood-toll@r2:n1")
    assert states(ledger) == []


def test_a_review_is_withdrawn_by_another_event(ledger: Ledger) -> None:
    """What it settled is open again; it cannot be withdrawn twice, nor by somebody else."""
    untold(ledger)
    sign(ledger, "flood-toll@r2")
    with pytest.raises(NotFound, match=MARA):
        unsign(ledger, "flood-toll@r2", by=JO)
    (gone,) = unsign(ledger, "flood-toll@r2")
    assert (gone.review, gone.position, gone.name, gone.revision) == (3, 4, MARA, 2)
    assert [(name, state) for name, state, _ in states(ledger)] == [(name, "unreviewed") for name in BOTH]
    with pytest.raises(NotFound, match="nobody"):
        unsign(ledger, "flood-toll@r2")
    assert ids(ledger, known_at="#3") == []


def test_only_the_reviews_that_cover_a_finding_are_withdrawn_by_it(ledger: Ledger) -> None:
    """A finding named on withdrawal leaves the reviews of others alone."""
    untold(ledger)
    sign(ledger, "flood-toll@r2:n1")
    sign(ledger, "flood-toll@r2:n2")
    assert [gone.review for gone in unsign(ledger, "flood-toll@r2:n2")] == [4]
    assert ids(ledger) == ["flood-toll@r2:n2"]
    with pytest.raises(NotFound):
        unsign(ledger, "flood-toll@r2:n7")


def test_a_review_is_known_from_its_recording_on(ledger: Ledger, clock: FakeClock) -> None:
    """The queue, the log and the diff of before show none."""
    untold(ledger)
    clock.now += 30 * MINUTE
    sign(ledger, "flood-toll@r2")
    before = {"known_at": "today 12:15"}
    assert [(name, state) for name, state, _ in states(ledger, **before)] == [(name, "unreviewed") for name in BOTH]
    assert (reviewed(ledger, **before)[2], reviewed(ledger)[2]) == ("unreviewed", "accepted")
    compared = [diff(desk(ledger), "flood-toll", None, asked) for asked in (Asked(**before), NOTHING_ASKED)]
    assert [item.signed.state for item in compared] == ["unreviewed", "accepted"]


def test_another_text_before_it_reopens_a_review(ledger: Ledger) -> None:
    """A late arrival makes another change of r2: nobody has looked at that one."""
    take_in(ledger, told(14, "09:00"), told(41, "11:00"))
    sign(ledger, "flood-toll@r2")
    take_in(ledger, told(38, "10:00"))
    assert [(name, state) for name, state, _ in states(ledger, "flood-toll@r2")] == [
        ("flood-toll@r2:n3", "unreviewed"),
        ("flood-toll@r2:n4", "unreviewed"),
    ]
    assert reviewed(ledger)[2] == "unreviewed"
    assert ids(ledger, known_at="#3") == []
    sign(ledger, "flood-toll@r2", by=JO)
    assert reviewed(ledger)[2] == "accepted"


def test_another_severity_reopens_the_review_of_a_finding(ledger: Ledger) -> None:
    """A finding that was shown as low, for a source without notes, was not accepted as high."""
    untold(ledger)
    silent = desk(ledger, sources={"wire": SourceSettings(notes="web")})
    assert ids(silent) == ["flood-toll@r2:n1"]
    sign(silent, "flood-toll@r2")
    assert ids(silent) == []
    assert ids(ledger) == BOTH


def test_other_words_reopen_the_review_of_a_finding(ledger: Ledger) -> None:
    """The review keeps the words that were shown; a list that says others is not covered by it."""
    from sqlalchemy import update

    from tracker.projections.schema import findings

    untold(ledger)
    sign(ledger, "flood-toll@r2")
    with ledger.database.write() as connection:
        connection.execute(update(findings).where(findings.c.number == 1).values(new_words="At least 44 people were"))
    assert states(ledger) == [("flood-toll@r2:n1", "unreviewed", ())]


def test_a_new_version_of_the_program_alone_reopens_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A review names the engine of its time, and stands when another one says the same."""
    untold(ledger)
    monkeypatch.setattr("tracker.desk.review.ENGINE_VERSION", 99_999)
    sign(ledger, "flood-toll@r2")
    monkeypatch.undo()
    assert ids(ledger) == []


def test_the_first_revision_can_be_signed_off(ledger: Ledger) -> None:
    """There is no text before it, and it may have findings of its own."""
    take_in(ledger, told(14, "09:00"))
    (signed,) = sign(ledger, "flood-toll@r1")
    assert (signed.previous, signed.findings, signed.whole) == (None, (), True)
    assert reviewed(ledger) == {1: "accepted"}


def test_nothing_that_a_person_or_source_said_stands_in_the_log_itself(ledger: Ledger) -> None:
    """Name, comment and the words shown lie in the body `remark`; the event has keys and numbers, and a ledger with
    reviews verifies."""
    untold(ledger)
    sign(ledger, "flood-toll@r2", verdict="query", comment="Ask the morgue for its list")
    unsign(ledger, "flood-toll@r2")
    with ledger.view() as view:
        stream = desk_stream(view.identities.stream("wire:flood"))
        review, gone = view.stream(stream, start=0)
        remark = canonical.decode(view.body(review, REMARK))
        shown = str([event.row.data for event in view.range(0, 0)])
    assert isinstance(review.event, ChangeReviewed)
    assert isinstance(gone.event, ReviewWithdrawn)
    assert review.event.keys == ("change", "undisclosed-number:p1:1", "no-note:story:1")
    assert (review.event.previous, review.event.previous_position, gone.event.review) == (1, 1, 3)
    assert (remark["by"], remark["comment"]) == (MARA, "Ask the morgue for its list")
    assert [item["new"] for item in remark["findings"] if "new" in item] == ["At least 41 people were"]
    for text in ("Mara", "Ilic", "morgue", "people"):
        assert text not in shown
    assert verify(desk(ledger)).flaws == ()


def test_a_source_s_own_words_make_no_key(ledger: Ledger) -> None:
    """The kind of an insert comes from the source, and is no part of what a review's event says."""
    from tracker.story.article import Insert

    kind = "rumour-box"
    old, new = (Insert(before=2, kind=kind, text=f"{toll} houses were lost.") for toll in (12, 21))
    take_in(ledger, told(14, "09:00", inserts=(old,)), told(14, "10:00", inserts=(new,)))
    sign(ledger, "flood-toll@r2")
    assert ids(ledger, "flood-toll@r2") == []
    with ledger.view() as view:
        assert kind not in str([event.row.data for event in view.range(0, 0)])


def test_findings_of_another_version_cannot_be_signed_off(url: str, clock: FakeClock, backend: Any) -> None:
    """What is shown would not be what this program finds; the remedy is named."""
    with opened(url, clock) as ledger:
        untold(ledger)
        backend.run(url, "UPDATE projection_cursors SET version = 'of old' WHERE name = 'revisions'")
        with pytest.raises(DatabaseStateError, match="projections rebuild"):
            sign(ledger, "flood-toll@r2")


def test_what_changed_since_the_last_sign_off(ledger: Ledger) -> None:
    """From the last revision, in publication order, whose whole change is accepted, to the newest."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"), told(38, "11:00"), told(44, "12:00"))
    sign(ledger, "flood-toll@r2")
    sign(ledger, "flood-toll@r3:n1")  # a finding is no change
    sign(ledger, "flood-toll@r4", verdict="query", comment="44?")
    since = since_reviewed(desk(ledger), "flood-toll", NOTHING_ASKED)
    assert (since.old.number, since.new.number) == (2, 4)
    assert [(change.old_text, change.new_text) for change in since.comparison.changes] == [
        (report(41).paragraphs[0], report(44).paragraphs[0])
    ]


def test_publication_order_says_what_came_since(ledger: Ledger) -> None:
    """r3 arrived late and lies before the reviewed r2, so nothing came since, once r2 is looked at again."""
    take_in(ledger, told(14, "09:00"), told(41, "11:00"))
    sign(ledger, "flood-toll@r1")
    take_in(ledger, told(38, "10:00"))
    since = since_reviewed(desk(ledger), "flood-toll", NOTHING_ASKED)
    assert (since.old.number, since.new.number) == (1, 2)
    sign(ledger, "flood-toll@r2")
    nothing = since_reviewed(desk(ledger), "flood-toll", NOTHING_ASKED)
    assert (nothing.old.number, nothing.new.number, nothing.comparison.unchanged) == (2, 2, True)


def test_since_the_last_sign_off_of_then(ledger: Ledger) -> None:
    """With two names required one is not enough, and a moment before the review knows none."""
    take_in(ledger, told(14, "09:00"), told(41, "10:00"))
    sign(ledger, "flood-toll@r1")
    with pytest.raises(NotFound, match="signed off"):
        since_reviewed(desk(ledger, required=2), "flood-toll", NOTHING_ASKED)
    with pytest.raises(NotFound, match="signed off"):
        since_reviewed(desk(ledger), "flood-toll", Asked(known_at="#2"))
    with pytest.raises(UsageError):
        since_reviewed(desk(ledger), "flood-toll@r2", NOTHING_ASKED)
