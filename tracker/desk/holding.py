"""Which bodies of the ledger hold given words: what an erasure must take along, and what it would leave elsewhere.

Words are compared as they read, without case, spacing and the styles of quotes and dashes. What is done about a body
that holds them is decided by `erase`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tracker.diff.sentences import split_sentences
from tracker.diff.tokens import fold, is_unspaced
from tracker.errors import Erased, UsageError
from tracker.ledger.read import LedgerView, Recorded
from tracker.story import canonical
from tracker.story.article import Article
from tracker.story.events import ARTICLE, CAPTURE, BodyErased, RevisionRecorded

CHUNK = 500
MOST = 2_000
"""Sentences that are looked for at once."""
_LONG, _SHORT, _PHRASE = 24, 8, 4  # characters; one of a script without spaces counts twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordings:
    """What is looked for: sentences, or with `phrase` the one phrase, as they read."""

    texts: tuple[str, ...]
    phrase: bool = False

    def held_by(self, text: str) -> frozenset[str]:
        """Those of them that stand in a text."""
        read = _read(text)
        return frozenset(wanted for wanted in self.texts if wanted in read)

    def without(self, texts: Collection[str]) -> Wordings:
        """Those of them that are not among these."""
        return replace(self, texts=tuple(text for text in self.texts if text not in texts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An event that holds some of the words: in which slots, and which ones in each."""

    recorded: Recorded
    slots: Mapping[str, frozenset[str]]

    @property
    def held(self) -> frozenset[str]:
        """All that it holds."""
        return frozenset[str]().union(*self.slots.values())


def phrase(text: str) -> Wordings:
    """One phrase; UsageError when it is so short that it stands everywhere."""
    wanted = _read(text)
    if _length(wanted) < _PHRASE:
        raise UsageError(
            f"--containing {text!r}: give at least {_PHRASE} characters; less stands in any text by chance"
        )
    return Wordings(texts=(wanted,), phrase=True)


def sentences(articles: Iterable[Article]) -> Wordings:
    """The sentences of these articles that are long enough to be no chance, 2,000 at most; else their paragraphs."""
    parts = [part for article in articles for part in _parts(article)]
    read = dict.fromkeys(_read(sentence) for part in parts for sentence in split_sentences(part))
    found = [sentence for sentence in read if _length(sentence) >= _LONG]
    short = [part for part in dict.fromkeys(map(_read, parts)) if _length(part) >= _SHORT]
    return Wordings(texts=tuple(found or short)[:MOST])


def holders(
    view: LedgerView,
    wordings: Wordings,
    *,
    start: Mapping[int, int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Holder]:
    """The events of the ledger that hold some of the words, from the position `start` of each shard on.

    Erasures are left out: what they say of themselves stays. `progress` is told events read and in all.
    """
    begin = {shard: (start or {}).get(shard, 0) for shard in range(view.shards)}
    ends = {shard: view.head(shard).size for shard in range(view.shards)}
    total, done = sum(ends.values()) - sum(begin.values()), 0
    for shard, end in ends.items():
        for first in range(begin[shard], end, CHUNK):
            view.contents.prefetch(shard, first, first + CHUNK)
            for recorded in view.range(shard, first, min(first + CHUNK, end)):
                found = held_in(view, recorded, wordings)
                if found is not None:
                    yield found
                done += 1
            if progress is not None:
                progress(done, total)


def held_in(view: LedgerView, recorded: Recorded, wordings: Wordings) -> Holder | None:
    """What of the words one event holds, None where nothing."""
    if isinstance(recorded.event, BodyErased):
        return None
    slots = sorted(recorded.bodies)
    if isinstance(recorded.event, RevisionRecorded) and not wordings.phrase:
        slots = [ARTICLE]  # the capture has the same sentences
    found = {slot: wordings.held_by(text) for slot in slots if (text := body_text(view, recorded, slot)) is not None}
    held = {slot: texts for slot, texts in found.items() if texts}
    return Holder(recorded=recorded, slots=held) if held else None


def body_text(view: LedgerView, recorded: Recorded, slot: str) -> str | None:
    """All the words of a body; None where it was erased."""
    try:
        body = view.body(recorded, slot)
    except Erased:
        return None
    if slot == CAPTURE:
        return body.decode("utf-8", "replace")
    return "\n".join(_strings(canonical.decode(body)))


def _parts(article: Article) -> Iterator[str]:
    yield from filter(None, (article.headline, article.note, *article.paragraphs))
    yield from (insert.text for insert in article.inserts)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _read(text: str) -> str:
    return fold(text).casefold()


def _length(text: str) -> int:
    return len(text) * (2 if is_unspaced(text) else 1)
