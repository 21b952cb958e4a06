"""The body of a story, from ¶1 on: paragraphs, and what desks do not count among or after them."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.sources import credits, ends, furniture, inserts, marks, notes
from tracker.sources.draft import Draft
from tracker.sources.paragraphs import Unit

_PLAIN_LENGTH = 160


def read(units: Sequence[Unit], draft: Draft) -> None:
    """Put every unit of the body into the draft."""
    tail = _tail(units)
    at = 0
    while at < len(units):
        text = units[at].text
        if units[at].row:
            draft.insert("table", text)
        elif at < tail and len(text) > _PLAIN_LENGTH and not marks.odd(text):
            _paragraph(text, draft)  # long, and it begins as nothing but text does
        elif credits.contact(text):
            at = _contacts(units, at, draft)
            continue
        elif furniture.list_head(text):
            at = _titles(units, at, draft)
            continue
        elif not _aside(text, draft) and not (at >= tail and _ending(text, draft)):
            _subhead_or_paragraph(units, at, draft)
        at += 1


def _tail(units: Sequence[Unit]) -> int:
    """Where the end matter begins: the first unit of the last run that holds no paragraph."""
    at, trial = len(units), Draft()
    while at and _is_ending(units[at - 1].text, units[at - 2].text if at > 1 else "", trial):
        at -= 1
    return at


def _is_ending(text: str, before: str, trial: Draft) -> bool:
    if text[0] in "([（" and not ends.take_out(text, trial):
        return True
    if _aside(text, trial) or _ending(text, trial) or credits.contact(text):
        return True
    return bool(before) and credits.contact_goes_on(text, before)


def _aside(text: str, draft: Draft) -> bool:
    """Put away what is no paragraph wherever it stands; False for the rest."""
    mark = text[0]
    if furniture.separator(text):
        return True
    if inserts.is_bullet(text):
        draft.insert("bullet", inserts.bullet(text) or text)
    elif mark in "©(C" and credits.copyright_line(text):
        draft.copyright.append(text)
    elif credits.credit(text):
        draft.credits.append(text)
    elif furniture.line(text):
        draft.furniture.append(text)
    elif mark in "^E" and notes.opens(text.lstrip("^")):
        draft.notes.append(text.strip("^<= "))
    else:
        return False
    return True


def _ending(text: str, draft: Draft) -> bool:
    """Put away what ends a story only where nothing but such things follows: sign-offs, notes without brackets."""
    bare = text.lstrip("-–— ")
    if credits.sign_off(text):
        draft.contacts.append(text)
    elif bare and notes.standing(bare):
        draft.notes.append(bare)
    else:
        return False
    return True


def _contacts(units: Sequence[Unit], at: int, draft: Draft) -> int:
    """Put away contact lines and the lines that continue them; the offset of the first unit after them."""
    draft.contacts.append(units[at].text)
    following = at + 1
    while following < len(units):
        text = units[following].text
        if credits.contact(text) or _special(text) or not credits.contact_goes_on(text, units[following - 1].text):
            break
        draft.contacts.append(text)
        following += 1
    return following


def _titles(units: Sequence[Unit], at: int, draft: Draft) -> int:
    """Put away a list of other stories under its heading; the offset of the first unit after it."""
    draft.furniture.append(units[at].text)
    following = at + 1
    while following < min(len(units), at + 1 + furniture.MOST_TITLES):
        text = units[following].text
        item = inserts.bullet(text) or text
        if units[following].row or _special(item) or not furniture.title(item):
            break
        draft.furniture.append(item)
        following += 1
    return following


def _special(text: str) -> bool:
    return _aside(text, Draft()) or credits.contact(text) or credits.sign_off(text) or furniture.list_head(text)


def _subhead_or_paragraph(units: Sequence[Unit], at: int, draft: Draft) -> None:
    if _is_subhead(units, at):
        draft.insert("subhead", units[at].text)
    else:
        _paragraph(units[at].text, draft)


def _is_subhead(units: Sequence[Unit], at: int) -> bool:
    """True for a subhead-like unit that stands alone with a paragraph right after it."""
    if not units[at].alone or at + 1 >= len(units) or not inserts.subhead(units[at].text):
        return False
    after = units[at + 1]
    return not after.row and (len(after.text) > 120 or after.text[-1] in ".!?”\"’'…。")


def _paragraph(text: str, draft: Draft) -> None:
    text = ends.take_out(text, draft)
    if text:
        draft.paragraphs.append(text)
