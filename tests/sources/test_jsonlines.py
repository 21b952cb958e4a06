"""JSON Lines: one article a line, as wire text or as its own fields; strict, and each line by itself."""

from __future__ import annotations

import json

import pytest
from wirecopy import FLOOD, PARAGRAPHS, QUOTE, STORY, items, one, refused

from tracker.errors import InputError
from tracker.sources import Deferred, Reading, reread
from tracker.story.article import Article, Insert


def line(**fields: object) -> bytes:
    """One line of JSON."""
    return json.dumps(fields).encode() + b"\n"


def test_wire_text_in_a_line():
    """`text` is read by the wire rules, the other fields as front matter is."""
    reading = one(
        line(text=f"{STORY}\n\n(Adds mayor)", story="flood", version=2, published="2023-01-21T17:10:00Z"),
        name="feed.jsonl",
    )
    assert (reading.story, reading.version, reading.name) == ("flood", 2, "feed.jsonl:1")
    assert (reading.article.paragraphs, reading.article.note) == (PARAGRAPHS, "Adds mayor")
    assert reading.reader == "jsonl"


def test_an_article_in_a_line():
    """`paragraphs` and the other fields of Article.to_data read back to an equal article, untouched."""
    article = Article(
        paragraphs=("(Adds nothing)  two  blanks", QUOTE),
        headline="",
        byline="Ana Sol",
        dateline="CARACAS (AP)",
        note="Adds mayor",
        inserts=(Insert(before=3, kind="table", text="a\tb"),),
        credits=("(Reporting by A)",),
        contacts=("x",),
        copyright="© 2023 Own",
        language="en",
        keywords=("flood",),
        embargo="2023-01-21T18:00:00Z",
        furniture=("Most Read",),
        extra=(("desk", "night"),),
    )
    reading = one(line(**article.to_data(), story="flood"), name="feed.ndjson")
    assert (reading.article, reading.story) == (article, "flood")


def test_each_line_is_an_input():
    """Good lines go on after bad ones; blank lines count but yield nothing; the capture is the line's bytes."""
    first, third = line(text="The river rose."), line(text="The road was closed.").replace(b"\n", b"\r\n")
    found = items(first + b"\n" + third + b"{}\nriver\n" + first, name="in/feed.jsonl")
    assert [item.name for item in found] == [f"in/feed.jsonl:{number}" for number in (1, 3, 4, 5, 6)]
    assert [type(item) for item in found] == [Reading, Reading, InputError, InputError, Reading]
    assert [item.capture for item in found if isinstance(item, Reading)] == [first[:-1], third[:-2], first[:-1]]


def test_a_last_line_without_newline_is_deferred():
    """It may still be being written: it is neither read nor rejected, even where it would parse."""
    found = items(line(text="The river rose.") + line(text="The road was closed.")[:-1], name="feed.jsonl")
    assert isinstance(found[0], Reading)
    assert found[1] == Deferred(name="feed.jsonl:2", reason="the last line has no newline yet")
    assert len(found) == 2


def test_the_format_is_told_from_the_content():
    """Without a telling name, a first line that is a JSON object makes JSON Lines; other braces are text."""
    assert one(b"\n" + line(text="The river rose."), name="feed").reader == "jsonl"
    assert one(b"\xef\xbb\xbf" + line(text="The river rose."), name="-").reader == "jsonl"
    assert one(b"{this is text}\n", name="feed").reader == "wire"
    assert one(b'{"text":\n"The river rose."}\n', name="feed").reader == "wire"
    assert "JSON" in refused(b"The river rose.\n", name="FEED.JSONL")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"text": "a", "text": "b"}', "duplicate key 'text'"),
        (b'{"text": "a", "version": 1.0}', "1.0 is not an integer"),
        (b'{"text": "a", "version": NaN}', "NaN"),
        (b'{"text": "a", "version": 9007199254740992}', "9007199254740992"),
        (b'{"text": "a\\ud800b"}', "\\ud800 at character 1"),
        (b'{"text": "a"', "not JSON"),
        (b'["text"]', "expected a JSON object, found a list"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"text": "a", "colour": 1}', "unknown field 'colour'"),
        (b'{"text": "a", "dateline": "LIMA"}', "unknown field 'dateline'"),
        (b'{"text": "a", "paragraphs": ["a"]}', "one of the fields text and paragraphs"),
        (b'{"headline": "a"}', "one of the fields text and paragraphs"),
        (b'{"text": 1}', "text: expected a string"),
        (b'{"text": " "}', "text: is empty"),
        (b'{"paragraphs": []}', "no text"),
        (b'{"paragraphs": [1]}', "paragraphs: expected a list of strings"),
        (b'{"paragraphs": ["a"], "headline": null}', "headline: expected a string, found nothing"),
        (b'{"paragraphs": ["a"], "inserts": [{"before": 1}]}', "inserts: expected objects with before, kind and text"),
        (
            b'{"paragraphs": ["a"], "inserts": [{"before": 3, "kind": "subhead", "text": "a"}]}',
            "the article allows 1 to 2",
        ),
        (b'{"paragraphs": ["a"], "inserts": [{"before": 1, "kind": "poem", "text": "a"}]}', "kind is one of"),
        (b'{"paragraphs": ["a"], "extra": {"a": 1}}', "extra: expected an object of strings"),
        (b'{"paragraphs": ["a"], "embargo": "2023-01-21T18:00:00"}', "embargo: needs an offset"),
        (b'{"text": "a", "published": "2023-01-21"}', "published: needs a time"),
        (b'{"text": "a", "id": 7}', "id: expected a string, found the number 7"),
        (b'{"text": "caf\xe9"}', "byte 0xe9 at offset 13"),
        (b'{"text": "a\0"}', "NUL byte"),
    ],
)
def test_what_is_refused_and_why(data, reason):
    """A bad line is an InputError that names the line and what is wrong with it."""
    (item,) = items(data + b"\n", name="feed.jsonl")
    assert isinstance(item, InputError)
    assert item.name == "feed.jsonl:1"
    assert reason in item.reason


def test_a_headline_alone_is_an_article():
    """A flash has a headline and no text yet; as own fields it is accepted."""
    assert one(line(paragraphs=[], headline="Flood kills 41"), name="a.jsonl").article == Article(
        paragraphs=(), headline="Flood kills 41"
    )


def test_an_empty_file_is_refused():
    """A file of blank lines has no article in it."""
    assert refused(b"\n\n", name="feed.jsonl") == "no text"


def test_another_encoding():
    """A named encoding holds for each line and is remembered; one without single-byte line ends is refused."""
    data = '{"text": "“Café,” she said."}\n'.encode("cp1252")
    reading = one(data, name="feed.jsonl", encoding="windows-1252")
    assert (reading.reader, reading.article.paragraphs) == ("jsonl;cp1252", ("“Café,” she said.",))
    assert reread(reading.capture, reader=reading.reader, name="again") == reading.article
    assert "line ends" in refused('{"text": "a"}\n'.encode("utf-16"), name="feed.jsonl", encoding="utf-16")


def test_front_matter_marks_in_a_text_field_are_text():
    """In JSON the fields are the front matter; a +++ line in the text states nothing."""
    reading = one(line(text=f'+++\nstory = "other"\n+++\n{FLOOD}', story="flood"), name="a.jsonl")
    assert reading.story == "flood"
    assert 'story = "other"' in " ".join(reading.article.paragraphs)


def test_reread_refuses_what_it_cannot_read():
    """A reader nobody knows, or a capture that is no longer readable, is an InputError."""
    for capture, reader in ((b"text", "telegraph"), (b"\xff", "wire"), (b"{}", "jsonl")):
        with pytest.raises(InputError):
            reread(capture, reader=reader, name="r3")
