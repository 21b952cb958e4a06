"""Tell notes that say nothing of changes: embargoes, "cq", plans, contacts; and notes in other languages.

Asked only of notes in which no claim was found, or whose first word may be a noun.
"""

from __future__ import annotations

import re
from functools import cache

from tracker.notes.lexicon import word_set

_ENGLISH = word_set("the in to of and with from for on after that at by is was has no not throughout")
_FOREIGN = word_set(
    "der die das und im mit von zu zum zur des dem den ein eine el los las del con para por que le les du et avec dans"
    " sur aux och att med av til ikke og som na w z i ja em com dos nel della di gli il dei degli een het van op na ze"
    " joka on ei sekä hat wird wurde ist aus bei nach auf"
)


@cache
def _advisory() -> re.Pattern[str]:
    return re.compile(
        r"\bembargo|\b(?:hold )?for (?:immediate |global |use |release\b)|\bsperrfrist\b|\bcq\b|\bis correct\b"
        r"|\bnot for (?:public )?(?:release|use|publication)|\bnote (?:contents|language|nature)"
        r"|\b(?:language|contents?|material|images?)\b.{0,60}\b(?:objectionable|offensive|graphic|disturbing)\b"
        r"|\b(?:photos?|pictures?|graphics?|video|audio|images?|illustrations?)\b"
        r"|\bversions? (?:is |are |was )?(?:moved?|moving|planned)\b|\balso mov(?:ed|ing|es)\b|\bmoves on\b"
        r"|\b(?:only|no) (?:\w+ )?version|\balso in \w+ (?:AMs|PMs)\b|\bsummary form\b|\bno (?:AMs|PMs|separates|new)\b"
        r"|\b(?:will|to) be (?:updated|led|expanded|moved|filed|corrected)\b"
        r"|\bplanned\b|\bexpected\b|\btime set by source\b|\bfirst available\b|\bis on vacation\b|\bsee also\b"
        r"|\b(?:will|to) (?:be )?(?:follow|move)(?:ed)?\b|[\w.+-]{1,60}@[\w-]{1,60}\.\w|\+\d[\d /()-]{7,}|https?://"
        r"|\bcontacts?:|\bcall (?:the )?\w+ desk\b|\bfor (?:more|questions|inquiries)\b|\beditor'?s? note\b"
        r"|\bpackage for\b",
        re.IGNORECASE,
    )


def is_advisory(text: str) -> bool:
    """True for a note about how the story may be used, or who can be asked."""
    return _advisory().search(text) is not None


def is_foreign(words: list[str]) -> bool:
    """True where at least two words of other languages stand, and more of them than of English ones."""
    foreign = sum(word in _FOREIGN for word in words)
    return foreign >= 2 and foreign > sum(word in _ENGLISH for word in words)
