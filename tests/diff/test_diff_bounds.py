"""Hostile input: every step has a bound, results stay exact, and equal articles cost next to nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from itertools import product

import pytest

from tracker.diff import Comparison, apply, compare
from tracker.story.article import Article

SECONDS = 10.0  # a guard against hanging, wide enough for a busy machine; speed is measured in bench/
VOCABULARY = ["".join(letters) for letters in product("bdklmprst", "aeiou", "ndlrst", ("a", "en", "ing", "ow"))]


def bounded(old: Iterable[str], new: Iterable[str]) -> Comparison:
    """Compare two lists of paragraphs, check the time and that the result is exact."""
    before, after = Article(paragraphs=tuple(old)), Article(paragraphs=tuple(new))
    started = time.process_time()
    comparison = compare(before, after)
    taken = time.process_time() - started
    assert apply(comparison, before) == after
    assert taken < SECONDS
    return comparison


def prose(chance: random.Random, words: int) -> str:
    chosen = chance.choices(VOCABULARY, k=words)
    return " ".join(word + ("." if place % 20 == 19 else "") for place, word in enumerate(chosen))


def test_an_empty_article_against_a_long_one() -> None:
    """Nothing against a thousand paragraphs is a thousand additions."""
    assert len(bounded([], [f"paragraph {n}" for n in range(1000)]).changes) == 1000


def test_a_reversed_live_blog() -> None:
    """Five hundred paragraphs in reverse: one stands still, the others moved, and none is lost."""
    chance = random.Random(1)
    blog = [prose(chance, 8) for _ in range(500)]
    comparison = bounded(blog, blog[::-1])
    assert sum(change.kind == "moved" for change in comparison.changes) == 499
    assert len(comparison.changes) == 499


def test_a_reversed_live_blog_that_was_edited() -> None:
    """The same with a word changed in every paragraph still links every one of them."""
    chance = random.Random(2)
    blog = [prose(chance, 30) for _ in range(500)]
    edited = ["edited " + text.split(" ", 1)[1] for text in blog]
    comparison = bounded(blog, edited[::-1])
    assert {change.kind for change in comparison.changes} <= {"moved", "changed"}
    assert not comparison.coarse


def test_five_hundred_like_rows() -> None:
    """Rows that all resemble each other pair with their own, in order."""
    rows = [f"Group {n} finished {n % 7} points behind group {n + 1} on day {n % 31}" for n in range(500)]
    comparison = bounded(rows, [row.replace("finished", "ended") for row in rows])
    assert all(change.kind == "changed" and change.old == change.new for change in comparison.changes)


def test_random_characters() -> None:
    """200 KB of random characters against as many others is one exact, quick answer."""
    chance = random.Random(3)
    one, other = ("".join(chance.choices("abcdefghijklm .,;!-\n\u00e9東", k=200_000)) for _ in range(2))
    bounded([one], [other])


def test_random_code_points() -> None:
    """The same over all of Unicode."""
    chance = random.Random(4)

    def noise() -> str:
        return "".join(
            chr(chance.choice((chance.randrange(33, 0xD7FF), chance.randrange(0xE000, 0x10FFFF))))
            for _ in range(50_000)
        )

    bounded([noise()], [noise()])


def test_signs_only() -> None:
    """200,000 signs in chance order, none of them unique, meet the bound of the table and say so."""
    chance = random.Random(5)
    one, other = ("".join(chance.choices(".,;!", k=200_000)) for _ in range(2))
    assert bounded([one], [other]).coarse


@pytest.mark.slow
def test_five_megabytes_in_one_paragraph() -> None:
    """One word inserted into 5 MB is found as one word, and is not coarse."""
    text = prose(random.Random(6), 800_000)
    middle = text.index(" ", 2_500_000)
    comparison = bounded([text], [text[:middle] + " suddenly" + text[middle:]])
    (change,) = comparison.changes
    assert [span.text.strip() for span in change.spans if span.op != "equal"] == ["suddenly"]
    assert not comparison.coarse


@pytest.mark.slow
def test_five_megabytes_edited_all_over() -> None:
    """Edits throughout 5 MB are exact; what lies past the bound is replaced in larger pieces."""
    words = prose(random.Random(7), 800_000).split(" ")
    edited = ["edited" if place % 400 == 7 else word for place, word in enumerate(words)]
    (change,) = bounded([" ".join(words)], [" ".join(edited)]).changes
    assert change.kind == "changed"
    assert change.similarity > 0.5


@pytest.mark.slow
def test_five_megabytes_without_a_space() -> None:
    """5 MB in a script without spaces, changed at both ends and in the middle."""
    chance = random.Random(8)
    text = "".join(chr(chance.randrange(0x4E00, 0x9F00)) for _ in range(1_700_000))
    bounded([text], ["字" + text[3:900_000] + "字" + text[900_000:-3]])


@pytest.mark.slow
@pytest.mark.parametrize("case", ["one more", "all others", "shuffled", "few words"])
def test_a_hundred_thousand_one_word_paragraphs(case: str) -> None:
    """100,000 one-word paragraphs: one inserted, all replaced, all shuffled, or drawn from fifty words."""
    chance = random.Random(9)
    old = [f"w{n}" for n in range(100_000)]
    new = {
        "one more": [*old[:50_000], "new", *old[50_000:]],
        "all others": [f"v{n}" for n in range(100_000)],
        "shuffled": chance.sample(old, len(old)),
        "few words": [chance.choice(old[:50]) for _ in old],
    }[case]
    if case == "few words":
        old = [chance.choice(old[:50]) for _ in old]
    comparison = bounded(old, new)
    assert comparison.coarse == (case != "one more")


def test_past_the_bound_neighbours_come_and_go_together() -> None:
    """When more than 20,000 units go, a run of them is one change, which still names and holds every unit."""
    old = [f"w{n}" for n in range(20_002)]
    comparison = bounded(old, [old[0]])
    (change,) = comparison.changes
    assert change.kind == "removed"
    assert change.old == tuple(range(2, 20_003))
    assert change.old_units() == tuple(old[1:])


def test_very_many_keywords() -> None:
    """Lists past the bound of the description are replaced between their common ends, and say so."""
    old = Article(paragraphs=(), keywords=tuple(map(str, range(5_000))))
    new = Article(paragraphs=(), keywords=("0", *map(str, range(2, 5_000)), "x"))
    comparison = compare(old, new)
    assert comparison.coarse
    assert apply(comparison, old) == new
