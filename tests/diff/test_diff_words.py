"""Word operations: spans that rebuild both texts and never cut a word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.diff.tokens import tokenise
from tracker.diff.words import word_diff

PIECES = [
    "the",
    "cat",
    "sat.",
    "U.S.",
    "$35,000,000",
    "4.5%",
    "2-1/2",
    "“go”",
    '"go"',
    "東京は",
    "cafe\u0301",
    "\n\n",
    " ",
    "\0",
    "\x02no.",
    "no\u200b",
    "\u200b",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join))


def shown(old: str, new: str) -> str:
    marks = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(marks[span.op].format(span.text) for span in word_diff(old, new).spans)


@given(TEXTS, TEXTS)
@example(old="\x00", new="\r0")
@example(old="\x020\u200b", new="\x020–")
def test_spans_rebuild_both_texts(old: str, new: str) -> None:
    """Equal and delete spans are the old text, equal and insert spans the new one, to the last character."""
    spans = word_diff(old, new).spans
    assert "".join(span.text for span in spans if span.op != "insert") == old
    assert "".join(span.text for span in spans if span.op != "delete") == new


@given(TEXTS, TEXTS)
def test_spans_are_in_normal_form(old: str, new: str) -> None:
    """No span is empty, no two neighbours are of one kind, and a deletion comes before the insertion beside it."""
    spans = word_diff(old, new).spans
    assert all(span.text for span in spans)
    following = {(before.op, after.op) for before, after in pairwise(spans)}
    assert following <= {
        ("equal", "delete"),
        ("equal", "insert"),
        ("delete", "insert"),
        ("delete", "equal"),
        ("insert", "equal"),
    }


@given(TEXTS, TEXTS)
@example(old="0", new="0\u200b")
@example(old="0 0", new="0\x00 0\u200b")
def test_no_span_cuts_a_word(old: str, new: str) -> None:
    """Spans begin and end outside the words and numbers of both texts."""
    for text, other in ((old, "insert"), (new, "delete")):
        inside, at = set(), 0
        for core, space in tokenise(text):
            inside.update(range(at + 1, at + len(core)))
            at += len(core) + len(space)
        cut = 0
        for span in word_diff(old, new).spans:
            if span.op != other:
                cut += len(span.text)
                assert cut not in inside


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Floods killed 14 people.", "Floods killed 41 people.", "Floods killed [-14-]{+41+} people."),
        ("It cost $35,000,000.", "It cost $36,000,000.", "It cost [-$35,000,000-]{+$36,000,000+}."),
        ("They walk home", "They walking home", "They [-walk-]{+walking+} home"),
        ("He is guilty.", "He is not guilty.", "He is {+not +}guilty."),
        ("up 2-1/2 points", "up 2-3/4 points", "up [-2-1/2-]{+2-3/4+} points"),
        ("in the U.S. today", "in the U.N. today", "in the [-U.S.-]{+U.N.+} today"),
        ("彼は勝った", "彼は負けた", "彼は[-勝っ-]{+負け+}た"),
        ("two  spaces", "two spaces", "two [- -]spaces"),
        ("the \0 and \0two of", "the  and \0three of", "the [-\0-] and [-\0two-]{+\0three+} of"),
        ("same", "same", "same"),
        ("", "new text", "{+new text+}"),
    ],
)  # fmt: skip
def test_words_change_whole(old: str, new: str, expected: str) -> None:
    """A changed word, amount or abbreviation is shown whole, without the white space around it."""
    assert shown(old, new) == expected


def test_an_inserted_sentence_is_shown_as_a_sentence() -> None:
    """Where words allow it, an insertion starts after a sentence end and not in the middle of two like sentences."""
    assert shown("The tide rose. The pier broke.", "The tide rose. The wall fell. The pier broke.") == (
        "The tide rose. {+The wall fell. +}The pier broke."
    )
    assert shown("The wall fell. The pier broke.", "The tide rose. The wall fell. The pier broke.") == (
        "{+The tide rose. +}The wall fell. The pier broke."
    )


def test_weak_words_do_not_tear_a_change_apart() -> None:
    """An article that happens to stand between two replaced stretches is shown with them."""
    assert shown("Many ships left the harbour early Monday", "Few lorries crossed the bridge late Friday") == (
        "[-Many ships left the harbour early Monday-]{+Few lorries crossed the bridge late Friday+}"
    )


def test_quotes_of_another_style_keep_the_words_between() -> None:
    """Only the signs change when curly quotes become straight ones."""
    assert shown("He said “go home” twice", 'He said "go home" twice') == ('He said [-“-]{+"+}go home[-”-]{+"+} twice')


def test_similarity_is_the_share_of_kept_characters() -> None:
    """Twice the kept characters over all characters: 'a ' of 'a bb' and 'a cc' is 2·2/8; equal texts give 1."""
    assert word_diff("a bb", "a cc").similarity == pytest.approx(0.5)
    assert word_diff("", "").similarity == 1.0
    assert word_diff("x", "y").similarity == 0.0
