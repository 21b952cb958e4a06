"""Articles and comparisons that several read models need of the same batch: each is read or made once.

Revisions are named by stream and number; what is kept is bounded. What was erased is no article, and compared with
nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from tracker.diff import Comparison, compare
from tracker.errors import IntegrityError
from tracker.ledger.read import LedgerView, Recorded
from tracker.story.article import Article

_ARTICLES, _COMPARISONS = 256, 64


class Texts:
    """The texts that one view of the ledger gives, and how they differ."""

    def __init__(self, view: LedgerView) -> None:
        self._view = view
        self._articles: OrderedDict[tuple[str, int], Article] = OrderedDict()
        self._comparisons: OrderedDict[tuple[str, int, int], Comparison] = OrderedDict()

    def recorded(self, stream_id: str, revision: int) -> Recorded:
        """The event that recorded a revision; IntegrityError when it is missing."""
        recorded = self._view.version(stream_id, revision)
        if recorded is None:
            raise IntegrityError(f"r{revision} of stream {stream_id} is missing")
        return recorded

    def article(self, stream_id: str, revision: int, recorded: Recorded | None = None) -> Article:
        """The article of a revision; `recorded` is its event, where the caller has it."""
        key = (stream_id, revision)
        if key not in self._articles:
            self._articles[key] = self._view.article(recorded or self.recorded(stream_id, revision))
            if len(self._articles) > _ARTICLES:
                self._articles.popitem(last=False)
        return self._articles[key]

    def erased(self, stream_id: str) -> Mapping[int, int]:
        """The revisions of a story whose text was erased, each with the position of the event that says so."""
        return {number: erasure.position for number, erasure in self._view.erasures.of_story(stream_id).items()}

    def comparison(self, stream_id: str, old: int, new: int) -> Comparison:
        """How revision `new` differs from revision `old`; neither may be erased."""
        key = (stream_id, old, new)
        if key not in self._comparisons:
            self._comparisons[key] = compare(self.article(stream_id, old), self.article(stream_id, new))
            if len(self._comparisons) > _COMPARISONS:
                self._comparisons.popitem(last=False)
        return self._comparisons[key]
