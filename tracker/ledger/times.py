"""The time a transaction is recorded at: the machine's clock, but never before what the log says already.

A clock that is a little behind is ordinary: the log goes on in steps of a microsecond. One that is more than a day
behind is broken, or the ledger's last time was: what were recorded then would stand under a false time for ever.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.errors import ClockBehind
from tracker.story.times import rfc3339

MOST_BEHIND = 24 * 3_600 * 1_000_000
"""How far the clock may be behind the log, in microseconds."""


def next_time(now: int, last: Iterable[int], *, accept_clock: bool) -> int:
    """The time (micros UTC) of a transaction at `now`, after those at which the shards it writes to were written last.

    ClockBehind when the clock is more than MOST_BEHIND behind one of them, unless `accept_clock` says that it is right.
    """
    latest = max(last, default=0)
    if latest - now > MOST_BEHIND and not accept_clock:
        raise ClockBehind(
            f"this machine's clock says {rfc3339(now)}, but the ledger's last event was recorded at"
            f" {rfc3339(latest)}: nothing is recorded while it is more than 24 hours behind. Set the clock right; if"
            " it is right and the ledger's time was wrong, give `tracker ingest --accept-clock`, or for all commands"
            " put accept_clock = true into tracker.toml"
        )
    return max(now, latest + 1)
