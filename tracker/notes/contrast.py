"""What a note says a thing is now, and what it was: "X, not Y", "to X from Y", "X instead of Y", "X sted Y".

Values are the note's words without quotation marks; whether they stand in the texts is for `check`.
"""

from __future__ import annotations

from typing import NamedTuple

from tracker.notes.lexicon import AUXILIARIES, CARDINALS, SAYING, VERBS, word_set
from tracker.notes.tokens import Line

_FAR = 14  # words of one value
_QUOTES = "\"“”‘’«»`'"
_MARKS = frozenset({"sted", "vice", "instead", "rather", "not"})
_AFTER = word_set("after which who as because since following where when while though although but for")
_NO_VALUE = word_set(
    "link links reference references referring refers refer according due related compared relating attributed"
    " thanks addition"
    " exposure response reaction comment comments listed next prior relative access changes belongs up way plan plans"
    " planning offer effort efforts bid decision agreement deal attempt right ability need order expected able agreed"
    " how request proposal threat pledge vote refusal reason time subject similar close sale return visit trip"
)
_NEGATING = AUXILIARIES | word_set(
    "do does did will would can could may might shall should must that or has why but if although though only"
)
_MAGNITUDES = word_set("thousand million billion trillion mln bln pct percent")
_PREPOSITIONS = word_set("for in on at of as to from with by since until it is are was were")
_OPPOSED = (
    ("up", "down"), ("rose", "fell"), ("rise", "fall"), ("higher", "lower"), ("gained", "lost"), ("more", "less"),
    ("north", "south"), ("east", "west"), ("profit", "loss"), ("before", "after"), ("won", "lost"),
)  # fmt: skip
_OPPOSITES = dict(_OPPOSED) | {other: one for one, other in _OPPOSED}
_STARTERS = word_set("is are was were be been to that say says show shows said as than by of")


class Values(NamedTuple):
    """New and old value as named, and the words (`start` to before `end`) that name them."""

    new: str | None
    old: str | None
    start: int
    end: int


# The first words of places, with their prepositions, and the words after them; in order.
Stops = dict[int, int]


class Marker(NamedTuple):
    at: int
    after: int


def read(line: Line, start: int, end: int, stops: Stops, *, said: int, replacing: bool) -> Values | None:
    """The values of the words from `start` to before `end`.

    `stops` are the places among them. From `said` on the clause tells what the text now says ("to
    show that …"): a "to" in it is not the note's. `replacing` says that its verb puts one thing for another.
    """
    marker = _marker(line, start, end)
    if marker is not None:
        return _opposed(line, start, marker, end, stops, said=said)
    if not replacing:
        return None
    return _to_and_from(line, start, min(end, said), stops)


def _marker(line: Line, start: int, end: int) -> Marker | None:
    """Where "not", "sted", "instead of" or "rather than" opposes two values."""
    words = line.words
    if _MARKS.isdisjoint(words[start:end]):
        return None
    for at in range(start, end):
        word = words[at]
        if word in ("sted", "vice"):
            return Marker(at, at + 1)
        if word == "instead" and line.word(at + 1) == "of":
            return Marker(at, at + 2)
        if word == "rather" and line.word(at + 1) == "than":
            return Marker(at, at + 2)
        if word == "not" and at > start and _opposes(line, start, at):
            return Marker(at, at + 1)
    return None


def _opposes(line: Line, start: int, at: int) -> bool:
    """Whether the "not" at `at` opposes two values, and does not deny a verb."""
    before, after = line.words[at - 1], line.word(at + 1)
    if after in ("just", "only", "yet", "all", "been", "be", ""):
        return False
    if before in (",", "and", "&", "(", "-", "–"):
        return at - 1 > start
    if before in _NEGATING or before.endswith(("n't", "n’t")) or after in VERBS:
        return False
    return after in _OPPOSITES or any(
        line.quoted(j) or line.capital(j) or numeric(line.word(j)) for j in (at - 1, at + 1)
    )


def _opposed(line: Line, start: int, marker: Marker, end: int, stops: Stops, *, said: int) -> Values:
    old_end = _value_end(line, marker.after, end, stops)
    at = marker.at
    while at > start and line.words[at - 1] in (",", "and", "(", "-", "–", "but"):
        at -= 1
    placed = False
    for stop, after in reversed(stops.items()):
        if after == at and stop > start:
            at, placed = stop, True
    told = marker.at > said
    if told:
        start = content(line, said, marker.at)
        old_end = name_end(line, marker.after, old_end)
    to = _to(line, start, at) if not told else None
    if to is not None and at - to - 1 <= _FAR:
        cut = next((s for s in stops if to < s < at), at)
        new_start, new_end = to + 1, cut if cut > to + 1 else at
    else:
        new_start, new_end = _tail(line, start, at, marker.after, old_end)
    if placed and to is None and not told and not _like(line, new_start, marker.after):
        return Values(None, _clean(line, marker.after, old_end), at, old_end)
    new_end = _without_place(new_start, new_end, stops)
    new, old = _clean(line, new_start, new_end), _clean(line, marker.after, old_end)
    if new == old and new_start > start:  # "negative 3 percent, not 3 percent"
        new = _clean(line, new_start - 1, new_end)
    return Values(new, old, new_start, old_end)


def _to_and_from(line: Line, start: int, end: int, stops: Stops) -> Values | None:
    """ "to X from Y", "from Y to X", "Y to X", "to X"."""
    to = _to(line, start, end)
    if to is None:
        return _alone(line, start, end, stops)
    from_after = _find(line, "from", to + 1, end)
    from_before = _find(line, "from", start, to)
    new_end = _value_end(line, to + 1, from_after or end, stops)
    new = _clean(line, to + 1, new_end)
    if from_after is not None:
        old_end = _value_end(line, from_after + 1, end, stops)
        return Values(new, _clean(line, from_after + 1, old_end), to, old_end)
    if from_before is not None and to - from_before <= _FAR and _alike(line, from_before + 1, to + 1):
        return Values(new, _clean(line, from_before + 1, to), from_before, new_end)
    old = _replaced(line, start, to)
    return Values(new, old, start if old else to, new_end)


def _alone(line: Line, start: int, end: int, stops: Stops) -> Values | None:
    """ "the date as March 27, from May 27"; "from July 29"."""
    at = _find(line, "from", start, end)
    if at is None or at in stops:
        return None
    old_end = _value_end(line, at + 1, end, stops)
    if line.quoted(at - 1) and line.quoted(at + 1):
        return Values(_clean(line, at - 1, at), _clean(line, at + 1, old_end), at - 1, old_end)
    if at > start and line.words[at - 1] not in (",", "date", "dateline", "byline"):
        return None
    as_ = _find(line, "as", start, at)
    return Values(_clean(line, as_ + 1, at) if as_ is not None else None, _clean(line, at + 1, old_end), at, old_end)


def _replaced(line: Line, start: int, to: int) -> str | None:
    """The old value in "Paul Reimus to Paul Reimer", "'since' to 'when'", "150th to 180th": both sides alike."""
    if to - start > _FAR or to <= start:
        return None
    if line.quoted(to - 1) and line.quoted(to + 1):
        return _clean(line, to - 1, to)
    words = line.words[start:to]
    if all(word[0].isdigit() or word[0] in "$€£" for word in words) and line.words[to + 1][0] in "$€£0123456789":
        return _clean(line, start, to)
    alike = all(line.capital(k) or line.words[k] in ("and", "of", "&") for k in range(start, to))
    return _clean(line, start, to) if alike and line.capital(to + 1) and len(words) <= 6 else None


def _to(line: Line, start: int, end: int) -> int | None:
    """The "to" that a value follows: no purpose, no "reference to", no "up to"."""
    for at in range(start, end - 1):
        if line.words[at] != "to":
            continue
        before, after = line.words[at - 1] if at else "", line.words[at + 1]
        if at > start and before in _NO_VALUE:
            continue
        if after not in SAYING and (after not in VERBS or after == "lead") and after not in ("last", "which"):
            return at
    return None


def _like(line: Line, one: int, other: int) -> bool:
    """Whether two values are of one shape that is not plain words."""
    return _alike(line, one, other) and (numeric(line.word(one)) or line.capital(one) or line.quoted(one))


def _alike(line: Line, one: int, other: int) -> bool:
    """Whether two values begin alike: both with a number, a capital, a quotation, or none of them."""
    return (numeric(line.word(one)), line.capital(one), line.quoted(one)) == (
        numeric(line.word(other)),
        line.capital(other),
        line.quoted(other),
    )


def _find(line: Line, word: str, start: int, end: int) -> int | None:
    for at in range(start, end):
        if line.words[at] == word:
            return at
    return None


def _value_end(line: Line, at: int, end: int, stops: Stops) -> int:
    """Where the value that begins at `at` ends: at a comma, a place, a clause, or after 14 words."""
    last = min(end, at + _FAR)
    for j in range(at, last):
        word = line.words[j]
        if word in (";", "(", ")", ":") or word in _AFTER or (j in stops and j > at):
            return j
        if word == "," and line.word(j + 1) != "or" and not _year(line, j):
            return j
        if word == "." and line.spaced(j + 1) and line.capital(j + 1) and len(line.word(j - 1)) > 4:
            return j
        if word in ("sted", "and") and (word == "sted" or line.word(j + 1) in ("that", "to")):
            return j
        if word == "to" and j > at and (line.word(j + 1) in VERBS or line.word(j + 1) in SAYING):
            return j
        if word == "as" and line.word(j + 1) in ("previously", "originally", "stated"):
            return j
    return last


def _tail(line: Line, start: int, at: int, old_start: int, old_end: int) -> tuple[int, int]:
    """The words of the new value that stands before `at`: it has the shape of the old one."""
    begins = _begins(line, max(start, at - _FAR), at, old_start, old_end)
    if line.word(old_start) not in _PREPOSITIONS:
        while begins < at - 1 and line.words[begins] in _PREPOSITIONS:
            begins += 1
    if numeric(line.word(old_start)) and numeric(line.word(begins)):
        return begins, min(at, begins + old_end - old_start)
    return begins, at


def _begins(line: Line, low: int, at: int, old_start: int, old_end: int) -> int:
    if low >= at or line.quoted(at - 1):
        return max(low, at - 1)
    first, count = line.word(old_start), max(1, old_end - old_start)
    if first in _MAGNITUDES:
        return next((j for j in range(at - 1, low - 1, -1) if line.words[j] in _MAGNITUDES), at - 1)
    if count == 1 and first in _OPPOSITES:
        return next((j for j in range(at - 1, low - 1, -1) if line.words[j] == _OPPOSITES[first]), at - 1)
    same = next((j for j in range(at - 1, low - 1, -1) if line.words[j] == first), None)
    if same is not None:
        return same
    if numeric(first):
        return next((j for j in range(at - 1, low - 1, -1) if numeric(line.words[j])), low)
    if line.capital(old_start):
        j = at
        while j > low and (line.capital(j - 1) or numeric(line.words[j - 1]) or line.words[j - 1] in ("of", "&")):
            j -= 1
        while j < at and line.words[j] in ("of", "&"):
            j += 1
        if j < at:
            return j
    if at - low <= count + 1:
        return low
    j = at
    while j > low and at - j < count and line.words[j - 1] not in _STARTERS:
        j -= 1
    return j if j < at else at - 1


def content(line: Line, said: int, end: int) -> int:
    """The word after "that", "to show", "to make it clear" at `said`, or `said` where none of them stands."""
    at = said + (line.words[said] == "to")
    at += line.words[at] == "that" or (at > said and line.words[at] in SAYING)
    if line.words[at - 1] == "make":
        at += line.word(at) == "it"
        at += line.word(at) == "clear"
    return min(at + (at > said and line.word(at) == "that"), end)


def name_end(line: Line, at: int, end: int) -> int:
    """Where a name ends that opposes another one within a sentence: "not Acme Corp have a stake"."""
    j = at
    while j < end and (line.capital(j) or line.words[j] in ("of", "&")):
        j += 1
    return j if j > at and end - at > 4 else end


def _year(line: Line, at: int) -> bool:
    """Whether the comma at `at` stands between a day and its year."""
    after = line.word(at + 1)
    return line.words[at - 1].isdecimal() and len(after) == 4 and after.isdecimal()


def numeric(word: str) -> bool:
    """Whether a word is a number, or begins with one or a currency sign."""
    return bool(word) and (word[0].isdigit() or word[0] in "$€£¥" or word in CARDINALS)


def _without_place(start: int, end: int, stops: Stops) -> int:
    return min((s for s in stops if start < s < end), default=end)


def _clean(line: Line, start: int, end: int) -> str | None:
    """The words as written, without quotation marks and the punctuation around them; of quotations the first."""
    if start < end and line.quoted(start):
        end = start + 1
    return line.original(start, end).strip(_QUOTES + " ,.;:()-–—") or None
