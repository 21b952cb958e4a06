"""Views load nothing that a command would not load anyway: commands must start fast."""

from __future__ import annotations

import subprocess
import sys

import pytest

VIEWS = (
    *("article", "changes", "diff", "ingest", "json", "layout", "lists", "log", "marks", "moments", "projections"),
    *("refs", "replay", "safe", "show", "stories", "style", "unchanged", "verify", "when", "words"),
)


def loaded(*modules: str) -> set[str]:
    """The top-level and tracker packages that a fresh interpreter has after importing these modules."""
    script = f"import sys; sys.path[:0] = {sys.path!r}\nimport {', '.join(modules)}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_views_load_no_storage_and_no_commands() -> None:
    """Values to text needs neither database nor readers, and rich only for the width of characters."""
    modules = loaded(*(f"tracker.views.{name}" for name in VIEWS))
    heavy = ("sqlalchemy", "click", "rich.console", "numpy", "rapidfuzz", "deepdiff", "tracker.ledger")
    heavy += ("tracker.projections", "tracker.sources", "tracker.cli")
    assert modules.isdisjoint(heavy)


@pytest.mark.parametrize("name", ["style", "safe", "json"])
def test_what_every_command_needs_is_cheap(name: str) -> None:
    """Options and errors are handled before anything is laid out: no rich for that."""
    assert "rich" not in loaded(f"tracker.views.{name}")
