"""Proofs from a log of 1,000,000 events: how long it takes to show that a revision is in it.

The log is made by `Ledger.append`, 500 events a transaction: stories of nine revisions, an article and a capture of
some 200 bytes each, every revision compressed against the one before. Proofs are of random revisions, all into the same
file, each of another story. "Cold" is the first proof after the database was opened and the system was told to forget
what it had read of the file. The heads of full subtrees, from which proofs are made, are kept by the first `prove` that
meets new events: that one is measured as well.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from bench.ledgers import fresh
from bench.measure import Figure, Samples, Took, percentile, spread, timed
from bench.startup import process
from tracker import __version__
from tracker.clock import system_clock
from tracker.desk.prove import prove
from tracker.desk.record import BATCH
from tracker.desk.workspace import Workspace, open_workspace
from tracker.ledger.append import Base, NewEvent
from tracker.ledger.identity import Identities
from tracker.story import canonical
from tracker.story.events import ARTICLE, CAPTURE, STORY, Basis, RevisionRecorded, StoryOpened

TARGET_MS = 50.0
EVENTS, QUICK_EVENTS = 1_000_000, 20_000
PER_STORY = 10  # events: it is opened, then nine revisions
START = 1_700_000_000_000_000
MINUTE = 60_000_000


def run(*, quick: bool) -> list[Figure]:
    """Milliseconds for a proof, cold and warm, in this process and as a process of its own; and what the log took."""
    count = QUICK_EVENTS if quick else EVENTS
    with fresh() as workspace:
        made = timed(partial(fill, workspace, count))
        rng = random.Random(20)
        out = Path(workspace.database.path or "").with_name("one.tlog-proof")
        names = [f"story-{number}@r{rng.randint(1, PER_STORY - 1)}" for number in _some(rng, count // PER_STORY)]
        first = timed(lambda: prove(workspace, names[0], out, None))
        cold, warm = Samples(), Samples()
        for name in names[1:11]:
            cold.add(_after_opening(workspace, name, out))
        for name in names[11 : 31 if quick else 511]:
            warm.add(timed(partial(prove, workspace, name, out, None)))
        figures = [
            Figure(
                what=f"a log of {count:,} events, made by append",
                value=f"{made.wall:,.0f} s wall, {made.cpu:,.0f} s processor: {count / made.cpu:,.0f} events/s",
            ),
            Figure(what="the first proof of all, which keeps the heads", value=f"{first.wall:.2f} s"),
            *_figures("a proof after opening, cold", cold),
            *_figures("a proof, warm", warm),
        ]
        return [*figures, _whole(workspace, names[-5:] if quick else names[-9:], out)]


def _figures(what: str, samples: Samples) -> Iterator[Figure]:
    for clock, values in (("processor", samples.cpu), ("wall", samples.wall)):
        half, most = (1000 * percentile(values, share) for share in (0.5, 0.99))
        yield Figure(
            what=f"{what}, {clock}",
            value=f"p50 {half:.1f} ms, p99 {most:.1f} ms",
            target=f"< {TARGET_MS:g} ms",
            met=half < TARGET_MS,
        )


def _whole(workspace: Workspace, names: Sequence[str], out: Path) -> Figure:
    samples = Samples()
    place = ("--out", str(out), "--database", str(workspace.database.path))
    for name in names:
        samples.add(process(("-m", "tracker", "prove", name, *place), out.parent))
    return Figure(
        what="tracker prove, the whole process",
        value=f"{statistics.median(samples.wall):.3f} s wall ({spread(samples.wall, 3)}),"
        f" {statistics.median(samples.cpu):.3f} s processor",
    )


def _after_opening(workspace: Workspace, name: str, out: Path) -> Took:
    """One proof by a workspace of its own, on a file that the system has to read again."""
    path = str(workspace.database.path)
    if hasattr(os, "posix_fadvise"):
        handle = os.open(path, os.O_RDONLY)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)
    wall, cpu = time.perf_counter(), time.process_time()
    opened = open_workspace(path, config=workspace.config, clock=system_clock, zone=workspace.zone, read_only=False)
    try:
        prove(opened, name, out, None)
        return Took(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)
    finally:
        opened.close()


def _some(rng: random.Random, stories: int) -> list[int]:
    return rng.sample(range(stories), min(600, stories))


def fill(workspace: Workspace, count: int) -> None:
    """Append so many events, in the order of a wire: hundreds of stories open at once."""
    events = _events(workspace.ledger.identities, count)
    while batch := list(islice(events, BATCH)):
        workspace.ledger.append(batch)


def _events(ids: Identities, count: int) -> Iterator[NewEvent]:
    together = BATCH // PER_STORY * 10
    for first in range(0, count // PER_STORY, together):
        stories = range(first, min(first + together, count // PER_STORY))
        start = first * PER_STORY
        for version in range(PER_STORY):
            for index, story in enumerate(stories):
                position = start + version * len(stories) + index
                yield _opened(ids, story) if version == 0 else _recorded(ids, story, version, position, len(stories))


def _opened(ids: Identities, story: int) -> NewEvent:
    about = {"key": f"bench:{story}", "slug": f"story-{story}", "title": f"Story {story}"}
    return NewEvent(
        stream_id=ids.stream(f"bench:{story}"),
        version=0,
        event_id=ids.slug(f"story-{story}"),
        event=StoryOpened(tool=__version__),
        bodies={STORY: canonical.encode(about)},
    )


def _recorded(ids: Identities, story: int, version: int, position: int, apart: int) -> NewEvent:
    bodies = _bodies(story, version)
    before = {} if version == 1 else _bodies(story, version - 1)
    return NewEvent(
        stream_id=ids.stream(f"bench:{story}"),
        version=version,
        event_id=ids.event(f"{story}/{version}"),
        event=RevisionRecorded(
            revision=version, reader="wire", reader_version=1, tool=__version__, basis=Basis.STATED, source_version=None
        ),
        published_at=START + position * MINUTE,
        timed=True,
        bodies=bodies,
        bases={
            slot: Base(content=content, version=version - 1, position=position - apart)
            for slot, content in before.items()
        },
    )


def _bodies(story: int, version: int) -> dict[str, bytes]:
    text = f"At least {story % 97 + version} people were hurt when dam {story} gave way, the county's office said."
    closing = f"The road to town {story * 7919 % 100_003} stayed shut {version} days."
    article = {"headline": f"Dam {story} gives way", "paragraphs": [text, closing]}
    return {ARTICLE: canonical.encode(article), CAPTURE: f"{text}\n\n{closing}\n".encode()}
