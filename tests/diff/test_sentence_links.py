"""Which old sentence became which new one, in every changed paragraph: kept, edited, joined, cut, come or gone."""

from __future__ import annotations

import time
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tracker.diff import Comparison, Span, compare
from tracker.diff.model import SentencePlace
from tracker.diff.moves import Side, bare_sentences, located
from tracker.diff.sentences import split_sentences
from tracker.story.article import Article

DAM = "The dam above Oldtown failed at dawn on Saturday."
CRACKS = "Engineers had warned of cracks in its wall for years."
FLED = "About 300 people left their homes before water came."
CHAPEL = "Fishermen watched a valley fill from one chapel on that hill."
LORRIES = "Nobody knows when lorries may cross again."

Shape = tuple[tuple[SentencePlace, ...], tuple[SentencePlace, ...]]


def compared(old: Sequence[str], new: Sequence[str]) -> Comparison:
    return compare(Article(paragraphs=tuple(old)), Article(paragraphs=tuple(new)))


def shapes(old: Sequence[str], new: Sequence[str]) -> list[Shape]:
    return [(link.old, link.new) for link in compared(old, new).sentences]


def one(paragraph: int, *numbers: int) -> tuple[SentencePlace, ...]:
    return tuple((paragraph, number) for number in numbers)


def test_nothing_changed() -> None:
    """Unchanged paragraphs have no links: each of their sentences stands where it stood."""
    assert compared([DAM, f"{CRACKS} {FLED}"], [DAM, f"{CRACKS} {FLED}"]).sentences == ()


def test_a_sentence_edited_among_others_that_stayed() -> None:
    """All sentences of the changed paragraph have their link, none of the other one; the edited one shows its edit."""
    comparison = compared([CHAPEL, f"{DAM} {FLED} {CRACKS}"], [CHAPEL, f"{DAM} {FLED.replace('300', '400')} {CRACKS}"])
    kept, edited, last = comparison.sentences
    assert [(link.old, link.new) for link in (kept, edited, last)] == [(one(2, n), one(2, n)) for n in (1, 2, 3)]
    assert (kept.similarity, kept.spans, kept.moved) == (1.0, (Span(op="equal", text=DAM),), False)
    assert [(span.op, span.text) for span in edited.spans] == [
        ("equal", "About "), ("delete", "300"), ("insert", "400"),
        ("equal", " people left their homes before water came."),
    ]  # fmt: skip
    assert edited.similarity == 2 * (len(FLED) - 3) / (2 * len(FLED))


def test_a_sentence_that_came() -> None:
    """It has no old side, and nothing in common with any; what follows keeps its link under its new number."""
    links = compared([f"{DAM} {CRACKS}"], [f"{DAM} {LORRIES} {CRACKS}"]).sentences
    assert [(link.old, link.new) for link in links] == [(one(1, 1), one(1, 1)), ((), one(1, 2)), (one(1, 2), one(1, 3))]
    assert (links[1].spans, links[1].similarity) == ((Span(op="insert", text=LORRIES),), 0.0)


def test_a_sentence_that_went() -> None:
    """It has no new side, and stands after the others of its change, before those of the next change."""
    assert shapes([f"{DAM} {LORRIES} {CRACKS}", CHAPEL, FLED], [f"{DAM} {CRACKS}", CHAPEL, f"{FLED} He left."]) == [
        (one(1, 1), one(1, 1)), (one(1, 3), one(1, 2)), (one(1, 2), ()), (one(3, 1), one(3, 1)), ((), one(3, 2)),
    ]  # fmt: skip


def test_a_sentence_replaced_by_another() -> None:
    """Of two sentences that share next to nothing, one went and the other came."""
    assert shapes([f"{DAM} {CRACKS}"], [f"{DAM} {LORRIES}"]) == [
        (one(1, 1), one(1, 1)), ((), one(1, 2)), (one(1, 2), ()),
    ]  # fmt: skip


def test_two_sentences_run_together() -> None:
    """Both became the one, in a link whose old text is the two joined by a space."""
    old = "The dam above Oldtown failed at dawn. Water reached the market square by noon."
    new = "The dam above Oldtown failed at dawn, and water reached the market square by noon."
    (link,) = compared([old], [new]).sentences
    assert (link.old, link.new, link.moved) == (one(1, 1, 2), one(1, 1), False)
    assert "".join(span.text for span in link.spans if span.op != "insert") == old
    assert "".join(span.text for span in link.spans if span.op != "delete") == new
    assert link.similarity > 0.8


def test_a_sentence_cut_in_two() -> None:
    """The one became both."""
    old = "The dam above Oldtown failed at dawn, and water reached the market square by noon."
    new = "The dam above Oldtown failed at dawn. Water reached the market square by noon."
    assert shapes([f"{old} {FLED}"], [f"{new} {FLED}"]) == [(one(1, 1), one(1, 1, 2)), (one(1, 2), one(1, 3))]


def test_sentences_of_a_paragraph_cut_in_two() -> None:
    """They keep their order under the numbers of the new paragraphs."""
    assert shapes([CHAPEL, f"{DAM} {CRACKS} {FLED}"], [CHAPEL, f"{DAM} {CRACKS}", FLED]) == [
        (one(2, 1), one(2, 1)), (one(2, 2), one(2, 2)), (one(2, 3), one(3, 1)),
    ]  # fmt: skip


def test_sentences_of_paragraphs_run_together() -> None:
    """They keep their order under the number of the one paragraph."""
    assert shapes([f"{DAM} {CRACKS}", FLED], [f"{DAM} {CRACKS} {FLED}"]) == [
        (one(1, 1), one(1, 1)), (one(1, 2), one(1, 2)), (one(2, 1), one(1, 3)),
    ]  # fmt: skip


def test_paragraphs_that_came_and_went() -> None:
    """Each of their sentences came or went alone."""
    assert shapes([DAM], [DAM, f"{CHAPEL} {LORRIES}"]) == [((), one(2, 1)), ((), one(2, 2))]
    assert shapes([DAM, f"{CHAPEL} {LORRIES}"], [DAM]) == [(one(2, 1), ()), (one(2, 2), ())]


def test_a_paragraph_that_moved_whole() -> None:
    """Its sentences are linked under their new numbers, and none is called moved."""
    links = compared([f"{CRACKS} {FLED}", DAM, CHAPEL, LORRIES], [DAM, CHAPEL, LORRIES, f"{CRACKS} {FLED}"]).sentences
    assert [(link.old, link.new, link.moved) for link in links] == [
        (one(1, 1), one(4, 1), False), (one(1, 2), one(4, 2), False),
    ]  # fmt: skip


def test_a_moved_sentence_stands_among_the_others() -> None:
    """Where it stands now; where it stood nothing is told of it."""
    links = compared([f"{DAM} {CRACKS} {FLED}", CHAPEL], [f"{DAM} {FLED}", f"{CHAPEL} {CRACKS}"]).sentences
    assert [(link.old, link.new, link.moved) for link in links] == [
        (one(1, 1), one(1, 1), False), (one(1, 3), one(1, 2), False),
        (one(2, 1), one(2, 1), False), (one(1, 2), one(2, 2), True),
    ]  # fmt: skip


def test_two_sentences_that_changed_places_with_their_full_stops_kept() -> None:
    """Both moved; the full stop that stayed links neither with what came for it."""
    old, new = [f"{DAM} {CRACKS}", f"{CHAPEL} {LORRIES}"], [f"{DAM} {LORRIES}", f"{CHAPEL} {CRACKS}"]
    assert [(link.old, link.new, link.moved) for link in compared(old, new).sentences] == [
        (one(1, 1), one(1, 1), False), (one(2, 2), one(1, 2), True),
        (one(2, 1), one(2, 1), False), (one(1, 2), one(2, 2), True),
    ]  # fmt: skip


def test_a_quote_at_the_end_of_a_sentence() -> None:
    """The closing mark belongs to the sentence that it ends, and the next one begins after it."""
    old = "“We shall rebuild every house by spring,” she said. “No family will be forgotten.” The council agreed to it."
    new = "“We shall rebuild every house by summer,” she said. “No family will be forgotten.” The council agreed to it."
    first, quote, last = compared([old], [new]).sentences
    assert quote.spans == (Span(op="equal", text="“No family will be forgotten.”"),)
    assert last.spans == (Span(op="equal", text="The council agreed to it."),)
    assert [span.text for span in first.spans if span.op != "equal"] == ["spring", "summer"]


def test_chinese() -> None:
    """Sentences without spaces between them are told apart by their signs; an edit stays in its own."""
    links = compared(
        ["港口今早关闭。渡轮撞上防波堤！议员周五投票。"], ["港口今早关闭。渡轮擦过防波堤！议员周五投票。"]
    ).sentences
    assert [(link.old, link.new) for link in links] == [(one(1, n), one(1, n)) for n in (1, 2, 3)]
    assert [span.text for span in links[1].spans if span.op != "equal"] == ["撞上", "擦过"]


def test_where_sentences_stand() -> None:
    """Places are 1-based and count every sentence; starts are offsets in the change's text; short paragraphs go."""
    (change,) = compared([f"{DAM}  {CRACKS} {FLED}"], [f"{DAM}  {CRACKS}", FLED]).changes
    assert [(one.place, one.text, one.start) for one in located(change, "old")] == [
        ((1, 1), DAM, 0), ((1, 2), CRACKS, 51), ((1, 3), FLED, 105),
    ]  # fmt: skip
    assert [(one.place, one.text, one.start) for one in located(change, "new")] == [
        ((1, 1), DAM, 0), ((1, 2), CRACKS, 51), ((2, 1), FLED, 106),
    ]  # fmt: skip
    assert [one.place for one in located(change, "new", shortest=60)] == [(1, 1), (1, 2)]


def test_more_edited_sentences_than_are_compared() -> None:
    """After 5,000 edited sentences one replaces the other whole; each still has its link."""
    old = [" ".join(f"Gate {n}x{place} of the weir stood open for days." for place in range(90)) for n in range(60)]
    links = compared(old, [text.replace("stood open", "was shut") for text in old]).sentences
    assert [link.old for link in links] == [link.new for link in links] == [
        one(n, place) for n in range(1, 61) for place in range(1, 91)
    ]  # fmt: skip
    whole = [tuple(span.op for span in link.spans) == ("delete", "insert") for link in links]
    assert whole == [False] * 5000 + [True] * 400


def test_every_sentence_begins_in_the_middle_of_another() -> None:
    """Where 1,500 full stops have moved on by three words, what hangs together is one link, found at once."""
    words = [f"w{n}" for n in range(9_000)]

    def stopped(first: int) -> str:
        return " ".join(word + "." * (n % 6 == first) for n, word in enumerate(words)).replace(". w", ". W")

    started = time.process_time()
    (link,) = compared([stopped(0)], [stopped(3)]).sentences
    assert time.process_time() - started < 10.0
    assert (len(link.old), len(link.new)) == (1501, 1501)


PIECES = st.sampled_from([
    f"{DAM} ", f"{CRACKS} ", f"{CRACKS.replace('years', 'months')} ", f"{FLED} ", f"{FLED.replace('300', '400')} ",
    f"{CHAPEL[:-1]} ", f"{LORRIES}\n", "“No family will be forgotten.” ", "He left. ", "Yes! ",
    "大桥今早关闭，船只停航。", "渡轮撞上防波堤。", "渡轮擦过防波堤。", "and water reached the market, ",
    "\n\n", "  ", ". ", "…",
])  # fmt: skip
PARAGRAPH = st.one_of(st.lists(PIECES, min_size=1, max_size=6).map("".join), st.text(min_size=1, max_size=40))
STORY = st.lists(PARAGRAPH, max_size=5)
PAIRS = st.one_of(
    st.tuples(STORY, STORY),
    st.lists(PARAGRAPH, min_size=1, max_size=5).flatmap(
        lambda story: st.tuples(st.just(story), st.permutations(story))
    ),
)


def cut_up(comparison: Comparison, side: Side) -> dict[SentencePlace, str]:
    """The sentences of the changed paragraphs of one side, by their places."""
    found = {}
    for change in comparison.changes_in("paragraph"):
        numbers, units = (change.old, change.old_units()) if side == "old" else (change.new, change.new_units())
        for number, unit in zip(numbers, units, strict=True):
            for place, sentence in enumerate(split_sentences(unit), start=1):
                if sentence.strip():
                    found[number, place] = sentence.strip()
    return found


@given(PAIRS)
def test_every_sentence_stands_in_one_link(pair: tuple[list[str], list[str]]) -> None:
    """Each sentence of each changed paragraph, on its side; no other places are named."""
    comparison = compared(*pair)
    for side in ("old", "new"):
        named = [place for link in comparison.sentences for place in getattr(link, side)]
        assert sorted(named) == sorted(cut_up(comparison, "old" if side == "old" else "new"))


@given(PAIRS)
def test_spans_turn_the_old_sentences_into_the_new_ones(pair: tuple[list[str], list[str]]) -> None:
    """Equal and deleted text is that of the old places, equal and inserted text that of the new ones."""
    comparison = compared(*pair)
    old, new = cut_up(comparison, "old"), cut_up(comparison, "new")
    for link in comparison.sentences:
        here = "".join(span.text for span in link.spans if span.op != "insert")
        there = "".join(span.text for span in link.spans if span.op != "delete")
        assert here == " ".join(old[place] for place in link.old)
        assert there == " ".join(new[place] for place in link.new)


@given(PAIRS)
def test_links_stand_in_the_order_of_the_new_text(pair: tuple[list[str], list[str]]) -> None:
    """By their first new sentence; moved ones are those that `moved_sentences` gives; likeness is between 0 and 1."""
    comparison = compared(*pair)
    firsts = [link.new[0] for link in comparison.sentences if link.new]
    assert firsts == sorted(firsts)
    assert tuple(link for link in comparison.sentences if link.moved) == comparison.moved_sentences
    for link in comparison.sentences:
        assert link.old or link.new
        assert 0.0 <= link.similarity <= 1.0
        assert (link.similarity > 0.0) is bool(link.old and link.new)


@given(PAIRS)
def test_sentences_stand_where_they_are_said_to(pair: tuple[list[str], list[str]]) -> None:
    """Their offsets in the change give their texts, which begin and end with no white space."""
    for change in compared(*pair).changes_in("paragraph"):
        for side in ("old", "new"):
            text = (change.old_text if side == "old" else change.new_text) or ""
            found = located(change, "old" if side == "old" else "new")
            assert [text[item.start : item.start + len(item.text)] for item in found] == [item.text for item in found]
            assert all(item.text == item.text.strip() for item in found)
            bare = [(item.place, item.text, item.start) for item in found]
            assert list(bare_sentences(change, "old" if side == "old" else "new")) == bare


@given(PAIRS)
def test_links_are_the_same_at_every_comparison(pair: tuple[list[str], list[str]]) -> None:
    """Whatever was asked first, of whichever comparison of the two texts."""
    one_way, other_way = compared(*pair), compared(*pair)
    assert (one_way.sentences, one_way.moved_sentences) == (one_way.sentences, other_way.moved_sentences)
    assert one_way.sentences == other_way.sentences
