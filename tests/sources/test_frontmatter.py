"""Front matter: TOML between +++ lines, what it may state, and how it meets the text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from wirecopy import FLOOD, PARAGRAPHS, QUOTE, STORY, article, one, refused

from tracker.sources import reread
from tracker.story.article import Insert

EASTERN = timezone(timedelta(hours=-5))


def front(matter: str, text: str = STORY) -> str:
    """A text under front matter."""
    return f"+++\n{matter}\n+++\n{text}\n"


def test_all_fields():
    """Each field lands in the reading or in the article."""
    reading = one(
        front(
            'story = "flood"\nsource = "own"\nid = "q-17"\nversion = 3\npublished = 2023-01-21T17:10:00-05:00\n'
            'retrieved = "2023-01-21T22:12:00Z"\nfollows = "flood-alert"\nslug = "valley-flood"\n'
            'url = "https://example.org/flood"\nheadline = "Flood kills 41"\nbyline = "Ana Sol"\nlanguage = "en"\n'
            'keywords = ["flood", "weather"]\nembargo = 2023-01-21T18:00:00-05:00\nnote = "(Adds mayor)"'
        )
    )
    assert (reading.story, reading.source, reading.id, reading.version) == ("flood", "own", "q-17", 3)
    assert reading.published == datetime(2023, 1, 21, 17, 10, tzinfo=EASTERN)
    assert reading.retrieved == datetime(2023, 1, 21, 22, 12, tzinfo=UTC)
    assert (reading.follows, reading.slug, reading.url) == ("flood-alert", "valley-flood", "https://example.org/flood")
    found = reading.article
    assert (found.headline, found.byline, found.language, found.keywords) == (
        "Flood kills 41",
        "Ana Sol",
        "en",
        ("flood", "weather"),
    )
    assert (found.embargo, found.note, found.paragraphs) == ("2023-01-21T23:00:00Z", "Adds mayor", PARAGRAPHS)


def test_without_front_matter_nothing_is_stated():
    """No field is guessed from the text or the file's name."""
    reading = one(STORY)
    stated = (reading.story, reading.source, reading.id, reading.version, reading.published, reading.retrieved)
    assert {*stated, reading.follows, reading.slug, reading.url} == {None}


def test_a_time_without_offset_stays_without():
    """Whoever knows the source's zone resolves it."""
    assert one(front("published = 2023-01-21T17:10:00")).published == datetime(2023, 1, 21, 17, 10)
    assert one(front('published = "2023-01-21 17:10"')).published == datetime(2023, 1, 21, 17, 10)


def test_windows_line_ends_and_trailing_blanks():
    """Front matter may come with CR LF and blanks after its marks."""
    reading = one(b"+++ \r\nstory = 'flood'\r\n+++\t\r\n" + FLOOD.encode() + b"\r\n")
    assert (reading.story, reading.article.paragraphs) == ("flood", (FLOOD,))


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        ('storey = "flood"', "unknown field 'storey'"),
        ("story = 7", "story: expected a string, found the number 7"),
        ('story = ""', "story: is empty"),
        ('version = "3"', "version: expected a whole number from 0"),
        ("version = -1", "version: expected a whole number from 0"),
        ("version = true", "version: expected a whole number from 0 to 2^53 - 1, found true"),
        ("version = 1.0", "version: expected a whole number"),
        ('keywords = "flood"', "keywords: expected a list of strings"),
        ("keywords = [1]", "keywords: expected a list of strings"),
        ("published = 2023-01-21", "published: needs a time"),
        ('published = "2023-01-21"', "published: needs a time"),
        ("published = 17:10:00", "published: expected a date and time"),
        ('published = "Saturday"', "published: not an ISO 8601 date and time: 'Saturday'"),
        ('published = "0001-01-01T00:00:00+14:00"', "published: 0001-01-01T00:00:00+14:00 lies outside the years"),
        ("embargo = 2023-01-21T18:00:00", "embargo: needs an offset"),
        ("embargo = 2023-01-21", "embargo: needs a time"),
        ("[story]\na = 1", "story: expected a string, found a table"),
    ],
)
def test_wrong_values_are_named(matter, reason):
    """The reason names the field and what it should have been."""
    assert reason in refused(front(matter))


def test_toml_errors_name_the_files_line():
    """The line counts from the file's first line, which is the +++."""
    assert "line 3" in refused(front('story = "flood"\nsource = own'))
    assert "not TOML" in refused(front("version = 1\nversion = 2"))


def test_unclosed_front_matter():
    """Without a second +++ nobody knows where the text begins."""
    assert "not closed" in refused('+++\nstory = "flood"\n\nThe river rose.')


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_no_text_after_front_matter(text):
    """Front matter alone is no article."""
    assert refused(front('story = "flood"', text)) == "front matter but no text after it"


def test_huge_or_deep_front_matter():
    """More than 64 Ki characters, deep nesting and endless digits are refused, quickly and without a traceback."""
    assert "longer" in refused(front(f'note = "{"x" * 70_000}"'))
    assert "front matter" in refused(front(f"keywords = {'[' * 30_000}{']' * 30_000}"))
    assert "front matter" in refused(front(f"version = {'9' * 60_000}"))


def test_marks_elsewhere_are_text():
    """+++ counts only as a line of its own at the very top."""
    assert (
        article("+++ URGENT +++ The river rose.\n\nThe road was closed.").paragraphs[0]
        == "+++ URGENT +++ The river rose."
    )
    assert one(f"\n{front('story = 1')}").story is None


def test_the_texts_own_headline():
    """Stated and printed alike it is one headline; stated otherwise, the printed one stays as a subhead."""
    same = article(front('headline = "Flood kills 41"', f"FLOOD KILLS 41\n\n{STORY}"))
    assert (same.headline, same.inserts, same.paragraphs) == ("Flood kills 41", (), PARAGRAPHS)
    other = article(front('headline = "Flood kills 41"', f"Road cut by flood\n\n{STORY}"))
    assert (other.headline, other.paragraphs) == ("Flood kills 41", PARAGRAPHS)
    assert other.inserts == (Insert(before=1, kind="subhead", text="Road cut by flood"),)


def test_the_texts_own_byline():
    """The stated byline wins; another printed one is kept as a credit."""
    assert article(front('byline = "Ana Sol"', f"By ANA SOL\n\n{STORY}")).credits == ()
    other = article(front('byline = "Ana Sol"', f"By Jane Roe\n\n{STORY}"))
    assert (other.byline, other.credits) == ("Ana Sol", ("By Jane Roe",))


def test_the_texts_own_note():
    """The same note is one note; another one follows the stated one."""
    assert article(front('note = "Adds mayor"', f"{STORY}\n\n(Adds mayor.)")).note == "Adds mayor"
    both = article(front('note = "Adds mayor."', f"{STORY}\n\n(Corrects year)"))
    assert both.note == "Adds mayor. Corrects year"


def test_a_capture_carries_its_front_matter():
    """Reading the capture again gives the same article, stated fields and all."""
    reading = one(front('headline = "Flood"\nembargo = 2023-01-21T18:00:00Z\nkeywords = ["a"]', f"{FLOOD}\n\n{QUOTE}"))
    assert reread(reading.capture, reader=reading.reader, name="again") == reading.article
