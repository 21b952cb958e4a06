"""How much two articles have in common, roughly: enough to notice that a revision was filed under the wrong story."""

from __future__ import annotations

import re

from tracker.story.article import Article

_LONG_WORD = re.compile(r"\w{5,}")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_ENOUGH = 8


def shared_words(new: Article, old: Article) -> float | None:
    """The share of the new article's distinct long words that the old one has too, 0..1; None when there are too few
    to say.

    Two articles with a paragraph in common count as 1.
    Words of five letters and more: two unrelated stories share their small words. Scripts without spaces are taken by
    pairs of characters.
    """
    if not set(old.paragraphs).isdisjoint(new.paragraphs):
        return 1.0  # a whole paragraph in common settles it, without reading the rest
    fresh, known = _features(new), _features(old)
    if len(fresh) < _ENOUGH or len(known) < _ENOUGH:
        return None
    return len(fresh & known) / len(fresh)


def _features(article: Article) -> set[str]:
    text = " ".join((article.headline or "", *article.paragraphs)).casefold()
    if _UNSPACED.search(text):
        return {text[at : at + 2] for at in range(len(text) - 1) if not text[at : at + 2].isspace()}
    return set(_LONG_WORD.findall(text))
