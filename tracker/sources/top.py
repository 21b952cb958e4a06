"""What stands above the first paragraph: headers, headline, byline, note, bullets, dateline.

The rest of the text goes on to the body. A line is only taken for a headline when a story follows it; a second
such line is a deck, kept as a subhead before ¶1, where a byline or dateline follows; else it belongs to the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.sources import brackets, credits, dateline, furniture, headline, inserts, notes
from tracker.sources.draft import Draft, same
from tracker.sources.fields import Stated
from tracker.sources.paragraphs import Unit

_REACH = 30
_AHEAD = 8


def read(units: Sequence[Unit], draft: Draft, given: Stated) -> list[Unit]:
    """Put what stands above the story into the draft; the units from ¶1 on, without the dateline."""
    after_byline = False
    for at, unit in enumerate(units[:_REACH]):
        text = _without_leading(unit.text, draft)
        if not text or furniture.separator(text):
            continue
        if unit.row:
            return list(units[at:])
        if after_byline and headline.writer_title(text):
            draft.byline = f"{draft.byline}, {_unmarked(text)}"
            continue
        rest = None if headline.headline(text) and not dateline.has_agency(text) else _first_paragraph(text, draft)
        if rest is not None:
            return [replace(unit, text=rest), *units[at + 1 :]] if rest else list(units[at + 1 :])
        after_byline = headline.byline(text) and draft.byline is None
        if not _aside(text, draft) and not _heading(_unmarked(text), units, at, draft, given):
            return [replace(unit, text=text), *units[at + 1 :]]
    return list(units[_REACH:])


def _without_leading(text: str, draft: Draft) -> str:
    """The text after the bracketed notes and credits that open it, which go into the draft."""
    start = 0
    while True:
        end = brackets.leading(text, start)
        inner = text[start + 1 : end - 1].strip() if end > 0 else ""
        if inner and notes.bracketed(inner):
            draft.notes.append(inner)
        elif inner and credits.bracketed(inner):
            draft.credits.append(text[start:end])
        else:
            return text[start:] if start else text
        start = end + (text[end : end + 1] == ".")
        start += text[start : start + 1] == " "


def _first_paragraph(text: str, draft: Draft) -> str | None:
    """The paragraph after its dateline (and a byline glued before it); None where no dateline opens it."""
    named = headline.glued_byline(text)
    found = dateline.split(text[named:] if named else text)
    if found is None:
        return None
    if named:
        draft.byline = text[:named].strip() if draft.byline is None else f"{draft.byline}, {text[:named].strip()}"
    draft.dateline = found[0].text
    return found[1]


def _aside(text: str, draft: Draft) -> bool:
    """Put away a text that is plainly no headline and no paragraph; False where it may be either."""
    plain = _unmarked(text)
    if furniture.header(text) or furniture.line(plain):
        draft.furniture.append(plain)
    elif headline.byline(plain):
        draft.byline = plain if draft.byline is None else f"{draft.byline}, {plain}"
    elif notes.standing(plain):
        draft.notes.append(plain)
    elif inserts.is_bullet(text):
        draft.insert("bullet", inserts.bullet(text) or text)
    elif credits.copyright_line(plain):
        draft.copyright.append(plain)
    else:
        return False
    return True


def _heading(text: str, units: Sequence[Unit], at: int, draft: Draft, given: Stated) -> bool:
    """Put away a headline or deck; False where the text is the story's own."""
    if not headline.headline(text):
        return False
    ahead = units[at + 1 : at + 1 + _AHEAD]
    opened = any(_opens_story(unit.text) for unit in ahead)
    wanted = given.headline is None or same(given.headline, text) or opened
    if draft.headline is None and wanted and _stands_apart(units, at) and any(map(_is_story, ahead)):
        draft.headline = text
        return True
    if opened and draft.headline is not None:
        draft.insert("subhead", text)
        return True
    return False


def _stands_apart(units: Sequence[Unit], at: int) -> bool:
    following = units[at + 1 : at + 2]
    return (
        units[at].alone
        or any(
            unit.text[0] in "(^["
            or unit.row
            or inserts.is_bullet(unit.text)
            or _opens_story(unit.text)
            or notes.standing(unit.text)
            for unit in following
        )
        or units[at].text[0] == "^"
    )


def _opens_story(text: str) -> bool:
    if headline.byline(text) or headline.glued_byline(text):
        return True
    found = dateline.split(text)
    return found is not None and (found[0].agency is not None or not headline.headline(text))


def _is_story(unit: Unit) -> bool:
    return len(unit.text) > 120 or not headline.headline(unit.text) or dateline.has_agency(unit.text)


def _unmarked(text: str) -> str:
    """The text without the marks of a transmission (^ before, < or = after)."""
    bare = text.strip("^<= ") if text[0] == "^" or text[-1] in "<=" else text
    return bare or text
