"""What a clause says has changed: its object, and the values that it names.

The words are the note's own, without the places that stand among them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from tracker.notes import contrast
from tracker.notes.contrast import Stops
from tracker.notes.lexicon import AUXILIARIES, SAYING, STORY, word_set
from tracker.notes.model import Verb
from tracker.notes.places import Spot
from tracker.notes.tokens import Line

# What a clause wants: to put one thing for another, to tell what the text now says, or neither.
Aim = Literal["replace", "tell", "other"]
_PREPOSITIONS = frozenset({"in", "of", "at", "on", "from", "to", "throughout", "starting", "into", "after", "before"})
_WORDS_OF = word_set("dropped missing extraneous repeated duplicate redundant omitted erroneous extra stray")
_QUOTES = "\"“”‘’«»`' ,.;:"
_LONGEST = 120  # words of an object that are looked at


class Details(NamedTuple):
    """`after` is the word after the values, from which on another pair of them may stand."""

    object: str | None
    new_value: str | None
    old_value: str | None
    after: int


def describe(line: Line, verb: Verb, start: int, end: int, spots: list[Spot], *, aim: Aim) -> Details:
    """Object and values of the words from `start` to before `end`; of values put for others where the aim is to."""
    end = min(end, start + _LONGEST)
    stops = {_with_preposition(line, spot.start, start): spot.end for spot in spots}
    said = start if aim == "tell" else _said(line, start, end)
    values = contrast.read(line, start, end, stops, said=said, replacing=aim == "replace")
    if values is None and verb == "substitute" and aim == "replace":
        values = _swapped(line, start, end, stops)
    limit = min(said if said == start or line.word(said) == "to" else end, values.start if values else end)
    named = _without_places(line, start, limit, stops)
    if not named and said < end:
        named = _without_places(line, contrast.content(line, said, end), end, stops)
    if values is None:
        return Details(named or None, *_literal(line, verb, start, end, stops), end)
    return Details(named or None, values.new, values.old, values.end)


def _said(line: Line, start: int, end: int) -> int:
    """Where the clause begins to tell what the text now says: "to show …", "that …"."""
    words = line.words
    if "to" not in words[start:end] and "that" not in words[start:end]:
        return end
    for at in range(start, end):
        if words[at] == "that" or (words[at] == "to" and line.word(at + 1) in SAYING):
            return at
    return end


def _with_preposition(line: Line, at: int, start: int) -> int:
    """Where the place that begins at `at` begins with its preposition and comma."""
    while at > start and line.words[at - 1] in ("the", "new", "both", "its"):
        at -= 1
    if at > start and line.words[at - 1] in _PREPOSITIONS:
        at -= 1
    if at > start and line.words[at - 1] in (",", "("):
        at -= 1
    return at


def _without_places(line: Line, start: int, end: int, stops: Stops) -> str:
    """The words from `start` to before `end` as written, but for the places in them."""
    pieces, at = [], start
    for stop, after in stops.items():
        if after <= at or stop >= end:
            continue
        pieces.append(line.original(at, stop))
        at = after + (line.words[stop] == "(" and line.word(after) == ")")
    pieces.append(line.original(at, end))
    text = " ".join(filter(None, (piece.strip(" ,;:.") for piece in pieces)))
    return _trimmed(text)


_OPENING = frozenset({"and", "to", "with", "that", "by", "of", "in"})
_CLOSING = frozenset({"and", "to", "with", "in", "of", "from", "the", "by", "sted", "reflect"})


def _trimmed(text: str) -> str:
    """Without the words at either end that only join."""
    text = text.strip(" ,;:.")
    while text:
        first, _, rest = text.partition(" ")
        before, _, last = text.rpartition(" ")
        if first.lower() in _OPENING:
            text = rest
        elif last.lower() in _CLOSING:
            text = before
        else:
            break
        text = text.strip(" ,;:.")
    return text


def subject(line: Line, start: int, end: int, spots: list[Spot]) -> str | None:
    """What a passive sentence is about: "A typo" of "A typo in paragraph 5 has been fixed"; None for the story."""
    while end > start and (line.words[end - 1] in AUXILIARIES or line.words[end - 1].endswith("ly")):
        end -= 1
    if line.word(start) == "this" or any(word in STORY for word in line.words[start : min(end, start + 4)]):
        return None
    stops = {_with_preposition(line, spot.start, start): spot.end for spot in spots}
    return _without_places(line, start, end, stops) or None


def _swapped(line: Line, start: int, end: int, stops: Stops) -> contrast.Values | None:
    """ "replaces X with Y"."""
    for at in range(start + 1, end - 1):
        if line.words[at] == "with":
            after = min((s for s in stops if s > at), default=end)
            old, new = line.original(start, at).strip(_QUOTES), line.original(at + 1, after).strip(_QUOTES)
            return contrast.Values(new or None, old or None, at, after)
    return None


def _literal(line: Line, verb: Verb, start: int, end: int, stops: Stops) -> tuple[str | None, str | None]:
    """The word itself that a note says was put in or taken out ("dropped word "million"")."""
    if verb not in ("add", "insert", "restore", "remove"):
        return None, None
    value = None
    for at in range(start, end):
        if line.quoted(at) and not line.words[at].startswith("`"):
            value = line.original(at, at + 1).strip(_QUOTES)
            break
        if (
            line.words[at] in ("word", "words")
            and not line.quoted(at + 1)
            and line.word(at - 1) in _WORDS_OF
            and at + 1 < end
        ):
            last = min([s for s in stops if s > at] + [end, at + 5])
            plain = line.words[at + 1].isalnum() and line.words[at + 1] not in (
                "in",
                "from",
                "to",
                "on",
                "and",
                "at",
                "for",
            )
            value = line.original(at + 1, last).strip(_QUOTES) if plain and last - at <= 3 else None
            break
    return (None, value or None) if verb == "remove" else (value or None, None)
