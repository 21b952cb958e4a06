"""Cut a change into edits: differences that are one thing to tell, with the facts that each touches.

What a claim tells of is left to `matching`; which text only moved, to `moved`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from tracker.diff.facts import classify
from tracker.diff.facts.regions import Line
from tracker.diff.model import UNIT_BREAK, Change, FactChange, Span, Weight
from tracker.notes.edit import Edit

_WHOLE = frozenset({"headline", "version-tag"})  # read as one, so judged as one
_MOST = 400  # differences of one change that are judged each; a change with more is one edit
_MOST_LOOKS = 40_000  # facts times differences that are looked at
_NEAR = 48  # characters beside an edit that a value in it may take in
_MOVED = 40  # characters; a longer run of words that the change as a whole finds no fact in weighs what it weighs alone
_TIED = 2  # words between what went and what came in its stead
_LOOSE = 8  # words between differences that are one rewording
_SHORT_FACT = 60  # characters; the words of a longer fact, a quotation, say more than what changed
_TRIES = 8  # places at which a value is looked for around one difference
_VALUES = frozenset({"number", "date", "name"})


@dataclass(slots=True)
class _Group:
    """Differences that are one edit: offsets in the old text and the new one, and the facts among them."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    facts: list[FactChange] = field(default_factory=list)

    def took(self, other: _Group) -> None:
        """Take over the group that follows."""
        self.old_end, self.new_end = other.old_end, other.new_end

    @property
    def one_sided(self) -> int:
        """1 where words only came, -1 where they only went, else 0."""
        return (self.old_start == self.old_end) - (self.new_start == self.new_end)


def cut_change(number: int, change: Change, language: str | None) -> Iterator[Edit]:
    """The edits of a change, in order; `number` is its 1-based number, `language` the new article's (BCP 47)."""
    old_text, new_text = change.old_text, change.new_text
    if old_text is None or new_text is None or change.part in _WHOLE:
        yield _whole(number, change)
        return
    line = Line(old_text, new_text, change.spans)
    groups = [_Group(hunk.old_start, hunk.old_end, hunk.new_start, hunk.new_end) for hunk in line.hunks]
    if not groups or len(groups) > _MOST or len(groups) * len(change.facts) > _MOST_LOOKS:
        yield _whole(number, change)
        return
    groups = _grouped(groups, change, old_text, new_text)
    weights = _weights(groups, change, language)
    for place, group in enumerate(groups):
        before = groups[place - 1] if place else None
        after = groups[place + 1] if place + 1 < len(groups) else None
        yield _part(number, change, group, (before, after), weights[place])


def _whole(number: int, change: Change) -> Edit:
    old_text, new_text = change.old_text, change.new_text
    return Edit(
        change=number,
        part=change.part,
        kind=change.kind,
        old=change.old,
        new=change.new,
        old_text=old_text,
        new_text=new_text,
        old_span=(0, len(old_text or "")),
        new_span=(0, len(new_text or "")),
        old_near=old_text or "",
        new_near=new_text or "",
        facts=change.facts,
        weight=change.weight,
        typographic=change.typographic,
    )


def _part(
    number: int,
    change: Change,
    group: _Group,
    beside: tuple[_Group | None, _Group | None],
    weight: tuple[Weight, bool],
) -> Edit:
    old_text, new_text = change.old_text or "", change.new_text or ""
    before, after = beside
    old_bounds = (before.old_end if before else 0, after.old_start if after else len(old_text))
    new_bounds = (before.new_end if before else 0, after.new_start if after else len(new_text))
    old_span, new_span = (group.old_start, group.old_end), (group.new_start, group.new_end)
    return Edit(
        change=number,
        part=change.part,
        kind=change.kind,
        old=_unit(change.old, change.old_breaks, group.old_start),
        new=_unit(change.new, change.new_breaks, group.new_start),
        old_text=_words(old_text, old_span, [fact.old for fact in group.facts if fact.fact in _VALUES]),
        new_text=_words(new_text, new_span, [fact.new for fact in group.facts if fact.fact in _VALUES]),
        old_span=old_span,
        new_span=new_span,
        old_near=_near(old_text, old_span, old_bounds),
        new_near=_near(new_text, new_span, new_bounds),
        facts=tuple(group.facts),
        weight=weight[0],
        typographic=weight[1],
    )


def _unit(numbers: tuple[int, ...], breaks: tuple[int, ...], offset: int) -> tuple[int, ...]:
    """The number of the unit in which an offset lies; none where the part has no numbers."""
    return numbers if len(numbers) < 2 else (numbers[bisect_right(breaks, offset)],)


def _near(text: str, span: tuple[int, int], bounds: tuple[int, int]) -> str:
    start, end = max(bounds[0], span[0] - _NEAR), min(bounds[1], span[1] + _NEAR)
    if start > bounds[0]:
        start = text.find(" ", start, span[0]) + 1 or span[0]
    if end < bounds[1]:
        end = max(text.rfind(" ", span[1], end), span[1])
    return text[start:end]


def _words(text: str, span: tuple[int, int], values: Sequence[str | None]) -> str | None:
    """The words of a span, with the values in it that reach beyond it; None for none."""
    start, end = span
    if start == end:
        return None
    for value in values:
        at = _found(text, value, *span) if value and len(value) <= _SHORT_FACT else None
        if value and at is not None:
            start, end = min(start, at), max(end, at + len(value))
    # A full stop belongs to the word it ends; after digits it would read as a decimal point.
    if text[end : end + 1] == "." and text[end - 1].isalpha() and not text[end + 1 : end + 2].isalnum():
        end += 1
    return text[start:end].strip() or None


def _found(text: str, value: str, start: int, end: int) -> int | None:
    """Where `value` stands as whole words so that it takes in some of the span; None for nowhere."""
    at = max(0, start - len(value) + 1)
    for _ in range(_TRIES):
        at = text.find(value, at, end + len(value) - 1)
        if at < 0:
            return None
        after = at + len(value)
        if not (text[at - 1 : at].isalnum() and value[0].isalnum()) and not (
            text[after : after + 1].isalnum() and value[-1].isalnum()
        ):
            return at
        at += 1
    return None


def _grouped(groups: list[_Group], change: Change, old_text: str, new_text: str) -> list[_Group]:
    """The differences of a change, joined where they are one edit, with the facts that each touches."""
    tied = groups[:1]
    for group in groups[1:]:
        last = tied[-1]
        gap = new_text[last.new_end : group.new_start]
        if last.one_sided and last.one_sided == -group.one_sided and _is_short(gap, _TIED):
            last.took(group)
        else:
            tied.append(group)
    for fact in change.facts:
        touched = [group for group in tied if _touches(group, fact, old_text, new_text)] if len(tied) > 1 else tied
        for group in touched or [_nearest(tied, fact, old_text, new_text)]:
            if fact not in group.facts:
                group.facts.append(fact)
    joined = tied[:1]
    for group in tied[1:]:
        last = joined[-1]
        gap = new_text[last.new_end : group.new_start]
        if not last.facts and not group.facts and UNIT_BREAK not in gap and _is_short(gap, _LOOSE):
            last.took(group)
        else:
            joined.append(group)
    return joined


def _nearest(groups: Sequence[_Group], fact: FactChange, old_text: str, new_text: str) -> _Group:
    """The group nearest to a fact that none of them touches, as the text shows it."""
    if fact.new is not None:
        at = new_text.find(fact.new)
        return min(groups, key=lambda group: abs(group.new_start - at))
    at = old_text.find(fact.old or "")
    return min(groups, key=lambda group: abs(group.old_start - at))


def _is_short(gap: str, words: int) -> bool:
    """Whether a gap has at most so many words, and no sentence ends in it."""
    return len(gap) <= words * 12 and len(gap.split()) <= words and _sentence_end().search(gap) is None


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"[.!?][\"'”’)]*\s")


def _touches(group: _Group, fact: FactChange, old_text: str, new_text: str) -> bool:
    return (
        fact.old is not None
        and group.old_start < group.old_end
        and _found(old_text, fact.old, group.old_start, group.old_end) is not None
    ) or (
        fact.new is not None
        and group.new_start < group.new_end
        and _found(new_text, fact.new, group.new_start, group.new_end) is not None
    )


def _weights(groups: Sequence[_Group], change: Change, language: str | None) -> list[tuple[Weight, bool]]:
    """The weight of each group, and whether it is only typography; together they weigh what the change weighs."""
    if change.weight == "trivial" or len(groups) == 1:
        return [(change.weight, change.typographic)] * len(groups)
    weights: list[tuple[Weight, bool]] = [
        ("substantive", False) if group.facts else _weight(group, change, language) for group in groups
    ]
    if not any(weight == "substantive" for weight, _ in weights):
        sizes = [group.old_end - group.old_start + group.new_end - group.new_start for group in groups]
        weights[sizes.index(max(sizes))] = ("substantive", False)
    return weights


def _weight(group: _Group, change: Change, language: str | None) -> tuple[Weight, bool]:
    """The weight of words in which the change as a whole found no fact: one that only moved within it has none."""
    old_text, new_text = change.old_text or "", change.new_text or ""
    lead = new_text[max(0, group.new_start - _NEAR) : group.new_start]
    tail = new_text[group.new_end : group.new_end + _NEAR]
    gone, come = old_text[group.old_start : group.old_end], new_text[group.new_start : group.new_end]
    parts = (("equal", lead), ("delete", gone), ("insert", come), ("equal", tail))
    spans = [Span(op=op, text=text) for op, text in parts if text]  # type: ignore[arg-type]
    found = classify(lead + gone + tail, lead + come + tail, spans, part=change.part, language=language)
    if found.changes and max(len(gone), len(come)) < _MOVED:
        return "trivial", False
    return found.weight, found.typographic
