from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.story.keys import slug_base, slug_candidate, valid_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Dam fails above Osório", "dam-fails-above-osorio"),
        ("UPDATE 2-Dam fails", "dam-fails"),
        ("UPDATE 10 - Dam fails", "dam-fails"),
        ("CORRECTED-UPDATE 1-Dam fails", "dam-fails"),
        ("CORRECTED (OFFICIAL)-Dam fails", "dam-fails"),
        ("WRAPUP 3-REFILE-Dam fails", "dam-fails"),
        ("RPT-Dam fails", "dam-fails"),
        ("(Update4) Dam fails", "dam-fails"),
        ("Dam fails (Update4)", "dam-fails"),
        ("Dam fails (Update 1) (Corrected)", "dam-fails"),
        ("Corrected: Dam fails", "dam-fails"),
        ("Update on the dam: it fails", "update-on-the-dam-it-fails"),
        ("Update-hungry readers", "update-hungry-readers"),
        ("Mayor's aide says ‘don’t wait’", "mayors-aide-says-dont-wait"),
        ("U.S., U.N. agree on 1,500 tents", "us-un-agree-on-1500-tents"),
        ("Rate at 3.5%", "rate-at-3-5"),
        ("Łódź and Århus, Straße œuvre", "lodz-and-arhus-strasse-oeuvre"),
        ("Fu\u0308nf ﬁne ｗide", "funf-fine-wide"),
        ("one two three four five six seven eight nine ten", "one-two-three-four-five-six-seven-eight"),
        ("a" * 30 + " " + "b" * 29 + " c", "a" * 30 + "-" + "b" * 29),
        ("a" * 30 + " " + "b" * 30 + " c", "a" * 30),
        ("a" * 100, "a" * 60),
        ("Прорыв Плотины", "прорыв-плотины"),
        ("Обвал: Новый счёт", "обвал-новый-счёт"),
        ("洪水 死者１２人", "洪水-死者12人"),
        ("बाढ़ की खबर", unicodedata.normalize("NFKC", "बाढ़-की-खबर")),
        ("三", "三"),
        ("", "story"),
        ("  ...!?  ", "story"),
        ("UPDATE 2-", "story"),
        ("2023", "story-2023"),
        ("١٢٣", "story-١٢٣"),
        ("9" * 80, "story-" + "9" * 54),
        ("a\u202eb\x00c\u200bd", "a-b-c-d"),
        ("--help", "help"),
        ("../../etc/passwd@r1:x", "etc-passwd-r1-x"),
    ],
)
def test_slugs_from_headlines(title: str, slug: str) -> None:
    """Lower case, hyphens, no version tags; Latin accents folded, other scripts kept; 8 words or 60 characters."""
    assert slug_base(title) == slug


titles = st.text(max_size=80) | st.text("aB1 ,.'-()éß\u0301Σяह\u0940ⅷ½\u1100\u1161", max_size=80)


@given(titles)
def test_a_slug_is_stable_and_short_and_never_looks_like_something_else(title: str) -> None:
    """A slug is its own slug, is valid, and holds only letters, digits, marks of theirs and single hyphens."""
    slug = slug_base(title)
    assert slug_base(slug) == slug
    assert valid_slug(slug) == slug
    assert 0 < len(slug) <= 60
    assert all(c == "-" or unicodedata.category(c)[0] in "LMN" for c in slug)
    assert not slug.isdigit()
    assert "--" not in slug
    assert slug.strip("-") == slug
    assert len(slug.split("-")) <= 9


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("flood-toll", "flood-toll"),
        (" Flood Toll ", "flood-toll"),
        ("FLOOD/TOLL (UPDATE 2)", "flood-toll"),
        ("r7", "r7"),
        ("2023-flood", "2023-flood"),
    ],
)
def test_given_slugs_are_cleaned_like_headlines(text: str, slug: str) -> None:
    """What an editor or a front matter gives is brought to the same form."""
    assert valid_slug(text) == slug


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no letters or digits"),
        ("--", "no letters or digits"),
        ("flood@r7", "'@'"),
        ("a..b", r"'\.\.'"),
        ("ap:flood", "':'"),
        ("2023", "mere number"),
        ("１２", "mere number"),
        ("flood\u202e", "RIGHT-TO-LEFT OVERRIDE"),
        ("flood\x1b[1m", r"U\+001B"),
    ],
)
def test_given_slugs_that_could_be_something_else_are_refused(text: str, said: str) -> None:
    """Marks of revisions, keys and ranges, mere numbers and hidden characters make no slug."""
    with pytest.raises(ValueError, match=said):
        valid_slug(text)


def test_slug_candidates_number_from_two_and_name_the_source_when_another_holds_the_base() -> None:
    """The plain base first; then base-2, …; or SOURCE/base, SOURCE/base-2, … beside another source's story."""
    own = [slug_candidate("flood", "ap", number, taken_by_other_source=False) for number in (1, 2, 3)]
    assert own == ["flood", "flood-2", "flood-3"]
    other = [slug_candidate("flood", "ap", number, taken_by_other_source=True) for number in (1, 2, 3)]
    assert other == ["ap/flood", "ap/flood-2", "ap/flood-3"]
