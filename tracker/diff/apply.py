"""Make the new article of the old one and a comparison: the law that keeps comparisons honest.

What no change mentions stands as it stood, in its old order; everything else comes from the changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from tracker.diff.inserts import by_kind, part_of, places
from tracker.diff.model import Change, Comparison
from tracker.story.article import Article, Insert

Item = TypeVar("Item")

_MISFIT = "this comparison was not made from this article"


def apply(comparison: Comparison, old: Article) -> Article:
    """The new article, without furniture: apply(compare(a, b), a) == b.comparable().

    Raises ValueError when `old` is not the article that the comparison was made from, where that shows: in the number
    of its units, or in a text that changed.
    """
    old = old.comparable()
    if len(old.paragraphs) != comparison.old_count:
        raise ValueError(_MISFIT)
    changes: dict[str, list[Change]] = {}
    for change in comparison.changes:
        changes.setdefault(change.part, []).append(change)

    def text(part: str, value: str | None) -> str | None:
        return _new_text(changes.get(part, []), value)

    def texts(part: str, units: Sequence[str]) -> tuple[str, ...]:
        return _rebuilt(units, changes.get(part, []), Change.old_units, Change.new_units)

    return Article(
        paragraphs=texts("paragraph", old.paragraphs),
        headline=_headline(comparison, changes.get("headline", []), old.headline),
        byline=text("byline", old.byline),
        dateline=text("dateline", old.dateline),
        inserts=_inserts(comparison, old, texts),
        note=text("note", old.note),
        credits=texts("credits", old.credits),
        contacts=texts("contacts", old.contacts),
        copyright=text("copyright", old.copyright),
        language=text("language", old.language),
        keywords=texts("keywords", old.keywords),
        embargo=text("embargo", old.embargo),
        extra=_rebuilt(old.extra, changes.get("extra", []), _old_pairs, _new_pairs),
    )


def _new_text(changes: Sequence[Change], old: str | None) -> str | None:
    if not changes:
        return old
    if changes[0].old_text != old:
        raise ValueError(_MISFIT)
    return changes[0].new_text


def _headline(comparison: Comparison, changes: Sequence[Change], old: str | None) -> str | None:
    if comparison.headlines is None:
        return _new_text(changes, old)
    before, after = comparison.headlines
    if before != old:
        raise ValueError(_MISFIT)
    return after


def _rebuilt(
    old: Sequence[Item],
    changes: Sequence[Change],
    old_items: Callable[[Change], Iterable[Item]],
    new_items: Callable[[Change], Iterable[Item]],
) -> tuple[Item, ...]:
    """The new sequence: changed items at their new numbers, the others around them in their old order."""
    gone: set[int] = set()
    placed: dict[int, Item] = {}
    for change in changes:
        for number, item in zip(change.old, old_items(change), strict=True):
            if number > len(old) or old[number - 1] != item:
                raise ValueError(_MISFIT)
            gone.add(number)
        placed.update(zip(change.new, new_items(change), strict=True))
    kept = (item for number, item in enumerate(old, start=1) if number not in gone)
    count = len(old) - len(gone) + len(placed)
    if max(placed, default=0) > count:
        raise ValueError(_MISFIT)
    return tuple(placed[number] if number in placed else next(kept) for number in range(1, count + 1))


def _old_pairs(change: Change) -> list[tuple[str, str]]:
    return [(change.name or "", value) for value in change.old_units()]


def _new_pairs(change: Change) -> list[tuple[str, str]]:
    return [(change.name or "", value) for value in change.new_units()]


def _inserts(
    comparison: Comparison, old: Article, texts: Callable[[str, Sequence[str]], tuple[str, ...]]
) -> tuple[Insert, ...]:
    new_places = places(old) if comparison.insert_places is None else comparison.insert_places
    old_texts = {kind: [old.inserts[place].text for place in held] for kind, held in by_kind(old.inserts).items()}
    new_texts = {kind: texts(part_of(kind), old_texts.get(kind, ())) for kind in dict.fromkeys(map(_kind, new_places))}
    if Counter(map(_kind, new_places)) != {kind: len(held) for kind, held in new_texts.items()}:
        raise ValueError(_MISFIT)
    following = {kind: iter(held) for kind, held in new_texts.items()}
    return tuple(Insert(before=before, kind=kind, text=next(following[kind])) for kind, before in new_places)


def _kind(place: tuple[str, int]) -> str:
    return place[0]
