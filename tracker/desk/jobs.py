"""The names of jobs: what makes two runs runs of the same job. How a job is kept from overlapping itself is
`ledger.locks`' matter."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

from tracker.errors import UsageError
from tracker.sources.files import shown

_LONGEST_NAME = 200


def job_name(text: str) -> str:
    """The name that a person gave a job, on one line; UsageError when it is empty, too long or cannot be shown."""
    name = " ".join(text.split())
    if not name:
        raise UsageError("--job: the name is empty")
    if len(name) > _LONGEST_NAME:
        raise UsageError(f"--job: the name is longer than {_LONGEST_NAME} characters")
    if not name.isprintable():
        raise UsageError(f"--job: {name!r} holds characters that cannot be shown")
    return name


def default_name(paths: Sequence[str], about: Sequence[str] = ()) -> str:
    """The name of a job that nobody named: what it is about and the full paths, so that the same command in the same
    place is the same job."""
    parts = [*about, *("-" if path == "-" else shown(os.path.abspath(path)) for path in dict.fromkeys(paths))]
    name = " ".join(parts)
    if len(name) <= _LONGEST_NAME:
        return name
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    return f"{name[: _LONGEST_NAME - 30]}… ({len(parts):,} in all, {digest})"
