"""Find the places that a note names: paragraphs, by number and counted from either end, and the named parts.

What a place has to do with a claim, and whose numbers its are where the note does not say, is for `parse`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple, cast

from tracker.notes.counting import Range, from_the_end, is_paragraph, number, one_ordinal, ordinal
from tracker.notes.lexicon import NAMED_PARTS, ORDINALS, OTHER_UNITS, PARAGRAPHS, PLACED_PARTS, word_set
from tracker.notes.model import Place, PlacePart
from tracker.notes.tokens import Line

_JOINS = frozenset({",", "and", "&", "-", "–", "to", "through", "thru", "/"})
_OLD = frozenset({"pvs", "previous", "pv", "prev"})
_BETWEEN = frozenset({"pvs", "previous", "full", "body", "new", "main", "text", "graf", "grafs", "outdated"})
_NOUN_ENDS = frozenset({"", ",", ";", ".", "and", ")"})
_NUMBERED_AFTER = word_set("sentence sentences line lines item items bullet point section take row")
_MODIFIED = word_set(
    "inflation rate figure figures number numbers cpi pmi consumer earnings loss profit gdp index reading"
)
_BEFORE_LEAD = word_set("in the of and headline , subs sub recasts rewrites corrects corrected updates new into")
_AFTER_LEAD = word_set(", ; . : ) and to with that instead paragraph para graf for in by so as is was") | {""}
_DIGITS = frozenset("0123456789")
_LONGEST_LIST = 12  # ordinals before one unit


class Spot(NamedTuple):
    """Places that stand together, in the words from `start` to before `end`; `counted` are those with numbers."""

    start: int
    end: int
    places: tuple[Place, ...]


def scan(line: Line) -> list[Spot]:
    """All places of a note, in the order of its words."""
    spots: list[Spot] = []
    at, words = 0, line.words
    while at < len(words):
        word = words[at]
        if word in _STARTS or word[0] in _DIGITS or "-" in word or word[:3] == "par":
            spot = _read(line, at, spots)
            if spot is not None:
                spots.append(spot)
                at = spot.end
                continue
        at += 1
    return spots


_STARTS = frozenset(
    {*PARAGRAPHS, *ORDINALS, *OTHER_UNITS, *NAMED_PARTS, *PLACED_PARTS, *_OLD}
    | {"next", "same", "following", "top", "bottom", "end", "lead", "title", "keyword", "to"}
) - {"to"}


def _read(line: Line, at: int, before: list[Spot]) -> Spot | None:
    word = line.words[at]
    if is_paragraph(word):
        return _unit_first(line, at)
    if word in ("same", "next", "following") and is_paragraph(line.word(at + 1)):
        return _relative(at, word, before)
    counted = _ordinals_first(line, at) or _noun_left_out(line, at, before)
    if counted is not None:
        return counted
    part = _part(line, at)
    if part is not None:
        return Spot(at, _part_end(line, at), (Place(part=part),))
    return _other_unit(line, at)


def _unit_first(line: Line, at: int) -> Spot | None:
    """ "paragraphs 3, 8-9", "graf 7 pvs", "paragraph 7 from bottom", "paragraph twelfth"."""
    j = at + 1
    while line.word(j) in ("no", "number", "#", ".", "pvs", "previous"):
        j += 1
    found, j = _list(line, j, plural=line.words[at].endswith("s"))
    if not found:
        return None
    ranges, end = from_the_end(line, found, j)
    old = line.word(end) in _OLD or any(line.word(k) in _OLD for k in range(at - 1, j))
    return Spot(at, end + (line.word(end) in _OLD), tuple(_paragraph(r, old=old) for r in ranges))


def _list(line: Line, at: int, *, plural: bool) -> tuple[list[Range], int]:
    """Numbers joined by commas, "and", dashes and "to", and the word after them."""
    first = number(line.word(at)) or (ordinal(line.word(at)) if line.word(at) else None)
    if first is None:
        return [], at
    found, at = [first], at + 1
    while line.word(at) in _JOINS:
        step = 2 if line.word(at) == "," and line.word(at + 1) in ("and", "&") else 1
        more = number(line.word(at + step))
        if more is None or not _ends_list(line, at + step + 1):
            break
        joins = line.word(at) in ("-", "–", "to", "through", "thru")
        if joins and not plural and line.word(at) == "to":
            break  # "paragraph 3 to 5 percent"
        if joins and found[-1].first < more.last:
            found[-1] = Range(found[-1].first, more.last)
        elif not joins:
            found.append(more)
        at += step + 1
    return found, at


_LIST_ENDS = word_set(
    ", ; . : ) and & - – to from in of with that which by for on at instead pvs previous as after sted is are was has"
    " have adds also ' ` through clarifies story"
) | {"", '"'}


def _ends_list(line: Line, at: int) -> bool:
    """Whether a number before `at` can be a paragraph's: no noun follows ("paragraph 2, 10 percent")."""
    return line.word(at) in _LIST_ENDS or line.quoted(at)


def _ordinals_first(line: Line, at: int) -> Spot | None:
    """ "the fifth paragraph", "first and 3rd grafs", "second to last par", "last two grafs", "4th par from end"."""
    j = at + 1 if line.words[at] in _OLD else at
    found: list[Range] = []
    while j < len(line.words) and len(found) < _LONGEST_LIST:
        one, after = one_ordinal(line, j)
        if one is None:
            break
        found.append(one)
        j = after
        while line.word(j) in _BETWEEN and not is_paragraph(line.word(j)):
            j += 1
        if is_paragraph(line.word(j)) or line.word(j) in OTHER_UNITS:
            break
        if line.word(j) in ("and", ",", "&", "-", "–", "to", "through"):
            j += 1 + (line.word(j + 1) == "and")
    if not found or j >= len(line.words):
        return None
    if line.words[j] in OTHER_UNITS:
        return _in_a_paragraph(line, at, j)
    if not is_paragraph(line.words[j]):
        return _lone(line, at, found, j)
    return _with_unit(line, at, found, j + 1)


def _with_unit(line: Line, at: int, found: list[Range], end: int) -> Spot:
    ranges, end = from_the_end(line, found, end)
    old = any(line.word(k) in _OLD for k in range(max(0, at - 1), end + 1))
    return Spot(at, end + (line.word(end) in _OLD), tuple(_paragraph(r, old=old) for r in ranges))


def _lone(line: Line, at: int, found: list[Range], after: int) -> Spot | None:
    """Ordinals whose noun is left out: only where "pvs" stands for it ("8th pvs")."""
    if len(found) == 1 and line.word(at + 1) in _OLD and after > at + 1:
        return Spot(at, at + 2, (_paragraph(found[0], old=True),))
    return None


def _noun_left_out(line: Line, at: int, before: list[Spot]) -> Spot | None:
    """ "in fifth paragraph, adds comment in seventh": the noun stands with the first one."""
    preposition = line.word(at - 1 - (line.word(at - 1) == "the"))
    if preposition not in ("in", "from", "after", "to") or line.word(at + 1) not in _NOUN_ENDS:
        return None
    named = any(place.part == "paragraph" for spot in before[-6:] for place in spot.places)
    one = ordinal(line.words[at]) if named else None
    return Spot(at, at + 1, (_paragraph(one, old=False),)) if one and one.first else None


@lru_cache(maxsize=512)  # the same few are named again and again
def _paragraph(span: Range, *, old: bool) -> Place:
    of: Literal["new", "old"] = "old" if old else "new"
    if span.first > 0:
        return Place(part="paragraph", first=span.first, last=span.last, of=of)
    return Place(part="paragraph", first=-span.last, last=-span.first, counted="end", of=of)


def _relative(at: int, word: str, before: list[Spot]) -> Spot | None:
    """ "the same paragraph", "next paragraph": counted on from the paragraph named before."""
    last = next((p for s in reversed(before[-6:]) for p in reversed(s.places) if p.first and p.last), None)
    if last is None or last.last is None:
        return None
    sign = 1 if last.counted == "start" else -1
    place = sign * last.last + (word != "same")
    return Spot(at, at + 2, (_paragraph(Range(place, place), old=False),)) if place else None


def _in_a_paragraph(line: Line, at: int, unit: int) -> Spot | None:
    """ "second sentence of paragraph 3" is a place in paragraph 3; without one it is a part of its own."""
    j = unit + 1 + (line.words[unit] == "bullet" and line.word(unit + 1) in ("point", "points"))
    if line.word(j) in ("of", "in") and _paragraph_follows(line, j + 1):
        return None
    return Spot(at, j, (Place(part="other"),))


def _paragraph_follows(line: Line, at: int) -> bool:
    return any(is_paragraph(line.word(k)) for k in range(at, at + 4))


def _other_unit(line: Line, at: int) -> Spot | None:
    """ "line five", "item 2"."""
    word = line.words[at]
    if word in _NUMBERED_AFTER and number(line.word(at + 1)):
        if line.word(at + 2) in ("of", "in") and _paragraph_follows(line, at + 3):
            return None
        return Spot(at, at + 2, (Place(part="other"),))
    if word in ("bullet", "bullets"):
        return Spot(at, at + 1 + (line.word(at + 1) in ("point", "points")), (Place(part="other"),))
    return None


def _part_end(line: Line, at: int) -> int:
    """The word after a named part, with "the story" after "throughout"."""
    if line.words[at] not in ("throughout", "thruout"):
        return at + 1 + (line.words[at] in ("keyword", "slug") and line.word(at + 1) in ("line", "lines"))
    j = at + 1 + (line.word(at + 1) in ("the", "this"))
    return j + 1 if line.word(j) in ("story", "text", "item", "article") else at + 1


def _part(line: Line, at: int) -> PlacePart | None:
    word, before, after = line.words[at], line.word(at - 1), line.word(at + 1)
    if word in ("bullet", "bullets"):
        return None
    if word == "headline" and after in _MODIFIED:
        return None
    if word in NAMED_PARTS:
        return cast(PlacePart, NAMED_PARTS[word])
    if word == "lead":
        return "lead" if before in _BEFORE_LEAD and after in _AFTER_LEAD else None
    preposition = line.word(at - 2) if before in ("the", "a") else before
    if word == "title":
        return "headline" if preposition == "in" and after in ("", "and", ",", ";", ".", "to") else None
    if word == "keyword":
        return "slug" if after in ("line", "lines", "slug") else None
    if word in PLACED_PARTS:
        return "other" if preposition in ("in", "of", "to", "from") else None
    at_it = (preposition == "at" and after != "of") or (preposition == "to" and not after)
    if word in ("end", "bottom", "top") and at_it:
        return "lead" if word == "top" else "end"
    return None
