"""What a claim's verb was for: "refiled to fix", "corrected in the fifth paragraph to remove", "Corrects by adding".

A purpose says what was done where the verb itself only says that something was ("corrects to remove X" removes X).
Where the verb has an object of its own, that stays the claim ("Corrects reference to X to show …").
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.notes.lexicon import EARLIER, MONTHS, NAMED_PARTS, SAYING, STORY, VERBS, YIELDING, word_set
from tracker.notes.model import Verb
from tracker.notes.tokens import Line

_FILLERS = word_set(
    "published on in of at the a an and , this its our on from above again also officially as only error errors - both"
)
_SKIPPED = _FILLERS | EARLIER | STORY | MONTHS | {"."}
_READERS = frozenset({"subscribers", "clients", "recipients", "readers"})
_MOST = 4  # purposes of one claim


class Purpose(NamedTuple):
    """The verb that holds, the word where its object begins, and whether the clause tells what the text now says.

    `direct` is the word after that verb, where its places may stand before the object.
    """

    verb: Verb
    start: int
    told: bool
    direct: int


def resolve(line: Line, verb: Verb, body: int, end: int, ends: dict[int, int]) -> Purpose:
    """Follow the purposes of the clause whose verb ends before `body`.

    `ends` gives for the first word of each place the word after it.
    """
    start = direct = body
    told = False
    for _ in range(_MOST):
        at = _skip(line, start, end, ends)
        start = end if at >= end else start
        following = _following(line, at, end) if at < end else None
        if following is None:
            if at < end and line.words[at] == "with" and verb in ("refile", "correct"):
                verb, start = "add" if verb == "refile" else verb, at + 1
            break
        inner, after, told = following
        if verb == "update" and inner != "correct" and any(body <= place < at for place in ends):
            break  # "Updates throughout to add" updates throughout
        if at == start and verb not in YIELDING:
            told = False
            break  # "adds to" something, and no purpose
        start = after
        if verb in YIELDING and (not told or inner == "clarify" or verb == "refile"):
            verb, direct = inner, after
        if told or verb not in YIELDING:
            break
    if verb == "refile" and start == body and not any(word in _READERS for word in line.words[body:end]):
        verb = "correct"  # something is said of what was refiled
    return Purpose(verb, start, told, direct)


def _skip(line: Line, at: int, end: int, ends: dict[int, int]) -> int:
    """The first word from `at` that is no place, no mention of the story and no filler."""
    words = line.words
    while at < end:
        word = words[at]
        if at in ends:
            at = ends[at]
        elif word in _SKIPPED or word.removesuffix("'s") in MONTHS or _day(line, at) or _sent(word):
            at += 1
        else:
            break
    return at


def _sent(word: str) -> bool:
    """The number of a transmission: "a0527"."""
    return len(word) == 5 and word[0].isalpha() and word[1:].isdecimal()


def _day(line: Line, at: int) -> bool:
    around = (line.word(at - 1), line.word(at + 1))
    word = line.words[at]
    return word.isdecimal() and (
        any(near in MONTHS or near == "." for near in around) or (len(word) == 4 and around[0].isdecimal())
    )


def _following(line: Line, at: int, end: int) -> tuple[Verb, int, bool] | None:
    """The verb after a "to" or "by" at `at`, the word after it, and whether it says what the text now says."""
    word = line.words[at]
    if word not in ("to", "by") or at + 1 >= end:
        return None
    at += 1 + (line.words[at + 1].endswith("ly"))
    word = line.word(at)
    if word == "make" and "clear" in (line.word(at + 1), line.word(at + 2)):
        return "clarify", at + 2 + (line.word(at + 2) == "clear"), True
    if word in SAYING:
        return "correct", at + 1, True
    found = VERBS.get(word)
    if found is None or word in NAMED_PARTS or (word == "lead" or found[0] == "pickup"):
        return None
    return ("correct" if found[0] == "other" and word == "conform" else found[0]), at + 1, False
