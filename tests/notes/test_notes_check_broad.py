"""Tests of claims that speak of all the text, of figures all over it, or of nothing in particular."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.diff import compare
from tracker.notes.check import Told, tell
from tracker.notes.parse import parse
from tracker.story.article import Article

MORNING = Article(
    headline="Velden shares fall 0.4 percent",
    paragraphs=(
        "VELDEN, May 4 - Shares in Nordkorn fell 3.1 percent to 41.20 crowns on Tuesday after a fire at its terminal.",
        "The benchmark index lost 0.4 percent to 1,204 points in early trade.",
        "“The market is nervous,” broker Ilse Brandt of Meyer said.",
        "Nordkorn employs 1,120 people in Velden.",
        "Oil fell to $71.30 a barrel.",
    ),
)
EVENING = Article(
    headline="Velden shares close down 0.7 percent",
    paragraphs=(
        "VELDEN, May 4 - Shares in Nordkorn fell 4.6 percent to 40.10 crowns on Tuesday after a fire at its terminal.",
        "The benchmark index lost 0.7 percent to 1,199 points at the close.",
        "“The market is nervous,” broker Ilse Brandt of Meyer said.",
        "Nordkorn employs 1,210 people in Velden.",
        "Oil fell to $70.85 a barrel.",
        "Turnover was 3.1 billion crowns, the most since March.",
    ),
)
STORM = Article(
    headline="Storm kills 14 in Halven",
    paragraphs=(
        "HALVEN - A storm killed 14 people in the harbour town of Halven, police said.",
        "Mayor Otto Grau said that nobody knew how many boats had been lost since Sunday.",
        "The names of the 14 were not given.",
        "A ticket for the ferry costs $12.",
    ),
)
RAISED = Article(
    headline="Storm kills 41 in Halven",
    paragraphs=(
        "HALVEN - A storm killed 41 people in the harbour town of Halven, police said.",
        "Mayor Otto Grau said that nobody knew how many boats had been lost since Sunday.",
        "The names of the 41 were not given.",
        "A ticket for the ferry costs $15.",
    ),
)


def told(note: str, old: Article, new: Article) -> Told:
    """What the claims of a note tell of."""
    return tell(parse(note), compare(old, new), old, new)


def untold(note: str, old: Article, new: Article) -> list[str | None]:
    """The new words of the edits of weight that no claim tells of; the old ones of what is gone."""
    found = told(note, old, new)
    return [
        edit.new_text or edit.old_text
        for edit, claims in zip(found.edits, found.tellers, strict=True)
        if edit.weight == "substantive" and not claims
    ]


@pytest.mark.parametrize(
    "note",
    [
        "Updates throughout",
        "Updates throughout with closing prices",
        "Updates throughout with closing prices, adds turnover in last paragraph",
        "Recasts throughout",
        "New throughout",
        "Rewrites throughout after market close",
        "Updates with details, background throughout",
    ],
)
def test_a_text_that_is_said_to_have_changed_throughout_hides_nothing(note: str) -> None:
    """Who updates throughout tells of every change, headline and lead included, whatever it is updated with."""
    assert told(note, MORNING, EVENING).verdicts[0].kind == "supported"
    assert untold(note, MORNING, EVENING) == []


@pytest.mark.parametrize("note", ["Updates prices throughout", "Updates with closing prices", "Updates prices"])
def test_prices_are_a_markets_numbers_wherever_they_stand(note: str) -> None:
    """Prices, percentages and points of headline and text are told; a number of people and new text are not."""
    assert told(note, MORNING, EVENING).verdicts[0].kind == "supported"
    assert {"1,210", "Turnover was 3.1 billion crowns, the most since March."} <= {
        (words or "").removesuffix(" people") for words in untold(note, MORNING, EVENING)
    }
    assert not any("percent" in (words or "") or "$" in (words or "") for words in untold(note, MORNING, EVENING))


@pytest.mark.parametrize("note", ["Updates death toll", "Updates toll throughout", "Updates number of dead"])
def test_a_toll_is_the_same_figure_in_every_sentence(note: str) -> None:
    """The toll is told in headline and lead, and where the same figure became the same one; a fare is not."""
    assert untold(note, STORM, RAISED) == ["$15"]


@pytest.mark.parametrize("note", ["Recasts", "Rewrites", "Updates", "Updates with details, background"])
def test_a_number_that_became_another_is_not_told_by_a_note_that_names_nothing(note: str) -> None:
    """What stood, but for a number, was not recast; nobody reads that out of "details"."""
    found = told(note, STORM, RAISED)
    assert len(untold(note, STORM, RAISED)) == 4
    assert found.verdicts[0].found == ()


def test_new_and_reworded_text_is_told_by_a_note_that_names_nothing() -> None:
    """ "Recasts, adds details" tells of a sentence that was written anew and of a new paragraph."""
    paragraphs = (
        "HALVEN - Fishermen in Halven were counting their losses after the worst storm in a generation.",
        "Mayor Otto Grau feared that half of the fleet had gone down at its moorings.",
        *STORM.paragraphs[2:],
        "The harbour was built by monks.",
    )
    new = replace(STORM, paragraphs=paragraphs)
    assert untold("Recasts, adds details", STORM, new) == []
    assert [one.kind for one in told("Recasts, adds details", STORM, new).verdicts] == ["supported"] * 2


def test_an_object_that_fits_lets_a_recast_tell_of_numbers() -> None:
    """ "Recasts with higher toll" tells of the toll, and of no other number that was exchanged."""
    assert untold("Recasts with higher toll", STORM, RAISED) == ["$15"]


def test_a_spelling_throughout_is_that_of_the_name_alone() -> None:
    """ "Corrects spelling of Weller throughout" covers Weller's name, and neither another name nor a number."""
    old = Article(
        paragraphs=(
            "Police chief Ann Wellar said so.",
            "Wellar has led the town's police for 41 months.",
            "The mayor is Otto Graw.",
        )
    )
    new = Article(
        paragraphs=(
            "Police chief Ann Weller said so.",
            "Weller has led the town's police for 14 months.",
            "The mayor is Otto Grau.",
        )
    )
    for note in ("Corrects spelling of Weller throughout", "Fixes spelling of police chief's name throughout"):
        assert [(words or "").split()[0] for words in untold(note, old, new)] == ["14", "Otto"]
    assert told("Corrects spelling of Weller throughout", STORM, RAISED).verdicts[0].kind == "not_found"


def glued(text: str) -> Article:
    """A story that came as one block of more than 1,500 characters."""
    wards = (f"Ward {n} of the town sent men to the dyke before dawn came and kept them there." for n in range(20))
    return Article(paragraphs=(f"{text} {' '.join(wards)}",))


def test_a_number_that_was_exchanged_is_no_addition() -> None:
    """Without paragraph breaks "adds forecast in last paragraph" is not borne out by a toll that went up."""
    old, new = glued(STORM.paragraphs[0]), glued(RAISED.paragraphs[0])
    assert told("Adds forecast in last paragraph", old, new).verdicts[0].kind == "not_found"
    longer = Article(paragraphs=(f"{new.paragraphs[0]} Forecasters expect more rain in the hills.",))
    found = told("Adds forecast in last paragraph", old, longer)
    assert found.verdicts[0].kind == "supported"
    assert untold("Adds forecast in last paragraph", old, longer) == ["41"]
