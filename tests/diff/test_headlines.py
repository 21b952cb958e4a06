"""Headlines: version tags are told from the text, in every agency's way of writing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.diff.headlines import split_tags

TAGGED = [
    ("UPDATE 2-Acme profit rises", ("UPDATE 2",), "Acme profit rises"),
    ("UPDATE 12-Acme profit rises", ("UPDATE 12",), "Acme profit rises"),
    ("UPDATE 1 - Acme profit rises", ("UPDATE 1",), "Acme profit rises"),
    ("CORRECTED-UPDATE 2-Acme profit rises", ("CORRECTED", "UPDATE 2"), "Acme profit rises"),
    ("CORRECTED - UPDATE 3-Acme buys yard", ("CORRECTED", "UPDATE 3"), "Acme buys yard"),
    ("CORRECTED-(OFFICIAL)-UPDATE 1-Zinc falls", ("CORRECTED", "(OFFICIAL)", "UPDATE 1"), "Zinc falls"),
    ("REFILE-UPDATE 1-Zinc falls", ("REFILE", "UPDATE 1"), "Zinc falls"),
    ("REFILE-Zinc falls", ("REFILE",), "Zinc falls"),
    ("RPT-WRAPUP 3-Ferry talks resume", ("RPT", "WRAPUP 3"), "Ferry talks resume"),
    ("WRAPUP 3-Ferry talks resume", ("WRAPUP 3",), "Ferry talks resume"),
    ("WRAPUP 3-UPDATE 2-Ferry talks resume", ("WRAPUP 3", "UPDATE 2"), "Ferry talks resume"),
    ("RPT-Ferry talks resume", ("RPT",), "Ferry talks resume"),
    ("REPEAT-Ferry talks resume", ("REPEAT",), "Ferry talks resume"),
    ("(CORRECTED)-ACME SEES LOSS", ("(CORRECTED)",), "ACME SEES LOSS"),
    ("(CORRECTED) - ACME SEES LOSS", ("(CORRECTED)",), "ACME SEES LOSS"),
    ("CORRECTED - ACME CORP <ACM.N> 4TH QTR NET", ("CORRECTED",), "ACME CORP <ACM.N> 4TH QTR NET"),
    ("CORRECTED-<ACME BANK USA>1ST QTR", ("CORRECTED",), "<ACME BANK USA>1ST QTR"),
    (
        "CORRECTED - ACME OFFERS 46 DLRS (CORRECTING AMOUNT)",
        ("CORRECTED", "(CORRECTING AMOUNT)"),
        "ACME OFFERS 46 DLRS",
    ),
    ("Corrected: Acme profit rises", ("Corrected",), "Acme profit rises"),
    ("CORRECTION: Acme profit rises", ("CORRECTION",), "Acme profit rises"),
    ("Update 2: Acme profit rises", ("Update 2",), "Acme profit rises"),
    ("UPDATE: Acme profit rises", ("UPDATE",), "Acme profit rises"),
    ("Acme Profit Rises on Ferries (Update4)", ("(Update4)",), "Acme Profit Rises on Ferries"),
    ("Acme Profit Rises on Ferries (Update 1)", ("(Update 1)",), "Acme Profit Rises on Ferries"),
    ("Acme Profit Rises on Ferries (1)", ("(1)",), "Acme Profit Rises on Ferries"),
    ("Acme Profit Rises (Correct) (2)", ("(Correct)", "(2)"), "Acme Profit Rises"),
    ("Acme Profit Rises on Ferries (Corrected)", ("(Corrected)",), "Acme Profit Rises on Ferries"),
    ("3rd Ld-Writethru: Ferry sinks", ("3rd Ld-Writethru",), "Ferry sinks"),
    ("1st Ld: Ferry sinks", ("1st Ld",), "Ferry sinks"),
    ("2nd LEAD Ferry sinks off coast", ("2nd LEAD",), "Ferry sinks off coast"),
    ("1ST LEAD: Ferry sinks off coast", ("1ST LEAD",), "Ferry sinks off coast"),
    ("(2nd LD) Ferry sinks", ("(2nd LD)",), "Ferry sinks"),
    ("(LEAD) Ferry sinks", ("(LEAD)",), "Ferry sinks"),
    ("LEAD: Ferry sinks", ("LEAD",), "Ferry sinks"),
    ("URGENT: Ferry sinks", ("URGENT",), "Ferry sinks"),
    ("Eds: Ferry sinks", ("Eds",), "Ferry sinks"),
    ("BC-ML--Ferry, 3rd Ld-Writethru", ("BC-", "3rd Ld-Writethru"), "ML--Ferry"),
    ("AM-XX-Ferry-Plant, 1st Ld-Writethru, a0638,830", ("AM-", "1st Ld-Writethru", "a0638", "830"), "XX-Ferry-Plant"),
    ("PM-Ferry, 1st Ld - Writethru, a0462,0415", ("PM-", "1st Ld - Writethru", "a0462", "0415"), "Ferry"),
    ("AM-Ferry Rdp, Bjt,1,050", ("AM-", "Bjt", "1,050"), "Ferry Rdp"),
    ("Ferry, 2nd Writethru", ("2nd Writethru",), "Ferry"),
    ("  UPDATE 1-Ferry sinks ", ("UPDATE 1",), "Ferry sinks"),
]

UNTAGGED = [
    "L-3 names new chief",
    "FOREX-Dollar slips before data",
    "UPS-union talks collapse",
    "FACTBOX-Ferries that sank",
    "EXCLUSIVE-Acme in talks to buy yard",
    "PREVIEW-Acme profit seen up",
    "ANALYSIS-Why ferries sink",
    "BRIEF-Acme names chief",
    "Update on the storm expected late Monday",
    "Updated housing data show a drop",
    "Repeat-offender law struck down",
    "REPEAT-OFFENDER LAW STRUCK DOWN",
    "Correction officers strike",
    "Corrected figures show loss",
    "Lead paint found in toys",
    "LEAD PRICES FALL",
    "1st Lead Pipe Found in School",
    "Urgent care clinic closes",
    "Wrap-up of the talks",
    "2nd quarter loss widens",
    "3-D film opens",
    "Acme rises 2% (in dollars)",
    "Acme profit (1999-2000)",
    "AM-FM radio maker closes",
    "CORRECTED",
    "(Update4)",
    "",
    "   ",
    "フェリー沈没",
]


@pytest.mark.parametrize(("headline", "tags", "text"), TAGGED)
def test_tags_are_taken_off(headline: str, tags: tuple[str, ...], text: str) -> None:
    """Stacked tags before and after the text are found in order, as written, and the text is what remains."""
    assert split_tags(headline) == (tags, text)


@pytest.mark.parametrize("headline", UNTAGGED)
def test_what_only_looks_like_a_tag_is_text(headline: str) -> None:
    """Names, columns and ordinary words stay in the text, and a headline of tags alone is its own text."""
    assert split_tags(headline) == ((), headline)


TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(["UPDATE 2-", "CORRECTED-", "(1)", "(Update4)", "1st Ld", ", ", "Ferry", " ", "-", "AM-"])
    ).map("".join),
)


@given(TEXTS)
def test_tags_and_text_are_pieces_of_the_headline(headline: str) -> None:
    """Every tag and the text stand in the headline, in the order tags before, text, tags after; nothing is invented."""
    tags, text = split_tags(headline)
    assert text in headline
    assert all(tag in headline for tag in tags)
    assert sum(map(len, tags)) + len(text) <= len(headline)


@given(st.lists(st.sampled_from(["Ferry", "sinks", "UPS-", "14", "L-3", "says"]), min_size=1, max_size=5).map(" ".join))
def test_stacked_tags_leave_the_text_as_it_was(text: str) -> None:
    """Whatever the text, the tags put before and after it come off again."""
    assert split_tags(f"CORRECTED-UPDATE 3-{text}") == (("CORRECTED", "UPDATE 3"), text)
    assert split_tags(f"{text} (Update2)") == (("(Update2)",), text)


def test_a_hostile_headline_takes_no_time() -> None:
    """Thousands of half-open tags are looked at once."""
    headline = "(" * 1_900
    assert split_tags(headline) == ((), headline)
    assert split_tags("UPDATE 1-" * 100_000)[0] == ()
