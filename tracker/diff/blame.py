"""Which revision brought each run of words that an article holds, through edits, moves and reverts.

How origins are carried from one revision to the next is `provenance`'s matter. A caller who reads a long history one
revision at a time uses that, with `reading_units`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from tracker.diff.provenance import Provenance
from tracker.story.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words side by side that one revision brought: characters `start` to `end` (exclusive) of ¶`paragraph`.

    `paragraph` and `revision` are numbered from 1.
    """

    paragraph: int
    start: int
    end: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingUnit:
    """A paragraph or an insert, in the order of reading: its part ("paragraph", "bullet", …), number in it, text."""

    part: str
    number: int
    text: str


def blame(articles: Sequence[Article]) -> list[Run]:
    """The runs of words in the paragraphs of the last article, each with the revision that first brought it.

    Oldest article first; none give no runs. Runs come in reading order and tile each paragraph but for white space. No
    run cuts a number or an abbreviation, which is as new as its newest part. Words that moved keep their revision, also
    between a paragraph and a bullet; words that return after they were removed have the one that brought them first.
    Typography, case and spacing bring nothing. Pure and deterministic; near linear, with a bound on every comparison.
    """
    if not articles:
        return []
    history = Provenance()
    for article in articles:
        history.add([unit.text for unit in reading_units(article)] if article.inserts else article.paragraphs)
    units = reading_units(articles[-1])
    return [
        Run(paragraph=unit.number, start=start, end=end, revision=revision)
        for unit, stretches in zip(units, history.stretches(), strict=True)
        if unit.part == "paragraph"
        for start, end, revision in stretches
    ]


def reading_units(article: Article) -> list[ReadingUnit]:
    """The paragraphs and inserts of an article in the order of reading; inserts are numbered among their kind."""
    paragraphs = [
        ReadingUnit(part="paragraph", number=number, text=text)
        for number, text in enumerate(article.paragraphs, start=1)
    ]
    if not article.inserts:
        return paragraphs
    before: list[list[ReadingUnit]] = [[] for _ in range(len(paragraphs) + 1)]
    counts: dict[str, int] = {}
    for insert in article.inserts:
        counts[insert.kind] = counts.get(insert.kind, 0) + 1
        before[insert.before - 1].append(ReadingUnit(part=insert.kind, number=counts[insert.kind], text=insert.text))
    pairs = zip(before, [*([paragraph] for paragraph in paragraphs), []], strict=True)
    return list(chain.from_iterable([*inserts, *paragraph] for inserts, paragraph in pairs))
