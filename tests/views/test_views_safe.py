"""The render boundary: what acts or hides becomes visible, and nothing else is touched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viewed import acts_or_hides

from tracker.views.safe import safe, safe_line

ANY_TEXT = st.text(st.characters(), max_size=60)
NASTY = st.text(
    st.sampled_from(
        "a1 \n\x1b\x07\x7f\x9b\u200b\u200d\u202e\u2066\u2028\ufeff\ufe0f\ufe0e👩🚀🏽❤葛\U000e0100\U000e0041\ud800"
    ),
    max_size=40,
)


def left_over(text: str) -> list[str]:
    """The characters that must not be in safe text; a joiner must stand between two pictures."""
    found = []
    for place, character in enumerate(text):
        if character == "\u200d":
            before, after = text[place - 1 : place], text[place + 1 : place + 2]
            joins = all(unicodedata.category(other) in ("So", "Sk", "Mn") for other in (before, after) if other)
            if before and after and joins:
                continue
        if acts_or_hides(character):
            found.append(character)
    return found


@pytest.mark.parametrize(
    ("hostile", "visible"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("bell\x07 null\x00", "bell␇ null␀"),
        ("tab\there", "tab␉here"),
        ("back\x08space\r", "back␈space␍"),
        ("del\x7f", "del␡"),
        ("csi\x9b31m", "csi⟨U+009B⟩31m"),
        ("\u202egnp.exe", "⟨U+202E⟩gnp.exe"),
        ("\u2066a\u2069\u061c", "⟨U+2066⟩a⟨U+2069⟩⟨U+061C⟩"),
        ("no\u200bgap\ufeff", "no⟨U+200B⟩gap⟨U+FEFF⟩"),
        ("soft\xadhyphen", "soft⟨U+00AD⟩hyphen"),
        ("one\u2028two\u2029", "one⟨U+2028⟩two⟨U+2029⟩"),
        ("\U000e0041\U000e0001", "⟨U+E0041⟩⟨U+E0001⟩"),
        ("half \ud83d", "half ⟨U+D83D⟩"),
        ("a\u200db", "a⟨U+200D⟩b"),
        ("👩\u200d", "👩⟨U+200D⟩"),
        ("x\ufe0f", "x⟨U+FE0F⟩"),
    ],
)
def test_what_acts_or_hides_is_made_visible(hostile: str, visible: str) -> None:
    """C0 controls become their pictures, everything else its number."""
    assert safe(hostile) == visible


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "two\nlines",
        "10\xa0000\u202f€",
        "e\u0301te\u0301, naïve",
        "👩\u200d🚀 👩🏽\u200d❤\ufe0f\u200d💋\u200d👨🏽 👍🏽 ❤\ufe0f ☎\ufe0e",
        "7\ufe0f\u20e3",
        "葛\U000e0100飾区",
        "وقال مزارعون ٪١٢",
        "שָׁלוֹם",
        "\u0600١٢",
        "नमस्ते กำแพง 北海道",
        "",
    ],
)
def test_honest_text_is_untouched(text: str) -> None:
    """No-break spaces, accents, every script, emoji in their usual forms and line feeds stay as they are."""
    assert safe(text) == text


def test_a_chain_of_joined_emoji_ends() -> None:
    """No more than five pictures count as one: the rest of a chain is shown for what it is."""
    assert safe("\u200d".join("😀" * 7)) == "\u200d".join("😀" * 5) + "⟨U+200D⟩😀\u200d😀"


def test_a_line_stays_one_line() -> None:
    """Line feeds are shown where only one line is wanted."""
    assert safe_line("a\nb\r\n") == "a␊b␍␊"


@given(ANY_TEXT | NASTY)
def test_nothing_that_acts_or_hides_is_left(text: str) -> None:
    """Safe text holds no control, format or separator character but line feeds and joiners inside emoji."""
    assert left_over(safe(text).replace("\n", "")) == []
    assert "\n" not in safe_line(text)


@given(ANY_TEXT | NASTY)
def test_safe_text_stays_as_it_is(text: str) -> None:
    """Making text safe twice is the same as once."""
    assert safe(safe(text)) == safe(text)
    assert safe_line(safe_line(text)) == safe_line(text)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs", "Mc")), max_size=60))
def test_letters_digits_and_signs_are_never_touched(text: str) -> None:
    """What can be seen is left alone, in any script."""
    hidden = {"\u115f", "\u1160", "\u3164", "\uffa0"}  # fillers: letters by category, but nothing is seen
    assert safe(text) == text or hidden & set(text)


def test_a_million_hostile_characters_are_done_at_once() -> None:
    """The work is linear: a megabyte of joiners, pictures and escapes is done at once."""
    text = "👩\u200d\x1b" * 330_000
    assert safe(text).count("␛") == 330_000
