"""Laws of reading desk notes: any text is read, in linear time, and what frames a note makes no difference."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.notes import parse, withdrawal

VOCABULARY = """Adds corrects UPDATES to from not sted instead of in the and , ; . : ... ( ) ` `` ' " this story has
been corrected paragraph grafs 3rd 7 4-5 last penultimate lead headline byline throughout LEADS SUBS INSERTS with that
after before pvs Pick up No pickup new Top quote name figure Quill Harwell earlier version Eds: show remove"""
NOTES = (
    "Adds Marlowe comments in fifth paragraph",
    "Corrects figure in third paragraph to 150 from 15; adds dropped word in lead",
    "LEADS with 7 grafs to UPDATE with arrest; PICKS UP 5th graf pvs, `The harbour ...'",
    "This story was refiled to correct spelling in 14th paragraph to Guild, not Gild",
    "Recasts, adds analyst comments",
)
HOSTILE = (
    "paragraph 3, ", "first ", "1-", "`a ", "``a...", '"', "a, not b; ", "to show ", "to ", ". ", "headline ", "no ",
    "3rd graf, ", "after 5th ", "(", "Eds: ", "previous version ", "this story has been corrected ", "same paragraph ",
    "adds byline, ", "SUBS 3rd graf, ", "Picks up ", "İ", "a@", "\x00", "sted ", "Please kill ",
)  # fmt: skip


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text makes the parser fail; it has claims or is an advisory, never both."""
    note = parse(text)
    assert bool(note.claims) != (note.kind == "advisory")


@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=25).map(" ".join))
def test_claims_are_well_formed_whatever_the_words(text: str) -> None:
    """Claims quote the note, and paragraph numbers begin at 1 and are in order."""
    for claim in parse(text).claims:
        assert claim.text in text
        for place in claim.places:
            assert (place.first is None) == (place.last is None)
            assert place.first is None or place.last is None or 1 <= place.first <= place.last
            assert (place.part == "paragraph") == (place.first is not None)


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize(
    "frame", ["({})", "[{}]", "{}.", "({}.)", "Eds: {}", "(Eds: {}.)", "EDS: {}", " {}\n", "2nd Ld-Writethru, Eds: {}."]
)
def test_brackets_prefix_and_full_stop_make_no_difference(note: str, frame: str) -> None:
    """The same note with or without its frame has the same claims."""
    assert parse(frame.format(note)) == parse(note)


@given(st.lists(st.sampled_from((" ", "\n", "\n   ", "\r\n")), min_size=6, max_size=6))
def test_wrapped_lines_make_no_difference(breaks: list[str]) -> None:
    """A note wrapped over lines is the note on one line."""
    words = ["Adds", "Marlowe", "comments", "in", "the", "fifth", "paragraph"]
    wrapped = "".join(word + gap for word, gap in zip(words, [*breaks, ""], strict=True))
    assert parse(wrapped) == parse(" ".join(words))


def test_hostile_characters_stay_in_the_text() -> None:
    """Controls and direction marks are not the parser's to remove."""
    (claim,) = parse("Corrects name to Qu\u202eill\x1b[31m in lead").claims
    assert claim.text == "Corrects name to Qu\u202eill\x1b[31m in lead"


@pytest.mark.parametrize("unit", HOSTILE)
def test_no_note_hangs_the_parser(unit: str) -> None:
    """Repetitions of what begins something, to the longest note that is read, take no more than a moment."""
    started = process_time()
    parse("Corrects x to " + unit * (19_000 // len(unit)))
    parse(unit * (19_000 // len(unit)))
    withdrawal(unit * 100_000)
    assert process_time() - started < 10


def test_a_text_of_megabytes_is_no_note() -> None:
    """What is longer than any note is not read: one unparsed claim, at once."""
    text = "Adds details. " * 700_000
    started = process_time()
    (claim,) = parse(text).claims
    assert (claim.verb, claim.text) == ("unparsed", text)
    assert process_time() - started < 5
