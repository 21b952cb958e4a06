"""Desk notes and credits glued to the end of a paragraph, or standing in the middle of one, taken out of it."""

from __future__ import annotations

import re

from tracker.sources import brackets, credits, notes
from tracker.sources.draft import Draft

_MOST_LIFTED = 20
_LIFTABLE = re.compile(r"\((?=This |Correct|An? (?:earlier|previous)|Adds |Updates |Refile)")
_LAST_NOTE = re.compile(r"[.!?”\"')] ?(?=[-–—]+ ?(?:[Cc]orrects|Refiles|Clarifies|Company corrects)\b)")
_SENTENCE_END = frozenset(".!?…。！？”\"’'»)）]_-—*")
_CLOSERS = ")]）］"


def take_out(text: str, draft: Draft) -> str:
    """The paragraph without the notes and credits in it; these go into the draft in the order printed."""
    if "(" in text or text[-1] in _CLOSERS:
        text = _lift(_peel(text, draft), draft)
    end = text[-300:]
    if "ing by " in end:
        at = credits.trailing(text)
        if at >= 0:
            draft.credits.append(text[at:].strip())
            text = text[:at].rstrip()
    if "orrects " in end or "efiles " in end or "larifies " in end:
        last = _LAST_NOTE.search(text, max(0, len(text) - 400))
        if last:
            draft.notes.append(text[last.end() :].lstrip("-–— "))
            text = text[: last.end()].rstrip()
    return text


def _peel(text: str, draft: Draft) -> str:
    """Take off the bracketed groups at the end for as long as they are notes, credits or addresses."""
    found: list[tuple[list[str], str]] = []
    end = len(text)
    while end:
        stop = end - 1 if text.endswith(").", 0, end) else end
        start = brackets.trailing(text, stop)
        if start < 0:
            break
        place = _place(text, start, stop, draft)
        if place is None:
            break
        found.append(place)
        end = start - 1 if text[start - 1 : start] == " " else start
    for pile, piece in reversed(found):
        pile.append(piece)
    return text[:end] if found else text


def _place(text: str, start: int, end: int, draft: Draft) -> tuple[list[str], str] | None:
    inner = text[start + 1 : end - 1].strip()
    if not inner:
        return None
    if credits.bracketed(inner):
        return draft.credits, text[start:end]
    if _after_sentence(text, start) and notes.bracketed(inner):
        return draft.notes, inner
    if (start == 0 or text.startswith("((", start)) and credits.address(inner):
        return draft.contacts, text[start:end]
    return None


def _lift(text: str, draft: Draft) -> str:
    """Take out bracketed notes that stand between two sentences, as in copy whose paragraphs were glued."""
    pieces, done = [], 0
    for count, match in enumerate(_LIFTABLE.finditer(text)):
        start = match.start()
        end = brackets.leading(text, start) if count < _MOST_LIFTED and start >= done else -1
        if end < 0 or not _after_sentence(text, start) or not notes.bracketed(text[start + 1 : end - 1].strip()):
            continue
        draft.notes.append(text[start + 1 : end - 1].strip())
        pieces.append(text[done:start].strip())
        done = end
    pieces.append(text[done:].strip() if pieces else text)
    return " ".join(piece for piece in pieces if piece)


def _after_sentence(text: str, at: int) -> bool:
    """True where a sentence has ended (or none has begun) before an offset."""
    before = text[max(0, at - 2) : at].rstrip()
    return not before or before[-1] in _SENTENCE_END
