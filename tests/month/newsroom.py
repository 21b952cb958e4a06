"""The newsroom of the simulated month: a clock, a crontab, operators, what cron mails; every run is held against the
oracle as it happens.

The command line runs in this process, on connections that are kept: to open them for each run would take longer than
the run. Who sends what is in `outlets`, what goes wrong when in `happenings`.
"""

from __future__ import annotations

import io
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from builders import FakeClock
from monthmodel import Became, Book, Item, Said
from outlets import DAY, EXPECTED, HOUR, MINUTE, SECOND, ZONES, Outlet, outlets, stamp
from processes import Ended, Worker, started

from tracker.cli import session
from tracker.cli.main import run
from tracker.clock import Clock
from tracker.config import Config
from tracker.desk import ingest, workspace
from tracker.desk.workspace import Workspace
from tracker.ledger.database import Database
from tracker.ledger.store import Ledger
from tracker.projections import runner

START = 1_709_251_200 * SECOND
"""1 March 2024, 00:00 UTC; in this month clocks change in New York and in Berlin."""

DAYS = 31
DESK = ["--by", "Mara Ilic"]


class Mail(NamedTuple):
    """Something a scheduled command printed."""

    day: int
    job: str
    text: str


class _Kept(Database):
    """A database whose connections stay open from one command to the next."""

    def close(self) -> None:
        """Leave them open."""


@dataclass
class Newsroom:
    """One month on one database, as it goes on."""

    url: str
    folder: Path
    clock: FakeClock
    outlets: dict[str, Outlet]
    book: Book = field(default_factory=Book)
    mail: list[Mail] = field(default_factory=list)
    untold: int = 0
    lazy: bool = True
    _known: dict[str, set[str]] = field(default_factory=dict)
    _told: int = 0
    _databases: dict[bool, _Kept] = field(default_factory=dict)
    _ledgers: dict[tuple[bool, bool], Ledger] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What the commands find in their environment."""
        return {"TRACKER_DATABASE": self.url, "TZ": "UTC", "XDG_CONFIG_HOME": str(self.folder), "COLUMNS": "80"}

    @property
    def day(self) -> int:
        """The day of the month."""
        return (self.clock.now - START) // DAY + 1

    def wait(self, micros: int = MINUTE) -> None:
        """Let time pass."""
        self.clock.now += micros

    def settings(self, *, accept_clock: bool = False) -> None:
        """Write tracker.toml."""
        lines = ["accept_clock = true"] if accept_clock else []
        lines += [f'[sources.{name}]\ntimezone = "{zone}"' for name, zone in ZONES.items() if name != "sorrel"]
        lines += [f'[sources.{name}]\nexpect_every = "{every}"' for name, every in EXPECTED.items()]
        (self.folder / "tracker.toml").write_text("\n".join(lines) + "\n")

    def command(self, *argv: str, stdin: bytes = b"") -> Ended:
        """A command in this process, off any terminal."""
        out, err, before = io.TextIOWrapper(io.BytesIO()), io.StringIO(), sys.stdin
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin))
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = int(run(list(argv)))
        finally:
            sys.stdin = before
        out.flush()
        return Ended(code, out.buffer.getvalue().decode(), err.getvalue())  # type: ignore[attr-defined]

    def cron(self, job: str, *argv: str, stdin: bytes = b"") -> Ended:
        """A scheduled command: what it prints is mailed."""
        result = self.command(*argv, stdin=stdin)
        if result.out or result.err:
            self.mail.append(Mail(self.day, job, result.err + result.out))
        return result

    def operator(self, *argv: str, stdin: bytes = b"") -> dict[str, Any]:
        """A command that a person gives, and that must succeed; its JSON."""
        self.wait()
        result = self.command(*argv, "--json", stdin=stdin)
        assert result.code == 0, result
        return dict(json.loads(result.out))

    def poll(self, outlet: Outlet, *more: str) -> None:
        """One run of an outlet's job: exit code, receipts and what is mailed are those that the oracle expects."""
        stdin = outlet.piped().data if outlet.habit == "piped" else b""
        result = self.cron(outlet.name, *outlet.command, *self.receipts, *more, stdin=stdin)
        group = [outlet.piped()] if outlet.habit == "piped" else outlet.items()
        self.expect(outlet.name, [group], result, bad=outlet.bad())

    def expect(self, job: str, groups: Sequence[Sequence[Item]], result: Ended, *, bad: set[str] | None = None) -> None:
        """Hold a run that ended against the oracle's."""
        became, refused = self.book.run(job, groups, self.clock.now)
        self.compare(became)
        rejects = {item.label for item in refused} | (bad or set())
        fresh = rejects - self._known.get(job, set())
        assert (result.code == 3) == bool(fresh), (job, fresh, result)
        assert result.code in (0, 3), result
        assert bool(result.err) == bool(fresh), (fresh, result)
        assert all(name in result.err for name in fresh), (fresh, result)
        self._known[job] = rejects

    def compare(self, became: Sequence[Became]) -> None:
        """The receipts that were written since the last time are those that the oracle expects."""
        told = Counter(_receipt(one) for one in self.fresh())
        assert told == Counter(became), (told - Counter(became), Counter(became) - told)

    @property
    def receipts(self) -> list[str]:
        """The option that has receipts written."""
        return ["--receipts", str(self.folder / "receipts.jsonl")]

    def fresh(self) -> list[dict[str, Any]]:
        """The receipts written since they were last asked for."""
        with (self.folder / "receipts.jsonl").open() as file:
            file.seek(self._told)
            lines = file.readlines()
            self._told = file.tell()
        return [json.loads(line) for line in lines]

    def told(self) -> list[dict[str, Any]]:
        """Every receipt of the month."""
        return [json.loads(line) for line in (self.folder / "receipts.jsonl").read_text().splitlines()]

    def survived(self, items: Sequence[Item], size: int) -> None:
        """Follow a run that did not come to its end: as many whole batches as the ledger has are there, and of all but
        the last one somebody was told."""
        head, told = self.head(), Counter(_receipt(one) for one in self.fresh())
        for batch in self.book.batches(items, self.clock.now, size):
            became = Counter(one for one, _ in batch)
            self.untold += sum((became - told).values())
            told -= became
            if self.book.size >= head:
                break
        assert self.book.size == head
        assert not told

    def ask(self, key: str, published: int | None, tx: int | None) -> Said | None:
        """What `show` answers for a moment, None where it finds nothing."""
        at = [] if published is None else ["--at", stamp(published)]
        known = [] if tx is None else ["--known-at", f"#{self.book.endings[tx].size - 1}"]
        result = self.command("show", key, "--json", *at, *known)
        assert result.code in (0, 4), result
        if result.code:
            return None
        shown = json.loads(result.out)
        text = "\n".join((shown["article"].get("headline") or "", *shown["article"]["paragraphs"]))
        return Said(shown["revision"]["number"], text, shown["withdrawn"] is not None)

    def spot_check(self, rng: random.Random) -> None:
        """Hold two answers against the oracle's: one of now, one of some moment before."""
        for known, published in ((None, None), (rng.randrange(len(self.book.endings)), self.clock.now)):
            tale = rng.choice(list(self.book.tales.values()))
            when = None if published is None else published // SECOND * SECOND - rng.randrange(20 * 24) * HOUR
            assert self.ask(tale.key, when, known) == tale.says(when, known), (tale.key, when, known)

    def check(self) -> None:
        """The scheduled check: exit code 1 for as long as something is amiss, one line for each new reason."""
        result = self.cron("check", "status", "--check", "--remember", str(self.folder / "told.json"))
        assert result.code in (0, 1), result

    def processes(self, *plans: Mapping[str, Any]) -> AbstractContextManager[list[Worker]]:
        """Real processes at the time it is now, started together."""
        return started(self.folder, self.environment, [{"clock": self.clock.now, **plan} for plan in plans])

    def race(self, *commands: Sequence[str]) -> list[Ended]:
        """What became of commands in processes of their own, started together."""
        with self.processes(*({"argv": [*argv]} for argv in commands)) as workers:
            return [worker.ended() for worker in workers]

    def head(self) -> int:
        """How many events the ledger holds."""
        with self.ledger().view() as view:
            return view.head(0).size

    def ledger(self) -> Ledger:
        """The ledger itself."""
        return Ledger(self.database(read_only=False), clock=self.clock)

    def database(self, *, read_only: bool) -> Database:
        """The database, open for as long as the month."""
        if read_only not in self._databases:
            self._databases[read_only] = _Kept(self.url, read_only=read_only)
        return self._databases[read_only]

    def catch_up(self) -> None:
        """What `projections catch-up` does."""
        runner.catch_up(self.ledger())

    def open(self, url: str, *, config: Config, clock: Clock, zone: Any, read_only: bool = True) -> Workspace:
        """Stands in for `open_workspace`."""
        assert url == self.url
        how = read_only, config.accept_clock.value
        if how not in self._ledgers:
            self._ledgers[how] = Ledger(self.database(read_only=read_only), clock=clock, accept_clock=how[1])
        return Workspace(ledger=self._ledgers[how], clock=clock, config=config, zone=zone)

    def close(self) -> None:
        """Give the connections back."""
        for database in self._databases.values():
            Database.close(database)

    def lists_later(self, ledger: Ledger, *, budget_s: float | None = None) -> bool:
        """Stands in for the catch-up at the end of a run: mostly the lists wait for the end of the day, as on a machine
        too busy to keep them up."""
        return True if self.lazy and budget_s is not None else runner.catch_up(ledger)


def _receipt(line: Mapping[str, Any]) -> Became:
    return Became(line["name"], line["outcome"], line["key"], line["revision"])


@contextmanager
def newsroom(url: str, folder: Path, seed: int) -> Iterator[Newsroom]:
    """A newsroom with its twenty outlets, before anything has come."""
    clock = FakeClock(START)
    room = Newsroom(url, folder, clock, {outlet.name: outlet for outlet in outlets(folder, seed)})
    for outlet in room.outlets.values():
        outlet.folder.mkdir(parents=True)
    room.settings()
    (folder / "receipts.jsonl").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in room.environment.items():
            patch.setenv(name, value)
        patch.setattr(workspace, "open_workspace", room.open)
        patch.setattr(session, "system_clock", clock)
        patch.setattr(ingest, "catch_up", room.lists_later)
        try:
            yield room
        finally:
            room.close()


def month(room: Newsroom, happenings: Mapping[int, Sequence[Callable[[Newsroom], None]]], *, runs: int) -> None:
    """Let the month go by: every job runs about equally often, `runs` runs in all; each day brings what happens on it,
    after its first round."""
    rounds = max(DAYS, runs // len(room.outlets))
    every = max(1, rounds * len(room.outlets) // runs)
    rng, begun = random.Random(runs), set[int]()
    for number in range(rounds):
        room.clock.now = max(room.clock.now, START + (2 * number + 1) * DAYS * DAY // (2 * rounds))
        room.lazy = number % 8 != 0
        for place, outlet in enumerate(room.outlets.values()):
            if (number + place) % every and outlet.name not in EXPECTED:
                continue
            outlet.deliver(room.clock.now)
            room.poll(outlet)
            room.wait()
        room.catch_up()
        assert room.head() == room.book.size
        if room.day not in begun:
            begun.add(room.day)
            for happening in happenings.get(room.day, ()):
                happening(room)
                room.catch_up()
                assert room.head() == room.book.size, happening
        room.wait()
        room.check()
        room.spot_check(rng)
