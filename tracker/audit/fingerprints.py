"""Fingerprints of articles and of their sentences, for rules that look at history: equal or not, and no words.

Who keeps them, and hands them over as the past of a story, is left to the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from itertools import islice
from unicodedata import normalize

from tracker.story.article import Article

MOST_SENTENCES = 2_000
"""Sentences of one article that are told apart."""

_SHORTEST = 24  # characters; shorter sentences ("He declined to comment.") come back by chance
_SIGNS = str.maketrans(
    {**dict.fromkeys("“”„«»‟", '"'), **dict.fromkeys("‘’‚‹›", "'"), **dict.fromkeys("‐‑–—−", "-"), "\u00ad": None}
)
_SIZE = 8  # bytes of a fingerprint


def content_fingerprint(article: Article) -> bytes:
    """The fingerprint of all paragraphs without their typography, 8 bytes; headline, note and credits do not count."""
    return _hash("\n¶".join(map(_plain, article.paragraphs)))


def sentence_fingerprints(article: Article) -> frozenset[bytes]:
    """The fingerprints of the sentences of an article, 8 bytes each, without their typography.

    Short sentences are left out, and what comes after the first 2,000. Linear in the length of the text.
    """
    marked = (mark for paragraph in article.paragraphs for mark, _ in marked_sentences(paragraph))
    return frozenset(islice(marked, MOST_SENTENCES))


def marked_sentences(paragraph: str) -> Iterator[tuple[bytes, str]]:
    """(fingerprint, text) of the sentences of a paragraph, in order; short ones go with the next or are left out.

    A full stop before a space ends a sentence here, an abbreviation's too: what matters is that texts are cut alike.
    """
    start = 0
    for match in _end().finditer(paragraph):
        if match.end() - start >= _SHORTEST:
            yield _marked(paragraph[start : match.end()])
            start = match.end()
    if len(paragraph) - start >= _SHORTEST:
        yield _marked(paragraph[start:])


def _marked(sentence: str) -> tuple[bytes, str]:
    return _hash(_plain(sentence)), sentence.strip()


def _plain(text: str) -> str:
    """The text without its case, its spacing, and the styles of quotation marks and dashes."""
    if not text.isascii():
        text = normalize("NFKC", text).translate(_SIGNS)
    return " ".join(text.replace("``", '"').replace("''", '"').split()).casefold()


@cache
def _end() -> re.Pattern[str]:
    return re.compile(r"[.!?][\"'”’)\]]{0,3}\s+|[。！？][」』”）]?")


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()
