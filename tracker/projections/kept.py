"""Whether a finding's row still says what is found: then it is kept as it is, open or made good by a later note.

Rows are those of the findings table; what is found anew, and what becomes of the others, is for `auditing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.audit.findings import Finding
from tracker.projections.model import printable


def disclosed_in(revision: int) -> str:
    """The cause that closes a finding which the note of `revision` made good."""
    return f"disclosed in r{revision}"


def made_good(row: Mapping[str, Any], lapsed: int | None) -> bool:
    """Whether a finding was closed by a later note that still counts; that of `lapsed` does not."""
    cause = row["cause"] or ""
    return cause.startswith("disclosed in ") and (lapsed is None or cause != disclosed_in(lapsed))


def says(row: Mapping[str, Any], finding: Finding) -> bool:
    """Whether a row has the words and the severity of a finding."""
    shown = (printable(finding.old_words), printable(finding.new_words), int(finding.severity))
    return (row["old_words"], row["new_words"], row["severity"]) == shown
