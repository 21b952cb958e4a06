"""When a phrase first appeared, changed or vanished, in one story or in all of them: from the ledger's events.

Each story's texts are read once, in publication order up to the moment; only what changes is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple

from tracker.desk.erased import ErasedRef, erased_everywhere, erased_of
from tracker.desk.find import FoundStory, find_whole_story, found, refuse_unlinked
from tracker.desk.moment import Asked, bounds, resolve
from tracker.desk.phrases import Finder, Span, Wanted, finder
from tracker.desk.texts import Told, texts
from tracker.desk.values import AskedMoment, RevisionRef, StoryRef
from tracker.desk.workspace import Workspace
from tracker.diff.blame import reading_units
from tracker.diff.sentences import split_sentences
from tracker.ledger.read import LedgerView
from tracker.ledger.story import opening_of
from tracker.story.article import Article
from tracker.story.events import StoryOpened

Turn = Literal["appeared", "changed", "vanished", "returned"]
MOST = 10_000
"""How many matches are looked at in one paragraph, headline or note."""

_AROUND = 200  # characters of a sentence that are shown before and after what was found in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One place where the phrase stands: the part ("paragraph", "headline", "note", "bullet", …), its number, words.

    `number` counts within the part from 1; None where there is only one. `start` and `end` (exclusive) are characters
    in that unit's text. `before`, `match` and `after` are the sentence around it, cut where it is very long.
    """

    part: str
    number: int | None
    start: int
    end: int
    before: str
    match: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What happened to the phrase in one text of a story.

    `count` is how often it stands there, `previous` how often it stood before; in one unit at most MOST are counted.
    `came` and `went` are what was found that was not found before, and what is found no more, each once and in order.
    `occurrence` is the first that came; where nothing came, the first that stands; None where none does. `confirmed`
    tells that an earlier revision's text was given again.
    """

    turn: Turn
    revision: RevisionRef
    confirmed: bool
    count: int
    previous: int
    came: tuple[str, ...]
    went: tuple[str, ...]
    occurrence: Occurrence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMatches:
    """A story in which the phrase stood at some time, with its transitions in publication order."""

    story: StoryRef
    headline: str | None
    transitions: tuple[Transition, ...]

    @property
    def count(self) -> int:
        """How often the phrase stands in the last text."""
        return self.transitions[-1].count


@dataclass(frozen=True, slots=True, kw_only=True)
class Grepped:
    """The stories with a match, by when the phrase first appeared; and how many stories and texts were read.

    `erased` are the texts of those stories that were erased: nobody knows whether the phrase stood there.
    """

    wanted: Wanted
    matches: tuple[StoryMatches, ...]
    stories: int
    texts: int
    moment: AskedMoment
    erased: tuple[ErasedRef, ...] = ()


class _Found(NamedTuple):
    part: str
    number: int | None
    text: str
    span: Span


def grep(workspace: Workspace, wanted: Wanted, name: str | None, asked: Asked) -> Grepped:
    """Where the phrase stood in the story `name`, or in every story, as far as the asked moment.

    UsageError for a pattern that cannot be used; NotFound or Ambiguous when the name does not say which story.
    """
    find = finder(wanted)
    with workspace.ledger.view() as view:
        one = None if name is None else find_whole_story(view, name)
        moments = {
            shard: resolve(view, shard, asked, now=workspace.clock(), zone=workspace.zone)
            for shard in ([one.shard] if one else range(view.shards))
        }
        if one is not None:
            refuse_unlinked(one, moments[one.shard])
        matches, stories, read = [], 0, 0
        for story in [one] if one else _stories(view, moments):
            search = _Search(find)
            for told in texts(view, story, bounds(moments[story.shard])):
                search.read(told)
            stories, read = stories + (search.texts > 0), read + search.texts
            if search.transitions:
                matches.append(search.matches(story))
        matches.sort(key=lambda item: (item.transitions[0].revision.published_at, item.story.key))
        erased = erased_everywhere(view) if one is None else tuple(erased_of(view, one).values())
        return Grepped(
            wanted=wanted,
            matches=tuple(matches),
            stories=stories,
            texts=read,
            moment=next(iter(moments.values())),
            erased=erased,
        )


def _stories(view: LedgerView, moments: dict[int, AskedMoment]) -> Iterator[FoundStory]:
    """The stories that were known at the moment, in the order they were opened."""
    for shard, moment in moments.items():
        stop = None if moment.position is None else moment.position + 1
        for recorded in view.range(shard, 0, stop):
            if isinstance(recorded.event, StoryOpened):
                yield found(view, opening_of(view, recorded))


class _Search:
    """One story's texts, read one after another."""

    def __init__(self, find: Finder) -> None:
        self._find = find
        self._spans: dict[str, list[Span]] = {}  # of the last text's units: most stand in the next one too
        self._before: list[_Found] = []
        self._headline: str | None = None
        self.transitions: list[Transition] = []
        self.texts = 0

    def read(self, told: Told) -> None:
        """Take the next text."""
        self.texts += 1
        self._headline = told.article.headline
        known, self._spans = self._spans, {}
        found = []
        for part, number, text in _units(told.article):
            spans = self._spans[text] = known[text] if text in known else list(islice(self._find(text), MOST))
            found += [_Found(part, number, text, span) for span in spans]
        self._compare(told, found)
        self._before = found

    def matches(self, story: FoundStory) -> StoryMatches:
        """What was found in the story."""
        return StoryMatches(story=story.ref, headline=self._headline, transitions=tuple(self.transitions))

    def _compare(self, told: Told, found: list[_Found]) -> None:
        old, new = Counter(map(_words, self._before)), Counter(map(_words, found))
        if old == new:
            return
        first = next((item for item in found if new[_words(item)] > old[_words(item)]), found[0] if found else None)
        self.transitions.append(
            Transition(
                turn=self._turn(len(found)),
                revision=told.revision,
                confirmed=told.confirmed,
                count=len(found),
                previous=len(self._before),
                came=tuple(new - old),
                went=tuple(old - new),
                occurrence=None if first is None else _occurrence(first),
            )
        )

    def _turn(self, count: int) -> Turn:
        if not count:
            return "vanished"
        if self._before:
            return "changed"
        return "returned" if self.transitions else "appeared"


def _units(article: Article) -> Iterator[tuple[str, int | None, str]]:
    """What is searched: headline, paragraphs and inserts in the order of reading, desk note."""
    if article.headline:
        yield "headline", None, article.headline
    for unit in reading_units(article):
        yield unit.part, unit.number, unit.text
    if article.note:
        yield "note", None, article.note


def _words(item: _Found) -> str:
    return item.text[slice(*item.span)]


def _occurrence(item: _Found) -> Occurrence:
    start, end = item.span
    low, high = _sentence(item.text, start, end)
    before, after = item.text[low:start], item.text[end:high]
    return Occurrence(
        part=item.part,
        number=item.number,
        start=start,
        end=end,
        before=before if len(before) <= _AROUND else f"…{before[-_AROUND:]}",
        match=item.text[start:end],
        after=after if len(after) <= _AROUND else f"{after[:_AROUND]}…",
    )


def _sentence(text: str, start: int, end: int) -> Span:
    """The sentence that holds the place, or the sentences, without white space around."""
    low = at = 0
    for sentence in split_sentences(text):
        low = at if at <= start else low
        at += len(sentence)
        if at >= end:
            break
    part = text[low:at]
    return min(start, low + len(part) - len(part.lstrip())), max(end, low + len(part.rstrip()))
