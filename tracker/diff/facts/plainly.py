"""See at a glance that a change touches no fact: ordinary words in lower case, where no one speaks or is quoted.

Most small edits are of this kind, and reading the values around them costs many times as much. In doubt the answer is
no, and the text is read (`reading`).
"""

from __future__ import annotations

from tracker.diff.facts.lexicon import GIVEN, PLACE, PLAIN, SAID, SPEAKERS, TITLE, WORD
from tracker.diff.facts.regions import Line
from tracker.diff.facts.scan import flags_of

_MOST = 6  # differences
_LONGEST = 120  # characters of one difference
_SPEAKING = 48  # characters before and after a difference in which a verb of saying would make it an attribution
_ORDINARY = ~(WORD | PLAIN | TITLE | PLACE | GIVEN)
_EDGES = frozenset(" ,;:()")
_SIGNS = str.maketrans(dict.fromkeys(",.;:()'\"`", " "))

_RARELY = frozenset(word for word, key in SAID.items() if key in SPEAKERS or key == "put")
_SAID = SAID.keys() - _RARELY
_SPEAKERS = frozenset().union(*SPEAKERS.values(), {"at"})

Words = tuple[list[str], list[str]]


def ordinary_words(line: Line) -> Words | None:
    """The words of all differences, old and new, where none of them can be part of a fact; None where one may be."""
    if len(line.hunks) > _MOST or line.lone:
        return None
    gone: list[str] = []
    come: list[str] = []
    for hunk in line.hunks:
        if not (
            _add(gone, line.old_text, hunk.old_start, hunk.old_end)
            and _add(come, line.new_text, hunk.new_start, hunk.new_end)
        ):
            return None
        around = line.old_text[max(0, hunk.old_start - _SPEAKING) : hunk.old_end + _SPEAKING]
        if _speaks(around.lower().translate(_SIGNS).split()):
            return None
    return gone, come


def _speaks(words: list[str]) -> bool:
    """Whether someone speaks: a verb of saying, or one that tells only of studies, courts and numbers."""
    if not _SAID.isdisjoint(words):
        return True
    return not _RARELY.isdisjoint(words) and not _SPEAKERS.isdisjoint(words)


def _add(words: list[str], text: str, start: int, end: int) -> bool:
    """Add the words of one side of a difference; False where they are not plain, or not whole."""
    if start == end:
        return True
    piece = text[start:end]
    if len(piece) > _LONGEST or not (piece.isascii() and piece.islower() and piece.replace(" ", "").isalpha()):
        return False
    if start and piece[0] != " " and text[start - 1] != " ":
        return False
    if piece[-1] != " " and end < len(text) and text[end] not in _EDGES and not _ends_sentence(text, end):
        return False
    found = piece.split()
    words += found
    return not any(map(_ORDINARY.__and__, flags_of(found)))


def _ends_sentence(text: str, end: int) -> bool:
    return text[end] == "." and text[end + 1 : end + 2] in {"", " "}
