"""What a story said at a moment, and what that costs as the story grows: 20 to 20,000 revisions in one stream.

In process, on an open ledger, each question in a new read transaction and a new view, so that nothing is kept from
the question before: the seek for where the story stood, its event, and its article with every body that one is
compressed against, each checked against its commitment. `show` is the whole use case: it also finds the story by its
key, parses the instants, and says when the text was first and last seen and when the next one came.

The moment is (a random publish time, K). K is the head of the ledger; then, for the cost of standing far back in time,
the end of the story's first quarter with no bound on the publish time, so that three revisions in four must be passed
over.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from bench.ledgers import fresh, record_all
from bench.measure import Figure, Samples, Took, percentile
from bench.stories import story
from tracker.desk.moment import Asked
from tracker.desk.show import show
from tracker.desk.workspace import Workspace
from tracker.ledger.asof import standing
from tracker.story.moments import Moment
from tracker.story.times import rfc3339, to_micros

TARGET_MS = 2.0
DEPTHS, QUICK_DEPTHS = (20, 200, 2_000, 20_000), (20, 200, 2_000)
FLAT = 1.5
"""How much longer the deepest stream may take than the shallowest and still be called flat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One recorded story: its stream, and the publish times of its revisions (micros UTC)."""

    key: str
    stream_id: str
    published: tuple[int, ...]
    quarter: int

    @property
    def depth(self) -> int:
        """How many revisions it has."""
        return len(self.published)


def run(*, quick: bool) -> list[Figure]:
    """Middle and 99th percentile of the time to answer, for each depth."""
    times = 300 if quick else 2_000
    with fresh() as workspace:
        told = [_record(workspace, index, depth) for index, depth in enumerate(QUICK_DEPTHS if quick else DEPTHS)]
        with workspace.ledger.view() as view:
            head = view.head().size - 1
        rng = random.Random(1)
        asked = _sampled(told, times, lambda one: _ask(workspace, one, rng.choice(one.published), head))
        shown = _sampled(told, times, lambda one: _show(workspace, one, rng.choice(one.published), head))
        early = _sampled(told, times // 10, lambda one: _ask(workspace, one, None, one.quarter))
    figures = [_figure("state at K = head", one, asked[one.depth], TARGET_MS) for one in told]
    figures.append(_flatness(asked))
    figures += [_figure("show at K = head", one, shown[one.depth], None) for one in told]
    figures += [_figure("state at K = first quarter", one, early[one.depth], None) for one in told]
    return figures


def _record(workspace: Workspace, index: int, depth: int) -> Told:
    revisions = story(index, depth)
    published: list[int] = []
    key = ""
    while batch := list(islice(revisions, 500)):
        record_all(workspace, batch)
        published += [to_micros(revision.published) for revision in batch]
        key = f"bench:{batch[0].story}"
    ledger = workspace.ledger
    stream_id = ledger.identities.stream(key)
    with ledger.view() as view:
        quarter = view.version(stream_id, depth // 4)
    assert quarter is not None
    return Told(key=key, stream_id=stream_id, published=tuple(published), quarter=quarter.row.position)


def _sampled(told: list[Told], times: int, question: Callable[[Told], None]) -> dict[int, Samples]:
    """The question put to the stories in turn, so that what disturbs one disturbs all."""
    samples = {one.depth: Samples() for one in told}
    for number in range(times + 20):
        for one in told:
            cpu, wall = time.process_time(), time.perf_counter()
            question(one)
            took = Took(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)
            if number >= 20:  # what is loaded on first use is no part of it
                samples[one.depth].add(took)
    return samples


def _ask(workspace: Workspace, one: Told, published: int | None, position: int) -> None:
    with workspace.ledger.view() as view:
        point = standing(view, one.stream_id, Moment(published=published, position=position))
        assert point is not None
        recorded = view.version(one.stream_id, point.revision)
        assert recorded is not None
        assert view.article(recorded).paragraphs


def _show(workspace: Workspace, one: Told, published: int, position: int) -> None:
    shown = show(workspace, one.key, Asked(at=rfc3339(published), known_at=f"#{position}"))
    assert shown.revision.published_at == published


def _figure(what: str, one: Told, samples: Samples, target: float | None) -> Figure:
    half, most = (percentile(samples.wall, share) * 1000 for share in (0.5, 0.99))
    return Figure(
        what=f"{what}, {one.depth:,} revisions",
        value=f"p50 {half:.2f} ms, p99 {most:.2f} ms wall; p99 {percentile(samples.cpu, 0.99) * 1000:.2f} ms processor",
        target="" if target is None else f"p99 < {target} ms",
        met=None if target is None else most < target,
    )


def _flatness(samples: dict[int, Samples]) -> Figure:
    least, most = min(samples), max(samples)
    found = percentile(samples[most].wall, 0.5) / percentile(samples[least].wall, 0.5)
    return Figure(
        what="p50 of the deepest : the shallowest", value=f"{found:.2f}", target=f"flat: < {FLAT}", met=found < FLAT
    )
