"""The root command: which commands there are, and what becomes of errors.

Commands are imported only when they are run or asked for help, so that `tracker --help` stays quick.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from tracker import __version__
from tracker.cli.messages import hear_logging, say, wants_json
from tracker.errors import ExitCode, TrackerError

COMMANDS = {
    "ingest": "Record revisions of stories from files, folders or standard input.",
    "void": "Take out a revision that was recorded by mistake, or put it back.",
    "redate": "Give a revision the publish time that it should have.",
    "link": "Let a story go by one more key.",
    "withdraw": "Mark a story as withdrawn.",
    "reinstate": "Let a withdrawn story stand again.",
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
    "checkpoint": "Print what the log holds now, in a few lines to keep elsewhere.",
    "prove": "Write a proof that the log holds a revision as it was recorded.",
    "evidence": "Pack what a story said and what changed, with proofs, for a reviewer.",
    "verify-proof": "Check a proof, with no database and no network.",
    "verify-timestamp": "Check when a checkpoint was there, with no database and no network.",
    "status": "Show what came last, and whether anything is amiss.",
    "export": "Write stories as JSON Lines (content only, not evidence).",
    "erase": "Take texts out of the ledger for good, and say so.",
    "projections": "Look after the read models that lists come from.",
    "db": "Make, upgrade, check, back up, restore and move the database.",
    "key": "Make keys that sign checkpoints and proofs.",
    "config": "Show the settings and where each comes from.",
    "demo": "Record and replay the stories that come with tracker.",
}
SECTIONS = {
    "Record": ("ingest", "void", "redate", "link", "withdraw", "reinstate"),
    "Look": ("stories", "log", "show", "diff", "blame", "grep", "replay"),
    "Check": ("audit", "review", "verify", "status"),
    "Share": ("export", "checkpoint", "prove", "verify-proof", "verify-timestamp", "evidence"),
    "Manage": ("erase", "projections", "db", "key", "config", "demo"),
}


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"tracker.cli.{cmd_name.replace('-', '_')}").command
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
    tell = partial(_tell, arguments=arguments)
    hear_logging(as_json=wants_json(arguments))
    try:
        return _code(root.main(args=list(arguments), prog_name="tracker", standalone_mode=False))
    except click.exceptions.Exit as stop:
        return int(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        tell("interrupted; what was recorded stays recorded")
        return ExitCode.INTERRUPTED
    except click.UsageError as error:
        tell(f"{error.format_message()}{_hint(error)}")
        return ExitCode.USAGE
    except click.ClickException as error:
        tell(error.format_message())
        return ExitCode.USAGE
    except BrokenPipeError:
        sys.stderr.close()  # or the interpreter complains of the pipe once more at exit
        return ExitCode.FINE
    except TrackerError as error:
        tell(str(error))
        return error.exit_code
    except Exception as error:
        return _internal(error, tell)


def _tell(text: str, arguments: Sequence[str]) -> None:
    """Say an error; an argument that it repeats stays on its line, so that none can forge a message."""
    for line in (line for argument in arguments for line in argument.split("\n")[1:] if line):
        text = text.replace(f"\n{line}", f"␊{line}")
    say(text, as_json=wants_json(arguments), level="error")


def _code(result: Any) -> int:
    return int(result) if isinstance(result, int) else ExitCode.FINE


def _hint(error: click.UsageError) -> str:
    return f"\n(`{error.ctx.command_path} -h` shows how it is used)" if error.ctx else ""


def _internal(error: Exception, tell: Callable[[str], None]) -> int:
    from tracker.cli.failures import storage_reason, unusable_name

    unusable = unusable_name(error)
    if unusable is not None:
        tell(unusable)
        return ExitCode.USAGE
    reason = storage_reason(error)
    if reason is not None:
        tell(f"{reason}; nothing was half-written, the same command may be run again")
        return ExitCode.STORAGE
    logging.getLogger(__name__).debug("internal error", exc_info=error)
    tell(f"internal error: {type(error).__name__}: {error}\n(run it again with -v for the details to report)")
    return ExitCode.INTERNAL
