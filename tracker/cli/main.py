"""The root command: which commands there are, and what becomes of errors.

Commands are imported only when they are run or asked for help, so that `tracker --help` stays quick.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Sequence
from typing import Any

import click

from tracker import __version__
from tracker.errors import ExitCode, TrackerError

COMMANDS = {
    "ingest": "Record revisions of stories from files, folders or standard input.",
    "stories": "List the stories, newest first.",
    "log": "List the revisions of a story.",
    "show": "Show what a story says, now or at a moment.",
    "diff": "Show what changed between two revisions.",
    "blame": "Show which revision brought each sentence.",
    "grep": "Find when a phrase appeared, changed or vanished.",
    "replay": "Rebuild a story from its events alone.",
    "audit": "Show which changes no desk note tells of, and other findings.",
    "review": "Sign off a change or a finding.",
    "verify": "Check that nothing recorded was changed since.",
    "export": "Write stories as JSON Lines (content only, not evidence).",
    "projections": "Look after the read models that lists come from.",
    "db": "Make, upgrade and check the database.",
    "config": "Show the settings and where each comes from.",
    "demo": "Record and replay the stories that come with tracker.",
}
SECTIONS = {
    "Record": ("ingest",),
    "Look": ("stories", "log", "show", "diff", "blame", "grep", "replay"),
    "Check": ("audit", "review", "verify"),
    "Share": ("export",),
    "Manage": ("projections", "db", "config", "demo"),
}


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"tracker.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for section, names in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name, COMMANDS[name]) for name in names])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tracker")
def root() -> None:
    """Keep every revision of a news story, see what changed, and replay what it said at any moment.

    \b
    Examples:
      tracker ingest incoming/
      tracker diff flood-toll
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code. No error leaves here as a traceback."""
    logging.basicConfig(format="tracker: %(message)s", level=logging.WARNING, stream=sys.stderr)
    try:
        return _code(root.main(args=list(arguments), prog_name="tracker", standalone_mode=False))
    except click.exceptions.Exit as stop:
        return int(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("tracker: interrupted; what was recorded stays recorded", err=True)
        return ExitCode.INTERRUPTED
    except click.UsageError as error:
        _say(f"{error.format_message()}{_hint(error)}")
        return ExitCode.USAGE
    except click.ClickException as error:
        _say(error.format_message())
        return ExitCode.USAGE
    except BrokenPipeError:
        sys.stderr.close()  # or the interpreter complains of the pipe once more at exit
        return ExitCode.FINE
    except TrackerError as error:
        _say(str(error))
        return error.exit_code
    except Exception as error:
        return _internal(error)


def _code(result: Any) -> int:
    return int(result) if isinstance(result, int) else ExitCode.FINE


def _hint(error: click.UsageError) -> str:
    return f"\n(`{error.ctx.command_path} -h` shows how it is used)" if error.ctx else ""


def _say(message: str) -> None:
    from tracker.views.safe import safe

    click.echo(f"tracker: {safe(message)}", err=True)


def _internal(error: Exception) -> int:
    from tracker.cli.failures import storage_reason

    reason = storage_reason(error)
    if reason is not None:
        _say(f"{reason}; nothing was half-written, the same command may be run again")
        return ExitCode.STORAGE
    logging.getLogger(__name__).debug("internal error", exc_info=error)
    _say(f"internal error: {type(error).__name__}: {error}\n(run it again with -v for the details to report)")
    return ExitCode.INTERNAL
