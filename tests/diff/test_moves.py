"""Sentences that left their paragraph, or their place in it: which ones count as moved, and which do not."""

from __future__ import annotations

import copy
import pickle
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.diff import Comparison, Span, compare
from tracker.diff.model import SentencePlace
from tracker.diff.moves import Located, core_range, runs
from tracker.story.article import Article

DAM = "The dam above Oldtown failed at dawn on Saturday."
CRACKS = "Engineers had warned of cracks in its wall for years."
FLED = "About 300 people left their homes before water came."
CHAPEL = "Fishermen watched a valley fill from one chapel on that hill."
LORRIES = "Nobody knows when lorries may cross again."
# No character stands in two of these, but for signs.
HARBOUR, FERRY, COUNCIL, TEACHERS, SNOW, BANK = (
    "港口今早关闭，船只停航。",
    "渡轮撞上防波堤受损严重。",
    "议员周五投票决定预算草案。",
    "老师们罢工第三天校长沉默不语！",
    "山区夜里将有大雪并伴强风。",
    "银行警告利润可能低于预期。",
)

Moved = tuple[tuple[SentencePlace, ...], tuple[SentencePlace, ...], list[tuple[str, str]]]


def compared(old: Sequence[str], new: Sequence[str]) -> Comparison:
    return compare(Article(paragraphs=tuple(old)), Article(paragraphs=tuple(new)))


def moves(old: Sequence[str], new: Sequence[str]) -> list[Moved]:
    """Old places, new places and spans of the sentences that moved."""
    found = compared(old, new).moved_sentences
    return [(link.old, link.new, [(span.op, span.text) for span in link.spans]) for link in found]


def places(old: Sequence[str], new: Sequence[str]) -> list[tuple[SentencePlace, SentencePlace]]:
    """The places of sentences that moved one by one."""
    return [(here, there) for (here,), (there,), _ in moves(old, new)]


def test_a_sentence_in_another_paragraph() -> None:
    """A sentence that left one paragraph and stands in another moved, fully similar, all of it kept."""
    comparison = compared([f"{DAM} {CRACKS} {FLED}", CHAPEL], [f"{DAM} {FLED}", f"{CHAPEL} {CRACKS}"])
    (link,) = comparison.moved_sentences
    assert (link.old, link.new, link.moved, link.similarity) == (((1, 2),), ((2, 2),), True, 1.0)
    assert link.spans == (Span(op="equal", text=CRACKS),)


def test_a_sentence_in_another_paragraph_with_an_edit() -> None:
    """Its spans show the edit, and it is less than fully similar."""
    edited = FLED.replace("300", "400")
    comparison = compared([f"{DAM} {CRACKS} {FLED}", CHAPEL], [f"{DAM} {CRACKS}", f"{CHAPEL} {edited}"])
    (link,) = comparison.moved_sentences
    assert (link.old, link.new) == (((1, 3),), ((2, 2),))
    assert [(span.op, span.text) for span in link.spans if span.op != "equal"] == [("delete", "300"), ("insert", "400")]
    assert 0.5 <= link.similarity < 1.0


def test_a_sentence_at_another_place_of_its_paragraph() -> None:
    """The last sentence that now opens the paragraph moved; those that it passed did not."""
    assert moves([f"{DAM} {CRACKS} {FLED}"], [f"{FLED} {DAM} {CRACKS}"]) == [(((1, 3),), ((1, 1),), [("equal", FLED)])]


def test_a_sentence_that_came_from_a_removed_paragraph() -> None:
    """What a paragraph that is gone handed to another one moved; the rest of it is removed."""
    assert places([DAM, f"{CRACKS} {LORRIES}", CHAPEL], [DAM, f"{CHAPEL} {CRACKS}"]) == [((2, 1), (2, 2))]


def test_a_sentence_that_became_a_paragraph() -> None:
    """It moved from its place in the old paragraph to the first place of the added one."""
    assert places([f"{DAM} {CRACKS} {FLED}", CHAPEL], [f"{DAM} {FLED}", CHAPEL, CRACKS]) == [((1, 2), (3, 1))]


def test_two_sentences_that_changed_places() -> None:
    """Each came for the other, whose full stop the word diff may keep; both moved, in the order of the new text."""
    old, new = [f"{DAM} {CRACKS}", f"{CHAPEL} {LORRIES}"], [f"{DAM} {LORRIES}", f"{CHAPEL} {CRACKS}"]
    assert places(old, new) == [((2, 2), (1, 2)), ((1, 2), (2, 2))]
    comparison = compared(old, new)
    assert (comparison.words_added, comparison.words_removed) == (0, 0)


def test_a_sentence_that_another_one_replaced() -> None:
    """It moved to where it stands now; the one in its place only came, with its 7 words."""
    old, new = [f"{DAM} {FLED}", CHAPEL], [f"{DAM} {LORRIES}", f"{CHAPEL} {FLED}"]
    assert moves(old, new) == [(((1, 2),), ((2, 2),), [("equal", FLED)])]
    comparison = compared(old, new)
    assert (comparison.words_added, comparison.words_removed) == (7, 0)


def test_a_sentence_whose_full_stop_ends_the_one_before_now() -> None:
    """The words that went begin with the full stop before it and end before its own: it moved all the same."""
    old, new = [f"{DAM} {FLED}", CHAPEL], [f"{DAM[:-1]}, officials said.", f"{CHAPEL} {FLED}"]
    assert [span.text for span in compared(old, new).changes[0].spans if span.op == "delete"] == [f". {FLED[:-1]}"]
    assert moves(old, new) == [(((1, 2),), ((2, 2),), [("equal", FLED)])]


def test_a_sentence_that_ends_with_a_quote() -> None:
    """The quotation marks belong to their sentences; the one before stays where it stood."""
    first, last = "“We shall rebuild every house,” Mayor Anna Holt said.", "“No family will be forgotten.”"
    assert moves([f"{DAM} {first} {last}", CHAPEL], [f"{DAM} {first}", f"{CHAPEL} {last}"]) == [
        (((1, 3),), ((2, 2),), [("equal", last)])
    ]


def test_a_sentence_that_begins_with_a_quotation_mark_which_another_one_kept() -> None:
    """In a quote that runs on over paragraphs, the mark that opens both sentences is no part of what went."""
    vow, lament = "“Every house will be rebuilt by next spring.", "“Nobody could have known how weak it was."
    old, new = [f"{DAM} {vow}", CHAPEL], [f"{DAM} {lament}", f"{CHAPEL} {vow}"]
    assert [span.text for span in compared(old, new).changes[0].spans if span.op == "delete"] == [vow[1:-1]]
    assert places(old, new) == [((1, 2), (2, 2))]


def test_a_sentence_without_its_full_stop() -> None:
    """A sentence that ends without one where it was moved to is the same, edited."""
    (link,) = moves([f"{DAM} {CRACKS} {FLED}", CHAPEL], [f"{DAM} {FLED}", f"{CHAPEL} {CRACKS[:-1]}"])
    assert link == (((1, 2),), ((2, 2),), [("equal", CRACKS[:-1]), ("delete", ".")])


def test_a_paragraph_that_moved_whole_takes_its_sentences_along() -> None:
    """None of them moved by itself, with or without an edit in the paragraph."""
    block = f"{CRACKS} {FLED}"
    assert moves([block, DAM, CHAPEL], [DAM, CHAPEL, block]) == []
    assert moves([block, DAM, CHAPEL], [DAM, CHAPEL, block.replace("300", "400")]) == []


def test_a_paragraph_cut_in_two_moves_no_sentence() -> None:
    """A split and a merge leave all sentences in their order: none moved."""
    assert moves([f"{DAM} {CRACKS} {FLED} {CHAPEL}"], [f"{DAM} {CRACKS}", f"{FLED} {CHAPEL}"]) == []
    assert moves([f"{DAM} {CRACKS}", f"{FLED} {CHAPEL}"], [f"{DAM} {CRACKS} {FLED} {CHAPEL}"]) == []


def test_a_sentence_rewritten_where_it_stood() -> None:
    """It is an edit, not a move, however much of it is new, and if every letter of it is."""
    assert moves([f"{DAM} {CRACKS}"], [f"{DAM} {CRACKS.replace('for years', 'since last winter')}"]) == []
    assert moves([f"{DAM} {CRACKS}", CHAPEL], [f"{DAM} {LORRIES}", CHAPEL]) == []
    assert moves([f"{DAM} {CRACKS.upper()}", CHAPEL], [f"{DAM} {CRACKS}", CHAPEL]) == []


@pytest.mark.parametrize(("sentence", "moved"), [("He left us at six.", False), ("Ten men left at six.", True)])
@pytest.mark.parametrize("instead", ["", LORRIES])
def test_short_sentences_are_not_looked_for(sentence: str, instead: str, moved: bool) -> None:
    """A sentence of fewer than 20 characters, with its full stop, says too little to be known again."""
    assert bool(moves([f"{DAM} {sentence}", CHAPEL], [f"{DAM} {instead}".strip(), f"{CHAPEL} {sentence}"])) is moved


@pytest.mark.parametrize("sentence", [FERRY, TEACHERS])
def test_chinese(sentence: str) -> None:
    """A sentence of a script without spaces moves as any other, though it is one word to a reader of spaces."""
    old, new = [HARBOUR + sentence + COUNCIL, SNOW + BANK], [HARBOUR + COUNCIL, SNOW + BANK + sentence]
    assert moves(old, new) == [(((1, 2),), ((2, 3),), [("equal", sentence)])]


def test_chinese_that_was_edited() -> None:
    """The characters of the edit are shown, the rest is kept."""
    edited = FERRY.replace("严重", "轻微")
    ((here, there, spans),) = moves([HARBOUR + COUNCIL + FERRY, SNOW + BANK], [HARBOUR + COUNCIL, SNOW + edited + BANK])
    assert (here, there) == (((1, 3),), ((2, 2),))
    assert spans == [("equal", "渡轮撞上防波堤受损"), ("delete", "严重"), ("insert", "轻微"), ("equal", "。")]


def test_chinese_sentences_that_changed_places() -> None:
    """Each came for the other, which had the same full stop."""
    old, new = [HARBOUR + COUNCIL + FERRY, TEACHERS + SNOW + BANK], [HARBOUR + COUNCIL + BANK, TEACHERS + SNOW + FERRY]
    assert places(old, new) == [((2, 3), (1, 3)), ((1, 3), (2, 3))]


def test_japanese() -> None:
    """Kana, and quotation marks of their own, make no difference."""
    bridge, quote = "橋は火曜日に閉鎖され、通行止めとなった。", "市の担当者は「工事は来年まで続く」と話した。"
    shops, cracks = "店主らは客足の減少を心配している。", "技術者が二つの橋脚に亀裂を見つけていた。"
    assert places([bridge + quote + cracks, shops], [bridge + cracks, shops + quote]) == [((1, 2), (2, 2))]


def test_thai_with_full_stops() -> None:
    """Where Thai ends its sentences with a sign, they move as any other."""
    bridge, mayor = "สะพานปิดเมื่อวันอังคารหลังพบรอยร้าว.", "นายกเทศมนตรีพูดกับชาวเมืองที่จัตุรัส."
    ferry, school = "เรือข้ามฟากกลับมาให้บริการอีกครั้งแล้ว.", "โรงเรียนทุกแห่งจะเปิดเรียนตามปกติวันจันทร์."
    assert places([f"{bridge} {mayor} {school}", ferry], [f"{bridge} {school}", f"{ferry} {mayor}"]) == [
        ((1, 2), (2, 2))
    ]


def test_a_name_in_another_script_beside_the_sentence() -> None:
    """A Chinese character in the words that went, or came, does not hide a sentence in Latin letters beside it."""
    plain = "In May, so he said, the mayor, a Mr. Li, saw it."
    named = "Its name, 大桥, was carved there long ago."
    assert ((1, 3), (2, 2)) in places([f"{DAM} {named} {plain}", CHAPEL], [DAM, f"{CHAPEL} {plain}"])


def test_a_very_long_paragraph_in_chinese() -> None:
    """In 120,000 characters that went and as many that came, the one sentence that stands in both is found."""

    def prose(start: int) -> str:
        return "".join("".join(chr(start + (7 * n + 31 * k) % 2900) for k in range(29)) + "。" for n in range(4000))

    old, new = prose(0x4E00), prose(0x5A00)
    found = moves([old[:60000] + FERRY + old[60000:]], [new[:90000] + FERRY + new[90000:]])
    assert (((1, 2001),), ((1, 3001),), [("equal", FERRY)]) in found


def test_more_than_a_million_characters() -> None:
    """Beyond the bound no sentence is looked for, and the answer comes at once."""
    filler = [" ".join(f"Word{place}x{n} fell." for place in range(40)) for n in range(2000)]
    old, new = [f"{' '.join(filler)} {CRACKS}", CHAPEL], [DAM, f"{CHAPEL} {CRACKS}"]
    comparison = compared(old, new)
    started = time.process_time()
    assert comparison.moved_sentences == ()
    assert time.process_time() - started < 5.0
    assert moves([f"{filler[0]} {CRACKS}", CHAPEL], new)


def test_found_once() -> None:
    """The same tuples at every call; a comparison that has them is equal to one that was never asked."""
    asked, other = (compared([f"{DAM} {FLED}", CHAPEL], [DAM, f"{CHAPEL} {FLED}"]) for _ in range(2))
    assert asked.moved_sentences is asked.moved_sentences
    assert asked.sentences is asked.sentences
    assert (asked, hash(asked), repr(asked)) == (other, hash(other), repr(other))


def test_found_anew_in_a_copy_with_other_changes() -> None:
    """What was found in one comparison is never told of another that was made from it."""
    asked = compared([f"{DAM} {CRACKS} {FLED}", CHAPEL], [f"{DAM} {FLED}", f"{CHAPEL} {CRACKS}"])
    assert asked.moved_sentences
    assert asked.sentences
    assert replace(asked, changes=()).moved_sentences == ()
    assert replace(asked, changes=()).sentences == ()
    for made in (pickle.loads(pickle.dumps(asked)), copy.deepcopy(asked), copy.copy(asked)):
        assert made == asked
        assert (made.moved_sentences, made.sentences) == (asked.moved_sentences, asked.sentences)


@pytest.mark.parametrize(
    ("text", "core"),
    [
        (CRACKS, CRACKS[:-1]),
        ("“Go home!”", "Go home"),
        ("(He left.)", "He left"),
        ("「行こう。」", "行こう"),
        ("...", "..."),
    ],
)
def test_the_signs_around_a_sentence(text: str, core: str) -> None:
    """Its core starts after opening and ends before closing signs; a sentence of nothing else is all core."""
    (change,) = compared([DAM], [f"{DAM} Then: {text}"]).changes
    start = (change.new_text or "").index(text)
    first, last = core_range(Located(place=(1, 2), text=text, start=start))
    assert (change.new_text or "")[first:last] == core


def test_runs_do_not_depend_on_what_stands_beside() -> None:
    """Three words in a row, in small letters and without signs; in scripts without spaces, three characters."""
    plain = list(runs("The U.S. mayor, 46, left."))
    assert plain == [("the", "u", "s"), ("u", "s", "mayor"), ("s", "mayor", "46"), ("mayor", "46", "left")]
    assert list(runs("大桥 The U.S. mayor, 46, left."))[2:] == plain
    assert list(runs("大桥，关闭。")) == [("大", "桥", "关"), ("桥", "关", "闭")]


NOUNS = (
    "boat",
    "wagon",
    "crane",
    "squad",
    "ferry",
    "plough",
    "tower",
    "bakery",
    "glacier",
    "violin",
    "orchard",
    "kite",
)
ENDINGS = ("ing", "let", "wise", "er", "ful", "some")
POOL = [" ".join(noun + ending for ending in ENDINGS).capitalize() + "." for noun in NOUNS]  # no word is in two of them
CUTS = st.lists(st.integers(1, 3), min_size=1, max_size=5)


def paragraphs(sentences: Sequence[str], cuts: Sequence[int]) -> list[str]:
    """The sentences in paragraphs of so many each, those left over in a last one."""
    edges = [0]
    for size in cuts:
        edges.append(min(edges[-1] + size, len(sentences)))
    chunks = [sentences[start:end] for start, end in pairwise([*edges, len(sentences)])]
    return [" ".join(chunk) for chunk in chunks if chunk]


STORIES = st.builds(paragraphs, st.permutations(POOL).map(lambda order: order[:9]), CUTS)


@given(st.permutations(POOL), st.integers(0, 3), st.integers(0, 2), st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_a_single_sentence_that_moves_is_found(
    order: list[str], source: int, number: int, target: int, at: int, edited: bool
) -> None:
    """Of four paragraphs of three sentences each, one sentence that is put into another one is all that moved."""
    old = [order[start : start + 3] for start in range(0, 12, 3)]
    new = [list(texts) for texts in old]
    sentence = new[source].pop(number)
    there = target if target != source else (source + 1) % 4
    came = sentence.replace("wise ", "wise new ") if edited else sentence
    new[there].insert(at, came)
    (link,) = compared([" ".join(texts) for texts in old], [" ".join(texts) for texts in new]).moved_sentences
    assert (link.old, link.new) == (((source + 1, number + 1),), ((there + 1, at + 1),))
    assert any(span.op == "insert" for span in link.spans) is edited


@given(STORIES, st.randoms(use_true_random=False))
def test_paragraphs_that_change_places_move_no_sentence(story: list[str], chance: random.Random) -> None:
    """However paragraphs are shuffled, as long as each stays whole."""
    new = list(story)
    chance.shuffle(new)
    assert compared(story, new).moved_sentences == ()


@given(STORIES, STORIES)
def test_moved_sentences_are_among_all_sentences(old: list[str], new: list[str]) -> None:
    """In the same order, each marked as moved, no old or new sentence in two of them."""
    comparison = compared(old, new)
    found = comparison.moved_sentences
    assert tuple(link for link in comparison.sentences if link.moved) == found
    assert all(link.old and link.new and link.moved and 0.5 <= link.similarity <= 1.0 for link in found)
    for side in ("old", "new"):
        taken = [place for link in found for place in getattr(link, side)]
        assert len(taken) == len(set(taken))


@given(STORIES, STORIES)
def test_words_that_moved_are_counted_at_most_once(old: list[str], new: list[str]) -> None:
    """Words added and removed are never fewer than none, and differ as the lengths of the texts do."""
    comparison = compared(old, new)
    assert min(comparison.words_added, comparison.words_removed) >= 0
    assert comparison.words_added - comparison.words_removed == len(" ".join(new).split()) - len(" ".join(old).split())


@given(STORIES, STORIES)
def test_moves_are_the_same_at_every_comparison(old: list[str], new: list[str]) -> None:
    """Nothing depends on what was compared before, or on the order of a set."""
    assert compared(old, new).moved_sentences == compared(old, new).moved_sentences
