"""`tracker db`: make, upgrade, check, back up, restore and move the database, and say who may do what in it."""

from __future__ import annotations

import click

from tracker.cli.dbroles import roles
from tracker.cli.progress import progress
from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode

MOST_SHARDS = 256


@click.group(
    "db", epilog=examples("tracker db upgrade", "tracker db current", "tracker db backup /mnt/backup/news.db --force")
)
def command() -> None:
    """Make, upgrade, check, back up, restore and move the database."""


command.add_command(roles)


@command.command(
    "upgrade",
    epilog=examples(
        "tracker db upgrade", "tracker db upgrade --shards 8 --partitions --database postgresql://desk@server/news"
    ),
)
@click.option("--shards", metavar="N", type=click.IntRange(1, MOST_SHARDS), help="Make it with N shards [1].")
@click.option("--partitions", is_flag=True, help="PostgreSQL: make its largest tables with a partition for each shard.")
@with_session
def upgrade(session: Session, shards: int | None, partitions: bool) -> None:
    """Make the database if there is none, or bring its schema up to this program's.

    A log of several shards has as many heads: writers of different stories wait less for each other, and each shard has
    positions, checkpoints and proofs of its own. How many there are is settled when it is made.
    """
    from tracker.desk.database import upgrade
    from tracker.views import database as view

    with session.workspace(read_only=False) as workspace:
        result = upgrade(workspace, shards=shards, partitioned=partitions)
    session.show(lambda _: view.upgraded_text(result), lambda: view.upgraded_data(result))


@command.command("current")
@with_session
def current(session: Session) -> int:
    """Show the database's schema revision and this program's; exit 6 when they differ."""
    from tracker.desk.database import current
    from tracker.views import database as view

    with session.workspace() as workspace:
        result = current(workspace)
    session.show(lambda _: view.current_text(result), lambda: view.current_data(result))
    return ExitCode.FINE if result.usable else ExitCode.DATABASE_STATE


@command.command("check")
@with_session
def check(session: Session) -> int:
    """Check schema revision, guards, journal mode and the file itself, quickly; `tracker verify` checks the content."""
    from tracker.desk.database import check
    from tracker.views import database as view

    with session.workspace() as workspace:
        result = check(workspace)
    session.show(lambda _: view.checked_text(result), lambda: view.checked_data(result))
    if not result.current.usable:
        return ExitCode.DATABASE_STATE
    return ExitCode.INTEGRITY if result.problems else ExitCode.FINE


@command.command("backup", epilog=examples("tracker db backup news-monday.db", "tracker db backup news.bak --force"))
@click.argument("file")
@click.option("--force", is_flag=True, help="Replace FILE if all it holds is in this ledger too: an earlier backup.")
@with_session
def backup(session: Session, file: str, force: bool) -> None:
    """Write the whole ledger to FILE while others go on recording; FILE is verified before it gets its name.

    FILE is an SQLite ledger whatever the database is: every command reads it with --database FILE, and `tracker db
    restore FILE` puts it back.
    """
    from tracker.desk.backup import backup
    from tracker.views import backup as view

    with session.workspace() as workspace, progress(session, "backing up") as bar:
        result = backup(workspace, file, replace=force, progress=bar.at)
    session.show(lambda style: view.backed_up_text(result, style), lambda: view.backed_up_data(result))


@command.command(
    "restore",
    epilog=examples(
        "tracker db restore news-monday.db --database news.db",
        'tracker db restore news.bak --by "Mara Ilic" --reason "disk of the desk server failed"',
    ),
)
@click.argument("file")
@click.option("--by", metavar="NAME", help="Who restores it [reviewer in tracker.toml].")
@click.option("--reason", metavar="TEXT", help="Why; it stays in the log.")
@with_session
def restore(session: Session, file: str, by: str | None, reason: str | None) -> None:
    """Put the backup in FILE into the database, which must hold no event yet; it is made if there is none.

    Backup and result are verified. An event in the log says that it was restored, and how far the backup went: what
    was recorded after it is not there.
    """
    from tracker.desk.restore import restore
    from tracker.views import backup as view

    with session.workspace(read_only=False) as workspace, progress(session, "restoring") as bar:
        result = restore(workspace, file, by=by, reason=reason, progress=bar.at)
    session.show(lambda style: view.restored_text(result, style), lambda: view.restored_data(result))


@command.command(
    "copy",
    epilog=examples(
        "tracker db copy --to postgresql://desk@server/news",
        "tracker db copy --to news.db --database postgresql://desk@server/news",
    ),
)
@click.option("--to", "target", metavar="URL|PATH", required=True, help="The database to fill; it must hold no event.")
@with_session
def copy(session: Session, target: str) -> None:
    """Copy the whole ledger into another database, byte for byte and under its own id: to move it for good.

    Both sides are verified and end with the same tree head. Stop whatever records first: events that come while it is
    copied stay behind, and two databases that both go on recording are two histories under one name.
    """
    from tracker.desk.copying import copy
    from tracker.views import backup as view

    with session.workspace() as workspace, progress(session, "copying") as bar:
        result = copy(workspace, target, progress=bar.at)
    session.show(lambda style: view.copied_text(result, style), lambda: view.copied_data(result))
