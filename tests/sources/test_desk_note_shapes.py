"""Desk notes: which lines are taken for one, and where they may stand."""

from __future__ import annotations

import pytest
from wirecopy import FLOOD, PARAGRAPHS, QUOTE, RAIN, STORY, article

NOTES = [
    "Adds mayor's request in third paragraph",
    "Adds mayor, teacher; recasts lead",
    "Updates death toll, adds details",
    "Updates with closing of bridge throughout.",
    "Corrects paragraph 4 to say 1962 instead of 1926",
    "Recasts, adds background",
    "Removes extraneous word in headline",
    "Deletes reference to road (last paragraph)",
    "Clarifies that 41 died in the valley, not in the town",
    "Changes dateline, previous VALLEY",
    "Refiles to fix typo in headline",
    "Refiled to add dropped word",
    "Inserts dropped word 'not' in paragraph 2",
    "Drops extraneous word in ¶2, second sentence",
    "This story was corrected to show that the bridge was built in 1962",
    "This version of the story corrects the spelling of Brito in paragraph 2",
    "This Jan. 21 story has been refiled to fix the year in paragraph 4",
    "Paragraph 4 of this story has been corrected to say 1962",
    "A previous version of this story corrected the toll.",
    "An earlier version of this article misstated the year of the bridge.",
    "Correction: an earlier version of this story gave the wrong year.",
    "Eds: Adds mayor. With photos.",
    "New throughout with mayor, teacher",
    "Neu: mehr Details",
]


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize(
    "layout",
    [
        "{story}\n\n({note})",
        "{story} ({note})",
        "{story}\n\n[{note}]",
        "({note})\n\n{story}",
        "{story} ({note}) (Editing by Eva Stein)",
    ],
)
def test_bracketed_notes_wherever_they_stand(note, layout):
    """The note is kept without its outer brackets, and is no paragraph."""
    found = article(layout.format(story=STORY, note=note))
    assert (found.note, found.paragraphs) == (note, PARAGRAPHS)


def test_a_note_wrapped_over_lines():
    """A note's own line breaks are undone, indented or not."""
    for wrapped in (
        "(Adds mayor's request\nin third paragraph;\ncorrects year)",
        "(Adds mayor's request\n   in third paragraph;\n   corrects year)",
    ):
        assert article(f"{STORY}\n\n{wrapped}").note == "Adds mayor's request in third paragraph; corrects year"


def test_a_note_between_two_sentences_of_glued_copy():
    """A note amid glued copy is lifted out; the sentences around it close up."""
    found = article(f"{FLOOD} (This story was corrected to fix the toll) {RAIN}")
    assert (found.note, found.paragraphs) == ("This story was corrected to fix the toll", (f"{FLOOD} {RAIN}",))


@pytest.mark.parametrize(
    "note",
    [
        "This story has been corrected to show that the bridge was built in 1962.",
        "This article was updated to include the mayor.",
        "A previous version of this story gave the wrong year.",
        "EDS: Corrects year in 4th graf.",
        "SUBS 4th graf, `The bridge', to CORRECT year",
        "Corrects year of the bridge.",
    ],
)
def test_notes_without_brackets_below_the_story(note):
    """At the end some notes need no brackets."""
    found = article(f"{STORY}\n\n{note}\n\nReuter")
    assert (found.note, found.paragraphs) == (note, PARAGRAPHS)


@pytest.mark.parametrize(
    "aside",
    [
        "he declined to comment",
        "Reuters",
        "AP",
        "$1 = 5 pesos",
        "Corrected figures are due on Monday.",
        "Updates are expected later",
        "Updates every 15 minutes",
        "Changes to the law take effect in May.",
        "Drops of rain fell in the evening.",
        "Adds up to 5 percent.",
        "Leads of the teams were small",
        "Moves the team to third place",
        "Cuts in spending were added",
        "The report added 5 percent to costs",
        "A report changed the mood",
        "The paragraph was deleted from the law",
        "This is the second of three parts.",
        "The story was told to her by her grandfather.",
        "The company has corrected its accounts.",
    ],
)
@pytest.mark.parametrize("layout", ["{story} ({aside})", "{story}\n\n({aside})", "({aside}) {story}"])
def test_asides_are_not_notes(aside, layout):
    """A bracket about the world is part of the text."""
    found = article(layout.format(story=FLOOD, aside=aside) + f"\n\n{QUOTE}")
    assert found.note is None
    assert aside in " ".join(found.paragraphs)


def test_a_bracket_inside_a_sentence_is_no_note():
    """A note follows a whole sentence; within one, a verb in brackets is the writer's."""
    text = "The dam (Adds River project) held, and the plan (Corrects nothing) was kept by the mayor."
    assert article(f"{text}\n\n{QUOTE}").paragraphs == (text, QUOTE)


def test_note_like_sentences_amid_the_story_stay():
    """Without brackets a note has to stand above or below the story."""
    middle = "This story was updated by each teller, she said."
    assert article(f"{FLOOD}\n\n{middle}\n\n{QUOTE}").paragraphs == (FLOOD, middle, QUOTE)


def test_the_same_note_twice_is_one():
    """Above and below, with or without a full stop, it is one note."""
    assert article(f"(Adds mayor)\n\n{STORY}\n\n(Adds mayor.)").note == "Adds mayor"


def test_several_notes_are_joined():
    """Different notes are all kept, in the order printed, one space between them."""
    found = article(f"(Adds mayor.)\n\n{STORY}\n\n(Corrects year.)")
    assert (found.note, found.paragraphs) == ("Adds mayor. Corrects year.", PARAGRAPHS)
