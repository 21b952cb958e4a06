"""Say which old sentence became which new one in every changed paragraph, by the words that both show as kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from tracker.diff.model import Change, Comparison, SentenceLink, SentencePlace, Span
from tracker.diff.moves import BareSentence, bare_sentences
from tracker.diff.words import replacement, word_diff

_MOST_COMPARED = 5_000  # edited sentences of one comparison that are compared by words
_KEPT = 0.3  # share of the shorter sentence's characters that stand in both for the two to be one sentence
_BEFORE_ALL: SentencePlace = (0, 0)

Places = Set[SentencePlace]


def sentence_links(comparison: Comparison) -> tuple[SentenceLink, ...]:
    """The links of all sentences of changed paragraphs, each sentence in one link, in the order of the new text.

    Removed sentences, with an empty `new`, stand after the others of their change. Near linear.
    """
    moved = comparison.moved_sentences
    moved_old = {place for link in moved for place in link.old}
    moved_new = {place for link in moved for place in link.new}
    compared = _Compared()
    links, places = list(moved), [link.new[0] for link in moved]
    last = _BEFORE_ALL
    for change in comparison.changes_in("paragraph"):
        furthest = _BEFORE_ALL
        for link in _links(change, moved_old, moved_new, compared):
            if link.new:
                last = furthest = max(furthest, link.new[-1])
            links.append(link)
            places.append(link.new[0] if link.new else last)
    order = sorted(range(len(links)), key=places.__getitem__)  # stable: what was removed stays behind what precedes it
    return tuple([links[place] for place in order])


class _Compared:
    """Compares sentences by words, within a bound on their number."""

    def __init__(self) -> None:
        self._count = 0

    def spans(self, old: str, new: str) -> tuple[Span, ...]:
        """The spans from `old` to `new`, neither empty; past the bound, one replaces the other."""
        if old == new:
            return (Span(op="equal", text=new),)
        self._count += 1
        return (word_diff if self._count <= _MOST_COMPARED else replacement)(old, new).spans


def _links(change: Change, moved_old: Places, moved_new: Places, compared: _Compared) -> Iterator[SentenceLink]:
    """The links of the sentences of one change that did not move, in the order of the new ones, removed ones last."""
    old = [sentence for sentence in bare_sentences(change, "old") if sentence[0] not in moved_old]
    new = [sentence for sentence in bare_sentences(change, "new") if sentence[0] not in moved_new]
    of_old, of_new = _groups(change.spans, old, new)
    for sentence, group in zip(new, of_new, strict=True):
        if group is None:
            yield _added(sentence)
        elif group.new[0] is sentence:
            yield _linked(group, compared)
    for sentence, group in zip(old, of_old, strict=True):
        if group is None:
            yield _removed(sentence)


@dataclass(slots=True, kw_only=True)
class _Group:
    """Old sentences and the new ones that they became, and how many characters are kept among them."""

    old: list[BareSentence]
    new: list[BareSentence]
    kept: int = 0


def _added(sentence: BareSentence) -> SentenceLink:
    place, text, _ = sentence
    return SentenceLink(old=(), new=(place,), similarity=0.0, moved=False, spans=(Span(op="insert", text=text),))


def _removed(sentence: BareSentence) -> SentenceLink:
    place, text, _ = sentence
    return SentenceLink(old=(place,), new=(), similarity=0.0, moved=False, spans=(Span(op="delete", text=text),))


def _linked(group: _Group, compared: _Compared) -> SentenceLink:
    old, new = " ".join([text for _, text, _ in group.old]), " ".join([text for _, text, _ in group.new])
    return SentenceLink(
        old=tuple([place for place, _, _ in group.old]),
        new=tuple([place for place, _, _ in group.new]),
        similarity=min(1.0, 2 * group.kept / (len(old) + len(new))),
        moved=False,
        spans=compared.spans(old, new),
    )


def _groups(
    spans: Sequence[Span], old: Sequence[BareSentence], new: Sequence[BareSentence]
) -> tuple[Sequence[_Group | None], Sequence[_Group | None]]:
    """The group of each old and of each new sentence, if any.

    Sentences are joined wherever enough of the shorter one is kept in the other; they keep their order.
    """
    of_old: list[_Group | None] = [None] * len(old)
    of_new: list[_Group | None] = [None] * len(new)
    shared = _shared(spans, old, new)
    for (i, j), size in shared.items():
        if size < _KEPT * min(len(old[i][1]), len(new[j][1])):
            continue
        group = of_old[i] or of_new[j] or _Group(old=[], new=[])
        if of_old[i] is None:
            of_old[i] = group
            group.old.append(old[i])
        if of_new[j] is None:
            of_new[j] = group
            group.new.append(new[j])
    for (i, j), size in shared.items():
        both = of_old[i]
        if both is not None and of_new[j] is both:
            both.kept += size
    return of_old, of_new


def _shared(
    spans: Sequence[Span], old: Sequence[BareSentence], new: Sequence[BareSentence]
) -> dict[tuple[int, int], int]:
    """How many characters an old and a new sentence keep, for each pair of them (0-based) that keeps any; in order."""
    shared: dict[tuple[int, int], int] = {}
    ends, other_ends = ([start + len(text) for _, text, start in side] for side in (old, new))
    at = other_at = i = j = 0
    for span in spans:
        end = at + len(span.text)
        while span.op == "equal" and i < len(ends) and j < len(other_ends):
            # Offsets of the new text are taken to the old one; what is kept is as long in both.
            other_end = other_ends[j] - other_at + at
            start = max(old[i][2], new[j][2] - other_at + at, at)
            stop = min(ends[i], other_end, end)
            if stop > start:
                shared[i, j] = shared.get((i, j), 0) + stop - start
            if ends[i] > end < other_end:
                break
            i, j = i + (ends[i] <= other_end), j + (other_end <= ends[i])
        at += len(span.text) if span.op != "insert" else 0
        other_at += len(span.text) if span.op != "delete" else 0
        while i < len(ends) and ends[i] <= at:
            i += 1
        while j < len(other_ends) and other_ends[j] <= other_at:
            j += 1
    return shared
