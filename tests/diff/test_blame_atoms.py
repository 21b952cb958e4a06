"""What provenance is traced by: atoms are blind to typography, whole, and the same however a text is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.diff.atoms import Atoms, atoms_of, word_ends

WORDS = ["a", "The", "dam", "U.S.", "don't", "don’t", "a''b", "'a", "a'", "a-b", "5'10", "a_b", "$15.9", "Σ", "不", "ก็"]
SIGNS = ["--", "–", "-", "``", "…", "\0", ". ", " ", "\xa0", "\n", "\u3000", "\u200b", "👩\u200d👧"]
PIECES = st.sampled_from([*WORDS, *SIGNS, "é", "e\u0301", "İ", "a\u00adb"])
TEXTS = st.one_of(st.text(max_size=14), st.lists(PIECES, max_size=10).map("".join))


def codes(*texts: str) -> list[str]:
    """The codes of texts in one history."""
    return [code for code, _ in Atoms().encode(texts)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He said “no”—twice.", 'he said "no"--twice.'),
        ("the board’s ‘plan’", "The board's `plan'"),
        ("It cost $ 15. 9", "It cost $15.9"),
        ("U. S. aid", "U.S. aid"),
        ("Zu\u0308rich", "Zürich"),
        ("a long\u00ad\u00adword", "a longword"),
        ("ÉLAN", "élan"),
        ("10 − 3", "10 - 3"),
    ],
)
def test_typography_has_no_code(one: str, other: str) -> None:
    """Quote styles, dashes, spacing, case, soft hyphens and composed letters make no difference."""
    first, second = codes(one, other)
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"), [("won't", "wont"), ("4.5", "4,5"), ("rose", "rise"), ("é", "e"), ("no.", "no!")]
)
def test_words_and_signs_have_codes(one: str, other: str) -> None:
    """Another letter, number or sign makes a difference."""
    first, second = codes(one, other)
    assert first != second


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It isn't 'over'.", ["it", "isn't", "'", "over", "'", "."]),
        ("U.N.-backed -- $1.5M", ["u", ".", "n", ".", "-", "backed", "--", "$", "1", ".", "5m"]),
        ("洪水x", ["洪", "水", "x"]),
        (" \n\t", []),
    ],
)
def test_atoms_are_runs_of_letters_and_single_signs(text: str, expected: list[str]) -> None:
    """An apostrophe between letters joins them, dashes side by side are one, unspaced scripts come by character."""
    assert atoms_of(text) == expected


@given(TEXTS)
def test_atoms_are_as_long_as_the_text(text: str) -> None:
    """Joined they are as long as the text without white space, piece by piece and as a whole, with a code for each."""
    found = [len(atom) for atom in atoms_of(text)]
    assert all(found)
    assert found == [len(atom) for chunk in text.split() for atom in atoms_of(chunk)]
    assert sum(found) == len("".join(text.split()))
    assert len(codes(text)[0]) == len(found)


@given(st.lists(TEXTS, max_size=5))
def test_texts_have_the_codes_they_have_alone(texts: list[str]) -> None:
    """Whether they are read together or one by one, and their atoms come with them."""
    table = Atoms()
    together = table.encode(texts)
    assert together == [table.encode([text])[0] for text in texts]
    assert [[len(atom) for atom in atoms] for _, atoms in together] == [
        [len(atom) for atom in atoms_of(text)] for text in texts
    ]


@given(st.lists(TEXTS, max_size=4))
def test_long_texts_have_the_codes_of_short_ones(texts: list[str]) -> None:
    """The way in which long texts are read gives the same codes as the way for short ones."""
    table = Atoms()
    short = [code for code, _ in table.encode(texts)]
    filler = "Water rose. " * 10_000
    (filler_code, _), *long = table.encode([filler, *texts])
    assert [code for code, _ in long] == short
    assert filler_code == table.encode(["Water rose."])[0][0] * 10_000


def test_more_different_words_than_characters_below_the_surrogates() -> None:
    """A hundred thousand words have as many codes, and each can be written as UTF-8."""
    code = codes(" ".join(f"w{number}" for number in range(100_000)))[0]
    assert len(set(code)) == len(code) == 100_000
    assert code.encode().decode() == code


@pytest.mark.parametrize(
    ("chunk", "words"),
    [
        ("said.", ["said", "."]),
        ("U.S.", ["U.S."]),
        ("$1,200.50,", ["$1,200.50", ","]),
        ("35-year-old", ["35", "-", "year", "-", "old"]),
        ("1990-95", ["1990-95"]),
        ("4.5%", ["4.5%"]),
        ("“no,”", ["“", "no", ",", "”"]),
        ("水不", ["水", "不"]),
    ],
)
def test_word_ends_cut_no_number_or_abbreviation(chunk: str, words: list[str]) -> None:
    """The words of a chunk, which no run may cut; compounds fall into their parts."""
    ends = [end for end, _ in word_ends(chunk)]
    assert [chunk[start:end] for start, end in zip([0, *ends], ends, strict=False)] == words


@given(TEXTS)
def test_word_ends_agree_with_atoms(text: str) -> None:
    """The ends ascend to that of the chunk, and count the atoms up to there."""
    for chunk in text.split():
        ends = list(word_ends(chunk))
        sizes = [len(atom) for atom in atoms_of(chunk)]
        assert ends[-1] == (len(chunk), len(sizes))
        assert ends == sorted(set(ends))
        assert all(sum(sizes[:count]) == end for end, count in ends)
