"""Values and rules of a story: articles, events, decisions, keys and moments. Pure: no clock, no storage."""

from tracker.story.article import Article, Insert

__all__ = ["Article", "Insert"]
