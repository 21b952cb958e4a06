"""Tests of where a claimed change was made: in this pair, or in an earlier one. All texts are made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.diff import compare
from tracker.notes.check import check
from tracker.notes.lookback import Context, Earlier
from tracker.notes.model import Verdict
from tracker.notes.parse import parse
from tracker.story.article import Article

POLLS = Article(
    paragraphs=(
        "VALE - Voters in Vale chose a new council on Sunday.",
        "Polling stations closed at dusk, and counting began at once.",
    )
)
# r2 brings the figure, r3 corrects it, r4 adds something else.
FIGURE = replace(POLLS, paragraphs=(*POLLS.paragraphs, "Turnout was 74.6 percent, the election office said."))
RIGHT = replace(POLLS, paragraphs=(*POLLS.paragraphs, "Turnout was 76.4 percent, the election office said."))
LATER = replace(RIGHT, paragraphs=(*RIGHT.paragraphs, "Counting went on until midnight in the town hall."))
BROUGHT = Earlier(revision=2, comparison=compare(POLLS, FIGURE))
CORRECTED = Earlier(revision=3, comparison=compare(FIGURE, RIGHT))


def verdict(note: str, old: Article, new: Article, *earlier: Earlier) -> Verdict:
    """The verdict on the first claim of a note."""
    return check(parse(note), compare(old, new), old, new, Context(earlier=earlier))[0]


@pytest.mark.parametrize(
    "note",
    [
        "An earlier version of this post gave turnout as 74.6%.",
        "A previous version of this story misstated turnout as 74.6 percent.",
        "An earlier version incorrectly said turnout was 74.6 percent; it was 76.4 percent.",
        "Corrects turnout in paragraph 3. An earlier version gave it as 74.6%.",
        "Corrects turnout in last paragraph to 76.4 percent",
    ],
)
def test_a_correction_is_where_its_old_value_goes_or_its_new_one_comes(note: str) -> None:
    """r3 takes 74.6 away and brings 76.4; that r2 had brought the wrong figure makes nothing earlier."""
    told = verdict(note, FIGURE, RIGHT, BROUGHT)
    assert (told.kind, told.found, told.where) == ("supported", (1,), (3,))


@pytest.mark.parametrize(
    "note",
    [
        "An earlier version of this post gave turnout as 74.6%.",
        "Corrects turnout to 76.4 percent",
        "Corrects turnout in paragraph 3 to 76.4 percent from 74.6 percent",
        "A previous version of this story corrected the turnout figure.",
    ],
)
def test_earlier_names_the_revision_that_made_the_change(note: str) -> None:
    """A note of r4 on what r3 corrected: r3 is named, not r2, in which the figure first stood."""
    told = verdict(note, RIGHT, LATER, CORRECTED, BROUGHT)
    assert (told.kind, told.revision, told.found) == ("earlier", 3, ())


@pytest.mark.parametrize("note", ["Corrects turnout to 74.6 percent", "Corrects turnout in paragraph 3"])
def test_the_first_appearance_of_a_figure_corrects_nothing(note: str) -> None:
    """r2 brought the figure in a new paragraph; a note of r3 that says it was corrected is not borne out by that."""
    later = replace(FIGURE, paragraphs=(*FIGURE.paragraphs, LATER.paragraphs[-1]))
    assert verdict(note, FIGURE, later, BROUGHT).kind == "not_found"


def test_what_was_added_earlier_is_earlier() -> None:
    """ "Adds turnout" of r3 is r2's new paragraph."""
    told = verdict("Adds turnout in paragraph 3", FIGURE, FIGURE, BROUGHT)
    assert (told.kind, told.revision) == ("earlier", 2)


def test_a_place_counted_from_the_end_may_be_the_wrong_one() -> None:
    """ "In the last paragraph" of four is ¶4; what changed is ¶3, and the verdict gives both numbers."""
    new = replace(LATER, paragraphs=(*FIGURE.paragraphs[:2], RIGHT.paragraphs[2], LATER.paragraphs[3]))
    old = replace(LATER, paragraphs=(*FIGURE.paragraphs, LATER.paragraphs[3]))
    told = verdict("Corrects turnout in last paragraph to 76.4 percent from 74.6 percent", old, new)
    assert (told.kind, told.where, told.reason) == ("elsewhere", (3,), "Found in ¶3; the note says ¶4.")


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Corrects turnout in paragraph 3 to 79.1 percent from 74.6 percent", "contradicted"),
        ("Corrects turnout in paragraph 3 to 74.6 percent from 76.4 percent", "contradicted"),
        ("Corrects turnout in paragraph 3 to 76.4 percent from 71.2 percent", "partly"),
        ("Corrects headline, paragraph 3 to show turnout was 76.4 percent, not 74.6 percent", "partly"),
        ("Adds fresh photos", "unverifiable"),
        ("A previous version of this story corrected the name of the mayor.", "unverifiable"),
        ("2. kappale, po. 76,4", "unparsed"),
        ("Adds mayor's comments in paragraph 2", "not_found"),
    ],
)
def test_every_other_verdict_has_its_case(note: str, kind: str) -> None:
    """What a note may get wrong about one changed figure, from another value to one that never stood there."""
    assert verdict(note, FIGURE, RIGHT).kind == kind


def test_a_note_left_standing_is_carried() -> None:
    """r4 repeats the note of r3 word for word, and nothing in r4 is a correction."""
    note = parse("Corrects turnout in paragraph 3 to 76.4 percent from 74.6 percent")
    context = Context(previous=3, previous_note=note, earlier=(CORRECTED,))
    told = check(note, compare(RIGHT, LATER), RIGHT, LATER, context)[0]
    assert (told.kind, told.revision) == ("carried", 3)
