"""Tell what stands in a text without being part of the story: the desk note itself, a byline, a sign-off.

Readers set them apart; where a source gives text alone they stand among the paragraphs, and are no news there.
"""

from __future__ import annotations

import re
from functools import cache

_LONGEST = 2_000  # characters of a note that is looked for
_PIECE = 12  # characters; a shorter piece of a note may be anything
_SHORT = 200  # characters of a byline or sign-off


def bare_note(note: str) -> str | None:
    """A note as `without` wants it: without its brackets; None for one that is too short or too long to look for."""
    bare = " ".join(note.split()).strip("()[] ") if len(note) <= _LONGEST else ""
    return bare if len(bare) >= _PIECE else None


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


def is_furniture(old: str | None, new: str | None) -> bool:
    """Whether what went and came is a byline or a sign-off line, or differs in nothing else."""
    old, new = old or "", new or ""
    if max(len(old), len(new)) > _SHORT:
        return False
    if not (old and new) and _byline().fullmatch(new or old):
        return True
    return _without_sign_off(old) == _without_sign_off(new)


def _without_sign_off(text: str) -> str:
    match = _sign_off().search(text)
    return (text[: match.start()] if match else text).strip(" ;,.()[]\n")


@cache
def _sign_off() -> re.Pattern[str]:
    return re.compile(r"\b(?:(?:Additional |Further )?(?:[Rr]eporting|[Ww]riting|[Ee]diting) [Bb]y\b|Reuters?\W*$)")


@cache
def _byline() -> re.Pattern[str]:
    name = r"[^\W\d_a-z][\w.'’-]*"
    return re.compile(rf"(?:By|BY) {name}(?:(?:,? and |, | ){name}){{0,7}},?")
