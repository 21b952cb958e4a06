"""An article as a page: byline, dateline, numbered paragraphs with inserts in place, and the rest below."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from tracker.story.article import Article, Insert
from tracker.story.times import from_rfc3339
from tracker.views.layout import labelled, wrap
from tracker.views.style import BLANK, Line, Piece, Style, broken
from tracker.views.when import when
from tracker.views.words import count


def article_lines(article: Article, style: Style, *, furniture: bool = False) -> list[Line]:
    """All of an article but its headline; `furniture` adds most-read lists and related links.

    Paragraph numbers are those that desk notes count by; inserts have none.
    """
    blocks = [*_top(article, style), *_body(article, style), *_foot(article, style, furniture=furniture)]
    lines: list[Line] = []
    for block in blocks:
        lines += [BLANK, *block] if lines else block
    return lines


def _top(article: Article, style: Style) -> Iterator[list[Line]]:
    if article.byline:
        yield wrap([Piece(article.byline)], style.width)
    if article.dateline:
        margin = _margin(article)
        yield wrap([Piece(article.dateline, "dim")], style.width, lead=_indent(margin), hang=margin)


def _body(article: Article, style: Style) -> Iterator[list[Line]]:
    margin = _margin(article)
    before: dict[int, list[Insert]] = {}
    for insert in article.inserts:
        before.setdefault(insert.before, []).append(insert)
    for number, paragraph in enumerate(article.paragraphs, start=1):
        if number in before:
            yield _inserts(before[number], margin, style)
        label = f"¶{number}"
        lead = (Piece(label, "dim"), Piece(" " * (margin - len(label))))
        yield wrap(broken(paragraph), style.width, lead=lead, hang=margin)
    last = len(article.paragraphs) + 1
    if last in before:
        yield _inserts(before[last], margin, style)
    if not article.paragraphs:
        yield wrap([Piece("(no paragraphs)", "dim")], style.width)


def _inserts(inserts: list[Insert], margin: int, style: Style) -> list[Line]:
    lines: list[Line] = []
    for insert in inserts:
        if insert.kind == "bullet":
            lead, pieces = (*_indent(margin), Piece("• ")), broken(insert.text)
            lines += wrap(pieces, style.width, lead=lead, hang=margin + 2)
            continue
        subhead = insert.kind == "subhead"
        pieces = broken(insert.text, "heading") if subhead else broken(_cells_apart(insert.text))
        if insert.kind not in ("subhead", "table"):
            pieces.insert(0, Piece(f"{insert.kind}: ", "dim"))
        lines += wrap(pieces, style.width, lead=_indent(margin), hang=margin)
    return lines


def _foot(article: Article, style: Style, *, furniture: bool) -> Iterator[list[Line]]:
    rows: list[tuple[str, str]] = []
    if article.note:
        rows.append(("desk note", f"“{article.note}”"))
    if article.embargo:
        rows.append(("embargo", embargo(article.embargo, style)))
    rows += [("credit", line) for line in article.credits]
    rows += [("contact", line) for line in article.contacts]
    rows += [("copyright", article.copyright)] if article.copyright else []
    rows += [("language", article.language)] if article.language else []
    rows += [("keywords", ", ".join(article.keywords))] if article.keywords else []
    if rows:
        yield labelled([(label, [Piece(value)]) for label, value in rows], style.width)
    if article.extra:
        # The names are the source's own: they may be of any length and stand in the text, not in a column.
        pieces = [[Piece(f"{name}: ", "dim"), Piece(value)] for name, value in article.extra]
        yield [line for row in pieces for line in wrap(row, style.width, hang=4)]
    if article.furniture:
        yield _furniture(article, style, furniture=furniture)


def _furniture(article: Article, style: Style, *, furniture: bool) -> list[Line]:
    if not furniture:
        lines = count(len(article.furniture), "line")
        hidden = f"({lines} of most-read lists and related links not shown: --furniture)"
        return wrap([Piece(hidden, "dim")], style.width)
    heading = wrap([Piece("most-read lists and related links", "heading")], style.width)
    indent = _indent(2)
    rows = (wrap(broken(text), style.width, lead=indent, hang=2) for text in article.furniture)
    return [*heading, *chain.from_iterable(rows)]


def embargo(text: str, style: Style) -> str:
    """An embargo, kept as RFC 3339, for people; as it stands where it is no time."""
    try:
        return f"until {when(from_rfc3339(text), style)}"
    except ValueError:
        return text


def _cells_apart(text: str) -> str:
    """A table row with its tabs as spaces: they part cells, and are no hidden characters here."""
    return text.replace("\t", "   ")


def _margin(article: Article) -> int:
    return len(f"¶{len(article.paragraphs)}") + 2


def _indent(size: int) -> tuple[Piece, ...]:
    return (Piece(" " * size),)
