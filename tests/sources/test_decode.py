"""Bytes to text: encodings, and what is refused with the offset where it goes wrong."""

from __future__ import annotations

import pytest
from wirecopy import BRIDGE, QUOTE, article, items, one, refused

from tracker.errors import UsageError
from tracker.sources import READERS, read, reader_version, reread


def test_utf8_with_and_without_byte_order_mark():
    """A byte order mark changes nothing."""
    assert article(b"\xef\xbb\xbf" + QUOTE.encode()) == article(QUOTE)


def test_byte_order_mark_inside_the_text():
    """A mark left over from files put together is left out, so that layout is still recognised."""
    assert article("A river rose.\n\n\ufeff(Adds mayor)").note == "Adds mayor"
    assert article(f"Cara\ufeffcas is wet.\n\n{QUOTE}").paragraphs[0] == "Caracas is wet."


def test_first_bad_byte_is_named():
    """The offset counts from the start of the file, the byte order mark included."""
    reason = refused(b"caf\xe9 au lait")
    assert "0xe9 at offset 3" in reason
    assert "--encoding" in reason
    assert "offset 6" in refused(b"\xef\xbb\xbfcaf\xe9")


def test_utf8_encoded_surrogates_are_refused():
    """Lone surrogates are no UTF-8, whatever wrote them."""
    assert "offset 2" in refused(b"ab\xed\xa0\x80cd")


def test_a_named_encoding_overrides():
    """The bytes are read in it, and the reader's name remembers it, so that the capture can be read again."""
    data = "“Café,” she said.".encode("cp1252")
    reading = one(data, encoding="windows-1252")
    assert reading.article.paragraphs == ("“Café,” she said.",)
    assert reading.reader == "wire;cp1252"
    assert reread(reading.capture, reader=reading.reader, name="again") == reading.article


def test_naming_utf8_is_the_same_as_naming_none():
    """The reader's name does not depend on how the default was asked for."""
    assert one(BRIDGE, encoding="UTF8") == one(BRIDGE)


def test_utf16_needs_its_name():
    """UTF-16 is not guessed, but the hint names it; named, it is read."""
    data = BRIDGE.encode("utf-16")
    assert "--encoding utf-16" in refused(data)
    assert one(data, encoding="utf-16").article.paragraphs == (BRIDGE,)


def test_bytes_that_the_named_encoding_has_not():
    """A wrong name is refused with the offset, too."""
    assert "offset 1" in refused(b"a\x81b", encoding="cp1252")
    assert "ascii" in refused("é".encode(), encoding="ascii")


@pytest.mark.parametrize(
    "encoding", ["klingon", "", "base64", "rot13", "unicode_escape", "undefined", "idna", "a\0b", "ü"]
)
def test_no_such_encoding(encoding):
    """A name that is no text encoding is a usage error, before anything is read."""
    with pytest.raises(UsageError, match="encoding"):
        read(b"text", name="in.txt", encoding=encoding)


@pytest.mark.parametrize("data", [b"", b"   ", b"\r\n\t\n", b"\xef\xbb\xbf", "\u00a0\u2003\u200b\ufeff\n".encode()])
def test_no_text(data):
    """Empty input and input with nothing visible in it are refused."""
    assert refused(data) == "no text"


def test_binary_files():
    """A NUL byte, or mostly control bytes, is no text; the odd control byte of a wire feed is."""
    assert refused(b"flood\0") == "binary file (NUL byte at offset 5)"
    assert "binary" in refused(bytes([1, 2, 3, 4]) * 4 + b"flood")
    assert "binary" in refused("flood\0".encode("utf-16"), encoding="utf-16")
    assert article(b"\x02The river rose, and the road was closed.\x03").paragraphs == (
        "\x02The river rose, and the road was closed.\x03",
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end):
    """All three kinds of line end read alike."""
    assert article(f"{BRIDGE}{end}{end}{QUOTE}{end}").paragraphs == (BRIDGE, QUOTE)


def test_readers_and_versions():
    """Every reading names its reader and version; the version of a name with an encoding is its reader's."""
    reading = one(BRIDGE)
    assert (reading.reader, reading.reader_version) == ("wire", READERS["wire"])
    assert reader_version("wire;cp1252") == READERS["wire"]
    assert reader_version("telegraph") is None


def test_bytes_are_captured_as_received():
    """The capture is the input, byte for byte."""
    data = b"\xef\xbb\xbfThe river rose.\r\n"
    (reading,) = items(data)
    assert reading.capture == data
