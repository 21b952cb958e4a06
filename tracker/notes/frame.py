"""Take off what stands around a desk note: brackets, "Eds:", slugs of versions, the wraps of a telex line.

The words of the note itself are left as they are, hostile characters included.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tracker.notes.lexicon import VERBS
from tracker.notes.model import Verb

_BRACKETS = {"(": ")", "[": "]", "（": "）", "{": "}", "<": ">"}
_MOST = 4  # prefixes before one note


class Framed(NamedTuple):
    """The note without its frame, and the verb that a label gave it ("UPDATES:")."""

    text: str
    label: Verb | None


@cache
def _wrapped() -> re.Pattern[str]:
    return re.compile(r"[ \t]*[\r\n][ \t\r\n]*|[ \t]{2,}")


@cache
def _prefix() -> re.Pattern[str]:
    rank = r"\d{1,2}(?:st|nd|rd|d|th)"
    return re.compile(
        r"(?:[*^•=_<>-]+ ?)?(?:"
        r"(?i:eds|attn:? eds|attention editors|editors|note to editors|editor['’]?s['’]? notes?|editorial note"
        r"|notes?|trash ?line|desk note|ed ?note)\s?[:.–—-]\s*"
        rf"|\^?(?:AM|PM|BC|AP)-{{1,2}}[^\s:;]{{1,60}}[^:;.\n]{{0,60}}?(?:[Ww]ritethru|Ld|Lead|LD)\b[^:;.<\n]{{0,30}}[:;.<]\s*"
        rf"|(?:{rank} ?)?(?:(?:Ld|LD|Lead|lead|LEAD)[- ]{{0,3}})?[Ww]ritethru\b(?:, ?[a-z]?\d{{2,5}})?\s?[,:.<–-]+\s*"
        rf"|{rank} (?:Ld|LD|Lead|LEAD)\s?[,:.–-]+\s*"
        r"|(?P<label>(?i:updates|updated|update|corrects|corrected|correction|corrections|clarification|clarifies|adds"
        r"|recasts|recast|refiles|refiled|corrective))\s?(?::|\s[–—-])\s*)"
    )


_LABELS: dict[str, Verb] = {
    "correction": "correct",
    "corrections": "correct",
    "corrective": "correct",
    "clarification": "clarify",
}


def unframe(text: str) -> Framed:
    """Take the brackets, prefixes and labels off a note, and the full stop at its end."""
    text = text.strip()
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        text = _wrapped().sub(" ", text)
    text = _unbracket(text)
    label: Verb | None = None
    for _ in range(_MOST):
        match = _prefix().match(text)
        if match is None or match.end() == len(text):
            break
        label = _label(match["label"]) if match["label"] else label
        text = _unbracket(text[match.end() :])
    return Framed(text, label)


def _label(word: str) -> Verb:
    word = word.lower()
    return _LABELS.get(word) or VERBS[word][0]


def _unbracket(text: str) -> str:
    """The inside of the brackets around the whole text; of one bracket whose other is missing."""
    for _ in range(_MOST):
        closing = _BRACKETS.get(text[:1])
        if closing is None:
            break
        inner = text[1:].rstrip(" .")
        if inner.endswith(closing) and closing not in inner[:-1]:
            text = inner[:-1].strip()
        elif closing not in inner:
            text = text[1:].strip()
        else:
            break
    if text.endswith(")") and "(" not in text:
        text = text[:-1].rstrip()
    return text
