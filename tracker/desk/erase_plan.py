"""What an erasure would take, and what it would leave: planned, shown, and only then done (`erase`).

Most erased text stands in the neighbours too: the whole ledger is searched for its sentences. The story's own reviews
and notices that quote it go along, and records of runs that do; other revisions and stories are named, and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.desk.erased import erased_of
from tracker.desk.find import FoundStory, find_revision, find_story, found, revision, revision_ref
from tracker.desk.holding import Holder, Wordings, held_in, holders, phrase, sentences
from tracker.desk.remarks import said
from tracker.desk.review import signer
from tracker.desk.values import RevisionRef, StoryRef
from tracker.desk.workspace import Workspace
from tracker.errors import NotFound, UsageError
from tracker.ledger.asof import happened, history_of
from tracker.ledger.erased import Body
from tracker.ledger.identity import DESK_SUFFIX, desk_stream
from tracker.ledger.read import LedgerView, Recorded
from tracker.ledger.story import opening_of
from tracker.projections.runner import catch_up
from tracker.story import canonical
from tracker.story.course import course
from tracker.story.events import (
    ARTICLE,
    CAPTURE,
    REMARK,
    RUN,
    STORY,
    ChangeReviewed,
    LedgerRestored,
    RevisionRecorded,
    RunFinished,
    StoryOpened,
    StoryWithdrawn,
)
from tracker.story.moments import NOW
from tracker.story.references import Range, Reference, parse_range, parse_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Revisions of a story, in their order, that hold the same words and stay; `held` is how many of the sentences the
    one holds that has most of them."""

    story: StoryRef
    revisions: tuple[int, ...]
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """An event of another story that holds the same words and is no revision: where it stands and of which type."""

    story: StoryRef
    shard: int
    position: int
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePlan:
    """What is to be erased, and what would stay though it holds the same words.

    `bodies` are all that go: those of the `revisions`; of `remarks` events at the story's desk (reviews, notices) that
    quote them; of the records of `runs` runs that do; what the story was opened with, where `kept` says what stays of
    it: key and slug always, `named` tells that they hold the phrase. `whole` is a whole story; `containing` the phrase
    that was looked for, else it is `sentences` sentences; `wordings` are those that no other revision holds. `heads` is
    how far each shard had come.
    """

    story: StoryRef
    stream_id: str
    whole: bool
    containing: str | None
    sentences: int
    revisions: tuple[RevisionRef, ...]
    bodies: tuple[Body, ...]
    kept: Mapping[str, str] | None
    named: bool
    remarks: int
    runs: int
    neighbours: tuple[Neighbour, ...]
    elsewhere: tuple[Elsewhere, ...]
    by: str
    authority: str
    reason: str
    wordings: Wordings
    heads: Mapping[int, int]


def plan_erasure(
    workspace: Workspace,
    name: str,
    range_: str | None = None,
    *,
    containing: str | None = None,
    by: str | None,
    authority: str | None,
    reason: str | None,
    progress: Callable[[int, int], None] | None = None,
) -> ErasePlan:
    """What erasing STORY@rN, STORY A..B, what of STORY contains a phrase, or STORY would take, and leave.

    The whole ledger is read. UsageError when nobody signs, no reason or authority is given, or they quote what is to be
    erased; NotFound when there is nothing to erase.
    """
    signed, why, whose = signer(workspace, by), said(reason, "a reason"), said(authority, "an authority")
    if why is None or whose is None:
        raise UsageError("say why it is erased and who demands it: --reason TEXT --authority TEXT")
    if not workspace.database.read_only:
        catch_up(workspace.ledger)  # a shortened slug is looked up in the list
    with workspace.ledger.view() as view:
        reference = parse_reference(name)
        story = find_story(view, reference.story)
        chosen = _chosen(view, story, reference, range_, containing)
        targets = _not_yet(view, story, chosen, containing)
        wordings = phrase(containing) if containing is not None else sentences(map(view.article, targets))
        _refuse_quotes(wordings, {"--by": signed, "--authority": whose, "--reason": why})
        return _planned(
            view,
            story,
            targets,
            wordings,
            whole=(reference.revision, range_, containing) == (None, None, None),
            containing=containing,
            said=(signed, whose, why),
            progress=progress,
        )


def _chosen(
    view: LedgerView, story: FoundStory, reference: Reference, range_: str | None, containing: str | None
) -> list[Recorded]:
    if sum(given is not None for given in (reference.revision, range_, containing)) > 1:
        raise UsageError("give one of STORY@rN, STORY A..B, STORY --containing TEXT, or STORY alone")
    numbered = [item for item in view.stream(story.stream_id) if isinstance(item.event, RevisionRecorded)]
    if containing is not None:
        wanted = phrase(containing)
        return [item for item in numbered if held_in(view, item, wanted) is not None]
    if range_ is None and reference.revision is None:
        return numbered
    return _between(view, story, numbered, parse_range(str(reference.revision) if range_ is None else range_))


def _between(view: LedgerView, story: FoundStory, numbered: Sequence[Recorded], asked: Range) -> list[Recorded]:
    """The revisions from A to B, both included, in publication order; voided ones at the place that they had."""
    own = course(happened(item) for item in history_of(view, story.stream_id, None)).own
    order = sorted(own, key=lambda number: own[number].order)
    ends = [
        find_revision(view, story, end, NOW).event.revision if end is not None else order[default]
        for end, default in ((asked.first, 0), (asked.last, -1))
    ]
    first, last = sorted(order.index(number) for number in ends)
    wanted = set(order[first : last + 1])
    return [item for item in numbered if item.event.revision in wanted]


def _not_yet(view: LedgerView, story: FoundStory, chosen: Sequence[Recorded], containing: str | None) -> list[Recorded]:
    erased = erased_of(view, story)
    left = [item for item in chosen if item.event.revision not in erased]
    if left:
        return left
    if not chosen:
        raise NotFound(f"no revision of {story.ref.slug} holds {containing!r}")
    number = chosen[0].event.revision
    erasure = view.erasures.of_story(story.stream_id)[number]
    all_of = f"r{number}" if len(chosen) == 1 else "all of that"
    raise UsageError(f"{all_of} of {story.ref.slug} was {erasure.told}; there is nothing left to erase")


def _refuse_quotes(wordings: Wordings, given: Mapping[str, str]) -> None:
    for option, text in given.items():
        if wordings.held_by(text):
            raise UsageError(f"{option} quotes what is to be erased, and stays for good: say it in other words")


def _planned(
    view: LedgerView,
    story: FoundStory,
    targets: Sequence[Recorded],
    wordings: Wordings,
    *,
    whole: bool,
    containing: str | None,
    said: tuple[str, str, str],
    progress: Callable[[int, int], None] | None,
) -> ErasePlan:
    held = list(holders(view, wordings, progress=progress))
    gone = {body for item in targets for body in _bodies(view, item, (ARTICLE, CAPTURE))}
    lost = _lost(wordings, held, gone)
    quoting = [item for item in held if lost.texts and item.held & set(lost.texts)]
    desk = {body for item in _quoting(view, story, targets, quoting, whole=whole) for body in item}
    runs = {body for item in quoting if RUN in item.slots for body in _bodies(view, item.recorded, (RUN,))}
    kept = _kept_of_opening(view, story, targets, wordings, whole=whole)
    opening = set() if kept is None else set(_bodies(view, revision(view, story, 0), (STORY,)))
    others = _outside(held, gone | desk | runs)
    return ErasePlan(
        story=story.ref,
        stream_id=story.stream_id,
        whole=whole,
        containing=containing,
        sentences=len(wordings.texts),
        revisions=tuple(revision_ref(view, item, NOW) for item in targets),
        bodies=tuple(sorted(gone | desk | runs | opening)),
        kept=kept,
        named=wordings.phrase and bool(wordings.held_by(_names(story))),
        remarks=len({body[:2] for body in desk}),
        runs=len(runs),
        neighbours=tuple(_neighbours(view, others)),
        elsewhere=tuple(_elsewhere(view, story, others)),
        by=said[0],
        authority=said[1],
        reason=said[2],
        wordings=lost,
        heads={shard: view.head(shard).size for shard in range(view.shards)},
    )


def _lost(wordings: Wordings, held: Sequence[Holder], gone: set[Body]) -> Wordings:
    """The words that no revision holds any more: what quotes only others may stay."""
    if wordings.phrase:
        return wordings
    left = [item for item in _outside(held, gone) if isinstance(item.recorded.event, RevisionRecorded)]
    return wordings.without(frozenset[str]().union(*(item.held for item in left)))


def _outside(held: Sequence[Holder], gone: set[Body]) -> list[Holder]:
    """The events that hold some of the words and keep all their bodies."""
    places = {body[:2] for body in gone}
    return [item for item in held if (item.recorded.row.shard, item.recorded.row.position) not in places]


def _names(story: FoundStory) -> str:
    return f"{story.ref.slug} {story.ref.key}".replace("-", " ")


def _bodies(view: LedgerView, recorded: Recorded, slots: Iterable[str]) -> Iterator[Body]:
    """Those of an event's bodies in these slots that were not erased yet."""
    row = recorded.row
    for slot in slots:
        if slot in recorded.bodies and view.erasures.of(row.shard, row.position, slot) is None:
            yield row.shard, row.position, slot


def _quoting(
    view: LedgerView, story: FoundStory, targets: Sequence[Recorded], quoting: Sequence[Holder], *, whole: bool
) -> Iterator[tuple[Body, ...]]:
    """The bodies of what was done at the story's desk that quote erased words: reviews show some of the pair's, however
    short."""
    stream_id = desk_stream(story.stream_id)
    numbers = {item.event.revision for item in targets}
    for item in quoting:
        if item.recorded.row.stream_id == stream_id:
            yield tuple(_bodies(view, item.recorded, (slot for slot in item.slots if slot != STORY)))
    for recorded in view.stream(stream_id):
        event = recorded.event
        if isinstance(event, ChangeReviewed) and numbers & {event.revision, event.previous}:
            remark = view.erasures.of(recorded.row.shard, recorded.row.position, REMARK)
            told = {} if remark is not None else canonical.decode(view.body(recorded, REMARK))
            if told.get("findings") or told.get("comment"):
                yield tuple(_bodies(view, recorded, (REMARK,)))
        elif whole and isinstance(event, StoryWithdrawn) and CAPTURE in recorded.bodies:
            yield tuple(_bodies(view, recorded, (CAPTURE, REMARK)))


def _kept_of_opening(
    view: LedgerView, story: FoundStory, targets: Sequence[Recorded], wordings: Wordings, *, whole: bool
) -> Mapping[str, str] | None:
    """What stays of that with which the story was opened; None where all of it may.

    The title is that of the first text: it goes with the last revision that has it for a headline.
    """
    opened = view.version(story.stream_id, 0)
    if opened is None or not list(_bodies(view, opened, (STORY,))):
        return None
    about: dict[str, str] = canonical.decode(view.body(opened, STORY))

    def says(text: str) -> bool:
        return wordings.phrase and bool(wordings.held_by(text))

    lost = {name for name in ("title", "url") if name in about and (whole or says(about[name]))}
    if about.get("title") in {view.article(item).headline for item in targets}:
        gone = {item.row.position for item in targets}
        rest = (item for item in view.stream(story.stream_id, start=1) if item.row.position not in gone)
        left = (item for item in rest if list(_bodies(view, item, (ARTICLE,))))
        lost |= set() if any(view.article(item).headline == about["title"] for item in left) else {"title"}
    return {name: text for name, text in about.items() if name not in lost} if lost else None


def _neighbours(view: LedgerView, others: Sequence[Holder]) -> Iterator[Neighbour]:
    streams: dict[str, list[Holder]] = {}
    for item in others:
        if isinstance(item.recorded.event, RevisionRecorded):
            streams.setdefault(item.recorded.row.stream_id, []).append(item)
    for stream_id, items in streams.items():
        yield Neighbour(
            story=_ref(view, stream_id),
            revisions=tuple(item.recorded.event.revision for item in items),
            held=max(len(item.held) for item in items),
        )


def _elsewhere(view: LedgerView, story: FoundStory, others: Sequence[Holder]) -> Iterator[Elsewhere]:
    named = {item.recorded.row.stream_id for item in others if isinstance(item.recorded.event, RevisionRecorded)}
    for item in others:
        if isinstance(item.recorded.event, StoryOpened) and item.recorded.row.stream_id in named:
            continue  # its title: the revisions that have it are named
        row = item.recorded.row
        stream_id = row.stream_id.removesuffix(DESK_SUFFIX)
        of_another = stream_id != story.stream_id and not isinstance(item.recorded.event, RunFinished | LedgerRestored)
        if of_another and not isinstance(item.recorded.event, RevisionRecorded):
            yield Elsewhere(story=_ref(view, stream_id), shard=row.shard, position=row.position, type=row.type)


def _ref(view: LedgerView, stream_id: str) -> StoryRef:
    opened = view.version(stream_id, 0)
    assert opened is not None
    return found(view, opening_of(view, opened)).ref
