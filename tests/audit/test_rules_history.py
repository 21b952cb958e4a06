"""Tests of the rules on a story's history: returns, clocks, versions, lost ends."""

from __future__ import annotations

import pytest
from audited import audit, found, instant, keys, only, text

RIVER = "The river rose in the night and 14 people died, police said."
RISEN = "The river rose in the night and 41 people died, police said."
SCHOOLS = "Schools were shut on both banks of the river."
FERRY = "The ferry to the island stopped at noon."
MILL = "The old mill was swept away with all the grain that was in it."


def rules_of(told: list[tuple[str, str]]) -> set[str]:
    """The rules of findings."""
    return {key.split(":")[0] for _, key in told}


def test_a_whole_text_that_is_back_is_reported() -> None:
    """r3 that says what r1 said undoes r2."""
    told = audit(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS, MILL), text(RIVER, SCHOOLS))
    finding = only("reverted", told)
    assert finding.message == "the whole text is that of r1 again; what r2 said is undone"
    assert finding.severity.label == "medium"


def test_a_sentence_that_is_back_is_reported() -> None:
    """A sentence of r1 that r2 replaced and r3 has again is reported though the rest is new."""
    told = audit(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS), text(RIVER, SCHOOLS, MILL))
    assert only("reverted", told).message == "a sentence is back as in r1, in ¶1"


def test_a_value_that_is_back_is_reported_though_its_sentence_is_new() -> None:
    """14 that 41 had replaced and that takes its place again is a return, whatever stands around it."""
    third = "The river rose in the night and 14 people died, the police said on the island."
    told = audit(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS), text(third, SCHOOLS))
    assert "number that r2 replaced is back" in only("reverted", told).message


def test_new_text_is_no_return() -> None:
    """Text that no earlier revision had is new, and so is the same figure in another sentence."""
    assert "reverted" not in rules_of(found(text(RIVER), text(RISEN), text(RISEN, MILL)))
    other = "Some 41 goats were lost when the dam above Brede gave way in spring."
    fewer = "Some 14 goats were lost when the dam above Brede gave way in spring."
    told = found(text(RIVER, other), text(RISEN, other), text(RISEN, fewer))
    assert "reverted" not in rules_of(told)


def test_a_return_that_the_note_announces_is_none() -> None:
    """“Restores” says that earlier text is back."""
    told = found(
        text(RIVER, SCHOOLS), text(RIVER), text(RIVER, SCHOOLS, note="Restores reference to schools in paragraph 2.")
    )
    assert rules_of(told) == set()


def test_a_return_that_a_correction_tells_of_is_low() -> None:
    """A correction back to the earlier number is worth a look, not an alarm."""
    note = "Corrects toll in paragraph 1 to 14, not 41."
    told = found(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS), text(RIVER, SCHOOLS, MILL, note=f"{note} Adds mill."))
    assert [severity for severity, key in told if key == "reverted:story:1"] == ["low"]


def test_back_and_forth_is_more_than_back() -> None:
    """The second return is a flip-flop, and then no plain return is reported."""
    told = found(text(RIVER), text(RISEN), text(RIVER), text(RISEN))
    assert "flip-flop" in rules_of(told)
    assert "reverted" not in rules_of(told)


def test_a_value_that_goes_back_and_forth() -> None:
    """The same holds for a value whose sentence is put another way each time."""
    two = "The river rose in the night and 41 people died, the police said."
    three = "The river rose in the night and 14 people died, the police said there."
    four = "The river rose in the night and 41 people died, the police there said."
    assert "flip-flop" in rules_of(found(text(RIVER), text(two), text(three), text(four)))


def test_text_that_changed_under_one_publish_time() -> None:
    """A changed text must have a new publish time; a newer version number makes it a small matter."""
    versions = (text(RIVER, SCHOOLS), text(RIVER, SCHOOLS, MILL, note="Adds mill in third paragraph."))
    still = found(*versions, published=("10:00", "10:00"))
    counted = found(*versions, published=("10:00", "10:00"), version=3, previous_version=2)
    moved = found(*versions, published=("10:00", "10:05"))
    assert still == [("medium", "time-unmoved:story:1")]
    assert counted == [("low", "time-unmoved:story:1")]
    assert moved == []


def test_typography_needs_no_new_publish_time() -> None:
    """Quotation marks may be mended without a new time."""
    assert found(text('He said "no".'), text("He said “no”."), published=("10:00", "10:00")) == []


def test_an_unchanged_text_under_a_new_time() -> None:
    """The same words under a later time are passed off as fresh, unless they are called a repeat."""
    again = audit(
        text(RIVER, headline="River rises"), text(RIVER, headline="UPDATE 1-River rises"), published=("10:00", "11:30")
    )
    repeat = found(
        text(RIVER, headline="River rises"), text(RIVER, headline="RPT-River rises"), published=("10:00", "11:30")
    )
    assert only("time-moved", again).message.startswith("the same text was given again 90 minutes later")
    assert repeat == []


def test_confirmations_are_an_unchanged_text_under_new_times() -> None:
    """Later times under which the outlet gave the same text are one finding, with how often and how long."""
    confirmed = (instant("11:00"), instant("13:00"))
    told = audit(text(RIVER), published=("10:00",), confirmed=confirmed)
    assert "again 2 times, the last time 3 hours later" in only("time-moved", told).message
    assert found(text(RIVER), published=("10:00",), confirmed=()) == []


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        ("UPDATE 1-River rises", "UPDATE 3-River rises", "UPDATE 2 was never seen"),
        ("River rises", "UPDATE 3-River rises", "UPDATE 1 to 2 were never seen"),
        ("River rises, 1st Ld-Writethru", "River rises, 4th Ld-Writethru", "leads 2 to 3 were never seen"),
        ("River rises (Update1)", "River rises (Update3)", "UPDATE 2 was never seen"),
    ],
)
def test_a_tag_that_skips_a_number(before: str, now: str, shown: str) -> None:
    """Headline tags count versions; a gap is one that was never seen."""
    told = audit(text(RIVER, headline=before), text(RIVER, headline=now))
    assert only("versions-missed", told).message.startswith(shown)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("UPDATE 1-River rises", "UPDATE 2-River rises"),
        ("River rises", "UPDATE 1-River rises"),
        ("UPDATE 2-River rises", "CORRECTED-UPDATE 2-River rises"),
        ("UPDATE 3-River rises", "WRAPUP 1-River rises"),
        ("UPDATE 3-River rises", "River rises"),
    ],
)
def test_tags_that_follow_each_other(before: str, now: str) -> None:
    """The next number, the same one and another way of counting are no gap."""
    assert "versions-missed" not in rules_of(found(text(RIVER, headline=before), text(RIVER, headline=now)))


def test_the_source_counts_where_no_tag_does() -> None:
    """The source's own versions show a gap; its ids and times, which are large, do not."""
    versions = (text(RIVER), text(RIVER))
    assert "versions-missed" in rules_of(found(*versions, version=5, previous_version=3))
    assert "versions-missed" not in rules_of(found(*versions, version=4, previous_version=3))
    assert "versions-missed" not in rules_of(found(*versions, version=1_700_000_500, previous_version=1_700_000_100))


def test_a_missed_version_caps_what_is_undisclosed() -> None:
    """What the missing note said is unknown: an undisclosed number is medium then, and says why."""
    told = audit(
        text(RIVER, SCHOOLS, headline="UPDATE 1-River rises"),
        text(RISEN, SCHOOLS, MILL, headline="UPDATE 3-River rises", note="Adds mill in third paragraph."),
    )
    finding = only("undisclosed-number", told)
    assert finding.severity.label == "medium"
    assert finding.message.endswith("no more than medium, as UPDATE 2 was never seen")


def test_an_end_that_was_lost_is_one_finding() -> None:
    """Over 40 % lost from the end without a note is one finding, not one for every paragraph."""
    told = found(text(RIVER, SCHOOLS, FERRY, MILL), text(RIVER))
    assert told == [("medium", "truncated:story:1")]


def test_a_text_cut_off_within_a_paragraph() -> None:
    """A transmission may break off in the middle of a sentence."""
    told = audit(text(RIVER, SCHOOLS, MILL), text(RIVER, "Schools were shut on"))
    assert keys(told) == {"truncated:story:1"}


@pytest.mark.parametrize(
    "new",
    [
        text(RIVER, SCHOOLS, FERRY),
        text(RIVER, "Bakers gave out bread to whoever came, and the church was open all night long."),
        text(RIVER, note="Removes last three paragraphs."),
        text(MILL),
    ],
    ids=["little lost", "something in its place", "a note", "lost from the beginning"],
)
def test_what_is_no_lost_end(new: object) -> None:
    """A trim, a rewriting, a note that tells of it, and a text that lost its beginning are no truncation."""
    assert "truncated" not in rules_of(found(text(RIVER, SCHOOLS, FERRY, MILL), new))  # type: ignore[arg-type]


def test_silent_without_a_past() -> None:
    """Rules on history say nothing where nothing is known."""
    assert found(text(RIVER, SCHOOLS), text(RIVER, SCHOOLS)) == []
