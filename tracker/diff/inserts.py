"""Compare subheads, bullets and tables: per kind as sequences, and by the paragraph that each stands before.

An insert whose paragraph number changed only because paragraphs came or went before it has not changed; one that stands
elsewhere in the text, or in another order among the inserts, has moved.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from tracker.diff.align import alignment
from tracker.diff.anchors import keeping_order
from tracker.diff.changes import ChangeList
from tracker.diff.model import Link
from tracker.story.article import INSERT_KINDS, Article, Insert

_NAMED = frozenset(INSERT_KINDS)


def part_of(kind: str) -> str:
    """The part name of inserts of `kind`: the kind itself, or "insert:…" for a kind that has no name here."""
    return kind if kind in _NAMED else f"insert:{kind}"


def places(article: Article) -> tuple[tuple[str, int], ...]:
    """(kind, before) of every insert, in order: what their texts alone do not say."""
    return tuple((insert.kind, insert.before) for insert in article.inserts)


def by_kind(inserts: Sequence[Insert]) -> dict[str, list[int]]:
    """The places in `inserts` (0-based) of each kind: the known kinds first, then others by name."""
    found: dict[str, list[int]] = {}
    for place, insert in enumerate(inserts):
        found.setdefault(insert.kind, []).append(place)
    known = [kind for kind in INSERT_KINDS if kind in found]
    return {kind: found[kind] for kind in [*known, *sorted(found.keys() - _NAMED)]}


def add_inserts(changes: ChangeList, old: Article, new: Article, paragraphs: Sequence[Link]) -> None:
    """Add the changes of all inserts; `paragraphs` are the links between the paragraphs of the two articles."""
    if not old.inserts and not new.inserts:
        return
    old_places, new_places = by_kind(old.inserts), by_kind(new.inserts)
    linked: dict[str, tuple[Link, ...]] = {}
    for kind in by_kind([*old.inserts, *new.inserts]):
        aligned = alignment(
            [old.inserts[place].text for place in old_places.get(kind, ())],
            [new.inserts[place].text for place in new_places.get(kind, ())],
        )
        changes.coarse |= aligned.coarse
        linked[kind] = aligned.links
    standing = _standing(linked, (old_places, new_places), _Ground(paragraphs, len(new.paragraphs)), old, new)
    for kind, links in linked.items():
        changes.add_links(
            part_of(kind),
            [replace(link, moved=_is_pair(link) and (kind, link.old) not in standing) for link in links],
            [old.inserts[place].text for place in old_places.get(kind, ())],
            [new.inserts[place].text for place in new_places.get(kind, ())],
        )


def _standing(
    linked: dict[str, tuple[Link, ...]],
    kind_places: tuple[dict[str, list[int]], dict[str, list[int]]],
    ground: _Ground,
    old: Article,
    new: Article,
) -> set[tuple[str, tuple[int, ...]]]:
    """The links, as (kind, old numbers), of inserts that keep their order among all and their place in the text."""
    found = []
    for kind, links in linked.items():
        for link in links:
            if _is_pair(link):
                here = kind_places[0][kind][link.old[0] - 1]
                there = kind_places[1][kind][link.new[0] - 1]
                found.append((here, there, (kind, link.old)))
    found.sort()
    weights = [1 + len(old.inserts[here].text) for here, _, _ in found]
    kept = keeping_order([there for _, there, _ in found], weights)
    return {
        key
        for place, (here, there, key) in enumerate(found)
        if place in kept and ground.same_place(old.inserts[here].before, new.inserts[there].before)
    }


def _is_pair(link: Link) -> bool:
    return bool(link.old and link.new)


class _Ground:
    """Where places between old paragraphs are in the new text."""

    def __init__(self, links: Sequence[Link], new_count: int) -> None:
        both = sorted(filter(_is_pair, links), key=lambda link: link.old)
        still = [link for link in both if not link.moved]
        self._starts = [link.old[0] for link in still]
        self._new_starts = [link.new[0] for link in still]
        self._ends = list(accumulate((link.old[-1] for link in still), max))
        self._new_ends = list(accumulate((link.new[-1] for link in still), max))
        self._moved = {link.old[0]: link.new[0] for link in both if link.moved}
        self._after_last = new_count + 1

    def same_place(self, before: int, now_before: int) -> bool:
        """Whether standing before new ¶`now_before` is the same place as standing before old ¶`before` was.

        It is where the nearest paragraphs that stayed still enclose it, or where it went along with its paragraph.
        """
        if self._moved.get(before) == now_before:
            return True
        at = bisect_right(self._ends, before - 1)
        low = self._new_ends[at - 1] if at else 0
        at = bisect_left(self._starts, before)
        high = self._new_starts[at] if at < len(self._starts) else self._after_last
        return low < now_before <= high
