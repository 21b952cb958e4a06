"""Which facts a change of words touches, and what it weighs. Pure."""

from tracker.diff.facts.classify import classify
from tracker.diff.facts.reading import LONGEST
from tracker.diff.model import FACTS, Fact, FactChange, Facts, Weight

__all__ = ["FACTS", "LONGEST", "Fact", "FactChange", "Facts", "Weight", "classify"]
