"""Sentences that left their paragraph, or their place in it, among the words of the changes that they left and came to.

A comparison has their words removed at one place and added at another; a reader is told once that they moved. How it
looks is left to `marks`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from tracker.diff.facts import classify
from tracker.diff.model import FACTS, Change, Comparison, Fact, FactChange, Op, SentenceLink, SentencePlace, Span
from tracker.diff.moves import Located, Side, core_range, located
from tracker.story.article import Article
from tracker.views.marks import Moved, Stretch
from tracker.views.words import paragraphs

_MOST_FACTS = 64  # of one change that are looked for in sentences that moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A change as a reader is told of it: its words, with sentences that moved among them, and the facts it touches."""

    change: Change
    stretches: tuple[Stretch, ...]
    facts: tuple[Fact, ...]

    @property
    def only_moved(self) -> int:
        """How many sentences moved, where nothing else happened; else 0. Their edits belong to where they stand now."""
        moved = [item for item in self.stretches if isinstance(item, Moved)]
        edited = any(isinstance(item, Span) and item.op != "equal" for item in self.stretches)
        if edited or any(item.came and item.edited for item in moved):
            return 0
        return len({item.spans for item in moved})  # within a paragraph, one stands there twice

    def spans(self) -> Iterator[Span]:
        """What came, went and stayed; of a sentence that moved, what did so where it stands now."""
        for item in self.stretches:
            if isinstance(item, Span):
                yield item
            elif item.came:
                yield from item.spans


class Moves:
    """The sentences that moved in one comparison, by their places in the old text and in the new one."""

    __slots__ = ("_links", "_new", "_paragraphs")

    def __init__(self, comparison: Comparison, new: Article) -> None:
        self._new = new
        links = comparison.moved_sentences
        self._links: dict[Side, dict[SentencePlace, SentenceLink]] = {
            "old": {place: link for link in links for place in link.old},
            "new": {place: link for link in links for place in link.new},
        }
        self._paragraphs = {side: {paragraph for paragraph, _ in places} for side, places in self._links.items()}

    def tell(self, change: Change) -> Told:
        """The change, which is one unit if it was a run of them, with what moved away from it and to it."""
        found = {side: list(self._found(change, side)) for side in _SIDES}
        if not any(found.values()):
            return Told(change=change, stretches=change.spans, facts=_kinds(change, change.facts))
        told = Told(change=change, stretches=tuple(_cut(change.spans, found)), facts=())
        if told.only_moved:
            return told
        looked_at, rest = change.facts[:_MOST_FACTS], change.facts[_MOST_FACTS:]
        left = [fact for fact in looked_at if not _went_along(fact, told.stretches)]
        edits = [fact for item in told.stretches if isinstance(item, Moved) for fact in self._edits(item)]
        return replace(told, facts=_kinds(change, [*left, *rest, *edits]))

    def _edits(self, moved: Moved) -> Sequence[FactChange]:
        """The facts that the edits of a sentence touch, where it stands now."""
        if not moved.came or not moved.edited:
            return ()
        old, new = (_joined(moved.one_side(other)) for other in ("insert", "delete"))
        return classify(
            old, new, moved.spans, part="paragraph", language=self._new.language, context=self._new.paragraphs
        ).changes

    def _found(self, change: Change, side: Side) -> Iterator[_Found]:
        """What moved away (old) or came (new), in order; neighbours of one link together."""
        numbers = change.old if side == "old" else change.new
        if change.part != "paragraph" or self._paragraphs[side].isdisjoint(numbers):
            return
        sentences = [(self._links[side].get(item.place), item) for item in located(change, side)]
        for (link, _), group in groupby(sentences, key=lambda pair: (pair[0], pair[1].place[0])):
            if link is not None:
                yield _found(change, side, link, [item for _, item in group])


def data(link: SentenceLink) -> dict[str, Any]:
    """One link between sentences, for JSON."""
    return {
        "old": [_place(place) for place in link.old],
        "new": [_place(place) for place in link.new],
        "moved": link.moved,
        "similarity": round(link.similarity, 4),
        "spans": [{"op": item.op, "text": item.text} for item in link.spans],
    }


_SIDES: tuple[Side, Side] = ("old", "new")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A stretch that moved, and where it starts and ends in its side of the change; `core`: without its signs."""

    start: int
    end: int
    core: tuple[int, int]
    moved: Moved

    def within(self, start: int, end: int) -> _Found:
        """It without the signs that stand before `start` and from `end` on, which were kept where it stood."""
        before, after = max(0, start - self.start), max(0, self.end - end)
        if not before and not after:
            return self
        other: Op = "delete" if self.moved.came else "insert"
        spans = _shortened(self.moved.spans, before, other)
        spans = tuple(reversed(_shortened(tuple(reversed(spans)), after, other, end=True)))
        return replace(self, start=self.start + before, end=self.end - after, moved=replace(self.moved, spans=spans))


def _shortened(spans: Sequence[Span], size: int, other: Op, *, end: bool = False) -> Sequence[Span]:
    """`spans` without the first, or last, `size` characters of those that are not of the operation `other`."""
    found = []
    for span in spans:
        cut = 0 if span.op == other else min(size, len(span.text))
        size -= cut
        text = span.text[: len(span.text) - cut] if end else span.text[cut:]
        if text:
            found.append(replace(span, text=text))
    return tuple(found)


def _found(change: Change, side: Side, link: SentenceLink, group: Sequence[Located]) -> _Found:
    start, end = group[0].start, group[-1].start + len(group[-1].text)
    places = link.old if side == "old" else link.new
    whole = group[0].place == places[0] and (side == "new" or group[-1].place == places[-1])
    text = (change.old_text if side == "old" else change.new_text) or ""
    # The parts of one sentence that came apart: the first has the words of all, with their edits.
    spans = link.spans if whole else (Span(op="equal", text=text[start:end]),)
    return _Found(
        start=start,
        end=end,
        core=(core_range(group[0])[0], core_range(group[-1])[1]),
        moved=Moved(came=side == "new", place=_elsewhere(change, side, link), spans=spans),
    )


def _elsewhere(change: Change, side: Side, link: SentenceLink) -> str:
    """Where it stands in the other text: "was in ¶6"; "was sentence 2" of the same paragraph."""
    verb, places, here, there = ("now", link.new, change.old, change.new)
    if side == "new":
        verb, places, here, there = ("was", link.old, change.new, change.old)
    numbers = tuple(sorted({paragraph for paragraph, _ in places}))
    if numbers == there and len(here) == len(there) == 1:
        first, last = places[0][1], places[-1][1]
        return f"{verb} sentence {first}" if first == last else f"{verb} sentences {first}–{last}"
    # Where another paragraph had the number that this one has now, "old" is said.
    return f"{verb} in {'old ' if side == 'new' and set(numbers) & set(here) else ''}{paragraphs(numbers)}"


def _cut(spans: Sequence[Span], found: dict[Side, list[_Found]]) -> Iterator[Stretch]:
    """The spans with what moved taken out of them."""
    waiting = {side: deque(items) for side, items in found.items()}
    at: dict[Side, int] = {"old": 0, "new": 0}
    for span in spans:
        side: Side = "old" if span.op == "delete" else "new"
        if span.op == "equal":
            yield span
        else:
            yield from _pieces(span, at[side], _within(waiting[side], at[side], at[side] + len(span.text)))
        at["old"] += len(span.text) if span.op != "insert" else 0
        at["new"] += len(span.text) if span.op != "delete" else 0


def _within(waiting: deque[_Found], start: int, end: int) -> list[_Found]:
    """Those that stand from `start` to `end`, taken from the front of `waiting` with all that stand before."""
    inside = []
    while waiting and waiting[0].core[1] <= end:
        item = waiting.popleft()
        if item.core[0] >= start:
            inside.append(item.within(start, end))
    return inside


def _pieces(span: Span, start: int, inside: Sequence[_Found]) -> Iterator[Stretch]:
    """A span that starts at `start` as what moved, and what is left beside that."""
    at, last = start, len(inside) - 1
    for place, item in enumerate(inside):
        before = span.text[at - start : item.start - start]
        after = span.text[item.end - start :] if place == last else ""
        lead, tail = (text if text.isspace() and "\n" not in text else "" for text in (before, after))
        if before != lead:
            yield Span(op=span.op, text=before)
        yield replace(item.moved, lead=lead, tail=tail)
        at = item.end + len(tail)
    if at < start + len(span.text):
        yield Span(op=span.op, text=span.text[at - start :])


def _kinds(change: Change, facts: Sequence[FactChange]) -> tuple[Fact, ...]:
    """The kinds of the facts in their own order; that an embargo is a date goes without saying."""
    found = {fact.fact for fact in facts} if change.part != "embargo" else set()
    return tuple(fact for fact in FACTS if fact in found)


def _went_along(fact: FactChange, stretches: Sequence[Stretch]) -> bool:
    """Whether a fact only left, or came, with a sentence that moved."""
    if (fact.old is None) == (fact.new is None):
        return False
    came = fact.old is None
    value = (fact.new if came else fact.old) or ""
    if any(isinstance(item, Span) and item.op != "equal" and value in item.text for item in stretches):
        return False
    moved = [item for item in stretches if isinstance(item, Moved) and item.came == came]
    return any(value in _joined(item.one_side("delete" if came else "insert")) for item in moved)


def _joined(moved: Moved) -> str:
    return "".join(span.text for span in moved.spans)


def _place(place: SentencePlace) -> dict[str, int]:
    return {"paragraph": place[0], "sentence": place[1]}
