"""One change as lines: where it is under new and old numbers, what happened there, which facts it touches, its words.

Which of its sentences moved is left to `sentences`, how words are marked to `marks`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest

from tracker.diff.model import READ_PARTS, Change, Span, known
from tracker.story.article import Article
from tracker.views.article import embargo
from tracker.views.layout import wrap
from tracker.views.marks import Stretch, beginning, manner, marked, shortened, unmarked
from tracker.views.sentences import Moves, Told
from tracker.views.style import Line, Piece, Style
from tracker.views.words import paragraphs

HANG = 4
_NAMES = {
    "table": "table row",
    "credits": "credit line",
    "contacts": "contact line",
    "keywords": "keyword",
    "version-tag": "version tag",
}
# What a reader reads, but for the byline: that names come and go there is routine, but is not for us to belittle.
_WEIGHED = READ_PARTS - {"byline"}
_UNNUMBERED = frozenset({"keywords", "extra"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What changes are told upon: both articles, the sentences that moved between them, and how all is to look."""

    old: Article
    new: Article
    moves: Moves
    style: Style


def change_lines(change: Change, page: Page) -> list[Line]:
    """The change, wrapped, its later lines indented; a run of added or removed units has a line for each."""
    lines: list[Line] = []
    for unit in units(change):
        told = page.moves.tell(unit)
        pieces = [*heading(told, page), Piece("  "), *_body(told, page.style)]
        lines += wrap(pieces, page.style.width, hang=HANG)
    return lines


def units(change: Change) -> list[Change]:
    """A run of units that came or went together, taken apart, without its facts; any other change as it is."""
    if change.kind not in ("added", "removed") or len(change.old or change.new) < 2:
        return [change]
    taken = []
    came = change.kind == "added"
    for number, text in zip_longest(change.old or change.new, change.old_units() or change.new_units()):
        taken.append(
            replace(
                change,
                old=() if came else (number,),
                new=(number,) if came else (),
                old_text=None if came else text,
                new_text=text if came else None,
                spans=(Span(op="insert" if came else "delete", text=text),),
                old_breaks=(),
                new_breaks=(),
                meaning=known(replace(change.meaning.facts, changes=())),
            )
        )
    return taken


def heading(told: Told, page: Page) -> list[Piece]:
    """What stands before the words of a change, in every form: where it is, what happened, which facts it touches.

    An insert that moved says where to.
    """
    return [Piece(f"{where(told.change)}  {_happened(told, page)}", "heading")]


def stretches_shown(told: Told, style: Style) -> tuple[Stretch, ...]:
    """The words of a change as people read them: an embargo is a local time, not RFC 3339."""
    return tuple(_embargo(told.change, style)) if told.change.part == "embargo" else told.stretches


def meaning(told: Told) -> str:
    """The facts that the change touches, "number, name"; "sentence moved" or "trivial"; nothing for any other."""
    if told.only_moved:
        return "sentence moved" if told.only_moved == 1 else "sentences moved"
    if told.facts:
        return ", ".join(told.facts)
    weightless = told.change.weight == "trivial" and told.change.part in _WEIGHED
    return "trivial" if weightless and not _same_words(told.change) else ""


def where(change: Change) -> str:
    """Under which numbers it stands: "¶4 (was ¶3)", "old ¶4" for what is gone, "bullet 2", "headline"."""
    here = _numbered(change, change.new or change.old)
    if change.kind == "removed":
        return f"old {here}" if change.old else here
    if not change.old or not change.new or change.old == change.new or change.part in _UNNUMBERED:
        return here
    was = paragraphs(change.old) if change.part == "paragraph" else _numbered(change, change.old)
    return f"{here} (was {was})"


def _numbered(change: Change, numbers: tuple[int, ...]) -> str:
    if change.part == "paragraph":
        return paragraphs(numbers)
    if change.part == "extra":
        return f"field “{change.name}”"
    name = _NAMES.get(change.part, change.part.removeprefix("insert:"))
    if not numbers or change.part in _UNNUMBERED:
        return name
    return f"{name} {numbers[0]}" if len(numbers) == 1 else f"{name}s {numbers[0]}–{numbers[-1]}"


def _happened(told: Told, page: Page) -> str:
    change = told.change
    verb = change.kind + _places(change, page.old, page.new)
    reworded = change.edited if change.kind == "moved" else not _same_words(change)
    if change.kind in ("moved", "split", "merged") and reworded:
        verb += " and changed"
    means = meaning(told)
    if told.facts:
        return f"{verb}: {means}"
    return verb + (manner(change) or (f", {means}" if means else ""))


def _places(change: Change, old: Article, new: Article) -> str:
    """For a moved insert, the paragraphs it stood and stands before, unless they have the same number."""
    if change.kind != "moved" or change.part == "paragraph":
        return ""
    before, now = (
        _before(article, change.part, number[0]) for article, number in ((old, change.old), (new, change.new))
    )
    if before is None or now is None or before == now:
        return ""
    return f" from before old ¶{before} to before ¶{now}"


def _before(article: Article, part: str, number: int) -> int | None:
    """The paragraph that the insert of that number among its kind stands before; None if there is none."""
    kind = part.removeprefix("insert:")
    found = [insert.before for insert in article.inserts if insert.kind == kind]
    return found[number - 1] if number <= len(found) else None


def _same_words(change: Change) -> bool:
    return "".join((change.old_text or "").split()) == "".join((change.new_text or "").split())


def _body(told: Told, style: Style) -> list[Piece]:
    if not told.change.edited:
        return unmarked(beginning(told.change.new_text or ""), style)
    return marked(shortened(stretches_shown(told, style)), style) or [Piece("(empty)", "dim")]


def _embargo(change: Change, style: Style) -> list[Span]:
    spans = []
    if change.old_text is not None:
        spans.append(Span(op="delete", text=embargo(change.old_text, style)))
    if change.new_text is not None:
        spans.append(Span(op="insert", text=embargo(change.new_text, style)))
    return spans
