"""Recognising a headline and a byline above a story. Where they may stand is for the wire reader."""

from __future__ import annotations

import re

from tracker.sources import brackets

LONGEST = 200
_END_OF_SENTENCE = ".:;,。：；，…"
_SENTENCE_ENDS = tuple('.!?”"')
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z](?:\.[A-Z])*|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|Bros|Dept|Gov|St|No|vs|Calif|Ill|Mass))\.$"
)
_BYLINE = re.compile(r"\^?(?P<by>By|BY|by|Von|VON|Par|PAR|Por|POR|Di|Door|Af|Av)\s+(?=[^\W\d_a-z])")
_JOINING_WORDS = "and und et y e de da di del der den van von la le al el bin ibn for in at of the with & to"
_JOINING = frozenset(_JOINING_WORDS.split())
_TITLE = re.compile(
    r"\^?(?:(?:The )?Associated Press|AP|Reuters|Bloomberg(?: News)?|The Canadian Press|UPI|dpa)?\s?"
    r"(?:(?:[A-Z]\w+ ){0,3}(?:Writer|Correspondent|Editor|Reporter|Columnist|Analyst))?\s?[=<]?$"
)
_AGENCY = re.compile(r"\((?:Reuters|AP|dpa|Bloomberg|AFP)\b")


def headline(text: str) -> bool:
    """True for a text that can be a headline: one short line that does not end as a sentence does."""
    if not 2 <= len(text) <= LONGEST or text[0] in "•*" or not any(map(str.isalpha, text)):
        return False
    if text[0] in "([" and not 0 < brackets.leading(text) < len(text):  # "(CORRECTED)-FLOOD KILLS 41" is one
        return False
    if text[-1] in _END_OF_SENTENCE:
        return _ABBREVIATED.search(text) is not None
    if text[-1] == ")":  # a bracket after a whole sentence makes no headline of it
        return text[: brackets.trailing(text, len(text))].rstrip()[-1:] not in _SENTENCE_ENDS
    return not text.endswith((".”", '."', ".''"))


def byline(text: str) -> bool:
    """True for a line that names the writers and says nothing else ("By Jane Doe and John Roe")."""
    match = _BYLINE.match(text) if len(text) <= 160 else None
    if match is None or (text[-1] in '.?!:;”"' and not _ABBREVIATED.search(text)):
        return False
    words = text[match.end() :].rstrip("=< ").replace(",", " ").replace("/", " ").split()
    if len(words) > (4 if match["by"] == "Di" else 16):
        return False
    return all(not word[0].islower() or word in _JOINING or word == "dpa" for word in words)


def writer_title(text: str) -> bool:
    """True for the line under a byline that says what the writer is ("Associated Press Writer")."""
    return 1 < len(text) <= 60 and _TITLE.match(text) is not None


def glued_byline(text: str) -> int:
    """The offset after a byline glued to the dateline that follows it ("By Jane Roe CARACAS (AP)"); 0 for none."""
    opening = text.find("(", 0, LONGEST) if text.startswith("By ") else -1
    if opening < 0 or not _AGENCY.match(text, opening):
        return 0
    at = 3
    for word in text[3:opening].split():
        if word[0].islower() and word.rstrip(",") not in _JOINING:
            return 0
        if word == word.upper() and sum(map(str.isalpha, word)) >= 3:
            break  # the place begins
        at += len(word) + 1
    return at if at > 3 else 0
