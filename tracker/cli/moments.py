"""The two options that place an answer on the two clocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

_AT = click.option("--at", metavar="TIME", help="What was published by then.")
_KNOWN_AT = click.option(
    "--known-at", metavar="TIME|#POSITION", help="What had been recorded by then; '#1234' repeats an answer exactly."
)


def at_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--at` and `--known-at` to a command."""
    return _AT(_KNOWN_AT(function))
