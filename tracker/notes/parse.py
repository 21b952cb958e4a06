"""Read a desk note: text to claims, each with its verb, places, values and anchor.

Nothing is guessed: a note without a desk's verb makes no claim; it is an advisory, or cannot be read ("unparsed").
How a claim is read is for `claims`, whether it is true for `check`.
"""

from __future__ import annotations

from functools import lru_cache

from tracker.notes.advisory import is_advisory, is_foreign
from tracker.notes.claims import Reader
from tracker.notes.clauses import split
from tracker.notes.frame import unframe
from tracker.notes.lexicon import NOUNISH
from tracker.notes.model import Claim, Note, Verb
from tracker.notes.places import scan
from tracker.notes.tokens import Line, cut

_LONGEST = 20_000  # characters; no desk note is longer


def parse(text: str) -> Note:
    """Read a desk note.

    Brackets, "Eds:", version slugs and a full stop at the end make no difference. A note that says nothing of changes
    (embargo, "cq", contacts) is an "advisory" without claims, and so is an empty one; one that cannot be read has one
    claim, "unparsed", with the note as its text. Never raises; linear in the length of the note, and one of more than
    20,000 characters is not read. Paragraphs are counted as agencies do: "SUBS 6th graf with 3 grafs" is 6 to 8 of the
    new text, "pvs" numbers and removed paragraphs are the old one's.
    """
    return _unparsed(text) if len(text) > _LONGEST else _parsed(text)


# The audit reads a revision's note, then again as that of the text before, and where a change is told of late.
@lru_cache(maxsize=256)
def _parsed(text: str) -> Note:
    framed = unframe(text)
    if not framed.text:
        return Note(claims=(), kind="advisory")
    line = cut(framed.text)
    note = _read(line, framed.label) if line.words else None
    if note is not None:
        return note
    return Note(claims=(), kind="advisory") if is_advisory(framed.text) else _unparsed(framed.text)


def _unparsed(text: str) -> Note:
    return Note(claims=(Claim(text=text, verb="unparsed"),))


def _read(line: Line, label: Verb | None) -> Note | None:
    """The note in words; None where no desk's verb stands in it."""
    clauses = split(line)
    first = clauses[0]
    if label and first.verb is None:
        clauses[0] = first = first._replace(verb=label, form="s")
    if first.verb and line.word(first.body - 1) in NOUNISH and is_foreign(line.words):
        return None
    claims = Reader(line, scan(line)).read(clauses)
    if claims:
        return Note(claims=claims)
    return Note(claims=(), kind="advisory") if any(c.form == "silent" for c in clauses) else None
