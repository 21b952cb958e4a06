"""Decide which negations and hedges changed: one that came or went, or that now denies another word.

Which words are negations is read in `cues`.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.diff.facts import cuewords
from tracker.diff.facts.pairing import Pair, pairs
from tracker.diff.facts.reading import Side
from tracker.diff.facts.regions import Line, Mention, clusters
from tracker.diff.facts.styles import starts_sentence
from tracker.diff.facts.wordlist import word_set

_SENTENCE = 40  # characters; a shorter insertion is hardly a sentence of its own
_SENTENCE_ENDS = (".", "!", "?", "”", '"', "'", "。", "」")
_LOOKED_AT = 400  # characters of a text, around a negation, in which its verb is looked for
_AHEAD = 80  # characters after a negation in which what it denies is looked for
_STEM = 4  # letters that two forms of one word share
_FEW = 12  # negations of one change that are looked at for another word denied
_SIGNS = ".,;:!?\"'“”’()"
# Between a negation and what it denies.
_BETWEEN = word_set(
    "be been being have yet also only to the a an any so immediately really ever actually all in of"
    " even quite yet that this"
)
_BASES = {
    "said": "say", "did": "do", "done": "do", "went": "go", "gone": "go", "took": "take", "taken": "take",
    "made": "make", "got": "get", "came": "come", "gave": "give", "given": "give", "knew": "know", "saw": "see",
    "seen": "see", "found": "find", "left": "leave", "paid": "pay", "held": "hold", "told": "tell", "won": "win",
    "lost": "lose", "met": "meet", "sold": "sell", "bought": "buy", "began": "begin", "broke": "break", "fell": "fall",
    "felt": "feel", "kept": "keep", "meant": "mean", "sent": "send", "stood": "stand", "thought": "think",
    "brought": "bring", "led": "lead", "ran": "run", "wrote": "write", "rose": "rise",
}  # fmt: skip


def negation_changes(line: Line, old: Side, new: Side) -> list[Pair]:
    """The negations and hedges that came, went, became others, or deny another word than before; in order."""
    if line.lone:
        if _is_sentence(old.text or new.text):
            return []
        lone = [Pair(cue, None) for cue in old.cues] or [Pair(None, cue) for cue in new.cues]
        return [pair for pair in lone if not _says_nothing(line, pair)]
    if [cue.key for cue in old.cues] == [cue.key for cue in new.cues]:
        return [
            Pair(_with_object(old, one), _with_object(new, other))
            for one, other in zip(old.cues[:_FEW], new.cues[:_FEW], strict=True)
            if _denies_other(old, one, new, other)
        ]
    found = clusters(line, old.cues, new.cues)
    return [
        pair
        for pair in pairs(line, found, moves=False)
        if (pair.old and pair.new) or not (_in_whole_sentence(line, pair) or _says_nothing(line, pair))
    ]


def _says_nothing(line: Line, pair: Pair) -> bool:
    """ "Not only" that came or went whole denies nothing, but "not" before a standing "only" does."""
    mention = pair.new or pair.old
    if mention is None or mention.key != "not only":
        return False
    hunks = [(h.new_start, h.new_end) if pair.new else (h.old_start, h.old_end) for h in line.hunks]
    return any(start <= mention.start and mention.end <= end for start, end in hunks)


def _is_sentence(text: str) -> bool:
    return len(text.strip()) > _SENTENCE and text.rstrip().endswith(_SENTENCE_ENDS)


def _in_whole_sentence(line: Line, pair: Pair) -> bool:
    """Whether the only difference around a negation is that a sentence came or went."""
    mention = pair.new or pair.old
    text = line.new_text if pair.new else line.old_text
    for hunk in line.hunks:
        start, end, other = hunk.old_start, hunk.old_end, hunk.new_end - hunk.new_start
        if pair.new:
            start, end, other = hunk.new_start, hunk.new_end, hunk.old_end - hunk.old_start
        if mention and start <= mention.start < end:
            piece = text[start:end]
            return not other and _is_sentence(piece) and starts_sentence(text, end - len(piece.lstrip()))
    return False


def _denies_other(old: Side, one: Mention, new: Side, other: Mention) -> bool:
    """Whether a negation that stands in both texts denies a word in one that the other states.

    "He did not say he did it", "he said he did not do it": "say" and "do" stand in both.
    """
    here, there = _denied(old.text, one), _denied(new.text, other)
    if not here or not there:
        return False
    if _stem(here) == _stem(there):
        return _turns(old.text, one, new.text, other, _stem(here))
    return _states(new.text, other, here) and _states(old.text, one, there)


def _turns(old: str, one: Mention, new: str, other: Mention, stem: str) -> bool:
    """Whether a word that both texts state and deny is denied first in one and stated first in the other."""
    before = _stems(old[max(0, one.start - _LOOKED_AT) : one.start]).count(stem)
    after = _stems(new[max(0, other.start - _LOOKED_AT) : other.start]).count(stem)
    if before == after:
        return False
    return all(
        _stems(text[max(0, cue.start - _LOOKED_AT) : cue.end + _LOOKED_AT]).count(stem) == 2
        for text, cue in ((old, one), (new, other))
    )


def _stems(text: str) -> list[str]:
    return [_stem(word.strip(_SIGNS).lower()) for word in text.split()]


def _denied(text: str, cue: Mention) -> str:
    """The word that a negation denies: the first after it that has a meaning of its own; "" for none."""
    for word in text[cue.end : cue.end + _AHEAD].split()[:4]:
        low = word.strip(_SIGNS).lower()
        if low and low not in _BETWEEN:
            return low if word[-1].isalpha() or low.isalpha() else ""
    return ""


def _stem(word: str) -> str:
    return _BASES.get(word, word)[:_STEM]


def _states(text: str, cue: Mention, word: str) -> bool:
    """Whether a text has the word near a negation, but not right after it."""
    around = text[max(0, cue.start - _LOOKED_AT) : cue.start] + " " + text[cue.end : cue.end + _LOOKED_AT]
    return _stem(word) in _stems(around)


def _with_object(side: Side, cue: Mention) -> Mention:
    """A negation with the word it denies, to be shown."""
    denied = _denied(side.text, cue)
    after = side.text[cue.end : cue.end + _AHEAD]
    at = after.lower().find(denied)
    return cue._replace(end=cue.end + at + len(denied)) if at >= 0 and len(after.lower()) == len(after) else cue


def negated_words(old: Sequence[str], new: Sequence[str]) -> tuple[str, str] | None:
    """A word that gained or lost a negating prefix ("legal", "illegal"), as old word and new; None for none."""
    for gone, come in ((set(old), new), (set(new), old)):
        there = set(come)
        for place, longer in enumerate(come):
            if longer in gone or not (longer.startswith(cuewords.NEGATING_PREFIXES) or longer.endswith("less")):
                continue
            if longer == "non" and place + 1 < len(come) and come[place + 1] in gone:
                return ("non", come[place + 1]) if come is old else (come[place + 1], "non")
            for word in _positives(longer):
                if word in gone and word not in there:
                    return (longer, word) if come is old else (word, longer)
    return None


def _positives(word: str) -> list[str]:
    """What a word can be the negation of: "legal" for "illegal", "painful" for "painless"."""
    found = []
    for prefix in cuewords.NEGATING_PREFIXES:
        size = len(word) - len(prefix)
        if word.startswith(prefix) and (size > 3 or (size == 3 and prefix == "un")):
            found.append(word[len(prefix) :])
    if word.endswith("less") and len(word) > 6:
        found.append(f"{word[:-4]}ful")
    return found
