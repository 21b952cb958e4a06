"""Read an agency's telegram style: "SUBS 6th graf, `The deaths …', with 3 grafs to UPDATE with comment".

Which paragraphs of which text such a clause means, the anchor that it quotes and where its object begins.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from tracker.notes.clauses import Clause
from tracker.notes.counting import is_paragraph, number, ordinal
from tracker.notes.lexicon import SAYING, VERBS, word_set
from tracker.notes.model import Place
from tracker.notes.places import Spot
from tracker.notes.tokens import Line

_BEGINNING = frozenset({",", ":", "bgng", "bgn", "beginning", "bgns", "pvs", "previous", ".", "`", "pvs:"})
_PURPOSES = word_set("provide note include raise restore explain make reflect show say fix")
_QUOTES = "`'\"‘’“” .,;:…-"
_FAR_ANCHOR = 16  # words of one anchor
_AFTER = frozenset({"after", "following", "below", "between"})


class Telegram(NamedTuple):
    """The places of a clause, its anchor, and the words of its object, from `start` to before `end`.

    `spots` are the places with their anchors, which are no part of the object. `replacing` says that the purpose was
    to put one thing for another ("to CORRECT").
    """

    places: tuple[Place, ...]
    anchor: str | None
    start: int
    end: int
    spots: tuple[Spot, ...]
    replacing: bool = False


class _Parts:
    """What is found up to the purpose of a clause."""

    __slots__ = ("anchor", "count", "end", "mode", "replacing", "spots", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.replacing = False
        self.spots: list[Spot] = []
        self.count: int | None = None
        self.mode = ""
        self.anchor: str | None = None


def read(line: Line, clause: Clause, ends: dict[int, Spot], before: tuple[Place, ...]) -> Telegram:
    """Read the clause of a structural verb; `before` are the places of the claim before ("5 grafs following it")."""
    if clause.verb == "pickup":
        return _pickup(line, clause, ends)
    parts = _parts(line, clause, ends)
    places = tuple(place for spot in parts.spots for place in spot.places)
    if clause.verb == "lead":
        places = _lead(places, parts.count)
    elif clause.verb in ("insert", "add"):
        places = _inserted(places, parts, before)
    elif parts.count and places and (_consecutive(places) or places[1:] == (Place(part="end"),)):
        places = (_grown(places[0], parts.count),)
    return Telegram(_once(places), parts.anchor, parts.start, parts.end, tuple(parts.spots), parts.replacing)


def anchor_at(line: Line, at: int, end: int) -> tuple[str | None, int]:
    """The opening words that a note gives after a place ("7th graf, `No one …'"), and the word after them."""
    j, marked = at, False
    while j < end and line.words[j] in _BEGINNING:
        marked = marked or line.words[j] not in ("pvs", "previous")
        j += 1
    if j >= end:
        return None, at
    if line.quoted(j):
        return line.original(j, j + 1).strip(_QUOTES) or None, j + 1
    if not marked or not line.capital(j) or line.words[j] in VERBS:
        return None, at
    last = j
    while last < min(end, j + _FAR_ANCHOR) and not _anchor_ends(line, last):
        last += 1
    if line.word(last) == "sted" or "sted" in line.words[j:last]:
        return None, at
    return line.original(j, last).strip(_QUOTES) or None, last


def inserted_after(place: Place, count: int) -> Place:
    """The place of `count` paragraphs that a note puts after a paragraph of its text."""
    if place.first is None or place.last is None:
        return place
    if place.counted == "end" and place.first == 1:
        return Place(part="end")
    if place.counted == "end":
        return Place(part="paragraph", first=place.first, last=place.first + count - 1, counted="end")
    return Place(part="paragraph", first=place.last + 1, last=place.last + count)


def _anchor_ends(line: Line, at: int) -> bool:
    word = line.words[at]
    return word in (",", ";", ":") or word[0] in "…" or word == "with" or word.startswith("..") or _purpose(line, at)


def _parts(line: Line, clause: Clause, spots: dict[int, Spot]) -> _Parts:
    parts, j = _Parts(clause.body, clause.end), clause.body
    led_in = line.words[clause.start] == "to" and clause.start < clause.body - 2
    while j < clause.end:
        word = line.words[j]
        if j in spots and line.word(j - 1) not in ("reference",):
            j = _spot(line, parts, spots[j], clause.end)
        elif word == "with":
            taken = _count(line, j + 1, clause.end, parts)
            if taken == j + 1 and j + 1 not in spots and not (line.word(j + 1) == "new" and j + 2 in spots):
                parts.start = j + 1
                break
            j = _on(line, parts, taken)
        elif _purpose(line, j):
            parts.start = _object(line, j + 2)
            aim = VERBS.get(line.word(j + 1), ("other", "inf"))[0]
            parts.replacing = aim in ("correct", "update", "clarify") and line.word(j + 2) != "with"
            break
        elif number(word) and is_paragraph(line.word(j + 1)):
            parts.count, j = (number(word) or (0, 0))[1], _on(line, parts, j + 2)
        elif j <= clause.body + 1 and not parts.spots and _bare(line, j) and not line.word(j + 1).isalpha():
            j = _spot(line, parts, _bare(line, j) or Spot(j, j + 1, ()), clause.end)
        elif word in _AFTER or word == "before":
            j = _relative(line, j, clause.end, parts, spots)
        else:
            if is_paragraph(word) and parts.count is None:
                parts.count = 1
            j += 1
    if led_in:  # "To update with tape released, subs 24th graf"
        parts.start, parts.end = _object(line, clause.start + 2), clause.body - 1
    return parts


def _on(line: Line, parts: _Parts, at: int) -> int:
    """The word at `at`, after a count of paragraphs; the object follows an "on" or "of" there ("3 grafs on costs")."""
    parts.start = at + (line.word(at) in ("on", "of", "about"))
    return at


def _spot(line: Line, parts: _Parts, spot: Spot, end: int) -> int:
    anchor, after = anchor_at(line, spot.end, end)
    parts.spots.append(spot._replace(end=max(after, spot.end)))
    parts.anchor = parts.anchor or anchor
    return max(after, spot.end)


def _count(line: Line, at: int, end: int, parts: _Parts) -> int:
    """Read "2 grafs", "four new grafs", "graf", or "3" before a purpose, at `at`; the word after it."""
    j = at + (line.word(at) in ("new", "a", "the"))
    count = number(line.word(j)) if j < end else None
    if count and (is_paragraph(line.word(j + 1)) or line.word(j + 1) in ("to", "", "new", "on")):
        parts.count = count.last
        return j + 1 + is_paragraph(line.word(j + 1))
    if is_paragraph(line.word(j)) and not number(line.word(j + 1) or " "):
        parts.count = parts.count or 1
        return j + 1
    return at


def _relative(line: Line, at: int, end: int, parts: _Parts, spots: dict[int, Spot]) -> int:
    """ "after 5th", "after the last graf", "before paragraph 3", "following it"."""
    parts.mode = "before" if line.words[at] == "before" else "after"
    j = at + 1 + (line.word(at + 1) == "the")
    if j in spots or j >= end:
        return j
    if line.word(j) in ("it", "that"):
        parts.mode = "it"
        return j + 1
    place = ordinal(line.words[j])
    if place is None or place.first < 1:
        return j
    spot = Spot(j, j + 1, (Place(part="paragraph", first=place.first, last=place.last),))
    return _spot(line, parts, spot, end)


def _purpose(line: Line, at: int) -> bool:
    following = line.word(at + 1)
    return line.words[at] == "to" and (following in VERBS or following in SAYING or following in _PURPOSES)


def _object(line: Line, at: int) -> int:
    """The object of a purpose: after "to UPDATE with", "to CORRECT that", "to CORRECT by changing"."""
    if line.word(at) in ("with", "that"):
        return at + 1
    return at + 2 if line.word(at) == "by" else at


def _lead(places: tuple[Place, ...], count: int | None) -> tuple[Place, ...]:
    throughout = [place for place in places if place.part == "throughout"]
    if throughout:
        return (throughout[0],)
    if places:
        return places
    return (Place(part="paragraph", first=1, last=count),) if count else (Place(part="lead"),)


def _inserted(places: tuple[Place, ...], parts: _Parts, before: tuple[Place, ...]) -> tuple[Place, ...]:
    count = parts.count or 1
    if parts.mode == "it":
        return tuple(inserted_after(place, count) for place in before[-1:])
    if not places or parts.mode == "":
        return places
    if parts.mode == "after":
        return (inserted_after(places[0], count),)
    place = places[0]
    if place.first is None or place.counted == "end":
        return places
    return (Place(part="paragraph", first=place.first, last=place.first + count - 1),)


def _grown(place: Place, count: int) -> Place:
    """The paragraphs of the new text that a substitution by `count` fills; the old text's stay as they are."""
    if place.first is None or place.counted == "end" or place.of == "old":
        return place
    return Place(part="paragraph", first=place.first, last=place.first + count - 1)


def _consecutive(places: tuple[Place, ...]) -> bool:
    """Whether places are one paragraph after the other of the new text, as "4th and 5th"."""
    if len(places) == 1:
        return True
    numbers = [place.first for place in places if place.first == place.last and place.counted == "start"]
    return len(numbers) == len(places) and all(a is not None and b == a + 1 for a, b in pairwise(numbers))


def _pickup(line: Line, clause: Clause, spots: dict[int, Spot]) -> Telegram:
    for j in range(clause.body, min(clause.body + 8, clause.end)):
        spot = spots.get(j) or _bare(line, j)
        if spot is not None:
            anchor, _ = anchor_at(line, spot.end, clause.end)
            return Telegram(tuple(_old(place) for place in spot.places), anchor, clause.end, clause.end, ())
        if line.words[j] == ":" or line.quoted(j):
            anchor, _ = anchor_at(line, j, clause.end)
            return Telegram((), anchor, clause.end, clause.end, ())
    return Telegram((), None, clause.end, clause.end, ())


def _bare(line: Line, at: int) -> Spot | None:
    """ "Pickup 5th, `He said": the noun is left out."""
    place = ordinal(line.words[at])
    if place is None or place.first == 0:
        return None
    if place.first < 0:
        return Spot(at, at + 1, (Place(part="paragraph", first=-place.last, last=-place.first, counted="end"),))
    return Spot(at, at + 1, (Place(part="paragraph", first=place.first, last=place.last),))


def _old(place: Place) -> Place:
    return Place(part=place.part, first=place.first, last=place.last, counted=place.counted, of="old")


def _once(places: tuple[Place, ...]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(places))
