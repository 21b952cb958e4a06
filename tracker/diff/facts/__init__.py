"""Which facts a change of words touches, and what it weighs. Pure."""

from tracker.diff.facts.classify import classify
from tracker.diff.facts.model import Facts
from tracker.diff.model import FACTS, Fact, FactChange, Weight

__all__ = ["FACTS", "Fact", "FactChange", "Facts", "Weight", "classify"]
