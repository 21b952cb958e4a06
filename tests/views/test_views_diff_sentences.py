"""`diff` and sentences that moved: told once, where they stand now, with their edits; named where they stood."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_views_hostile import check_text, hostile
from viewed import article, compared, poisoned, style

from tracker.desk.compare import Compared
from tracker.diff.model import Span
from tracker.story.article import Article
from tracker.views.diff import Look, text
from tracker.views.marks import Moved, Stretch, marked, shortened

DAM, CRACKS, FLED, MAYOR, CHAPEL = (
    "The dam above Oldtown failed at dawn on Saturday.",
    "Engineers had warned of cracks in the wall for years.",
    "About 300 people left their homes before the water came.",
    "The mayor said that everyone was safe.",
    "Fishermen watched the valley fill from a chapel on the hill.",
)
LONG = "Two bridges below the dam were closed to lorries and buses until the end of the week, the road board said."
COLUMNS, STAT = Look(columns=True), Look(stat=True)


def lines(old: Article, new: Article, look: Look | None = None, width: int = 80) -> list[str]:
    """What is told of the changes: the lines between the desk note and the summary."""
    shown = text(compared(old, new), style(width), look or Look()).splitlines()
    end = next(place for place, line in enumerate(shown) if "headline unchanged" in line or "changes. " in line)
    return shown[2:end]


def test_a_sentence_in_another_paragraph() -> None:
    """It is told where it stands now, and named where it stood; nothing else changed there, and no fact did."""
    old, new = article(f"{DAM} {CRACKS}", MAYOR, f"{CHAPEL} {LONG}"), article(f"{DAM} {LONG} {CRACKS}", MAYOR, CHAPEL)
    assert lines(old, new) == [
        "¶1  changed, sentence moved  The dam above Oldtown failed at dawn on Saturday.",
        "    {~was in ¶3: Two bridges below the dam were closed to …~} Engineers had",
        "    warned of cracks in the wall for years.",
        "¶3  changed, sentence moved  Fishermen watched the valley fill from a chapel on",
        "    the hill. [~now in ¶1: Two bridges below the dam …~]",
    ]


def test_a_sentence_moved_with_an_edit() -> None:
    """The edit, and the fact that it touches, belong to where the sentence stands now."""
    old = article(f"{DAM} {CRACKS}", MAYOR, f"{CHAPEL} {FLED}")
    new = article(f"{DAM} {FLED.replace('300', '400')} {CRACKS}", MAYOR, CHAPEL)
    assert lines(old, new) == [
        "¶1  changed: number  The dam above Oldtown failed at dawn on Saturday. {~was in",
        "    ¶3: About [-300-]{+400+} people left their homes before the water came.~}",
        "    Engineers had warned of cracks in the wall for years.",
        "¶3  changed, sentence moved  Fishermen watched the valley fill from a chapel on",
        "    the hill. [~now in ¶1: About 300 people left their …~]",
    ]


def test_a_sentence_moved_among_other_edits() -> None:
    """Both are told; the heading names the facts of the edits, not those that only moved."""
    old = article(f"{DAM} {CRACKS}", MAYOR, f"{CHAPEL} {LONG}")
    new = article(f"{DAM.replace('dawn', 'noon')} {LONG} {CRACKS}", MAYOR, CHAPEL.replace("valley", "lake"))
    first, second = (line for line in lines(old, new, width=200) if line.startswith("¶"))
    assert first.startswith(
        "¶1  changed: date  The dam above Oldtown failed at [-dawn-]{+noon+} on Saturday. {~was in ¶3: "
    )
    assert second.startswith("¶3  changed  Fishermen watched the [-valley-]{+lake+} fill")


def test_a_number_that_moved_and_another_that_came() -> None:
    """A fact is kept in the heading where new text has it as well."""
    old = article(f"{DAM} {CRACKS}", MAYOR, f"{CHAPEL} {FLED}")
    new = article(f"{DAM} {FLED} {CRACKS} It took 300 people to mend them.", MAYOR, CHAPEL)
    assert lines(old, new)[0].startswith("¶1  changed: number  ")


def test_a_number_that_an_edit_took_from_a_sentence_that_moved() -> None:
    """It is named where the sentence stands now, beside its edit, although the number stood elsewhere."""
    old = article(f"{DAM} {CRACKS}", MAYOR, f"{CHAPEL} {FLED}")
    new = article(f"{DAM} {FLED.replace('About 300 p', 'P')} {CRACKS}", MAYOR, CHAPEL)
    first, second = (line for line in lines(old, new, width=200) if line.startswith("¶"))
    assert first.startswith("¶1  changed: number  ")
    assert second.startswith("¶3  changed, sentence moved  ")


def test_a_sentence_moved_within_its_paragraph() -> None:
    """It is counted once, and told by its number in the paragraph."""
    old, new = article(f"{DAM} {CRACKS} {FLED}", MAYOR), article(f"{FLED} {DAM} {CRACKS}", MAYOR)
    assert lines(old, new) == [
        "¶1  changed, sentence moved  {~was sentence 3: About 300 people left their homes",
        "    before the water came.~} The dam above Oldtown failed at dawn on Saturday.",
        "    Engineers had warned of cracks in the wall for years. [~now sentence 1:",
        "    About 300 people left their …~]",
    ]


def test_a_sentence_that_became_a_paragraph() -> None:
    """The new paragraph holds nothing new."""
    old, new = article(f"{DAM} {LONG} {FLED}", MAYOR, CHAPEL), article(f"{DAM} {FLED}", MAYOR, CHAPEL, LONG)
    assert lines(old, new) == [
        "¶1  changed, sentence moved  The dam above Oldtown failed at dawn on Saturday.",
        "    [~now in ¶4: Two bridges below the dam …~] About 300 people left their homes",
        "    before the water came.",
        "¶4  added, sentence moved  {~was in ¶1: Two bridges below the dam were closed to",
        "    …~}",
    ]


def test_an_old_number_that_another_paragraph_has_now() -> None:
    """Where the two could be taken for one another, the old one is called old."""
    old, new = article(DAM, f"{CHAPEL} {FLED} {LONG}"), article(DAM, f"{CRACKS} {LONG}", f"{CHAPEL} {FLED}")
    first, second = lines(old, new, width=200)
    assert "{~was in old ¶2: Two bridges below" in first
    assert "[~now in ¶2: Two bridges below" in second


def test_counts_leave_out_what_moved() -> None:
    """So that the lines add up to the total, which does so too."""
    old = article(f"{DAM} {CRACKS}", MAYOR, f"{CHAPEL} {FLED}")
    new = article(f"{DAM} {FLED.replace('300', '400')} {CRACKS}", MAYOR, CHAPEL)
    assert text(compared(old, new), style(), STAT).splitlines()[2:5] == [
        "¶1  changed  +1  −1  number          +−",
        "¶3  changed  +0  −0  sentence moved",
        "2 changes. 1 word added, 1 removed.",
    ]


def test_columns_of_a_sentence_that_moved() -> None:
    """It is whole on both sides, each with its own words of the edit, and leaves no gap on the other side."""
    old = article(f"{DAM} {CRACKS}", MAYOR, f"{CHAPEL} {FLED}")
    new = article(f"{DAM} {FLED.replace('300', '400')} {CRACKS}", MAYOR, CHAPEL)
    assert lines(old, new, COLUMNS) == [
        "  old r2                                │ new r3",
        "¶1  changed: number",
        "  The dam above Oldtown failed at dawn  │ The dam above Oldtown failed at dawn",
        "  on Saturday. Engineers had warned of  │ on Saturday. {~was in ¶3: About",
        "  cracks in the wall for years.         │ {+400+} people left their homes",
        "                                        │ before the water came.~} Engineers",
        "                                        │ had warned of cracks in the wall for",
        "                                        │ years.",
        "¶3  changed, sentence moved",
        "  Fishermen watched the valley fill     │ Fishermen watched the valley fill",
        "  from a chapel on the hill. [~now in   │ from a chapel on the hill.",
        "  ¶1: About [-300-] people left their   │",
        "  homes before the water came.~]        │",
    ]


def test_moved_sentences_in_colour() -> None:
    """Brackets and place are dim, the words are as in any text; no marks."""
    old, new = article(f"{DAM} {CRACKS}", f"{CHAPEL} {FLED}"), article(f"{DAM} {FLED} {CRACKS}", CHAPEL)
    shown = text(compared(old, new), style(200, colour=True))
    assert "\x1b[2m{was in ¶2: \x1b[0mAbout 300 people left their homes before the water came.\x1b[2m}\x1b[0m" in shown
    assert "\x1b[2m[now in ¶1: \x1b[0m" in shown
    assert "~" not in shown


@pytest.mark.parametrize("look", [Look(), STAT, COLUMNS])
@pytest.mark.parametrize("width", [40, 80])
def test_hostile_sentences_that_move(look: Look, width: int) -> None:
    """Nothing of them is obeyed, and nothing is too wide."""
    old, new = article(f"{DAM} {CRACKS}", f"{CHAPEL} {FLED}"), article(f"{DAM} {FLED} {CRACKS}", CHAPEL)
    check_text(text(poisoned(compared(old, new), hostile), style(width), look), style(width))


SENTENCES = [f"{noun} number {number} {verb} the {place} before the others came." for noun, number, verb, place in (
    ("Boat", 3, "reached", "quay"), ("Wagon", 12, "left", "yard"), ("Crane", 7, "lifted", "engine"),
    ("Squad", 4, "searched", "cellar"), ("Ferry", 21, "crossed", "narrows"), ("Plough", 9, "opened", "pass"),
)]  # fmt: skip
PARAGRAPHS = st.permutations(SENTENCES).flatmap(
    lambda order: st.sampled_from(((2, 4), (3, 3), (1, 3), (2, 5))).map(
        lambda cut: (" ".join(order[: cut[0]]), " ".join(order[cut[0] : cut[1]]), " ".join(order[cut[1] :]))
    )
)


@settings(max_examples=60)
@given(PARAGRAPHS, PARAGRAPHS)
def test_the_lines_of_counts_add_up_to_the_total(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Wherever sentences go."""
    result = compared(*(article(*filter(None, paragraphs)) for paragraphs in (old, new)))
    counts = re.findall(r"\+(\d+) +−(\d+)", text(result, style(), STAT))
    assert sum(int(added) for added, _ in counts) == result.comparison.words_added
    assert sum(int(removed) for _, removed in counts) == result.comparison.words_removed


@settings(max_examples=60)
@given(PARAGRAPHS, PARAGRAPHS)
def test_columns_hold_both_texts(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Side by side, without marks and places, the two columns are the old and the new text."""
    result = compared(*(article(*filter(None, paragraphs)) for paragraphs in (old, new)))
    for side, place in (("old", 0), ("new", 1)):
        told = _column(result, place)
        for change in result.comparison.changes:
            if change.edited:
                for unit in change.old_units() if side == "old" else change.new_units():
                    assert "".join(unit.split()) in told


def _column(result: Compared, place: int) -> str:
    rows = [line for line in text(result, style(120), COLUMNS).splitlines() if " │" in line]
    column = " ".join(line.partition(" │")[2 * place].strip() for line in rows)
    bare = re.sub(r"[\[{]~[^:]*:|~[\]}]|\[-|-\]|\{\+|\+\}|[¶␣]", " ", column)
    return "".join(bare.split())


TRICKY = st.text(st.sampled_from("ab[-]{+}~\\"), max_size=10)
SPANS = st.lists(
    st.builds(Span, op=st.sampled_from(("equal", "delete", "insert")), text=TRICKY.filter(bool)), max_size=4
)
MOVED = st.builds(Moved, came=st.booleans(), place=st.just("was in ¶2"), spans=SPANS.map(tuple))


def parsed(shown: str) -> list[tuple[str, str]]:
    """An outsider's reading of an uncoloured diff, from left to right: (marks that are open, text) stretches."""
    found, stack, stretch, place = [], "", "", 0
    marks = {"[-": "-", "{+": "+", "[~": "<", "{~": ">"}
    ends = {"-": "-]", "+": "+}", "<": "~]", ">": "~}"}
    while place < len(shown):
        pair = shown[place : place + 2]
        if shown[place] == "\\":
            stretch, place = stretch + shown[place + 1], place + 2
            continue
        if pair in marks and stack[-1:] not in ("-", "+"):
            found.append((stack, stretch))
            stack, stretch, place = stack + marks[pair], "", place + 2
        elif stack and pair == ends[stack[-1]]:
            found.append((stack, stretch))
            stack, stretch, place = stack[:-1], "", place + 2
        else:
            assert pair not in (*marks, *ends.values()), f"a mark inside text at {place}"
            stretch, place = stretch + shown[place], place + 1
    assert not stack
    found.append((stack, stretch))
    return [item for item in found if item[1]]


@given(
    st.lists(MOVED | st.builds(Span, op=st.sampled_from(("delete", "insert")), text=TRICKY.filter(bool)), max_size=4)
)
def test_marks_can_always_be_read_back(stretches: list[Stretch]) -> None:
    """Whatever signs the text holds, what moved, and what was edited in it, can be told from the marks alone."""
    expected: list[tuple[str, str]] = []
    for item in stretches:
        if isinstance(item, Span):
            expected.append(("-" if item.op == "delete" else "+", item.text))
            continue
        outer = ">" if item.came else "<"
        inner = [(outer + {"equal": "", "delete": "-", "insert": "+"}[span.op], span.text) for span in item.spans]
        expected += _joined([(outer, "was in ¶2: "), *inner])
    assert parsed("".join(piece.text for piece in marked(stretches, style()))) == expected


def _joined(stretches: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbouring stretches of plain text as one: no mark parts them."""
    joined: list[tuple[str, str]] = []
    for marks, words in stretches:
        if joined and len(marks) == 1 == len(joined[-1][0]):
            joined[-1] = (marks, joined[-1][1] + words)
        else:
            joined.append((marks, words))
    return joined


def test_an_edit_in_a_long_sentence_that_moved() -> None:
    """It has its surroundings, like any edit; the sentence is not told whole."""
    words = " ".join(f"w{number}" for number in range(1, 31))
    spans = (Span(op="equal", text=f"{words} "), Span(op="delete", text="14"), Span(op="insert", text="41"))
    (moved,) = shortened([Moved(came=True, place="was in ¶2", spans=spans)])
    assert "".join(piece.text for piece in marked([moved], style())) == (
        "{~was in ¶2: … w23 w24 w25 w26 w27 w28 w29 w30 [-14-]{+41+}~}"
    )
