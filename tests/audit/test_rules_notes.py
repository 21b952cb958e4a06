"""Tests of the rules on what the note claims and how it calls it."""

from __future__ import annotations

import pytest
from audited import audit, found, history, keys, only, text

from tracker.audit.findings import Closure
from tracker.audit.model import ExaminedClaim
from tracker.audit.rules import findings
from tracker.diff import compare
from tracker.notes.model import Claim, Verb, Verdict, VerdictKind

RIVER = "The river rose in the night and 14 people died, police said."
RISEN = "The river rose in the night and 41 people died, police said."
SCHOOLS = "Schools were shut on both banks of the river."
FERRY = "The ferry to the island stopped at noon."
LEADER = "The town is led by Otto Grau of the Farmers' League."
LEADING = "The town is led by Karl Voss of the Farmers' League."


def of_verdict(kind: VerdictKind, *, verb: Verb = "update") -> list[tuple[str, str]]:
    """The findings on an unchanged text whose note makes one claim with this verdict."""
    article = text(RIVER, SCHOOLS, note="Updates the toll in paragraph 1.")
    ruling = Verdict(claim=Claim(text="Updates the toll in paragraph 1", verb=verb), kind=kind, reason="Why.")
    claims = (ExaminedClaim(ruling=ruling),)
    told, _ = findings(article, article, compare(article, article), claims, (), history(article, article))
    return [(finding.severity.label, finding.key) for finding in told]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("contradicted", [("high", "note-contradicted:c1:1")]),
        ("not_found", [("medium", "note-not-found:c1:1")]),
        ("partly", [("low", "note-partly:c1:1")]),
        ("elsewhere", [("low", "note-elsewhere:c1:1")]),
        ("carried", [("low", "note-carried:c1:1")]),
        ("unparsed", [("low", "note-unparsed:c1:1")]),
        ("supported", []),
        ("unverifiable", []),
    ],
)
def test_each_verdict_has_its_rule(kind: VerdictKind, expected: list[tuple[str, str]]) -> None:
    """What the diff does not bear out is reported; what it does, or cannot tell, is not."""
    assert of_verdict(kind) == expected


def test_half_a_correction_is_medium() -> None:
    """Where only a part was corrected the rest of the error may stand."""
    assert ("medium", "note-partly:c1:1") in of_verdict("partly", verb="correct")


def test_a_finding_on_a_claim_repeats_it_and_says_why() -> None:
    """The message has the claim's words and the verdict's reason; the finding names the claim."""
    told = audit(text(RIVER, SCHOOLS), text(RIVER, SCHOOLS, note="Removes reference to ferry in paragraph 2."))
    finding = only("note-not-found", told)
    assert finding.claim == 1
    assert finding.place == "note"
    assert finding.message.startswith("“Removes reference to ferry in paragraph 2”: ")


def test_late_disclosure_says_when_and_closes_the_earlier_finding() -> None:
    """What r2 changed quietly and r3's note tells of is late by the time between them, and closes r2's change 1."""
    told = audit(
        text(RIVER, SCHOOLS),
        text(RISEN, SCHOOLS),
        text(RISEN, SCHOOLS, FERRY, note="Corrects toll in paragraph 1 to 41 from 14. Adds ferry in paragraph 3."),
        published=("10:00", "10:30", "11:22"),
    )
    finding = only("late-disclosure", told)
    assert finding.message.endswith("changed in r2, disclosed in r3, 52 minutes later")
    assert finding.severity.label == "low"
    assert told[1] == (Closure(revision=2, change=1),)


def test_disclosure_after_hours_is_medium() -> None:
    """An hour and more without a word to readers is more than a trifle."""
    told = audit(
        text(RIVER, SCHOOLS),
        text(RISEN, SCHOOLS),
        text(RISEN, SCHOOLS, FERRY, note="Corrects toll in paragraph 1 to 41 from 14. Adds ferry in paragraph 3."),
        published=("10:00", "10:30", "13:45"),
    )
    assert only("late-disclosure", told).severity.label == "medium"
    assert only("late-disclosure", told).message.endswith("3 hours later")


def test_what_was_disclosed_then_is_not_late() -> None:
    """A claim that repeats what the earlier revision's own note told is no late disclosure and closes nothing."""
    note = "Corrects toll in paragraph 1 to 41 from 14."
    told = audit(
        text(RIVER, SCHOOLS),
        text(RISEN, SCHOOLS, note=note),
        text(RISEN, SCHOOLS, FERRY, note="Adds ferry in paragraph 3."),
        text(RISEN, SCHOOLS, FERRY, note=note),
    )
    assert not any(key.startswith("late-disclosure") for key in keys(told))
    assert told[1] == ()


@pytest.mark.parametrize("verb", ["Clarifies", "Recasts", "Updates"])
def test_a_replaced_name_is_a_correction_whatever_it_is_called(verb: str) -> None:
    """A name that took another's place under “clarifies”, “recasts” or “updates” is a correction in disguise."""
    told = audit(text(RIVER, LEADER), text(RIVER, LEADING, note=f"{verb} name of mayor in paragraph 2."))
    finding = only("correction-unlabelled", told)
    assert finding.severity.label == "medium"
    assert finding.old_words is not None
    assert "Otto Grau" in finding.old_words


def test_a_correction_that_is_called_one_is_no_finding() -> None:
    """“Corrects” is the label that corrections have."""
    assert found(text(RIVER, LEADER), text(RIVER, LEADING, note="Corrects name of mayor in paragraph 2.")) == []


def test_a_corrected_tag_is_a_label() -> None:
    """Where the headline says corrected nothing is disguised."""
    new = text(RIVER, LEADING, headline="CORRECTED-River rises", note="Clarifies name of mayor in paragraph 2.")
    assert not any(key.startswith("correction-unlabelled") for key in keys(audit(text(RIVER, LEADER), new)))


def test_a_figure_that_moves_may_be_updated() -> None:
    """A death toll goes up without anyone having been wrong; the number of a law does not."""
    toll = found(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS, note="Updates death toll in paragraph 1."))
    count = found(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS, note="Updates number of victims in paragraph 1."))
    before, now = (
        "The council voted under article 12 of the charter.",
        "The council voted under article 21 of the charter.",
    )
    article = found(text(RIVER, before), text(RIVER, now, note="Updates number of article in paragraph 2."))
    assert toll == count == []
    assert article == [("low", "correction-unlabelled:c1:1")]


def test_a_vague_note_over_a_changed_quotation() -> None:
    """“Updates with details” is not enough for a quotation that says something else now; new text may be details."""
    before, now = "“All are safe,” the mayor said.", "“Most are safe,” the mayor said."
    vague = found(text(RIVER, before), text(RIVER, now, note="Updates with details in paragraph 2."))
    fresh = found(text(RIVER), text(RIVER, now, note="Updates with details in paragraph 2."))
    assert vague == [("medium", "vague-note:c1:1")]
    assert fresh == []


def test_a_correction_says_where() -> None:
    """A correction without a place is reported; with one, or on the web, it is not."""
    old = text(RIVER, SCHOOLS)
    placeless = text(RISEN, SCHOOLS, note="Corrects death toll.")
    placed = text(RISEN, SCHOOLS, note="Corrects death toll in first paragraph.")
    assert found(old, placeless) == [("low", "correction-without-place:c1:1")]
    assert found(old, placed) == []
    assert found(old, placeless, notes="web") == []


def test_a_corrected_headline_over_a_note_that_corrects_nothing() -> None:
    """The tag promises a correction; the note must tell of one."""
    old = text(RIVER, SCHOOLS, headline="River rises")
    silent = text(RIVER, SCHOOLS, FERRY, headline="CORRECTED-River rises", note="Adds ferry in paragraph 3.")
    spoken = text(RISEN, SCHOOLS, headline="CORRECTED-River rises", note="Corrects toll in paragraph 1.")
    assert found(old, silent) == [("low", "correction-without-place:headline:1")]
    assert found(old, spoken) == []


def test_a_note_on_an_earlier_version_discloses_the_figure_that_went() -> None:
    """ "An earlier version gave …" tells of the change that takes the wrong figure away, whoever had brought it."""
    wrong, right = "Turnout was 74.6 percent, the office said.", "Turnout was 76.4 percent, the office said."
    note = "An earlier version of this post gave turnout as 74.6%."
    versions = (text(RIVER), text(RIVER, wrong), text(RIVER, right, note=note))
    assert keys(audit(*versions)) == {"correction-without-place:c1:1"}
    late = audit(*versions[:2], text(RIVER, right), text(RIVER, right, FERRY, note=note))
    assert only("late-disclosure", late).message.endswith("changed in r3, disclosed in r4")
    assert late[1] == (Closure(revision=3, change=1),)
