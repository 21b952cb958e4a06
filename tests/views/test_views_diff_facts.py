"""`diff` names the facts that a change touches, calls what weighs nothing trivial, and tells a version tag apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from viewed import article, compared, style

from tracker.diff.model import FACTS, FactChange, known
from tracker.story.article import Article
from tracker.views.diff import data, text

DYKE, TRUCKS, GATE = (
    "The dyke at Kesht broke before dawn and the water reached the school.",
    "Soldiers carried sandbags to the bridge, and 14 trucks stood ready in Velm.",
    "A gate was opened at the weir to let some of the water out.",
)


def lines(old: Article, new: Article, width: int = 100) -> list[str]:
    """What is told of the changes: the lines between the desk note and the summary."""
    shown = text(compared(old, new), style(width)).splitlines()
    end = next(place for place, line in enumerate(shown) if "added" in line and "removed" in line)
    return shown[2:end]


def heading(old: str, new: str) -> str:
    """The heading of the change of a paragraph's text."""
    return lines(article(old), article(new), width=200)[0].split("  ")[1]


def test_two_facts_are_named_in_their_own_order() -> None:
    """Number before date before name, wherever they stand in the text; each once."""
    old = "Lena Brandt said on Monday that 14 of 20 boats were lost."
    new = "Lena Brant said on Sunday that 41 of 22 boats were lost."
    assert heading(old, new) == "changed: number, date, name"


def test_the_order_is_not_that_of_the_classifier() -> None:
    """Whatever order facts come in, they are named in one, so that headings can be read down the page."""
    result = compared(article(TRUCKS), article(TRUCKS.replace("14", "41")))
    (change,) = result.comparison.changes
    facts = tuple(FactChange(fact=fact, old="a", new="b") for fact in reversed(FACTS))
    meaning = known(replace(change.meaning.facts, changes=facts))
    mixed = replace(result, comparison=replace(result.comparison, changes=(replace(change, meaning=meaning),)))
    assert "¶1  changed: number, date, name, quote, negation, attribution  " in text(mixed, style(200))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (TRUCKS, TRUCKS.replace("14", "15"), "changed: number"),
        (TRUCKS, TRUCKS.replace("Velm", "Vell"), "changed: name"),
        (GATE, GATE.replace("was opened", "was not opened"), "changed: negation"),
        (GATE, GATE.replace("some of", "much of"), "changed"),
        (GATE, GATE.replace("to let", "so as to let"), "changed, trivial"),
        (GATE, GATE.replace("at the weir to", "at the weir, to"), "changed, trivial"),
        (GATE, GATE.replace("a gate", "A gate").replace("the weir", "the  weir"), "changed, spacing only"),
        ('He said "no".', "He said “no”.", "changed, typography only"),
    ],
)
def test_a_heading_says_what_a_change_means(old: str, new: str, said: str) -> None:
    """The fact, or that it weighs nothing, or nothing at all where it weighs without touching a fact."""
    assert heading(old, new) == said


def test_facts_of_a_split() -> None:
    """A number that changes while a paragraph is cut in two is named in the heading of the split."""
    old, new = article(f"{DYKE} {TRUCKS}", GATE), article(DYKE, TRUCKS.replace("14", "41"), GATE)
    assert lines(old, new) == [
        "¶1–¶2 (was ¶1)  split and changed: number  … dawn and the water reached the",
        "    school.[-␣-]{+¶+}Soldiers carried sandbags to the bridge, and [-14-]{+41+} trucks stood ready in",
        "    Velm.",
        "¶3  unchanged, was ¶2",
    ]


def test_facts_of_a_merge() -> None:
    """The same the other way round."""
    old, new = article(DYKE, TRUCKS, GATE), article(f"{DYKE} {TRUCKS.replace('Velm', 'Varn')}", GATE)
    assert lines(old, new)[0].startswith("¶1 (was ¶1–¶2)  merged and changed: name  ")


def test_a_mere_split_is_not_called_trivial() -> None:
    """It says what happened; that no word differs can be seen."""
    assert lines(article(f"{DYKE} {TRUCKS}", GATE), article(DYKE, TRUCKS, GATE))[0].startswith(
        "¶1–¶2 (was ¶1)  split  "
    )


def test_a_version_tag_is_a_change_of_its_own() -> None:
    """It stands above the headline, whose text did not change, and counts no words."""
    old, new = article(DYKE, headline="UPDATE 1-Dyke breaks"), article(DYKE, headline="UPDATE 2-Dyke breaks")
    shown = text(compared(old, new), style()).splitlines()
    assert shown[2:4] == [
        "version tag  changed  [-UPDATE 1-]{+UPDATE 2+}",
        "¶1 and headline unchanged. No words added or removed.",
    ]


def test_a_version_tag_and_a_headline() -> None:
    """Both changed: the tag first, and the headline without it."""
    old = article(DYKE, headline="Dyke breaks, 14 missing")
    new = article(TRUCKS, headline="CORRECTED-Dyke breaks, 41 missing")
    assert lines(old, new)[:2] == [
        "version tag  added  {+CORRECTED+}",
        "headline  changed: number  Dyke breaks, [-14-]{+41+} missing",
    ]
    assert lines(new, old)[0] == "version tag  removed  [-CORRECTED-]"


def test_an_embargo_names_no_fact() -> None:
    """That it is a date goes without saying."""
    old, new = article(DYKE), article(DYKE, embargo="2026-01-22T03:00:00Z")
    assert text(compared(old, new), style(100)).splitlines()[2].startswith("embargo  added  {+until ")


def test_a_byline_is_not_belittled() -> None:
    """It comes and goes as a matter of course, and is not called trivial for that."""
    old, new = article(DYKE, TRUCKS), article(DYKE, TRUCKS.replace("14", "15"), byline="By Ann Lee")
    assert lines(old, new)[0] == "byline  added  {+By Ann Lee+}"


def test_facts_and_weight_as_data() -> None:
    """Each fact with both its texts; weight and typography for every change."""
    old = article(TRUCKS, GATE, headline="Gate opened")
    new = article(TRUCKS.replace("14", "41"), GATE.replace("to let", "so as to let"), headline="GATE OPENED")
    changes = {(change["part"], *change["new"]): change for change in data(compared(old, new))["changes"]}
    assert changes["paragraph", 1]["facts"] == [{"fact": "number", "old": "14", "new": "41"}]
    assert [(change["weight"], change["typographic"]) for change in changes.values()] == [
        ("trivial", True),
        ("substantive", False),
        ("trivial", False),
    ]


def test_sentences_as_data() -> None:
    """Which sentence became which, with its edit; one that moved is marked as such, and its numbers are 1-based."""
    old, new = article(f"{DYKE} {GATE}", TRUCKS), article(DYKE, f"{TRUCKS} {GATE.replace('some', 'all')}")
    sentences = data(compared(old, new))["sentences"]
    assert [(link["old"], link["new"], link["moved"]) for link in sentences] == [
        ([{"paragraph": 1, "sentence": 1}], [{"paragraph": 1, "sentence": 1}], False),
        ([{"paragraph": 2, "sentence": 1}], [{"paragraph": 2, "sentence": 1}], False),
        ([{"paragraph": 1, "sentence": 2}], [{"paragraph": 2, "sentence": 2}], True),
    ]
    assert sentences[2]["spans"][1:3] == [{"op": "delete", "text": "some"}, {"op": "insert", "text": "all"}]
