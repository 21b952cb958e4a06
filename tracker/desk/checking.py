"""How much of the ledger is to be checked, as people ask for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tracker.errors import UsageError
from tracker.ledger.verify import Sample

MOST_JOBS = 64
_PLACE = re.compile(r"(?:([0-9]{1,5}):)?#?([0-9]{1,18})", re.ASCII)
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?|\.[0-9]{1,9}) ?(%?)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A position of a shard: where a check begins, or goes on."""

    shard: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How much is to be checked. Without anything said it is all of the log, by one process.

    `since` leaves out what comes before it, shards included; of the bodies only those of `sample` are read; `enough` is
    asked now and then, and ends the check; `lists` are the read models.
    """

    since: Place | None = None
    sample: Sample | None = None
    jobs: int = 1
    lists: bool = False
    enough: Callable[[], bool] | None = None


ALL = Asked()


def parse_place(text: str) -> Place:
    """The place that "1234", "#1234" or "2:1234" (shard 2) stands for; UsageError for anything else."""
    match = _PLACE.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{text!r} is no position; write one as verify shows it, 1234 or SHARD:1234")
    return Place(shard=int(match[1] or 0), position=int(match[2]))


def parse_share(text: str) -> float:
    """The share (above 0, up to 1) that "1%" or "0.01" stands for; UsageError for anything else."""
    match = _SHARE.fullmatch(text.strip())
    share = 0.0 if match is None else float(match[1]) / (100 if match[2] else 1)
    if not 0 < share <= 1:
        raise UsageError(f"{text!r} is no share; write 1% or 0.01: above nothing, and no more than all")
    return share
