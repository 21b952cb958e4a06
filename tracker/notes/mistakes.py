"""What a note says that the story had wrong: "An earlier version gave turnout as 74.6%; it was 76.4%".

Such a sentence opposes no values by "not" or "instead of"; those that do are read in `contrast`.
"""

from __future__ import annotations

from tracker.notes.contrast import name_end, numeric
from tracker.notes.lexicon import MONTHS, word_set
from tracker.notes.tokens import Line

_QUOTES = "\"“”‘’«»`' ,.;:"
_MEASURES = word_set("percent pct per cent thousand million billion trillion mln bln % dollars euros pounds yen points")
_RIGHT = frozenset({"it", "they", "he", "she", "the", "that", "there"})
_WAS = frozenset({"is", "was", "are", "were"})
_LONGEST = 60  # words of a sentence that are read


def wrong(line: Line, start: int, end: int) -> tuple[str | None, str | None]:
    """The right value and the wrong one of the words from `start` to before `end`, which tell of a mistake.

    None for one that is not plainly given: as what a thing was called, or as the only number.
    """
    end = min(end, start + _LONGEST)
    stop = next((at for at in range(start, end) if line.words[at] == ";"), end)
    said = _called(line, start, stop) or only_number(line, start, stop)
    return (right(line, stop + 1, end) if said else None), said


def right(line: Line, start: int, end: int) -> str | None:
    """The right value that a sentence gives as its only number: "It was 76.4%"; None where it gives none."""
    begins = start < end and (line.words[start] in _RIGHT or line.word(start + 1) in _WAS)
    if not begins or _WAS.isdisjoint(line.words[start : min(end, start + _LONGEST)]):
        return None
    return only_number(line, start, min(end, start + _LONGEST))


def only_number(line: Line, start: int, end: int) -> str | None:
    """The only number of some words, with its unit or month; None where there is none, or several."""
    found = [at for at in range(start, end) if numeric(line.words[at]) and line.words[at] != "one"]
    if not found or len(found) > 1:
        return None
    at, after = found[0], found[0] + 1
    while after < end and line.words[after] in _MEASURES:
        after += 1
    return line.original(at - (at > start and line.words[at - 1] in MONTHS), after).strip(_QUOTES) or None


def _called(line: Line, start: int, end: int) -> str | None:
    """What follows "as", where that is a quotation or a name: "misidentified the mayor as Otto Grau"."""
    for at in range(start, end - 1):
        if line.words[at] == "as" and (line.quoted(at + 1) or line.capital(at + 1)):
            after = at + 2 if line.quoted(at + 1) else name_end(line, at + 1, end)
            return line.original(at + 1, after).strip(_QUOTES) or None
    return None
