"""Regular expressions that take time linear in the text, whatever the pattern: a person's pattern cannot hang a job.

The engine is RE2; the library for it is optional, and asked for only when a pattern is given.
"""

from __future__ import annotations

import importlib
from typing import Any

from tracker.errors import UsageError

_MEMORY = 8 << 20  # bytes that one pattern and its automaton may take
_LONGEST = 10_000  # characters of a pattern


def compiled(pattern: str, *, ignore_case: bool = False, instead: str = "") -> Any:
    """The pattern made ready, with `search` and `finditer` as in `re`.

    UsageError when it is none, is too large, or the library is not installed: `instead` says what goes without it.
    """
    check(pattern)
    try:
        re2 = importlib.import_module("re2")
    except ImportError:
        raise UsageError(
            f"regular expressions need the library google-re2: pip install 'news-update-tracker[regex]'{instead}"
        ) from None
    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise UsageError(f"{pattern!r} is no regular expression that can be used: {said}") from None


def check(pattern: str) -> None:
    """UsageError when a pattern is too long, or no text."""
    if len(pattern) > _LONGEST:
        raise UsageError(f"the pattern is longer than {_LONGEST:,} characters")
    try:
        pattern.encode()
    except UnicodeEncodeError:
        raise UsageError("the pattern is no valid text") from None
