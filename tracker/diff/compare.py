"""Compare two articles, part by part, in the order a reader meets them.

The furniture of an article (most-read lists, related links) is outside every comparison.
"""

from __future__ import annotations

from tracker.diff.align import Alignment, alignment, identity
from tracker.diff.changes import ChangeList
from tracker.diff.inserts import add_inserts, places
from tracker.diff.metadata import add_list, add_pairs
from tracker.diff.model import Comparison
from tracker.story.article import Article

# Both stand in every result. The version goes up whenever the same two articles may give another comparison.
ENGINE = "sentences"
ENGINE_VERSION = 3


def compare(old: Article, new: Article) -> Comparison:
    """What changed from `old` to `new`, furniture aside.

    Pure and deterministic; equal articles give no changes, and `apply` makes the new article of the old one again.
    Every step has a bound, past which the result is `coarse` but still exact.
    """
    old, new = old.comparable(), new.comparable()
    changes = ChangeList(language=new.language, context=new.paragraphs)
    aligned = Alignment(links=(), coarse=False)
    if old == new:
        aligned = Alignment(links=identity(len(old.paragraphs)), coarse=False)
    else:
        aligned = _add_all(changes, old, new)
    old_places, new_places = places(old), places(new)
    return Comparison(
        old_count=len(old.paragraphs),
        new_count=len(new.paragraphs),
        links=aligned.links,
        changes=tuple(changes.changes),
        coarse=aligned.coarse or changes.coarse,
        engine=ENGINE,
        engine_version=ENGINE_VERSION,
        insert_places=None if old_places == new_places else new_places,
        headlines=(old.headline, new.headline) if changes.tagged else None,
    )


def _add_all(changes: ChangeList, old: Article, new: Article) -> Alignment:
    changes.add_headline(old.headline, new.headline)
    changes.add_text("byline", old.byline, new.byline)
    changes.add_text("dateline", old.dateline, new.dateline)
    aligned = alignment(old.paragraphs, new.paragraphs)
    changes.add_links("paragraph", aligned.links, old.paragraphs, new.paragraphs)
    add_inserts(changes, old, new, aligned.links)
    changes.add_text("note", old.note, new.note)
    add_list(changes, "credits", old.credits, new.credits)
    add_list(changes, "contacts", old.contacts, new.contacts)
    changes.add_text("copyright", old.copyright, new.copyright)
    changes.add_value("language", old.language, new.language)
    add_list(changes, "keywords", old.keywords, new.keywords)
    changes.add_value("embargo", old.embargo, new.embargo)
    add_pairs(changes, "extra", old.extra, new.extra)
    return aligned
