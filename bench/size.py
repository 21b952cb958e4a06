"""What a revision costs on disk, its capture included, and what git needs for the same texts.

2,000 revisions (200 stories of 10) come in as a wire would bring them, in ten runs of `ingest`: every story's first
revision, then every story's second. Bytes are whole pages as SQLite's dbstat counts them, so what is free inside a page
counts too. The rival is a git repository of the captures alone, one commit for each revision, after
`git gc --aggressive`: it has no articles, no times but the commit's, no index and no commitments that survive an
erasure, and one revision there can only be read through the pack's delta chains.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import text

from bench.ingest import Silent
from bench.ledgers import fresh
from bench.measure import Figure
from bench.stories import WireRevision, arrivals, stories
from tracker.desk.ingest import Options, ingest
from tracker.desk.workspace import Workspace
from tracker.projections.runner import catch_up

TARGET = 900
LEDGER = ("ledger", "shards", "events", "bodies")
_BY_TABLE = text(
    "SELECT s.tbl_name AS its_table, d.name, sum(d.pgsize) AS bytes, sum(d.unused) AS unused"
    " FROM dbstat d JOIN sqlite_schema s ON s.name = d.name GROUP BY d.name ORDER BY bytes DESC"
)
_BODIES = text(
    "SELECT slot, CASE codec WHEN 0 THEN 'raw' WHEN 1 THEN 'full' ELSE 'delta' END AS coding, count(*) AS number,"
    " avg(length(bytes)) AS bytes FROM bodies GROUP BY 1, 2 ORDER BY 1, 2"
)


def run(*, quick: bool) -> list[Figure]:
    """Bytes a revision: the ledger, its parts, sightings, read models, and git."""
    told = stories(60 if quick else 200, 10)
    count = sum(map(len, told))
    with fresh() as workspace:
        for round_ in zip(*told, strict=True):
            _ingest(workspace, round_)
        figures = list(_of(workspace, count))
    texts = sum(len(revision.wire()) for story in told for revision in story)
    return [Figure(what="as received", value=f"{texts / count:,.0f} bytes a revision"), *figures, *_git(told, count)]


def _ingest(workspace: Workspace, revisions: Sequence[WireRevision]) -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        for revision in revisions:
            (Path(folder) / f"{revision.story}.txt").write_bytes(revision.wire())
        ingest(workspace, [folder], Options(), stdin=None, listener=Silent())
        while not catch_up(workspace.ledger):
            pass


def _of(workspace: Workspace, count: int) -> Iterator[Figure]:
    with workspace.ledger.view() as view:
        rows = view.connection.execute(_BY_TABLE).all()
        bodies = view.connection.execute(_BODIES).all()
    own = [row for row in rows if row.its_table in LEDGER]
    total = sum(row.bytes for row in own) / count
    yield Figure(
        what="ledger with captures and indexes",
        value=f"{total:,.0f} bytes a revision, {sum(row.unused for row in own) / count:,.0f} of them free in pages",
        target=f"<= {TARGET}",
        met=total <= TARGET,
    )
    for row in own:
        yield Figure(what=f"  {_name(row.its_table, row.name)}", value=f"{row.bytes / count:,.0f}")
    for row in bodies:
        yield Figure(
            what=f"  body {row.slot}, {row.coding}", value=f"{row.bytes:,.0f} bytes each, {row.number:,} of them"
        )
    sightings = sum(row.bytes for row in rows if row.its_table == "sightings")
    others = sum(row.bytes for row in rows if row.its_table not in (*LEDGER, "sightings"))
    yield Figure(what="sightings", value=f"{sightings / count:,.0f} bytes a revision")
    yield Figure(what="read models (can be made again)", value=f"{others / count:,.0f} bytes a revision")


def _name(table: str, name: str) -> str:
    keys = {
        "sqlite_autoindex_events_1": "events: primary key",
        "sqlite_autoindex_events_2": "events: stream and version",
        "sqlite_autoindex_events_3": "events: event id",
        "sqlite_autoindex_bodies_1": "bodies: primary key",
        "events_as_of": "events: as of",
        "events_recorded": "events: recorded",
    }
    return keys.get(name, name if name == table else f"{table}: {name}")


def _git(told: list[list[WireRevision]], count: int) -> Iterator[Figure]:
    if shutil.which("git") is None:
        yield Figure(what="git, packed", value="not measured: there is no git here")
        return
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        _command(folder, "init", "--quiet")
        _command(folder, "fast-import", "--quiet", given=b"".join(_commits(arrivals(told))))
        _command(folder, "gc", "--aggressive", "--prune=now", "--quiet")
        packed = sum(path.stat().st_size for path in (Path(folder) / ".git/objects/pack").iterdir())
        listing = "--batch-all-objects", "--batch-check=%(objecttype) %(objectsize:disk)"
        objects = [line.split() for line in _command(folder, "cat-file", *listing).splitlines()]
    texts = sum(int(size) for kind, size in objects if kind == b"blob")
    yield Figure(
        what="git, captures alone, gc --aggressive",
        value=f"{packed / count:,.0f} bytes a revision, {texts / count:,.0f} of them the texts",
    )


def _commits(revisions: Sequence[WireRevision]) -> Iterator[bytes]:
    for revision in revisions:
        capture = revision.wire()
        when = int(revision.published.timestamp())
        yield b"commit refs/heads/main\ncommitter Bench <bench@example.org> %d +0000\ndata 0\n" % when
        yield b"M 100644 inline %s.txt\ndata %d\n%s\n" % (revision.story.encode(), len(capture), capture)


def _command(folder: str, *arguments: str, given: bytes | None = None) -> bytes:
    done = subprocess.run(["git", "-C", folder, *arguments], input=given, stdout=subprocess.PIPE, check=True)
    return done.stdout
