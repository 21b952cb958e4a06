"""`tracker ingest`: record revisions of stories, by hand or as a scheduled job."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker import config as settings
from tracker.cli.progress import progress
from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from tracker.cli.linefile import LineFile
    from tracker.desk.intake import Options
    from tracker.desk.observe import Given
    from tracker.desk.workspace import Workspace

SETTLE_S, LOCK_TIMEOUT_S = 5.0, 60.0

_FILE = click.Path(dir_okay=False)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_SECONDS = click.FloatRange(min=0, max=86_400)


@click.command("ingest", epilog=examples("tracker ingest incoming/", "tracker ingest --story ap:flood-toll flood.txt"))
@click.argument("paths", metavar="PATH…|-", nargs=-1, required=True)
@click.option("--story", metavar="SOURCE:ID", help="The story that the input is a revision of.")
@click.option("--same-story", is_flag=True, help="All inputs are revisions of --story.")
@click.option("--source", metavar="NAME", help="The source of inputs that name none.")
@click.option("--published-tz", metavar="ZONE", help="The zone of publish times that state none.")
@click.option("--name-pattern", metavar="REGEX", help="Take story, published, version from file names: (?P<story>…).")
@click.option("--encoding", metavar="NAME", help="The inputs' encoding, if it is not UTF-8.")
@click.option("--backfill", is_flag=True, help="They come from an archive: keep their findings out of the queue.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and record nothing.")
@click.option("--job", metavar="NAME", help="The job that this is a run of [what it ingests]; it runs once at a time.")
@click.option("--no-wait", is_flag=True, help="Exit with 7 at once if the job is running.")
@click.option(
    "--lock-timeout", metavar="SECONDS", type=_SECONDS, default=LOCK_TIMEOUT_S, help="Wait so long for it [60]."
)
@click.option(
    "--settle", metavar="SECONDS", type=_SECONDS, default=SETTLE_S, help="Leave files of folders that just changed [5]."
)
@click.option(
    "--spool", metavar="DIR", type=click.Path(file_okay=False), help="Keep standard input in DIR until it is recorded."
)
@click.option("--strict", is_flag=True, help="Repeat rejects of the run before, and exit with 3 for them too.")
@click.option("--accept-clock", is_flag=True, help="The machine's clock is right, though far behind the ledger.")
@click.option("--rejects", metavar="FILE", type=_FILE, help="Write rejected inputs to FILE as JSON Lines.")
@click.option("--receipts", metavar="FILE", type=_FILE, help="Add a line for each input to FILE once it is on disk.")
@click.option(
    "--checkpoint-dir", metavar="DIR", type=_FOLDER, help="Write a checkpoint to DIR after the run, as SHARD-SIZE.txt."
)
@click.option("--key", metavar="FILE", type=click.Path(path_type=Path), help="Sign the checkpoint (`tracker key new`).")
@with_session
def command(
    session: Session,
    paths: tuple[str, ...],
    rejects: str | None,
    receipts: str | None,
    checkpoint_dir: Path | None,
    key: Path | None,
    **asked: Any,
) -> int:
    """Record the revisions in files, folders or standard input (-), each once, however often it is run.

    Wire text may start with TOML front matter between +++ lines; JSON Lines give one article a line. Exit code 3 says
    that some inputs were rejected and the rest recorded. Off a terminal nothing is printed unless an input is rejected
    that the job's run before did not reject; -v prints.
    """
    from tracker.cli.listening import Telling
    from tracker.desk.ingest import ingest
    from tracker.views import ingest as view

    strict = asked.pop("strict")
    options = _options(**asked, outputs=tuple(Path(path) for path in (rejects, receipts) if path is not None))
    with ExitStack() as stack:
        bar = stack.enter_context(progress(session, "recording"))
        lines = _lines(stack, rejects, "w"), _lines(stack, receipts, "a")
        listener = Telling(session, bar, *lines, speaks=options.dry_run or _attended(session), strict=strict)
        workspace = stack.enter_context(session.workspace(read_only=False))
        checkpoint = _checkpointer(workspace, checkpoint_dir, key)
        result = ingest(workspace, paths, options, stdin=sys.stdin.buffer, listener=listener)
        if not options.dry_run:
            checkpoint()
    if listener.spoke or session.as_json:
        session.show(lambda style: view.text(result, style), lambda: view.data(result))
    return ExitCode.SOME_REJECTED if (result.rejected if strict else result.newly_rejected) else ExitCode.FINE


def _checkpointer(workspace: Workspace, folder: Path | None, key: Path | None) -> Callable[[], object]:
    """What writes the checkpoint after a run; a key that is none is refused before anything is recorded."""
    if folder is None:
        if key is not None:
            raise UsageError("--key signs the checkpoint of --checkpoint-dir; there is none")
        return lambda: None
    from tracker.desk.checkpoints import write_checkpoints
    from tracker.desk.keyfiles import read_key

    return partial(write_checkpoints, workspace, folder, read_key(key) if key else None)


def _attended(session: Session) -> bool:
    """Whether a person reads what is printed, or asked for it; cron mails every line."""
    return session.verbose or sys.stdout.isatty() or sys.stderr.isatty()


def _options(
    *, story: str | None, same_story: bool, published_tz: str | None, backfill: bool, no_wait: bool, **asked: Any
) -> Options:
    from tracker.desk.intake import Options
    from tracker.desk.jobs import job_name
    from tracker.sources import name_pattern

    if same_story and story is None:
        raise UsageError("--same-story goes with --story")
    pattern, job, spool, timeout = (asked.pop(name) for name in ("name_pattern", "job", "spool", "lock_timeout"))
    return Options(
        given=_given(story, published_tz, backfill=backfill),
        same_story=same_story,
        source=_source(asked.pop("source")),
        names=None if pattern is None else name_pattern(pattern),
        job=None if job is None else job_name(job),
        spool=None if spool is None else Path(spool),
        lock_timeout_s=0 if no_wait else timeout,
        settle_s=asked.pop("settle"),
        **asked,
    )


def _given(story: str | None, zone: str | None, *, backfill: bool) -> Given:
    from tracker.desk.observe import Given
    from tracker.story.keys import parse_key

    try:
        key = None if story is None else parse_key(story)
    except ValueError as error:
        raise UsageError(f"--story: {error}") from None
    return Given(story=key, published_zone=None if zone is None else settings.zone(zone), backfill=backfill)


def _source(name: str | None) -> str | None:
    from tracker.story.keys import make_key

    try:
        return None if name is None else make_key(name, "any").source
    except ValueError as error:
        raise UsageError(f"--source: {error}") from None


def _lines(stack: ExitStack, path: str | None, mode: str) -> LineFile | None:
    """A file to write lines to, closed with the stack; None when none was asked for."""
    if path is None:
        return None
    from tracker.cli.linefile import LineFile

    file = LineFile(path, mode)
    stack.callback(file.close)
    return file
