"""Evidence about a story: what an outsider needs to see what it said, what changed, and that the log bears it out.

Gathered here as values; how they look and how they are packed is left to `views` and `share`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.desk.checkpoints import Checkpointed, checkpoint_of
from tracker.desk.compare import Compared, diff
from tracker.desk.erased import ErasedRef, article_or_erased
from tracker.desk.find import FoundStory, find_story
from tracker.desk.moment import Asked, bounds
from tracker.desk.prove import proof_of
from tracker.desk.show import Shown, show
from tracker.desk.workspace import Workspace
from tracker.errors import Erased, NotFound, UsageError
from tracker.evidence.signednotes import SigningKey
from tracker.evidence.tlogproofs import TlogProof
from tracker.ledger.asof import position_at
from tracker.ledger.entry import Stored
from tracker.ledger.identity import desk_stream
from tracker.ledger.read import LedgerView, Recorded
from tracker.ledger.subtrees import keep_every_subtree
from tracker.story.article import Article
from tracker.story.events import ARTICLE, CAPTURE, RUN, RevisionRecorded, RunFinished
from tracker.story.references import parse_reference

_RUNS_BEFORE, _RUNS_AFTER = 2, 1  # runs told of on either side of the last event of the story
_LOOKED_THROUGH = 2_000  # events on either side that are looked through for them


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the story with its proof; `later` marks the one that only shows that none is missing before it."""

    recorded: Recorded
    proof: TlogProof
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One revision's text and the bytes as received; None where they were erased, as `erased` tells."""

    revision: int
    article: Article | None
    capture: bytes | None
    erased: ErasedRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is handed out about a story at a moment.

    `compared` is None where there is nothing to compare: one revision only, or a text that was erased. `others` are the
    checkpoints of other shards that runs stand in. `erasures` account for texts that were erased after the moment.
    """

    shown: Shown
    compared: Compared | None
    entries: tuple[Entry, ...]
    runs: tuple[Entry, ...]
    texts: tuple[Text, ...]
    checkpoint: Checkpointed
    now: int
    others: tuple[Checkpointed, ...] = ()
    erasures: tuple[Entry, ...] = ()


def gather_evidence(
    workspace: Workspace, name: str, range_: str | None, asked: Asked, key: SigningKey | None
) -> Evidence:
    """Evidence about a story: of the revisions A..B, of what it said at a moment, or of its newest change.

    `now` is the time of the log's last event: the same log gives the same evidence whenever it is asked.
    NotFound when there is no such story or revision; UsageError for a range and a moment at once.
    """
    if range_ is not None and asked.at is not None:
        raise UsageError("give either A..B or --at: a moment names its revision itself")
    if parse_reference(name).revision is not None:
        raise UsageError(f"{name!r} names one revision; give A..B, or --at a moment")
    keep_every_subtree(workspace.database, workspace.ledger.shards)
    with workspace.ledger.view() as view:
        story = find_story(view, name)
        now = view.head(story.shard).recorded_at
        # The heads that are proved against, so that what is recorded meanwhile is no part of it.
        heads = [checkpoint_of(view, shard, key) for shard in range(view.shards)]
        made = heads[story.shard]
    still = replace(workspace, clock=lambda: now)
    shown = _shown(still, name, range_, asked)
    compared = _compared(still, name, range_, shown, asked)
    with workspace.ledger.view() as view:
        until = bounds(shown.moment).position
        last = made.checkpoint.size - 1 if until is None else until
        entries = tuple(_entries(view, story.stream_id, last, made))
        runs = tuple(_runs(view, [one.recorded.row for one in entries if not one.later], heads))
        there = {one.recorded.row.shard for one in runs}
        return Evidence(
            shown=shown,
            compared=compared,
            entries=entries,
            runs=runs,
            texts=tuple(_text(view, story, one.recorded) for one in entries if _is_text(one)),
            checkpoint=made,
            now=now,
            others=tuple(head for head in heads if head is not made and head.shard in there),
            erasures=tuple(_erasures(view, entries, made)),
        )


def _shown(workspace: Workspace, name: str, range_: str | None, asked: Asked) -> Shown:
    """What the story said at the moment; for a range, its newer end."""
    if range_ is None:
        return show(workspace, name, asked)
    return show(workspace, f"{name}@{range_.split('..')[-1]}", asked)


def _compared(workspace: Workspace, name: str, range_: str | None, shown: Shown, asked: Asked) -> Compared | None:
    known = Asked(known_at=asked.known_at)
    try:
        if range_ is not None:
            return diff(workspace, name, range_, known)
        return diff(workspace, f"{name}@r{shown.revision.number}", None, known)
    except Erased:
        return None
    except NotFound:
        if range_ is not None:
            raise
        return None  # its first revision


def _entries(view: LedgerView, stream_id: str, last: int, made: Checkpointed) -> list[Entry]:
    """The events of the story up to a position, in the order of the log, and the next one of each of its streams.

    Versions without a gap show that none was left out.
    """
    entries = []
    for stream in (stream_id, desk_stream(stream_id)):
        for recorded in view.stream(stream):
            if recorded.row.position >= made.checkpoint.size:
                break
            later = recorded.row.position > last
            slots = () if later else tuple(slot for slot in recorded.bodies if slot != RUN)
            entries.append(Entry(recorded=recorded, proof=proof_of(view, recorded, made, slots), later=later))
            if later:
                break
    return sorted(entries, key=lambda one: one.recorded.row.position)


def _runs(view: LedgerView, rows: Sequence[Stored], heads: Sequence[Checkpointed]) -> list[Entry]:
    """The runs around the story's last event: that somebody looked. Their bodies tell of other stories and stay."""
    if not rows:
        return []
    before: list[Recorded] = []
    after: list[Recorded] = []
    for made in heads:
        # A run stands in the shard of its job, and between shards only times say what came first.
        own = made.shard == rows[-1].shard
        last = rows[-1].position if own else position_at(view, made.shard, rows[-1].recorded_at)
        start, stop = max(0, last - _LOOKED_THROUGH), min(last + _LOOKED_THROUGH, made.checkpoint.size)
        runs = [one for one in view.range(made.shard, start, stop) if isinstance(one.event, RunFinished)]
        before += [one for one in runs if one.row.position <= last]
        after += [one for one in runs if one.row.position > last]
    nearest = [*sorted(before, key=_when)[-_RUNS_BEFORE:], *sorted(after, key=_when)[:_RUNS_AFTER]]
    return [Entry(recorded=one, proof=proof_of(view, one, heads[one.row.shard], ())) for one in nearest]


def _when(recorded: Recorded) -> tuple[int, int, int]:
    row = recorded.row
    return row.recorded_at, row.shard, row.position


def _is_text(entry: Entry) -> bool:
    return not entry.later and isinstance(entry.recorded.event, RevisionRecorded)


def _text(view: LedgerView, story: FoundStory, recorded: Recorded) -> Text:
    revision = recorded.event.revision
    article, erased = article_or_erased(view, story, recorded)
    if article is None:
        return Text(revision=revision, article=None, capture=None, erased=erased)
    return Text(revision=revision, article=article, capture=view.body(recorded, CAPTURE))


def _erasures(view: LedgerView, entries: Sequence[Entry], made: Checkpointed) -> Iterator[Entry]:
    """The events that say why texts are missing, where the moment lies before them: whoever checks needs them too."""
    told = {one.recorded.row.position for one in entries if not one.later}
    found = {}
    for row in (one.recorded.row for one in entries if _is_text(one)):
        erasing = view.erasures.event_of(row.shard, row.position, ARTICLE)
        if erasing is not None and erasing.row.position < made.checkpoint.size:
            found[erasing.row.position] = erasing
    for _, erasing in sorted(found.items()):
        if erasing.row.position not in told:
            yield Entry(recorded=erasing, proof=proof_of(view, erasing, made, tuple(erasing.bodies)))
