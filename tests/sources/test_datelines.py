"""Datelines: what opens ¶1, and what only looks like it."""

from __future__ import annotations

import pytest
from wirecopy import FLOOD, QUOTE, article

from tracker.sources.dateline import Dateline, parse


@pytest.mark.parametrize(
    ("opening", "place", "date", "agency"),
    [
        ("CARACAS, Jan 21 (Reuters) - ", "CARACAS", "Jan 21", "Reuters"),
        ("CARACAS Jan 21 (Reuters) - ", "CARACAS", "Jan 21", "Reuters"),
        ("NEW YORK (Reuters) - ", "NEW YORK", None, "Reuters"),
        ("SINGAPORE/HONG KONG, March 3 (Reuters) – ", "SINGAPORE/HONG KONG", "March 3", "Reuters"),
        ("(Bloomberg) -- ", None, None, "Bloomberg"),
        ("Jan. 5 (Bloomberg) -- ", None, "Jan. 5", "Bloomberg"),
        ("WASHINGTON (AP) _ ", "WASHINGTON", None, "AP"),
        ("WASHINGTON (AP) — ", "WASHINGTON", None, "AP"),
        ("SPRINGFIELD, Ill. (AP) — ", "SPRINGFIELD, Ill.", None, "AP"),
        ("Berlin (dpa) - ", "Berlin", None, "dpa"),
        ("Frankfurt am Main (dpa/lno) - ", "Frankfurt am Main", None, "dpa/lno"),
        ("SÃO PAULO, 21 jan (Reuters) - ", "SÃO PAULO", "21 jan", "Reuters"),
        ("МОСКВА (Рейтер) - ", "МОСКВА", None, "Рейтер"),
        ("北京（新华社）- ", "北京", None, "新华社"),
        ("OTTAWA — ", "OTTAWA", None, None),
        ("SPRINGFIELD, Ill. — ", "SPRINGFIELD, Ill.", None, None),
        ("ST. PAUL, March 2 - ", "ST. PAUL", "March 2", None),
    ],
)
def test_datelines_are_split_off(opening, place, date, agency):
    """The dateline is stored as printed but for its dash; its parts are told apart."""
    printed = opening.rstrip(" -–—_")
    found = article(f"{opening}{FLOOD}\n\n{QUOTE}")
    assert (found.dateline, found.paragraphs) == (printed, (FLOOD, QUOTE))
    expected = Dateline(text=printed, place=place, date=date, agency=agency)
    assert parse(f"{opening}{FLOOD}") == expected
    assert parse(printed) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The mayor (Reuters) - who was there - left at noon.",
        "IBM (NYSE: IBM) - the maker of computers - cut its forecast.",
        "The river rose — the highest level in years — and fell again.",
        "Prices rose 4 percent (AP) and fell again on Tuesday.",
        "“Go home (now) - all of you,” the mayor said to the crowd.",
        "Sen. Ana Sol (Republican) – a critic – said the bridge was old.",
    ],
)
def test_prose_is_no_dateline(text):
    """Brackets and dashes in a sentence do not make a dateline."""
    found = article(f"{text}\n\n{QUOTE}")
    assert (found.dateline, found.paragraphs) == (None, (text, QUOTE))


def test_a_dateline_on_a_line_of_its_own():
    """¶1 is then the paragraph after it."""
    found = article(f"CARACAS, Jan 21 (Reuters) -\n\n{FLOOD}\n\n{QUOTE}")
    assert (found.dateline, found.paragraphs) == ("CARACAS, Jan 21 (Reuters)", (FLOOD, QUOTE))


def test_only_the_first_paragraph_has_a_dateline():
    """In a round-up later items keep theirs as text."""
    later = f"LIMA (Reuters) - {QUOTE}"
    assert article(f"CARACAS (Reuters) - {FLOOD}\n\n{later}").paragraphs == (FLOOD, later)


def test_no_dateline_parses_to_none():
    """Plain text is no dateline."""
    assert parse(FLOOD) is None
    assert parse("") is None
