"""Make spans of regions: in their normal form, and slid to where a reader expects them.

In normal form no span is empty, neighbours differ in kind, deletions stand before insertions, and white space and signs
around both are no part of the change. What is equal and what is not is decided in `words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from tracker.diff.compiled import strings
from tracker.diff.model import Span
from tracker.diff.regions import Region
from tracker.diff.tokens import tokenise

_SLIDE = 2_000  # characters that an insertion may slide to reach a better place
_LAST = 60  # characters of the last word that are looked at for signs after it
_OPENING = frozenset("\"'“‘«„([`")
_CLOSING = frozenset(",;:!?)]\"'”’»")  # each a token by itself after a letter or digit, at the end of a text
_PAIRS = (("“", "”"), ("(", ")"), ("[", "]"), ("«", "»"))
_PAIRED = frozenset('"”)]»')
_UNSPACED_END = "。！？"
_CLAUSE, _LINE, _SENTENCE, _LOOSE_REMARK, _REMARK = 1, 2, 3, 4, 5


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
                elif one:
                    same = _end_change(spans, same, gone, come)
                    same.append(one)
        elif old:
            if gone:
                same = _end_change(spans, same, gone, come)
            same.append(old)
    if gone:
        same = _end_change(spans, same, gone, come)
    if text := "".join(same):
        spans.append(Span(op="equal", text=text))
    return _slid(spans)


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
    after = ""
    if deleted and inserted:
        # "“14, " to "“41, " is shown as "14" to "41": what stands around both is no part of the change.
        lead, end = _shared_around(deleted, inserted)
        if lead:
            same.append(deleted[:lead])
        after = deleted[len(deleted) - end :]
        deleted, inserted = deleted[lead : len(deleted) - end], inserted[lead : len(inserted) - end]
    if text := "".join(same):
        spans.append(Span(op="equal", text=text))
    if deleted:
        spans.append(Span(op="delete", text=deleted))
    if inserted:
        spans.append(Span(op="insert", text=inserted))
    return [after]


def _shared_around(one: str, other: str) -> tuple[int, int]:
    """How many characters of white space and signs begin, and end, both of two texts that differ.

    Signs that belong in pairs stay with the text when it holds their counterpart.
    """
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    if shorter[-1].isspace() and shorter == longer[: len(shorter)]:
        return len(shorter), 0
    if shorter == longer[-len(shorter) :] and longer[-len(shorter) - 1].isspace():
        return 0, len(shorter)
    lead = end = space = 0
    if one[0] == other[0] and (one[0] in _OPENING or one[0].isspace()):
        lead = _shared_lead(one, other)
    if one[-1] == other[-1] and not one[-1].isalnum():
        space = end = _shared_space(one[lead:], other[lead:])
        if one[-1 - space : len(one) - space] == other[-1 - space : len(other) - space]:
            end += _shared_signs(one[lead : len(one) - space], other[lead : len(other) - space])
    paired = end > space and one[len(one) - end] in _PAIRED
    if lead or paired:
        for most in (end, end - paired, space):
            for first in (lead, 0):
                if all(_is_balanced(text[first : len(text) - most]) for text in (one, other)):
                    return first, most
    return lead, end


def _is_balanced(text: str) -> bool:
    """Whether quotation marks and brackets are in pairs."""
    return text.count('"') % 2 == 0 and all(text.count(opening) == text.count(end) for opening, end in _PAIRS)


def _shared_lead(one: str, other: str) -> int:
    """How many opening signs and white space begin both texts; none if no letter or digit follows in either."""
    for lead, (here, there) in enumerate(zip(one, other, strict=False)):
        if here != there or not (here in _OPENING or here.isspace()):
            return lead if here.isalnum() and there.isalnum() else 0
    return 0


def _shared_space(one: str, other: str) -> int:
    if one[-2:-1].isalnum() and other[-2:-1].isalnum():
        return 1 if one[-1].isspace() else 0
    space = one[len(one.rstrip()) :]
    return len(space) if space == other[len(other.rstrip()) :] else int(strings().Postfix.similarity(space, other))


def _shared_signs(one: str, other: str) -> int:
    """How many characters of signs, which are no part of a word, end both texts; they may stand closer in one."""
    last = one[-1:]
    if not last or last != other[-1:] or last.isalnum():
        return 0
    if (last in _CLOSING and one[-2:-1].isalnum() and other[-2:-1].isalnum()) or (
        last == "." and _ends_word(one) and _ends_word(other)
    ):
        return 1
    here, there = (tokenise(text[max(text.rfind(" "), len(text) - _LAST) + 1 :]) for text in (one, other))
    shared = 0
    for token, same in zip(reversed(here), reversed(there), strict=False):
        if token != same or any(map(str.isalnum, token[0])):
            break
        shared += len(token[0]) + len(token[1])
    return shared


def _ends_word(text: str) -> bool:
    """Whether the full stop at the end of `text` follows a word too long for an abbreviation of letters and dots."""
    return len(text) > 3 and text[-4:-1].isalpha()


def _slid(spans: list[Span]) -> tuple[Span, ...]:
    """The same change with lone insertions and deletions slid to the edge of a sentence or clause where words allow it.

    "…sat. The [+cow mooed. The +]dog…" becomes "…sat. [+The cow mooed. +]The dog…".
    """
    slid = False
    last = len(spans) - 1
    for place in range(1, last + 1):
        span, before = spans[place], spans[place - 1]
        if span.op == "equal" or before.op != "equal" or (place < last and spans[place + 1].op != "equal"):
            continue
        text, after = span.text, spans[place + 1].text if place < last else ""
        if before.text[-2:] != text[-2:] and after[:2] != text[:2] and not after[:1] == ")" == text[:1]:
            continue
        shift = _shift(before.text, text, after, first=place == 1, last=place + 1 == last)
        if shift:
            slid = True
            whole = before.text + text + after
            start = len(before.text) + shift
            spans[place - 1] = Span(op="equal", text=whole[:start])
            spans[place] = Span(op=span.op, text=whole[start : start + len(text)])
            spans[place + 1 : place + 2] = [Span(op="equal", text=whole[start + len(text) :])]
            last = len(spans) - 1
    return tuple([span for span in spans if span.text]) if slid else tuple(spans)


def _shift(before: str, text: str, after: str, *, first: bool, last: bool) -> int:
    """By how many characters to move `text` back (negative) or on, so that it starts at the best edge; mostly 0.

    `first` and `last` say that nothing stands before `before`, and after `after`: only these may be used up.
    """
    back = int(strings().Postfix.similarity(before[-_SLIDE:], text[-_SLIDE:]))
    on = int(strings().Prefix.similarity(after[:_SLIDE], text[:_SLIDE]))
    whole_back = back == len(before)
    if whole_back and not first:
        back -= 1  # an equal span between two changes stays
    if on and on == len(after) and not last:
        on -= 1
    if back <= 0 and on <= 0:
        return 0
    window = before[len(before) - back :] + text + after[:on]
    edges = _edges(before[len(before) - back - 8 : len(before) - back], window, back + on)
    if "(" in text:
        edges |= _remarks(window, len(text))
    end = window[len(text) - 1]
    if whole_back and first and (back == len(text) or end.isspace() or end in _UNSPACED_END):
        edges[0] = max(_SENTENCE, edges.get(0, 0))
    best = max(edges.values(), default=0)
    if edges.get(back, 0) >= best:
        return 0
    return min((at - back for at, rank in edges.items() if rank == best), key=lambda shift: (abs(shift), shift))


@cache
def _edge() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<sentence>[.!?…])|[,;:–—])[\"'”’»)\]]*\s+|(?P<unspaced>[。！？])[」』”’]*|(?P<line>\n)\s*"
    )


def _edges(lead: str, window: str, last: int) -> dict[int, int]:
    """Offsets in `window` up to `last` that follow the end of a clause or sentence, which may begin in `lead`."""
    found: dict[int, int] = {}
    for match in _edge().finditer(lead + window):
        at = match.end() - len(lead)
        rank = _CLAUSE if match.lastgroup is None else _SENTENCE
        if "\n" in match.group() and 0 <= (line := match.start() + match.group().index("\n") - len(lead)) <= last:
            found[line] = _LINE
        if at > last:
            # The text may end here: what was added to it starts with the white space.
            if len(match.group().rstrip()) + match.start() - len(lead) == last:
                found[last] = max(rank, found.get(last, 0))
            break
        if at >= 0:
            found[at] = rank
    return found


def _remarks(window: str, size: int) -> dict[int, int]:
    """Offsets from which on `size` characters of `window` are a remark in brackets, and the space beside it."""
    found = {}
    for at in range(len(window) - size + 1):
        if window[at] in "( " and window[at + size - 1] in ") " and window[at - 1 : at] in ("", " ", ")"):
            remark = window[at : at + size].strip()
            if remark[:1] == "(" and remark[-1:] == ")":
                found[at] = _REMARK if window[at] == "(" else _LOOSE_REMARK
    return found
