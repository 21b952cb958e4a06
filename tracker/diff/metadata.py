"""Compare what is kept beside the text as lists and keyed values: credits, contacts, keywords and extras.

deepdiff describes what came, went and changed; it is only ever asked about fields that differ, and imported then. Its
answers become links, so that these parts are shown and applied like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from tracker.diff.changes import ChangeList
from tracker.diff.model import Link

_ITEMS = 1_000  # items on one side; beyond it a differing middle is replaced whole

Pair = tuple[str, str]


def add_list(changes: ChangeList, part: str, old: Sequence[str], new: Sequence[str]) -> None:
    """Add the changes between two lists of texts, numbered from 1."""
    if old == new:
        return
    if max(len(old), len(new)) > _ITEMS:
        changes.coarse = True
        removed, added = _differing_middle(old, new)
        links = [Link(old=removed, new=(), similarity=0.0)] if removed else []
        links += [Link(old=(), new=added, similarity=0.0)] if added else []
    else:
        links = _list_links(list(old), list(new))
    changes.add_links(part, links, old, new)


def add_pairs(changes: ChangeList, part: str, old: Sequence[Pair], new: Sequence[Pair]) -> None:
    """Add the changes between two sequences of (name, value), numbered from 1; each change carries its name."""
    if old == new:
        return
    if max(len(old), len(new)) <= _ITEMS and _is_sorted(old) and _is_sorted(new):
        links = _keyed_links(old, new)
    else:
        # Names that repeat or stand out of order are no keys.
        changes.coarse = True
        removed, added = _differing_middle(old, new)
        links = [Link(old=(number,), new=(), similarity=0.0) for number in removed]
        links += [Link(old=(), new=(number,), similarity=0.0) for number in added]
    for link in links:
        name, value = old[link.old[0] - 1] if link.old else new[link.new[0] - 1]
        if link.old and link.new:
            changes.add_pair(part, link, [value], [new[link.new[0] - 1][1]], name=name)
        else:
            changes.add_lone(part, link, [value], name=name)


def _is_sorted(pairs: Sequence[Pair]) -> bool:
    return all(one[0] < other[0] for one, other in pairwise(pairs))


def _differences(old: Any, new: Any) -> Mapping[str, Any]:
    from deepdiff import DeepDiff

    # The tree view gives paths as lists, so that no key is parsed out of text; the threshold asks it to name every key
    # however little the two sides share.
    return DeepDiff(old, new, view="tree", threshold_to_diff_deeper=0)


def _list_links(old: list[str], new: list[str]) -> list[Link]:
    links = []
    for report, levels in _differences(old, new).items():
        for level in levels:
            here = level.path(output_format="list")[0] + 1
            there = level.path(output_format="list", use_t2=True)[0] + 1
            links.append(_link(report, here, there))
    return sorted(links, key=_place)


def _keyed_links(old: Sequence[Pair], new: Sequence[Pair]) -> list[Link]:
    old_numbers = {name: number for number, (name, _) in enumerate(old, start=1)}
    new_numbers = {name: number for number, (name, _) in enumerate(new, start=1)}
    links = []
    for report, levels in _differences(dict(old), dict(new)).items():
        for level in levels:
            name = level.path(output_format="list")[0]
            links.append(_link(report, old_numbers.get(name, 0), new_numbers.get(name, 0)))
    return sorted(links, key=_place)


def _link(report: str, old: int, new: int) -> Link:
    if report.endswith("_added"):
        return Link(old=(), new=(new,), similarity=0.0)
    if report.endswith("_removed"):
        return Link(old=(old,), new=(), similarity=0.0)
    return Link(old=(old,), new=(new,), similarity=0.0)


def _place(link: Link) -> tuple[int, bool]:
    return (link.old or link.new)[0], not link.old


def _differing_middle(old: Sequence[Any], new: Sequence[Any]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers on both sides between the common beginning and end: linear, and right for any two sequences."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((count for count in range(rest) if old[-1 - count] != new[-1 - count]), rest)
    return tuple(range(head + 1, len(old) - tail + 1)), tuple(range(head + 1, len(new) - tail + 1))
