"""What is said on standard error: lines for people, or with `--log-format json` one JSON object a line for collectors.

What the log of the program's modules says takes the same way. What there is to say is left to the commands.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Literal

import click

from tracker.clock import system_clock

Level = Literal["debug", "info", "warning", "error"]
LOG_FORMATS = ("text", "json")
_OPTION = "--log-format"
_OWN = "tracker"
_LONGEST = 1_000  # characters of a line


def say(text: str, *, as_json: bool, level: Level = "info") -> None:
    """Say something on standard error: "tracker: TEXT", or an object with `time`, `level` and `message`."""
    if as_json:
        from tracker.story.times import rfc3339
        from tracker.views.json import dump

        entry = {"time": rfc3339(system_clock()), "level": level, "message": text}
        click.echo(dump(entry), err=True, nl=False)
        return
    from tracker.views.safe import safe

    click.echo(f"tracker: {safe(_bounded(text))}", err=True)


def _bounded(text: str) -> str:
    """The text without the middle of lines that nobody would read to their end: a name of 100,000 characters."""
    if len(text) <= _LONGEST:
        return text
    lines = text.split("\n")
    return "\n".join(
        line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 4 :]}" for line in lines
    )


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for JSON messages; asked before it is parsed, since that may fail with a message."""
    chosen = "text"
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--":
            break
        if word == _OPTION:
            chosen = following
        elif word.startswith(f"{_OPTION}="):
            chosen = word.partition("=")[2]
    return chosen == "json"


def hear_logging(*, as_json: bool) -> None:
    """From now on, say what is logged."""
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler, _Saying)]:
        root.removeHandler(old)
    root.addHandler(_Saying(as_json=as_json))


class _Saying(logging.Handler):
    """Says what is logged, with the traceback where there is one."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def emit(self, record: logging.LogRecord) -> None:
        """Say one record; what libraries log only where details were asked for."""
        # A driver that lost its server logs so in its own words, beside the error that it raises.
        own = record.name.partition(".")[0] == _OWN
        if own or logging.getLogger(_OWN).isEnabledFor(logging.DEBUG):
            self._say(record)

    def _say(self, record: logging.LogRecord) -> None:
        say(self.format(record), as_json=self._as_json, level=_level(record.levelno))


def _level(number: int) -> Level:
    if number >= logging.ERROR:
        return "error"
    if number >= logging.WARNING:
        return "warning"
    return "info" if number >= logging.INFO else "debug"
