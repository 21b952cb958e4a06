"""Minting slugs: once for each story, unique in the ledger, never changed.

A slug is taken when the `story.opened` that minted it exists: its event id is derived from the slug, so the log's own
unique key decides between two writers who mint the same slug at once; where they write to different shards, the claim
on that id does (`compose`).
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.ledger.read import LedgerView
from tracker.ledger.story import find_slug, first_free
from tracker.story.decide import Observation
from tracker.story.keys import slug_base, slug_candidate, valid_slug


class Slugs:
    """Mints slugs for the stories that one batch opens."""

    def __init__(self, view: LedgerView) -> None:
        self._view = view
        self._minted: dict[str, str] = {}

    def mint(self, observation: Observation) -> str:
        """A free slug for the story that this observation opens: the given one or one from its headline."""
        article = observation.article
        title = article.headline or next(iter(article.paragraphs), "")
        base = valid_slug(observation.slug) if observation.slug else slug_base(title)
        source = observation.key.source
        elsewhere = self._holder(base) not in (None, source)
        slug = self._free(lambda number: slug_candidate(base, source, number, taken_by_other_source=elsewhere))
        self._minted[slug] = source
        return slug

    def _free(self, candidate: Callable[[int], str]) -> str:
        """The first candidate that is free; the thousandth story of one headline costs twenty look-ups."""
        return candidate(1 + first_free(lambda number: self._holder(candidate(number + 1)) is not None))

    def _holder(self, slug: str) -> str | None:
        """The source of the story that holds a slug, None when it is free."""
        if slug in self._minted:
            return self._minted[slug]
        found = find_slug(self._view, slug)
        return None if found is None else found.key.source
