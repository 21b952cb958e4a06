"""Laws of the fact classifier: it takes any text, invents no value, and stays within its bounds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.diff.facts import FACTS, classify
from tracker.diff.facts.numerals import Value, from_digits, from_han
from tracker.diff.model import Op, Span
from tracker.diff.words import replacement, word_diff

PIECES = [
    "the", "14", "41", "$1.5", "billion", "Monday", "Jan.", "21,", "2023", "not", "allegedly", "said", "Smith",
    "“we", "go”", '"no"', "'tis", "half", "a", "third", "of", "2-1/2", "U.S.", "(ACM.N)", "死者は３人", "不", "٤٥", "½",
    "twenty", "-", "one", "p.m.", "6", "EST", "percent", "to", "and", "la", "O'Neil", ".", "?", "\n\n", "Prime",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
PARTS = st.sampled_from(["paragraph", "headline", "byline", "dateline", "bullet", "table"])
LANGUAGES = st.sampled_from([None, "en", "de", "fr-CA", "zh"])


@given(TEXTS, TEXTS, PARTS, LANGUAGES)
def test_every_value_shown_stands_in_its_text(old: str, new: str, part: str, language: str | None) -> None:
    """Whatever the texts, nothing fails, each record has a value, and every value is a piece of its own text."""
    result = classify(old, new, word_diff(old, new).spans, part=part, language=language)
    for change in result.changes:
        assert change.old is not None or change.new is not None
        assert change.old is None or change.old.lower() in old.lower()
        assert change.new is None or change.new.lower() in new.lower()
    order = [FACTS.index(change.fact) for change in result.changes if change.fact in {"number", "date", "name"}]
    assert order == sorted(order)
    assert (result.weight == "substantive") or not result.facts


@given(st.lists(st.tuples(st.sampled_from(["equal", "delete", "insert"]), st.one_of(TEXTS, st.sampled_from(PIECES)))))
def test_differences_may_be_cut_anywhere(pieces: list[tuple[Op, str]]) -> None:
    """Nothing fails where differences begin and end inside words, and what is shown stands in its text."""
    spans = [Span(op=op, text=text) for op, text in pieces if text]
    old = "".join(span.text for span in spans if span.op != "insert")
    new = "".join(span.text for span in spans if span.op != "delete")
    for change in classify(old, new, spans, part="paragraph", context=(new,)).changes:
        assert change.old is None or change.old in old
        assert change.new is None or change.new in new


@given(TEXTS, TEXTS)
def test_a_text_that_came_has_no_old_values(old: str, new: str) -> None:
    """An added text has only new values, a removed one only old values."""
    came = classify(None, new, replacement(None, new).spans, part="paragraph")
    went = classify(old, None, replacement(old, None).spans, part="paragraph")
    assert all(change.old is None for change in came.changes)
    assert all(change.new is None for change in went.changes)


@given(TEXTS)
def test_a_text_replaced_by_itself_changes_nothing(text: str) -> None:
    """Even where the word operations replace a text whole, equal texts differ in no fact and carry no weight."""
    result = classify(text, text, replacement(text, text).spans, part="paragraph")
    assert (result.changes, result.weight) == ((), "trivial")


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_reads_the_same_with_and_without_separators(number: int) -> None:
    """12,345,678 and 12345678 are one value, in any script's digits."""
    plain = from_digits(str(number), None)
    assert plain == Value(number)
    assert from_digits(f"{number:,}", "en") == plain
    arabic = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert from_digits(arabic, None) == plain


@given(st.integers(min_value=1, max_value=10**9), st.integers(min_value=0, max_value=9))
def test_one_value_has_one_key(number: int, power: int) -> None:
    """A value times a power of ten has its product's key, and a fraction that can be cut short is cut short."""
    assert Value(number, power).key() == Value(number * 10**power).key()
    assert Value(number * 2, 0, 6).key() == Value(number, 0, 3).key()


@pytest.mark.parametrize(
    ("text", "value"),
    [("二十三", 23), ("一万五千", 15_000), ("二〇二三", 2023), ("百", 100), ("三億", 300_000_000), ("十", 10)],
)
def test_han_numerals(text: str, value: int) -> None:
    """Chinese and Japanese numerals are read by place and by magnitude."""
    found = from_han(text)
    assert found is not None
    assert found.key() == Value(value).key()


@pytest.mark.parametrize(
    "piece",
    ["'", '"', "“", "1", "1,", "-", "million ", "hundred ", "one ", "A", "A.", "Ab ", "( ", "<A", "US$", "不", "十",
     "said ", "no ", "Jan. ", "(Reporting ", ".A", "``", "1/", "\u0301", "By Aa ", ", said ", "not say ", "(Adds ",
     "World I ", "the year ", "1 a day "],
)  # fmt: skip
def test_hostile_text_takes_linear_time(piece: str) -> None:
    """A hundred thousand characters of anything are read in well under two seconds of processor time."""
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    classify(text, f"x {text} y", replacement(text, f"x {text} y").spans, part="paragraph")
    assert time.process_time() - started < 10


def test_a_difference_too_long_to_read_is_coarse() -> None:
    """Past its bound a result says so, and still names what it read."""
    old, new = "14 boats. " * 5_000, "15 ships. " * 5_000
    result = classify(old, new, replacement(old, new).spans, part="paragraph")
    assert result.coarse
    assert "number" in result.facts
