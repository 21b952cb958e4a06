"""Canonical JSON: one byte string for one value, and a strict reader."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.story import canonical

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_keys_are_sorted_by_code_point_and_nothing_is_escaped_that_need_not_be() -> None:
    """U+FF5E sorts before U+1F600, although UTF-16 would have it the other way round."""
    value = {"\U0001f600": 1, "～": 2, "é": "“ü”\n", "a": None}
    expected = '{"a":null,"é":"“ü”\\n","～":2,"\U0001f600":1}'
    assert canonical.encode(value) == expected.encode()


@given(PLAIN)
def test_what_is_encoded_is_read_back(value: object) -> None:
    """Decoding gives the value, and encoding that gives the same bytes."""
    encoded = canonical.encode(value)
    assert canonical.decode(encoded) == value
    assert canonical.encode(canonical.decode(encoded)) == encoded


@given(st.dictionaries(st.text(), st.integers(-9, 9), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    """Two dictionaries with the same items have the same bytes."""
    assert canonical.encode(dict(reversed(value.items()))) == canonical.encode(value)


@pytest.mark.parametrize(
    ("value", "named"),
    [(1.5, "float"), (2**53, "9007199254740992"), ("\ud800", "surrogate"), ({1: "a"}, "1"), (b"x", "bytes")],
)
def test_what_has_no_canonical_form_is_refused_by_name(value: object, named: str) -> None:
    """Floats, huge integers, lone surrogates, keys that are no strings, bytes."""
    with pytest.raises(ValueError, match=named):
        canonical.encode(value)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"a":1,"a":2}', "duplicate key 'a'"),
        ("NaN", "NaN"),
        ("-Infinity", "Infinity"),
        ("1.0", "1.0"),
        ("1e3", "1e3"),
        ("9007199254740992", "9007199254740992"),
        ("1" * 5000, "outside"),
        ('"\\ud800"', "d800 at character 0"),
        ('{"a":["xy\\udc00"]}', "dc00 at character 2"),
        ('{"\\ud800":1}', "surrogate"),
        ("{", "property name"),
    ],
)
def test_the_reader_refuses_what_the_writer_would_not_write(text: str, named: str) -> None:
    """Duplicate keys, NaN, floats, huge integers and lone surrogates, each by name."""
    with pytest.raises(ValueError, match=named):
        canonical.decode(text)


def test_a_pair_of_escaped_surrogates_is_one_character() -> None:
    """Only lone surrogates are refused."""
    assert canonical.decode(json.dumps("😀")) == "😀"
