"""Tests of the edits of a comparison: what only moved, or is the note itself, is none of weight."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.diff import compare
from tracker.notes.edits import Edit, edits_of
from tracker.story.article import Article

FIRE = "The fire killed 14 people and injured 30 in Port Halven on Tuesday, police said."
SILOS = "Harbour master Ilse Brandt said 6 of the 14 silos at the Stokke terminal were lost."
CREWS = "Rescue crews worked through the night in heavy smoke and rain near the quay."
SALE = "Nordkorn bought the terminal in 2016 from the port authority for an undisclosed sum."
TOWN = "The town lies on the north coast and lives from grain."


def edits(old: tuple[str, ...], new: tuple[str, ...], note: str | None = None) -> list[Edit]:
    """The edits of weight between two texts."""
    found = edits_of(compare(Article(paragraphs=old), Article(paragraphs=new, note=note)), notes=(None, note))
    return [edit for edit in found if edit.weight == "substantive"]


def test_a_sentence_that_moved_to_another_paragraph_is_no_edit() -> None:
    """Its numbers and names neither went nor came."""
    assert edits((f"{FIRE} {SILOS}", CREWS, f"{SALE} {TOWN}"), (FIRE, CREWS, f"{SALE} {SILOS} {TOWN}")) == []


def test_a_sentence_that_became_a_paragraph_is_no_edit_nor_the_way_back() -> None:
    """A sentence may be given a paragraph of its own elsewhere, or lose it."""
    within, alone = (f"{FIRE} {SILOS}", CREWS, f"{SALE} {TOWN}"), (FIRE, CREWS, SILOS, f"{SALE} {TOWN}")
    assert edits(within, alone) == []
    assert edits(alone, within) == []


def test_what_was_edited_in_a_sentence_that_moved_is_an_edit() -> None:
    """6 silos became 8 on the way: one edit, in the paragraph where the sentence is now, with that number alone."""
    eight = SILOS.replace("6 of", "8 of")
    (edit,) = edits((f"{FIRE} {SILOS}", CREWS, f"{SALE} {TOWN}"), (FIRE, CREWS, f"{SALE} {eight} {TOWN}"))
    assert (edit.old, edit.new, edit.old_text, edit.new_text) == ((1,), (3,), "6", "8")
    assert [(fact.fact, fact.old, fact.new) for fact in edit.facts] == [("number", "6", "8")]


def test_text_beside_a_sentence_that_moved_stays_an_edit() -> None:
    """A new sentence before the one that came is new, with its own facts and no others."""
    new = f"{SALE} It paid 90 million crowns for it. {SILOS} {TOWN}"
    (edit,) = edits((f"{FIRE} {SILOS}", CREWS, f"{SALE} {TOWN}"), (FIRE, CREWS, new))
    assert (edit.old_text, edit.new_text) == (None, "It paid 90 million crowns for it.")
    assert {fact.fact for fact in edit.facts} == {"number"}


def test_a_value_of_the_story_that_the_note_repeats_is_an_edit() -> None:
    """The words "61.4 percent" stand in the note as well, but what changed is the story."""
    note = "Corrects turnout in first paragraph to 64.1 percent, not 61.4 percent"
    now = "Turnout was 64.1 percent, the election office said."
    (edit,) = edits((now.replace("64.1", "61.4"),), (now,), note)
    assert (edit.old_text, edit.new_text) == ("61.4 percent", "64.1 percent")


def test_a_note_that_stands_in_the_text_is_no_edit() -> None:
    """As a paragraph, or at the end of one, where an older copy had none."""
    note = "This story was corrected to fix the toll in paragraph 1"
    assert edits((FIRE, TOWN), (FIRE, TOWN, f"({note}.)"), note) == []
    assert edits((FIRE, TOWN), (FIRE, f"{TOWN} ({note}.)"), note) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([FIRE, SILOS, CREWS, SALE, TOWN]), min_size=1, max_size=4), max_size=5),
    st.lists(st.lists(st.sampled_from([FIRE, SILOS, CREWS, SALE, TOWN]), min_size=1, max_size=4), max_size=5),
)
def test_edits_name_changes_that_exist_in_their_order(old: list[list[str]], new: list[list[str]]) -> None:
    """However sentences moved, every edit belongs to a change, in order, and says what went or came if it weighs."""
    before, after = (Article(paragraphs=tuple(" ".join(one) for one in side)) for side in (old, new))
    comparison = compare(before, after)
    found = edits_of(comparison)
    numbers = [edit.change for edit in found]
    assert numbers == sorted(numbers)
    assert all(1 <= number <= len(comparison.changes) for number in numbers)
    assert all(edit.old_text or edit.new_text for edit in found if edit.weight == "substantive")
