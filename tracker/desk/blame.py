"""Which revision brought each sentence, or each run of words, that a story says at a moment: from the ledger's events.

The history is read once, revision by revision in publication order, and only origins are carried forward.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tracker.desk.corrected import corrections_at, voided
from tracker.desk.erased import ErasedRef, erased_of, known_article
from tracker.desk.find import FoundStory, find_revision, find_story, publication_order, refuse_unlinked
from tracker.desk.moment import Asked, bounds, resolve
from tracker.desk.show import stands_at
from tracker.desk.texts import Told, texts
from tracker.desk.values import AskedMoment, RevisionRef, StoryRef
from tracker.desk.workspace import Workspace
from tracker.diff.blame import ReadingUnit, reading_units
from tracker.diff.provenance import Provenance, Stretch
from tracker.diff.sentences import split_sentences
from tracker.errors import NotFound
from tracker.ledger.asof import own_point
from tracker.ledger.read import LedgerView
from tracker.story.moments import NOW, Point
from tracker.story.references import Number, parse_reference
from tracker.story.references import RevisionRef as NamedRevision

By = Literal["sentence", "word"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Characters `start` to `end` (exclusive) of a unit, and the place in the history (0-based) of what brought them.

    `others` are the places of those that brought some of a sentence's words, ascending; `place` brought most of them.
    """

    start: int
    end: int
    text: str
    place: int
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlamedUnit:
    """A headline, paragraph or insert with its passages in order. `number` counts within the part, from 1."""

    part: str
    number: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blamed:
    """What a story says, with the origin of every sentence or run of words.

    `history` holds the revisions in publication order, the one shown last; one that was given again stands there
    twice. `headline` is None where there is none. `erased` are texts that stood before it and were erased since: what
    they brought is taken for what the next text brought.
    """

    story: StoryRef
    by: By
    history: tuple[RevisionRef, ...]
    headline: BlamedUnit | None
    units: tuple[BlamedUnit, ...]
    moment: AskedMoment
    erased: tuple[ErasedRef, ...] = ()

    @property
    def revision(self) -> RevisionRef:
        """The revision whose text this is."""
        return self.history[-1]


def blame(workspace: Workspace, name: str, asked: Asked, *, by: By = "sentence") -> Blamed:
    """Who brought what the story `name` says at the asked moment, or in the revision that the name gives.

    NotFound when the story says nothing at that moment, Erased when what it says was erased.
    """
    with workspace.ledger.view() as view:
        reference = parse_reference(name)
        story = find_story(view, reference.story)
        moment = resolve(view, story.shard, asked, now=workspace.clock(), zone=workspace.zone)
        refuse_unlinked(story, moment)
        point = _point(view, story, reference.revision, moment)
        known_article(view, story, find_revision(view, story, Number(point.revision), NOW), lost="blame")
        blamed = _blamed(story, by, moment, texts(view, story, bounds(moment), last=point))
        return replace(blamed, erased=tuple(_erased_before(view, story, point, moment)))


def _erased_before(view: LedgerView, story: FoundStory, point: Point, moment: AskedMoment) -> Iterator[ErasedRef]:
    erased = erased_of(view, story)
    for other in publication_order(view, story, bounds(moment)) if erased else ():
        if other.order < point.order and other.revision in erased:
            yield erased[other.revision]


def _point(view: LedgerView, story: FoundStory, named: NamedRevision | None, moment: AskedMoment) -> Point:
    """The point whose text is asked for."""
    if named is None:
        return stands_at(view, story, moment)
    point = own_point(view, find_revision(view, story, named, bounds(moment)), bounds(moment))
    name = f"{story.ref.slug} r{point.revision}"
    if not bounds(moment).admits(point):
        raise NotFound(f"{name} had not been published at that moment")
    if point.revision in voided(corrections_at(view, story, bounds(moment))):
        raise NotFound(f"{name} is voided: no reader is told of its words; `tracker show` still shows it")
    return point


def _blamed(story: FoundStory, by: By, moment: AskedMoment, history: Iterator[Told]) -> Blamed:
    headlines, words = Provenance(), Provenance()
    refs = []
    units: list[ReadingUnit] = []
    headline = None
    for told in history:
        refs.append(told.revision)
        units, headline = reading_units(told.article), told.article.headline
        headlines.add([headline] if headline else [])
        words.add([unit.text for unit in units])
    top = [ReadingUnit(part="headline", number=1, text=headline)] if headline else []
    titled = list(_units(top, headlines, by))
    return Blamed(
        story=story.ref,
        by=by,
        history=tuple(refs),
        headline=titled[0] if titled else None,
        units=tuple(_units(units, words, by)),
        moment=moment,
    )


def _units(units: Sequence[ReadingUnit], words: Provenance, by: By) -> Iterator[BlamedUnit]:
    cut = _runs if by == "word" else _sentences
    for unit, stretches in zip(units, words.stretches(), strict=True):
        yield BlamedUnit(part=unit.part, number=unit.number, passages=tuple(cut(unit.text, stretches)))


def _runs(text: str, stretches: Sequence[Stretch]) -> Iterator[Passage]:
    for start, end, revision in stretches:
        yield Passage(start=start, end=end, text=text[start:end], place=revision - 1)


def _sentences(text: str, stretches: Sequence[Stretch]) -> Iterator[Passage]:
    ends = [end for _, end, _ in stretches]
    at = 0
    for sentence in split_sentences(text):
        start, stop = at + len(sentence) - len(sentence.lstrip()), at + len(sentence.rstrip())
        at += len(sentence)
        if start >= stop:
            continue
        brought: Counter[int] = Counter()
        for low, high, revision in stretches[bisect_left(ends, start + 1) :]:
            if low >= stop:
                break
            brought[revision - 1] += min(high, stop) - max(low, start)
        most = max(sorted(brought), key=lambda place: brought[place])
        others = tuple(sorted(brought.keys() - {most}))
        yield Passage(start=start, end=stop, text=text[start:stop], place=most, others=others)
