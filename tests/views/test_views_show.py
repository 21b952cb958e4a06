"""`show`: the revision, its times, what is odd about them, and the article."""

from __future__ import annotations

from viewed import FULL, STORY, article, instant, moment, ref, shown, style

from tracker.desk.show import OnFile
from tracker.story.article import Insert
from tracker.story.events import Basis
from tracker.views.show import data, text


def top(rendered: str) -> list[str]:
    """The lines above the article."""
    return rendered.partition("\n\n")[0].splitlines()


def body(rendered: str) -> list[str]:
    """The lines of the article."""
    return rendered.partition("\n\n")[2].splitlines()


def test_a_plain_revision() -> None:
    """Title, headline, both clocks, what came before and after, and how to see exactly this again."""
    assert text(shown(), style()) == (
        "dam-fails  r3\n"
        "Dam fails\n"
        "published       21 Jan 2023 17:10 EST (3 years ago)\n"
        "recorded        21 Jan 2023 17:12 EST, position #3\n"
        "last confirmed  never\n"
        "next text       none yet\n"
        "to repeat       --known-at '#1234'\n"
        "story           wire:dam\n"
        "address         http://wire.test/dam\n"
        "\n"
        "¶1  The dam failed at dawn.\n"
        "\n"
        "¶2  Nobody was hurt.\n"
    )


def test_a_whole_article() -> None:
    """Byline, dateline, paragraphs with their numbers, inserts where they stand, and everything below the text."""
    assert body(text(shown(FULL), style())) == [
        "By Ann Lee",
        "",
        "    OLDTOWN, Jan 21 (Wire)",
        "",
        "    • Dam fails at dawn",
        "",
        "¶1  The dam failed at dawn.",
        "",
        "    NO VICTIMS",
        "    Gate   metres",
        "",
        "¶2  Nobody was hurt.",
        "",
        "    pullquote: We ran.",
        "",
        "desk note  “Adds subhead”",
        "embargo    until 21 Jan 2023 22:00 EST (3 years ago)",
        "credit     Reporting by Ann Lee",
        "contact    ann@wire.test",
        "copyright  (c) Wire",
        "language   en",
        "keywords   dams, floods",
        "",
        "desk: world",
        "",
        "(2 lines of most-read lists and related links not shown: --furniture)",
    ]


def test_furniture_on_request() -> None:
    """Most-read lists and related links are shown when asked for."""
    assert body(text(shown(FULL), style(), furniture=True))[-3:] == [
        "most-read lists and related links",
        "  Most read",
        "  Fog lifts",
    ]


def test_wrapped_paragraphs_hang_beside_their_numbers() -> None:
    """The margin is as wide as the highest number needs."""
    content = article(*["One."] * 9, "The water came over the wall of the dam at dawn.")
    assert body(text(shown(content), style(40)))[-2:] == [
        "¶10  The water came over the wall of the",
        "     dam at dawn.",
    ]


def test_a_time_that_nobody_stated_is_no_publish_time() -> None:
    """Where the outlet gave none it says "first seen", and never "published"."""
    rendered = text(shown(revision=ref(3, basis=Basis.RETRIEVED)), style())
    assert top(rendered)[2] == "first seen      21 Jan 2023 17:10 EST (3 years ago)"
    assert "published" not in rendered


def test_first_seen_later_or_earlier_than_recorded() -> None:
    """A stated publish time does not hide when the text was first seen here, if that is another time."""
    assert "first seen      21 Jan 2023 18:00 EST" in top(text(shown(first_seen=instant("23:00")), style()))
    assert not any(line.startswith("first seen") for line in top(text(shown(first_seen=instant("22:12")), style())))


def test_how_long_the_text_stood() -> None:
    """When the same text was last confirmed, and when the next one went out."""
    lines = top(text(shown(last_confirmed=instant("23:00"), next_seen=instant("23:02")), style()))
    assert "last confirmed  21 Jan 2023 18:00 EST" in lines
    assert "next text       21 Jan 2023 18:02 EST" in lines


def test_the_asked_moment_is_printed_as_resolved() -> None:
    """Both instants and the position, and options that give exactly this answer again, to the microsecond."""
    asked = moment(published=instant("22:30") + 999_999, known_at=instant("23:30"), position=12)
    lines = top(text(shown(moment=asked), style(100)))
    assert "asked for       published by 21 Jan 2023 17:30 EST and recorded by 21 Jan 2023 18:30 EST" in lines
    assert "to repeat       --at 2023-01-21T22:30:00.999999Z --known-at '#12'" in lines


def test_a_publish_time_ahead() -> None:
    """A text under embargo or with a wrong clock is not shown as if readers had it."""
    rendered = text(shown(revision=ref(3, "2026-01-22T00:10"), ahead=True), style())
    assert top(rendered)[2] == "! Its publish time lies ahead: 21 Jan 2026 19:10 EST (in 2 h)."


def test_clocks_that_disagree() -> None:
    """What readers saw then and what was on file then are two things; both are said, with the way to the other."""
    late = ref(4, "18:40", "21:20")
    asked = moment(published=instant("19:00"))
    rendered = text(shown(revision=late, moment=asked, on_file=OnFile(at=instant("19:00"), revision=2)), style(160))
    assert top(rendered)[2] == (
        "! r4 (published 21 Jan 2023 13:40 EST) was recorded 16:20; on file at 14:00 was r2"
        " (add --known-at 2023-01-21T19:00:00Z to see it)."
    )
    rendered = text(shown(revision=late, moment=asked, on_file=OnFile(at=instant("19:00"), revision=None)), style(160))
    assert top(rendered)[2] == (
        "! r4 (published 21 Jan 2023 13:40 EST) was recorded 16:20; nothing was on file at 14:00."
    )


def test_wide_characters_at_forty_columns() -> None:
    """Twelve wide characters fill 24 of the 36 cells beside the margin; eighteen fill them all."""
    content = article("雨" * 20, headline="堤防")
    assert body(text(shown(content), style(40))) == ["¶1  " + "雨" * 18, "    雨雨"]


def test_no_paragraphs() -> None:
    """An article without text says so."""
    content = article(headline=None)
    empty = shown(type(content)(paragraphs=()))
    assert body(text(empty, style())) == ["(no paragraphs)"]


def test_a_headline_cannot_forge_lines() -> None:
    """A line feed in a field of one line is shown, not obeyed."""
    rendered = text(shown(article(headline="Dam fails\nrecorded  yesterday")), style())
    assert top(rendered)[1] == "Dam fails␊recorded  yesterday"


def test_an_embargo_that_is_no_time_is_shown_as_it_stands() -> None:
    """Whatever the source wrote, it is not lost."""
    assert "embargo  noon" in body(text(shown(article(embargo="noon")), style()))


def test_a_table_row_keeps_its_cells_apart() -> None:
    """Tabs between cells become spaces; anywhere else they are shown."""
    content = article("a\tb", inserts=(Insert(before=1, kind="table", text="a\tb"),))
    assert body(text(shown(content), style())) == ["    a   b", "", "¶1  a␉b"]


def test_data() -> None:
    """The same as JSON: times in UTC, every field there, also the empty ones."""
    made = data(shown(on_file=OnFile(at=instant("19:00"), revision=2)))
    assert made["schema"] == "tracker.show/1"
    assert made["story"] == {"key": "wire:dam", "slug": "dam-fails", "source": "wire", "url": STORY.url}
    assert made["revision"]["published_at"] == "2023-01-21T22:10:00Z"
    assert made["revision"]["basis"] == "stated"
    assert made["last_confirmed"] is None
    assert made["on_file"] == {"at": "2023-01-21T19:00:00Z", "revision": 2}
    assert made["article"]["paragraphs"] == ["The dam failed at dawn.", "Nobody was hurt."]
    assert made["article"]["byline"] is None
