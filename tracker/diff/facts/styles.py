"""How far capitals prove a name in a text: inside a sentence, in a headline, in capitals throughout, in German.

Looks at the text alone; which words are names is read in `names`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from tracker.diff.facts import lexicon
from tracker.diff.facts.wordlist import word_set

Style = Literal["sentence", "title", "capitals", "nouns"]

TITLED = frozenset({"headline", "subhead", "bullet", "table"})

_SAMPLE = 600  # characters from which the style of capitals, and an unstated language, are guessed
_LOOK_BACK = 6  # signs skipped between a sentence's end and its first word
_SKIPPED = frozenset(" \t\u00a0\"'“”‘’„«»([{*•^`_|>-–—\u2003\u2002")
_ENDS = frozenset("!?…:;\n。！？")
_TITLE_SHARE = 0.75  # of the longer words of a headline with capitals, from which capitals prove nothing
_GERMAN = word_set(
    "der das und ist nicht von mit ein eine einem einer einen den dem im zum zur auf sich wurde für es bei nach aus"
    " dass keine kein"
)
_GERMAN_CLUES = (" der ", " das ", " und ", " von ", " ein", " kein", " nicht ", " ist ", " dem ", " den ")


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[^\W_]+")


@cache
def _last_word() -> re.Pattern[str]:
    return re.compile(r"[\s(\"“‘'-]")


def style_of(*texts: str, part: str, language: str | None) -> Style:
    """How far capitals prove a name in these texts, by their beginnings."""
    text = " ".join([text[:_SAMPLE] for text in texts if text])
    if text.isupper():
        return "capitals"
    if part in TITLED and _in_title_case(text):
        return "title"
    if language is None:
        return "nouns" if _looks_german(text) else "sentence"
    return "nouns" if language[:2].lower() in {"de", "lb"} else "sentence"


def _looks_german(text: str) -> bool:
    if not any(map(text.__contains__, _GERMAN_CLUES)):
        return False
    return len(_GERMAN.intersection(_words().findall(text.lower()))) > 1


def _in_title_case(text: str) -> bool:
    words = [word for word in text.split()[1:] if len(word) > 3 and word[0].isalpha()]
    return len(words) > 1 and sum(word[0].isupper() for word in words) >= _TITLE_SHARE * len(words)


def starts_sentence(text: str, start: int) -> bool:
    """Whether the word at `start` is the first of its sentence."""
    at = start - 1
    while at >= 0 and start - at <= _LOOK_BACK and text[at] in _SKIPPED:
        if text[at] in "-–—_" and text[max(0, at - 3) : at].rstrip().endswith(")"):
            return True  # after a dateline
        at -= 1
    if at < 0 or text[at] in _ENDS:
        return True
    if text[at] in "-–—_\"'“”‘’ ":
        return False
    return text[at] == "." and not _abbreviated(text, at)


def _abbreviated(text: str, stop: int) -> bool:
    word = _last_word().split(text[max(0, stop - 12) : stop])[-1]
    return (len(word) == 1 and word.isupper()) or word.lower() in lexicon.ABBREVIATIONS


def capitalised_within(word: str, text: str) -> bool:
    """Whether `word` stands capitalised inside a sentence of `text`; looks at a few places only."""
    at = -1
    for _ in range(8):
        at = text.find(word, at + 1)
        if at < 0:
            return False
        end = at + len(word)
        whole = not text[end : end + 1].isalpha() and at > 1 and text[at - 1] == " "
        if whole and (text[at - 2].islower() or text[at - 2] in ",0123456789"):
            return True
    return False
