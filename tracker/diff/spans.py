"""Make spans of regions: in their normal form, and slid to where a reader expects them.

In normal form no span is empty, neighbours differ in kind, deletions stand before insertions, and white space and signs
after both are no part of the change. What is equal and what is not is decided in `words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tracker.diff.compiled import strings
from tracker.diff.model import Span
from tracker.diff.tokens import tokenise

_SLIDE = 2_000  # characters that an insertion may slide to reach a better place
_LAST = 60  # characters of the last word that are looked at for signs after it
_EDGE = re.compile(r"(?:(?P<sentence>[.!?…])|[,;:–—])[\"'”’»)\]]*\s+|(?P<unspaced>[。！？])[」』”’]*|(?P<line>\n)\s*")
_CLAUSE, _SENTENCE = 1, 2

# Whether it is equal, but for typography, then the old text and the new one. Regions joined are the two texts.
Region = tuple[bool, str, str]


def spans_of(regions: Iterable[Region]) -> tuple[Span, ...]:
    """The spans of consecutive regions, which may be empty, touch, or differ in typography where they are equal."""
    spans: list[Span] = []
    same: list[str] = []
    gone: list[str] = []
    come: list[str] = []
    for equal, old, new in regions:
        if not equal:
            gone.append(old)
            come.append(new)
        elif old != new:
            for one, other in _pieces(old, new):
                if one != other:
                    gone.append(one)
                    come.append(other)
                else:
                    same = _end_change(spans, same, gone, come)
                    same.append(one)
        elif old:
            if gone:
                same = _end_change(spans, same, gone, come)
            same.append(old)
    same = _end_change(spans, same, gone, come)
    if text := "".join(same):
        spans.append(Span(op="equal", text=text))
    return _slid(spans) if len(spans) > 1 else tuple(spans)


def _pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The words of two texts that are equal but for typography or white space, and what stands after each."""
    for one, other in zip(tokenise(old), tokenise(new), strict=True):
        yield from zip(one, other, strict=True)


def _end_change(spans: list[Span], same: list[str], gone: list[str], come: list[str]) -> list[str]:
    """Write what stood in both before a change, and the change, which is emptied; what stands in both after it."""
    deleted, inserted = "".join(gone), "".join(come)
    gone.clear()
    come.clear()
    if deleted == inserted:
        same.append(deleted)
        return same
    if text := "".join(same):
        spans.append(Span(op="equal", text=text))
    # "14 " to "41 " is shown as "14" to "41": white space and signs after both are no part of the change.
    after = ""
    if deleted and inserted and deleted[-1] == inserted[-1] and not deleted[-1].isalnum():
        size = _shared_space(deleted, inserted)
        size += _shared_signs(deleted[: len(deleted) - size], inserted[: len(inserted) - size])
        after = deleted[len(deleted) - size :]
        deleted, inserted = deleted[: len(deleted) - size], inserted[: len(inserted) - size]
    if deleted:
        spans.append(Span(op="delete", text=deleted))
    if inserted:
        spans.append(Span(op="insert", text=inserted))
    return [after]


def _shared_space(one: str, other: str) -> int:
    shared = 0
    for here, there in zip(reversed(one), reversed(other), strict=False):
        if here != there or not here.isspace():
            break
        shared += 1
    return shared


def _shared_signs(one: str, other: str) -> int:
    """How many characters of signs, which are no part of a word, end both texts; they may stand closer in one."""
    if not one or not other or one[-1] != other[-1] or one[-1].isalnum():
        return 0
    here, there = (tokenise(text[max(text.rfind(" "), len(text) - _LAST) + 1 :]) for text in (one, other))
    shared = 0
    for token, same in zip(reversed(here), reversed(there), strict=False):
        if token != same or any(map(str.isalnum, token[0])):
            break
        shared += len(token[0]) + len(token[1])
    return shared


def _slid(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same change with lone insertions and deletions slid to the edge of a sentence or clause where words allow it.

    "…sat. The [+cow mooed. The +]dog…" becomes "…sat. [+The cow mooed. +]The dog…".
    """
    slid = list(spans)
    for place in range(1, len(slid)):
        before, span = slid[place - 1], slid[place]
        after = slid[place + 1] if place + 1 < len(slid) else Span(op="equal", text="")
        if span.op == "equal" or before.op != "equal" or after.op != "equal":
            continue
        shift = _shift(before.text, span.text, after.text, first=place == 1)
        if shift:
            text = before.text + span.text + after.text
            start = len(before.text) + shift
            slid[place - 1] = Span(op="equal", text=text[:start])
            slid[place] = Span(op=span.op, text=text[start : start + len(span.text)])
            slid[place + 1 : place + 2] = [Span(op="equal", text=text[start + len(span.text) :])]
    return tuple(span for span in slid if span.text)


def _shift(before: str, text: str, after: str, *, first: bool) -> int:
    """By how many characters to move `text` back (negative) or on, so that it starts at the best edge; mostly 0."""
    if before[-2:] != text[-2:] and after[:2] != text[:2]:
        return 0
    back = int(strings().Postfix.similarity(before[-_SLIDE:], text[-_SLIDE:]))
    on = int(strings().Prefix.similarity(after[:_SLIDE], text[:_SLIDE]))
    if not back and not on:
        return 0
    whole_back = back == len(before)
    if whole_back and not first:
        back -= 1  # an equal span between two changes stays
    if on and on == len(after):
        on -= 1
    window = before[len(before) - back :] + text + after[:on]
    edges = _edges(before[len(before) - back - 8 : len(before) - back], window, back + on)
    if (
        whole_back
        and first
        and (back == len(text) or window[len(text) - 1].isspace() or window[len(text) - 1] in "。！？")
    ):
        edges[0] = _SENTENCE
    best = max(edges.values(), default=0)
    if edges.get(back, 0) >= best:
        return 0
    return min((at - back for at, rank in edges.items() if rank == best), key=lambda shift: (abs(shift), shift))


def _edges(lead: str, window: str, last: int) -> dict[int, int]:
    """Offsets in `window` up to `last` that follow the end of a clause or sentence, which may begin in `lead`."""
    found = {}
    for match in _EDGE.finditer(lead + window):
        at = match.end() - len(lead)
        if at > last:
            break
        if at >= 0:
            found[at] = _CLAUSE if match.lastgroup is None else _SENTENCE
    return found
