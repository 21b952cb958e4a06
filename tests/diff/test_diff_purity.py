"""compare is a pure function of two values, and importing it is cheap."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
from tracker.diff import compare
from tracker.story.article import Article, Insert
words = "harbour ferry storm crew pilot island engine signal rescue morning".split()
def text(seed):
    return " ".join(words[(seed * k * k + 3 * k) % 10] + str(seed * k % 4) for k in range(1, 15)) + "."
old = Article(paragraphs=tuple(text(n) for n in range(80)), headline="Ferry late", keywords=("a", "b", "c"),
    inserts=(Insert(before=1, kind="bullet", text="x y"), Insert(before=2, kind="subhead", text="z")),
    extra=(("desk", "a"), ("genre", "b"), ("slot", "c")))
new = Article(paragraphs=tuple(text(n).replace("crew", "staff") for n in (5, 3, 4, *range(90, 10, -1))),
    headline="Ferry lost", keywords=("c", "d"), inserts=(Insert(before=2, kind="subhead", text="z"),),
    extra=(("desk", "b"), ("priority", "b"), ("slot", "d")))
print(repr(compare(old, new)))
"""

IMPORTS = """
import sys
import tracker.diff
from tracker.story.article import Article
article = Article(paragraphs=("one", "two"), headline="h")
tracker.diff.compare(article, article)
print(sorted({"numpy", "rapidfuzz", "deepdiff"} & set(sys.modules)))
"""


def run(script: str, seed: str) -> str:
    # -I keeps the caller's environment out, -X and a fresh environment let the seed in.
    setup = f"import sys; sys.path[:0] = {sys.path!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", setup + script],
        capture_output=True, text=True, check=True, encoding="utf-8",
        env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return done.stdout


@pytest.mark.slow
def test_the_hash_seed_does_not_matter() -> None:
    """Processes with different hash seeds give the same comparison to the last span."""
    results = {run(SCRIPT, seed) for seed in ("0", "1", "4242")}
    assert len(results) == 1
    assert "Comparison(" in results.pop()


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    """Importing the package and comparing equal articles loads no matrix, string or description library."""
    assert run(IMPORTS, "0").strip() == "[]"
