"""Twenty outlets with habits of their own: what each puts where, and how the job that fetches it is called.

Every outlet also tells what lies before its job as plain `Item`s, for the oracle. All text here is our own.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from monthmodel import Item

SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3_600 * SECOND, 86_400 * SECOND
PATTERN = r"^(?P<story>[a-z0-9]+)_(?P<published>[0-9T]+)_v(?P<version>[0-9]+)"

HABITS = {
    "aster": "stated",
    "birch": "stated",
    "cedar": "stated",
    "dahlia": "stated",
    "elder": "zoned",
    "fern": "zoned",
    "gorse": "zoned",
    "hazel": "fetched",
    "iris": "fetched",
    "juniper": "fetched",
    "kelp": "bare",
    "larch": "bare",
    "maple": "lines",
    "nettle": "lines",
    "oak": "lines",
    "poplar": "piped",
    "quince": "piped",
    "rowan": "named",
    "sorrel": "named",
    "thyme": "chained",
}
"""How each outlet sends: times with an offset; local times; fetched pages with capture ids; one page overwritten, no
times; JSON Lines; standard input; file names that carry the facts; updates filed under new ids."""

ZONES = {"elder": "America/New_York", "fern": "Europe/Berlin", "gorse": "Asia/Tokyo", "rowan": "America/New_York"}
ZONES["sorrel"] = "Asia/Kolkata"
EXPECTED = {"aster": "36h", "poplar": "3d"}
"""From whom something must come, and how often."""

KEPT_DAYS = 3


@dataclass
class Lying:
    """A file before a job: the inputs in it as the oracle takes them, and since when it lies there.

    `bad` names the inputs in it that must be rejected.
    """

    items: list[Item]
    since: int
    bad: tuple[str, ...] = ()
    stays: bool = False


@dataclass
class Outlet:
    """One source, its folder, and the stories that it is at."""

    name: str
    folder: Path
    rng: random.Random
    lying: dict[str, Lying] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    silent: bool = False
    _sent: int = 0
    _feed: list[bytes] = field(default_factory=list)
    _waiting: Item | None = None
    _ids: dict[str, str] = field(default_factory=dict)

    @property
    def habit(self) -> str:
        """How it sends."""
        return HABITS[self.name]

    @property
    def command(self) -> list[str]:
        """The line in the crontab, but for its options of the whole newsroom."""
        common = ["--job", self.name, "--source", self.name]
        if self.habit == "piped":
            return ["ingest", "-", *common, "--spool", f"spool-{self.name}"]
        options = ["--name-pattern", PATTERN] if self.habit == "named" else []
        options += ["--published-tz", ZONES[self.name]] if self.name == "sorrel" else []
        return ["ingest", f"in/{self.name}", *common, *options]

    def deliver(self, now: int) -> None:
        """What the outlet does between two runs of its job: often nothing, mostly one text, at times two."""
        self._tidy(now)
        if self.silent:
            return
        for _ in range(1 if self.name in EXPECTED or self.habit == "piped" else self.rng.choice([0, 0, 0, 1, 1, 2])):
            story = self._story()
            roll = self.rng.random()
            state = self.states.get(story, 0)
            if roll < 0.65 or not state:
                state += 1
            elif roll < 0.75:
                state = max(1, state - 1)  # back to an older text
            late = self.rng.choice([1, 2, 30, 300, 1_500])
            self.send(story, state, now, late=late * MINUTE)

    def send(self, story: str, state: int, now: int, *, late: int = MINUTE) -> None:
        """Put the text that stands for a state of a story before the job; it went out `late` micros ago."""
        self.states[story] = state
        self._sent += 1
        when = (now - late) // MINUTE * MINUTE
        getattr(self, f"_{self.habit}")(story, state, when, now)

    def put(
        self, name: str, data: bytes, items: list[Item], now: int, *, bad: tuple[str, ...] = (), stays: bool = False
    ) -> Path:
        """Write a file, left alone since a minute ago."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        path.write_bytes(data)
        os.utime(path, ns=((now - MINUTE) * 1_000, (now - MINUTE) * 1_000))
        self.lying[name] = Lying(items, now, bad, stays)
        return path

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.folder / name).unlink()
        del self.lying[name]

    def items(self) -> list[Item]:
        """The inputs before the job."""
        return [item for lying in self.lying.values() for item in lying.items]

    def bad(self) -> set[str]:
        """The names of inputs before the job that must be rejected."""
        return {name for lying in self.lying.values() for name in lying.bad}

    def piped(self) -> Item:
        """What comes on standard input this time: each time is one of its own, as is its name in the spool."""
        assert self._waiting is not None
        return self._waiting

    def key(self, story: str) -> str:
        """The key of a story of this outlet."""
        return f"{self.name}:{story}"

    def _story(self) -> str:
        current = list(self.states)[-3:]
        if not current or self.rng.random() < 0.2:
            return f"s{len(self.states) + 1}"
        return self.rng.choice(current)

    def _tidy(self, now: int) -> None:
        """Old files go, as on many a server; what is overwritten or added to stays."""
        if self.habit in ("bare", "lines"):
            return
        old = [name for name, lying in self.lying.items() if now - lying.since > KEPT_DAYS * DAY and not lying.stays]
        for name in old:
            self.remove(name)

    def _wire(self, story: str, state: int, name: str, **stated: object) -> tuple[bytes, Item]:
        headline, paragraphs = copy_of(self.name, story, state)
        data = wire(paragraphs, story=story, headline=headline, **stated)
        return data, Item(
            key=self.key(story), text="\n".join((headline, *paragraphs)), data=data, label=name, name=name
        )

    def _stated(self, story: str, state: int, when: int, now: int) -> None:
        version = self._sent if self.rng.random() < 0.3 else None
        name = f"{story}-{self._sent}.txt"
        data, item = self._wire(story, state, name, published=stamp(when), version=version)
        item = replace(item, published=when, version=version)
        self.put(name, data, [item], now)
        if self.rng.random() < 0.15:  # the same file once more under another name
            again = f"again-{name}"
            self.put(again, data, [replace(item, label=again, name=again)], now)

    def _zoned(self, story: str, state: int, when: int, now: int) -> None:
        name = f"{story}-{self._sent}.txt"
        data, item = self._wire(story, state, name, published=local_stamp(when, ZONES[self.name]))
        self.put(name, data, [replace(item, published=when)], now)

    def _fetched(self, story: str, state: int, _: int, now: int) -> None:
        name, fetched = f"page-{self._sent}.txt", now // SECOND * SECOND - 30 * SECOND
        data, item = self._wire(story, state, name, retrieved=stamp(fetched), id=f"f{self._sent}")
        self.put(name, data, [replace(item, retrieved=fetched, capture_id=f"f{self._sent}")], now)

    def _bare(self, story: str, state: int, _: int, now: int) -> None:
        name = f"{story}.txt"
        data, item = self._wire(story, state, name)
        self.put(name, data, [item], now)

    def _lines(self, story: str, state: int, when: int, now: int) -> None:
        name = f"feed-{self._sent // 12}.jsonl"
        if name not in self.lying:
            self._feed.clear()
            for old in list(self.lying)[:-1]:
                self.remove(old)
        headline, paragraphs = copy_of(self.name, story, state)
        told = {"story": story, "published": stamp(when), "headline": headline, "paragraphs": paragraphs}
        self._feed.append(json.dumps(told).encode())
        before = self.lying.get(name, Lying([], now))
        item = Item(
            key=self.key(story),
            text="\n".join((headline, *paragraphs)),
            data=self._feed[-1],
            label=f"{name}:{len(self._feed)}",
            name=name,
            published=when,
        )
        self.put(name, b"\n".join(self._feed) + b"\n", [*before.items, item], now, bad=before.bad)

    def add_line(self, line: bytes, now: int) -> str:
        """Add a bad line to the feed; the name of that input."""
        name = next(reversed(self.lying))
        self._feed.append(line)
        bad = f"{name}:{len(self._feed)}"
        before = self.lying[name]
        self.put(name, b"\n".join(self._feed) + b"\n", before.items, now, bad=(*before.bad, bad))
        return bad

    def _piped(self, story: str, state: int, when: int, _: int) -> None:
        _, item = self._wire(story, state, "-", published=stamp(when))
        self._waiting = replace(item, published=when, name=f"spooled {self._sent}")

    def _named(self, story: str, state: int, when: int, now: int) -> None:
        _, paragraphs = copy_of(self.name, story, state)
        local = datetime.fromtimestamp(when // SECOND, ZoneInfo(ZONES[self.name]))
        name = f"{story}_{local:%Y%m%dT%H%M}_v{self._sent}.txt"
        data = ("\n\n".join(paragraphs) + "\n").encode()
        text = "\n".join(("", *paragraphs))
        item = Item(key=self.key(story), text=text, data=data, label=name, name=name)
        self.put(name, data, [replace(item, published=when, version=self._sent)], now)

    def _chained(self, story: str, state: int, when: int, now: int) -> None:
        before, own = self._ids.get(story), f"{story}u{self._sent}"
        self._ids[story] = own
        name = f"{own}.txt"
        headline, paragraphs = copy_of(self.name, story, state)
        when = max(when, now // MINUTE * MINUTE - 2 * MINUTE)  # an update goes out after what it follows
        data = wire(paragraphs, story=own, headline=headline, published=stamp(when), follows=before)
        text = "\n".join((headline, *paragraphs))
        follows = None if before is None else self.key(before)
        item = Item(key=self.key(own), text=text, data=data, label=name, name=name, published=when, follows=follows)
        self.put(name, data, [item], now)


def copy_of(outlet: str, story: str, state: int) -> tuple[str, list[str]]:
    """The headline and paragraphs of a story in one of its states."""
    town = outlet.capitalize()
    return f"Quay {story} of {town} closed", [
        f"The harbour office of {town} closed quay {story} on Monday after {13 + state} crates fell into the water.",
        f"Pilots counted {40 + 7 * state} boats that wait outside, the office said.",
        "Nobody was hurt, and the quay is to open again at the end of the week.",
    ]


def wire(paragraphs: list[str], **stated: object) -> bytes:
    """Wire text with front matter; times are written as TOML writes them."""
    lines = []
    for name, value in stated.items():
        if value is not None:
            plain = name in ("published", "retrieved")
            lines.append(f"{name} = {value if plain else json.dumps(value)}")
    return ("+++\n" + "\n".join(lines) + "\n+++\n" + "\n\n".join(paragraphs) + "\n").encode()


def stamp(micros: int) -> str:
    """An instant as RFC 3339 in UTC."""
    return datetime.fromtimestamp(micros // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_stamp(micros: int, zone: str) -> str:
    """An instant as the clocks of a zone show it, without an offset."""
    return datetime.fromtimestamp(micros // SECOND, ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S")


def outlets(folder: Path, seed: int) -> Iterator[Outlet]:
    """All twenty, each with a chance of its own."""
    for name in HABITS:
        yield Outlet(name, folder / "in" / name, random.Random(f"{seed} {name}"))
