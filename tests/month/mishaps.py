"""What befalls the machine in the simulated month: a disk that fills, killed runs, a clock that jumps, runs that meet,
files that are not finished, ids given twice. Each leaves the oracle where the ledger must be.

What operators do is in `deskwork`, on which day what happens in `happenings`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from backends import Backend
from monthmodel import Item
from newsroom import Newsroom
from outlets import HOUR, MINUTE, SECOND, Outlet, copy_of, stamp, wire

from tracker.desk import order

BURST = 9
AT_ONCE = 3


def unfinished(room: Newsroom) -> None:
    """A file that just changed, one with another's name, and a line without its end wait; a later run takes them."""
    aster, nettle, now = room.outlets["aster"], room.outlets["nettle"], room.clock.now
    aster.send("fresh", 1, now)
    name = next(reversed(aster.lying))
    lying = aster.lying.pop(name)
    os.utime(aster.folder / name, ns=((now - 2 * SECOND) * 1_000,) * 2)
    (aster.folder / "half.txt.part").write_text("A text of which nobody")
    nettle.send("fresh", 1, now)
    feed = next(reversed(nettle.lying))
    whole = (nettle.folder / feed).read_bytes()
    waits = nettle.lying[feed].items.pop()
    nettle.put(feed, whole.removesuffix(b"\n"), nettle.lying[feed].items, now, bad=nettle.lying[feed].bad)
    for outlet in (aster, nettle):
        room.poll(outlet)
    aster.lying[name] = lying
    (aster.folder / "half.txt.part").unlink()
    nettle.put(feed, whole, [*nettle.lying[feed].items, waits], now, bad=nettle.lying[feed].bad)
    room.wait()
    for outlet in (aster, nettle):
        room.poll(outlet)


def same_job_twice(room: Newsroom) -> None:
    """Two processes run one job at once: one waits for the other, and meets what that one recorded."""
    iris = room.outlets["iris"]
    iris.send("raced", 1, room.clock.now)
    iris.send("raced", 2, room.clock.now + SECOND)
    command = [*iris.command, *room.receipts]
    _both(room, iris, (command, "iris"), (command, "iris"))


def two_jobs_one_folder(room: Newsroom) -> None:
    """Two jobs read one folder at once: each input is recorded by one of them."""
    juniper = room.outlets["juniper"]
    juniper.send("raced", 1, room.clock.now)
    juniper.send("raced", 2, room.clock.now + SECOND)
    commands = [["ingest", "in/juniper", "--job", job, "--source", "juniper", *room.receipts] for job in ("one", "two")]
    _both(room, juniper, (commands[0], "one"), (commands[1], "two"))


def _both(room: Newsroom, outlet: Outlet, *runs: tuple[list[str], str]) -> None:
    results = room.race(*(command for command, _ in runs))
    assert [tuple(result) for result in results] == [(0, "", "")] * len(runs)
    became = [one for _, job in runs for one in room.book.run(job, [outlet.items()], room.clock.now)[0]]
    room.compare(became)
    room.wait()


def clock_jumps(room: Newsroom) -> None:
    """The clock jumps 40 hours ahead for one run and is set right: the check tells of it once; nothing is recorded
    until somebody says that the clock is right."""
    gorse, fern = room.outlets["gorse"], room.outlets["fern"]
    gorse.send("jump", 1, room.clock.now)
    room.clock.now += 40 * HOUR
    room.poll(gorse)
    room.clock.now -= 40 * HOUR - MINUTE
    room.catch_up()
    room.check()
    fern.send("jump", 1, room.clock.now)
    refused = room.command(*fern.command)
    assert refused.code == 9
    assert "more than 24 hours behind" in refused.err
    assert room.head() == room.book.size
    room.poll(fern, "--accept-clock")
    room.settings(accept_clock=True)


def clock_is_right(room: Newsroom) -> None:
    """The ledger's time has passed: the clock is judged again."""
    room.settings()


def capture_again(room: Newsroom) -> None:
    """A poller gives an id to two fetches: the second is refused."""
    hazel = room.outlets["hazel"]
    hazel.send("twice", 1, room.clock.now)
    room.poll(hazel)
    (first,) = hazel.lying[next(reversed(hazel.lying))].items
    headline, paragraphs = copy_of("hazel", "twice", 2)
    assert first.retrieved is not None
    data = wire(paragraphs, story="twice", headline=headline, retrieved=stamp(first.retrieved), id=first.capture_id)
    name = "page-again.txt"
    hazel.put(name, data, [replace(first, data=data, label=name, name=name)], room.clock.now)


@dataclass(frozen=True)
class Machine:
    """The machine that a database lies on, and what goes wrong with it."""

    backend: Backend
    rng: random.Random

    def disk_fills(self, room: Newsroom) -> None:
        """The disk is full in the middle of a run: it says how far it came, and the same command completes it."""
        items = self._archive(room, "archive")
        command = ["ingest", "archive", "--job", "archive", "--source", "larch", *room.receipts]
        with pytest.MonkeyPatch.context() as patch, self._full_disk(room):
            patch.setattr(order, "BATCH", AT_ONCE)
            result = room.cron("archive", *command)
        if room.head() > room.book.size:
            room.survived(items, AT_ONCE)
        assert room.untold == 0
        done = room.book.tales["larch:archive"].revisions if "larch:archive" in room.book.tales else 0
        assert result.code == 9
        assert (f"recorded {done} of {BURST} inputs" if done else "nothing of this run was recorded") in result.err
        assert result.err.endswith("the same command completes it\n")
        room.wait()
        room.expect("archive", [items], room.cron("archive", *command))

    def killed_before_receipts(self, room: Newsroom) -> None:
        """A run is killed between a commit and its receipts. While it is at work, another run of the job ends at once,
        and other jobs go on; afterwards the same command completes it."""
        items = self._archive(room, "burst")
        command = ["ingest", "burst", "--job", "burst", "--source", "larch", *room.receipts]
        with room.processes({"argv": command, "batch": AT_ONCE, "hold": ("before receipts", 2)}) as (worker,):
            worker.expect("held")
            room.survived(items, AT_ONCE)
            assert room.untold == AT_ONCE
            assert room.cron("burst", *command, "--no-wait").code == 7
            room.wait()
            room.poll(room.outlets["aster"])
            worker.kill()
        room.wait()
        room.expect("burst", [items], room.cron("burst", *command))

    def killed_before_commit(self, room: Newsroom) -> None:
        """A run is killed in its transaction: nothing of it is there, but what was piped in is in the spool and goes
        first on the next run."""
        quince = room.outlets["quince"]
        quince.send("killed", 1, room.clock.now)
        left = quince.piped()
        plan = {"argv": [*quince.command, *room.receipts], "hold": ("before commit", 1), "stdin": left.data}
        with room.processes(plan) as (worker,):
            worker.expect("held")
            worker.kill()
        room.wait()
        quince.send("killed", 2, room.clock.now)
        stdin = quince.piped().data
        result = room.cron("quince", *quince.command, *room.receipts, stdin=stdin)
        room.expect("quince", [[left], [quince.piped()]], result)
        assert [path for path in (room.folder / "spool-quince").iterdir() if path.is_file()] == []

    def _archive(self, room: Newsroom, story: str) -> list[Item]:
        """A folder of nine texts of one story that no compression makes smaller."""
        folder = Outlet("larch", room.folder / story, self.rng)
        for number in range(1, BURST + 1):
            words = " ".join(self.rng.randbytes(4).hex() for _ in range(300))
            when = room.clock.now // MINUTE * MINUTE - (20 - number) * HOUR
            headline, paragraphs = f"What lay in store {story}", [f"Crate {number} held {words} and no more."]
            data, name = wire(paragraphs, story=story, headline=headline, published=stamp(when)), f"{number}.txt"
            text = "\n".join((headline, *paragraphs))
            item = Item(key=f"larch:{story}", text=text, data=data, label=name, name=name, published=when)
            folder.put(name, data, [item], room.clock.now)
        return folder.items()

    @contextmanager
    def _full_disk(self, room: Newsroom) -> Iterator[None]:
        """Let there be room for a few more pages; on a server, let the file system refuse what comes after."""
        if self.backend.name == "sqlite":
            pages = "PRAGMA max_page_count = {}"
            with room.database(read_only=False).write() as connection:
                used = connection.exec_driver_sql("PRAGMA page_count").scalar()
                connection.exec_driver_sql(pages.format(used + 8))
            yield
            with room.database(read_only=False).write() as connection:
                connection.exec_driver_sql(pages.format(2**30))
            return
        self.backend.run(room.url, _REFUSE.format(room.book.size + 5))
        self.backend.run(room.url, _AT_EACH)
        yield
        self.backend.run(room.url, "DROP FUNCTION full_disk CASCADE")


_REFUSE = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF NEW.position >= {} THEN
RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100';
END IF; RETURN NEW; END $$
"""
_AT_EACH = "CREATE TRIGGER full_disk BEFORE INSERT ON bodies FOR EACH ROW EXECUTE FUNCTION full_disk()"
