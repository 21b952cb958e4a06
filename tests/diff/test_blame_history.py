"""Blame through long histories and long paragraphs: every word names the revision that brought it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.diff.blame import blame
from tracker.diff.provenance import Provenance
from tracker.story.article import Article


class Newsroom:
    """Edits a text in which every word says when it came: "r3w15" is the 15th word, and revision 3 brought it."""

    def __init__(self, *, paragraphs: int, words: int, seed: int) -> None:
        self._choose = random.Random(seed)
        self._words = 0
        self.text: list[list[str]] = []
        self.filed: list[list[list[str]]] = []
        for _ in range(paragraphs):
            self.text.append(self.words(words))

    def words(self, count: int) -> list[str]:
        """Words that never stood before."""
        self._words += count
        return [f"r{len(self.filed) + 1}w{number}" for number in range(self._words - count, self._words)]

    def file(self) -> None:
        """Make the text as it is now a revision."""
        self.filed.append([list(paragraph) for paragraph in self.text])

    def paragraph(self) -> int:
        """Any paragraph's number, from 0."""
        return self._choose.randrange(len(self.text))

    def replace_word(self) -> None:
        """Put a new word in the place of another one."""
        paragraph = self.text[self.paragraph()]
        paragraph[self._choose.randrange(len(paragraph))] = self.words(1)[0]

    def replace_paragraph(self) -> None:
        """Write a paragraph anew."""
        place = self.paragraph()
        self.text[place] = self.words(len(self.text[place]))

    def move_paragraph(self) -> None:
        """Let a paragraph stand elsewhere."""
        moved = self.text.pop(self.paragraph())
        self.text.insert(self._choose.randrange(len(self.text) + 1), moved)

    def go_back(self, revisions: int) -> None:
        """Let the text be what it was so many revisions ago."""
        self.text = [list(paragraph) for paragraph in self.filed[-revisions]]

    def articles(self) -> list[Article]:
        """What was filed."""
        return [Article(paragraphs=tuple(" ".join(words) for words in text)) for text in self.filed]


def wrong(articles: list[Article]) -> list[tuple[str, int]]:
    """The words of the last article that are not blamed on the revision they name, with the one they are blamed on."""
    last = articles[-1].paragraphs
    told = [
        (word, run.revision) for run in blame(articles) for word in last[run.paragraph - 1][run.start : run.end].split()
    ]
    assert [word for word, _ in told] == " ".join(last).split()
    return [(word, revision) for word, revision in told if not word.startswith(f"r{revision}w")]


@pytest.mark.slow
def test_a_thousand_revisions() -> None:
    """Words replaced, paragraphs rewritten, moved and reverted: the last of a thousand revisions is blamed rightly."""
    room = Newsroom(paragraphs=20, words=30, seed=11)
    for revision in range(1, 1001):
        room.file()
        room.replace_word()
        room.replace_word()
        if revision % 7 == 0:
            room.replace_paragraph()
        if revision % 9 == 0:
            room.move_paragraph()
        if revision % 31 == 0:
            room.go_back(20)
    assert wrong(room.articles()) == []


def test_thirty_revisions_of_a_long_story() -> None:
    """Six words and now and then a paragraph change in each."""
    room = Newsroom(paragraphs=80, words=40, seed=12)
    for revision in range(1, 31):
        room.file()
        for _ in range(6):
            room.replace_word()
        if revision % 3 == 0:
            room.replace_paragraph()
            room.move_paragraph()
    assert wrong(room.articles()) == []


OPERATIONS = st.lists(
    st.lists(st.sampled_from(["word", "word", "paragraph", "move", "back", "gone"]), min_size=1, max_size=4), max_size=8
)


@settings(max_examples=150, deadline=None)
@given(OPERATIONS, st.integers(0, 10**6))
def test_no_word_is_blamed_on_a_revision_before_it_came(revisions: list[list[str]], seed: int) -> None:
    """Whatever happens to the text."""
    room = Newsroom(paragraphs=4, words=6, seed=seed)
    room.file()
    for operations in revisions:
        for operation in operations:
            if operation == "back":
                room.go_back(min(2, len(room.filed)))
            elif not room.text:
                room.text.append(room.words(5))
            elif operation == "word":
                room.replace_word()
            elif operation == "paragraph":
                room.replace_paragraph()
            elif operation == "move":
                room.move_paragraph()
            else:
                del room.text[room.paragraph()]
        room.file()
    assert [(word, told) for word, told in wrong(room.articles()) if told < int(word[1:].partition("w")[0])] == []


@settings(max_examples=100, deadline=None)
@given(OPERATIONS, st.integers(0, 10**6))
def test_origins_do_not_depend_on_when_they_are_asked_for(revisions: list[list[str]], seed: int) -> None:
    """A history read to its end and asked after each revision tells the same as `blame` of each beginning of it."""
    room = Newsroom(paragraphs=3, words=8, seed=seed)
    room.file()
    for operations in revisions:
        for operation in operations:
            if operation == "back":
                room.go_back(min(3, len(room.filed)))
            elif operation == "move":
                room.move_paragraph()
            elif operation == "paragraph":
                room.replace_paragraph()
            else:
                room.replace_word()
        room.file()
    articles = room.articles()
    history = Provenance()
    for count, article in enumerate(articles, start=1):
        history.add(article.paragraphs)
        told = [(number, *run) for number, runs in enumerate(history.stretches(), start=1) for run in runs]
        assert told == [(run.paragraph, run.start, run.end, run.revision) for run in blame(articles[:count])]


def long_paragraph(count: int = 12_000) -> list[str]:
    """Words of one paragraph that no table takes whole, a full stop after each tenth."""
    return [f"r1w{number}" + ("." if number % 10 == 9 else "") for number in range(count)]


def test_words_that_return_to_a_long_paragraph_are_known() -> None:
    """Also after other words stood in their place, twice."""
    first = long_paragraph()
    second, third = list(first), list(first)
    second[5_000], third[5_000], third[11_000] = "r2w0", "r3w0", "r3w1"
    texts = [Article(paragraphs=(" ".join(words),)) for words in (first, second, third, first)]
    assert wrong(texts[:2]) == wrong(texts[:3]) == wrong(texts) == []


def test_a_long_paragraph_that_went_after_an_edit_returns_as_it_first_was() -> None:
    """Each of its words has the first revision, though it had another one in it when it went."""
    first = long_paragraph()
    second = list(first)
    second[5_000] = "r2w0"
    gone = Article(paragraphs=("r3w0 r3w1 r3w2",))
    texts = [Article(paragraphs=(" ".join(words),)) for words in (first, second)]
    assert wrong([*texts, gone, texts[0]]) == []


def test_a_word_returns_beside_a_passage_that_returned_with_edits() -> None:
    """The word stood there before the passage went; what came with its return is new."""
    first = "r1w0 r1w1 r1w2 r1w3 r1w4 r1w5 r1w6 r1w7 r1w8 r1w9"
    second = first.replace("r1w4", "r2w0")
    third = "r3w0 r3w1 r3w2"
    fourth = first.replace("r1w9", "r4w0")
    assert wrong([Article(paragraphs=(text,)) for text in (first, second, third, fourth)]) == []


def test_each_word_returns_once() -> None:
    """A passage that returned in part is not taken for the rest of it a second time: the copy is new."""
    first = "r1w0 r1w1 r1w2 r1w3 r1w4 r1w5 r1w6 r1w7 r1w8 r1w9"
    start, end = first[:24], first[25:]
    told = {}
    for part, rest in ((start, first[10:]), (end, first[:39])):
        parts = (f"{part} r3w0 r3w1 r3w2 r3w3", f"r3w4 r3w5 r3w6 r3w7 {rest} r3w8")
        texts = [Article(paragraphs=paragraphs) for paragraphs in ((first,), ("r2w0 r2w1",), parts)]
        told[part] = wrong(texts)
    assert told == {
        start: [("r1w2", 3), ("r1w3", 3), ("r1w4", 3)],
        end: [("r1w5", 3), ("r1w6", 3), ("r1w7", 3)],
    }


@pytest.mark.parametrize("space", [" ", "  ", "\n", "\xa0", " \u3000"], ids=["one", "two", "line", "fixed", "wide"])
def test_places_are_right_in_long_paragraphs_however_they_are_spaced(space: str) -> None:
    """Runs are cut out exactly, far from the beginning and whatever white space there is."""
    first = long_paragraph(2_000)
    second = list(first)
    for place in (3, 700, 1_300, 1_999):
        second[place] = f"r2w{place}"
    texts = [Article(paragraphs=(space + space.join(words) + space,)) for words in (first, second)]
    new = [texts[1].paragraphs[0][run.start : run.end] for run in blame(texts) if run.revision == 2]
    assert new == ["r2w3", "r2w700", "r2w1300", "r2w1999"]
    assert wrong(texts) == []


def test_a_changed_character_of_a_long_text_without_spaces_is_found() -> None:
    """Three thousand Han characters in one paragraph, of which one changed."""
    old = "".join(chr(0x4E00 + number * 7 % 3_001) for number in range(3_000))
    new = old[:2_000] + "龥" + old[2_001:]
    told = [(new[run.start : run.end], run.revision) for run in blame([Article(paragraphs=(t,)) for t in (old, new)])]
    assert told == [(new[:2_000], 1), ("龥", 2), (new[2_001:], 1)]


@pytest.mark.slow
def test_five_megabytes_in_one_paragraph() -> None:
    """Two hundred edits far apart are the only new words."""
    first = [f"r1w{number % 9_973}" + ("." if number % 17 == 16 else "") for number in range(800_000)]
    second = list(first)
    for place in range(1_000, 800_000, 4_000):
        second[place] = f"r2w{place}"
    texts = [Article(paragraphs=(" ".join(words),)) for words in (first, second)]
    assert len(texts[0].paragraphs[0]) > 5_000_000
    assert wrong(texts) == []
