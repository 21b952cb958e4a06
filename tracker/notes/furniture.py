"""Tell what stands in a text without being part of the story: the desk note itself, a byline, a sign-off.

Readers set them apart; where a source gives text alone they stand among the paragraphs, and are no news there.
"""

from __future__ import annotations

import re
from functools import cache

_LONGEST = 2_000  # characters of a note that is looked for
_PIECE = 12  # characters; a shorter piece of a note may be anything
_GLANCE = 5  # characters of text that may be such a piece which are looked for first
_SHORT = 200  # characters of a byline or sign-off


def bare_note(note: str) -> str | None:
    """A note as `without` wants it: without its brackets; None for one that is too short or too long to look for."""
    bare = " ".join(note.split()).strip("()[] ") if len(note) <= _LONGEST else ""
    return bare if len(bare) >= _PIECE else None


def may_hold(note: str, *texts: str | None) -> bool:
    """Whether one of some texts may hold a note (`bare_note`), or be a piece of it, as far as a glance shows."""
    opening = note[:_PIECE]
    return any(
        text and (opening in text or (len(text) < len(note) and text.lstrip("([ ")[:_GLANCE] in note)) for text in texts
    )


def without(text: str | None, note: str) -> str | None:
    """`text` without a note (`bare_note`) in its brackets; None where nothing is left, or it is a piece of the note."""
    if not text:
        return text
    if len(text) < len(note):
        is_piece = len(text) >= _PIECE and " ".join(text.split()).strip("()[] ") in note
        return None if is_piece else text
    if note[:_PIECE] not in text:
        return text
    words = " ".join(text.split())
    start = words.find(note)
    if start < 0:
        return text
    before, after = words[:start].rstrip("([ "), words[start + len(note) :].lstrip(".)] ")
    return f"{before} {after}".strip() or None


def stands_in(note: str, text: str | None, span: tuple[int, int]) -> bool:
    """Whether a note (`bare_note`) stands in a text just where `span` is, or around it."""
    if not text or span[0] == span[1] or note[:_PIECE] not in text:
        return False
    at = text.find(note, max(0, span[0] - len(note)), span[1] + len(note))
    return at >= 0 and at <= span[0] and span[1] <= at + len(note)


def is_furniture(old: str | None, new: str | None) -> bool:
    """Whether what went and came is a byline or a sign-off line, or differs in nothing else."""
    old, new = old or "", new or ""
    if max(len(old), len(new)) > _SHORT:
        return False
    if not (old and new) and (old or new)[:3] in ("By ", "BY ") and _byline().fullmatch(new or old):
        return True
    return _without_sign_off(old) == _without_sign_off(new)


def _without_sign_off(text: str) -> str:
    match = _sign_off().search(text) if "ing b" in text or "ing B" in text or "Reuter" in text else None
    return (text[: match.start()] if match else text).strip(" ;,.()[]\n")


@cache
def _sign_off() -> re.Pattern[str]:
    return re.compile(r"\b(?:(?:Additional |Further )?(?:[Rr]eporting|[Ww]riting|[Ee]diting) [Bb]y\b|Reuters?\W*$)")


@cache
def _byline() -> re.Pattern[str]:
    name = r"[^\W\d_a-z][\w.'’-]*"
    return re.compile(rf"(?:By|BY) {name}(?:(?:,? and |, | ){name}){{0,7}},?")
