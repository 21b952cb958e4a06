"""`tracker db roles`: the rights of reader, writer and eraser on PostgreSQL."""

from __future__ import annotations

import click

from tracker.cli.session import Session, examples, with_session


@click.command(
    "roles",
    epilog=examples(
        "tracker db roles --database postgresql://owner@server/news | psql -d news",
        "tracker db roles --writer ingest --reader desk --eraser legal",
    ),
)
@click.option("--writer", metavar="NAME", default="tracker_writer", help="Who records [tracker_writer].")
@click.option("--reader", metavar="NAME", default="tracker_reader", help="Who only looks [tracker_reader].")
@click.option("--eraser", metavar="NAME", default="tracker_eraser", help="Who may also erase [tracker_eraser].")
@with_session
def roles(session: Session, writer: str, reader: str, eraser: str) -> None:
    """Print the SQL that makes three roles on PostgreSQL and gives each its rights; nothing is run.

    The writer appends, follows and reviews; no role may change or delete an event, or choose its position. Only the
    eraser may take texts away.
    """
    from tracker.desk.roles import RoleNames, grants
    from tracker.views import roles as view

    with session.workspace() as workspace:
        result = grants(workspace, RoleNames(writer=writer, reader=reader, eraser=eraser))
    session.show(lambda _: view.text(result), lambda: view.data(result))
