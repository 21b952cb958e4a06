"""`diff --stat`, `--side-by-side` and `--context`: the other forms of a comparison."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from test_views_hostile import ARTICLES, check_text, hostile
from viewed import EVERYTHING, OTHER_STORY, article, compared, poisoned, style

from tracker.desk.compare import Compared
from tracker.story.article import Article, Insert
from tracker.views.diff import Look, text

ONE, TWO, THREE, FOUR, FIVE = (
    "The dam above Oldtown failed at dawn on Saturday.",
    "Engineers had warned of cracks in the wall for years.",
    "About 300 people left their homes before the water came.",
    "The mayor said that everyone was safe.",
    "Fishermen watched the valley fill from a chapel on the hill.",
)
STAT, COLUMNS = Look(stat=True), Look(columns=True)
LOOKS = [STAT, COLUMNS, Look(context=1), Look(stat=True, columns=True, context=2)]


def shown(result: Compared, look: Look, width: int = 80, *, colour: bool = False) -> list[str]:
    """The diff as lines, without the last one, which says how to repeat it."""
    return text(result, style(width, colour=colour), look).splitlines()[:-1]


def between(old: Article, new: Article, look: Look, width: int = 80) -> list[str]:
    """The lines that tell the changes: without title, desk note and summary."""
    lines = shown(compared(old, new), look, width)
    start = next(place for place, line in enumerate(lines) if line.startswith("desk note"))
    end = next(place for place, line in enumerate(lines) if "words added" in line or "word added" in line)
    return lines[start + 1 : end]


def test_counts() -> None:
    """A line for each change with its words, its facts and a bar, and one for all; unchanged text is not mentioned."""
    old = article(ONE, TWO, THREE)
    new = article(ONE, FOUR, THREE.replace("300", "400"), headline="Dam fails, 400 flee")
    assert shown(compared(old, new), STAT)[2:] == [
        "headline  changed  +2   −0  number       ++",
        "old ¶2    removed  +0  −10  attribution  −−−−−−−−−−",
        "¶2        added    +7   −0  attribution  +++++++",
        "¶3        changed  +1   −1  number       +−",
        "4 changes. 10 words added, 11 removed.",
    ]


def test_counts_of_a_run_and_of_a_move() -> None:
    """Paragraphs that came together have a line each; one that only moved says from where and counts nothing."""
    assert between(article(ONE, TWO), article(ONE, THREE, FOUR, TWO), STAT) == [
        "¶2  added  +10  −0  number       ++++++++++",
        "¶3  added   +7  −0  attribution  +++++++",
    ]
    assert shown(compared(article(ONE, TWO, THREE, FOUR), article(FOUR, ONE, TWO, THREE)), STAT)[2:] == [
        "¶1 (was ¶4)  moved  +0  −0",
        "1 change. No words added or removed.",
    ]


def test_bars_are_to_one_scale() -> None:
    """The longest takes thirty signs; whatever is not none has one sign at least."""
    old, new = article(ONE, THREE), article(ONE, "flood " * 59 + "flood.", THREE.replace("300", "400"))
    assert between(old, new, STAT) == [
        "¶2           added    +60  −0          ++++++++++++++++++++++++++++++",
        "¶3 (was ¶2)  changed   +1  −1  number  +−",
    ]


def test_what_is_not_read_is_not_counted() -> None:
    """Credits and metadata are named without numbers, so that the lines add up to the total."""
    old, new = article(ONE), article(ONE.replace("dawn", "noon"), credits=("Editing by Bo",), language="en")
    assert shown(compared(old, new), STAT)[2:] == [
        "¶1             changed  +1  −1  date  +−",
        "credit line 1  added    not counted",
        "language       added    not counted",
        "3 changes. 1 word added, 1 removed.",
    ]


def test_spacing_is_no_word() -> None:
    """A change without words says so."""
    old, new = article(ONE.replace("dam ", "dam  ")), article(ONE)
    assert shown(compared(old, new), STAT)[2] == "¶1  spacing only  +0  −0"


def test_counts_on_forty_columns() -> None:
    """Bars shrink first; then facts go before what happened, and that goes before the place is cut."""
    old = article(*(f"{ONE} {number}" for number in range(9)), TWO, THREE)
    new = replace(old, paragraphs=(*old.paragraphs[:9], TWO, FIVE, THREE.replace("300 people", "4,000 souls")))
    assert between(old, new, STAT, 40) == [
        "¶11            added    +11  −0",
        "¶12 (was ¶11)  changed   +2  −2  number",
    ]
    new = replace(new, paragraphs=(FOUR, *new.paragraphs[:10], new.paragraphs[11]))
    assert between(old, new, STAT, 40) == [
        "¶1             +7  −0  attribution  ++++",
        "¶12 (was ¶11)  +2  −2  number       +−",
    ]
    named = replace(old, extra=(("the-name-of-a-field-that-is-long", "x"),))
    assert shown(compared(old, named), STAT, 40)[3] == "field “the-name-of-…  added  not counted"


def test_facts_that_do_not_fit() -> None:
    """Those that fit are named, and it is plain that there are more."""
    old = article(*(f"{ONE} {number}" for number in range(12)))
    lines = ("He left 14 tonnes in Bern on Friday, she said.", "Rain had filled the gap with mud and gravel.")
    new = replace(old, paragraphs=(*old.paragraphs[:9], *lines, *old.paragraphs[9:]))
    assert between(old, new, STAT, 40) == ["¶10  added  +10  −0  number, date, …", "¶11  added   +9  −0"]


def test_side_by_side() -> None:
    """Old text left, new text right, both whole; each with its own marks."""
    old, new = article(ONE, THREE), article(ONE, THREE.replace("300", "400"))
    assert between(old, new, COLUMNS) == [
        "  old r2                                │ new r3",
        "¶2  changed: number",
        "  About [-300-] people left their homes │ About {+400+} people left their homes",
        "  before the water came.                │ before the water came.",
    ]


def test_one_side_alone() -> None:
    """What came has nothing on its left, what went nothing on its right; no line ends in spaces."""
    assert between(article(ONE, FOUR), article(ONE, FIVE), COLUMNS) == [
        "  old r2                                │ new r3",
        "old ¶2  removed: attribution",
        "  [-The mayor said that everyone was    │",
        "  safe.-]                               │",
        "¶2  added",
        "                                        │ {+Fishermen watched the valley fill",
        "                                        │ from a chapel on the hill.+}",
    ]


def test_a_mere_move_needs_no_columns() -> None:
    """Its text is the same on both sides and is named once."""
    lines = shown(compared(article(ONE, TWO, THREE, FOUR), article(FOUR, ONE, TWO, THREE)), COLUMNS)
    assert lines[2:4] == [
        "¶1 (was ¶4)  moved  The mayor said that everyone was safe.",
        "¶2–¶4  unchanged, were ¶1–¶3",
    ]


def test_columns_of_wide_characters() -> None:
    """The rule between the columns stands under itself: characters that take two cells count as two."""
    old, new = (
        article("午前四時、堤防が切れた。乗客128人が避難した。" * 2),
        article("午前四時、堤防が切れた。乗客182人が避難した。" * 2),
    )
    lines = between(old, new, COLUMNS)
    assert lines[2].startswith("  午前四時、堤防が切れた。乗客[-128-]人 │ ")
    assert {cell_len(line[: line.index("│")]) for line in lines if "│" in line} == {40}


def test_columns_of_two_stories() -> None:
    """Each column says which story it is of."""
    result = compared(article(ONE), article(THREE), new_story=OTHER_STORY)
    assert "  old dam-fails@r2                      │ new fog-lifts@r3" in shown(result, COLUMNS)


def test_a_narrow_page_has_old_above_new() -> None:
    """Below 80 columns the two stand one above the other, and it says why."""
    result = compared(article(ONE, THREE), article(ONE, THREE.replace("300", "400"), FOUR))
    assert shown(result, COLUMNS, 79)[1:-1] == [
        "! Side by side needs a width of 80: old and new stand one above the other.",
        "desk note  none",
        "¶2  changed: number",
        "  old  About [-300-] people left their homes before the water came.",
        "  new  About {+400+} people left their homes before the water came.",
        "¶3  added: attribution",
        "  new  {+The mayor said that everyone was safe.+}",
    ]


def test_right_to_left_text_has_no_columns() -> None:
    """A terminal that sets Arabic from right to left would exchange the columns."""
    lines = shown(compared(article("غمرت المياه 3200 فدان."), article("غمرت المياه 2300 فدان.")), COLUMNS)
    assert lines[1] == "! The text runs from right to left: old and new stand one above the other."
    assert lines[4:6] == ["  old  غمرت المياه [-3200-] فدان.", "  new  غمرت المياه {+2300+} فدان."]


def test_columns_in_colour() -> None:
    """Marks give way to amber on the left and blue on the right."""
    result = compared(article(ONE), article(ONE.replace("dawn", "noon")))
    (line,) = (line for line in shown(result, COLUMNS, colour=True) if "noon" in line)
    left, right = line.split("│")
    assert "\x1b[9;38;5;172mdawn\x1b[0m" in left
    assert "\x1b[4;38;5;33mnoon\x1b[0m" in right


def test_an_embargo_is_in_local_time_in_columns_too() -> None:
    """As everywhere."""
    lines = shown(compared(article(ONE), article(ONE, embargo="2026-01-22T03:00:00Z")), COLUMNS)
    assert "                                        │ {+until 21 Jan 2026 22:00 EST (in 4" in lines


def test_context() -> None:
    """Neighbours of a change are whole, under both numbers where these differ; the rest is folded."""
    old = article(ONE, TWO, THREE, FIVE)
    new = article(ONE, TWO, FOUR, THREE, FIVE)
    assert shown(compared(old, new), Look(context=1))[2:] == [
        "¶1  unchanged",
        "¶2  Engineers had warned of cracks in the wall for years.",
        "¶3  added: attribution  {+The mayor said that everyone was safe.+}",
        "¶4 (was ¶3)  About 300 people left their homes before the water came.",
        "¶5  unchanged, was ¶4",
        "Headline unchanged. 7 words added, none removed.",
    ]


def test_context_reaches_to_the_ends_and_never_repeats() -> None:
    """More than there is shows everything once."""
    old, new = article(ONE, THREE, FOUR, TWO), article(ONE + " Yes.", THREE, FOUR, TWO + " Yes.")
    lines = shown(compared(old, new), Look(context=9))
    assert [line.split()[0] for line in lines if line.startswith("¶")] == ["¶1", "¶2", "¶3", "¶4"]


def test_context_reaches_over_the_place_that_something_moved_from() -> None:
    """Two runs that meet there are one surrounding."""
    old, new = article(ONE, TWO, THREE, FOUR, FIVE), article(FOUR, ONE, TWO, THREE, FIVE)
    assert [line for line in shown(compared(old, new), Look(context=4)) if line.startswith("¶")] == [
        "¶1 (was ¶4)  moved  The mayor said that everyone was safe.",
        "¶2 (was ¶1)  The dam above Oldtown failed at dawn on Saturday.",
        "¶3 (was ¶2)  Engineers had warned of cracks in the wall for years.",
        "¶4 (was ¶3)  About 300 people left their homes before the water came.",
        "¶5  Fishermen watched the valley fill from a chapel on the hill.",
    ]


def test_context_without_a_changed_paragraph() -> None:
    """There is nothing to stand around, so paragraphs are summed up as without it."""
    old, new = article(ONE, TWO), article(ONE, TWO, headline="Dam breaks")
    assert shown(compared(old, new), Look(context=2))[-1] == "¶1–¶2 unchanged. 1 word added, 1 removed."


def test_counts_and_words_together() -> None:
    """The counts come first, then an empty line, then the changes."""
    result = compared(article(ONE, TWO), article(ONE, TWO, FOUR))
    assert shown(result, Look(stat=True, context=1))[2:] == [
        "¶3  added  +7  −0  attribution  +++++++",
        "",
        "¶1  unchanged",
        "¶2  Engineers had warned of cracks in the wall for years.",
        "¶3  added: attribution  {+The mayor said that everyone was safe.+}",
        "Headline unchanged. 7 words added, none removed.",
    ]


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_changed_in_any_form(look: Look) -> None:
    """Every form says so in the same words."""
    assert shown(compared(article(ONE), article(ONE)), look)[1:] == [
        "desk note  none",
        "Nothing changed: r2 and r3 have the same text.",
    ]


def test_only_the_note_changed_in_any_form() -> None:
    """There is nothing to count and nothing to set side by side."""
    result = compared(article(ONE, note="Adds map"), article(ONE, note="Corrects map"))
    for look in LOOKS:
        assert "Only the desk note differs." in shown(result, look)
        assert not any("│" in line for line in shown(result, look))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("width", [40, 80, 81, 200])
def test_no_form_obeys_hostile_text(look: Look, width: int, colour: bool) -> None:
    """Nothing acts, hides, forges a line or is too wide."""
    looks = style(width, colour=colour)
    check_text(text(poisoned(EVERYTHING["compared"], hostile), looks, look), looks)


@pytest.mark.parametrize("look", LOOKS)
def test_text_that_looks_like_our_own_lines_stays_in_its_column(look: Look) -> None:
    """The first column is ours: no text of an article starts there, whatever line feeds it has."""
    old, new = article("a\n! FORGED\n¶9  forged"), article("b\n! FORGED\n¶9  forged", "¶9  forged")
    for width in (40, 80):
        check_text(text(compared(old, new), style(width), look), style(width))


@settings(max_examples=40)
@given(ARTICLES, ARTICLES, st.sampled_from((40, 80, 120)), st.booleans(), st.sampled_from(LOOKS))
def test_any_two_articles_in_any_form(old: Article, new: Article, width: int, colour: bool, look: Look) -> None:
    """Whatever they hold, and however they differ: no line too wide or ended by spaces."""
    looks = style(width, colour=colour)
    rendered = text(compared(old, new), looks, look)
    check_text(rendered, looks)
    if look == STAT and not colour:
        assert [line for line in rendered.splitlines() if line != line.rstrip()] == []


@settings(max_examples=40)
@given(ARTICLES, ARTICLES)
def test_context_without_end_folds_nothing(old: Article, new: Article) -> None:
    """Where a paragraph changed, no unchanged one is folded away."""
    result = compared(old, new)
    if result.comparison.changes_in("paragraph"):
        assert "  unchanged" not in text(result, style(200), Look(context=10))


def test_inserts_of_other_kinds_are_not_counted() -> None:
    """Only parts that count in the totals have counts."""
    new = article(ONE, inserts=(Insert(before=1, kind="quote", text="We ran."),))
    assert shown(compared(article(ONE), new), STAT)[2] == "quote 1  added  not counted"
