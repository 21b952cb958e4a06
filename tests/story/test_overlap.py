"""How much two articles share: enough to notice a revision filed under the wrong story."""

from __future__ import annotations

from tracker.story.article import Article
from tracker.story.overlap import shared_words

FLOOD = Article(
    paragraphs=(
        "The river burst its banks near Kesht on Saturday, forcing hundreds of families to leave their houses.",
    )
)
MARKET = Article(
    paragraphs=("Shares in Velisk closed higher as lenders gained, with traders shrugging off weaker factory orders.",)
)
FERRY = Article(paragraphs=("海上保安部によると、フェリーは沖合で停止し、乗客にけがはなかった。",))
VOTE = Article(paragraphs=("議会は木曜日深夜、年金の負担引き上げ法案を否決した。",))


def test_unrelated_stories_share_next_to_nothing() -> None:
    """Their small words do not count, in any script."""
    for new, old in ((FLOOD, MARKET), (FERRY, VOTE)):
        share = shared_words(new, old)
        assert share is not None
        assert share < 0.10


def test_a_rewritten_story_still_shares_its_names() -> None:
    """New sentences about the same flood keep a good part of the words."""
    later = Article(
        paragraphs=("Hundreds of families spent Saturday night away from Kesht after the river burst its banks.",)
    )
    share = shared_words(later, FLOOD)
    assert share is not None
    assert share > 0.4


def test_a_common_paragraph_settles_it() -> None:
    """Whatever else was added."""
    assert shared_words(Article(paragraphs=(*MARKET.paragraphs * 3, *FLOOD.paragraphs)), FLOOD) == 1


def test_too_few_words_say_nothing() -> None:
    """A flash of four words cannot be told from another."""
    assert shared_words(Article(paragraphs=("Quake hits valley town.",)), FLOOD) is None
