"""Wire text to an article: units, what stands above the story, its body.

A unit that nothing recognises stays a paragraph, and a text in which nothing is left to be one is all paragraphs: no
letter of the input is dropped. Layouts: Bloomberg, Reuters, AP, Canadian Press, dpa, plain text.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.sources import body, credits, top
from tracker.sources.draft import Draft
from tracker.sources.fields import Stated
from tracker.sources.paragraphs import Unit, units
from tracker.story.article import Article


def article(text: str, *, given: Stated) -> Article:
    """The article in a wire text; `given` is what its front matter or JSON fields state."""
    found = units(text)
    if credits.may_be_glued(text):
        found = [piece for unit in found for piece in _unglued(unit)]
    draft = Draft()
    body.read(top.read(found, draft, given), draft)
    if not draft.paragraphs:
        draft = Draft(paragraphs=[unit.text for unit in found])
    return draft.article(given)


def _unglued(unit: Unit) -> list[Unit]:
    pieces = credits.unglue(unit.text)
    return [unit] if len(pieces) == 1 else [replace(unit, text=piece) for piece in pieces]
