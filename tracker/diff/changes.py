"""Make changes out of links and pairs of texts, and collect them in order.

Which unit belongs to which is decided before (`align`, `metadata`); how words differ, in `words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from tracker.diff.facts import LONGEST, classify
from tracker.diff.headlines import split_tags
from tracker.diff.model import UNIT_BREAK, UNREAD, Change, Kind, Link, Meaning, known
from tracker.diff.words import WordDiff, replacement, word_diff

_WORD_DIFFS = 20_000  # pairs of texts that one comparison compares by words; beyond it they are replaced whole
_READ = 1_000_000  # characters that came or went and are read for facts; beyond it a change weighs, whatever it says
_NOWHERE = Link(old=(), new=(), similarity=0.0)  # of a part that has no numbers


class ChangeList:
    """Changes of one comparison in the order they were found, and whether any of them is coarse.

    `language` is that of the new article; `context` are texts of it that show which of its words are names. `tagged`
    says that a headline with version tags changed, so that its change does not hold all of it.
    """

    __slots__ = ("_compared", "_context", "_language", "_read", "changes", "coarse", "tagged")

    def __init__(self, *, language: str | None = None, context: Sequence[str] = ()) -> None:
        self.changes: list[Change] = []
        self.coarse = False
        self.tagged = False
        self._language = language
        self._context = context
        self._compared = 0
        self._read = 0

    def add_text(self, part: str, old: str | None, new: str | None) -> None:
        """Add the change of a part that has one text, word by word; equal texts add nothing."""
        if old != new:
            diff = replacement(old, new) if old is None or new is None else self._diff(old, new)
            self._add_whole(part, old, new, diff)

    def add_headline(self, old: str | None, new: str | None) -> None:
        """Add the changes of the headline: of its version tags as one value, and of its text."""
        if old == new:
            return
        (old_tags, old_text), (new_tags, new_text) = split_tags(old or ""), split_tags(new or "")
        if (old_tags, old_text) == (new_tags, new_text) or not (old_tags or new_tags):
            self.add_text("headline", old, new)  # as received: at most the signs that tie a tag on differ
            return
        self.tagged = True
        self.add_value("version-tag", " ".join(old_tags) or None, " ".join(new_tags) or None)
        self.add_text("headline", None if old is None else old_text, None if new is None else new_text)

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
        if link.old:
            self._add(part, "removed", link, units, (), replacement(UNIT_BREAK.join(units), None), name)
        else:
            self._add(part, "added", link, (), units, replacement(None, UNIT_BREAK.join(units)), name)

    def add_pair(
        self, part: str, link: Link, old_units: Sequence[str], new_units: Sequence[str], *, name: str | None = None
    ) -> None:
        """Add the change of one link that has units on both sides, given their texts."""
        diff = self._diff(UNIT_BREAK.join(old_units), UNIT_BREAK.join(new_units))
        self._add(part, _kind(link), link, old_units, new_units, diff, name)

    def _add_whole(self, part: str, old: str | None, new: str | None, diff: WordDiff) -> None:
        kind: Kind = "added" if old is None else "removed" if new is None else "changed"
        old_units, new_units = () if old is None else (old,), () if new is None else (new,)
        self._add(part, kind, _NOWHERE, old_units, new_units, diff, None)

    def _add(
        self,
        part: str,
        kind: Kind,
        link: Link,
        old_units: Sequence[str],
        new_units: Sequence[str],
        diff: WordDiff,
        name: str | None,
    ) -> None:
        old_text = UNIT_BREAK.join(old_units) if old_units else None
        new_text = UNIT_BREAK.join(new_units) if new_units else None
        self.changes.append(
            Change(
                part=part,
                kind=kind,
                old=link.old,
                new=link.new,
                old_text=old_text,
                new_text=new_text,
                spans=diff.spans,
                similarity=diff.similarity,
                old_breaks=_breaks(old_units),
                new_breaks=_breaks(new_units),
                name=name,
                meaning=self._meaning(part, old_text, new_text, diff),
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

    def _meaning(self, part: str, old_text: str | None, new_text: str | None, diff: WordDiff) -> Meaning:
        size = sum(len(span.text) for span in diff.spans if span.op != "equal")
        self._read += size
        self.coarse |= size > LONGEST
        if self._read > _READ:
            self.coarse = True
            return known(UNREAD)
        return Meaning(
            partial(classify, old_text, new_text, diff.spans, part=part, language=self._language, context=self._context)
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
