"""What a ledger must answer after everything that was fed to it, worked out the slow and plain way: an oracle.

Nothing here comes from the program. The rules are those of the product's description, written down a second time over
plain lists: identities, what an observation comes to, corrections, keys, withdrawals, and the two clocks. A moment on
the recorded clock is the number of a transaction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

BATCH = 500
FAR = 2**62


@dataclass(frozen=True, kw_only=True)
class Item:
    """One input: what it says of itself, its text (headline, then paragraphs) and its bytes.

    `name` is what it is known by when it comes again, `label` what a receipt calls it; times in micros UTC.
    """

    key: str
    text: str
    data: bytes
    label: str
    name: str | None = None
    capture_id: str | None = None
    published: int | None = None
    retrieved: int | None = None
    version: int | None = None
    follows: str | None = None
    notice: bool = False


class Became(NamedTuple):
    """What became of one input, as its receipt tells it."""

    label: str
    outcome: str
    key: str | None
    revision: int | None


class Said(NamedTuple):
    """What a story says at a moment: a revision, its text, and whether the story stands withdrawn."""

    revision: int
    text: str
    withdrawn: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that happened to a story, in transaction `tx`: a text ("revision", "confirmation"), a correction
    ("void", "restore", "redate") or a turn ("withdraw", "reinstate")."""

    kind: str
    tx: int
    revision: int = 0
    published: int = 0
    version: int = -1
    text: str = ""


class Point(NamedTuple):
    """A place on the published clock from which a revision stood; `number` is its place in the order of recording."""

    published: int
    version: int
    number: int
    revision: int
    text: str


@dataclass
class Tale:
    """One story: all that happened to it, in the order of recording."""

    key: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def revisions(self) -> int:
        return sum(entry.kind == "revision" for entry in self.entries)

    def known(self, tx: int | None) -> list[Entry]:
        return [entry for entry in self.entries if tx is None or entry.tx <= tx]

    def points(self, tx: int | None = None) -> list[Point]:
        """The points that count with all that is known, in publication order."""
        known = self.known(tx)
        voided: set[int] = set()
        moved: dict[int, int] = {}
        for entry in known:
            if entry.kind == "void":
                voided.add(entry.revision)
            elif entry.kind == "restore":
                voided.discard(entry.revision)
            elif entry.kind == "redate":
                moved[entry.revision] = entry.published
        found = []
        for number, entry in enumerate(known):
            if entry.kind in ("revision", "confirmation") and entry.revision not in voided:
                own = entry.kind == "revision"
                when = moved.get(entry.revision, entry.published) if own else entry.published
                found.append(Point(when, entry.version, number, entry.revision, entry.text))
        return sorted(found)

    def withdrawn(self, published: int | None, tx: int | None) -> bool:
        """Whether the last turn up to a publish time was a withdrawal; of one time, the last recorded counts."""
        kinds = ("withdraw", "reinstate")
        turns = [(entry.published, n, entry.kind) for n, entry in enumerate(self.known(tx)) if entry.kind in kinds]
        admitted = [turn for turn in turns if published is None or turn[0] <= published]
        return bool(admitted) and max(admitted)[2] == "withdraw"

    def withdrawn_around(self, when: int) -> bool:
        """Whether another withdrawal at that time would add nothing: one stood then, or comes next."""
        later = [e for e in self.entries if e.kind in ("withdraw", "reinstate") and e.published > when]
        following = min(later, key=lambda entry: entry.published, default=None)
        return self.withdrawn(when, None) or (following is not None and following.kind == "withdraw")

    def says(self, published: int | None, tx: int | None) -> Said | None:
        """What it says at a moment, None where it says nothing."""
        points = [point for point in self.points(tx) if published is None or point.published <= published]
        if not points:
            return None
        return Said(points[-1].revision, points[-1].text, self.withdrawn(published, tx))


class Ending(NamedTuple):
    """How a transaction ended: how many events the ledger then had, and the time it was recorded at."""

    size: int
    recorded_at: int


class Book:
    """Everything that was recorded, as it must be."""

    def __init__(self) -> None:
        self.tales: dict[str, Tale] = {}
        self.endings: list[Ending] = []
        self.runs: Counter[str] = Counter()
        self._links: dict[str, list[tuple[int, str | None]]] = {}
        self._seen: dict[tuple[object, ...], tuple[bytes, int | None]] = {}

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.endings[-1].size if self.endings else 0

    @property
    def now(self) -> int:
        """The last transaction."""
        return len(self.endings) - 1

    @property
    def aliases(self) -> dict[str, list[tuple[int, str]]]:
        """The keys that name another key's story now, with the transactions in which they came to name stories."""
        links = {key: [(at, story) for at, story in turns if story] for key, turns in self._links.items()}
        return {key: links[key] for key in links if self._links[key][-1][1]}

    def story_of(self, key: str, tx: int | None = None) -> str | None:
        """The own key of the story that a key names, None where it names none."""
        if key in self.tales:
            return key
        turns = [story for at, story in self._links.get(key, []) if tx is None or at <= tx]
        return turns[-1] if turns else None

    def run(
        self, job: str, groups: Iterable[Sequence[Item]], now: int, *, notices: bool = True
    ) -> tuple[list[Became], list[Item]]:
        """A whole run of a job: what became of each input, and those it refused."""
        became: list[Became] = []
        refused: list[Item] = []
        told: list[Item] = []
        for group in groups:
            told += [item for item in group if item.notice]
            for batch in self.batches([item for item in group if not item.notice], now):
                became += [one for one, _ in batch if one.outcome != "refused"]
                refused += [item for one, item in batch if one.outcome == "refused"]
        became += [self._notice(item, now) for item in told] if notices else []
        self.finished(job, now)
        return became, refused

    def finished(self, job: str, now: int) -> None:
        """The record that a run leaves."""
        self.runs[job] += 1
        self._commit(1, now)

    def batches(self, items: Sequence[Item], now: int, size: int = BATCH) -> Iterator[list[tuple[Became, Item]]]:
        """One group of inputs, a transaction at a time: in the order of their times, then of their names."""
        ordered = _after_what_they_follow(sorted(items, key=_place))
        for start in range(0, len(ordered), size):
            when, before = self._time(now), self._events
            batch = [(self._take(item, when), item) for item in ordered[start : start + size]]
            self._commit(self._events - before, now)
            yield batch

    def correct(self, kind: str, key: str, revision: int, now: int, *, published: int = 0) -> None:
        """An operator voids, restores or redates a revision."""
        self.tales[key].entries.append(Entry(kind=kind, tx=self._next, revision=revision, published=published))
        self._commit(1, now)

    def turn(self, kind: str, key: str, at: int, now: int) -> None:
        """An operator withdraws or reinstates a story."""
        self.tales[key].entries.append(Entry(kind=kind, tx=self._next, published=at))
        self._commit(1, now)

    def link(self, key: str, story: str | None, now: int) -> None:
        """An operator lets a key name a story, or (None) none any more."""
        self._links.setdefault(key, []).append((self._next, story))
        self._commit(1, now)

    def review(self, now: int) -> None:
        """Somebody signs a revision off."""
        self._commit(1, now)

    _events = 0

    @property
    def _next(self) -> int:
        return len(self.endings)

    def _time(self, now: int) -> int:
        return max(now, self.endings[-1].recorded_at + 1) if self.endings else now

    def _commit(self, events: int, now: int) -> None:
        if events:
            self.endings.append(Ending(self.size + events, self._time(now)))

    def _take(self, item: Item, when: int) -> Became:
        story = self._placed(item)
        if story is None:
            return Became(item.label, "refused", None, None)
        identity = _identity(item, story)
        if identity in self._seen:
            data, revision = self._seen[identity]
            same = data == item.data
            return Became(item.label, "seen_before", story, revision) if same else self._refused(item)
        outcome, revision = self._decide(self.tales.setdefault(story, Tale(story)), item, when)
        if identity is not None:
            self._seen[identity] = (item.data, revision)
        return Became(item.label, outcome, story, revision)

    def _refused(self, item: Item) -> Became:
        return Became(item.label, "refused", None, None)

    def _placed(self, item: Item) -> str | None:
        """The story that an input goes to; None where it contradicts what is recorded."""
        own = self.story_of(item.key)
        target = None if item.follows in (None, item.key) else self.story_of(item.follows or "")
        if target is None or own == target:
            return own or item.key
        if own is not None:
            return None
        self._links.setdefault(item.key, []).append((self._next, target))
        self._events += 1
        return target

    def _decide(self, tale: Tale, item: Item, when: int) -> tuple[str, int]:
        """A text that differs from the one before it is a revision; an equal one confirms it where its time (or its
        version at that time) is its own; else it changes nothing."""
        stood = next((time for time in (item.published, item.retrieved) if time is not None), when)
        version = -1 if item.version is None else item.version
        before = [point for point in tale.points() if point[:2] <= (stood, version)]
        place = {"tx": self._next, "published": stood, "version": version, "text": item.text}
        if not before or before[-1].text != item.text:
            self._events += 1 if tale.entries else 2
            tale.entries.append(Entry(kind="revision", revision=tale.revisions + 1, **place))
            return "recorded", tale.revisions
        revision = before[-1].revision
        if item.published is not None and (stood, version) > before[-1][:2]:
            self._events += 1
            tale.entries.append(Entry(kind="confirmation", revision=revision, **place))
            return "confirmed", revision
        return "unchanged", revision

    def _notice(self, item: Item, now: int) -> Became:
        """A notice that withdraws the story with its key; only the first one changes anything."""
        story = self.story_of(item.key)
        assert story is not None
        assert item.published is not None
        identity = _identity(item, story)
        if identity in self._seen:
            return Became(item.label, "seen_before", story, None)
        self._seen[identity] = (item.data, None)
        if self.tales[story].withdrawn_around(item.published):
            return Became(item.label, "unchanged", story, None)
        self.turn("withdraw", story, item.published, now)
        return Became(item.label, "withdrawn", story, None)


def _identity(item: Item, story: str) -> tuple[object, ...] | None:
    """What makes an input the same as an earlier one of its story; None when nothing does."""
    if item.capture_id is not None:
        return story, "capture", item.capture_id
    if item.name is None:
        return None
    return story, "name", item.name, item.published, item.data


def _place(item: Item) -> tuple[int, list[tuple[int, str]]]:
    """Times first, what has none last; then names, in which 2 comes before 10."""
    when = next((time for time in (item.published, item.retrieved) if time is not None), FAR)
    parts = re.split(r"(\d+)", item.label)
    return when, [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _after_what_they_follow(items: Sequence[Item]) -> list[Item]:
    """In their order, but none before the first input of the story that it follows, if that comes too."""
    coming, waiting, ordered = {item.key for item in items}, list(items), []
    while waiting:
        met = {item.key for item in ordered}
        ready = (item for item in waiting if item.follows in (None, item.key, *met) or item.follows not in coming)
        ordered.append(next(ready, waiting[0]))
        waiting.remove(ordered[-1])
    return ordered
