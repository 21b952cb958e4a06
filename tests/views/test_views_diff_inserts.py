"""`diff` and what stands between paragraphs: subheads, bullets and table rows are told where a reader meets them."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from viewed import article, compared, style

from tracker.diff import compare
from tracker.diff.model import Change, KeptRun
from tracker.story.article import Article, Insert
from tracker.views.diff import Look, text
from tracker.views.surroundings import Item, reading_order

DYKE, TRUCKS, GATE = (
    "The dyke at Kesht broke before dawn and the water reached the school.",
    "Soldiers carried sandbags to the bridge, and 14 trucks stood ready in Velm.",
    "A gate was opened at the weir to let some of the water out.",
)


def lines(old: Article, new: Article, look: Look | None = None, width: int = 100) -> list[str]:
    """What is told of the changes: the lines between the desk note and the summary."""
    shown = text(compared(old, new), style(width), look or Look()).splitlines()
    end = next(place for place, line in enumerate(shown) if "added" in line and "removed" in line)
    return shown[2:end]


def test_subheads_stand_among_the_paragraphs() -> None:
    """A live blog is told in its reading order: each new subhead above its new paragraphs."""
    old = article(GATE, inserts=(Insert(before=1, kind="subhead", text="First light"),))
    new = article(
        DYKE,
        TRUCKS,
        GATE,
        inserts=(
            Insert(before=1, kind="subhead", text="Late morning"),
            Insert(before=2, kind="subhead", text="Breakfast"),
            Insert(before=3, kind="subhead", text="First light"),
        ),
    )
    assert [line.split("  ")[0] for line in lines(old, new, width=200)] == ["subhead 1", "¶1", "subhead 2", "¶2", "¶3"]


def test_an_insert_cuts_a_run_that_got_other_numbers() -> None:
    """So that it is seen between which paragraphs it came; the numbers of both parts are told."""
    old = article(DYKE, TRUCKS, GATE)
    new = article(
        "A new line about boats.", DYKE, TRUCKS, GATE, inserts=(Insert(before=3, kind="subhead", text="Army"),)
    )
    assert lines(old, new)[1:] == [
        "¶2  unchanged, was ¶1",
        "subhead 1  added  {+Army+}",
        "¶3–¶4  unchanged, were ¶2–¶3",
    ]


def test_context_of_an_insert() -> None:
    """With --context, a changed subhead has its neighbours too."""
    old = article(DYKE, TRUCKS, GATE)
    new = article(DYKE, TRUCKS, GATE, inserts=(Insert(before=3, kind="subhead", text="Army"),))
    assert lines(old, new, Look(context=1)) == [
        "¶1  unchanged",
        f"¶2  {TRUCKS}",
        "subhead 1  added  {+Army+}",
        f"¶3  {GATE}",
    ]


def test_a_removed_insert_stands_where_it_was() -> None:
    """Before its old paragraph, under its old number."""
    old = article(DYKE, TRUCKS, inserts=(Insert(before=2, kind="subhead", text="Army"),))
    new = article(DYKE.replace("dawn", "noon"), TRUCKS.replace("14", "15"))
    assert [line.split("  ")[0] for line in lines(old, new, width=200)] == ["¶1", "old subhead 1", "¶2"]


def test_a_subhead_after_the_last_paragraph() -> None:
    """It comes after all of them."""
    old = article(DYKE)
    new = article(DYKE, TRUCKS, inserts=(Insert(before=3, kind="subhead", text="More follows"),))
    assert [line.split("  ")[0] for line in lines(old, new, width=200)] == ["¶2", "subhead 1"]


WORDS = st.sampled_from([f"{name} stood at the gate of house {name}{name} and waited." for name in "ABCDEF"])
BLOCKS = st.lists(st.tuples(WORDS, st.sampled_from(("", "bullet", "subhead", "quote"))), max_size=6)


def blocks(made: list[tuple[str, str]]) -> Article:
    """An article of these blocks: paragraphs, and inserts before the next one of them."""
    paragraphs: list[str] = []
    inserts = []
    for words, kind in made:
        if kind:
            inserts.append(Insert(before=len(paragraphs) + 1, kind=kind, text=words))
        else:
            paragraphs.append(words)
    return Article(paragraphs=tuple(paragraphs), inserts=tuple(inserts))


@settings(max_examples=80)
@given(BLOCKS, BLOCKS, st.integers(0, 9))
def test_every_change_and_every_paragraph_is_met_once(
    one: list[tuple[str, str]], two: list[tuple[str, str]], n: int
) -> None:
    """Wherever inserts stand: no change is lost or told twice, and unchanged paragraphs come in their order."""
    old, new = blocks(one), blocks(two)
    found = compare(old, new)
    items = list(reading_order(found, old, new, context=n))
    assert Counter(item for item in items if isinstance(item, Change)) == Counter(found.changes)
    met = [item.new + offset for item in items if not isinstance(item, Change) for offset in range(_size(item))]
    kept = [run.new + offset for run in found.kept_runs() for offset in range(run.count)]
    moved = sum(run.count for run in found.kept_runs() if run.old != run.new)
    assert met == sorted(met)
    assert len(set(met)) == len(met) >= moved
    assert set(met) <= set(kept)
    if n and any(change.part == "paragraph" for change in found.changes):
        assert met == kept


def _size(item: Item) -> int:
    return item.count if isinstance(item, KeptRun) else 1
