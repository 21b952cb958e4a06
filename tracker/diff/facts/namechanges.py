"""Decide whether two names that differ name others, or one by another form; and whether a hint of a name is one.

Names are read in `names`; here the rest of the text, and of the story, is asked what it knows.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.diff.facts import lexicon
from tracker.diff.facts.headwords import is_listed
from tracker.diff.facts.lexicon import GIVEN, PLACE, WORD
from tracker.diff.facts.names import plain
from tracker.diff.facts.pairing import Pair
from tracker.diff.facts.reading import Side
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import flags_of
from tracker.diff.facts.styles import capitalised_within

_LOOKED_UP = 20_000  # characters of a text, and
_LOOK_UPS = 24  # names of one change, for which evidence is looked for in it
_RESPELT = 0.7  # the likeness of two spellings of one name
_LONGEST = 64  # letters of a name that are compared
_COMMON_ENDS = ("ing", "ed", "ly", "tion", "ment", "ness", "ity", "able", "ism", "ist", "ish", "ous", "ful", "ance")
_INFLECTIONS = frozenset({"s", "es", "ed", "d", "ing", "er", "ers", "n", "ly"})


class NameJudge:
    """Judges the names of one change; `context` are texts that show which words are names."""

    __slots__ = ("_context", "_left", "_new", "_old")

    def __init__(self, old: Side, new: Side, context: Sequence[str]) -> None:
        self._old, self._new = old, new
        self._context = context
        self._left = _LOOK_UPS

    def is_change(self, pair: Pair) -> bool:
        """Whether one name became another, or a name came or went that the other text does not have."""
        old, new = pair.old, pair.new
        if old and new:
            if old.soft and new.soft and not _respelt(old, new):
                proved = self._proved(old, self._old.text) and self._proved(new, self._new.text)
                return proved or (self._is_strange(old, self._old) and self._is_strange(new, self._new))
            return not (_stands_for(self._old.text, old, new) or _stands_for(self._new.text, new, old))
        mention, text, other = (old, self._old.text, self._new.text) if old else (new, self._new.text, self._old.text)
        if mention is None or (mention.soft and not self._proved(mention, text)):
            return False
        return not other or not self._known(text[mention.start : mention.end], other)

    def _proved(self, mention: Mention, text: str) -> bool:
        """Whether a word that may be a name is capitalised inside a sentence elsewhere."""
        word = text[mention.start : mention.end]
        if "nouns" in (self._old.style, self._new.style):
            return False
        if word.isupper():
            word = word.title()
        own = [side.text for side in (self._old, self._new) if side.style == "sentence" and side.text]
        for place in (*own, *self._context):
            if self._left <= 0:
                return False
            self._left -= 1
            if capitalised_within(word, place[:_LOOKED_UP]):
                return True
        return False

    def _is_strange(self, mention: Mention, side: Side) -> bool:
        """Whether a word is none that opens sentences or stands in headlines, so that it must be a name."""
        if side.style == "nouns" or len(mention.key) < 4 or not mention.key.isascii() or self._left <= 0:
            return False
        self._left -= 1
        words = side.text[mention.start : mention.end].lower().replace("-", " ").split()
        return not any(_may_be_plain(word) for word in words)

    def _known(self, name: str, text: str) -> bool:
        """Whether the other text has the name as well: who is called "he" there is still the same."""
        if self._left <= 0:
            return False
        self._left -= 1
        text = text[:_LOOKED_UP].casefold()
        return name.casefold() in text or name.rpartition(" ")[2].casefold() in text.split()


def _may_be_plain(word: str) -> bool:
    plural = word.endswith("s") and not word.endswith(("ss", "is", "us", "os", "as"))
    return (
        plural or word.endswith(_COMMON_ENDS) or bool(flags_of([word])[0] & ~(WORD | PLACE | GIVEN)) or is_listed(word)
    )


def same_name(one: Mention, other: Mention) -> bool:
    """Whether two names are one: spelt alike, and not "Acme Corp" beside "Acme Ltd"."""
    return one.key == other.key and not (one.words and other.words and one.words != other.words)


def _respelt(old: Mention, new: Mention) -> bool:
    """Whether two words that may be names are likely to be two spellings of one."""
    one, other = sorted((old.key, new.key), key=len)
    if len(one) < 3 or (other.startswith(one) and other[len(one) :] in _INFLECTIONS):
        return False
    return plain(one) == plain(other) or alike(one, other)


def alike(one: str, other: str) -> bool:
    """Whether two words are likely to be spellings of one."""
    from rapidfuzz.distance import OSA

    return float(OSA.normalized_similarity(one[:_LONGEST], other[:_LONGEST])) >= _RESPELT


def _stands_for(text: str, full: Mention, short: Mention) -> bool:
    """Whether a name is the initials of the other: "World Health Organization", "WHO"."""
    if not 2 <= len(short.key) <= 6 or len(full.key) <= len(short.key) + 2:
        return False
    words = text[full.start : full.end].replace("-", " ").split()
    capitals = "".join([word[0] for word in words if word[0].isupper()]).lower()
    every = "".join([word[0] for word in words if word[0].isalpha() and word.lower() != "the"]).lower()
    return len(words) > 1 and short.key in {lexicon.ALIASES.get(capitals, capitals), every}
