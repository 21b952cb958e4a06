"""Recognise a sentence that speaks of the story itself: "This story has been corrected", "An earlier version said".

Where the verb is, which one, and whether the sentence is about an earlier version; nothing of what it says.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from tracker.notes.counting import is_paragraph
from tracker.notes.lexicon import AUXILIARIES, EARLIER, STORY, VERBS, Form, word_set
from tracker.notes.model import Verb
from tracker.notes.tokens import Line

_FAR = 26  # words between the beginning of a sentence and its verb
_NEVER: frozenset[Verb] = frozenset({"other", "lead", "pickup", "trim"})
_ANNOUNCERS = word_set("company official source agency ministry exchange bank fund government issuer")
_DETERMINERS = frozenset({"a", "an", "the", "our", "in", "two", "several", "some"})
_DONE = AUXILIARIES - {"be", "being", "had"}
_WRONGLY = word_set("incorrectly mistakenly wrongly erroneously inadvertently improperly")
_MISTAKES = word_set("misstated misspelled misspelt misidentified misattributed misquoted mischaracterized")
_TOLD = word_set("reported said stated gave identified referred described spelled listed attributed called")
_MISTELLING = _WRONGLY | _MISTAKES | _TOLD | {"had", "has", "also"}
_NAMED = STORY | word_set("paragraph graf error typo spelling figure name date reference quote dateline byline")


class Subject(NamedTuple):
    """The verb of the sentence, and the word after it."""

    body: int
    verb: Verb | None
    form: Form | Literal["passive"]
    earlier: bool = False
    mistake: bool = False


def about_story(line: Line, at: int) -> Subject | None:
    """The verb of a sentence that begins at `at`, if the sentence is about the story and what was done to it."""
    adjective = line.word(at) if line.word(at) in EARLIER else line.word(at + 1)
    earlier = adjective in EARLIER and any(line.word(k) in STORY for k in (at + 1, at + 2, at + 3))
    earlier = earlier and (adjective == line.word(at) or line.word(at) in _DETERMINERS)
    if line.words[at] in _ANNOUNCERS and VERBS.get(line.word(at + 1), ("other", "inf"))[1] in ("s", "past"):
        return Subject(at + 2, VERBS[line.word(at + 1)][0], "s")
    found = _verb(line, at, own=earlier)
    if found and earlier and line.words[found.body - 1] in _TOLD:
        found = None  # "An earlier version gave …": what it had wrong
    if not earlier:
        return found or tells_mistake(line, at)
    if found is None:
        return Subject(_mistake_from(line, at), "correct", "past", mistake=True)
    return found._replace(earlier=True)


def tells_mistake(line: Line, at: int) -> Subject | None:
    """A sentence from `at` on that tells what a story had wrong: "… erroneously reported", "… misstated"."""
    for j in range(at, min(at + 2 * _FAR, len(line.words))):
        word = line.words[j]
        if word == "." and line.spaced(j + 1) and line.capital(j + 1) and j > at + 6:
            return None
        wrongly = word in _WRONGLY and (line.word(j - 1) in _TOLD or line.word(j + 1) in _TOLD)
        if word in _MISTAKES or wrongly:
            return Subject(j + 1 + (line.word(j + 1) in _TOLD), "correct", "past", mistake=True)
    return None


def _verb(line: Line, at: int, *, own: bool) -> Subject | None:
    """The first verb of the desk's that the story is the subject of."""
    own = own or any(line.word(k) == "this" and line.word(k + 1) in STORY for k in range(at, at + 8))
    own = own or line.words[at] in ("this", "our") or line.words[at] in STORY
    named = False
    for j in range(at, min(at + _FAR, len(line.words))):
        word = line.words[j]
        if word in (";", "...", "that") or (word == "." and line.spaced(j + 1) and line.capital(j + 1) and j > at + 6):
            return None
        named = named or word in _NAMED or is_paragraph(word)
        found = VERBS.get(word) or (("refile", "past") if word == "filed" else None)
        named = named or (word == "this" and VERBS.get(line.word(j + 1), ("other", "inf"))[1] == "s")
        if j == at or found is None or not named:
            continue
        if line.words[j - 1] in _WRONGLY or line.words[j - 1] in ("be", "being"):
            return None  # "will be updated" has not happened
        passive = _passive(line, j)
        if word == "filed" and not (own and line.word(j + 1) in ("to", "again")):
            return None
        if found[0] in _NEVER or (found[1] == "s" and found[0] == "add" and word != "adds"):
            continue
        if passive and found[1] == "past":
            return Subject(j + 1 + (line.word(j + 1) == "again"), found[0], "passive")
        if own and found[1] in ("s", "past") and not (found[1] == "s" and line.word(j - 1) in ("the", "a", "in", "of")):
            return Subject(j + 1, found[0], "past" if found[1] == "past" else "s")
    return None


def _passive(line: Line, at: int) -> bool:
    before = line.word(at - 1)
    return before in _DONE or (before.endswith("ly") and line.word(at - 2) in _DONE)


def _mistake_from(line: Line, at: int) -> int:
    """The word after "version of this story", and after "said", where the telling of the mistake begins."""
    after = min(at + 3, len(line.words))
    for j in range(at, min(at + 8, len(line.words))):
        if line.words[j] in STORY and line.word(j + 1) != "of":
            after = j + 1
            break
    while line.word(after) in _MISTELLING:
        after += 1
    return after
