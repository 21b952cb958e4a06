"""What the places of a clause mean for its claim: which text they number, and which of them are places at all.

"Deletes paragraph 12" is about the old text's, "removes word in paragraph 12" about the new one's; in "adds details,
byline" the byline is one of the things added.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.notes.clauses import Clause
from tracker.notes.counting import is_paragraph, number
from tracker.notes.lexicon import AUXILIARIES, word_set
from tracker.notes.model import Place, Verb
from tracker.notes.places import Spot
from tracker.notes.telegraph import inserted_after
from tracker.notes.tokens import Line

_MENTIONED = frozenset({"byline", "dateline", "other"})
_SOME = word_set(
    "the a an outdated redundant extraneous repeated duplicate duplicated erroneous incorrect inaccurate old entire"
    " whole original wrong unnecessary previous new"
)
_FOLLOWING_WHOLE = word_set(
    "that which who to as and after on about because with due since pvs for while where following"
)


def without_things(line: Line, verb: Verb, start: int, end: int, spots: list[Spot]) -> list[Spot]:
    """The spots that are places: without a byline or bullet that is itself what was added, one thing of a list.

    The words of the list are those from `start` to before `end`.
    """
    if verb not in ("add", "update") or all(spot.places[0].part not in _MENTIONED for spot in spots):
        return spots
    words = line.words[start:end]
    listed = "," in words or "and" in words
    return [spot for spot in spots if not _only_mentioned(line, spot, start, listed=listed)]


def places_of(line: Line, clause: Clause, verb: Verb, start: int, spots: list[Spot]) -> tuple[Place, ...]:
    """The places of a claim whose verb `verb` ends before `start`, each once, in order."""
    places: dict[Place, None] = {}
    for spot in spots:
        places.update(dict.fromkeys(_meant(line, spot, clause, verb, start)))
    return tuple(places)


def _meant(line: Line, spot: Spot, clause: Clause, verb: Verb, start: int) -> tuple[Place, ...]:
    if verb in ("add", "insert") and line.word(spot.start - 1 - (line.word(spot.start - 1) == "the")) == "after":
        return tuple(inserted_after(place, _count(line, start)) for place in spot.places)
    if verb == "remove" and _whole(line, spot, clause, start):
        return tuple(replace(place, of="old") if place.part == "paragraph" else place for place in spot.places)
    return spot.places


def _count(line: Line, start: int) -> int:
    """How many paragraphs the object at `start` puts in: "ADDS 3 grafs"."""
    count = number(line.word(start))
    return count.last if count and is_paragraph(line.word(start + 1)) else 1


def _whole(line: Line, spot: Spot, clause: Clause, start: int) -> bool:
    """Whether whole paragraphs are what was removed, and not something in them."""
    after = line.word(spot.end)
    if spot.start < start:  # "Paragraph 4 has been removed"
        return clause.form == "passive" and spot.start <= clause.start + 1 and after in AUXILIARIES
    direct = all(line.words[k] in _SOME for k in range(start, spot.start))
    return direct and (not after.isalpha() or after in _FOLLOWING_WHOLE)


def _only_mentioned(line: Line, spot: Spot, start: int, *, listed: bool) -> bool:
    if spot.places[0].part not in _MENTIONED:
        return False
    before = line.word(spot.start - 1)
    if (line.word(spot.start - 2) if before == "the" else before) in ("in", "of", "to", "from"):
        return False
    return listed or not (before in _SOME or spot.start == start)
