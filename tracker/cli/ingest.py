"""`tracker ingest`: record revisions of stories."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from tracker import config as settings
from tracker.cli.progress import Bar, progress
from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode, InputError, StorageError, UsageError

if TYPE_CHECKING:
    from tracker.desk.ingest import Options
    from tracker.desk.record import Receipt
    from tracker.sources import Deferred


@click.command("ingest", epilog=examples("tracker ingest incoming/", "tracker ingest --story ap:flood-toll flood.txt"))
@click.argument("paths", metavar="PATH…|-", nargs=-1, required=True)
@click.option("--story", metavar="SOURCE:ID", help="The story that the input is a revision of.")
@click.option("--same-story", is_flag=True, help="All inputs are revisions of --story.")
@click.option("--published-tz", metavar="ZONE", help="The zone of publish times that state none.")
@click.option("--encoding", metavar="NAME", help="The inputs' encoding, if it is not UTF-8.")
@click.option("--backfill", is_flag=True, help="They come from an archive: keep their findings out of the queue.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and record nothing.")
@click.option(
    "--rejects", metavar="FILE", type=click.Path(dir_okay=False), help="Write rejected inputs to FILE as JSON Lines."
)
@click.option(
    "--receipts",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Add a line for each input to FILE once it is on disk.",
)
@with_session
def command(
    session: Session,
    paths: tuple[str, ...],
    story: str | None,
    same_story: bool,
    published_tz: str | None,
    encoding: str | None,
    backfill: bool,
    dry_run: bool,
    rejects: str | None,
    receipts: str | None,
) -> int:
    """Record the revisions in files, folders or standard input (-), each once, however often it is run.

    Wire text may start with TOML front matter between +++ lines; JSON Lines give one article a line. Exit code 3 says
    that some inputs were rejected and the rest recorded.
    """
    from tracker.desk.ingest import ingest
    from tracker.views import ingest as view

    options = replace(
        _options(story, published_tz, encoding, same_story=same_story, backfill=backfill, dry_run=dry_run),
        outputs=tuple(Path(path) for path in (rejects, receipts) if path is not None),
    )
    with ExitStack() as stack:
        bar = stack.enter_context(progress(session, "recording"))
        listener = _Listener(session, bar, _lines(stack, rejects, "w"), _lines(stack, receipts, "a"))
        workspace = stack.enter_context(session.workspace(read_only=False))
        stdin = sys.stdin.buffer
        result = ingest(workspace, paths, options, stdin=stdin, listener=listener)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))
    return ExitCode.SOME_REJECTED if result.rejected else ExitCode.FINE


def _options(
    story: str | None, zone: str | None, encoding: str | None, *, same_story: bool, backfill: bool, dry_run: bool
) -> Options:
    from tracker.desk.ingest import Options
    from tracker.desk.observe import Given
    from tracker.story.keys import parse_key

    if same_story and story is None:
        raise UsageError("--same-story goes with --story")
    try:
        key = None if story is None else parse_key(story)
    except ValueError as error:
        raise UsageError(f"--story: {error}") from None
    given = Given(story=key, published_zone=None if zone is None else settings.zone(zone), backfill=backfill)
    return Options(given=given, encoding=encoding, same_story=same_story, dry_run=dry_run)


def _lines(stack: ExitStack, path: str | None, mode: str) -> IO[str] | None:
    """A file to write lines to, closed with the stack; None when none was asked for."""
    if path is None:
        return None
    try:
        return stack.enter_context(Path(path).open(mode, encoding="utf-8"))
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from None


class _Listener:
    """Passes on what happens to inputs: to the terminal, to the rejects file, to the receipts file."""

    def __init__(self, session: Session, bar: Bar, rejects: IO[str] | None, receipts: IO[str] | None) -> None:
        self._session = session
        self._bar = bar
        self._rejects = rejects
        self._receipts = receipts
        self._total = 0
        self._done = 0

    def total(self, inputs: int) -> None:
        """Start the bar."""
        self._total = inputs
        self._bar.at(0, inputs)

    def receipts(self, receipts: Sequence[Receipt]) -> None:
        """Write down what is on disk."""
        from tracker.views.ingest import receipt_line

        self._done += len(receipts)
        self._bar.at(min(self._done, self._total), self._total)
        for receipt in receipts:
            if self._receipts is not None:
                self._receipts.write(receipt_line(receipt))
            if self._session.verbose:
                where = receipt.key if receipt.revision is None else f"{receipt.key}@r{receipt.revision}"
                self._session.message(f"{receipt.name}: {receipt.outcome}, {where}")
        if self._receipts is not None:
            self._receipts.flush()

    def rejected(self, error: InputError) -> None:
        """Say which input was not recorded and why; this is an error and is said also when quiet."""
        from tracker.views.ingest import reject_line
        from tracker.views.safe import safe

        click.echo(f"tracker: rejected {safe(str(error))}", err=True)
        if self._rejects is not None:
            self._rejects.write(reject_line(error.name, error.reason))
            self._rejects.flush()

    def deferred(self, item: Deferred) -> None:
        """Say that an input is not complete yet."""
        self._session.message(f"left for the next run: {item.name}: {item.reason}")

    def warned(self, name: str, warning: str) -> None:
        """Say what looks wrong about an input that was recorded."""
        self._session.message(f"warning: {name}: {warning}")
