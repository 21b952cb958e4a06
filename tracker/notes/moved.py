"""Take text that only moved out of a comparison's edits, and put in what was edited in it on its way.

A sentence that went to another paragraph stands in the changes as gone here and come there, and so do its numbers and
names. Which sentences moved is found in `tracker.diff`; where an edit begins and ends, in `edits`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from tracker.diff.facts import classify
from tracker.diff.model import Change, Comparison, SentenceLink, SentencePlace, Span, known
from tracker.diff.moves import Located, Run, located, runs, says_enough
from tracker.notes.cutting import cut_change
from tracker.notes.edit import Edit

Side = Literal["old", "new"]
# For the number of a change, where its moved sentences stand: offsets in its text, end exclusive.
Ranges = dict[int, list[tuple[int, int]]]

_MOST_RUNS = 20_000  # runs of words that are compared before the sentences are asked for


def without_moved(edits: Sequence[Edit], comparison: Comparison, language: str | None) -> Sequence[Edit]:
    """The edits, without weight and facts where their text only moved, and those made in text that moved.

    Text beside the moved sentences of an edit stays, with the facts that it touches. Asks for the moved sentences only
    where some words in a row went and came; near linear then, else linear in the edits.
    """
    if not _may_have_moved(edits):
        return edits
    links = comparison.moved_sentences
    if not links:
        return edits
    found = _Moved(comparison, links)
    settled = [_settled(edit, found, language) for edit in edits]
    settled += found.inner_edits(language)
    return sorted(settled, key=lambda edit: edit.change)  # stable: edits of one change keep their order


def _may_have_moved(edits: Sequence[Edit]) -> bool:
    """Whether some run of words went in one place and came in another."""
    went, came = _texts(edits, "old"), _texts(edits, "new")
    if not went or not came:
        return False
    known: set[Run] = set()
    for text in went:
        known.update(runs(text))
        if len(known) > _MOST_RUNS:
            return True
    return any(not known.isdisjoint(runs(text)) for text in came)


def _texts(edits: Sequence[Edit], side: Side) -> list[str]:
    """The texts that went or came in paragraphs and may hold a sentence, perhaps without its full stop."""
    texts = (edit.old_text if side == "old" else edit.new_text for edit in edits if edit.part == "paragraph")
    return [text for text in texts if text and says_enough(text, spare=1)]


class _Moved:
    """The moved sentences of a comparison, by the changes that they stand in."""

    def __init__(self, comparison: Comparison, links: Sequence[SentenceLink]) -> None:
        self._links = links
        self.texts = comparison.changes
        self._places: dict[Side, dict[SentencePlace, tuple[int, Located]]] = {
            "old": _places(comparison, "old", {place for link in links for place in link.old}),
            "new": _places(comparison, "new", {place for link in links for place in link.new}),
        }
        self.ranges: dict[Side, Ranges] = {side: _ranges(places) for side, places in self._places.items()}

    def inner_edits(self, language: str | None) -> Iterator[Edit]:
        """The edits made in sentences that moved, under the change in which they arrived."""
        for link in self._links:
            if all(span.op == "equal" for span in link.spans) or link.new[0] not in self._places["new"]:
                continue
            number = self._places["new"][link.new[0]][0]
            change = _as_change(link, language)
            sentence = f"{change.old_text} {change.new_text}"
            for edit in cut_change(number, change, language):
                yield replace(edit, sentence=sentence)


def _places(comparison: Comparison, side: Side, wanted: set[SentencePlace]) -> dict[SentencePlace, tuple[int, Located]]:
    """For each sentence that is wanted, the number of its change, and where it stands there."""
    paragraphs = {paragraph for paragraph, _ in wanted}
    found = {}
    for number, change in enumerate(comparison.changes, 1):
        units = change.old if side == "old" else change.new
        if change.part != "paragraph" or paragraphs.isdisjoint(units):
            continue
        for sentence in located(change, side):
            if sentence.place in wanted:
                found[sentence.place] = (number, sentence)
    return found


def _ranges(places: dict[SentencePlace, tuple[int, Located]]) -> Ranges:
    found: Ranges = {}
    for number, sentence in places.values():
        found.setdefault(number, []).append((sentence.start, sentence.start + len(sentence.text)))
    return found


def _as_change(link: SentenceLink, language: str | None) -> Change:
    """A sentence that moved, as a change of its own."""
    old = "".join(span.text for span in link.spans if span.op != "insert")
    new = "".join(span.text for span in link.spans if span.op != "delete")
    told = classify(old, new, link.spans, part="paragraph", language=language)
    return Change(
        part="paragraph",
        kind="moved",
        old=(link.old[0][0],),
        new=(link.new[0][0],),
        old_text=old,
        new_text=new,
        spans=link.spans,
        similarity=link.similarity,
        meaning=known(told),
    )


def _settled(edit: Edit, moved: _Moved, language: str | None) -> Edit:
    """An edit without what moved in it."""
    if edit.part != "paragraph":
        return edit
    gone = _rest(edit.old_text, edit.old_span, edit.change, moved, "old")
    come = _rest(edit.new_text, edit.new_span, edit.change, moved, "new")
    if gone == edit.old_text and come == edit.new_text:
        return edit
    if not gone and not come:
        return replace(edit, facts=(), weight="trivial")
    spans = [Span(op="delete", text=gone)] if gone else []
    spans += [Span(op="insert", text=come)] if come else []
    told = classify(gone, come, spans, part=edit.part, language=language)
    return replace(
        edit,
        old_text=gone,
        new_text=come,
        old_near=gone or "",
        new_near=come or "",
        facts=told.changes,
        weight=told.weight,
        typographic=told.typographic,
    )


def _rest(text: str | None, span: tuple[int, int], change: int, moved: _Moved, side: Side) -> str | None:
    """The words of an edit on one side that did not move; None for none."""
    within = [(start, end) for start, end in moved.ranges[side].get(change, ()) if start < span[1] and end > span[0]]
    if text is None or not within:
        return text
    whole = (moved.texts[change - 1].old_text if side == "old" else moved.texts[change - 1].new_text) or ""
    pieces, at = [], span[0]
    for start, end in sorted(within):
        pieces.append(whole[at:start])
        at = max(at, end)
    rest = " ".join(filter(None, (piece.strip() for piece in (*pieces, whole[at : span[1]]))))
    return rest if any(map(str.isalnum, rest)) else None
