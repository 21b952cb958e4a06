"""Tests of the rules on changes that the desk note keeps quiet."""

from __future__ import annotations

import pytest
from audited import audit, found, keys, only, text

from tracker.story.article import Insert

RIVER = "The river rose in the night and 14 people died, police said."
RISEN = "The river rose in the night and 41 people died, police said."
SCHOOLS = "Schools were shut on both banks of the river."
BACKGROUND = "The lower town lies behind a dyke that was built of clay and reeds."
TOLD = "Adds forecast in last paragraph."
FORECAST = "Forecasters expect more rain in the hills."


def test_a_number_that_changed_is_high_and_shows_its_words() -> None:
    """A number of standing text that no claim tells of is high, names the words and what the note does say."""
    told = audit(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS, FORECAST, note=TOLD))
    finding = only("undisclosed-number", told)
    assert (finding.severity.label, finding.place, finding.key) == ("high", "¶1", "undisclosed-number:p1:1")
    assert finding.old_words is not None
    assert finding.new_words is not None
    assert "14 people" in finding.old_words
    assert "41 people" in finding.new_words
    assert finding.message == "undisclosed; the note says only “Adds forecast in last paragraph”"


def test_a_number_that_the_note_tells_of_is_no_finding() -> None:
    """A change that a claim tells of is disclosed."""
    note = "Corrects number of dead in first paragraph to 41, not 14."
    assert found(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS, note=note)) == []


@pytest.mark.parametrize(
    "now",
    [
        "The river rose in the  night and 14 people died, police said.",
        "The river rose in the night, and 14 people died, police said.",
        RIVER,
    ],
    ids=["spacing", "comma", "the same"],
)
def test_what_has_no_weight_is_no_finding(now: str) -> None:
    """Typography and commas are nothing to disclose."""
    assert found(text(RIVER, SCHOOLS), text(now, SCHOOLS)) == []


def test_a_paragraph_that_moved_is_no_finding() -> None:
    """Text that only moved is not undisclosed."""
    assert found(text(RIVER, SCHOOLS, BACKGROUND), text(RIVER, BACKGROUND, SCHOOLS)) == []


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("The mayor did not sign the lease.", "The mayor did sign the lease.", ("high", "undisclosed-negation:p1:1")),
        ("“All are safe,” the mayor said.", "“Most are safe,” the mayor said.", ("high", "undisclosed-quote:p1:1")),
        ("A man called Otto Grau was held.", "A man called Karl Voss was held.", ("high", "undisclosed-name:p1:1")),
        (
            "The talks resume on Monday in Bern.",
            "The talks resume on Friday in Bern.",
            ("medium", "undisclosed-date:p1:1"),
        ),
        (
            "The dam is sound, engineers said.",
            "The dam is sound, politicians said.",
            ("medium", "undisclosed-attribution:p1:1"),
        ),
        (
            "Shares of the yard rose in trading.",
            "Shares of the yard fell in trading.",
            ("medium", "undisclosed-wording:p1:1"),
        ),
    ],
)
def test_each_kind_of_fact_has_its_rule(before: str, now: str, expected: tuple[str, str]) -> None:
    """A fact of standing text goes under the rule of its kind, as serious as that kind is."""
    assert found(text(before, SCHOOLS), text(now, SCHOOLS, FORECAST, note=TOLD)) == [expected]


def test_several_facts_of_one_edit_are_one_finding() -> None:
    """Facts that changed together go under the most serious; the message names the others."""
    before = "A fire broke out at the mill. Otto Grau lost 3 barns on Monday."
    now = "A fire broke out at the mill. Karl Voss owned 5 silos until Friday."
    told = audit(text(before, SCHOOLS), text(now, SCHOOLS, FORECAST, note=TOLD))
    assert keys(told) == {"undisclosed-number:p1:1"}
    assert "also a name and a date" in only("undisclosed-number", told).message


def test_two_numbers_in_two_places_are_two_findings() -> None:
    """What stands in two paragraphs is looked at twice."""
    second = "The water stood 6 metres high at the bridge."
    now = "The water stood 9 metres high at the bridge."
    assert found(text(RIVER, second), text(RISEN, now, FORECAST, note=TOLD)) == [
        ("high", "undisclosed-number:p1:1"),
        ("high", "undisclosed-number:p2:1"),
    ]


def test_a_paragraph_full_of_numbers_is_one_finding() -> None:
    """More than four edits with a number in one paragraph are reported as one."""
    before = "Arle had 11 votes, Best had 22 votes, Cuyk had 33 votes, Deurne had 44 votes, Eersel had 55 votes in all."
    now = "Arle had 12 votes, Best had 24 votes, Cuyk had 36 votes, Deurne had 48 votes, Eersel had 59 votes in all."
    told = audit(text(before, SCHOOLS), text(now, SCHOOLS, FORECAST, note=TOLD))
    assert keys(told) == {"undisclosed-number:p1:1"}
    assert "5 edits" in only("undisclosed-number", told).message


def test_new_text_is_medium_at_most() -> None:
    """A number or quotation in a new paragraph contradicts nothing: medium; without them it is low."""
    note = "Corrects spelling of Velden in headline."
    with_quote = found(text(RIVER), text(RIVER, "“It came fast,” the baker said at dawn.", note=note))
    plain = found(text(RIVER), text(RIVER, BACKGROUND, note=note))
    assert ("medium", "undisclosed-quote:p2:1") in with_quote
    assert ("low", "undisclosed-addition:p2:1") in plain


def test_new_paragraphs_side_by_side_are_one_finding() -> None:
    """Five new paragraphs in a row are one thing to look at."""
    more = [
        f"The {name} quarter has been dry since the wall there was raised by hand."
        for name in ("North", "East", "South")
    ]
    told = audit(text(RIVER), text(RIVER, *more, note="Corrects spelling of Velden in headline."))
    finding = only("undisclosed-addition", told)
    assert finding.place == "¶2–¶4"
    assert "3 new paragraphs" in finding.message


def test_a_subhead_over_new_paragraphs_is_no_finding_of_its_own() -> None:
    """Who looks at new paragraphs sees their subhead; one that came alone is named as what it is."""
    head = (Insert(before=2, kind="subhead", text="The dyke that nobody had looked at"),)
    note = "Corrects spelling of Velden in headline."
    together = audit(text(RIVER), text(RIVER, BACKGROUND, inserts=head, note=note))
    alone = audit(text(RIVER, BACKGROUND), text(RIVER, BACKGROUND, inserts=head, note=note))
    assert only("undisclosed-addition", together).place == "¶2"
    assert only("undisclosed-addition", alone).place == "subhead 1"


def test_a_removed_paragraph_is_medium_and_keeps_its_old_number() -> None:
    """What is gone is named by the old text's number."""
    told = audit(text(RIVER, BACKGROUND, SCHOOLS), text(RIVER, SCHOOLS, FORECAST, note=TOLD))
    finding = only("undisclosed-removal", told)
    assert (finding.severity.label, finding.place, finding.key) == ("medium", "was ¶2", "undisclosed-removal:o2:1")
    assert finding.new_words is None


def test_a_removed_sentence_is_a_removal() -> None:
    """A whole sentence that left a standing paragraph is removed text."""
    long = f"{SCHOOLS} The ferry had carried more people than it may."
    told = found(text(RIVER, long), text(RIVER, SCHOOLS, FORECAST, note=TOLD))
    assert told == [("medium", "undisclosed-removal:p2:1")]


def test_a_headline_is_high_only_where_a_fact_in_it_was_replaced() -> None:
    """A reworded headline is medium; one with another number is high."""
    note = TOLD
    plain = found(
        text(RIVER, headline="River floods town"), text(RIVER, FORECAST, headline="River threatens town", note=note)
    )
    number = found(
        text(RIVER, headline="Flood kills 14 in town"),
        text(RIVER, FORECAST, headline="Flood kills 41 in town", note=note),
    )
    assert plain == [("medium", "undisclosed-headline:headline:1")]
    assert number == [("high", "undisclosed-headline:headline:1")]


def test_a_version_tag_is_no_change_of_the_headline() -> None:
    """“UPDATE 1” in front of the same headline is nothing to disclose."""
    old = text(RIVER, headline="Flood kills 14 in town")
    new = text(RIVER, FORECAST, headline="UPDATE 1-Flood kills 14 in town", note=TOLD)
    assert found(old, new) == []


def test_no_note_is_one_finding_for_the_revision() -> None:
    """Additions and rewordings without a note are one finding together."""
    more = "The dyke there was last mended by the monks of the abbey."
    told = audit(text(RIVER, SCHOOLS), text(RIVER, BACKGROUND, SCHOOLS, more))
    assert keys(told) == {"no-note:story:1"}
    finding = only("no-note", told)
    assert finding.severity.label == "low"
    assert finding.message == "there is no desk note: ¶2, ¶4 added"


def test_no_note_does_not_hide_a_changed_fact() -> None:
    """A fact of standing text has its own finding beside the one for the missing note."""
    assert found(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS, BACKGROUND)) == [
        ("high", "undisclosed-number:p1:1"),
        ("medium", "no-note:story:1"),
    ]


def test_an_advisory_is_no_note_of_changes() -> None:
    """A note that only tells of pictures tells of no change."""
    told = audit(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS, note="Eds: With photos."))
    assert "tells of no change" in only("undisclosed-number", told).message


def test_a_corrected_tag_without_a_note_is_said() -> None:
    """A headline that says corrected makes the missing note worse to read."""
    told = audit(text(RIVER, headline="Flood kills many"), text(RISEN, headline="CORRECTED-Flood kills many"))
    assert only("no-note", told).message.startswith("the headline says CORRECTED, but there is no desk note")


def test_no_change_needs_no_note() -> None:
    """A revision that changed nothing of weight may be without a note."""
    assert found(text(RIVER, SCHOOLS), text(RIVER, SCHOOLS, copyright="(c) 2026 Own Wire")) == []


@pytest.mark.parametrize("habit", ["web", "none"])
def test_sources_without_notes_do_not_drown_the_queue(habit: str) -> None:
    """Where no note can be expected none is missed: changed facts are low, new text is no finding."""
    assert found(text(RIVER, SCHOOLS), text(RISEN, SCHOOLS, BACKGROUND), notes=habit) == [
        ("low", "undisclosed-number:p1:1")
    ]


def test_a_note_on_the_web_counts_as_any_other() -> None:
    """A web site that does carry a note is held to it."""
    new = text(RISEN, SCHOOLS, FORECAST, note=TOLD)
    assert found(text(RIVER, SCHOOLS), new, notes="web") == [("high", "undisclosed-number:p1:1")]


def test_a_first_revision_has_nothing_undisclosed() -> None:
    """Without a text before there is no change."""
    assert found(text(RIVER, SCHOOLS)) == []


def test_keys_stay_when_unrelated_findings_go() -> None:
    """A key counts findings of its own rule and place only, so another that is mended changes none."""
    second = "The water stood 6 metres high at the bridge."
    higher = "The water stood 9 metres high at the bridge."
    both = audit(text(RIVER, second), text(RISEN, higher, FORECAST, note=TOLD))
    one = audit(text(RISEN, second), text(RISEN, higher, FORECAST, note=TOLD))
    assert "undisclosed-number:p2:1" in keys(both) & keys(one)


def test_the_words_shown_are_bounded() -> None:
    """However long a paragraph is, at most 120 characters of it are shown, the fact among them."""
    filler = "word " * 4_000
    told = audit(
        text(f"{filler}and 14 people died. {filler}", SCHOOLS),
        text(f"{filler}and 41 people died. {filler}", SCHOOLS),
    )
    finding = only("undisclosed-number", told)
    assert finding.old_words is not None
    assert "14" in finding.old_words
    assert len(finding.old_words) <= 120


def test_a_text_that_is_all_new_is_bounded() -> None:
    """Thousands of changed numbers make no more than 200 findings, and the last says how many there were."""
    old = text(*(f"Ward {n} of the town sent {n + 3} men to the dyke before dawn came." for n in range(1, 301)))
    new = text(*(f"Ward {n} of the town sent {n + 900} men to the dyke before dawn came." for n in range(1, 301)))
    reported, _ = audit(old, new)
    assert len(reported) == 200
    assert reported[-1].message.endswith("101 more findings are not listed")


def test_a_sentence_that_moved_is_no_finding_but_a_number_edited_in_it_is() -> None:
    """A sentence of two numbers that goes to another paragraph is nothing to disclose; 6 that became 8 in it is."""
    lost = "The port office said that 6 of the 14 boats in the old basin were lost."
    before = text(f"{RIVER} {lost}", SCHOOLS, f"{BACKGROUND} {FORECAST}")
    moved = text(RIVER, SCHOOLS, f"{BACKGROUND} {lost} {FORECAST}")
    edited = text(RIVER, SCHOOLS, f"{BACKGROUND} {lost.replace('6 of', '8 of')} {FORECAST}")
    assert found(before, moved) == []
    assert found(before, edited) == [("high", "undisclosed-number:p3:1"), ("medium", "no-note:story:1")]


def test_a_note_that_names_nothing_hides_no_number() -> None:
    """ "Updates with details" tells of new text; a toll that went up in a standing sentence stays undisclosed."""
    new = text(RISEN, SCHOOLS, FORECAST, note="Updates with details, background.")
    assert found(text(RIVER, SCHOOLS), new) == [("high", "undisclosed-number:p1:1")]
    throughout = text(RISEN, SCHOOLS, FORECAST, note="Updates throughout.")
    assert not any("undisclosed" in key for key in keys(audit(text(RIVER, SCHOOLS), throughout)))
