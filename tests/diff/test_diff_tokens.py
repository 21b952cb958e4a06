"""Tokens of a word diff, and the folding of typography."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.diff.tokens import count_words, fold, tokenise


def cores(text: str) -> list[str]:
    return [core for core, _ in tokenise(text)]


@given(st.text())
def test_tokens_joined_are_the_text(text: str) -> None:
    """Tokens with the white space after them rebuild any text exactly, and no core holds white space."""
    tokens = tokenise(text)
    assert "".join(core + space for core, space in tokens) == text
    assert not any(character.isspace() for core, _ in tokens for character in core)


@pytest.mark.parametrize(
    "whole",
    [
        "$35,000,000", "US$4.5m", "£1.2bn", "4.5%", "-0.3", "2-1/2", "12:30", "1990–95", "35-year-old", "5-4", "1/2",
        "U.S.", "a.m.", "Ph.D.", "U.N.-backed", "AT&T", "example.com", "O’Neill", "don't", "mother-in-law", "30th",
        "e\u0301te\u0301", "👩‍👩‍👧", "…", "...",
    ],
)  # fmt: skip
def test_a_word_or_number_is_one_token(whole: str) -> None:
    """Amounts, fractions, times, ranges, abbreviations, hyphenated words and joined emoji are never cut."""
    assert cores(f"the {whole} one") == ["the", whole, "one"]


def test_signs_stand_alone() -> None:
    """Punctuation around a word is no part of it; a full stop that ends a sentence is its own token."""
    assert cores("(He said: “No, go.”)") == ["(", "He", "said", ":", "“", "No", ",", "go", ".", "”", ")"]


def test_a_missing_space_does_not_glue_sentences() -> None:
    """A full stop followed at once by a capital ends the word before it."""
    assert cores("fell.The") == ["fell", ".", "The"]


def test_unspaced_scripts_are_cut_by_character() -> None:
    """Han, kana and Thai are cut by character; a Thai vowel sign stays with its consonant."""
    assert cores("東京は") == ["東", "京", "は"]
    assert cores("ที่นี่") == ["ที่", "นี่"]


def test_fold_takes_typography_away_and_nothing_else() -> None:
    """Quote and dash styles, white space, invisible signs and letter composition fold; letters and digits do not."""
    assert fold("“It’s\u00a0here” –  he\u200b said…") == fold('"It\'s here" - he said...')
    assert fold("``Yes,'' she said -- twice") == '"Yes," she said - twice'
    assert fold("cafe\u0301") == fold("café") != fold("cafe")
    assert fold("4.5") != fold("45")


def test_count_words_leaves_signs_out() -> None:
    """Only tokens with a letter or digit count as words."""
    assert count_words("“Go,” he said — 14 times…") == 5
    assert count_words(" -- ... ") == 0


@given(st.text(st.characters(max_codepoint=127)) | st.text(st.sampled_from("aB0.,-$&%'_\0\x02 /:\n")))
def test_what_else_stands_in_a_text_does_not_cut_its_words_otherwise(text: str) -> None:
    """ASCII is cut the same way in a text of ASCII and beside another letter, control characters and all."""
    cores = [core for core, _ in tokenise(f"a {text} é")]
    assert [core for core, _ in tokenise(f"a {text} e")] == [*cores[:-1], "e"]
