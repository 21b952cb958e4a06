"""What operators do in the simulated month: mistakes, and how each is put right; withdrawals, reinstatements, reviews.

Each leaves the oracle where the ledger must be. What befalls the machine is in `mishaps`.
"""

from __future__ import annotations

import random
import re
from datetime import datetime

from monthmodel import Item
from newsroom import DESK, Newsroom
from outlets import DAY, HOUR, MINUTE, SECOND, copy_of, stamp, wire


def notice(story: str, published: str) -> bytes:
    """A notice that withdraws a story."""
    return wire(["This story has been withdrawn. It rests on a forged list."], story=story, published=published)


class Desk:
    """The operators, who remember what they got wrong."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._wrong = ("", 0)
        self._gone = ""

    def files_wrongly(self, room: Newsroom) -> None:
        """An operator pipes a text of one story into another."""
        birch = self._stood(room, "birch")
        headline, paragraphs = copy_of("cedar", "wrong", 1)
        data = wire(paragraphs, headline=headline, published=stamp(room.clock.now - HOUR))
        became = self._by_hand(room, birch, headline, paragraphs, data)
        self._wrong = birch, became

    def puts_it_right(self, room: Newsroom) -> None:
        """It is voided, and recorded where it belongs, from the bytes that the ledger kept."""
        key, number = self._wrong
        name, why = f"{key}@r{number}", ["--reason", "It was another story."]
        raw = room.command("show", name, "--raw").out.encode()
        assert "Cedar" in raw.decode()
        done = room.operator("void", name, *DESK, *why, "--belongs-to", "cedar:wrong")
        room.book.correct("void", key, number, room.clock.now)
        assert done["position"] == room.book.size - 1
        headline, paragraphs = copy_of("cedar", "wrong", 1)
        assert self._by_hand(room, "cedar:wrong", headline, paragraphs, raw) == 1

    def mistypes_a_time(self, room: Newsroom) -> None:
        """A text comes with a publish time of the month before."""
        birch = room.outlets["birch"]
        birch.send("typed", 1, room.clock.now - DAY)
        birch.send("typed", 2, room.clock.now, late=29 * DAY)
        birch.send("typed", 3, room.clock.now, late=20 * MINUTE)
        room.poll(birch)

    def redates(self, room: Newsroom) -> None:
        """It gets the time that was meant."""
        when = room.clock.now // MINUTE * MINUTE - DAY - 40 * MINUTE
        tale = room.book.tales["birch:typed"]
        oldest = min((entry for entry in tale.entries), key=lambda entry: entry.published)
        why = ["--reason", "The month was mistyped."]
        room.operator("redate", f"birch:typed@r{oldest.revision}", "--published", stamp(when), *DESK, *why)
        room.book.correct("redate", tale.key, oldest.revision, room.clock.now, published=when)

    def links_wrongly(self, room: Newsroom) -> None:
        """An outlet goes on under a new id, and an operator takes that for another story's: its text is filed there."""
        thyme = room.outlets["thyme"]
        for story in ("left", "right"):
            thyme.send(story, 1, room.clock.now)
        room.poll(thyme)
        first, _ = self._two(room)
        room.operator("link", first, "thyme:anew", *DESK)
        room.book.link("thyme:anew", first, room.clock.now)
        headline, paragraphs = copy_of("thyme", "anew", 1)
        when = room.clock.now // MINUTE * MINUTE - 3 * MINUTE
        data = wire(paragraphs, story="anew", headline=headline, published=stamp(when))
        text, name = "\n".join((headline, *paragraphs)), "anew.txt"
        item = Item(key="thyme:anew", text=text, data=data, label=name, name=name, published=when)
        thyme.put(name, data, [item], room.clock.now)
        room.poll(thyme)
        self._wrong = first, room.book.tales[first].revisions

    def links_rightly(self, room: Newsroom) -> None:
        """The key goes to the right story, the text is voided where it was, and the next run files it anew."""
        wrong, number = self._wrong
        _, right = self._two(room)
        room.operator("link", wrong, "thyme:anew", "--undo", *DESK, "--reason", "It is another quay.")
        room.book.link("thyme:anew", None, room.clock.now)
        why = ["--reason", "It is another quay.", "--belongs-to", right]
        room.operator("void", f"{wrong}@r{number}", *DESK, *why)
        room.book.correct("void", wrong, number, room.clock.now)
        room.operator("link", right, "thyme:anew", *DESK)
        room.book.link("thyme:anew", right, room.clock.now)
        room.wait()
        room.poll(room.outlets["thyme"])

    def withdraws(self, room: Newsroom) -> None:
        """A story is withdrawn by hand, as of yesterday; it stood before."""
        self._gone = self._stood(room, "cedar", older=2 * DAY)
        self._turn(room, "withdraw", self._gone, room.clock.now - DAY)

    def reinstates(self, room: Newsroom) -> None:
        """It stands again, and is withdrawn once more, both at times that lie back."""
        self._turn(room, "reinstate", self._gone, room.clock.now - 5 * HOUR)
        self._turn(room, "withdraw", self._gone, room.clock.now - HOUR)

    def notice(self, room: Newsroom) -> None:
        """An outlet's own notice withdraws a story; met again, it changes nothing."""
        dahlia = room.outlets["dahlia"]
        dahlia.send("notice", 1, room.clock.now, late=HOUR)
        when = room.clock.now // MINUTE * MINUTE - 10 * MINUTE
        data, name = notice("notice", stamp(when)), "kill-notice.txt"
        item = Item(key="dahlia:notice", text="", data=data, label=name, name=name, published=when, notice=True)
        dahlia.put(name, data, [item], room.clock.now)
        room.poll(dahlia)
        room.wait()
        room.poll(dahlia)

    def text_after_the_notice(self, room: Newsroom) -> None:
        """What arrives after a withdrawal is recorded, and the story stays withdrawn."""
        dahlia = room.outlets["dahlia"]
        dahlia.send("notice", 77, room.clock.now)
        room.poll(dahlia)
        said = room.ask("dahlia:notice", None, None)
        assert said is not None
        assert said.withdrawn
        headline, paragraphs = copy_of("dahlia", "notice", 77)
        assert said.text == "\n".join((headline, *paragraphs))

    def reinstates_what_a_notice_withdrew(self, room: Newsroom) -> None:
        """A person takes the outlet's notice back."""
        self._turn(room, "reinstate", "dahlia:notice", room.clock.now - 2 * HOUR)

    def two_void_at_once(self, room: Newsroom) -> None:
        """Two operators void one revision at once: one does, the other is told so; then it counts again."""
        key = self._stood(room, "fern")
        commands = [["void", f"{key}@r1", "--by", by, "--reason", "Not ours."] for by in ("Mara Ilic", "Jo Ek")]
        results = room.race(*commands)
        assert sorted(result.code for result in results) == [0, 2]
        assert "is voided already" in next(result.err for result in results if result.code)
        room.book.correct("void", key, 1, room.clock.now)
        room.operator("void", f"{key}@r1", "--undo", *DESK, "--reason", "It was ours.")
        room.book.correct("restore", key, 1, room.clock.now)

    def reviews(self, room: Newsroom) -> None:
        """Revisions are signed off, and one asked about."""
        for outlet in ("aster", "gorse", "oak"):
            room.operator("review", f"{self._stood(room, outlet)}@r1", "--verdict", "accept", *DESK)
            room.book.review(room.clock.now)
        room.operator("review", f"{self._stood(room, 'elder')}@r1", "--verdict", "query", "-m", "Who says so?", *DESK)
        room.book.review(room.clock.now)

    def _turn(self, room: Newsroom, kind: str, key: str, at: int) -> None:
        when = at // SECOND * SECOND
        room.operator(kind, key, "--at", stamp(when), *DESK, "--reason", "The harbour office asked for it.")
        room.book.turn(kind, key, when, room.clock.now)

    def _by_hand(self, room: Newsroom, key: str, headline: str, paragraphs: list[str], data: bytes) -> int:
        """Pipe a text into a story; the revision that it became."""
        room.wait()
        result = room.command("ingest", "-", "--job", "desk", "--story", key, *room.receipts, stdin=data)
        when = re.search(rb"published = (\S+)", data)
        assert when is not None
        published = int(datetime.fromisoformat(when[1].decode()).timestamp()) * SECOND
        text = "\n".join((headline, *paragraphs))
        item = Item(key=key, text=text, data=data, label="-", published=published)
        room.expect("desk", [[item]], result)
        return room.book.tales[key].revisions

    def _stood(self, room: Newsroom, outlet: str, *, older: int = 0) -> str:
        """One of an outlet's stories that has stood for a while."""
        tales = [tale for key, tale in room.book.tales.items() if key.startswith(f"{outlet}:s")]
        fit = [tale.key for tale in tales if min(entry.published for entry in tale.entries) < room.clock.now - older]
        return self._rng.choice(sorted(fit))

    def _two(self, room: Newsroom) -> tuple[str, str]:
        """The two quays that are taken for each other."""
        first, second = (key for key in room.book.tales if key.startswith(("thyme:left", "thyme:right")))
        return first, second
