"""What every command shares: its common options, and from them the settings, the workspace and the way to print."""

from __future__ import annotations

import functools
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker import config as settings
from tracker.cli.failures import file_blamed
from tracker.cli.messages import LOG_FORMATS, say
from tracker.clock import system_clock
from tracker.views.style import Style

if TYPE_CHECKING:
    from tracker.desk.workspace import Workspace

Function = TypeVar("Function", bound=Callable[..., Any])
MIN_WIDTH, MAX_WIDTH, PLAIN_WIDTH = 40, 200, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One command's common options, resolved. `database` is a URL or path; `quiet` and `verbose` steer messages.

    `log_json` makes each message a JSON object on a line of its own.
    """

    config: settings.Config
    database: str
    database_origin: str
    zone: tzinfo
    as_json: bool
    colour: bool
    pager: bool
    quiet: bool
    verbose: bool
    log_json: bool = False

    @contextmanager
    def workspace(self, *, read_only: bool = True) -> Iterator[Workspace]:
        """The workspace on this session's database, closed afterwards."""
        from tracker.desk.workspace import open_workspace

        workspace = open_workspace(
            self.database, config=self.config, clock=system_clock, zone=self.zone, read_only=read_only
        )
        try:
            yield workspace
        finally:
            if workspace.database.notice:
                self.message(workspace.database.notice)
            workspace.close()

    def style(self) -> Style:
        """How texts are laid out on this terminal, or off it."""
        columns = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
        width = max(MIN_WIDTH, min(columns, MAX_WIDTH))
        return Style(width=width, colour=self.colour, zone=self.zone, now=system_clock())

    def show(self, text: Callable[[Style], str], data: Callable[[], dict[str, Any]]) -> None:
        """Print a result: as JSON if asked for, else as text, through a pager if it is long and this is a terminal."""
        if self.as_json:
            from tracker.views.json import dump

            click.echo(dump(data()), nl=False)
            return
        rendered = text(self.style())
        if self.pager and rendered.count("\n") >= shutil.get_terminal_size().lines:
            click.echo_via_pager(rendered, color=self.colour)
        else:
            click.echo(rendered, nl=False, color=self.colour or None)

    def message(self, text: str) -> None:
        """Say something on standard error, unless quiet was asked for."""
        if not self.quiet:
            say(text, as_json=self.log_json)

    def error(self, text: str) -> None:
        """Say on standard error what went wrong, also when quiet was asked for."""
        say(text, as_json=self.log_json, level="error")


def with_session(function: Function) -> Callable[..., Any]:
    """Give a command its common options; it is called with a `Session` first."""

    @functools.wraps(function)
    def wrapped(**arguments: Any) -> Any:
        common = {name: arguments.pop(name) for name in _COMMON}
        session = _session(**common)
        with file_blamed(session.database):
            return function(session, **arguments)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


_COMMON = ("database", "as_json", "tz", "quiet", "verbose", "color", "pager", "log_format")


_OPTIONS = (
    click.option("--database", metavar="URL|PATH", help="The database [TRACKER_DATABASE, tracker.toml]."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object; times in UTC."),
    click.option("--tz", metavar="ZONE", help="The time zone to read and show times in, as in Europe/Paris."),
    click.option("-q", "--quiet", is_flag=True, help="Print no messages, only data and errors."),
    click.option("-v", "--verbose", is_flag=True, help="Print what is being done, and details of internal errors."),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours [auto]."),
    click.option("--no-pager", "pager", flag_value=False, default=True, help="Do not page long output."),
    click.option(
        "--log-format", type=click.Choice(LOG_FORMATS), default="text", help="How messages are written [text]."
    ),
)


def _session(
    *,
    database: str | None,
    as_json: bool,
    tz: str | None,
    quiet: bool,
    verbose: bool,
    color: str,
    pager: bool,
    log_format: str,
) -> Session:
    logging.getLogger("tracker").setLevel(logging.DEBUG if verbose else logging.NOTSET)
    loaded = settings.load(os.environ, Path.cwd())
    terminal = sys.stdout.isatty()
    zone_name = tz or loaded.timezone.value
    return Session(
        config=loaded,
        database=database or loaded.database.value,
        database_origin="--database" if database else loaded.database.origin,
        zone=settings.zone(zone_name) if zone_name else settings.machine_zone(),
        as_json=as_json,
        colour=color == "always" or (color == "auto" and terminal and not os.environ.get("NO_COLOR")),
        pager=pager and terminal and not as_json,
        quiet=quiet,
        verbose=verbose,
        log_json=log_format == "json",
    )


def examples(*lines: str) -> str:
    """The examples at the end of a command's help, each runnable as it stands."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
