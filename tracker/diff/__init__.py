"""What changed between two articles: alignment of paragraphs, word operations, and every other part. Pure."""

from tracker.diff.align import align
from tracker.diff.apply import apply
from tracker.diff.blame import Run, blame
from tracker.diff.compare import ENGINE, ENGINE_VERSION, compare
from tracker.diff.model import UNIT_BREAK, Change, Comparison, KeptRun, Link, Span

__all__ = [
    "ENGINE",
    "ENGINE_VERSION",
    "UNIT_BREAK",
    "Change",
    "Comparison",
    "KeptRun",
    "Link",
    "Run",
    "Span",
    "align",
    "apply",
    "blame",
    "compare",
]
