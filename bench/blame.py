"""Which revision brought each word, over 30 revisions: `tracker` against word opcodes carried from one to the next.

Stories of 25 paragraphs (`diffpairs`), each revised 29 times: lightly, or as by an update, which also moves, splits and
merges paragraphs. Most words are invented, so that no phrase comes back by chance and every word has one revision that
brought it: what each contestant says of the last revision's words is counted right or wrong. The rivals carry the
origin of every word along the equal runs of difflib's SequenceMatcher, and of patiencediff's where it is installed:
what one would write in twenty lines. Beside them stand the 29 comparisons that `tracker diff` would make. By processor
time.
"""

from __future__ import annotations

import re
import statistics
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib import import_module
from itertools import pairwise
from typing import Any

from bench.diffpairs import PROFILES, Desk, Draft, Profile
from bench.diffwords import InventedWriter
from bench.measure import Figure, Took, alternating, ratio, spread, timed
from tracker.diff import blame, compare
from tracker.story.article import Article

REVISIONS = 30
_OURS, _COMPARED = "tracker blame", "tracker compare, 29 times"
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story's revisions, oldest first, and the revision that brought each word of the last, numbered from 1."""

    articles: tuple[Article, ...]
    truth: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Entry:
    """One way to find out, the stories it gets, and how many words it had right."""

    find: Callable[[Sequence[Article]], Any]
    read: Callable[[Any, Told], Sequence[int]] | None
    stories: Iterator[list[Told]]
    right: int = 0
    words: int = 0

    def take(self) -> Took:
        """The time that the next round's stories took, one after the other."""
        took = [self._one(told) for told in next(self.stories)]
        return Took(wall=sum(one.wall for one in took), cpu=sum(one.cpu for one in took))

    def _one(self, told: Told) -> Took:
        found: list[Any] = []
        took = timed(lambda: found.append(self.find(told.articles)))
        if self.read is not None:
            says = self.read(found[0], told)
            self.words += len(told.truth)
            self.right += sum(one == other for one, other in zip(says, told.truth, strict=True))
        return took


def run(*, quick: bool) -> list[Figure]:
    """Processor time a story, how many times ours that is, and the share of words whose revision is right."""
    count, rounds = (1, 1) if quick else (2, 5)
    return [figure for profile in PROFILES[:2] for figure in _group(profile, count, rounds)]


def _group(profile: Profile, count: int, rounds: int) -> Iterator[Figure]:
    told = [[_told(profile, f"{n}/{m}") for m in range(count)] for n in range(rounds)]
    entries = {
        _OURS: Entry(find=blame, read=_read_runs, stories=iter(told)),
        _COMPARED: Entry(find=_compared, read=None, stories=iter(told)),
        "difflib, words": Entry(find=lambda articles: _carried(articles, _difflib), read=_as_is, stories=iter(told)),
    }
    try:
        matcher = import_module("patiencediff").PatienceSequenceMatcher
    except ImportError:
        yield Figure(what="patiencediff", value="not measured: it is not installed")
    else:
        entries["patiencediff, words"] = Entry(
            find=lambda articles: _carried(articles, lambda here, there: matcher(None, here, there)),
            read=_as_is,
            stories=iter(told),
        )
    for entry in entries.values():
        entry.find(told[0][0].articles)
    samples = alternating({name: entry.take for name, entry in entries.items()}, rounds)
    for name, entry in entries.items():
        each = [1000 * cpu / count for cpu in samples[name].cpu]
        cost = f"{statistics.median(each):.1f} ms a story ({spread(each, 1)})"
        times = "" if name == _OURS else f", {ratio(samples[_OURS].cpu, samples[name].cpu):.2f} x {_OURS}"
        right = f", {100 * entry.right / entry.words:.2f} % of words right" if entry.words else ""
        yield Figure(what=f"{REVISIONS} revisions, {profile.name}: {name}", value=f"{cost}{times}{right}")


def _told(profile: Profile, seed: str) -> Told:
    desk = Desk(f"blame/{seed}", 25, writer=InventedWriter)
    drafts: list[Draft] = [desk.draft()]
    limits = [desk.written]
    for _ in range(REVISIONS - 1):
        drafts.append(desk.revise(drafts[-1], profile))
        limits.append(desk.written)
    return Told(
        articles=tuple(Article(paragraphs=tuple(one.text for one in draft)) for draft in drafts),
        truth=tuple(bisect_right(limits, word.number) + 1 for one in drafts[-1] for word in one.words),
    )


def _read_runs(runs: Any, told: Told) -> list[int]:
    """The newest revision that has a part in each word, its signs included; 0 for a word that no run covers."""
    by_paragraph: dict[int, list[tuple[int, int, int]]] = {}
    for run in runs:
        by_paragraph.setdefault(run.paragraph, []).append((run.start, run.end, run.revision))
    says: list[int] = []
    for number, text in enumerate(told.articles[-1].paragraphs, start=1):
        here, first = by_paragraph.get(number, []), 0
        for word in re.finditer(r"\S+", text):
            while first < len(here) and here[first][1] <= word.start():
                first += 1
            newest, at = 0, first
            while at < len(here) and here[at][0] < word.end():
                newest, at = max(newest, here[at][2]), at + 1
            says.append(newest)
    return says


def _as_is(says: Sequence[int], _: Told) -> Sequence[int]:
    return says


def _compared(articles: Sequence[Article]) -> None:
    for old, new in pairwise(articles):
        compare(old, new)


def _difflib(here: Sequence[str], there: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, here, there, autojunk=False)


def _carried(articles: Sequence[Article], matcher: Callable[[Sequence[str], Sequence[str]], Any]) -> list[int]:
    """The revision of each word, carried along what stands equal from one revision to the next."""
    words = _words(articles[0])
    origins = [1] * len(words)
    for revision, article in enumerate(articles[1:], start=2):
        fresh = _words(article)
        carried = [revision] * len(fresh)
        for tag, i, to, j, other in matcher(words, fresh).get_opcodes():
            if tag == "equal":
                carried[j:other] = origins[i:to]
        words, origins = fresh, carried
    return [origin for origin, word in zip(origins, words, strict=True) if word != _BREAK]


def _words(article: Article) -> list[str]:
    return re.findall(r"\S+|\n\n", _BREAK.join(article.paragraphs))
