"""The state of the database, as text and as data."""

from __future__ import annotations

from typing import Any

from tracker.desk.database import Checked, Current, Upgraded
from tracker.views.safe import safe_line


def upgraded_text(result: Upgraded) -> str:
    """What an upgrade did, in a line."""
    if result.before is None:
        return f"{safe_line(result.database)}: made, at schema {result.after}\n"
    if result.before == result.after:
        return f"{safe_line(result.database)}: already at schema {result.after}\n"
    return f"{safe_line(result.database)}: upgraded from schema {result.before} to {result.after}\n"


def upgraded_data(result: Upgraded) -> dict[str, Any]:
    """`tracker.db.upgrade/1`."""
    return {
        "schema": "tracker.db.upgrade/1",
        "database": result.database,
        "before": result.before,
        "after": result.after,
    }


def current_text(result: Current) -> str:
    """The schema revision, and what to do if it is not this program's."""
    name = safe_line(result.database)
    if result.revision is None:
        return f"{name}: holds no ledger; `tracker db upgrade` makes one\n"
    if result.usable:
        return f"{name}: schema {result.revision}, up to date\n"
    remedy = "upgrade tracker" if result.revision > result.needed else "run `tracker db upgrade`"
    return f"{name}: schema {result.revision}, this program needs {result.needed}: {remedy}\n"


def current_data(result: Current) -> dict[str, Any]:
    """`tracker.db.current/1`."""
    return {
        "schema": "tracker.db.current/1",
        "database": result.database,
        "revision": result.revision,
        "needed": result.needed,
        "usable": result.usable,
    }


def checked_text(result: Checked) -> str:
    """The schema revision and every problem, a line each."""
    lines = [current_text(result.current), *(f"  {safe_line(problem)}\n" for problem in result.problems)]
    if result.current.usable and not result.problems:
        lines.append("  guards in place, file whole\n")
    return "".join(lines)


def checked_data(result: Checked) -> dict[str, Any]:
    """`tracker.db.check/1`."""
    return {
        **current_data(result.current),
        "schema": "tracker.db.check/1",
        "problems": list(result.problems),
    }
