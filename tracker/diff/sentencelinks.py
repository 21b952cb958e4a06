"""Say which old sentence became which new one in every changed paragraph, by the words that both show as kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from tracker.diff.model import Change, Comparison, SentenceLink, SentencePlace, Span
from tracker.diff.moves import Located, located
from tracker.diff.words import replacement, word_diff

_MOST_COMPARED = 5_000  # edited sentences of one comparison that are compared by words
_KEPT = 0.3  # share of the shorter sentence's characters that stand in both for the two to be one sentence


def sentence_links(comparison: Comparison) -> tuple[SentenceLink, ...]:
    """The links of all sentences of changed paragraphs, each sentence in one link, in the order of the new text.

    Removed sentences, with an empty `new`, stand after the others of their change.
    """
    moved = comparison.moved_sentences
    moved_old = {place for link in moved for place in link.old}
    moved_new = {place for link in moved for place in link.new}
    links: list[tuple[SentencePlace, SentenceLink]] = [(link.new[0], link) for link in moved]
    compared = _Compared()
    last = (0, 0)
    for change in comparison.changes_in("paragraph"):
        here = [sentence for sentence in located(change, "old") if sentence.place not in moved_old]
        there = [sentence for sentence in located(change, "new") if sentence.place not in moved_new]
        found = list(_links(change, here, there, compared))
        last = max((link.new[-1] for link in found if link.new), default=last)
        links += [(link.new[0] if link.new else last, link) for link in found]
    links.sort(key=itemgetter(0))  # stable: what was removed stays behind what it was found after
    return tuple([link for _, link in links])


class _Compared:
    """Compares sentences by words, within a bound on their number."""

    def __init__(self) -> None:
        self._count = 0

    def spans(self, old: str, new: str) -> tuple[Span, ...]:
        """The spans from `old` to `new`; past the bound, and where one is missing, it is replaced whole."""
        self._count += bool(old and new) and old != new
        if old and new and (old == new or self._count <= _MOST_COMPARED):
            return word_diff(old, new).spans
        return replacement(old, new).spans


def _links(
    change: Change, old: Sequence[Located], new: Sequence[Located], compared: _Compared
) -> Iterator[SentenceLink]:
    """The links of one change, in the order of its new sentences, removed ones last."""
    shared = _shared(change.spans, old, new)
    groups = _groups(shared, old, new)
    linked_old = {i for here, _ in groups for i in here}
    linked_new = {j for _, there in groups for j in there}
    groups += [([], [j]) for j in range(len(new)) if j not in linked_new]
    groups.sort(key=itemgetter(1))
    groups += [([i], []) for i in range(len(old)) if i not in linked_old]
    for here, there in groups:
        one, other = " ".join([old[i].text for i in here]), " ".join([new[j].text for j in there])
        kept = sum([shared.get((i, j), 0) for i in here for j in there])
        yield SentenceLink(
            old=tuple([old[i].place for i in here]),
            new=tuple([new[j].place for j in there]),
            similarity=min(1.0, 2 * kept / (len(one) + len(other))),
            moved=False,
            spans=compared.spans(one, other),
        )


def _shared(spans: Sequence[Span], old: Sequence[Located], new: Sequence[Located]) -> dict[tuple[int, int], int]:
    """How many characters stand kept in an old and a new sentence, for each pair that shares any."""
    shared: dict[tuple[int, int], int] = {}
    at = other_at = i = j = 0
    for span in spans:
        end, other_end = at + len(span.text) * (span.op != "insert"), other_at + len(span.text) * (span.op != "delete")
        while span.op == "equal" and i < len(old) and j < len(new):
            stop = min(old[i].start + len(old[i].text) - at, new[j].start + len(new[j].text) - other_at, len(span.text))
            start = max(old[i].start - at, new[j].start - other_at, 0)
            if stop > start:
                shared[i, j] = shared.get((i, j), 0) + stop - start
            old_left = old[i].start + len(old[i].text) - at
            new_left = new[j].start + len(new[j].text) - other_at
            if min(old_left, new_left) > len(span.text):
                break
            i, j = i + (old_left <= new_left), j + (new_left <= old_left)
        at, other_at = end, other_end
        while i < len(old) and old[i].start + len(old[i].text) <= at:
            i += 1
        while j < len(new) and new[j].start + len(new[j].text) <= other_at:
            j += 1
    return shared


def _groups(
    shared: dict[tuple[int, int], int], old: Sequence[Located], new: Sequence[Located]
) -> list[tuple[list[int], list[int]]]:
    """Sentences joined wherever enough of the shorter one is kept in the other; they keep their order."""
    groups: list[tuple[list[int], list[int]]] = []
    for (i, j), size in sorted(shared.items()):
        if size < _KEPT * min(len(old[i].text), len(new[j].text)):
            continue
        if groups and (groups[-1][0][-1] == i or groups[-1][1][-1] == j):
            here, there = groups[-1]
            here.extend([i] if here[-1] != i else [])
            there.extend([j] if there[-1] != j else [])
        else:
            groups.append(([i], [j]))
    return groups
