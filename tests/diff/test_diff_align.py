"""Alignment: which unit became which."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from tracker.diff import Link, align

FERRY = "The ferry left the northern harbour at dawn with forty passengers and six crew on board."
STORM = "Forecasters had warned of gales for two days before the crossing was allowed to go ahead."
OWNER = "Its owner, a small company on the island, declined to answer questions about the engine."
CHURCH = "Families gathered in the church hall overnight, waiting for news from the rescue boats."


def shape(links: list[Link]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(link.old, link.new) for link in links]


@given(st.lists(st.sampled_from(["a b", "a c", "d", "", "e f g"])), st.lists(st.sampled_from(["a b", "d", "", "h"])))
def test_every_unit_is_in_one_link(old: list[str], new: list[str]) -> None:
    """Each old and each new number, 1-based, is in exactly one link; links with a new side come in its order."""
    links = align(old, new)
    assert sorted(number for link in links for number in link.old) == list(range(1, len(old) + 1))
    assert sorted(number for link in links for number in link.new) == list(range(1, len(new) + 1))
    firsts = [link.new[0] for link in links if link.new]
    assert firsts == sorted(firsts)


@given(st.lists(st.sampled_from(["a b", "a c", "d", ""])))
def test_equal_texts_stand_still(units: list[str]) -> None:
    """A text aligned with itself gives the identity, however many of its units repeat."""
    assert shape(align(units, list(units))) == [((n,), (n,)) for n in range(1, len(units) + 1)]
    assert not any(link.moved for link in align(units, list(units)))


def test_an_added_unit_shifts_the_rest() -> None:
    """Units after an added one keep their links under new numbers."""
    assert shape(align([FERRY, STORM], [FERRY, OWNER, STORM])) == [((1,), (1,)), ((), (2,)), ((2,), (3,))]


def test_a_removed_unit_is_listed_where_it_stood() -> None:
    """A removed unit follows the link of the unit before it."""
    assert shape(align([FERRY, OWNER, STORM], [FERRY, STORM])) == [((1,), (1,)), ((2,), ()), ((3,), (2,))]


def test_an_edited_unit_is_linked() -> None:
    """A unit with a few other words is the same unit, with a similarity below 1."""
    edited = FERRY.replace("forty", "forty-one")
    link = align([STORM, FERRY], [STORM, edited])[1]
    assert (link.old, link.new) == ((2,), (2,))
    assert 0.8 < link.similarity < 1


def test_typography_alone_is_full_similarity() -> None:
    """Curly for straight quotes and doubled spaces leave the similarity at 1."""
    assert align(['"Go  on," he said.', STORM], ["“Go on,” he said.", STORM])[0].similarity == 1.0


def test_unrelated_units_are_not_linked() -> None:
    """Units that share no words that matter are removed and added."""
    assert shape(align([FERRY], [OWNER])) == [((1,), ()), ((), (1,))]


def test_duplicates_follow_their_neighbours() -> None:
    """Of equal units, the one beside a known neighbour is taken."""
    old = ["* * *", FERRY, "* * *", STORM]
    assert shape(align(old, [FERRY, "* * *", STORM])) == [((1,), ()), ((2,), (1,)), ((3,), (2,)), ((4,), (3,))]


def test_a_split_is_one_link() -> None:
    """A unit cut in two is one link with both pieces."""
    assert shape(align([STORM, f"{FERRY} {OWNER}", CHURCH], [STORM, FERRY, OWNER, CHURCH])) == [
        ((1,), (1,)), ((2,), (2, 3)), ((3,), (4,)),
    ]  # fmt: skip


def test_a_merge_is_one_link() -> None:
    """Two units run together are one link with both sources."""
    assert shape(align([STORM, FERRY, OWNER, CHURCH], [STORM, f"{FERRY} {OWNER}", CHURCH])) == [
        ((1,), (1,)), ((2, 3), (2,)), ((4,), (3,)),
    ]  # fmt: skip


def test_the_lighter_unit_is_the_one_that_moved() -> None:
    """When two units change places, the move is the one outside the heaviest run that keeps its order."""
    links = align(["Short.", FERRY, STORM], [FERRY, STORM, "Short."])
    assert [(link.old, link.moved) for link in links] == [((2,), False), ((3,), False), ((1,), True)]


def test_a_moved_unit_may_be_edited() -> None:
    """A unit that moved and had a word replaced is one moved link."""
    edited = OWNER.replace("small", "tiny")
    moved = [link for link in align([OWNER, FERRY, STORM, CHURCH], [FERRY, STORM, CHURCH, edited]) if link.moved]
    assert [(link.old, link.new) for link in moved] == [((1,), (4,))]
    assert 0.8 < moved[0].similarity < 1


def test_words_that_are_hardly_evidence_count_little() -> None:
    """A "has not" more leaves the similarity, which only says why units were linked, close to 1."""
    assert align([OWNER], [OWNER.replace("declined", "has not declined")])[0].similarity > 0.9


def test_unspaced_scripts_align() -> None:
    """A Japanese paragraph with two other characters is the same paragraph."""
    assert shape(align(["港を出た船は午前六時に戻った。"], ["港を出た船は午後七時に戻った。"])) == [((1,), (1,))]


def test_large_and_small_searches_agree() -> None:
    """Sixty edited units among sixty others (the matrix) link as each would alone (the loop)."""
    chance = random.Random(4)
    words = [f"word{number}" for number in range(900)]
    old = [" ".join(chance.sample(words, 20)) for _ in range(60)]
    new = [" ".join(["changed", *unit.split()[1:]]) for unit in old]
    together = align([*old, "same here"], [*new, "same here"])
    assert shape(together) == [((n,), (n,)) for n in range(1, 62)]
    assert [link.similarity for link in together[:60]] == [
        align([o], [n])[0].similarity for o, n in zip(old, new, strict=True)
    ]


def test_a_search_past_its_bound_still_finds_what_is_like() -> None:
    """Six hundred edited units are too many to compare all with all; their rare runs of words lead to their own."""
    chance = random.Random(5)
    words = [f"word{number}" for number in range(900)]
    old = [" ".join(chance.choices(words, k=20)) for _ in range(600)]
    new = [" ".join([*unit.split()[:-1], "changed"]) for unit in old]
    assert shape(align(old, new)) == [((n,), (n,)) for n in range(1, 601)]
