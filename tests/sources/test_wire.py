"""Wire text: what each agency's layout is taken apart into, and how paragraphs are numbered."""

from __future__ import annotations

import textwrap
import time

import pytest
from wirecopy import BRIDGE, FLOOD, PARAGRAPHS, QUOTE, RAIN, STORY, article

from tracker.sources import read
from tracker.story.article import Insert


def wrap(text: str, *, indent: str = "", width: int = 66) -> str:
    """The text hard-wrapped, its first line indented."""
    return textwrap.fill(text, width, initial_indent=indent)


def test_bloomberg_copy():
    """Dateline, note, credits, contacts, copyright and most-read list leave the four counted paragraphs."""
    found = article(
        f"(Bloomberg) -- {FLOOD}\n\nMost Read from Bloomberg\n\nTen Ways to Dry a House\n\nWhat Storms Do to Prices\n\n"
        f"{QUOTE}\n\n{RAIN}\n\n{BRIDGE}\n\n--With assistance from Jane Roe and John Doe.\n\n"
        "(Updates with mayor’s request in third paragraph.)\n\n"
        "To contact the reporters on this story:\nAna Sol at asol@example.net;\nJane Roe at jroe@example.net\n\n"
        "To contact the editor responsible for this story:\nJohn Doe at jdoe@example.net\n\n"
        "For more articles like this, please visit us at bloomberg.com\n\n©2023 Bloomberg L.P.\n"
    )
    assert found.paragraphs == PARAGRAPHS
    assert found.dateline == "(Bloomberg)"
    assert found.note == "Updates with mayor’s request in third paragraph."
    assert found.credits == ("--With assistance from Jane Roe and John Doe.",)
    assert [contact.split(":")[0] for contact in found.contacts] == [
        "To contact the reporters on this story",
        "To contact the editor responsible for this story",
        "For more articles like this, please visit us at bloomberg.com",
    ]
    assert found.copyright == "©2023 Bloomberg L.P."
    assert found.furniture == ("Most Read from Bloomberg", "Ten Ways to Dry a House", "What Storms Do to Prices")
    assert found.headline is None


def test_note_before_or_after_the_credits():
    """A note is found on either side of the assistance line."""
    credit, note = "--With assistance from Jane Roe.", "(Adds mayor in third paragraph)"
    for end in (f"{credit}\n\n{note}", f"{note}\n\n{credit}"):
        found = article(f"{STORY}\n\n{end}\n\n©2023 Bloomberg L.P.")
        assert (found.paragraphs, found.note, found.credits) == (PARAGRAPHS, "Adds mayor in third paragraph", (credit,))


def test_glued_web_copy_is_cut_at_its_end_matter():
    """Note, subscription line and copyright glued to the last sentence are still told from it."""
    found = article(
        f"(Bloomberg) -- {FLOOD} {QUOTE}(Updates with teacher.)For more articles like this, please visit us at "
        "bloomberg.comSubscribe now to stay ahead with the news.©2020 Bloomberg L.P."
    )
    assert found.paragraphs == (f"{FLOOD} {QUOTE}",)
    assert found.note == "Updates with teacher."
    assert found.contacts == (
        "For more articles like this, please visit us at bloomberg.com",
        "Subscribe now to stay ahead with the news.",
    )
    assert found.copyright == "©2020 Bloomberg L.P."


def test_reuters_copy():
    """Tagged headline as received, bullets before ¶1, wrapped trash line, byline, wrapped credits, addresses."""
    found = article(
        "UPDATE 2-Flood kills 41 in valley\n\n* River burst its banks on Saturday\n* Rain expected\n\n"
        "(Adds mayor's request in paragraph 3;\nchanges dateline, previous VALLEY)\n\nBy Ana Sol and Jane Roe\n\n"
        f"{STORY}\n\n(Reporting by Ana Sol in Caracas; Additional reporting by Jane Roe;\n"
        "Writing by Al Dun; Editing by Eva)\n((ana.sol@example.com; +58 212 555 0101;))\n"
    )
    assert found.headline == "UPDATE 2-Flood kills 41 in valley"
    assert found.inserts == (
        Insert(before=1, kind="bullet", text="River burst its banks on Saturday"),
        Insert(before=1, kind="bullet", text="Rain expected"),
    )
    assert found.note == "Adds mayor's request in paragraph 3; changes dateline, previous VALLEY"
    assert found.byline == "By Ana Sol and Jane Roe"
    assert found.dateline == "CARACAS, Jan 21 (Reuters)"
    assert found.paragraphs == PARAGRAPHS
    assert found.credits == (
        "(Reporting by Ana Sol in Caracas; Additional reporting by Jane Roe; Writing by Al Dun; Editing by Eva)",
    )
    assert found.contacts == ("((ana.sol@example.com; +58 212 555 0101;))",)


def test_reuters_trash_line_without_brackets():
    """A verb-led line between headline and byline is the note, though nothing brackets it."""
    found = article(
        f"Flood kills 41\n\nAdds mayor in paragraph 3, background\n\nBy Ana Sol\n\n{STORY}\n\nReporting by Ana Sol"
    )
    assert (found.headline, found.note) == ("Flood kills 41", "Adds mayor in paragraph 3, background")
    assert (found.byline, found.paragraphs, found.credits) == ("By Ana Sol", PARAGRAPHS, ("Reporting by Ana Sol",))


def test_reuters_web_copy_glues_note_byline_and_credits():
    """Note and byline before the dateline, notes and credits after the last sentence, all on one line."""
    found = article(
        f"(Corrects spelling of Brito) By Ana Sol CARACAS (Reuters) - {FLOOD} {QUOTE} "
        "(This story was refiled to fix the spelling of Brito) (Reporting by Ana Sol ; Editing by John Doe )"
    )
    assert found.paragraphs == (f"{FLOOD} {QUOTE}",)
    assert found.note == "Corrects spelling of Brito This story was refiled to fix the spelling of Brito"
    assert (found.byline, found.dateline) == ("By Ana Sol", "CARACAS (Reuters)")
    assert found.credits == ("(Reporting by Ana Sol ; Editing by John Doe )",)


def test_old_reuters_copy():
    """Indented paragraphs without blank lines; the last sentence is the note; then the sign-off."""
    found = article(
        f"FLOOD CUTS COAST ROAD\n    CARACAS, March 2 - {wrap(FLOOD)}\n{wrap(QUOTE, indent='    ')}\n"
        "    Corrects number of dead in first paragraph.\n Reuter\n"
    )
    assert found.headline == "FLOOD CUTS COAST ROAD"
    assert (found.dateline, found.paragraphs) == ("CARACAS, March 2", (FLOOD, QUOTE))
    assert (found.note, found.contacts) == ("Corrects number of dead in first paragraph.", ("Reuter",))


def test_note_as_last_sentence_after_a_dash():
    """ "- Corrects ..." glued to the last paragraph is the note."""
    found = article(f"    {wrap(FLOOD)}\n{wrap(BRIDGE, indent='    ')} - Corrects year of the bridge\n Reuter\n")
    assert (found.paragraphs, found.note) == ((FLOOD, BRIDGE), "Corrects year of the bridge")


def test_ap_copy_with_transmission_marks():
    """ANPA header and slug, ^headline, photo line, wrapped Eds: line, byline with title, indented paragraphs."""
    found = article(
        "r a BC-VE--Flood 1stLd-Writethru 01-21 0250\n^BC-VE--Flood, 1st Ld-Writethru,0250<\n^Flood Kills 41<\n"
        "^AP Photo CAR101<\n^Eds: LEADS with 3 grafs to UPDATE with toll; picks up\n4th graf pvs, `The bridge...'<\n"
        f"^By ANA SOL=\n^Associated Press Writer=\n   CARACAS, Venezuela (AP) _ {wrap(FLOOD)}\n"
        f"{wrap(QUOTE, indent='   ')}\n{wrap(RAIN, indent='   ')}\n{wrap(BRIDGE, indent='   ')}\n"
        "AP-NY-01-21-23 1234EST<\n"
    )
    assert found.headline == "Flood Kills 41"
    assert found.byline == "By ANA SOL, Associated Press Writer"
    assert found.note == "Eds: LEADS with 3 grafs to UPDATE with toll; picks up 4th graf pvs, `The bridge...'"
    assert (found.dateline, found.paragraphs) == ("CARACAS, Venezuela (AP)", PARAGRAPHS)
    assert found.furniture == (
        "r a BC-VE--Flood 1stLd-Writethru 01-21 0250",
        "BC-VE--Flood, 1st Ld-Writethru,0250",
        "AP Photo CAR101",
    )
    assert found.contacts == ("AP-NY-01-21-23 1234EST<",)


def test_ap_web_copy_with_correction_after_the_line():
    """After ___ stand the contributors and the correction; neither is counted."""
    found = article(
        "Flood kills 41 in the valley\n\nBy ANA SOL\n\nAssociated Press\n\n"
        f"CARACAS, Venezuela (AP) — {FLOOD}\n\n{QUOTE}\n\n___\n\n"
        "Associated Press writer Jane Roe in Bogota contributed to this report.\n\n___\n\n"
        "This story has been corrected to show that the bridge was built in 1962, not 1926.\n"
    )
    assert (found.headline, found.byline) == ("Flood kills 41 in the valley", "By ANA SOL, Associated Press")
    assert found.paragraphs == (FLOOD, QUOTE)
    assert found.note == "This story has been corrected to show that the bridge was built in 1962, not 1926."
    assert found.credits == ("Associated Press writer Jane Roe in Bogota contributed to this report.",)


def test_canadian_press_copy():
    """A place in capitals before a dash is the dateline; the first-published line is a credit."""
    found = article(
        f"OTTAWA — {FLOOD}\n\n{QUOTE}\n\nThis report by The Canadian Press was first published Jan. 21, 2023.\n"
    )
    assert (found.dateline, found.paragraphs) == ("OTTAWA", (FLOOD, QUOTE))
    assert found.credits == ("This report by The Canadian Press was first published Jan. 21, 2023.",)


def test_dpa_copy():
    """IPTC header, slug line and lead tag are furniture; the headline's and byline's end marks go."""
    found = article(
        "bdt0345 3 i 510 dpa 1003\n/politics/Venezuela/Flood/\n1ST LEAD\nFlood kills 41 in valley =\n"
        "By Ana Sol, dpa =\n\n"
        f"Caracas (dpa) - {wrap(FLOOD)}\n\n{wrap(QUOTE)}\n\ndpa as jr\n"
    )
    assert (found.headline, found.byline) == ("Flood kills 41 in valley", "By Ana Sol, dpa")
    assert (found.dateline, found.paragraphs) == ("Caracas (dpa)", (FLOOD, QUOTE))
    assert found.furniture == ("bdt0345 3 i 510 dpa 1003", "/politics/Venezuela/Flood/", "1ST LEAD")
    assert found.contacts == ("dpa as jr",)


def test_plain_text_with_headline():
    """A short first line without full stop, a blank line and sentences after it, is the headline."""
    found = article(f"Flood kills 41\n\n{FLOOD}\n\n{QUOTE}\n")
    assert (found.headline, found.paragraphs) == ("Flood kills 41", (FLOOD, QUOTE))


@pytest.mark.parametrize(
    "printed", ["Flood kills 41 in valley as river\nbursts its banks", "(CORRECTED)-FLOOD KILLS 41"]
)
def test_headlines_over_two_lines_or_with_a_tag(printed):
    """A wrapped headline is one headline; a tag in brackets before it stays with it."""
    found = article(f"{printed}\n\n{FLOOD}\n\n{QUOTE}\n")
    assert (found.headline, found.paragraphs) == (printed.replace("\n", " "), (FLOOD, QUOTE))


@pytest.mark.parametrize("text", [f"{FLOOD}\n\n{QUOTE}", BRIDGE, "Flood kills 41", "Flood\n\nRain\n\nWind"])
def test_plain_text_without_headline(text):
    """A first paragraph that is a sentence, or a text of nothing but short lines, has no headline."""
    found = article(text)
    assert found.headline is None
    assert found.paragraphs == tuple(text.split("\n\n"))


def test_one_paragraph_per_line():
    """Long lines without blank lines between them are a paragraph each."""
    found = article(
        f"Flood kills 41\nBy Ana Sol\nCARACAS, Jan 21 (Reuters) - {FLOOD}\n{QUOTE}\n{RAIN}\n{BRIDGE}\n"
        "(Adds mayor\nin third paragraph)\n"
    )
    assert (found.headline, found.byline, found.paragraphs) == ("Flood kills 41", "By Ana Sol", PARAGRAPHS)
    assert found.note == "Adds mayor in third paragraph"


@pytest.mark.parametrize("width", [40, 66, 80])
def test_hard_wrapped_paragraphs(width):
    """Wrapped lines are joined by one space; blank lines part paragraphs."""
    text = "\n\n".join(wrap(paragraph, width=width) for paragraph in (f"CARACAS (AP) — {FLOOD}", QUOTE, RAIN, BRIDGE))
    assert article(text).paragraphs == PARAGRAPHS


def test_hyphens_at_a_lines_end_are_kept():
    """Nobody can tell a soft hyphen from a hard one, so the line's hyphen and the joining space both stay."""
    assert article("The north-\nwestern valley was cut off when the river\nrose.").paragraphs == (
        "The north- western valley was cut off when the river rose.",
    )


def test_glued_copy_is_one_paragraph():
    """Copy without any break stays one paragraph: nobody can say where its paragraphs were."""
    assert article(f"CARACAS (Reuters) - {FLOOD} {QUOTE} {RAIN}").paragraphs == (f"{FLOOD} {QUOTE} {RAIN}",)


def test_white_space_inside_a_paragraph_collapses():
    """Tabs, no-break and ideographic spaces and doubled blanks become one plain space."""
    assert article("The\u00a0river\trose  by\u30004 meters\u202fon Saturday.").paragraphs == (
        "The river rose by 4 meters on Saturday.",
    )


@pytest.mark.parametrize("mark", ["\f", "\u2029", "\n\n", "\r\n\r\n", "\r\r", "\n \t\u00a0\n"])
def test_marks_that_end_a_paragraph(mark):
    """Form feed, paragraph separator and blank lines of any kind part paragraphs."""
    assert article(f"{FLOOD}{mark}{QUOTE}").paragraphs == (FLOOD, QUOTE)


@pytest.mark.parametrize("mark", ["\v", "\u2028"])
def test_marks_that_end_a_line(mark):
    """Vertical tab and line separator end a line, so a wrapped paragraph goes on."""
    assert article(f"The river rose in the night and{mark}people left their homes.").paragraphs == (
        "The river rose in the night and people left their homes.",
    )


def test_subheads_name_the_paragraph_after_them():
    """A line in capitals or title case alone between paragraphs is no paragraph."""
    found = article(
        f"{STORY.replace(RAIN, 'AID ARRIVES' + chr(10) * 2 + RAIN)}\n\nWhat Comes Next\n\nThe road opens on Monday."
    )
    assert found.paragraphs == (*PARAGRAPHS, "The road opens on Monday.")
    assert found.inserts == (
        Insert(before=3, kind="subhead", text="AID ARRIVES"),
        Insert(before=5, kind="subhead", text="What Comes Next"),
    )


@pytest.mark.parametrize(
    "line", ["He left.", "what comes next", "A line that is only partly capitalised here", "No,", "“Never!”"]
)
def test_lines_that_are_no_subheads(line):
    """A short line in sentence case, or one that ends as a sentence, stays a paragraph."""
    assert article(f"{FLOOD}\n\n{line}\n\n{RAIN}").paragraphs == (FLOOD, line, RAIN)


def test_a_list_of_short_lines_is_no_run_of_subheads():
    """A subhead has a paragraph after it; of three names in a row only sentences could follow the last."""
    assert article(f"{FLOOD}\n\nAna Brito\n\nEva Stein\n\nMax Mann").paragraphs == (
        FLOOD,
        "Ana Brito",
        "Eva Stein",
        "Max Mann",
    )


def test_bullets_in_the_body():
    """Starred lines among paragraphs are bullets before the next paragraph, their stars gone."""
    found = article(f"{FLOOD}\n\n* Road closed\n* Bridge closed\n\n{RAIN}")
    assert found.paragraphs == (FLOOD, RAIN)
    assert [(insert.before, insert.kind, insert.text) for insert in found.inserts] == [
        (2, "bullet", "Road closed"),
        (2, "bullet", "Bridge closed"),
    ]


@pytest.mark.parametrize(
    "rows", ["Upper   4.1   +0.3\nLower   2.2   -0.1", "Upper\t4.1\nLower\t2.2", "| Upper | 4.1 |\n| Lower | 2.2 |"]
)
def test_tables_are_rows_as_typed(rows):
    """Runs of lines with columns apart are table rows, one insert each."""
    found = article(f"{FLOOD}\n\n{rows}\n\n{BRIDGE}")
    assert found.paragraphs == (FLOOD, BRIDGE)
    assert [(insert.before, insert.kind, insert.text) for insert in found.inserts] == [
        (2, "table", row) for row in rows.split("\n")
    ]


def test_one_line_with_columns_is_a_paragraph():
    """A table has two rows at least."""
    assert article(f"{FLOOD}\n\nUpper   4.1   +0.3\n\n{BRIDGE}").paragraphs == (FLOOD, "Upper 4.1 +0.3", BRIDGE)


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Storm closes ports",
        "RELATED: Storm closes ports",
        "AP Photos CAR101-103",
        "FILE PHOTO: The valley. REUTERS/Ana Sol",
    ],
)
def test_links_and_photo_lines_are_furniture(line):
    """Such lines are kept beside the article and not counted."""
    found = article(f"{STORY}\n\n{line}\n")
    assert (found.paragraphs, found.furniture) == (PARAGRAPHS, (line,))


@pytest.mark.parametrize(
    "sentence",
    [
        "Reporting by the local paper showed that the river had been rising.",
        "Copyright law does not help the town, a lawyer said.",
        "Related costs were put at $5 million by the mayor.",
        "By Monday the river had gone down again.",
        "To contact the families, police went from door to door.",
        "This story was told to her by her grandfather.",
        "Most read the warning too late.",
        "Editing by hand took a week, she said.",
        "AP Photos of the valley went round the world.",
    ],
)
def test_sentences_that_only_begin_like_end_matter(sentence):
    """A sentence stays a paragraph, also as the last one, whatever words it begins with."""
    found = article(f"{STORY}\n\n{sentence}")
    assert found.paragraphs == (*PARAGRAPHS, sentence)


def test_nothing_left_to_be_a_paragraph():
    """A text of nothing but a note, or of stars, is a paragraph after all: text is never dropped."""
    assert article("(Adds mayor in fifth paragraph)").paragraphs == ("(Adds mayor in fifth paragraph)",)
    assert article("* * *").paragraphs == ("* * *",)


def test_scripts_without_case_or_spaces():
    """Chinese lines join without a space; Japanese, Arabic and Russian datelines are split off."""
    assert article("河水星期六泛滥，造成四十一人死亡，警方说，\n许多人离开家园。").paragraphs == (
        "河水星期六泛滥，造成四十一人死亡，警方说，许多人离开家园。",
    )
    japanese = article("洪水で４１人死亡\n\n［東京　２１日　ロイター］ - 土曜日に川が氾濫した。\n\n橋は閉鎖された。")
    assert (japanese.headline, japanese.dateline) == ("洪水で４１人死亡", "［東京 ２１日 ロイター］")
    assert japanese.paragraphs == ("土曜日に川が氾濫した。", "橋は閉鎖された。")
    arabic = article("القاهرة (رويترز) - فاض النهر.\n\nوأغلق الجسر.")
    assert (arabic.dateline, arabic.paragraphs) == ("القاهرة (رويترز)", ("فاض النهر.", "وأغلق الجسر."))
    russian = article("МОСКВА, 21 янв (Рейтер) - Река вышла из берегов.\n\nМост закрыт.")
    assert (russian.dateline, russian.paragraphs[0]) == ("МОСКВА, 21 янв (Рейтер)", "Река вышла из берегов.")


@pytest.mark.parametrize("unit", ["flood ", "a", "(", "(This story ", "said. (Adds x). ", "— ", "By Aaaa "])
def test_five_megabytes_on_one_line(unit):
    """A very long line costs time in proportion, not more."""
    data = (unit * (5_000_000 // len(unit))).encode()
    started = time.perf_counter()
    list(read(data, name="long.txt"))
    assert time.perf_counter() - started < 5  # takes 0.1 to 0.8 s; the bound has to tell linear from quadratic
