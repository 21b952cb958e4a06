"""Minting slugs: once for each story, unique in the ledger, never changed.

A slug is taken when the `story.opened` that minted it exists: its event id is derived from the slug, so the log's own
unique key decides between two writers who mint the same slug at once.
"""

from __future__ import annotations

from tracker.ledger.read import LedgerView
from tracker.ledger.story import find_slug
from tracker.story.decide import Observation
from tracker.story.keys import slug_base, slug_candidates, valid_slug


class Slugs:
    """Mints slugs for the stories that one batch opens."""

    def __init__(self, view: LedgerView) -> None:
        self._view = view
        self._minted: dict[str, str] = {}

    def mint(self, observation: Observation) -> str:
        """A free slug for the story that this observation opens: the given one or one from its headline."""
        article = observation.article
        base = (
            valid_slug(observation.slug) if observation.slug else slug_base(article.headline or article.paragraphs[0])
        )
        source = observation.key.source
        holder = self._holder(base)
        elsewhere = holder is not None and holder != source
        slug = next(
            candidate
            for candidate in slug_candidates(base, source, taken_by_other_source=elsewhere)
            if self._holder(candidate) is None
        )
        self._minted[slug] = source
        return slug

    def _holder(self, slug: str) -> str | None:
        """The source of the story that holds a slug, None when it is free."""
        if slug in self._minted:
            return self._minted[slug]
        found = find_slug(self._view, slug)
        return None if found is None else found.key.source
