"""Which revision brought which words: through edits, moves, splits, merges and reverts."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.diff.blame import Run, blame
from tracker.story.article import Article, Insert

TOLL = "The toll rose to 14 people on Monday, officials said."
FERRY = "The ferry Aurora left Marby an hour late because its crew had to wait for a spare part."
DAM = "Engineers opened two gates of the Halden dam before dawn and warned farmers downstream."


def article(*paragraphs: str) -> Article:
    return Article(paragraphs=paragraphs)


def told(*revisions: Article) -> list[tuple[int, str, int]]:
    """The runs as (paragraph, words, revision)."""
    last = revisions[-1].paragraphs
    return [(run.paragraph, last[run.paragraph - 1][run.start : run.end], run.revision) for run in blame(revisions)]


def test_no_articles_give_no_runs() -> None:
    """There is nothing to blame in nothing."""
    assert blame([]) == []


def test_one_article_brought_all_its_words() -> None:
    """Every paragraph is one run of the first revision; an empty one has none."""
    assert blame([article(TOLL, "", " two words ")]) == [
        Run(paragraph=1, start=0, end=len(TOLL), revision=1),
        Run(paragraph=3, start=1, end=10, revision=1),
    ]


def test_an_edited_word_is_blamed_on_its_revision() -> None:
    """The words around it keep theirs, and the runs leave out the spaces between them."""
    assert told(article(TOLL), article(TOLL.replace("14", "15"))) == [
        (1, "The toll rose to", 1),
        (1, "15", 2),
        (1, "people on Monday, officials said.", 1),
    ]


def test_a_number_or_an_abbreviation_is_as_new_as_its_newest_part() -> None:
    """No run cuts "4.7%" or "U.N."; the parts of a compound come by themselves."""
    old = "Prices rose 4.5% in the U.S. zone, a 35-year-old record."
    new = "Prices rose 4.7% in the U.N. zone, a 36-year-old record."
    assert told(article(old), article(new)) == [
        (1, "Prices rose", 1),
        (1, "4.7%", 2),
        (1, "in the", 1),
        (1, "U.N.", 2),
        (1, "zone, a", 1),
        (1, "36", 2),
        (1, "-year-old record.", 1),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("He said “no”.", 'He said "no".'),
        ("He said ``no''.", "He said ''no''."),
        ("It cost $15.9 -- in all.", "It cost $ 15. 9 — in all."),
        ("The board said no.", "the Board  said no."),
        ("It isn't over.", "It isn’t over."),
        ("Zu\u0308rich waits.", "Z\u00fcrich waits."),
    ],
)
def test_typography_brings_nothing(old: str, new: str) -> None:
    """Quote styles, dashes, spacing, case and composed letters leave every word with the revision it came with."""
    assert told(article(FERRY, old), article(FERRY, new)) == [(1, FERRY, 1), (2, new, 1)]


def test_a_moved_paragraph_keeps_its_revision() -> None:
    """Order brings no words."""
    assert told(article(TOLL, FERRY, DAM), article(DAM, TOLL, FERRY)) == [(1, DAM, 1), (2, TOLL, 1), (3, FERRY, 1)]


def test_a_sentence_that_moved_to_another_paragraph_keeps_its_revision() -> None:
    """What lies around it keeps its own."""
    old = article(f"{TOLL} {FERRY}", DAM)
    new = article(TOLL, f"{DAM} {FERRY}")
    assert told(old, new) == [(1, TOLL, 1), (2, new.paragraphs[1], 1)]


def test_a_phrase_that_moved_within_its_sentence_keeps_its_revision() -> None:
    """A run of four words or more is known wherever it stands."""
    old = "Before dawn on Monday in heavy rain engineers opened two gates of the dam."
    new = "Engineers opened two gates of the dam before dawn on Monday in heavy rain."
    assert told(article(old), article(new)) == [(1, new, 1)]


def test_words_follow_a_split_and_a_merge() -> None:
    """Paragraph breaks bring no words."""
    assert told(article(f"{TOLL} {FERRY}"), article(TOLL, FERRY)) == [(1, TOLL, 1), (2, FERRY, 1)]
    assert told(article(TOLL, FERRY), article(f"{TOLL} {FERRY}")) == [(1, f"{TOLL} {FERRY}", 1)]


def test_an_added_sentence_starts_where_sentences_start() -> None:
    """The full stop of the sentence before it is not taken for that of the one that came."""
    new = f"{FERRY} It sank on Tuesday off Marby."
    assert told(article(FERRY), article(new)) == [(1, FERRY, 1), (1, "It sank on Tuesday off Marby.", 2)]
    front = f"It sank on Tuesday off Marby. {FERRY}"
    assert told(article(FERRY), article(front)) == [(1, "It sank on Tuesday off Marby.", 2), (1, FERRY, 1)]


def test_small_words_amid_new_ones_are_new() -> None:
    """A "the" that the old sentence had by chance does not tear a new passage apart."""
    old = "Rescuers searched the harbour until the evening."
    new = "Rescuers searched every cabin of the stricken vessel through night until the evening."
    assert (1, "every cabin of the stricken vessel through night", 2) in told(article(old), article(new))


def test_a_paragraph_that_returns_is_blamed_on_who_brought_it_first() -> None:
    """However often it went; what came meanwhile is not."""
    revisions = [article(TOLL, FERRY), article(TOLL), article(TOLL, DAM), article(TOLL, FERRY, DAM)]
    assert told(*revisions) == [(1, TOLL, 1), (2, FERRY, 1), (3, DAM, 3)]


def test_a_reverted_text_has_its_first_origins() -> None:
    """Also after everything had been replaced."""
    blanked = article("This story was withdrawn.")
    edited = article(TOLL.replace("14", "15"), FERRY)
    assert told(article(TOLL, FERRY), edited, blanked, edited) == [
        (1, "The toll rose to", 1),
        (1, "15", 2),
        (1, "people on Monday, officials said.", 1),
        (2, FERRY, 1),
    ]


def test_a_single_word_that_returns_to_its_place_is_known() -> None:
    """Even if other words of its sentence change at the same time, or changed twice."""
    revisions = [
        article(TOLL),
        article(TOLL.replace("14", "15")),
        article(TOLL.replace("14", "16")),
        article(TOLL.replace("Monday", "Monday night")),
    ]
    assert told(*revisions) == [
        (1, "The toll rose to 14 people on Monday", 1),
        (1, "night", 4),
        (1, ", officials said.", 1),
    ]


def test_a_passage_that_returns_elsewhere_with_edits_is_known() -> None:
    """Its long runs have their old revision; what is shorter than four words could be chance."""
    back = DAM.replace("two gates of", "three sluices in")
    revisions = [article(TOLL, f"{FERRY} {DAM}"), article(TOLL), article(back, TOLL)]
    assert told(*revisions)[:2] == [
        (1, "Engineers opened three sluices in", 3),
        (1, "the Halden dam before dawn and warned farmers downstream.", 1),
    ]


def test_a_copy_is_new() -> None:
    """A paragraph that stands twice has come twice."""
    assert told(article(TOLL, FERRY), article(TOLL, FERRY, TOLL)) == [(1, TOLL, 1), (2, FERRY, 1), (3, TOLL, 2)]


def test_a_bullet_that_becomes_a_paragraph_keeps_its_revision() -> None:
    """Inserts are part of the text, though only paragraphs have runs."""
    old = Article(paragraphs=(TOLL,), inserts=(Insert(before=2, kind="bullet", text=FERRY),))
    assert told(old, article(TOLL, FERRY)) == [(1, TOLL, 1), (2, FERRY, 1)]


def test_text_without_spaces_is_traced_by_character() -> None:
    """One changed character of a Chinese sentence is the only new one."""
    old, new = "洪水已造成至少十四人死亡，数千名居民被疏散。", "洪水已造成至少十五人死亡，数千名居民被疏散。"
    assert told(article(old), article(new)) == [
        (1, "洪水已造成至少十", 1),
        (1, "五", 2),
        (1, "人死亡，数千名居民被疏散。", 1),
    ]


WORDS = st.sampled_from(
    [*"abcde", "the", "said.", "“x”", "4.5%", "U.S.", "so-called", "不", "\u200b", "👩‍👩‍👧", "don’t", "e\u0301"]
)
TEXTS = st.one_of(st.text(max_size=12), st.lists(WORDS, max_size=12).map(" ".join))
HISTORIES = st.lists(st.lists(TEXTS, max_size=5).map(lambda texts: article(*texts)), min_size=1, max_size=5)


@settings(max_examples=300, deadline=None)
@given(HISTORIES)
def test_runs_tile_the_words(revisions: list[Article]) -> None:
    """In order, without overlap, they cover all but white space, and neighbours differ in their revision."""
    runs = blame(revisions)
    for number, text in enumerate(revisions[-1].paragraphs, start=1):
        mine = [run for run in runs if run.paragraph == number]
        assert [place for run in mine for place in range(run.start, run.end) if not text[place].isspace()] == [
            place for place, sign in enumerate(text) if not sign.isspace()
        ]
        assert all(text[run.start : run.end].strip() == text[run.start : run.end] for run in mine)
        assert all(one.revision != two.revision for one, two in pairwise(mine))
        assert all(1 <= run.revision <= len(revisions) for run in mine)


@given(HISTORIES)
def test_a_repeated_revision_brings_nothing(revisions: list[Article]) -> None:
    """The same text again leaves every word with the revision that brought it."""
    assert blame([*revisions, revisions[-1]]) == blame(revisions)


SENTENCES = st.lists(st.sampled_from([TOLL, FERRY, DAM]), unique=True)


@given(SENTENCES, SENTENCES)
def test_a_text_restored_after_a_blank_is_as_it_was(first: list[str], second: list[str]) -> None:
    """Blanking an article and putting it back is blamed on nobody."""
    history = [article(*first), article(*second)]
    assert blame([*history, article(), history[-1]]) == blame(history)


def test_nothing_is_blamed_on_a_revision_without_its_words() -> None:
    """A revision that brought "dam" is the first that held it."""
    revisions = [article(TOLL), article(TOLL, FERRY), article(FERRY, DAM), article(DAM, FERRY, TOLL)]
    for paragraph, words, number in told(*revisions):
        assert paragraph
        assert any(words in text for text in revisions[number - 1].paragraphs)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a " * 500_000], ["b a " * 250_000]),
        (["a.b-" * 300_000], ["a.c-" * 300_000]),
        (["a" * 2_000_000], ["a" * 1_999_999 + "b"]),
        ([f"w{n}" for n in range(20_000)], [f"w{n}" for n in range(20_000, 0, -1)]),
        (
            [" ".join(f"w{n * n % 7919}" for n in range(200_000))],
            [" ".join(f"w{n * n % 7907}" for n in range(200_000))],
        ),
    ],
    ids=["one word", "one chunk", "one atom", "reversed", "near repeats"],
)
def test_hostile_text_is_bounded(old: list[str], new: list[str]) -> None:
    """Megabytes of one word, of one unbroken sign soup, or of shuffled units end within seconds, thrice over."""
    start = time.process_time()
    blame([article(*old), article(*new), article(*old)])
    assert time.process_time() - start < 30


@pytest.mark.slow
def test_a_long_live_blog_costs_what_changes() -> None:
    """Three hundred revisions, each adding a paragraph on top and editing one: each word keeps its revision."""
    posts = [f"Post {n}: gate {n * 7} of the dam was opened at {n % 24}:15 by crew {n * 3}." for n in range(300)]
    revisions = []
    for n in range(1, 301):
        shown = posts[:n]
        shown[n // 2] = shown[n // 2].replace("opened", f"opened{n}")
        revisions.append(article(*reversed(shown)))
    start = time.process_time()
    runs = blame(revisions)
    assert time.process_time() - start < 20
    assert {run.revision for run in runs if run.paragraph == 1} == {300}
    assert told(*revisions[:2])[-3:] == [
        (2, "Post 0: gate 0 of the dam was", 1), (2, "opened", 2), (2, "at 0:15 by crew 0.", 1)
    ]  # fmt: skip
    assert {run.revision for run in runs if run.paragraph == 300} == {1, 2}
