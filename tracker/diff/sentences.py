"""Cut a text into sentences, and say which old sentence became which new one within one changed text.

Sentences come from sentencex, corrected where news writes what it takes for an end; it is imported where it is used.
Which words differ in a pair of sentences is left to `words`, sentences that change their paragraph to `moves`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.diff.codes import encode
from tracker.diff.similar import common_words, dice
from tracker.diff.tokens import is_unspaced

# sentencex takes quadratic time on text with many ideographic full stops; these texts, which need no list of
# abbreviations, and very long ones are cut by signs alone.
_LONGEST = 20_000  # characters
_MOST_PAIRS = 2_500  # pairs of sentences compared in one text
_ALIKE = 0.4  # Dice over all words at which two sentences are one edited sentence
_PIECE = 0.5  # share of a sentence that must stand in a neighbour's partner, and nowhere else, to be a piece of it

# One class of signs comes first, so that the search skips from sign to sign: five times as fast.
_END = re.compile(r"[.!?…。！？\n](?:(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？])[」』”’]*|(?<=\n)\n*)")
_LAST_WORD = re.compile(r"[\w.]+\.(?=\s*\Z)")
_FIRST_WORD = re.compile(r"\w+")
_FIRST_SIGN = re.compile(r"[\"'“”‘’«»(\[`\s]*(\w)")
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
    ends, doubtful = [], []
    for match in _END.finditer(text):
        at = match.end()
        if at < len(text) and not _goes_on(text, at):
            ends.append(at)
            if match.group()[0] == "." and _may_abbreviate(text, ends[-2] if len(ends) > 1 else 0, match.start()):
                doubtful.append(at)
    if doubtful and len(text) <= _LONGEST and not is_unspaced(text):
        wrong = set(doubtful) - _ends_by_library(text)
        ends = [at for at in ends if at not in wrong]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _goes_on(text: str, at: int) -> bool:
    """Whether the sentence plainly goes on at offset `at`: with a small letter, or nothing that could be a word."""
    first = _FIRST_SIGN.match(text, at)
    return first is None or first.group(1).islower()


def _may_abbreviate(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at offset `stop` may belong to an abbreviation; the sentence began at `start`."""
    word = text[max(start, text.rfind(" ", start, stop) + 1) : stop]
    bare = word.lstrip("\"'“”‘’([")
    if bare.isdigit():
        return bare == text[start:stop].strip()
    return "." in bare or not bare.isalpha() or len(bare) <= (_SHORT_SMALL if bare.islower() else _SHORT)


def _ends_by_library(text: str) -> set[int]:
    """The ends of sentences that sentencex finds, but for those that news does not take for one."""
    from sentencex import segment

    ends, at = set(), 0
    for part in segment("en", text):
        at += len(part)
        if not _is_title(text[max(0, at - 40) : at], text[at : at + 40]):
            ends.add(at)
    return ends


def by_signs(text: str) -> list[str]:
    """As `split_sentences`, by signs alone: an abbreviation ends a sentence too. Linear for any text."""
    ends = [match.end() for match in _END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _is_title(before: str, after: str) -> bool:
    """Whether `before` ends with an abbreviation that `after` goes on from: "Gen.", or "p.m." before "Tuesday"."""
    last = _LAST_WORD.search(before[-40:])
    first = _FIRST_WORD.search(after)
    if last is None or first is None:
        return False
    word = last.group()[:-1].lower()
    return word in _TITLES or (word in _HOURS and first.group().lower() in _AFTER_HOURS)


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
