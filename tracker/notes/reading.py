"""Read a claim as it is checked: its values, what it is about, its places in this text, and what its verb does.

Which edits it tells of is found in `matching`.
"""

from __future__ import annotations

import re
from functools import cache

from tracker.notes.case import Case
from tracker.notes.edit import Edit
from tracker.notes.literals import Literal, literal
from tracker.notes.model import Claim, Place
from tracker.notes.topics import Topic, topic_of

ADDING = frozenset({"add", "insert", "restore"})
REMOVING = frozenset({"remove", "trim"})
MENDING = frozenset({"correct", "clarify", "refile"})
_QUOTING = ADDING | REMOVING | MENDING
_QUOTES = frozenset('"“‘`')
BROAD = frozenset({"lead", "recast"})
_WORDS = 60  # characters; longer text that came or went within a paragraph is more than a word dropped or doubled
_LINE = 40  # characters; a shorter unit is a line of a table
_GREW = 20  # characters by which a rewording grew that adds something
_MOST_NAMES = 200  # characters of an object in which a quoted word is looked for


class Reading:
    """A claim as it is checked: its values, its places with numbers counted from the start, and what it is about.

    `spots` are the places that can be checked in this text; `stated` says that the claim names any place at all.
    """

    __slots__ = ("_topic", "claim", "new", "old", "spots", "stated")

    def __init__(self, claim: Claim, *, new: Literal | None, old: Literal | None, spots: tuple[Place, ...]) -> None:
        self.claim, self.new, self.old, self.spots = claim, new, old, spots
        self.stated = bool(claim.places)
        self._topic: Topic | None = None

    @property
    def topic(self) -> Topic:
        """What the claim is about, read when it is asked for: where values decide, it is not."""
        if self._topic is None:
            self._topic = topic_of(self.claim)
        return self._topic

    @property
    def distinct(self) -> bool:
        """Whether the claim gives a value that stands in a text as it is, and hardly by chance."""
        return any(value is not None and value.exact and value.distinct for value in (self.new, self.old))


def read(claim: Claim, case: Case) -> Reading:
    """A claim with its values and places read, as far as this text allows."""
    new, old = literal(claim.new_value), literal(claim.old_value)
    if new is None and old is None and claim.verb in _QUOTING and claim.object and not _QUOTES.isdisjoint(claim.object):
        quoted = literal(_quoted_word(claim.object))
        new, old = (None, quoted) if claim.verb in REMOVING else (quoted, None)
    spots = tuple(spot for place in claim.places if (spot := case.resolved(place)) is not None)
    return Reading(claim, new=new, old=old, spots=spots)


def _quoted_word(text: str | None) -> str | None:
    match = _quotation().search(text[:_MOST_NAMES]) if text else None
    return (match[1] or match[2]) if match else None


@cache
def _quotation() -> re.Pattern[str]:
    return re.compile(r"[\"“]([^\"”]{1,60})[\"”]|[‘`]([^’'`]{1,60})['’]")


def does(verb: str, edit: Edit) -> int:
    """2 where an edit does what a verb says, 1 where it may pass for it, 0 where it does not."""
    gone, come = len(edit.old_text or ""), len(edit.new_text or "")
    if verb in ADDING:
        return 0 if not come else 2 if come - gone >= _GREW or (edit.part != "paragraph" and not gone) else 1
    if verb in REMOVING:
        return 0 if not gone else 2 if not come or gone - come >= _GREW // 2 else 1
    if verb in MENDING:
        return 2 if (gone and come) or gone + come <= (_LINE if edit.whole else _WORDS) else 1
    if verb in ("update", "substitute"):
        return 2 if come else 1
    return 2 if verb in BROAD else 1
