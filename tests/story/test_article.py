"""Articles: values that survive their JSON form, and that are compared without furniture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.story import canonical
from tracker.story.article import Article, Insert

TEXT = st.text(max_size=20)
TEXTS = st.lists(TEXT, max_size=4).map(tuple)
MAYBE = st.none() | TEXT


@st.composite
def articles(draw: st.DrawFn) -> Article:
    paragraphs = draw(TEXTS)
    before = st.integers(1, len(paragraphs) + 1)
    inserts = st.lists(
        st.builds(Insert, before=before, kind=st.sampled_from(["subhead", "bullet"]), text=TEXT), max_size=3
    )
    extra = st.dictionaries(TEXT, TEXT, max_size=3).map(lambda pairs: tuple(sorted(pairs.items())))
    return Article(
        paragraphs=paragraphs,
        headline=draw(MAYBE),
        byline=draw(MAYBE),
        note=draw(MAYBE),
        inserts=tuple(draw(inserts)),
        credits=draw(TEXTS),
        keywords=draw(TEXTS),
        furniture=draw(TEXTS),
        extra=draw(extra),
    )


@given(articles())
def test_an_article_survives_its_json_form(article: Article) -> None:
    """Through canonical bytes and back, nothing is lost."""
    assert Article.from_data(canonical.decode(canonical.encode(article.to_data()))) == article


def test_fields_at_their_default_are_left_out() -> None:
    """So that a new field never changes the bytes of an old article."""
    assert canonical.encode(Article(paragraphs=("One.",)).to_data()) == b'{"paragraphs":["One."]}'


def test_furniture_is_outside_every_comparison() -> None:
    """Two articles that differ in their most-read lists are comparably equal."""
    plain = Article(paragraphs=("One.",))
    furnished = Article(paragraphs=("One.",), furniture=("Most read: Two.",))
    assert furnished != plain
    assert furnished.comparable() == plain.comparable()


@pytest.mark.parametrize("before", [0, 3, -1])
def test_an_insert_stands_before_a_paragraph_or_after_the_last(before: int) -> None:
    """An article of one paragraph has places 1 and 2."""
    with pytest.raises(ValueError, match="allows 1 to 2"):
        Article(paragraphs=("One.",), inserts=(Insert(before=before, kind="subhead", text="Two"),))


def test_unknown_fields_are_refused() -> None:
    """A stored article of a newer program must not lose what this one does not know."""
    with pytest.raises(ValueError, match="mood"):
        Article.from_data({"paragraphs": [], "mood": "grave"})
