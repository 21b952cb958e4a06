"""Make changes out of links and pairs of texts, and collect them in order.

Which unit belongs to which is decided before (`align`, `metadata`); how words differ, in `words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.diff.model import UNIT_BREAK, Change, Kind, Link, Op, Span
from tracker.diff.words import WordDiff, replacement, word_diff

_WORD_DIFFS = 20_000  # pairs of texts that one comparison compares by words; beyond it they are replaced whole


class ChangeList:
    """Changes of one comparison in the order they were found, and whether any of them is coarse."""

    __slots__ = ("_compared", "changes", "coarse")

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.coarse = False
        self._compared = 0

    def add_text(self, part: str, old: str | None, new: str | None) -> None:
        """Add the change of a part that has one text, word by word; equal texts add nothing."""
        if old == new:
            return
        diff = replacement(old, new) if old is None or new is None else self._diff(old, new)
        self._add_whole(part, old, new, diff)

    def add_value(self, part: str, old: str | None, new: str | None) -> None:
        """Add the change of a part whose value is replaced as one, such as a time; equal values add nothing."""
        if old != new:
            self._add_whole(part, old, new, replacement(old, new))

    def add_links(self, part: str, links: Iterable[Link], old: Sequence[str], new: Sequence[str]) -> None:
        """Add a change for every link of a part's units that is not simply kept."""
        for link in links:
            here, there = link.old, link.new
            if not here:
                self.add_lone(part, link, [new[number - 1] for number in there])
            elif not there:
                self.add_lone(part, link, [old[number - 1] for number in here])
            elif len(here) > 1 or len(there) > 1 or link.moved or old[here[0] - 1] != new[there[0] - 1]:
                self.add_pair(part, link, [old[number - 1] for number in here], [new[number - 1] for number in there])

    def add_lone(self, part: str, link: Link, units: Sequence[str], *, name: str | None = None) -> None:
        """Add the change of a unit, or a run of them, that came or went; `name` is the key of a keyed value."""
        came = not link.old
        text, breaks = UNIT_BREAK.join(units), _breaks(units)
        op: Op = "insert" if came else "delete"
        self.changes.append(
            Change(
                part=part,
                kind="added" if came else "removed",
                old=link.old,
                new=link.new,
                old_text=None if came else text,
                new_text=text if came else None,
                spans=(Span(op=op, text=text),) if text else (),
                similarity=0.0,
                old_breaks=() if came else breaks,
                new_breaks=breaks if came else (),
                name=name,
            )
        )

    def add_pair(
        self, part: str, link: Link, old_units: Sequence[str], new_units: Sequence[str], *, name: str | None = None
    ) -> None:
        """Add the change of one link that has units on both sides, given their texts."""
        old_text, new_text = UNIT_BREAK.join(old_units), UNIT_BREAK.join(new_units)
        diff = self._diff(old_text, new_text)
        self.changes.append(
            Change(
                part=part,
                kind=_kind(link),
                old=link.old,
                new=link.new,
                old_text=old_text,
                new_text=new_text,
                spans=diff.spans,
                similarity=diff.similarity,
                old_breaks=_breaks(old_units),
                new_breaks=_breaks(new_units),
                name=name,
            )
        )

    def _diff(self, old: str, new: str) -> WordDiff:
        self._compared += 1
        if self._compared > _WORD_DIFFS and old != new:
            self.coarse = True
            return replacement(old, new)
        diff = word_diff(old, new)
        self.coarse |= diff.coarse
        return diff

    def _add_whole(self, part: str, old: str | None, new: str | None, diff: WordDiff) -> None:
        kind: Kind = "added" if old is None else "removed" if new is None else "changed"
        self.changes.append(
            Change(
                part=part,
                kind=kind,
                old=(),
                new=(),
                old_text=old,
                new_text=new,
                spans=diff.spans,
                similarity=diff.similarity,
            )
        )


def _kind(link: Link) -> Kind:
    if len(link.new) > 1:
        return "split"
    if len(link.old) > 1:
        return "merged"
    return "moved" if link.moved else "changed"


def _breaks(units: Sequence[str]) -> tuple[int, ...]:
    if len(units) < 2:
        return ()
    offsets = []
    end = -len(UNIT_BREAK)
    for unit in units[:-1]:
        end += len(UNIT_BREAK) + len(unit)
        offsets.append(end)
    return tuple(offsets)
