"""One change as lines: where it is under new and old numbers, what happened there, and its words."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from tracker.diff.model import READ_PARTS, Change, Span
from tracker.story.article import Article
from tracker.views.article import embargo
from tracker.views.layout import wrap
from tracker.views.marks import beginning, escaped, manner, marked, shortened
from tracker.views.style import Line, Piece, Style, broken
from tracker.views.words import paragraphs

HANG = 4
_NAMES = {
    "table": "table row",
    "credits": "credit line",
    "contacts": "contact line",
    "keywords": "keyword",
    "version-tag": "version tag",
}
_UNNUMBERED = frozenset({"keywords", "extra"})


def change_lines(change: Change, old: Article, new: Article, style: Style) -> list[Line]:
    """The change, wrapped, its later lines indented; a run of added or removed units has a line for each."""
    lines: list[Line] = []
    for unit in units(change):
        pieces = [*heading(unit, old, new), Piece("  "), *_body(unit, style)]
        lines += wrap(pieces, style.width, hang=HANG)
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
                facts=(),
            )
        )
    return taken


def heading(change: Change, old: Article, new: Article) -> list[Piece]:
    """What stands before the words of a change, in every form: where it is, and what happened there."""
    return [Piece(f"{where(change)}  {_happened(change, old, new)}", "heading")]


def spans_shown(change: Change, style: Style) -> tuple[Span, ...]:
    """The spans of a change as people read them: an embargo is a local time, not RFC 3339."""
    return tuple(_embargo(change, style)) if change.part == "embargo" else change.spans


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


def _happened(change: Change, old: Article, new: Article) -> str:
    verb = change.kind + _places(change, old, new)
    reworded = change.edited if change.kind == "moved" else not _same_words(change)
    if change.kind in ("moved", "split", "merged") and reworded:
        verb += " and changed"
    return verb + (manner(change) or (_meaning(change) if reworded else ""))


def _meaning(change: Change) -> str:
    """The facts that the change touches, or that it weighs nothing: ": number, name" or ", trivial"."""
    if change.facts:
        return f": {', '.join(dict.fromkeys(item.fact for item in change.facts))}"
    return ", trivial" if change.weight == "trivial" and change.part in READ_PARTS else ""


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


def _body(change: Change, style: Style) -> list[Piece]:
    if not change.edited:
        text = beginning(change.new_text or "")
        return broken(text if style.colour else escaped(text))
    return marked(shortened(spans_shown(change, style)), style) or [Piece("(empty)", "dim")]


def _embargo(change: Change, style: Style) -> list[Span]:
    spans = []
    if change.old_text is not None:
        spans.append(Span(op="delete", text=embargo(change.old_text, style)))
    if change.new_text is not None:
        spans.append(Span(op="insert", text=embargo(change.new_text, style)))
    return spans
