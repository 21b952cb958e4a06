"""Which parts of an article stand unchanged in a comparison, by the names people use for them."""

from __future__ import annotations

from tracker.diff.model import Comparison
from tracker.story.article import Article

_INSERTS = {"subhead": "subheads", "bullet": "bullets", "table": "table"}
_TOP = ("headline", "byline", "dateline")
_BELOW = ("credits", "contacts", "copyright", "language", "keywords", "embargo")


def unchanged_parts(old: Article, new: Article, comparison: Comparison) -> list[str]:
    """The parts, other than paragraphs and desk note, that both articles have and that no change touches."""
    changed = {change.part for change in comparison.changes}
    names = [part for part in _TOP if getattr(new, part) and part not in changed]
    kinds = {insert.kind for insert in new.inserts}
    names += [name for kind, name in _INSERTS.items() if kind in kinds and kind not in changed]
    names += [kind for kind in sorted(kinds - _INSERTS.keys()) if f"insert:{kind}" not in changed]
    names += [part for part in _BELOW if getattr(new, part) and part not in changed]
    return [*names, "other fields"] if old.extra and "extra" not in changed else names
