"""What a changed fact is shown as, and what the parts of an article mean for weight."""

from __future__ import annotations

import pytest

from tracker.diff.facts import FactChange, classify
from tracker.diff.model import Span
from tracker.diff.words import replacement, word_diff


def changes(old: str, new: str, part: str = "paragraph") -> list[tuple[str, str | None, str | None]]:
    found = classify(old, new, word_diff(old, new).spans, part=part).changes
    return [(change.fact, change.old, change.new) for change in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Floods killed 14 people.", "Floods killed 41 people.", [("number", "14", "41")]),
        ("It cost $1.5 billion.", "It cost $15 billion.", [("number", "$1.5 billion", "$15 billion")]),
        ("a 4.5 percent rise", "a 4.5 percentage point rise", [("number", "4.5 percent", "4.5 percentage point")]),
        ("at least 14 died", "at least 20 died", [("number", "at least 14", "at least 20")]),
        ("He left on Monday.", "He left on Tuesday.", [("date", "Monday", "Tuesday")]),
        ("on Jan. 5, 2022, he left", "on Jan. 6, 2022, he left", [("date", "Jan. 5, 2022", "Jan. 6, 2022")]),
        ("the mate, John Smith, left", "the mate, Jon Smith, left", [("name", "John Smith", "Jon Smith")]),
        ("“We go,” he said.", "“We stay,” he said.", [("quote", "We go,", "We stay,")]),
        ("He is guilty.", "He is not guilty.", [("negation", None, "not")]),
        ("The act is legal.", "The act is illegal.", [("negation", "legal", "illegal")]),
        ("Police said he left.", "Police confirmed he left.", [("attribution", "Police said", "Police confirmed")]),
        ("The crew of 14 slept.", "The crew slept.", [("number", "14", None)]),
        (
            "14 dead on Monday, 20 hurt",
            "16 dead on Tuesday, 20 hurt",
            [("number", "14", "16"), ("date", "Monday", "Tuesday")],
        ),
        ("It won 3-1 there.", "It won 1-3 there.", [("number", "3", "1"), ("number", "1", "3")]),
    ],
)
def test_values_are_shown_whole(old: str, new: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    """A record holds the old and the new value as the texts show them, with unit and qualifier; None where none is."""
    assert changes(old, new) == expected


def test_who_is_quoted_is_part_of_the_quote() -> None:
    """The same words from another mouth change name, attribution and quote."""
    found = changes("“We leave,” Dale said.", "“We leave,” Okafor said.")
    assert ("quote", "Dale said", "Okafor said") in found
    assert ("name", "Dale", "Okafor") in found


@pytest.mark.parametrize("part", ["credits", "contacts", "copyright", "keywords", "language", "note", "extra"])
def test_parts_beside_the_news_are_trivial(part: str) -> None:
    """Sign-offs, copyright, filing metadata and the desk's own note name no fact and carry no weight."""
    old, new = "Jane Roe, 14 March 2020", "Al Dow, 15 March 2021"
    result = classify(old, new, word_diff(old, new).spans, part=part)
    assert (result.changes, result.weight) == ((), "trivial")


def test_an_embargo_is_a_date() -> None:
    """Another embargo is a changed date, shown as it is."""
    old, new = "2023-01-21T10:00:00Z", "2023-01-22T10:00:00Z"
    result = classify(old, new, replacement(old, new).spans, part="embargo")
    assert result.changes == (FactChange(fact="date", old=old, new=new),)


def test_a_moved_text_without_edits_changes_nothing() -> None:
    """Equal spans alone give no fact, no weight and no typography."""
    result = classify("14 died.", "14 died.", (Span(op="equal", text="14 died."),), part="paragraph")
    assert (result.facts, result.weight, result.typographic) == (frozenset(), "trivial", False)


def test_facts_far_from_a_difference_are_not_read() -> None:
    """In a long paragraph only what stands around the difference counts."""
    tail = " The ferry left Gdansk with 14 people on Monday, “on time”, police said." * 40
    old, new = "Floods hit 3 towns." + tail, "Floods hit 5 towns." + tail
    assert changes(old, new) == [("number", "3", "5")]


def test_words_cut_in_the_middle_are_made_whole() -> None:
    """Spans that cut a number or a name still give whole values."""
    spans = (
        Span(op="equal", text="It cost $1"),
        Span(op="insert", text="5"),
        Span(op="equal", text=" million, Ol"),
        Span(op="delete", text="a"),
        Span(op="insert", text="ga"),
        Span(op="equal", text=" Brandt said."),
    )
    result = classify("It cost $1 million, Ola Brandt said.", "It cost $15 million, Olga Brandt said.", spans, part="x")
    assert FactChange(fact="number", old="$1 million", new="$15 million") in result.changes
    assert FactChange(fact="name", old="Ola Brandt", new="Olga Brandt") in result.changes


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("He did not say he did it.", "He said he did not do it.", [("negation", "not say", "not do")]),
        ("It was 25 degrees F.", "It was 25 degrees C.", [("number", "25 degrees F", "25 degrees C")]),
        ("It pays $5 a year.", "It pays $5 a month.", [("number", "$5 a year", "$5 a month")]),
        ("He left late on Monday.", "He left early on Monday.", [("date", "late on Monday", "early on Monday")]),
        ("She met Leo IX there.", "She met Leo XI there.", [("number", "IX", "XI"), ("name", "Leo IX", "Leo XI")]),
        ("He sued Telvia Corp there.", "He sued Telvia Inc there.", [("name", "Telvia Corp", "Telvia Inc")]),
        (
            "A police aide, on background, said it fell.",
            "A palace aide, on background, said it fell.",
            [("attribution", "A police aide, on background, said", "A palace aide, on background, said")],
        ),
    ],
)  # fmt: skip
def test_what_belongs_to_a_value_is_shown_with_it(
    old: str, new: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    """A scale, a rate, a part of the day, a Roman numeral, "Inc" and the word denied belong to what they change."""
    assert changes(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("OSLO (Reuters) - Norway's fund grew.", "By Ada Quill OSLO (Reuters) - Norway's fund grew."),
        ("Norway's fund grew. It holds oil.", "Norway's fund grew. (Corrects figure in paragraph 3) It holds oil."),
        ("(Reuters) - Stocks rose.", "Stocks rose."),
        ("He joined the World Health Organization.", "He joined the WHO."),
        ("World War II ended.", "World War Two ended."),
    ],
)
def test_what_stands_beside_the_news_is_trivial(old: str, new: str) -> None:
    """A byline or desk note run into a paragraph, an agency's mark and a name's initials carry no weight."""
    assert classify(old, new, word_diff(old, new).spans, part="paragraph").weight == "trivial"


@pytest.mark.parametrize("old", [None, "By Ada Quill"])
def test_a_byline_alone_is_trivial(old: str | None) -> None:
    """A line that only says who wrote carries no weight, whether it came or grew."""
    new = "By Ada Quill and Sam Orr"
    diff = replacement(old, new) if old is None else word_diff(old, new)
    assert classify(old, new, diff.spans, part="paragraph").weight == "trivial"
