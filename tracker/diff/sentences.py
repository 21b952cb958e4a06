"""Cut a text into sentences, and say which old sentence became which new one within one changed text.

Sentences come from sentencex, corrected where news writes what it takes for an end; it is imported where it is used.
Which words differ in a pair of sentences is left to `words`, sentences that change their paragraph to `moves`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tracker.diff.codes import encode
from tracker.diff.similar import common_words, dice

_LONGEST = 200_000  # characters; a longer text is cut by signs alone
_LONGEST_WORD = 40  # characters before or after a full stop
_MOST_PAIRS = 2_500  # pairs of sentences compared in one text
_ALIKE = 0.4  # Dice over all words at which two sentences are one edited sentence
_PIECE = 0.5  # share of a sentence that must stand in a neighbour's partner, and nowhere else, to be a piece of it

# One class of signs comes first, so that the search skips from sign to sign: five times as fast.
_END = re.compile(r"[.!?…。！？\n](?:(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？])[」』”’]*|(?<=\n)\n*)")
_LAST_WORD = re.compile(r"[\w.]+\Z")
_FIRST_WORD = re.compile(r"\w+(?:['’]\w+)?")
_FIRST_SIGN = re.compile(r"[\"'“”‘’«»(\[`「『《〈（【\s]*(\w)")
_SHORT = 5  # letters; a longer word before a full stop is no abbreviation
_SHORT_SMALL = 3  # the same for a word in small letters
_TITLES = frozenset((
    "adm", "ald", "asst", "atty", "brig", "capt", "cmdr", "col", "cpl", "det", "dr", "fr", "ft", "gen", "gov", "hon",
    "insp", "lt", "maj", "mr", "mrs", "ms", "msgr", "mt", "no", "nos", "pfc", "pres", "prof", "pvt", "rep", "reps",
    "rev", "sen", "sens", "sgt", "spc", "sr", "st", "supt", "vs",
))  # fmt: skip
_HOURS = frozenset(("a.m", "p.m"))
_AFTER_HOURS = frozenset((
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "et", "est", "edt", "ct", "cst",
    "cdt", "mt", "mst", "mdt", "pt", "pst", "pdt", "gmt", "bst", "cet", "eastern", "central", "pacific", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
))  # fmt: skip

Group = tuple[range, range]  # places of old sentences and of the new ones that they became


def has_sentence_end(text: str) -> bool:
    """Whether a sentence may end within `text`, or at its end with white space after it."""
    return _END.search(text) is not None


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`, each with the white space after it; joined they are the text.

    Linear in the length, within a bound past which an abbreviation ends a sentence too.
    """
    ends: list[int] = []
    careful = len(text) <= _LONGEST
    for match in _END.finditer(text):
        start, at = match.span()
        if at < len(text) and not _goes_on(text, at):
            if careful and text[start] == "." and _is_abbreviation(text, ends[-1] if ends else 0, start, at):
                continue
            ends.append(at)
    return _cut(text, ends)


def _cut(text: str, ends: list[int]) -> list[str]:
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _goes_on(text: str, at: int) -> bool:
    """Whether the sentence plainly goes on at offset `at`: with a small letter, or nothing that could be a word."""
    if text[at].isalnum():
        return text[at].islower()
    first = _FIRST_SIGN.match(text, at)
    return first is None or first.group(1).islower()


def _is_abbreviation(text: str, start: int, stop: int, at: int) -> bool:
    """Whether the full stop at offset `stop` ends an abbreviation only; the sentence began at `start`, goes on at `at`.

    A title before its name, an hour before its day, or what sentencex takes for one before the word that follows.
    """
    word = text[max(start, text.rfind(" ", start, stop) + 1) : stop]
    if word.isalpha() and len(word) > _SHORT:
        return False
    bare = word.lstrip("\"'“‘”’([")
    if bare.isdigit():
        return bare == text[start:stop].strip()
    if bare.isalpha() and len(bare) > (_SHORT_SMALL if bare.islower() else _SHORT):
        return False
    following = _FIRST_WORD.search(text, at, at + _LONGEST_WORD)
    return following is not None and len(bare) <= _LONGEST_WORD and _abbreviates(bare, following.group())


@lru_cache(maxsize=4096)
def _abbreviates(word: str, following: str) -> bool:
    """Whether "`word`. `following`" goes on with the same sentence."""
    last = _LAST_WORD.search(word)
    if last is not None:
        small = last.group().lower()
        if small in _TITLES or (small in _HOURS and following.lower() in _AFTER_HOURS):
            return True
    from sentencex import segment

    return len(segment("en", f"It was {word}. {following} was.")) == 1


def by_signs(text: str) -> list[str]:
    """As `split_sentences`, by signs alone: an abbreviation ends a sentence too. Linear for any text."""
    return _cut(text, [match.end() for match in _END.finditer(text)])


def link_sentences(old: Sequence[str], new: Sequence[str]) -> list[Group]:
    """Groups of old and new sentences of one text, in order.

    One to one where the sum of likenesses is highest among all links that keep their order; then what is left over
    joins a neighbour that it was cut from or run together with. Past the bound, all are one group.
    """
    if not old or not new:
        return []
    if len(old) == 1 == len(new) or len(old) * len(new) > _MOST_PAIRS:
        return [(range(len(old)), range(len(new)))]
    codes = encode([text.lower().split() for text in (*old, *new)])
    here, there = codes[: len(old)], codes[len(old) :]
    return _with_pieces(_best_in_order(here, there), here, there)


def _best_in_order(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    alike = [[dice(common_words(one, other), one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            linked = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], linked)
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def _with_pieces(pairs: Sequence[tuple[int, int]], old: Sequence[str], new: Sequence[str]) -> list[Group]:
    groups: list[Group] = []
    for place, (i, j) in enumerate(pairs):
        first_i, first_j = (groups[-1][0].stop, groups[-1][1].stop) if groups else (0, 0)
        last_i, last_j = pairs[place + 1] if place + 1 < len(pairs) else (len(old), len(new))
        here = _grown(range(i, i + 1), range(first_i, last_i), old, new[j])
        there = _grown(range(j, j + 1), range(first_j, last_j), new, old[i]) if len(here) == 1 else range(j, j + 1)
        groups.append((here, there))
    return groups


def _grown(group: range, room: range, sentences: Sequence[str], whole: str) -> range:
    """`group` with the neighbours in `room` that account for words of `whole` which it does not."""
    known = common_words("".join(sentences[group.start : group.stop]), whole)
    for step in (range(group.stop, group.stop + 1), range(group.start - 1, group.start)):
        if step.start not in room:
            continue
        larger = range(min(group.start, step.start), max(group.stop, step.stop))
        common = common_words("".join(sentences[larger.start : larger.stop]), whole)
        if common - known >= _PIECE * len(sentences[step.start]):
            group, known = larger, common
    return group
