"""On which day of the simulated month what happens, and what cron mails of it: one message for each real problem.

What goes wrong with the machine is in `mishaps`, what operators do in `deskwork`; what outlets send by themselves, in
`outlets`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

from backends import Backend
from deskwork import Desk, notice
from mishaps import (
    Machine,
    capture_again,
    clock_is_right,
    clock_jumps,
    same_job_twice,
    two_jobs_one_folder,
    unfinished,
)
from newsroom import Mail, Newsroom
from outlets import wire

Happening = Callable[[Newsroom], None]

MAILED = [
    ("aster", r"rejected broken\.txt: whose story is this\?"),
    ("birch", r"rejected latin\.txt: not UTF-8: byte 0xf8 at offset \d+"),
    ("maple", r"rejected feed-\d+\.jsonl:\d+: "),
    ("hazel", r"rejected page-again\.txt: capture id 'f\d+' was seen before with other bytes"),
    ("archive", r"(full|No space left on device).*; (recorded [36] of 9 inputs|nothing of this run was recorded)"),
    ("burst", r"the job “burst” is running: nothing was recorded by this run"),
    ("check", r"aster: no input since \d+ Mar 2024 \S+ UTC \(expected every 1d 12h\); job aster last looked"),
    ("elder", r"rejected skipped\.txt: published 2024-03-10T02:30:00"),
    ("check", r"clock: the machine is 1d 15h 59m behind the ledger"),
    ("check", r"aster: no input since \d+ Mar 2024 \S+ UTC \(expected every 1d 12h\); job aster last looked"),
    ("cedar", r"rejected kill-nothing\.txt: it withdraws a story that is not recorded"),
    ("dahlia", r"rejected soon\.txt: "),
]
"""Each real problem of the month: the scheduled command that tells of it, and what it says. In no order."""

LATIN = '+++\nstory = "latin"\n+++\nThe ferry to Tromsø left late.\n'.encode("latin-1")


def unexpected(mail: Sequence[Mail]) -> tuple[list[Mail], list[tuple[str, str]]]:
    """What was mailed beyond the list, and what of the list was not mailed; each problem is told once."""
    missing, beyond = list(MAILED), []
    for message in mail:
        fits = (one for one in missing if one[0] == message.job and re.search(one[1], message.text, re.DOTALL))
        known = next(fits, None)
        if known is None:
            beyond.append(message)
        else:
            missing.remove(known)
    return beyond, missing


def happenings(backend: Backend, *, seed: int) -> Mapping[int, Sequence[Happening]]:
    """What happens on each day of the month."""
    rng = random.Random(f"{seed} happenings")
    desk, machine = Desk(rng), Machine(backend, rng)
    return {
        2: [_bad("aster", "broken.txt", b"A text of which nobody says whose it is.\n")],
        3: [_bad("birch", "latin.txt", LATIN)],
        4: [_bad_line],
        5: [capture_again],
        6: [machine.disk_fills],
        7: [unfinished],
        8: [machine.killed_before_receipts],
        9: [_silent("aster", silent=True)],
        10: [
            _bad("elder", "skipped.txt", wire(["No clock showed this."], story="dst", published="2024-03-10T02:30:00"))
        ],
        11: [desk.files_wrongly],
        12: [desk.puts_it_right, same_job_twice],
        13: [_silent("aster", silent=False), desk.mistypes_a_time],
        14: [desk.redates],
        15: [desk.withdraws],
        16: [desk.links_wrongly],
        17: [desk.reinstates, desk.links_rightly],
        18: [two_jobs_one_folder],
        19: [desk.notice],
        20: [desk.text_after_the_notice],
        21: [clock_jumps],
        22: [desk.reinstates_what_a_notice_withdrew],
        24: [clock_is_right],
        25: [machine.killed_before_commit],
        26: [desk.two_void_at_once, _silent("aster", silent=True)],
        27: [_bad("cedar", "kill-nothing.txt", notice("nothing", "2024-03-27T08:00:00Z")), desk.reviews],
        28: [_bad("dahlia", "soon.txt", wire(["It comes soon."], story="soon", published='"tomorrow"'))],
        29: [_silent("aster", silent=False)],
    }


def _bad(outlet: str, name: str, data: bytes) -> Happening:
    def happen(room: Newsroom) -> None:
        room.outlets[outlet].put(name, data, [], room.clock.now, bad=(name,))

    return happen


def _bad_line(room: Newsroom) -> None:
    maple = room.outlets["maple"]
    maple.send("s1", 90, room.clock.now)
    maple.add_line(b'{"story": "s1", "text": "A quay", "published": NaN}', room.clock.now)


def _silent(outlet: str, *, silent: bool) -> Happening:
    def happen(room: Newsroom) -> None:
        room.outlets[outlet].silent = silent

    return happen
