"""The laws of a comparison, for articles at large."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.diff import apply, compare
from tracker.story.article import Article, Insert

WORDS = ["the", "tide", "rose.", "U.S.", "$35,000,000", "“pier”", '"pier"', "\n\n", "東京は", "harbour", "wall", "café"]
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join), st.text(max_size=12))
MAYBE = st.none() | TEXTS
FEW = st.lists(TEXTS, max_size=4).map(tuple)
PAIRS = st.one_of(
    st.dictionaries(TEXTS, TEXTS, max_size=4).map(lambda pairs: tuple(sorted(pairs.items()))),
    st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple),
)
KINDS = st.sampled_from(["subhead", "bullet", "table", "aside", "paragraph"])


@st.composite
def articles(draw: st.DrawFn, pool: tuple[str, ...] = ()) -> Article:
    texts = TEXTS | st.sampled_from(pool) if pool else TEXTS
    paragraphs = draw(st.lists(texts, max_size=7))
    places = st.integers(min_value=1, max_value=len(paragraphs) + 1)
    return Article(
        paragraphs=tuple(paragraphs),
        headline=draw(MAYBE),
        byline=draw(MAYBE),
        dateline=draw(MAYBE),
        inserts=tuple(draw(st.lists(st.builds(Insert, before=places, kind=KINDS, text=TEXTS), max_size=4))),
        note=draw(MAYBE),
        credits=draw(FEW),
        contacts=draw(FEW),
        copyright=draw(MAYBE),
        language=draw(MAYBE),
        keywords=draw(FEW),
        embargo=draw(MAYBE),
        furniture=draw(FEW),
        extra=draw(PAIRS),
    )


@st.composite
def revisions(draw: st.DrawFn) -> tuple[Article, Article]:
    """Two articles of which the second often takes paragraphs, inserts and metadata from the first."""
    old = draw(articles())
    new = draw(articles(pool=old.paragraphs))
    if draw(st.booleans()):
        new = replace(new, extra=old.extra, keywords=old.keywords[1:], credits=old.credits)
    if draw(st.booleans()):
        last = len(new.paragraphs) + 1
        kept = draw(st.permutations(old.inserts))
        new = replace(new, inserts=tuple(replace(insert, before=min(insert.before, last)) for insert in kept))
    return old, new


@settings(max_examples=80)
@given(revisions())
def test_apply_undoes_compare(pair: tuple[Article, Article]) -> None:
    """apply(compare(a, b), a) is b without its furniture, for any two articles."""
    old, new = pair
    assert apply(compare(old, new), old) == new.comparable()


@settings(max_examples=50)
@given(revisions())
def test_unchanged_means_equal(pair: tuple[Article, Article]) -> None:
    """A comparison has no changes exactly when the articles are equal, furniture aside."""
    old, new = pair
    assert compare(old, new).unchanged == (old.comparable() == new.comparable())
    assert compare(old, old).unchanged


@settings(max_examples=50)
@given(revisions())
def test_every_change_rebuilds_its_texts(pair: tuple[Article, Article]) -> None:
    """In every change the spans rebuild both texts, and units and numbers belong together."""
    for change in compare(*pair).changes:
        assert "".join(span.text for span in change.spans if span.op != "insert") == (change.old_text or "")
        assert "".join(span.text for span in change.spans if span.op != "delete") == (change.new_text or "")
        assert len(change.old_units()) == (len(change.old) if change.old or change.new else change.old_text is not None)
        assert 0 <= change.similarity <= 1


def test_a_comparison_refuses_another_article() -> None:
    """Applied to an article it was not made from, a comparison raises ValueError and never guesses."""
    old = Article(paragraphs=("one two three", "four"), headline="h", keywords=("a", "b"))
    comparison = compare(old, replace(old, paragraphs=("one two four", "four"), headline="i", keywords=("b", "c", "d")))
    for other in (
        replace(old, paragraphs=("one two three",)),
        replace(old, paragraphs=("one three", "four")),
        replace(old, headline="j"),
        replace(old, keywords=()),
    ):
        with pytest.raises(ValueError, match="not made from this article"):
            apply(comparison, other)


def test_a_comparison_refuses_other_inserts() -> None:
    """Places of inserts are applied to as many inserts as there were."""
    old = Article(paragraphs=("one", "two"), inserts=(Insert(before=1, kind="bullet", text="b"),))
    comparison = compare(old, replace(old, inserts=(Insert(before=3, kind="bullet", text="b"),)))
    with pytest.raises(ValueError, match="not made from this article"):
        apply(comparison, replace(old, inserts=()))
