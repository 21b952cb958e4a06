"""How many events a second `verify` checks, every body read, on one core; against merely reading and hashing the rows.

A ledger of 51,250 events made by the ledger's own append: 1,250 stories of 40 revisions, each with an article of about
3 kB and the capture it was read from, both coded against the revision before. What is timed is what the command does of
the log itself, and the whole command with the database file's own check.

- tracker: every entry, leaf, node of the tree, position, version, time and body recomputed.
- sqlite3, stored bytes: all rows of both tables read in order; SHA-256 over each event's columns, HMAC-SHA256 over each
  body's bytes as they are stored. Nothing is inflated, parsed, compared or put into a tree: less than any check can do.
- sqlite3, contents: the same, with the HMAC over 3 kB for each body, as a check must that reads what bodies hold, but
  for inflating them.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from contextlib import closing
from dataclasses import replace

from bench.ledgers import events_of, fresh, observed
from bench.measure import Figure, Samples, alternating, one_core, percentile, ratio, spread, timed
from bench.stories import arrivals, stories
from tracker.desk.integrity import verify
from tracker.desk.workspace import Workspace
from tracker.ledger.verify import verify_shard

TARGET = 30_000
STORIES, QUICK_STORIES, REVISIONS = 1_250, 125, 40
PARAGRAPHS = 11
_LOG, _WHOLE = "tracker, the log", "tracker, the whole command"
_STORED, _CONTENTS = "sqlite3, stored bytes", "sqlite3, contents"
_READ = {
    "events": "SELECT * FROM events ORDER BY shard, position",
    "bodies": "SELECT position, slot, salt, codec, base, bytes FROM bodies ORDER BY shard, position, slot",
}


def run(*, quick: bool) -> list[Figure]:
    """Rates by processor time and on the wall clock, and the ratios to the rivals."""
    with fresh() as workspace, one_core():
        size = fill(workspace, QUICK_STORIES if quick else STORIES)
        path = str(workspace.database.path)
        contestants = {
            _LOG: lambda: timed(lambda: _log(workspace)),
            _WHOLE: lambda: timed(lambda: _require(verify(workspace).sound)),
            _STORED: lambda: timed(lambda: _raw(path, b"")),
            _CONTENTS: lambda: timed(lambda: _raw(path, bytes(3_000))),
        }
        samples = alternating(contestants, 3 if quick else 7)
        return [*(_rate(name, samples[name], size) for name in contestants), *_ratios(samples)]


def fill(workspace: Workspace, count: int) -> int:
    """Put so many stories into the empty ledger; how many events that makes."""
    told = [
        [replace(revision, paragraphs=revision.paragraphs[:PARAGRAPHS]) for revision in story]
        for story in stories(count, REVISIONS)
    ]
    observations = [observed(revision) for revision in arrivals(told)]
    for batch in events_of(observations, workspace.ledger.identities):
        workspace.ledger.append(batch)
    with workspace.ledger.view() as view:
        return view.head(0).size


def _log(workspace: Workspace) -> None:
    with workspace.ledger.view() as view:
        _require(not verify_shard(view, 0).faults)


def _require(sound: bool) -> None:
    assert sound, "what is measured must be a sound ledger"


def _raw(path: str, content: bytes) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for row in connection.execute(_READ["events"]):
            hashlib.sha256("\n".join(map(str, row)).encode()).digest()
        for row in connection.execute(_READ["bodies"]):
            hmac.digest(row[2], content or row[5], "sha256")


def _rate(name: str, samples: Samples, size: int) -> Figure:
    rates = [size / seconds for seconds in samples.cpu]
    wall = size / percentile(samples.wall, 0.5)
    half = percentile(rates, 0.5)
    ours = name == _LOG
    return Figure(
        what=f"{name}, {size:,} events",
        value=f"{half:,.0f} events/s by processor time ({spread(rates, 0)}), {wall:,.0f} on the wall clock",
        target=f">= {TARGET:,}" if ours else "",
        met=half >= TARGET if ours else None,
    )


def _ratios(samples: dict[str, Samples]) -> list[Figure]:
    def against(name: str) -> Figure:
        took: Samples = samples[name]
        return Figure(what=f"… the log against {name}", value=f"{ratio(samples[_LOG].cpu, took.cpu):.2f} of its rate")

    return [against(_STORED), against(_CONTENTS)]
