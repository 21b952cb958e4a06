"""Which facts a change of words touches, and what it weighs. Pure."""

from tracker.diff.facts.classify import classify
from tracker.diff.facts.model import FACTS, Fact, FactChange, Facts, Weight

__all__ = ["FACTS", "Fact", "FactChange", "Facts", "Weight", "classify"]
